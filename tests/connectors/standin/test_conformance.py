"""Every operation is met, every answer keeps to the vendor's specification, and so does every body that is taken.

Whatever a test asks a stand-in is watched (tests/conftest.py); here all operations are asked, and the watch is tested.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from connectors.standin.call import Exchange
from connectors.standin.server import OPERATIONS
from parts.schema_check import Schemas
from parts.specification import ABSENT, is_at_hand
from parts.watchman import Watchman

needs_specification = pytest.mark.skipif(not is_at_hand(), reason=ABSENT)


def use_registers(go):
    """Create, read, list, change, refuse and delete one of each."""
    department = go.make("/Departments", Name="Lønn", Code="10", IsActive=True)
    employee = go.make(
        "/Employees",
        FirstName="Kari",
        LastName="Ås",
        Number=7,
        DepartmentCode="10",
        Gender="Female",
        NationalIdNumber="01010750160",
        HiredDate="2020-01-01",
        MailAddress={"City": "Oslo", "ZipCode": "0161"},
    )
    go.patch(f"/Departments/{department['Id']}", ("/ManagerEmployeeId", employee["Id"]))
    customer = go.make(
        "/Customers",
        Name="Fjord AS",
        OrganizationNumber="980386465",
        EmailAddress="post@fjord.no",
        InvoiceDeliveryType="EHF",
        ReminderDeliveryType="PdfByEmail",
        PaymentTerm=30,
        Allowance=5,
        ExternalNumber=512,
        DepartmentId=department["Id"],
        SalesPersonEmployeeNumber=7,
        MailAddress={"AddressLine1": "Storgata 1", "City": "Oslo", "ZipCode": "0161", "ExternalCode": "a"},
        ContactGroupIds=[],
    )
    person = go.make(
        f"/ContactPersons/{customer['Id']}",
        FirstName="Ola",
        LastName="Ås",
        IsDefault=True,
        MailAddress={"City": "Oslo", "ZipCode": "0161"},
    )
    main = go.make(
        "/Projects",
        Name="P",
        Code="P1",
        CustomerId=customer["Id"],
        ContactPersonId=person["Id"],
        ProjectBillingMethod="FixedPrice",
        FixedPrice=1000,
        StartDate="2026-01-01",
        Progress=10,
    )
    below = go.make("/Projects", Name="U", Code="1", ParentProjectCode="P1")
    return {
        "/Departments": department,
        "/Employees": employee,
        "/Customers": customer,
        f"/ContactPersons/{customer['Id']}": person,
        "/Projects": below,
    }, main


def run_registers(go):
    """Every operation of the registers, and their refusals."""
    made, _ = use_registers(go)
    for path, row in made.items():
        lists = "/ContactPersons" if path.startswith("/ContactPersons") else path
        assert go.rows(lists)
        assert go.rows(lists, lastChangedDateTimeOffsetGreaterThan="2999-01-01") == []
        assert go.get(f"{path}/{row['Id']}").status_code == 200
        field = "/FirstName" if "FirstName" in row and lists != "/Customers" else "/Name"
        assert go.patch(f"{path}/{row['Id']}", (field, "Ny")).status_code == 200
        assert go.patch(f"{path}/{row['Id']}", ("/Farge", "blå")).status_code == 400
        assert go.post(path, {"Farge": 1}).status_code == 400
        assert go.get(f"{path}/1").status_code == 404
        assert go.get(lists, PageSize=0).status_code == 400
    statuses = {path: go.delete(f"{path}/{row['Id']}").status_code for path, row in made.items()}
    assert sorted(statuses.values()) == [200, 409, 409, 409, 409]
    assert go.post("/Customers", {"Name": "X", "DepartmentCode": "99"}).status_code == 404


def run_settings(go):
    """Every operation of the settings."""
    for path in (
        "/SubLedgerNumberSeries",
        "/GeneralLedgerAccounts",
        "/VatCodes",
        "/PaymentTerms",
        "/Currencies",
    ):
        rows = go.rows(path)
        if path in ("/SubLedgerNumberSeries", "/GeneralLedgerAccounts", "/PaymentTerms"):
            assert go.get(f"{path}/{rows[0]['Id']}").status_code == 200
            assert go.get(f"{path}/1").status_code == 404
    assert go.get("/LockDateSettings").status_code == 200
    go.control("PUT", "settings", {"LockDate": "2026-10-31"})
    for path in ("/LockDateSettings", "/FinancialSettings", "/OrganizationSettings", "/ClientIntegrationInformation"):
        assert go.get(path).status_code == 200


def run_ledger(go):
    """Every operation of vouchers, documents, invoices and the customer ledger."""
    made, main = use_registers(go)
    customer = made["/Customers"]
    department = made["/Departments"]
    invoice = go.invoice(
        customer,
        "1001",
        "1250.00",
        DepartmentId=department["Id"],
        ProjectId=main["Id"],
        SalesPersonEmployeeId=made["/Employees"]["Id"],
        Cid="0012345",
        ExternalImportReference="w:1",
        ImportedOrderNo=5,
        DeliveryDate="2026-11-01",
    )
    note = go.credit_note(customer, "5003", "250.00")
    assert go.get(f"/Vouchers/OutgoingInvoiceJournals/{invoice['Id']}").status_code == 200
    assert go.get(f"/Vouchers/OutgoingInvoiceJournals/{note['Id']}").status_code == 404
    assert go.post("/Vouchers/OutgoingInvoiceJournals", {"Farge": 1}).status_code == 400
    files = {"file": ("a.pdf", b"%PDF-1.7")}
    query = {"id": invoice["Id"]}
    assert go.send("PUT", "/VoucherDocumentation", params=query, files=files).status_code == 202
    assert go.send("PUT", "/VoucherDocumentation", params=query, files={"x": ("a", b"")}).status_code == 400
    assert go.rows("/VoucherDocumentation", id=invoice["Id"])
    go.control("POST", "payments", {"InvoiceNo": "1001", "Amount": 400, "Date": "2026-11-20"})
    go.control("POST", "payments", {"InvoiceNo": "1001", "Kind": "match", "With": "5003"})
    go.control("POST", "payments", {"InvoiceNo": "1001", "Kind": "write_off", "Amount": 10})
    assert len(go.rows("/OutgoingInvoices")) == 2
    assert go.get(f"/OutgoingInvoices/{invoice['Id']}").status_code == 200
    assert go.get("/OutgoingInvoices/00000000-0000-0000-0000-000000000000").status_code == 404
    assert go.get("/OutgoingInvoices", fromDate="x").status_code == 400
    match_id = go.shown_invoice("1001")["MatchId"]
    assert len(go.rows("/Customerledger/EntriesByMatchId", matchId=match_id)) == 4
    assert go.rows("/Customerledger/OpenItems", date="2999-01-01")
    assert go.rows("/Customerledger/OpenItems", date="1999-01-01") == []
    assert go.rows("/Customerledger/Statement", fromDate="2026-01-01", toDate="2999-01-01")
    assert go.rows("/Customerledger/CustomerBalances", date="2999-01-01")
    assert go.get("/Customerledger/Statement").status_code == 400
    assert go.send("POST", f"/Vouchers/Reverse/{invoice['Id']}").status_code == 202
    assert go.send("POST", f"/Vouchers/Reverse/{invoice['Id']}").status_code == 400
    assert go.get(f"/Vouchers/OutgoingCreditNoteJournals/{note['Id']}").status_code == 200


def bare(path):
    """A path template without the names of its placeholders."""
    return re.sub(r"\{[^/]+\}", "{}", path).lower()


@needs_specification
def test_every_operation_keeps_to_the_specification(go, watchman):
    watchman.specification.seen.clear()
    for run in (run_registers, run_settings, run_ledger):
        run(go)
        go.control("POST", "reset")
    met = {(method, bare(template)) for method, template, _ in watchman.specification.seen}
    assert met >= {(operation.method, bare(operation.path)) for operation in OPERATIONS}


@needs_specification
def test_the_token_endpoint_keeps_to_the_specification(go, watchman):
    watchman.specification.seen.clear()
    go.control("PUT", "settings", {"TokenLimit": 2})
    for keys in (("demo-application", "demo-client"), ("wrong", "demo-client"), ("demo-application", "demo-client")):
        go.http.post(
            "/OAuth/Token",
            auth=keys,
            headers={"Ocp-Apim-Subscription-Key": "demo-subscription"},
            data={"grant_type": "client_credentials"},
        )
    assert watchman.specification.seen == {("POST", "/Token", status) for status in (200, 400, 429)}


def exchange(body: Any, *, status: int = 200, path: str = "/v2/Departments", **members: Any) -> Exchange:
    plain: dict[str, Any] = {"method": "GET", "query": (), "content": b"", "media": "application/json", **members}
    return Exchange(path=path, status=status, body=b"" if body is None else json.dumps(body).encode(), **plain)


DEPARTMENT = {
    "Id": 1,
    "Name": "Lønn",
    "CreatedDateTimeOffset": "2026-11-02T08:00:00.0000001+00:00",
    "LastChangedDateTimeOffset": "2026-11-02T08:00:00Z",
}


@needs_specification
@pytest.mark.parametrize(
    ("seen", "word"),
    [
        (exchange([DEPARTMENT]), None),
        (exchange([DEPARTMENT], path="/Demo/V2/departments"), None),
        (exchange(None, status=204), None),
        (exchange({"statusCode": 404, "message": "x"}, status=404, path="/v2/Nowhere"), None),
        (exchange([{**DEPARTMENT, "Id": "1"}]), "Id: '1' is no integer"),
        (exchange([{**DEPARTMENT, "Farge": 1}]), "Farge, which is not declared"),
        (exchange([{**DEPARTMENT, "CreatedDateTimeOffset": "yesterday"}]), "limits or its form"),
        (exchange(DEPARTMENT), "is no array"),
        (exchange([], media="text/html"), "is text/html"),
        (exchange([], path="/v2/Nowhere"), "no operation"),
        (exchange([], query=(("farge", "x"),)), "took the parameters farge"),
        (exchange(None, status=201, method="POST", content=b'{"Code": "1"}'), "lacks Name"),
        (exchange(None, status=401, path="/OAuth/Token", method="POST"), "not declared"),
    ],
)
def test_what_breaks_the_specification_is_seen(watchman, seen, word):
    found = watchman.specification.breach(seen)
    assert found is None if word is None else word in str(found)


@needs_specification
def test_the_watchman_keeps_what_he_saw_until_it_is_taken(watchman):
    own = Watchman(watchman.specification)
    own.see(exchange({}))
    assert len(own.take()) == 1
    own.lenient = True
    own.see(exchange({}))
    assert own.take() == []
    own.see(exchange({}))
    assert len(own.take()) == 1


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "integer", "format": "int64"}, [0, -5, 2**63 - 1], [True, 1.5, "1", None, 2**63]),
        ({"type": "number", "minimum": 0, "maximum": 100}, [0, 1.5, 100], [-1, 101, "1", False]),
        ({"type": "string", "nullable": True, "maxLength": 2}, ["", "ab", None], ["abc", 1]),
        ({"type": "string", "enum": ["A", "B"]}, ["A"], ["a", "C", None]),
        ({"type": "string", "format": "date"}, ["2026-11-02"], ["2026-13-02", "2026-11-02T00:00:00Z"]),
        ({"type": "boolean"}, [True, False], [0, "true", None]),
        ({"type": "array", "items": {"type": "string"}}, [[], ["a"]], [["a", 1], "a", {}]),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, [{}, {"a": 1}], [{"a": "b"}, []]),
        ({"$ref": "#/components/schemas/Tree"}, [{}, {"Below": {"Below": None}}], [{"Below": 1}, {"Other": 1}]),
        ({}, [None, 1, "a"], []),
    ],
)
def test_a_schema_tells_good_from_bad(schema, good, bad):
    tree = {
        "type": "object",
        "properties": {"Below": {"$ref": "#/components/schemas/Tree", "nullable": True}},
        "additionalProperties": False,
    }
    check = Schemas({"Tree": tree}).check(schema)
    assert [value for value in good if check(value)] == []
    assert [value for value in bad if not check(value)] == []


def test_a_keyword_that_is_not_known_is_not_passed_over():
    with pytest.raises(ValueError, match="oneOf"):
        Schemas({}).check({"oneOf": []})
