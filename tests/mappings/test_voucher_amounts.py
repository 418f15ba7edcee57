"""A voucher's lines make exactly the total that was printed, or nothing is sent; credit notes alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.language.outcome import Desired, Refused
from engine.mapping.mapping import Mapping

Shipped = Callable[[str], Mapping]
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

AMOUNT = st.integers(-2_000_000_000, 2_000_000_000).map(lambda units: Decimal(units).scaleb(-4))
LINE_TYPE = st.sampled_from(["VARE", "AKONTO", "AVREGNING", "UTLEGG", "GEBYR", "AVRUNDING", "TEKST"])


@st.composite
def _lines(draw: st.DrawFn) -> tuple[dict[str, Any], ...]:
    lines = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        kind = draw(LINE_TYPE)
        worth = st.just(Decimal(0)) if kind == "TEKST" else AMOUNT
        lines.append(
            {
                "line_no": number,
                "type": kind,
                "text": f"Linje {number}",
                "net": draw(worth),
                "vat": draw(worth),
                "vat_code": draw(st.sampled_from(["0", "3", "31", "33", "52"])),
                "account": 3000,
            }
        )
    return tuple(lines)


def _invoice(lines: tuple[dict[str, Any], ...], total: Decimal, type_: str = "FAKTURA") -> dict[str, Any]:
    return {
        "client_no": 1,
        "invoice_no": 5001,
        "row_id": "i-5001",
        "type": type_,
        "customer_no": 10001,
        "invoice_date": date(2026, 10, 5),
        "due_date": date(2026, 10, 19),
        "currency": "NOK",
        "exchange_rate": 1,
        "net": sum(line["net"] for line in lines),
        "vat": sum(line["vat"] for line in lines),
        "rounding": Decimal(0),
        "total": total,
        "voided": False,
        "lines": lines,
    }


def _sum_of(lines: tuple[dict[str, Any], ...]) -> Decimal:
    return sum((line["net"] + line["vat"] for line in lines), Decimal(0))


def _posted(outcome: Desired) -> Decimal:
    return sum((Decimal(line["CurrencyAmount"]) for line in outcome.payload["OutgoingInvoiceLines"]), Decimal(0))


@FEW
@given(lines=_lines(), off=st.integers(-6, 6).map(lambda cents: Decimal(cents).scaleb(-2)))
def test_no_money_appears_or_vanishes(shipped: Shipped, lines: tuple[dict[str, Any], ...], off: Decimal) -> None:
    total = _sum_of(lines).quantize(Decimal("0.01")) + off
    outcome = shipped("base/invoice").run(_invoice(lines, total))
    if isinstance(outcome, Desired):
        assert _posted(outcome) == total
        assert len(outcome.payload["OutgoingInvoiceLines"]) >= sum(line["type"] != "TEKST" for line in lines)
    elif isinstance(outcome, Refused):
        rounded = sum((_rounded(line["net"] + line["vat"]) for line in lines), Decimal(0))
        assert abs(total - rounded) > Decimal("0.05")
        assert [diagnostic.code for diagnostic in outcome.diagnostics if diagnostic.is_error] == ["R204"]
    else:
        assert total == 0
        assert all(line["type"] == "TEKST" for line in lines)


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")


@FEW
@given(lines=_lines())
def test_a_credit_note_is_the_invoice_with_another_name(shipped: Shipped, lines: tuple[dict[str, Any], ...]) -> None:
    total = abs(_sum_of(lines).quantize(Decimal("0.01")))
    invoice = shipped("base/invoice").run(_invoice(lines, total))
    credit = shipped("base/credit_note").run(_invoice(lines, total, "KREDITNOTA"))
    assert type(invoice) is type(credit)
    if isinstance(invoice, Desired) and isinstance(credit, Desired):
        assert credit.payload["OutgoingInvoiceLines"] == invoice.payload["OutgoingInvoiceLines"]


@pytest.mark.parametrize(("name", "type_"), [("base/invoice", "FAKTURA"), ("base/credit_note", "KREDITNOTA")])
def test_each_takes_its_own_type_only(shipped: Shipped, name: str, type_: str) -> None:
    mapping = shipped(name)
    circumstances = mapping.circumstances()
    for candidate in ("FAKTURA", "KREDITNOTA"):
        assert mapping.selects(_invoice((), Decimal(0), candidate), circumstances) is (candidate == type_)
