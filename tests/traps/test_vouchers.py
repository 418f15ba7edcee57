"""Traps 16 to 21, 32 and 34: vouchers, which are posted once and never changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.model.failure import Conflict, Rejected, Unreachable
from parts.clerk import CREDIT_NOTE, INVOICE
from parts.haste import hasty_clock

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
JOURNALS = "/Vouchers/OutgoingInvoiceJournals"


def test_trap_16_a_positive_gross_line_is_income_and_the_customers_debit(standin, api, clerk):
    customer = clerk.customer()
    clerk.post(customer, "5001", "1250.00", "-250.00")
    clerk.post(customer, "6001", "125.00", entity=CREDIT_NOTE)
    owed, given_back = standin.ledger()["entries"]
    assert (owed["Amount"], given_back["Amount"]) == (1000, -125)
    invoice = api.shown_invoice("5001")
    assert (invoice["TotalAmount"], invoice["NetAmount"]) == (1000, 800)  # VAT was in the amounts
    assert clerk.row(INVOICE)["CurrencyAmount"] == Decimal("1000.00")
    assert clerk.row(CREDIT_NOTE)["CurrencyAmount"] == Decimal("125.00")  # as its lines were sent


def test_trap_17_a_vouchers_number_comes_later_and_its_id_at_once(standin, api, clerk):
    standin.settle(VoucherNoSeconds=60)
    posted = clerk.post(clerk.customer(), "5001", "1250.00")
    assert api.get(f"{JOURNALS}/{posted.id}").json()["VoucherNo"] is None
    row = clerk.row(INVOICE)
    assert (row["Id"], row["VoucherNo"]) == (posted.id, None)
    assert [posted.id] == [voucher["Id"] for voucher in standin.ledger()["vouchers"]]


@pytest.mark.parametrize(("number", "listed"), [("5001", 5001), ("0501", 501), ("A-17", None)])
def test_trap_18_an_invoices_number_is_a_text_and_a_whole_number(standin, api, clerk, number, listed):
    customer = clerk.customer()
    request = clerk.voucher(customer, number, "1250.00")
    standin.mischief("POST /v2/*", "drop_after")
    with pytest.raises(Unreachable):
        clerk.go.send(request)
    [voucher] = standin.ledger()["vouchers"]
    assert api.get(f"{JOURNALS}/{voucher['Id']}").json()["InvoiceNo"] == number
    assert api.rows("/OutgoingInvoices")[0]["InvoiceNo"] == listed
    found = clerk.go.recover(request)
    assert found is not None
    assert (found.id, found.values["InvoiceNo"]) == (voucher["Id"], number)
    standin.pay(InvoiceNo=number, Amount=1250)
    [payment] = clerk.go.read("payment").rows
    assert (payment["voucher_id"], payment["invoice_no"]) == (voucher["Id"], number)  # joined by id, told as text


def test_trap_19_the_pdf_is_a_second_step_that_may_fail_by_itself(standin, api, open_clerk, tmp_path: Path):
    clerk = open_clerk(hasty_clock())
    posted = clerk.post(clerk.customer(), "5001", "1250.00")
    (tmp_path / "5001.pdf").write_bytes(PDF)
    (tmp_path / "letter.pdf").write_bytes(b"not one")
    query = {"id": posted.id}
    for files in ({"pdf": ("a.pdf", PDF)}, {"file": ("a.pdf", b"not one")}):
        assert api.send("PUT", "/VoucherDocumentation", params=query, files=files).status_code == 400
    unknown = {"id": "00000000-0000-0000-0000-000000000000"}
    assert api.send("PUT", "/VoucherDocumentation", params=unknown, files={"file": ("a.pdf", PDF)}).status_code == 400

    standin.mischief("PUT *", "status:503", times=9)
    with pytest.raises(Unreachable):
        clerk.attach(posted.id, "5001.pdf")
    standin.mischief("PUT *", "drop_after")
    standin.settle(DocumentSeconds=60)
    clerk.attach(posted.id, "5001.pdf")  # sent twice, which is the same as once
    assert standin.requests()[-1]["status"] == 202
    assert standin.ledger()["documents"][posted.id]["bytes"] == len(PDF)
    assert api.rows("/VoucherDocumentation")[0]["HasPdf"] is False  # it was taken, and comes in the background
    assert len(standin.ledger()["vouchers"]) == 1  # nothing was posted again for it
    with pytest.raises(Rejected, match="not a PDF"):
        clerk.attach(posted.id, "letter.pdf")


def test_trap_20_the_lock_date_moves_between_check_and_post(standin, api, clerk):
    customer = clerk.customer()
    assert clerk.go.closed_until() is None
    standin.mischief("POST /v2/Vouchers/*", "lock:2026-10-01")
    with pytest.raises(Rejected, match="locked period") as caught:
        clerk.post(customer, "5001", "1250.00", VoucherDate=date(2026, 10, 1))
    assert "its date is never moved" in caught.value.remedy
    assert standin.ledger()["vouchers"] == []
    assert api.get("/LockDateSettings").json() == {"LockDate": "2026-10-01"}
    clerk.post(customer, "5001", "1250.00", VoucherDate=date(2026, 10, 2))


def test_trap_21_a_posted_voucher_is_reversed_in_the_background_and_its_number_then_free(standin, api, clerk):
    standin.settle(ReversalSeconds=1.0)
    customer = clerk.customer()
    posted = clerk.post(customer, "5001", "1250.00")
    for method in ("PATCH", "DELETE"):
        assert api.send(method, f"{JOURNALS}/{posted.id}", []).status_code == 404  # there is no such call
    assert api.send("POST", f"/Vouchers/Reverse/{posted.id}").status_code == 202
    with pytest.raises(Conflict) as taken:
        clerk.post(customer, "5001", "1500.00")
    assert taken.value.existing_id == posted.id
    assert clerk.reverse(posted.id).id == posted.id  # already asked for, and over only when the voucher shows it
    assert api.shown_invoice("5001")["IsReversed"] is True
    again = clerk.post(customer, "5001", "1500.00")
    assert [row["Id"] for row in clerk.rows(INVOICE)] == [again.id]


def test_trap_32_an_invoice_that_a_person_sent_is_not_the_integrations(standin, api, clerk, tmp_path: Path):
    customer = clerk.customer()
    ours = clerk.post(customer, "5001", "1250.00")
    body = api.invoice_body(api.rows("/Customers")[0], "5002")
    line = {"AccountId": api.account(3000), "VatId": api.vat("3"), "CurrencyAmount": 500}
    theirs = standin.post(**{**body, "OutgoingInvoiceLines": [line]})
    standin.pay(InvoiceNo="5002", Amount=200)
    own = api.rows("/OutgoingInvoices", onlyCreatedByCurrentIntegration="true")
    assert [row["Id"] for row in own] == [ours.id]
    sent = api.rows("/OutgoingInvoices", sentDateTimeOffsetGreaterThan="2026-01-01")
    assert [row["Id"] for row in sent] == [theirs["Id"]]
    day = {"fromDate": "2026-01-01", "toDate": "2099-12-31"}
    own = api.rows("/Customerledger/Statement", onlyCreatedByCurrentIntegration="true", **day)
    assert [row["InvoiceNo"] for row in own] == ["5001"]
    assert api.get(f"{JOURNALS}/{theirs['Id']}").status_code == 404

    # The connector never asks for its own only, so that nothing that was sent by hand is missed.
    assert {row["Id"]: row["IsCreatedByCurrentIntegration"] for row in clerk.rows(INVOICE)} == {
        ours.id: True,
        theirs["Id"]: False,
    }
    assert clerk.payments() == [("5002", "IncomingPayments", Decimal(200))]
    (tmp_path / "5002.pdf").write_bytes(PDF)
    with pytest.raises(Rejected, match="not imported by the API"):
        clerk.attach(theirs["Id"], "5002.pdf")
    with pytest.raises(Rejected, match="not created by this integration"):
        clerk.reverse(theirs["Id"])


def test_trap_34_a_list_knows_the_headers_dimensions_only_and_lines_inherit_them(standin, api, clerk):
    department = clerk.create("department", Code="10", Name="Lønn", IsActive=True)
    customer = clerk.customer()
    standin.edit("accounts", api.account(3000), IsDepartmentRequired=True)
    with pytest.raises(Rejected, match="DepartmentId is required on account 3000"):
        clerk.post(customer, "5001", "1250.00")
    clerk.post(customer, "5001", "1250.00", DepartmentId=department.id)
    line = {
        "AccountId": api.account(3000),
        "VatId": api.vat("3"),
        "CurrencyAmount": Decimal("500.00"),
        "DepartmentId": department.id,
    }
    clerk.post(customer, "5002", OutgoingInvoiceLines=(line,))
    assert [row["InvoiceNo"] for row in api.rows("/OutgoingInvoices", departmentCodes="10")] == [5001]
    assert {row["InvoiceNo"] for row in clerk.rows(INVOICE)} == {"5001", "5002"}  # it filters by none
