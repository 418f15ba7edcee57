"""Traps 13 to 15, 27 to 29 and 31: the several names of one thing, and what becomes of what is left out."""

from __future__ import annotations

import pytest

from engine.model.failure import Rejected
from engine.model.schema import Series


def test_trap_13_a_customer_has_three_identifiers_and_each_call_wants_another(api, clerk):
    customer = clerk.customer()
    shown = api.rows("/Customers")[0]
    assert len({shown["Id"], shown["Number"], shown["SubledgerAccountId"]}) == 3
    for wrong in ("Id", "Number"):
        body = {**api.invoice_body(shown, "1", "5"), "CustomerAccountId": shown[wrong]}
        assert api.post("/Vouchers/OutgoingInvoiceJournals", body).status_code == 404
    clerk.post(customer, "5001", "1250.00")
    day = {"fromDate": "2026-01-01", "toDate": "2026-12-31"}
    assert len(api.rows("/Customerledger/Statement", customerNos=shown["Number"], **day)) == 1
    assert api.rows("/Customerledger/Statement", customerNos=shown["Id"], **day) == []
    posted = clerk.row("outgoing_invoice_voucher")
    assert (posted["CustomerId"], posted["CustomerNo"]) == (customer.id, 10001)
    assert customer.values["SubledgerAccountId"] == shown["SubledgerAccountId"]


def test_trap_14_a_number_or_code_is_no_id_and_of_two_twins_the_id_wins(api, clerk):
    customer = clerk.customer()
    body = api.invoice_body(api.rows("/Customers")[0], "1", "5")
    [line] = body["OutgoingInvoiceLines"]
    for wrong in ({"AccountId": 3000}, {"VatId": 3}):
        refused = api.post("/Vouchers/OutgoingInvoiceJournals", {**body, "OutgoingInvoiceLines": [{**line, **wrong}]})
        assert refused.status_code == 404
    one = clerk.create("department", Code="10", Name="Lønn", IsActive=True)
    clerk.create("department", Code="20", Name="Revisjon", IsActive=True)
    both = api.make("/Customers", Name="Vik AS", DepartmentId=one.id, DepartmentCode="20")
    assert both["DepartmentCode"] == "10"
    assert clerk.setting("GeneralLedgerAccount", "AccountNo", 3000) == line["AccountId"]
    assert clerk.setting("VatCode", "Code", "3") == line["VatId"]
    clerk.post(customer, "5001", "1250.00")
    line_type = {
        field.name: field.type.entity for field in clerk.go.catalog.entities["outgoing_invoice_voucher"].fields
    }
    assert line_type["CustomerAccountId"] == "customer.SubledgerAccountId"  # so that no other id can be mapped to it


def test_trap_15_a_number_lies_in_a_series_and_a_blank_one_is_taken_from_the_default(standin, api, clerk):
    standin.settle(
        Series=[
            {"type": "Customer", "name": "Kunder", "from": 10000, "to": 19999, "default": True},
            {"type": "Customer", "name": "Store", "from": 30000, "to": 39999},
            {"type": "Customer", "name": "Klientmidler", "from": 90000, "to": 99999, "trust": True},
        ]
    )
    assert api.make("/Customers", Name="Uten nummer AS")["Number"] == 10000
    refused = api.post("/Customers", {"Name": "Utenfor AS", "Number": 77})
    assert refused.status_code == 400
    assert "not within the range" in refused.json()["detail"]
    clerk.customer(Number=30001, Name="Stor AS")
    with pytest.raises(Rejected) as caught:
        clerk.customer(Number=77, Name="Utenfor AS")
    assert "series" in caught.value.remedy
    known = [series for series in clerk.go.series() if series.type == "Customer"]
    assert known[2] == Series("Customer", "Klientmidler", 90000, 99999, default=False, trust=True)
    assert [series.default for series in known] == [True, False, False]


def test_trap_27_a_sub_projects_code_comes_back_joined_and_what_it_inherits_as_null(api, clerk):
    assert api.post("/Projects", {"Name": "P", "Code": "100.1"}).status_code == 400
    customer = clerk.customer()
    main = clerk.create("project", Code="100", Name="Revisjon", CustomerId=customer.id)
    below = clerk.create("project", Code="10", Name="Lønn", ParentProjectId=main.id)
    shown = api.get(f"/Projects/{below.id}").json()
    assert (shown["Code"], shown["CustomerId"], shown["DepartmentId"]) == ("100.10", None, None)
    row = next(row for row in clerk.rows("project") if row["Id"] == below.id)
    assert (row["Code"], row["FullCode"], row["CustomerId"]) == ("10", "100.10", None)
    assert below.values["Code"] == "10"  # what was sent reads back equal


def test_trap_28_a_department_is_inactive_unless_it_is_said_to_be_active(api, clerk):
    assert api.make("/Departments", Name="Lønn", Code="1")["IsActive"] is False
    clerk.create("department", Code="10", Name="Lønn")
    clerk.create("department", Code="20", Name="Revisjon", IsActive=True)
    assert {row["Code"]: row["IsActive"] for row in clerk.rows("department")} == {"1": False, "10": False, "20": True}
    # The catalog says so, so that a mapping that leaves it out is planned as what Go makes of it.
    assert clerk.go.catalog.entities["department"].find("IsActive").default is False


def test_trap_29_an_address_needs_a_city_and_a_zip_code_and_without_a_country_it_is_norwegian(standin, api, clerk):
    refused = api.post("/Customers", {"Name": "X AS", "MailAddress": {"AddressLine1": "Storgata 1"}})
    assert refused.status_code == 400
    assert set(refused.json()["errors"]) == {"MailAddress.City", "MailAddress.ZipCode"}
    british = {"City": "London", "ZipCode": "N1 6TH", "CountryCode": "UK"}  # which ISO calls GB
    assert api.post("/Customers", {"Name": "X AS", "MailAddress": british}).status_code == 400
    customer_entity = clerk.go.catalog.entities["customer"]
    for name in ("City", "ZipCode"):
        assert not customer_entity.at(f"MailAddress.{name}").type.absent
    assert customer_entity.at("MailAddress.CountryCode").default == "NO"

    customer = clerk.customer(MailAddress={"City": "London", "ZipCode": "N1 6TH"})
    assert clerk.row("customer")["MailAddress"]["CountryCode"] == "NO"
    clerk.update("customer", customer.id, MailAddress__CountryCode="GB")
    standin.edit("customers", customer.id, MailAddress__City=None)  # as a person may leave it
    assert clerk.row("customer")["MailAddress"]["City"] is None
    with pytest.raises(Rejected, match="City field is required"):
        clerk.update("customer", customer.id, MailAddress__AddressLine1="1 Hoxton Square")
    clerk.update("customer", customer.id, MailAddress={"City": "London", "ZipCode": "N1 6NU", "CountryCode": "GB"})
    assert clerk.row("customer")["MailAddress"]["CountryCode"] == "GB"


def test_trap_31_an_identity_number_reads_back_hidden(api, clerk):
    clerk.create("employee", FirstName="Kari", LastName="Ås", Number=7, NationalIdNumber="01010750160")
    assert api.rows("/Employees")[0]["NationalIdNumber"] == "hidden"
    assert clerk.row("employee")["NationalIdNumber"] is None  # no value, so that it is never compared
    field = clerk.go.catalog.entities["employee"].find("NationalIdNumber")
    assert (field.create, field.update) == (True, False)  # nor written back
