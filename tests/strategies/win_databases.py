"""Whole Win databases: registers with contact persons, projects in three levels, invoices and credit notes; and among
them the rows that no book should hold: sums that differ, no currency, no customer, cells of the wrong kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from strategies.going_live import CUSTOMER_NUMBERS, DEPARTMENTS, EMPLOYEE_NUMBERS, Registers, registers

PROJECTS = ("P1", "P1.1", "P1.1.1", "P2", "P3")
PARENTS = {"P1.1": "P1", "P1.1.1": "P1.1"}
DAYS = ("2026-09-15", "2026-10-03", "2026-10-15", "2026-11-02")  # before the first day, closed, and two good ones
CLOSED_UNTIL = "2026-10-05"
PDFS = ("fine.pdf", "words.pdf", "missing.pdf")


@dataclass(frozen=True)
class Invoice:
    """An invoice's own cells, and its lines as net and VAT. `total` is what it says, be it their sum or not."""

    cells: dict[str, Any]
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WinDatabase:
    """Rows by view."""

    registers: Registers
    contact_person: tuple[dict[str, Any], ...]
    project: tuple[dict[str, Any], ...]
    invoice: tuple[Invoice, ...]


def win_databases() -> st.SearchStrategy[WinDatabase]:
    """Databases whose keys stand once; a customer's days and an invoice's due date may be words."""
    return st.builds(
        WinDatabase,
        registers().flatmap(_with_words),
        st.lists(_contact(), max_size=3, unique_by=lambda cells: cells["contact_id"]).map(tuple),
        st.lists(_project(), max_size=5, unique_by=lambda cells: cells["project_no"]).map(tuple),
        st.lists(_invoice(), min_size=2, max_size=7, unique_by=lambda invoice: invoice.cells["invoice_no"]).map(tuple),
    )


def _with_words(drawn: Registers) -> st.SearchStrategy[Registers]:
    def broken(place: int) -> Registers:
        customers = list(drawn.customer)
        if place < len(customers):
            customers[place] = {**customers[place], "payment_days": "fjorten"}
        return Registers(drawn.department, drawn.employee, tuple(customers))

    return st.integers(0, 30).map(broken)


def _contact() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "contact_id": st.sampled_from(("K1", "K2", "K3")),
            "customer_no": st.sampled_from((*CUSTOMER_NUMBERS[:3], 77)),
            "first_name": st.just("Liv"),
            "last_name": st.sampled_from(("Ås", "Rud")),
            "active": st.sampled_from((1, 1, 0)),
        }
    ).map(lambda cells: {"row_id": f"k{cells['contact_id']}", **cells})


def _project() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "project_no": st.sampled_from(PROJECTS),
            "name": st.sampled_from(("Årsoppgjør", "Lønn")),
            "customer_no": st.sampled_from(CUSTOMER_NUMBERS[:4]),
            "manager_no": st.none() | st.sampled_from(EMPLOYEE_NUMBERS),
            "department_no": st.none() | st.sampled_from(DEPARTMENTS),
            "fee_type": st.sampled_from(("LØPENDE", "FASTPRIS", "GRATIS")),
            "billable": st.just(1),
            "active": st.sampled_from((1, 1, 0)),
        }
    ).map(_project_cells)


def _project_cells(drawn: dict[str, Any]) -> dict[str, Any]:
    number = drawn["project_no"]
    level = number.count(".") + 1
    return {"row_id": f"p{number}", "level": level, "parent_project_no": PARENTS.get(number), **drawn}


def _invoice() -> st.SearchStrategy[Invoice]:
    cents = st.integers(1, 500_000).map(lambda amount: Decimal(amount).scaleb(-2))
    line = st.tuples(cents, st.booleans()).map(lambda drawn: (str(drawn[0]), str(_vat(*drawn))))
    header = st.fixed_dictionaries(
        {
            "invoice_no": st.integers(1, 12),
            "customer_no": st.sampled_from((*CUSTOMER_NUMBERS, 77, 19999)),
            "type": st.sampled_from(("FAKTURA", "FAKTURA", "FAKTURA", "KREDITNOTA")),
            "invoice_date": st.sampled_from(DAYS),
            "currency": st.sampled_from(("NOK", "NOK", "NOK", "EUR", "")),
            "voided": st.sampled_from((0, 0, 0, 1)),
            "project_no": st.none() | st.sampled_from(PROJECTS),
            "kid": st.none() | st.just("000512-"),
            "pdf_path": st.none() | st.sampled_from(PDFS),
            "due_date": st.sampled_from(("2026-12-01", "2026-12-01", "2026-12-01", "i morgen")),
        }
    )
    rounding = st.sampled_from(("0", "0", "0.04", "-0.05", "0.06"))
    return st.builds(_made, header, st.lists(line, max_size=3).map(tuple), rounding)


def _vat(net: Decimal, has_vat: bool) -> Decimal:
    return (net / 4).quantize(Decimal("0.01")) if has_vat else Decimal("0.00")


def _made(header: dict[str, Any], lines: tuple[tuple[str, str], ...], rounding: str) -> Invoice:
    total = sum((Decimal(net) + Decimal(vat) for net, vat in lines), Decimal(rounding))
    rate = "11.6425" if header["currency"] == "EUR" else "1"
    return Invoice({**header, "total": str(total), "rounding": rounding, "exchange_rate": rate}, lines)
