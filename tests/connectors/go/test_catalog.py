"""The catalog against Go's own specification, where that is at hand, and the promises that mappings rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from connectors.go import connector
from connectors.go.catalog import CATALOG
from engine.model.ports import Connector
from engine.model.schema import Entity, Field, Nature
from engine.model.types import Kind

ROOT = Path(__file__).parents[3]
DTOS = {
    "department": ("DepartmentDto", "DepartmentPostDto"),
    "employee": ("EmployeeDto", "EmployeePostDto"),
    "customer": ("CustomerDto", "CustomerPostDto"),
    "contact_person": ("ContactPersonDto", "ContactPersonPostDto"),
    "project": ("ProjectDto", "ProjectPostDto"),
}
KINDS = {
    "string": {Kind.TEXT, Kind.DATE, Kind.DATETIME, Kind.ID},
    "integer": {Kind.NUMBER, Kind.ID},
    "number": {Kind.NUMBER},
    "boolean": {Kind.FLAG},
}
# Not in the API: a project's composite code, split off by the connector.
OURS = {("project", "FullCode")}
# In the API, and deliberately not offered.
LEFT_OUT = {
    "ContactGroupIds",
    "CreatedFromImportJournalId",
    "ExpenseBankAccountId",
    "SalaryBankAccountId",
    "TravelExpenseBankAccountId",
}
# Read-only on the DTO, and yet how a manager is changed: the patchable fields are in no public specification.
PATCHED = {("department", "ManagerEmployeeId")}
# Written once only: it reads back hidden.
WITHHELD = {"NationalIdNumber", "InternationalIdNumber", "Gender"}


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    shared = Path(os.environ.get("WINGO_SHARED", ROOT.parent / "shared"))
    file = shared / "go-api" / "openapi-subset.json"
    if not file.is_file():
        pytest.skip("the specification is not beside the repository")
    return dict(json.loads(file.read_text())["components"]["schemas"])


def fields(entity: Entity) -> list[tuple[str, Field]]:
    return [(entity.name, field) for field in entity.fields]


@pytest.mark.parametrize("name", DTOS)
def test_registers_are_what_the_specification_says(schemas: dict[str, Any], name: str) -> None:
    shown, posted = (schemas[dto]["properties"] for dto in DTOS[name])
    required = set(schemas[DTOS[name][1]].get("required", ()))
    entity = CATALOG.entities[name]
    for field in entity.fields:
        if (name, field.name) in OURS:
            continue
        if not field.in_path:
            assert field.create == (field.name in posted), field.name
        property_ = shown.get(field.name) or posted[field.name]
        patchable = field.name in shown and not shown[field.name].get("readOnly") and field.name not in WITHHELD
        assert field.update == (patchable or (name, field.name) in PATCHED), field.name
        assert field.type.length_max in (property_.get("maxLength"), 50, 3, 2, 2000), field.name
        if field.name in required:
            assert field.required, field.name
        check_kind(schemas, field, property_)
    known = {field.name for field in entity.fields} | LEFT_OUT
    assert set(shown) | set(posted) <= known


def check_kind(schemas: dict[str, Any], field: Field, property_: dict[str, Any]) -> None:
    combined = property_.get("allOf") or [{}]
    reference = str(property_.get("$ref") or combined[0].get("$ref", "")).rsplit("/")[-1]
    if reference and "enum" in schemas[reference]:
        assert field.type.choices == frozenset(schemas[reference]["enum"]), field.name
    elif reference:
        assert field.type.kind is Kind.OBJECT
        assert {inner.name for inner in field.fields} <= set(schemas[reference]["properties"])
        assert {inner.name for inner in field.fields if inner.required} <= {"City", "ZipCode"}
    else:
        assert field.type.kind in KINDS[property_["type"]], field.name
        if property_.get("format") in ("date", "date-time"):
            assert field.type.kind in (Kind.DATE, Kind.DATETIME)


def test_vouchers_hold_what_the_read_model_holds(schemas: dict[str, Any]) -> None:
    entity = CATALOG.entities["outgoing_invoice_voucher"]
    voucher = schemas["OutgoingInvoiceVoucherDto"]["properties"]
    writable = {name for name, property_ in voucher.items() if not property_.get("readOnly")}
    posted = {field.name for field in entity.fields if field.create} - {"Documentation"}
    assert posted == writable - {"CurrencyAmount", "IsReversed"}
    lines = entity.find("OutgoingInvoiceLines")
    assert lines is not None
    assert {field.name for field in lines.fields} == set(schemas["OutgoingInvoiceVoucherLineDto"]["properties"]) - {
        "Accrual"
    }
    read = voucher | schemas["OutgoingInvoiceDto"]["properties"]
    assert {field.name for field in entity.fields} - {"Documentation"} <= set(read)
    cid = entity.find("Cid")
    assert cid is not None
    assert cid.type.length_max == voucher["Cid"]["maxLength"]


def test_enums_of_vouchers_and_payments_are_whole(schemas: dict[str, Any]) -> None:
    lines = CATALOG.entities["outgoing_invoice_voucher"].find("OutgoingInvoiceLines")
    voucher_type = CATALOG.entities["payment"].find("voucher_type")
    assert lines is not None
    assert voucher_type is not None
    for field, enum in (
        (lines.find("UnitOfMeasureType"), "UnitOfMeasureType"),
        (lines.find("VatReturnSpecification"), "VatReturnSpecification"),
        (voucher_type, "VoucherType"),
    ):
        assert field is not None
        assert field.type.choices == frozenset(schemas[enum]["enum"])


def test_settings_are_looked_up_by_fields_that_exist(schemas: dict[str, Any]) -> None:
    dtos = {
        "GeneralLedgerAccount": "GeneralLedgerAccountDto",
        "VatCode": "VatCodeDto",
        "PaymentTerm": "PaymentTermDto",
        "Currency": "CurrencyDto",
    }
    assert set(CATALOG.settings) == set(dtos)
    for name, dto in dtos.items():
        setting, properties = CATALOG.settings[name], schemas[dto]["properties"]
        bounds = {bound for bound in (setting.valid_from, setting.valid_to) if bound}
        assert {setting.id, *setting.by, *bounds} <= set(properties)


@pytest.mark.parametrize("entity", CATALOG.entities.values(), ids=lambda entity: entity.name)
def test_an_entitys_own_names_are_its_fields(entity: Entity) -> None:
    names = [field.name for field in entity.fields]
    assert len(names) == len(set(names))
    for name in (*entity.key, entity.number, entity.own_number, entity.posting_date, entity.group, entity.name_field):
        assert name is None or entity.find(name) is not None
    for requirement in entity.requirements:
        assert entity.find(requirement.given) is not None
        assert all(entity.find(name) for name in requirement.fields)
    for _, field in fields(entity):
        assert field.type.kind is not Kind.ID or field.type.entity
        assert not (field.update and not field.create)


def test_ids_say_what_they_identify() -> None:
    wanted = {
        "customer": {
            "Id": "customer",
            "SubledgerAccountId": "customer.SubledgerAccountId",
            "DepartmentId": "department",
            "PaymentTermId": "PaymentTerm",
            "SalesPersonEmployeeId": "employee",
        },
        "department": {"ManagerEmployeeId": "employee"},
        "contact_person": {"ContactId": "customer"},
        "project": {
            "ParentProjectId": "project",
            "CustomerId": "customer",
            "ContactPersonId": "contact_person",
            "ProjectManagerEmployeeId": "employee",
        },
        "outgoing_invoice_voucher": {"CustomerAccountId": "customer.SubledgerAccountId", "ProjectId": "project"},
        "payment": {"voucher_id": "outgoing_invoice_voucher"},
    }
    for name, ids in wanted.items():
        for field_name, identified in ids.items():
            field = CATALOG.entities[name].find(field_name)
            assert field is not None
            assert (field.type.kind, field.type.entity) == (Kind.ID, identified)
    lines = CATALOG.entities["outgoing_credit_note_voucher"].find("OutgoingInvoiceLines")
    assert lines is not None
    assert {f.name: f.type.entity for f in lines.fields if f.required} == {
        "AccountId": "GeneralLedgerAccount",
        "VatId": "VatCode",
        "CurrencyAmount": None,
    }


def test_records_can_be_taken_out_of_use_and_vouchers_compared() -> None:
    for entity in CATALOG.entities.values():
        if entity.nature is Nature.REGISTER:
            assert entity.retire is not None
            field = entity.find(entity.retire[0])
            assert field is not None
            assert field.update
        if entity.nature is Nature.VOUCHER:
            assert entity.total == ("OutgoingInvoiceLines", "CurrencyAmount")
            assert entity.content == ("VoucherDate", "DueDate", "CurrencyCode", "CustomerAccountId", "Cid")
        for name in (*(name for group in entity.distinguishing for name in group), *entity.content):
            assert entity.find(name) is not None


def test_what_the_planner_needs_to_know_is_said() -> None:
    customer, department = CATALOG.entities["customer"], CATALOG.entities["department"]
    number, active = customer.find("Number"), department.find("IsActive")
    assert number is not None
    assert number.identity
    assert number.unique
    assert active is not None
    assert active.default is False
    assert {s.type: (s.start, s.end) for s in CATALOG.series} == {
        "Customer": (10000, 19999),
        "Supplier": (20000, 29999),
        "Employee": (1, 999),
    }
    assert CATALOG.reserved[0].title == "the chart of accounts"
    assert CATALOG.entities["payment"].nature is Nature.VIEW
    assert CATALOG.entities["payment"].group == "voucher_id"
    contact_id = CATALOG.entities["contact_person"].find("ContactId")
    assert contact_id is not None
    assert contact_id.in_path


def test_the_connector_is_what_the_port_asks_for(tmp_path: Path) -> None:
    opened: Connector = connector
    assert opened.catalog is CATALOG
    with pytest.raises(ValueError, match="environment"):
        opened.open({}, tmp_path)


def test_the_catalog_is_known_without_the_http_library() -> None:
    code = "import sys, connectors.go; sys.exit('httpx' in sys.modules or 'pyrate_limiter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
