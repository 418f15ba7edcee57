"""Customers: three identifiers, conditions of delivery, addresses, series, archiving."""

from __future__ import annotations

import pytest


def test_three_identifiers_that_never_meet(go, customer):
    ids = {customer["Id"], customer["Number"], customer["SubledgerAccountId"]}
    assert len(ids) == 3
    assert customer["Number"] == 10000
    assert go.get(f"/Customers/{customer['Number']}").status_code == 404
    employee = go.make("/Employees", FirstName="Kari", LastName="Ås")
    assert employee["Id"] == customer["Id"] + 1  # both are contacts


def test_defaults(customer):
    assert customer["CurrencyCode"] == "NOK"
    assert customer["PaymentTerm"] == 14
    assert (customer["IsActive"], customer["IsArchived"], customer["IsVatFree"]) == (True, False, False)


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ({}, "Name"),
        ({"FirstName": "Kari", "LastName": "Ås"}, "Name"),
        ({"IsPerson": True, "Name": "Kari Ås"}, "FirstName and LastName"),
        ({"IsPerson": True, "FirstName": "Kari"}, "LastName"),
    ],
)
def test_companies_and_persons_need_their_names(go, detail, body, missing):
    reply = go.post("/Customers", body)
    assert reply.status_code == 400
    assert detail(reply).startswith(f"{missing} is required")


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"InvoiceDeliveryType": "EHF"}, "OrganizationNumber"),
        ({"InvoiceDeliveryType": "PdfByEmail"}, "EmailAddress"),
        ({"InvoiceDeliveryType": "AvtaleGiro"}, "cannot be set"),
        ({"InvoiceDeliveryType": "Efaktura"}, "cannot be set"),
        ({"InvoiceDeliveryType": "Brevdue"}, "Brevdue"),
        ({"InvoiceDeliveryType": 1}, "Enums is not allowed to be represented as integers"),
        ({"EmailAddress": "post@fjord"}, "EmailAddress"),
        ({"InvoiceEmailAddressCC": ";".join(f"a{n}@b.no" for n in range(11))}, "10"),
        ({"InvoiceEmailAddressCC": "a@b.no;feil"}, "feil"),
        ({"InvoiceEmailAddressCC": "x" * 2001}, "2000"),
        ({"ExternalImportReference": "x" * 51}, "50"),
        ({"Allowance": 101}, "Allowance"),
        ({"Allowance": -1001}, "Allowance"),
        ({"BillableRate": 0}, "BillableRate"),
        ({"CurrencyCode": "XYZ"}, "XYZ"),
        ({"NationalIdNumber": "123"}, "NationalIdNumber"),
        ({"Number": 77}, "77"),
        ({"Number": "10001"}, "10001"),
        ({"ExternalNumber": 2**70}, "ExternalNumber"),
        ({"IsVatFree": "yes"}, "IsVatFree"),
        ({"CustomerSince": "31.12.2026"}, "CustomerSince"),
        ({"SubLedgerNumberSeriesId": "no-guid"}, "SubLedgerNumberSeriesId"),
        ({"MailAddress": {"City": "Oslo"}}, "ZipCode"),
        ({"MailAddress": {"City": "Oslo", "ZipCode": "1", "CountryCode": "UK"}}, "UK"),
        ({"MailAddress": {"City": "Oslo", "ZipCode": "1", "AddressLine1": "x" * 201}}, "200"),
        ({"ContactGroupIds": "1"}, "ContactGroupIds"),
        ({"IsActive": True}, "IsActive"),
        ({"MailAddress": {"City": "Oslo", "ZipCode": "1", "Id": 5}}, "Id"),
    ],
)
def test_what_a_rule_forbids_is_400_and_says_why(go, detail, body, word):
    reply = go.post("/Customers", {"Name": "Fjord AS", **body})
    assert reply.status_code == 400, reply.text
    assert word in detail(reply)
    assert go.rows("/Customers") == []


