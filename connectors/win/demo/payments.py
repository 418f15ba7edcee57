"""The payments that the demo's customers will make once their invoices stand in Go.

Each is a body of the stand-in's control call for payments; they concern only invoices that will be posted, and come
in an order that makes sense: a reversal after its payment, a credit note's match after both stand there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from connectors.win.demo.invoice import Invoice

_LAST_DAY = date(2026, 11, 24)
_CENT = Decimal("0.01")

_IN_FULL = range(5046, 5066)
_IN_PART = (5066, 5067, 5068, 5069)
_TOO_MUCH = {5070: Decimal("500.00"), 5071: Decimal("0.50")}
_TOGETHER = ((5072, 5073, 5074), (5075, 5076))
_LOST, _LOST_IN_PART = 5077, 5078
_BOUNCED, _UNMATCHED, _REDONE = 5079, 5080, 5081
_IN_CURRENCY = 5010
_MATCHES = ((5021, 5022), (5020, 5028))

Body = Mapping[str, object]


def payments(invoices: list[Invoice]) -> tuple[Body, ...]:
    """The bodies, in the order in which they come in."""
    by_number = {invoice.number: invoice for invoice in invoices if invoice.client_no == 1}
    return (
        *(_pay(by_number[number]) for number in (*_IN_FULL, _IN_CURRENCY)),
        *(_pay(by_number[number], _half(by_number[number])) for number in _IN_PART),
        _pay(by_number[_IN_PART[0]], by_number[_IN_PART[0]].total - _half(by_number[_IN_PART[0]]), later=7),
        *(_pay(by_number[number], by_number[number].total + extra) for number, extra in _TOO_MUCH.items()),
        *(_pay_together([by_number[number] for number in numbers]) for numbers in _TOGETHER),
        *_losses(by_number),
        *_undone(by_number),
        *(_match(by_number[number], credit_no) for number, credit_no in _MATCHES),
    )


def _losses(by_number: dict[int, Invoice]) -> list[Body]:
    partly = by_number[_LOST_IN_PART]
    return [
        _event(by_number[_LOST], "write_off", by_number[_LOST].total),
        _pay(partly, _half(partly)),
        _event(partly, "write_off", partly.total - _half(partly), later=10),
    ]


def _undone(by_number: dict[int, Invoice]) -> list[Body]:
    bounced, unmatched, redone = by_number[_BOUNCED], by_number[_UNMATCHED], by_number[_REDONE]
    return [
        _pay(bounced),
        _event(bounced, "reversal", bounced.total, later=4),
        _pay(unmatched),
        _event(unmatched, "unmatch", unmatched.total, later=4),
        _pay(redone),
        _event(redone, "reversal", redone.total, later=3),
        _pay(redone, later=6),
    ]


def _pay(invoice: Invoice, amount: Decimal | None = None, *, later: int = 0) -> Body:
    return _event(invoice, "payment", invoice.total if amount is None else amount, later=later)


def _event(invoice: Invoice, kind: str, amount: Decimal, *, later: int = 0) -> Body:
    return {"InvoiceNo": str(invoice.number), "Amount": amount, "Date": _day(invoice, later), "Kind": kind}


def _pay_together(invoices: list[Invoice]) -> Body:
    parts = [{"InvoiceNo": str(invoice.number), "Amount": invoice.total} for invoice in invoices]
    return {"Invoices": parts, "Date": _day(invoices[-1], 0), "Kind": "payment"}


def _match(invoice: Invoice, credit_no: int) -> Body:
    return {"InvoiceNo": str(invoice.number), "With": str(credit_no), "Date": _day(invoice, 9), "Kind": "match"}


def _half(invoice: Invoice) -> Decimal:
    return (invoice.total / 2).quantize(_CENT)


def _day(invoice: Invoice, later: int) -> str:
    return min(invoice.issued + timedelta(days=8 + later), _LAST_DAY).isoformat()
