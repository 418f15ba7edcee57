"""The demo's invoice orders: work that is to be invoiced, with the states and sources that Win knows."""

from __future__ import annotations

from datetime import date, timedelta

from connectors.win.demo.invoice import Line, line_cells
from connectors.win.demo.invoices import plain_lines
from connectors.win.demo.table import DemoRow

# order_no, customer_no, status, source, project_no
_ORDERS: tuple[tuple[int, int, str, str, str | None], ...] = (
    (801, 10001, "KLAR", "LØPENDE", "P100"),
    (802, 10020, "UBEHANDLET", "FASTPRIS", "P110"),
    (803, 10025, "KLAR", "PERIODISK", "P120"),
    (804, 10026, "FAKTURERT", "AKONTO", None),
    (805, 10031, "KLAR", "PLAN", "P170"),
    (806, 10045, "UBEHANDLET", "MANUELL", "P180"),
)


def orders() -> list[DemoRow]:
    """The rows of `invoice_order`."""
    return [_order(place, *row) for place, row in enumerate(_ORDERS)]


def order_lines() -> list[DemoRow]:
    """The rows of `invoice_order_line`."""
    return [
        {"order_no": order_no, **line_cells(number, line)}
        for order_no, *_ in _ORDERS
        for number, line in enumerate(_lines(order_no), start=1)
    ]


def _lines(order_no: int) -> tuple[Line, ...]:
    return plain_lines(order_no)


def _order(place: int, number: int, customer: int, status: str, source: str, project: str | None) -> DemoRow:
    net = sum(line.net for line in _lines(number))
    vat = sum(line.vat for line in _lines(number))
    return {
        "order_no": number,
        "client_no": 1,
        "customer_no": customer,
        "order_date": date(2026, 11, 2) + timedelta(days=3 * place),
        "currency": "NOK",
        "net": net,
        "vat": vat,
        "total": net + vat,
        "status": status,
        "source": source,
        "project_no": project,
        "department_no": "30",
        "your_reference": None,
    }