@pytest.mark.parametrize(
    "body",
    [
        {"InvoiceDeliveryType": "EHF", "OrganizationNumber": "980386465"},
        {"InvoiceDeliveryType": "PdfByEmail", "InvoiceEmailAddress": "faktura@fjord.no"},
        {"InvoiceDeliveryType": "PdfByEmail", "EmailAddress": "post@fjord.no"},
        {"InvoiceDeliveryType": "Print"},
        {"InvoiceEmailAddressCC": "a@b.no; c@d.no"},
        {"MailAddress": {"City": "London", "ZipCode": "N1", "CountryCode": "gb"}},
        {"ContactGroupIds": []},
        {"Allowance": -1000, "BillableRate": 1},
    ],
)
def test_what_fulfils_the_conditions_is_taken(go, body):
    made = go.make("/Customers", Name="Fjord AS", **body)
    for name, value in body.items():
        if name == "MailAddress":
            assert made[name]["CountryCode"] == "GB"
        else:
            assert made[name] == value


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"DepartmentCode": "Avdeling10"}, "Department with code = 'Avdeling10' not found."),
        ({"DepartmentId": 5}, "Department with id = 5 not found."),
        ({"PaymentTerm": 61}, "Payment term with credit days = 61 not found."),
        ({"PaymentTermId": 1}, "Payment term with id = 1 not found."),
        ({"SalesPersonEmployeeNumber": 3}, "Employee with number = 3 not found."),
        ({"DeliveryTerm": "DAP"}, "Delivery term with name = 'DAP' not found."),
        (
            {"SubLedgerNumberSeriesId": "00000000-0000-0000-0000-000000000001"},
            "SubLedgerNumberSeries with id = '00000000-0000-0000-0000-000000000001' not found.",
        ),
    ],
)
def test_a_missing_reference_in_the_body_is_404(go, detail, body, said):
    reply = go.post("/Customers", {"Name": "Fjord AS", **body})
    assert (reply.status_code, reply.json()["title"]) == (404, "Customer validation error(s)")
    assert detail(reply) == said


def test_days_become_a_payment_term(go):
    made = go.make("/Customers", Name="Fjord AS", PaymentTerm=45)
    term = go.get(f"/PaymentTerms/{made['PaymentTermId']}").json()
    assert (term["CreditDays"], made["PaymentTerm"]) == (45, 45)


def test_numbers_of_several_series(go, detail):
    series = [
        {"SubLedgerNumberSeriesType": "Customer", "Name": "Kunder", "FromInclusive": 10000, "ToInclusive": 10010},
        {"type": "Customer", "name": "Klientmidler", "from": 50000, "to": 50010, "default": False, "trust": True},
    ]
    go.control("PUT", "settings", {"Series": series})
    rows = go.rows("/SubLedgerNumberSeries", subLedgerNumberSeriesType="Customer")
    assert [(row["Name"], row["IsDefault"], row["IsClientTrust"]) for row in rows] == [
        ("Kunder", True, False),
        ("Klientmidler", False, True),
    ]
    trust = rows[1]["Id"]
    assert go.make("/Customers", Name="A")["Number"] == 10000
    assert go.make("/Customers", Name="B", SubLedgerNumberSeriesId=trust)["Number"] == 50000
    assert go.make("/Customers", Name="C", Number=50005)["Number"] == 50005
    reply = go.post("/Customers", {"Name": "D", "Number": 10005, "SubLedgerNumberSeriesId": trust})
    assert reply.status_code == 400
    held = go.post("/Customers", {"Name": "E", "Number": 50005})
    assert "'50005' is used on (contact) Id =" in detail(held)


def test_addresses_have_an_id_and_times_of_their_own(go):
    made = go.make("/Customers", Name="Fjord AS", MailAddress={"City": "Oslo", "ZipCode": "0161", "ExternalCode": "a"})
    path = f"/Customers/{made['Id']}"
    moved = go.patch(path, ("/MailAddress/City", "Bergen")).json()
    assert moved["MailAddress"]["City"] == "Bergen"
    assert moved["MailAddress"]["Id"] == made["MailAddress"]["Id"]
    assert moved["MailAddress"]["LastChangedDateTimeOffset"] > made["MailAddress"]["LastChangedDateTimeOffset"]
    assert moved["LastChangedDateTimeOffset"] == made["LastChangedDateTimeOffset"]
    assert go.patch(path, ("/MailAddress/ZipCode", None)).status_code == 400
    assert go.patch(path, ("/MailAddress", {"City": "Oslo"})).status_code == 400
    assert go.patch(path, ("/MailAddress/City", "x" * 101)).status_code == 400
    taken = go.post("/Customers", {"Name": "B", "MailAddress": {"City": "A", "ZipCode": "1", "ExternalCode": "a"}})
    assert taken.status_code == 400
    assert "MailAddress" not in go.patch(path, {"op": "remove", "path": "/MailAddress"}).json()


