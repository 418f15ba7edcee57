"""Traps 22 to 24: settled is not paid, yesterday's balance is not today's, and kroner are not euros."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from parts.clerk import CREDIT_NOTE, INVOICE

PAID, OFF, CREDIT = "IncomingPayments", "ManualJournal", "OutgoingCreditNote"


@pytest.fixture
def customer(clerk):
    return clerk.customer()


def test_trap_22_what_is_settled_may_be_written_off_credited_or_set_off(standin, api, clerk, customer):
    for number in ("5001", "5002", "5003", "5004"):
        clerk.post(customer, number, "100.00")
    clerk.post(customer, "6001", "100.00", entity=CREDIT_NOTE)
    standin.pay(InvoiceNo="5001", Amount=60)
    standin.pay(InvoiceNo="5001", Amount=40, Kind="write_off")
    standin.pay(InvoiceNo="5002", Kind="match", With="6001")
    standin.pay(InvoiceNo="5003", Amount=100, VoucherType="Settlement")
    standin.pay(InvoiceNo="5004", Amount=130)
    assert {row["InvoiceNo"]: row["Balance"] for row in api.rows("/OutgoingInvoices", fromDate="2026-01-01")} == {
        **dict.fromkeys((5001, 5002, 5003, 5004, 6001), 0)
    }
    told = [(row["invoice_no"], row["voucher_type"], row["is_write_off"], row["amount"]) for row in read(clerk)]
    assert told == [
        ("5001", OFF, True, Decimal(40)),
        ("5001", PAID, False, Decimal(60)),
        ("5002", CREDIT, False, Decimal(100)),
        ("5003", "Settlement", False, Decimal(100)),
        ("5004", PAID, False, Decimal(100)),  # of an over-payment only what settled the invoice
        ("6001", CREDIT, False, Decimal(100)),
    ]


def test_trap_22_a_match_is_many_to_many_and_can_be_undone_and_done_again(standin, api, clerk, customer):
    ids = {number: clerk.post(customer, number, "100.00").id for number in ("5001", "5002")}
    items = [{"InvoiceNo": "5001", "Amount": 100}, {"InvoiceNo": "5002", "Amount": 50}]
    standin.pay(Invoices=items)
    standin.pay(InvoiceNo="5002", Amount=50)
    assert len({api.shown_invoice(number)["MatchId"] for number in ids}) == 1
    first = clerk.go.read("payment")
    assert sum(row["amount"] for row in first.rows) == 200
    standin.pay(InvoiceNo="5001", Kind="unmatch")
    assert api.shown_invoice("5001")["Balance"] == 100  # it is open again
    undone = clerk.go.read("payment", first.cursor)
    assert (undone.rows, undone.complete) == ((), {ids["5001"]})  # it was examined, and what it had is gone
    standin.pay(InvoiceNo="5001", Kind="match")
    done = clerk.go.read("payment", undone.cursor)
    assert sum(row["amount"] for row in done.rows if row["invoice_no"] == "5001") == 100


def test_trap_22_a_payment_that_bounced_pays_nothing(standin, clerk, customer):
    invoice = clerk.post(customer, "5001", "100.00")
    standin.pay(InvoiceNo="5001", Amount=100)
    first = clerk.go.read("payment")
    standin.pay(InvoiceNo="5001", Kind="reversal")
    second = clerk.go.read("payment", first.cursor)
    assert (len(first.rows), second.rows) == (1, ())
    assert second.complete == {invoice.id}


def test_trap_23_a_statement_up_to_a_day_that_has_passed_shows_that_days_balance(standin, api, clerk, customer):
    clerk.post(customer, "5001", "100.00")
    standin.pay(InvoiceNo="5001", Amount=100)
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    days = {"fromDate": "2026-01-01", "invoiceNos": "5001"}
    assert api.rows("/Customerledger/Statement", toDate=yesterday, **days)[0]["Balance"] == 100
    assert api.rows("/Customerledger/Statement", toDate="2099-12-31", **days)[0]["Balance"] == 0
    assert [(row["invoice_no"], row["amount"]) for row in clerk.rows("ledger_payment")] == [("5001", Decimal(100))]


def test_trap_24_a_balance_is_in_kroner_and_a_total_in_the_invoices_currency(standin, api, clerk, customer):
    clerk.post(customer, "5001", "100.00", CurrencyCode="EUR", CurrencyExchangeRate=Decimal("11.50"))
    shown = api.shown_invoice("5001")
    assert (shown["TotalAmount"], shown["TotalPostedAmount"], shown["Balance"]) == (100, 1150, 1150)
    row = clerk.row(INVOICE)
    assert (row["CurrencyAmount"], row["TotalPostedAmount"], row["Balance"]) == (100, 1150, 1150)
    standin.pay(InvoiceNo="5001", Amount=40)
    assert api.shown_invoice("5001")["Balance"] == 690
    assert clerk.payments() == [("5001", PAID, Decimal("40.00"))]  # in euros, as the invoice is


def read(clerk):
    """All allocations, in the order of invoices."""
    return sorted(clerk.go.read("payment").rows, key=lambda row: (row["invoice_no"], row["amount"]))
