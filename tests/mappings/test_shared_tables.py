"""The shared tables promise values that their targets know."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.go.catalog import CATALOG as GO
from connectors.win.catalog import CATALOG as WIN
from engine.language.functions.countries import country_code
from engine.language.typed import Table
from engine.mapping.table import read_shared

TABLES = Path(__file__).parents[2] / "mappings" / "tables"


def _table(name: str) -> Table:
    shared = read_shared(TABLES / f"{name}.yaml", f"mappings/tables/{name}.yaml")
    assert shared.diagnostics == ()
    assert shared.table is not None
    return shared.table


@pytest.mark.parametrize("path", sorted(TABLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shared_table_reads_without_complaint(path: Path) -> None:
    assert _table(path.stem).rows


def test_vat_codes_are_one_to_one() -> None:
    rows = _table("vat").rows
    assert len(set(rows.values())) == len(rows)


def test_vat_codes_hold_those_of_sales() -> None:
    assert {"0", "3", "31", "33", "5", "52", "6"} <= set(_table("vat").rows)


def test_delivery_types_are_words_of_both_systems() -> None:
    rows = _table("delivery_types").rows
    win = WIN.entities["customer"].find("delivery_type")
    go = GO.entities["customer"].find("InvoiceDeliveryType")
    assert win is not None
    assert go is not None
    assert win.type.choices is not None
    assert go.type.choices is not None
    assert set(rows) == win.type.choices - {"EFAKTURA", "AVTALEGIRO"}
    assert set(rows.values()) <= go.type.choices


def test_countries_are_written_as_the_rules_look_them_up_and_give_codes() -> None:
    rows = _table("countries").rows
    assert all(name == name.upper() for name in rows)
    assert {code: country_code(code) for code in rows.values()} == {code: code for code in rows.values()}


def test_countries_never_say_otherwise_than_the_function() -> None:
    rows = _table("countries").rows
    assert {name: code for name, code in rows.items() if country_code(name) not in (None, code)} == {}
