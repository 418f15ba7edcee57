"""No money appears or vanishes: Go's books and Win's are what an independent auditor's are, to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from parts.auditor import Bill, must_be_in_go, settle
from parts.books import assert_go_holds, assert_open, assert_win_says
from parts.demo_firm import Round

FIRST_DAY = "2026-10-01"


def _win(path: Path, ledger: Mapping[str, Any]) -> dict[str, Bill]:
    return must_be_in_go(path / "win.db", ledger, FIRST_DAY)


def test_go_holds_every_invoice_of_win_to_the_cent_in_currency_and_in_nok(demo_round: Round) -> None:
    bills = _win(demo_round.sent.folder, demo_round.ledger)
    assert len(bills) > 80
    assert {bill.currency for bill in bills.values()} == {"NOK", "EUR", "USD"}
    assert sum(bill.credit for bill in bills.values()) == 5
    assert_go_holds(demo_round.ledger, bills)
    assert_open(demo_round.ledger, bills)


def test_after_the_payments_both_sides_say_what_the_auditor_says(demo_round: Round) -> None:
    bills = _win(demo_round.paid.folder, demo_round.ledger_after)
    settle(bills, demo_round.events)
    assert_go_holds(demo_round.ledger_after, bills)
    assert_open(demo_round.ledger_after, bills)
    rows = demo_round.paid.win(
        "SELECT invoice_no, status, paid_amount, paid_date FROM invoice WHERE client_no = 1 AND invoice_date >= ?",
        FIRST_DAY,
    )
    assert_win_says(rows, bills)


def test_win_says_nothing_new_of_invoices_that_are_not_in_go(demo_round: Round) -> None:
    """The held ones and those of the other firm are as they were before the payments."""
    ours = {int(number) for number in _win(demo_round.paid.folder, demo_round.ledger_after)}
    question = "SELECT client_no, invoice_no, status, paid_amount, paid_date FROM invoice ORDER BY 1, 2"
    before = [row for row in demo_round.sent.win(question) if row[0] != 1 or row[1] not in ours]
    after = [row for row in demo_round.paid.win(question) if row[0] != 1 or row[1] not in ours]
    assert before == after
    assert before


def test_the_inlet_adds_up_to_what_win_says(demo_round: Round) -> None:
    rows = demo_round.paid.win("SELECT invoice_no, kind, amount, status FROM payment_in")
    assert {status for *_, status in rows} == {"BEHANDLET"}
    paid: dict[int, Decimal] = {}
    for number, kind, amount, _ in rows:
        if kind == "INNBETALING":
            paid[number] = paid.get(number, Decimal(0)) + Decimal(amount)
    for number, amount in paid.items():
        assert demo_round.paid.win(
            "SELECT paid_amount FROM invoice WHERE client_no = 1 AND invoice_no = ?", number
        ) == [(f"{amount:.2f}",)]
