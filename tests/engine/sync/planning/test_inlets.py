"""Payments over real parts: what Go settles stands on Win's invoices, whatever order things happened in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.model.change import Action
from parts.firm import Firm


@pytest.fixture
def billed(firm: Firm) -> Firm:
    """A firm with three invoices of 1,250 in Go."""
    firm.customer(10001)
    for number in (5001, 5002, 5003):
        firm.invoice(number, 10001, ("1000.00", "250.00"))
    firm.sync()
    return firm


def _status(firm: Firm, number: int) -> tuple[Any, ...]:
    rows = firm.win.run("SELECT status, paid_amount, paid_date FROM invoice WHERE invoice_no = ?", number)
    return rows[0]


def _rows(firm: Firm) -> list[tuple[Any, ...]]:
    return firm.win.run("SELECT invoice_no, kind, amount, status FROM payment_in ORDER BY received_at, go_entry_id")


def test_a_payment_comes_back_once(billed: Firm) -> None:
    billed.pay(5001, "1250.00")
    billed.pay(5002, "400.00")
    report = billed.payments()
    assert [c.action for c in report.done] == [Action.PAY, Action.PAY]
    assert _status(billed, 5001) == ("BETALT", "1250.00", "2026-11-01")
    assert _status(billed, 5002)[:2] == ("DELVIS", "400.00")
    assert _status(billed, 5003)[0] == "UBETALT"
    assert billed.payments().done == []
    assert billed.payments().done == []
    assert len(_rows(billed)) == 2


def test_plan_and_sync_leave_payments_out_unless_they_are_named(billed: Firm) -> None:
    billed.pay(5001, "1250.00")
    assert billed.changes() == []
    assert [c.entity for c in billed.changes("payment")] == ["payment"]
    assert billed.sync().done == []


def test_a_write_off_is_no_payment(billed: Firm) -> None:
    billed.pay(5001, "1000.00")
    billed.pay(5001, "250.00", kind="write_off")
    billed.payments()
    assert _status(billed, 5001)[:2] == ("TAP", "1000.00")


def test_an_undone_match_reopens_the_invoice_and_a_redone_one_settles_it_again(billed: Firm) -> None:
    billed.pay(5001, "1250.00")
    billed.payments()
    billed.control("POST", "payments", {"InvoiceNo": "5001", "Kind": "unmatch", "Date": "2026-11-02"})
    report = billed.payments()
    assert [c.request.payload["kind"] for c in report.done if c.request] == ["REVERSERING"]  # type: ignore[index]
    assert _status(billed, 5001) == ("UBETALT", "0.00", None)
    assert billed.payments().done == []
    billed.pay(5001, "1250.00", day="2026-11-03")
    billed.payments()
    assert _status(billed, 5001) == ("BETALT", "1250.00", "2026-11-03")


def test_a_reversed_payment_is_taken_back(billed: Firm) -> None:
    billed.pay(5001, "1250.00")
    billed.payments()
    billed.pay(5001, "1250.00", kind="reversal", day="2026-11-05")
    billed.payments()
    assert _status(billed, 5001)[:2] == ("UBETALT", "0.00")
    assert billed.payments().done == []


def test_one_payment_for_several_invoices(billed: Firm) -> None:
    items = [{"InvoiceNo": "5001", "Amount": 1250}, {"InvoiceNo": "5002", "Amount": 750}]
    billed.control("POST", "payments", {"Invoices": items, "Date": "2026-11-01", "Kind": "payment"})
    billed.payments()
    assert _status(billed, 5001)[0] == "BETALT"
    assert _status(billed, 5002)[:2] == ("DELVIS", "750.00")


def test_a_credit_note_settles_its_invoice(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("1000.00", "250.00"))
    firm.invoice(5002, 10001, ("1000.00", "250.00"), type="KREDITNOTA", credited_invoice_no=5001)
    firm.sync()
    firm.control("POST", "payments", {"InvoiceNo": "5001", "Kind": "match", "With": "5002", "Date": "2026-11-01"})
    firm.payments()
    assert _status(firm, 5001)[:2] == ("KREDITERT", "0.00")
    assert firm.payments().done == []


def test_a_payment_of_an_invoice_that_is_not_linked_yet_waits_and_comes_when_it_is(billed: Firm) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(billed.folder / "state.db")) as state, state:
        state.execute("DELETE FROM link WHERE entity = 'win.invoice' AND key = '1/5001'")
    billed.pay(5001, "1250.00")
    billed.pay(5002, "1250.00")
    report = billed.payments()
    assert len(report.done) == 1
    with billed.open() as workspace:
        assert workspace.office.store is not None
        assert [h.code for h in workspace.office.store.held()] == ["R202"]
    billed.sync()  # adopts the invoice again
    report = billed.payments()
    assert len(report.done) == 1
    assert _status(billed, 5001)[0] == "BETALT"


def test_no_ore_is_lost_in_a_currency_below_a_krone(firm: Firm) -> None:
    firm.customer(10001)
    for number in (5001, 5002):
        firm.invoice(number, 10001, ("800.00", "200.00"), currency="SEK", exchange_rate="0.9873")
    firm.sync()
    items = [{"InvoiceNo": "5001", "Amount": Decimal("1000.00")}, {"InvoiceNo": "5002", "Amount": Decimal("1.97")}]
    firm.control("POST", "payments", {"Invoices": items, "Date": "2026-11-01", "Kind": "payment"})
    firm.payments()
    assert _status(firm, 5001)[:2] == ("BETALT", "1000.00")
    assert _status(firm, 5002)[:2] == ("DELVIS", "1.97")


# ---- looking at all of them, and at a ledger that lags behind


def test_the_first_reading_takes_as_few_calls_for_many_as_for_few(billed: Firm) -> None:
    for number in (5001, 5002, 5003):
        billed.pay(number, "10.00")
    before = len(billed.requests())
    assert len(billed.payments().done) == 3
    asked = [request["path"] for request in billed.requests()[before:]]
    assert asked == ["/v2/OutgoingInvoices", "/v2/Customerledger/Statement"]
    billed.pay(5001, "20.00")
    assert [c.action for c in billed.payments().done] == [Action.PAY], "the cursor is kept"


@pytest.mark.parametrize(
    ("statement", "mended"),
    [
        ("DELETE FROM payment_in", ["INNBETALING"]),
        ("UPDATE payment_in SET amount = '1250.01'", ["REVERSERING", "INNBETALING"]),
        ("UPDATE payment_in SET kind = 'TAP'", ["REVERSERING", "INNBETALING"]),
    ],
)
def test_what_was_altered_in_the_inlet_is_mended_when_all_are_looked_at(
    billed: Firm, statement: str, mended: list[str]
) -> None:
    billed.pay(5001, "1250.00")
    billed.payments()
    billed.win.run(statement)
    assert billed.payments().done == [], "nothing changed in Go"
    report = billed.payments(afresh=True)
    assert [c.request.payload["kind"] for c in report.done if c.request] == mended  # type: ignore[index]
    assert _status(billed, 5001) == ("BETALT", "1250.00", "2026-11-01")
    assert billed.payments(afresh=True).done == []
    assert billed.payments().done == []


def test_a_row_of_what_is_not_linked_stays_though_all_are_looked_at(billed: Firm) -> None:
    """A state that was lost knows no link: that is no proof that a payment is gone."""
    billed.pay(5001, "1250.00")
    billed.payments()
    (billed.folder / "state.db").unlink()
    assert billed.payments(afresh=True).done == []
    assert len(_rows(billed)) == 1


def test_a_match_that_go_does_not_show_yet_loses_no_payment_and_takes_none_back(billed: Firm) -> None:
    billed.pay(5001, "400.00")
    billed.payments()
    billed.pay(5001, "300.00", day="2026-11-02")
    billed.mischief({"on": "GET /v2/Customerledger/EntriesByMatchId", "do": "status:404"})
    assert billed.payments().done == []
    assert _status(billed, 5001)[:2] == ("DELVIS", "400.00")
    assert [c.action for c in billed.payments().done] == [Action.PAY]
    assert _status(billed, 5001)[:2] == ("DELVIS", "700.00")
