"""Control calls: the ledger, recorded requests, edits as a person makes them, settings, reset."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from parts.plain_client import encode


def test_an_empty_ledger(go):
    assert go.control("GET", "ledger") == {
        "departments": [],
        "employees": [],
        "customers": [],
        "contact_persons": [],
        "projects": [],
        "vouchers": [],
        "documents": {},
        "entries": [],
    }


def test_the_ledger_is_in_the_apis_own_names_and_of_one_client(go, other_go, customer):
    held = go.control("GET", "ledger")
    assert held["customers"] == go.rows("/Customers")
    assert go.control("GET", "ledger?client=demo-client-2")["customers"] == []


def test_requests_are_recorded_as_they_came(go, other_go):
    go.control("POST", "reset")
    go.get("/Customers", PageSize=5)
    go.post("/departments", {})
    go.http.get("/v2/Nothing", headers={"Ocp-Apim-Subscription-Key": "demo-subscription"})
    other_go.get("/Customers")
    rows = go.control("GET", "requests")
    assert [(row["method"], row["path"], row["status"], row["client"]) for row in rows] == [
        ("GET", "/v2/Customers", 204, "demo-client"),
        ("POST", "/v2/departments", 400, "demo-client"),
        ("GET", "/v2/Nothing", 404, None),
        ("GET", "/v2/Customers", 204, "demo-client-2"),
    ]
    times = [row["t"] for row in rows]
    assert 0 <= times[0] <= times[-1] < 5
    assert times == sorted(times)
    assert len(go.control("GET", "requests?client=demo-client-2")) == 1


def test_a_person_edits_what_the_api_would_refuse(go, customer):
    department = go.make("/Departments", Name="Lønn", Code="10")
    body = {
        "Name": "Endret i Go",
        "DepartmentCode": "10",
        "InvoiceDeliveryType": "Efaktura",
        "MailAddress": {"City": "Oslo", "ZipCode": "0161"},
    }
    edited = go.control("PATCH", f"records/customers/{customer['Id']}", body)
    assert (edited["Name"], edited["DepartmentId"]) == ("Endret i Go", department["Id"])
    assert edited["InvoiceDeliveryType"] == "Efaktura"
    assert edited["LastChangedDateTimeOffset"] > customer["LastChangedDateTimeOffset"]
    edited = go.control("PATCH", f"records/Customer/{customer['Id']}", {"MailAddress/City": "Bergen"})
    assert (edited["MailAddress"]["City"], edited["MailAddress"]["ZipCode"]) == ("Bergen", "0161")
    edited = go.control("PATCH", f"records/customers/{customer['Id']}", {"DepartmentCode": None, "MailAddress": None})
    assert (edited["DepartmentId"], edited.get("MailAddress")) == (None, None)
    assert go.rows("/Customers") == [edited]


@pytest.mark.parametrize("name", ["contact_persons", "ContactPersons", "contactperson", "contact-person"])
def test_entities_are_named_in_any_way(go, customer, name):
    made = go.make(f"/ContactPersons/{customer['Id']}", FirstName="Ola", LastName="Ås")
    assert go.control("PATCH", f"records/{name}/{made['Id']}", {"Title": "Sjef"})["Title"] == "Sjef"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("records/nothing/1", {}, 404),
        ("records/customers/1", {}, 404),
        ("records/customers/x", {}, 404),
        ("records/customers/ID", {"Farge": "blå"}, 400),
        ("records/customers/ID", {"IsVatFree": "ja"}, 400),
        ("records/customers/ID", {"Id": 5}, 400),
        ("records/customers/ID", {"DepartmentCode": "99"}, 404),
        ("records/customers/ID", [], 400),
    ],
)
def test_an_edit_that_cannot_be_is_refused(go, customer, path, body, status):
    reply = go.http.patch(f"/standin/{path.replace('ID', str(customer['Id']))}", json=body)
    assert reply.status_code == status


def test_a_person_deletes_what_is_not_in_use(go, customer):
    project = go.make("/Projects", Name="P", CustomerId=customer["Id"])
    path = f"/standin/records/customers/{customer['Id']}"
    assert go.http.delete(path).status_code == 409
    assert go.control("DELETE", f"records/projects/{project['Id']}") is None
    assert go.control("DELETE", f"records/customers/{customer['Id']}") is None
    assert go.rows("/Customers") == []
    assert go.http.delete(f"/standin/records/accounts/{go.account(3000)}").status_code == 409


def test_settings_are_read_and_changed_in_part(go):
    settings = go.control("GET", "settings")
    assert (settings["LockDate"], settings["Lag"], settings["RefuseDuplicates"]) == (None, 0, True)
    changed = go.control("PUT", "settings", {"LockDate": "2026-10-31", "Lag": Decimal("0.1"), "Name": "Ny AS"})
    assert changed == settings | {"LockDate": "2026-10-31", "Lag": Decimal("0.1"), "Name": "Ny AS"}
    assert go.get("/ClientIntegrationInformation").json()["ClientName"] == "Ny AS"


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"Farge": "blå"},
        {"LockDate": "31.10.2026"},
        {"Lag": -1},
        {"Lag": True},
        {"Limit": Decimal("1.5")},
        {"Limit": -1},
        {"Subscriptions": "x"},
        {"RefuseDuplicates": 1},
        {"ProblemCase": "upper"},
        {"Series": [{"type": "Kunde", "from": 1, "to": 2}]},
        {"Series": [{"type": "Customer", "from": 2, "to": 1}]},
    ],
)
def test_settings_that_are_none_are_refused_and_nothing_changes(go, body):
    before = go.control("GET", "settings")
    sent = {"Limit": 1.5} if body == {"Limit": Decimal("1.5")} else body
    assert go.http.put("/standin/settings", json=sent).status_code == 400
    assert go.control("GET", "settings") == before


def test_problems_in_the_schemas_case(go):
    go.control("PUT", "settings", {"ProblemCase": "pascal"})
    body = go.get("/Customers/1").json()
    assert (body["Title"], body["Status"]) == ("Object(s) not found", 404)
    assert "title" not in body


def test_reads_lag_behind_writes(go):
    go.control("PUT", "settings", {"Lag": 60})
    made = go.make("/Departments", Name="Lønn", Code="10")
    assert go.rows("/Departments") == []
    assert go.get(f"/Departments/{made['Id']}").status_code == 404
    assert go.post("/Departments", {"Name": "Lønn", "Code": "10"}).status_code == 400  # writes see the present
    assert go.control("GET", "ledger")["departments"] == [made]
    go.control("PUT", "settings", {"Lag": Decimal("0.05")})
    time.sleep(0.1)
    assert go.rows("/Departments") == [made]


def test_reset_empties_all_or_one(go, other_go, customer):
    other_go.make("/Departments", Name="Lønn")
    go.control("PUT", "settings", {"Limit": 1, "LockDate": "2026-10-31"})
    go.control("PUT", "mischief", [{"on": "GET *", "times": None, "do": "status:500"}])
    go.control("POST", "reset?client=demo-client")
    assert go.control("GET", "requests") == []
    assert go.get("/Customers").status_code == 204
    assert go.control("GET", "settings")["LockDate"] is None
    assert go.control("GET", "settings")["Limit"] == 0
    assert len(other_go.rows("/Departments")) == 1
    go.control("POST", "reset")
    assert other_go.rows("/Departments") == []


def test_unknown_control_calls_and_bodies_that_are_no_json(go):
    assert go.http.get("/standin/nothing").status_code == 404
    assert go.http.get("/standin").status_code == 404
    assert go.http.delete("/standin/ledger").status_code == 404
    assert go.http.put("/standin/settings", content=b"{").status_code == 400


def test_a_person_posts_invoices_and_credit_notes_by_the_same_rules(go, customer):
    posted = go.control("POST", "invoices", go.invoice_body(customer, "1001", "100"))
    note = go.control("POST", "invoices", {**go.invoice_body(customer, "5003", "40"), "Kind": "credit_note"})
    kinds = {row["Id"]: row["VoucherType"] for row in go.control("GET", "ledger")["vouchers"]}
    assert kinds == {posted["Id"]: "OutgoingInvoice", note["Id"]: "OutgoingCreditNote"}
    assert [row["IsCreatedByCurrentIntegration"] for row in go.rows("/OutgoingInvoices")] == [False, False]
    assert {row["IsImported"] for row in go.rows("/VoucherDocumentation")} == {False}
    twice = go.invoice_body(customer, "1001", "100")
    for refused in (twice, {**twice, "Kind": "letter"}, []):
        reply = go.http.post("/standin/invoices", content=encode(refused))
        assert reply.status_code == 400


def test_a_person_may_choose_a_word_that_is_newer_than_the_specification(go, customer):
    go.control("PATCH", f"records/customers/{customer['Id']}", {"InvoiceDeliveryType": "CarrierPigeon"})
    assert go.control("GET", "ledger")["customers"][0]["InvoiceDeliveryType"] == "CarrierPigeon"
    assert go.patch(f"/Customers/{customer['Id']}", ("/InvoiceDeliveryType", "CarrierPigeon")).status_code == 400
