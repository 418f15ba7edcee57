"""The catalog is the contract of the design pages: every view, every column, its length and what may be absent."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from connectors.win.catalog import CATALOG
from connectors.win.views import column_names
from engine.model.schema import Nature
from engine.model.types import Kind

_SHARED = Path(os.environ.get("WINGO_SHARED", Path(__file__).resolve().parents[4] / "shared"))
_LENGTHS = {
    "row_id": 36,
    "name": 200,
    "first_name": 100,
    "last_name": 100,
    "address_1": 100,
    "address_2": 100,
    "city": 50,
    "postal_code": 20,
    "country": 60,
    "phone": 50,
    "mobile": 50,
    "email": 254,
    "invoice_email_cc": 1000,
    "org_no": 30,
    "currency": 3,
    "kid": 25,
    "title": 100,
    "job_title": 100,
    "your_reference": 100,
    "purchase_order": 100,
    "pdf_path": 260,
    "text": 1000,
    "comment": 2000,
    "internal_comment": 2000,
    "department_no": 20,
    "project_no": 20,
    "vat_code": 20,
}


def _design_columns() -> dict[str, dict[str, bool]]:
    """The design's table of views: column name -> whether it may be absent."""
    page = _SHARED / "design" / "win.md"
    if not page.is_file():
        pytest.skip("the design pages are not here")
    rows = re.findall(r"^\| (`\w+`) \| (.+) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {name.strip("`"): _columns(listed) for name, listed in rows}


def _columns(listed: str) -> dict[str, bool]:
    plain = re.sub(r"\{[^}]*\}|text\(\d+\)|decimal\([^)]*\)|\((raw|ISO[^)]*)\)|[()]", "", listed)
    return {part.split()[0].rstrip("?"): "?" in part for part in plain.split(",") if part.split()}


def test_every_view_of_the_design_is_there_with_its_columns() -> None:
    designed = _design_columns()
    assert len(designed) == 10
    for view, columns in designed.items():
        entity = CATALOG.entities[view]
        assert set(column_names(entity)) == {*columns, "row_id"}, view
        for name, absent in columns.items():
            field = entity.find(name)
            assert field is not None
            assert field.type.absent is absent, f"{view}.{name}"


def test_lengths_are_those_of_the_design() -> None:
    for entity in CATALOG.entities.values():
        for field in entity.fields:
            if field.name in _LENGTHS and field.type.choices is None:
                assert field.type.length_max == _LENGTHS[field.name], f"{entity.title}.{field.name}"


def test_amounts_have_four_decimals_hours_two_and_numbers_none() -> None:
    line = CATALOG.entities["invoice_line"]
    time = CATALOG.entities["time_entry"]
    scales = [entity.find(name) for entity, name in ((line, "net"), (time, "hours"), (line, "account"))]
    assert [field.type.scale for field in scales if field] == [4, 2, 0]


def test_references_name_columns_that_exist_on_both_sides() -> None:
    named = set()
    for entity in CATALOG.entities.values():
        for reference in entity.references:
            named.add(f"{entity.name}.{reference.name}")
            there = CATALOG.entities[reference.entity]
            for here_column, there_column in reference.columns:
                assert entity.find(here_column), f"{entity.title}.{here_column}"
                assert there.find(there_column), f"{there.title}.{there_column}"
            assert entity.find(reference.name) is None, "a reference must not hide a field"
    assert named >= {
        "department.manager",
        "employee.department",
        "customer.department",
        "customer.manager",
        "contact_person.customer",
        "project.customer",
        "project.parent",
        "project.manager",
        "invoice.customer",
        "invoice.project",
        "invoice.department",
    }


def test_keys_and_names_are_fields() -> None:
    for entity in CATALOG.entities.values():
        assert all(entity.find(column) for column in entity.key), entity.title
        assert entity.name_field is None or entity.find(entity.name_field), entity.title


def test_an_invoice_carries_its_lines() -> None:
    lines = CATALOG.entities["invoice"].find("lines")
    assert lines is not None
    assert (lines.type.kind, lines.type.entity) == (Kind.LIST, "invoice_line")
    assert lines.find("vat_code") is not None
    assert lines.find("row_id") is None


def test_only_the_inlet_can_be_written_and_only_its_own_fields() -> None:
    writable = {
        f"{entity.name}.{field.name}"
        for entity in CATALOG.entities.values()
        for field in entity.fields
        if field.writable
    }
    written = ("client_no", "invoice_no", "kind", "amount", "date", "kid", "go_entry_id")
    assert writable == {f"payment_in.{name}" for name in written}
    inlet = CATALOG.entities["payment_in"]
    assert inlet.nature is Nature.INLET
    assert inlet.inlet is not None
    assert (inlet.inlet.key, inlet.inlet.kind, inlet.inlet.reversal) == ("go_entry_id", "kind", "REVERSERING")
    assert (inlet.inlet.amount, inlet.inlet.group) == ("amount", ("client_no", "invoice_no"))


def test_comments_keep_their_line_breaks() -> None:
    kept = {f.name for f in CATALOG.entities["time_entry"].fields if f.multi_line}
    assert kept == {"comment", "internal_comment"}
