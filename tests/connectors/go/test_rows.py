"""Rows from Go's JSON: typed by the catalog, faults in place of what does not fit, tolerant of what is new."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from connectors.go.catalog import CATALOG
from connectors.go.profile_file import shipped_profile
from connectors.go.rows import entity_row, setting_row
from engine.model import exact_json
from engine.model.record import Fault


def row(entity: str, **members: Any) -> Any:
    return entity_row(CATALOG.entities[entity], members, shipped_profile())


def test_every_field_of_the_catalog_is_there_and_typed() -> None:
    members = exact_json.loads(
        '{"Id": 4711, "Number": 10512, "Name": "Fjord AS", "IsPerson": false, "Allowance": 12.5, "BillableRate": 900,'
        ' "DateOfBirth": "1970-01-31T00:00:00", "LastChangedDateTimeOffset": "2026-11-24T03:00:00.1234567+01:00",'
        ' "MailAddress": {"Id": 7, "City": "Oslo", "ZipCode": "0150", "New": 1}, "SomethingNew": [1],'
        ' "PaymentTermId": null}'
    )
    found = entity_row(CATALOG.entities["customer"], members, shipped_profile())
    assert set(found) == {field.name for field in CATALOG.entities["customer"].fields}
    assert found["Number"] == 10512
    assert found["Allowance"] == Decimal("12.5")
    assert isinstance(found["BillableRate"], Decimal)
    assert found["DateOfBirth"] == date(1970, 1, 31)
    assert found["LastChangedDateTimeOffset"] == datetime(2026, 11, 24, 3, 0, 0, 123456, timezone(timedelta(hours=1)))
    assert found["MailAddress"] == {
        "AddressLine1": None,
        "AddressLine2": None,
        "City": "Oslo",
        "ZipCode": "0150",
        "CountryCode": None,
        "ExternalCode": None,
        "Id": 7,
    }
    assert found["PaymentTermId"] is None
    assert "SomethingNew" not in found


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("Number", "10512", "not a number"),
        ("Number", True, "not a number"),
        ("Number", Decimal("1.5"), "not a whole number"),
        ("Name", {"a": 1}, "not a text"),
        ("Name", True, "not a text"),
        ("IsPerson", "false", "neither true nor false"),
        ("CustomerSince", "31.12.2026", "not a date"),
        ("CustomerSince", 20261231, "not a date"),
        ("LastChangedDateTimeOffset", "yesterday", "not a point in time"),
        ("LastChangedDateTimeOffset", 5, "not a point in time"),
        ("DepartmentId", Decimal("1.5"), "not an id"),
        ("MailAddress", "Oslo", "not an object"),
    ],
)
def test_what_does_not_fit_is_a_fault(name: str, value: Any, reason: str) -> None:
    found = row("customer", **{name: value})[name]
    assert found == Fault(str(value), reason)


def test_whole_numbers_may_come_with_a_fraction_of_zero() -> None:
    assert row("customer", Number=Decimal("10512.0"))["Number"] == 10512


def test_names_are_met_without_regard_to_case() -> None:
    assert row("department", id=1, name="Lønn")["Name"] == "Lønn"


def test_an_enum_value_that_is_new_comes_through() -> None:
    assert row("customer", InvoiceDeliveryType="Drone")["InvoiceDeliveryType"] == "Drone"


def test_an_identity_number_that_is_withheld_is_absent() -> None:
    found = row("employee", NationalIdNumber="hidden", Gender="Hidden", LastName="hidden")
    assert (found["NationalIdNumber"], found["Gender"], found["LastName"]) == (None, None, "hidden")


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"Code": "100"}, "100"),
        ({"Code": "100.10", "ParentProjectCode": "100", "ParentProjectId": 1}, "10"),
        ({"Code": "100.10", "ParentProjectId": 1}, "10"),
        ({"Code": "10", "ParentProjectCode": "100"}, "10"),
        ({"Code": "P.1"}, "P.1"),
        ({"Code": None, "ParentProjectCode": "100"}, None),
    ],
)
def test_a_sub_projects_code_is_its_own(members: dict[str, Any], code: str | None) -> None:
    found = row("project", **members)
    assert found["Code"] == code
    assert found["FullCode"] == members["Code"]


def test_lines_are_rows_too() -> None:
    found = row(
        "outgoing_invoice_voucher", OutgoingInvoiceLines=[{"AccountId": 1, "CurrencyAmount": Decimal("1.20")}, 5]
    )
    [line] = found["OutgoingInvoiceLines"]
    assert (line["AccountId"], line["CurrencyAmount"], line["VatId"]) == (1, Decimal("1.20"), None)
    assert row("outgoing_invoice_voucher", OutgoingInvoiceLines=3)["OutgoingInvoiceLines"] == Fault("3", "not a list")
    assert "Documentation" not in found  # a file is never read back


def test_a_settings_row_has_its_keys_and_bounds_typed() -> None:
    members = {"Id": 5, "Code": 3, "Rate": Decimal("0.25"), "ValidFrom": "2005-01-01", "ValidTo": None, "Ratios": []}
    found = setting_row(CATALOG.settings["VatCode"], members)
    assert found == {
        "Id": 5,
        "Code": "3",
        "Rate": Decimal("0.25"),
        "ValidFrom": date(2005, 1, 1),
        "ValidTo": None,
    }