def test_an_address_can_begin_with_its_members(go, customer):
    path = f"/Customers/{customer['Id']}"
    assert go.patch(path, ("/MailAddress/City", "Oslo")).status_code == 400
    made = go.patch(path, ("/MailAddress/City", "Oslo"), ("/MailAddress/ZipCode", "0161"))
    assert made.json()["MailAddress"]["CountryCode"] == "NO"


def test_the_delivery_type_keeps_its_condition(go):
    made = go.make("/Customers", Name="Fjord AS", EmailAddress="a@b.no", InvoiceDeliveryType="PdfByEmail")
    path = f"/Customers/{made['Id']}"
    assert go.patch(path, ("/EmailAddress", None)).status_code == 400
    assert go.patch(path, ("/InvoiceDeliveryType", "Print"), ("/EmailAddress", None)).status_code == 200
    go.control("PATCH", f"records/customers/{made['Id']}", {"InvoiceDeliveryType": "AvtaleGiro"})
    assert go.patch(path, ("/Name", "Ny AS")).json()["InvoiceDeliveryType"] == "AvtaleGiro"
    assert go.patch(path, ("/InvoiceDeliveryType", "Efaktura")).status_code == 400


def test_the_identity_number_of_a_person_is_hidden(go):
    made = go.make("/Customers", IsPerson=True, FirstName="Kari", LastName="Ås", NationalIdNumber="01010750160")
    assert made["NationalIdNumber"] == "hidden"
    assert "01010750160" not in go.get("/Customers").text
    assert "01010750160" not in str(go.control("GET", "ledger"))


def test_archiving_is_refused_while_the_ledger_has_a_balance(go, customer, detail):
    path = f"/Customers/{customer['Id']}"
    go.invoice(customer, "1001", "1250.00")
    reply = go.patch(path, ("/IsArchived", True))
    assert reply.status_code == 400
    assert "balance" in detail(reply)
    go.control("POST", "payments", {"InvoiceNo": "1001", "Amount": 1250, "Date": "2026-11-20"})
    archived = go.patch(path, ("/IsArchived", True))
    assert (archived.status_code, archived.json()["IsActive"]) == (200, False)


def test_a_customer_in_use_is_not_deleted(go, customer):
    project = go.make("/Projects", Name="P", CustomerId=customer["Id"])
    assert go.delete(f"/Customers/{customer['Id']}").status_code == 409
    assert go.delete(f"/Projects/{project['Id']}").status_code == 200
    go.invoice(customer, "1001", "100")
    assert go.delete(f"/Customers/{customer['Id']}").status_code == 409


def test_filters(go):
    first = go.make("/Customers", Name="A", Number=10005, ExternalNumber=512, ExternalImportReference="w:1")
    go.make("/Customers", Name="B", Number=12000)
    go.make("/Customers", Name="C", Number=13500)

    def names(**params):
        return [row["Name"] for row in go.rows("/Customers", **params)]

    assert names(customerNos="10000-11000, 12000") == ["A", "B"]
    assert names(customerNos="13000-") == ["C"]
    assert names(customerNos="-12000") == ["A", "B"]
    assert names(externalNos="500-600") == ["A"]
    assert names(externalImportReference="w:1") == ["A"]
    assert names(lastChangedDateTimeOffsetGreaterThan=first["LastChangedDateTimeOffset"]) == ["B", "C"]
    assert names(customerCreatedDateTimeOffsetGreaterThan="2999-01-01") == []
    for wrong in ("abc", "1 2", ",", "1--2"):
        reply = go.get("/Customers", customerNos=wrong)
        assert (reply.status_code, reply.json()["title"]) == (400, "Unable to cast object(s)")
