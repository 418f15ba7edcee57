"""Vouchers: gross lines, one customer entry, unique while they stand, reversed rather than changed."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest


def wait_until(holds, seconds=5.0):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


def test_lines_are_summed_to_the_cent_and_booked_as_a_debit(go, customer):
    made = go.invoice(customer, "1001", "1250.10", "0.20", "-0.05", Cid="0012345", ExternalImportReference="w:1")
    assert made["CurrencyAmount"] == Decimal("1250.25")
    assert made["CurrencyExchangeRate"] == 1
    assert go.get(f"/Vouchers/OutgoingInvoiceJournals/{made['Id'].upper()}").status_code == 200
    entry = go.control("GET", "ledger")["entries"][0]
    assert (entry["Amount"], entry["Balance"]) == (Decimal("1250.25"), Decimal("1250.25"))
    assert (entry["InvoiceNo"], entry["Cid"], entry["VoucherType"]) == ("1001", "0012345", "OutgoingInvoice")
    assert (entry["VoucherId"], entry["CustomerId"]) == (made["Id"], customer["Id"])


def test_a_credit_notes_lines_are_positive_and_booked_the_other_way(go, customer):
    made = go.credit_note(customer, "5003", "100.00")
    assert made["CurrencyAmount"] == 100
    assert go.control("GET", "ledger")["entries"][0]["Amount"] == -100
    assert go.get(f"/Vouchers/OutgoingCreditNoteJournals/{made['Id']}").status_code == 200
    assert go.get(f"/Vouchers/OutgoingInvoiceJournals/{made['Id']}").status_code == 404
    assert [row["VoucherType"] for row in go.control("GET", "ledger")["vouchers"]] == ["OutgoingCreditNote"]


def test_the_voucher_number_comes_a_moment_later(go, customer):
    go.control("PUT", "settings", {"VoucherNoSeconds": 0.8})
    made = go.invoice(customer, "1001", "100")
    assert made["VoucherNo"] is None
    assert "VoucherNo" not in go.shown_invoice("1001")
    path = f"/Vouchers/OutgoingInvoiceJournals/{made['Id']}"
    wait_until(lambda: go.get(path).json()["VoucherNo"] is not None)
    number = go.get(path).json()["VoucherNo"]
    assert go.shown_invoice("1001")["VoucherNo"] == number
    assert len(go.rows("/OutgoingInvoices", voucherNos=str(number))) == 1


def test_currency_and_rate(go, customer):
    go.invoice(customer, "1001", "100.00", CurrencyCode="EUR", CurrencyExchangeRate=Decimal("11.4567"))
    row = go.shown_invoice("1001")
    assert (row["TotalAmount"], row["TotalPostedAmount"], row["Balance"]) == (
        100,
        Decimal("1145.67"),
        Decimal("1145.67"),
    )
    go.invoice(customer, "1002", "100.00", CurrencyCode="EUR")
    assert go.shown_invoice("1002")["CurrencyExchangeRate"] == Decimal("11.62")


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"InvoiceNo": None}, 400, "InvoiceNo"),
        ({"VoucherDate": None}, 400, "VoucherDate"),
        ({"CurrencyCode": None}, 400, "CurrencyCode"),
        ({"CurrencyCode": "XYZ"}, 400, "XYZ"),
        ({"CustomerAccountId": None}, 400, "CustomerAccountId"),
        ({"CustomerAccountId": 10000}, 404, "Customer account with id = 10000 not found."),
        ({"OutgoingInvoiceLines": []}, 400, "at least one line"),
        ({"OutgoingInvoiceLines": "x"}, 400, "array"),
        ({"OutgoingInvoiceLines": [{"CurrencyAmount": 1}]}, 400, "AccountId"),
        ({"Cid": "1" * 26}, 400, "25"),
        ({"SaftSourceId": "x" * 36}, 400, "35"),
        ({"ExternalImportReference": "x" * 51}, 400, "50"),
        ({"DepartmentId": 5}, 404, "Department with id = 5"),
        ({"ProjectId": 5}, 404, "Project with id = 5"),
        ({"SalesPersonEmployeeId": 5}, 404, "Employee with id = 5"),
        ({"Dim1Id": 5}, 404, "Custom dimension value"),
        ({"CurrencyExchangeRate": 2}, 400, "CurrencyExchangeRate"),
        ({"CurrencyCode": "EUR", "CurrencyExchangeRate": 0}, 400, "CurrencyExchangeRate"),
        ({"VoucherNo": 5}, 400, "VoucherNo"),
        ({"VoucherDate": "2004-12-31"}, 400, "Vat code 3"),
    ],
)
def test_a_broken_rule_posts_nothing(go, customer, detail, change, status, word):
    body = {**go.invoice_body(customer, "1001", "100"), **change}
    reply = go.post("/Vouchers/OutgoingInvoiceJournals", body)
    assert reply.status_code == status, reply.text
    assert word in detail(reply)
    held = go.control("GET", "ledger")
    assert (held["vouchers"], held["entries"]) == ([], [])


@pytest.mark.parametrize(
    ("change", "word"),
    [({"AccountId": 3000}, "General ledger account with id = 3000"), ({"VatId": 3}, "Vat code with id = 3")],
)
def test_numbers_and_codes_are_no_ids(go, customer, detail, change, word):
    body = go.invoice_body(customer, "1001", "100")
    body["OutgoingInvoiceLines"][0] |= change
    reply = go.post("/Vouchers/OutgoingInvoiceJournals", body)
    assert reply.status_code == 404
    assert word in detail(reply)


def test_accounts_may_demand_a_dimension_or_lock_the_vat_code(go, customer):
    department = go.make("/Departments", Name="Lønn")
    account = go.account(3000)
    go.control("PATCH", f"records/accounts/{account}", {"IsDepartmentRequired": True})
    body = go.invoice_body(customer, "1001", "100")
    assert go.post("/Vouchers/OutgoingInvoiceJournals", body).status_code == 400
    assert go.post("/Vouchers/OutgoingInvoiceJournals", {**body, "DepartmentId": department["Id"]}).status_code == 201
    go.control("PATCH", f"records/accounts/{account}", {"IsVatCodeLocked": True, "VatCodeId": go.vat("5")})
    body = go.invoice_body(customer, "1002", "100", DepartmentId=department["Id"])
    assert go.post("/Vouchers/OutgoingInvoiceJournals", body).status_code == 400


def test_a_locked_period_is_closed_up_to_its_day(go, customer, detail):
    go.control("PUT", "settings", {"LockDate": "2026-11-02"})
    reply = go.post("/Vouchers/OutgoingInvoiceJournals", go.invoice_body(customer, "1001", "100"))
    assert reply.status_code == 400
    assert "locked period" in detail(reply)
    go.invoice(customer, "1001", "100", VoucherDate="2026-11-03")


def test_number_and_reference_stand_once_over_both_kinds(go, customer, detail):
    held = go.invoice(customer, "1001", "100", ExternalImportReference="w:1")
    reply = go.post("/Vouchers/OutgoingCreditNoteJournals", go.invoice_body(customer, "1001", "100"))
    said = f"InvoiceNo is already in use. '1001' is used on (voucher) Id = {held['Id']}."
    assert (reply.status_code, detail(reply)) == (400, said)
    again = go.invoice_body(customer, "1001", "100", ExternalImportReference="w:1")
    said = f"ExternalImportReference is already in use. 'w:1' is used on (voucher) Id = {held['Id']}."
    assert detail(go.post("/Vouchers/OutgoingInvoiceJournals", again)) == said
    go.control("PUT", "settings", {"RefuseDuplicates": False})
    assert go.post("/Vouchers/OutgoingInvoiceJournals", again).status_code == 201
    assert len(go.control("GET", "ledger")["vouchers"]) == 2


def test_a_reversal_is_done_in_the_background_and_frees_the_number(go, customer, detail):
    go.control("PUT", "settings", {"ReversalSeconds": 0.8})
    made = go.invoice(customer, "1001", "100", ExternalImportReference="w:1")
    go.control("POST", "payments", {"InvoiceNo": "1001", "Amount": 40, "Date": "2026-11-20"})
    again = go.invoice_body(customer, "1001", "100", ExternalImportReference="w:1")
    assert go.send("POST", f"/Vouchers/Reverse/{made['Id']}").status_code == 202
    assert go.send("POST", f"/Vouchers/Reverse/{made['Id']}").status_code == 400
    assert go.post("/Vouchers/OutgoingInvoiceJournals", again).status_code == 400
    wait_until(lambda: go.shown_invoice("1001")["IsReversed"])
    row = go.shown_invoice("1001")
    assert row["Balance"] == 0
    group = go.rows("/Customerledger/EntriesByMatchId", matchId=row["MatchId"])
    assert [(entry["VoucherType"], entry["Amount"]) for entry in group] == [
        ("OutgoingInvoice", 100),
        ("ReversalVoucher", -100),
    ]
    payment = next(e for e in go.control("GET", "ledger")["entries"] if e["VoucherType"] == "IncomingPayments")
    assert (payment["Balance"], payment["MatchId"]) == (-40, None)
    assert go.post("/Vouchers/OutgoingInvoiceJournals", again).status_code == 201
    assert go.send("POST", f"/Vouchers/Reverse/{made['Id']}").status_code == 400
    assert go.send("POST", "/Vouchers/Reverse/00000000-0000-0000-0000-000000000000").status_code == 404


def test_only_own_vouchers_are_reversed(go, customer, detail):
    go.invoice(customer, "1001", "100")
    go.control("POST", "payments", {"InvoiceNo": "1001", "Amount": 40, "Date": "2026-11-20"})
    payment = next(e for e in go.control("GET", "ledger")["entries"] if e["VoucherType"] == "IncomingPayments")
    reply = go.send("POST", f"/Vouchers/Reverse/{payment['VoucherId']}")
    assert reply.status_code == 400
    assert "not created by this integration" in detail(reply)


def test_a_reversal_in_a_locked_period_is_dated_today(go, customer):
    go.control("PUT", "settings", {"ReversalSeconds": 0})
    made = go.invoice(customer, "1001", "100")
    go.control("PUT", "settings", {"LockDate": "2026-11-10"})
    assert go.send("POST", f"/Vouchers/Reverse/{made['Id']}").status_code == 202
    entries = go.control("GET", "ledger")["entries"]
    assert entries[1]["PostingDate"] > "2026-11-10"


def test_zero_and_negative_totals_are_taken(go, customer):
    go.invoice(customer, "1001", "100", "-100")
    go.invoice(customer, "1002", "-50")
    assert [row["Balance"] for row in go.rows("/OutgoingInvoices")] == [0, -50]


def test_archived_customers_are_refused_only_when_asked_for(go, customer):
    go.patch(f"/Customers/{customer['Id']}", ("/IsArchived", True))
    go.invoice(customer, "1001", "100")
    go.control("PUT", "settings", {"RefuseArchived": True})
    assert go.post("/Vouchers/OutgoingInvoiceJournals", go.invoice_body(customer, "1002", "1")).status_code == 400
