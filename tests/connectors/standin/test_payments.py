"""Payments and what undoes them: whole, in part, too much, one for many, written off, bounced, un-matched."""

from __future__ import annotations

from decimal import Decimal

import pytest


def pay(go, **body):
    return go.control("POST", "payments", {"Date": "2026-11-20", **body})


def balances(go):
    return {row["InvoiceNo"]: row["Balance"] for row in go.rows("/OutgoingInvoices")}


def entries(go, *members):
    rows = go.control("GET", "ledger")["entries"]
    return [tuple(row[name] for name in members) for row in rows]


@pytest.fixture
def invoice(go, customer):
    return go.invoice(customer, "1001", "1250.00")


def test_a_payment_pays(go, invoice):
    made = pay(go, InvoiceNo="1001", Amount=Decimal("1250.00"), Kind="payment", Cid="99")[0]
    assert (made["Amount"], made["Balance"], made["PostingDate"]) == (-1250, 0, "2026-11-20")
    assert (made["VoucherType"], made["IsWriteOff"], made["Cid"]) == ("IncomingPayments", False, "99")
    row = go.shown_invoice("1001")
    assert (row["Balance"], row["MatchId"]) == (0, made["MatchId"])
    assert row["BalanceLastChangedDateTimeOffset"] > invoice["CreatedDateTimeOffset"]


def test_part_payments_share_the_match(go, invoice):
    first = pay(go, InvoiceNo="1001", Amount=400)[0]
    second = pay(go, InvoiceNo=1001, Amount="100.50", VoucherType="IncomingOcrGiro")[0]
    assert first["MatchId"] == second["MatchId"]
    assert second["PaidFromBankAccount"] is not None
    assert balances(go) == {1001: Decimal("749.50")}


def test_an_over_payment_leaves_the_rest_open_on_the_payment(go, invoice):
    made = pay(go, InvoiceNo="1001", Amount=1300)[0]
    assert (made["Balance"], balances(go)) == (-50, {1001: 0})
    back = pay(go, InvoiceNo="1001", Amount=-50)[0]
    assert (back["Amount"], back["Balance"]) == (50, 0)
    assert entries(go, "Amount", "Balance") == [(1250, 0), (-1300, 0), (50, 0)]


def test_one_payment_for_several_invoices_and_a_credit_note(go, customer, invoice):
    go.invoice(customer, "1002", "100.00")
    go.credit_note(customer, "5003", "50.00")
    items = [{"InvoiceNo": "1001", "Amount": 1000}, {"InvoiceNo": "1002"}, {"InvoiceNo": "5003"}]
    made = pay(go, Invoices=items)
    assert [(row["Amount"], row["Balance"]) for row in made] == [(-1050, 0)]
    assert balances(go) == {1001: 250, 1002: 0, 5003: 0}
    assert len({row["MatchId"] for row in go.rows("/OutgoingInvoices")}) == 1


def test_one_payment_for_two_customers_is_an_entry_on_each(go, invoice):
    other = go.make("/Customers", Name="Annen AS")
    go.invoice(other, "1002", "100.00")
    made = pay(go, Invoices=[{"InvoiceNo": "1001"}, {"InvoiceNo": "1002"}])
    assert [(row["CustomerId"] == other["Id"], row["Amount"]) for row in made] == [(False, -1250), (True, -100)]
    assert made[0]["VoucherId"] == made[1]["VoucherId"]


def test_a_write_off_is_no_payment(go, invoice):
    made = pay(go, InvoiceNo="1001", Kind="write_off")[0]
    assert (made["IsWriteOff"], made["VoucherType"], made["Amount"]) == (True, "ManualJournal", -1250)
    assert balances(go) == {1001: 0}


def test_a_reversal_undoes_the_last(go, invoice):
    pay(go, InvoiceNo="1001", Amount=400)
    pay(go, InvoiceNo="1001", Amount=850)
    pay(go, InvoiceNo="1001", Kind="reversal", Date="2026-11-22")
    assert balances(go) == {1001: 850}
    assert entries(go, "VoucherType", "Amount", "Balance") == [
        ("OutgoingInvoice", 1250, 850),
        ("IncomingPayments", -400, 0),
        ("IncomingPayments", -850, 0),
        ("ReversalVoucher", 850, 0),
    ]
    ids = [match_id for (match_id,) in entries(go, "MatchId")]
    assert ids[0] == ids[1] != ids[2] == ids[3]
    pay(go, InvoiceNo="1001", Kind="reversal")
    assert go.shown_invoice("1001")["MatchId"] is None
    assert balances(go) == {1001: 1250}


