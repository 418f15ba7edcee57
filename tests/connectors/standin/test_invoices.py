"""Outgoing invoices as they are read: numbers, amounts in two currencies, filters."""

from __future__ import annotations

from decimal import Decimal

import pytest


def test_amounts_with_and_without_vat(go, customer):
    body = go.invoice_body(customer, "1001", "125.00", "100.00", CurrencyCode="EUR", CurrencyExchangeRate=Decimal(10))
    body["OutgoingInvoiceLines"][1]["VatId"] = go.vat("5")
    made = go.make("/Vouchers/OutgoingInvoiceJournals", **body)
    row = go.shown_invoice("1001")
    assert (row["TotalAmount"], row["NetAmount"]) == (225, 200)
    assert (row["TotalPostedAmount"], row["NetPostedAmount"], row["Balance"]) == (2250, 2000, 2250)
    assert (row["Id"], row["CustomerNo"]) == (made["Id"], customer["Number"])
    assert (row["PaymentTerm"], row["DueDate"]) == (14, "2026-11-16")
    assert row["IsCreatedByCurrentIntegration"] is True
    assert go.exact(go.get(f"/OutgoingInvoices/{made['Id']}")) == go.shown_invoice("1001")
    assert go.get("/OutgoingInvoices/00000000-0000-0000-0000-000000000000").status_code == 404


def test_a_credit_notes_amounts_are_negative(go, customer):
    go.credit_note(customer, "5003", "125.00")
    row = go.shown_invoice("5003")
    assert row["VoucherType"] == "OutgoingCreditNote"
    assert (row["TotalAmount"], row["NetAmount"], row["Balance"]) == (-125, -100, -125)


@pytest.mark.parametrize(("given", "shown"), [("0042", 42), ("A-1", None), ("1" * 19, None)])
def test_the_number_is_an_int64_here_and_a_text_on_the_voucher(go, customer, given, shown):
    made = go.invoice(customer, given, "100")
    assert made["InvoiceNo"] == given
    assert go.rows("/OutgoingInvoices")[0]["InvoiceNo"] == shown


def test_filters(go, customer):
    other = go.make("/Customers", Name="Annen AS")
    department = go.make("/Departments", Name="Lønn", Code="10")
    project = go.make("/Projects", Name="P", Code="P1")
    below = go.make("/Projects", Name="U", Code="1", ParentProjectId=project["Id"])
    first = go.invoice(customer, "1001", "100", VoucherDate="2026-11-01", DepartmentId=department["Id"])
    go.invoice(other, "1002", "200", VoucherDate="2026-11-05", ProjectId=below["Id"], CustomMatchingReference="m1")
    changed = go.shown_invoice("1002")["BalanceLastChangedDateTimeOffset"]

    def found(**params):
        return [row["InvoiceNo"] for row in go.rows("/OutgoingInvoices", **params)]

    assert found() == [1001, 1002]
    assert found(invoiceNos="1002-") == [1002]
    assert found(invoiceIds=f"{first['Id'].upper()}") == [1001]
    assert found(customerNos=str(other["Number"])) == [1002]
    assert found(fromDate="2026-11-02") == [1002]
    assert found(toDate="2026-11-04T23:59:59+01:00") == [1001]
    assert found(departmentCodes="10") == [1001]
    assert found(departmentCodes="-1") == [1002]
    assert found(projectCodes="P1") == []
    assert found(projectCodes="P1", includeSubProject="true") == [1002]
    assert found(projectCodes="-1") == [1001]
    assert found(customMatchingReferences="M1") == [1002]
    assert found(onlyCreatedByCurrentIntegration="true") == [1001, 1002]
    assert found(sentDateTimeOffsetGreaterThan="2020-01-01") == []
    assert found(balanceLastChangedDateTimeOffsetGreaterThan=changed) == []
    go.control("POST", "payments", {"InvoiceNo": "1001", "Amount": 100, "Date": "2026-11-20"})
    assert found(balanceLastChangedDateTimeOffsetGreaterThan=changed) == [1001]
    assert found(onlyUnpaidInvoices="true") == [1002]
    assert found(onlyUnpaidInvoices="false") == [1001, 1002]
    assert go.get("/OutgoingInvoices", invoiceIds="1001").status_code == 400
    assert go.get("/OutgoingInvoices", fromDate="november").status_code == 400
