"""Every answer of a run over all operations keeps to the published specification, and so does every body taken.

The specification is not part of this repository; the test runs where it lies beside it, or where WINGO_SHARED says.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from connectors.standin.server import OPERATIONS

SHARED = Path(os.environ.get("WINGO_SHARED") or Path(__file__).parents[3] / ".." / "shared") / "go-api"
SPECIFICATION = SHARED / "openapi-subset.json"
RECONSTRUCTED = SHARED / "outgoing-invoice-post-reconstructed.json"

pytestmark = pytest.mark.skipif(
    not SPECIFICATION.exists(), reason="the specification lies outside the repository and is not here"
)


def as_json_schema(node: Any) -> Any:
    """OpenAPI 3.0's `nullable` in JSON Schema's words."""
    if isinstance(node, list):
        return [as_json_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    changed = {name: as_json_schema(value) for name, value in node.items() if name not in ("example", "examples")}
    if changed.pop("nullable", False) is True:
        changed = {"anyOf": [{"type": "null"}, changed]}
    return changed


class Specification:
    """The operations and models of the specification, and what was seen to keep to them."""

    def __init__(self) -> None:
        spec = json.loads(SPECIFICATION.read_text())
        posts = json.loads(RECONSTRUCTED.read_text())
        for path, item in posts["paths"].items():
            spec["paths"].setdefault(path, {}).update(item)
            twin = path.replace("Invoice", "CreditNote")
            spec["paths"].setdefault(twin, {}).update(item)
            got = {"get": spec["paths"]["/Vouchers/OutgoingInvoiceJournals/{id}"]["get"]}
            spec["paths"].setdefault(f"{twin}/{{id}}", {}).update(got)
        spec["components"]["schemas"].update(posts["components"]["schemas"])
        self.paths = spec["paths"]
        self.components = {"schemas": as_json_schema(spec["components"]["schemas"])}
        self.seen: set[tuple[str, str, int]] = set()

    def operation(self, method: str, path: str) -> tuple[str, Any]:
        """The path template and the operation of a request."""
        below = path.lower().removeprefix("/v2")
        for template in sorted(self.paths, key=lambda name: name.count("{")):
            pattern = re.sub(r"\\\{[^/]+\\\}", "[^/]+", re.escape(template.lower()))
            if re.fullmatch(pattern, below) and method.lower() in self.paths[template]:
                return template, self.paths[template][method.lower()]
        raise AssertionError(f"{method} {path} is not in the specification")

    def validate(self, value: Any, schema: Any) -> None:
        """Refuse a value that breaks a schema."""
        whole = {"components": self.components, "allOf": [as_json_schema(schema)]}
        checker = jsonschema.FormatChecker()
        jsonschema.validate(value, whole, cls=jsonschema.Draft7Validator, format_checker=checker)

    def check(self, response: Any) -> None:
        """Refuse an answer that breaks the specification, or an accepted body that does."""
        response.read()
        request = response.request
        if not request.url.path.lower().startswith("/v2/"):
            return
        template, operation = self.operation(request.method, request.url.path)
        answers = operation["responses"]
        declared = answers.get(str(response.status_code), answers.get("default"))
        assert declared is not None, f"{request.method} {template} does not declare {response.status_code}"
        schema = declared.get("content", {}).get("application/json", {}).get("schema")
        if response.content and schema:
            self.validate(response.json(), schema)
        self.check_request(request, operation, response)
        self.seen.add((request.method, template, response.status_code))

    def check_request(self, request: Any, operation: Any, response: Any) -> None:
        """An accepted body keeps to its model, and its query to the declared parameters."""
        known = {item["name"].lower() for item in operation.get("parameters", ()) if item["in"] == "query"}
        paging = {"pagenumber", "pagesize", "fields", "orderby"} if "resourceparameter" in known else set()
        assert {name.lower() for name in request.url.params} <= known | paging
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        if schema and request.method == "POST" and response.is_success:
            self.validate(json.loads(request.content), schema)


@pytest.fixture
def specification(go):
    found = Specification()
    go.http.event_hooks = {"response": [found.check]}
    return found


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


def test_every_operation_keeps_to_the_specification(go, specification):
    for run in (run_registers, run_settings, run_ledger):
        run(go)
        go.control("POST", "reset")
    met = {(method, bare(template)) for method, template, _ in specification.seen}
    assert met == {(operation.method, bare(operation.path)) for operation in OPERATIONS}


def test_the_token_endpoint_keeps_to_the_specification(go):
    found = Specification()
    answers = found.paths["/Token"]["post"]["responses"]
    body = go.fetch_token()
    found.validate(body, answers["200"]["content"]["application/json"]["schema"])
    wrong = go.http.post(
        "/OAuth/Token",
        auth=("wrong", "demo-client"),
        headers={"Ocp-Apim-Subscription-Key": "demo-subscription"},
        data={"grant_type": "client_credentials"},
    )
    found.validate(wrong.json(), answers["400"]["content"]["application/json"]["schema"])
    go.control("PUT", "mischief", [{"on": "POST /OAuth/Token", "do": "status:429"}])
    found.validate(go.http.post("/OAuth/Token").json(), answers["429"]["content"]["application/json"]["schema"])
