"""What a row says of a document's money, by the catalogs' own declarations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from connectors.go.catalog import CATALOG as GO
from connectors.win.catalog import CATALOG as WIN
from engine.model.record import Fault
from engine.sync.reconciling.balances import decimals_of, figures_of

INVOICE, VOUCHER = WIN.entities["invoice"], GO.entities["outgoing_invoice_voucher"]
ROW: dict[str, Any] = {
    "VoucherDate": date(2026, 10, 1),
    "CurrencyCode": "NOK",
    "CurrencyAmount": Decimal("1250.00"),
    "TotalPostedAmount": Decimal("1250.00"),
    "Balance": Decimal("250.00"),
}


def test_a_balance_in_the_books_own_currency_tells_what_is_settled() -> None:
    figures = figures_of(ROW, VOUCHER, 2)
    assert (figures.total, figures.settled, figures.open) == (Decimal("1250.00"), Decimal("1000.00"), Decimal("250.00"))


@pytest.mark.parametrize(
    ("posted", "balance", "settled"),
    [("14553.13", "14553.13", "0"), ("14553.13", "0", "1250.00"), ("14553.13", "7000", None), ("0", "0", "0")],
)
def test_in_another_currency_only_all_and_nothing_can_be_told(posted: str, balance: str, settled: str | None) -> None:
    foreign = {**ROW, "CurrencyCode": "EUR", "TotalPostedAmount": Decimal(posted), "Balance": Decimal(balance)}
    figures = figures_of(foreign, VOUCHER, 2)
    assert figures.settled == (None if settled is None else Decimal(settled))
    assert bool(figures.fault) is (settled is None)


def test_where_the_balance_cannot_tell_the_payments_do() -> None:
    part = {**ROW, "CurrencyCode": "EUR", "TotalPostedAmount": Decimal("14553.13"), "Balance": Decimal("7000")}
    figures = figures_of(part, VOUCHER, 2, payments=Decimal("499.995"))
    assert (figures.settled, figures.fault) == (Decimal("500.00"), "")
    assert figures_of({**part, "Balance": Decimal(0)}, VOUCHER, 2, payments=Decimal(1)).settled == Decimal("1250.00")
    assert figures_of({**part, "Balance": None}, VOUCHER, 2, payments=Decimal(1)).settled is None


def test_without_a_balance_nothing_is_told_of_what_is_open() -> None:
    figures = figures_of({**ROW, "Balance": None}, VOUCHER, 2)
    assert (figures.total, figures.open, figures.fault) == (Decimal("1250.00"), None, "it gives no balance")


def test_what_was_paid_and_what_is_settled_beside_it_count_together() -> None:
    row: dict[str, Any] = {"invoice_date": None, "currency": " NOK ", "total": Decimal("100"), "paid_amount": 40}
    figures = figures_of(row, INVOICE, 2, Decimal("9.995"))
    assert (figures.day, figures.currency, figures.settled) == (None, "NOK", Decimal("50.00"))


def test_a_personal_number_in_an_amount_is_not_repeated() -> None:
    row: dict[str, Any] = {"total": Fault("01017012345", "not a number")}
    assert "01017012345" not in figures_of(row, INVOICE, 2).fault


def test_totals_are_compared_to_as_many_decimals_as_both_have() -> None:
    assert decimals_of(INVOICE, VOUCHER) == 2