def test_a_match_is_undone_and_done_again(go, invoice):
    made = pay(go, InvoiceNo="1001", Amount=1250)[0]
    assert pay(go, InvoiceNo="1001", Kind="unmatch") == []
    assert balances(go) == {1001: 1250}
    assert entries(go, "Balance", "MatchId") == [(1250, None), (-1250, None)]
    pay(go, InvoiceNo="1001", Kind="match", Amount=1000)
    assert balances(go) == {1001: 250}
    pay(go, InvoiceNo="1001", Kind="match")
    assert balances(go) == {1001: 0}
    assert go.shown_invoice("1001")["MatchId"] not in (None, made["MatchId"])


def test_an_invoice_is_matched_with_a_credit_note(go, customer, invoice):
    go.credit_note(customer, "5003", "250.00")
    pay(go, InvoiceNo="1001", Kind="match", With="5003")
    assert balances(go) == {1001: 1000, 5003: 0}
    assert go.shown_invoice("1001")["MatchId"] == go.shown_invoice("5003")["MatchId"]


def test_a_credit_note_is_paid_back(go, customer):
    go.credit_note(customer, "5003", "250.00")
    made = pay(go, InvoiceNo="5003", Amount=250)[0]
    assert (made["Amount"], balances(go)) == (250, {5003: 0})


def test_a_payment_without_an_invoice_stands_open(go, customer):
    made = pay(go, CustomerNo=customer["Number"], Amount=75)[0]
    assert (made["Amount"], made["Balance"], made["MatchId"]) == (-75, -75, None)


def test_amounts_are_in_the_invoices_currency(go, customer):
    go.invoice(customer, "1001", "100.00", CurrencyCode="EUR", CurrencyExchangeRate=Decimal("11.5"))
    made = pay(go, InvoiceNo="1001", Amount=40)[0]
    assert (made["CurrencyAmount"], made["Amount"], made["CurrencyCode"]) == (-40, -460, "EUR")
    assert balances(go) == {1001: 690}


def test_another_rate_leaves_an_exchange_difference_in_the_match(go, customer):
    go.invoice(customer, "1001", "100.00", CurrencyCode="EUR", CurrencyExchangeRate=Decimal("11.5"))
    made = pay(go, InvoiceNo="1001", Amount=100, ExchangeRate=Decimal("11.7"))
    assert [(row["CurrencyAmount"], row["Amount"], row["Balance"]) for row in made] == [(-100, -1170, 0), (0, 20, 0)]
    row = go.shown_invoice("1001")
    group = go.rows("/Customerledger/EntriesByMatchId", matchId=row["MatchId"])
    assert (row["Balance"], sum(entry["Amount"] for entry in group)) == (0, 0)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"InvoiceNo": "9"}, 404),
        ({"InvoiceNo": "1001", "Kind": "gift"}, 400),
        ({"InvoiceNo": "1001", "Amount": "x"}, 400),
        ({"InvoiceNo": "1001", "Amount": True}, 400),
        ({"InvoiceNo": "1001", "Date": "tomorrow"}, 400),
        ({"InvoiceNo": "1001", "Kind": "reversal"}, 400),
        ({"Amount": 5}, 400),
        ({"CustomerNo": 1, "Amount": 5}, 404),
        ({"Invoices": [{"InvoiceNo": "1001"}, {"InvoiceNo": "2001"}]}, 400),
        ({"InvoiceNo": "1001", "Kind": "match", "With": "2001"}, 400),
        ([], 400),
    ],
)
def test_what_cannot_be_done_is_said(go, customer, invoice, body, status):
    go.invoice(customer, "2001", "10.00", CurrencyCode="EUR")
    assert go.http.post("/standin/payments", json=body).status_code == status
    assert balances(go)[1001] == 1250
