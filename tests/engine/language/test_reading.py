"""What a rule reads: the fields behind its value, through lets, references, lists and sums."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.faces.systems import library
from engine.language import typed
from engine.language.reading import Reading, item_numbers, readings, values_read
from engine.mapping.mapping import Mapping, load_mapping_file

BASE = Path(__file__).parents[3] / "mappings" / "base"


@pytest.fixture(scope="module")
def invoice() -> Mapping:
    loaded = load_mapping_file(BASE / "invoice.yaml", library())
    assert loaded.mapping is not None
    return loaded.mapping


@pytest.fixture(scope="module")
def customer() -> Mapping:
    loaded = load_mapping_file(BASE / "customer.yaml", library())
    assert loaded.mapping is not None
    return loaded.mapping


def _reads(mapping: Mapping, *target: str, source: str = "") -> list[str]:
    return [read.name for read in _reading(mapping, *target, source=source).reads]


def _reading(mapping: Mapping, *target: str, source: str = "") -> Reading:
    found = [r for r in readings(mapping.program).values() if r.rule.target == target and source in r.rule.source]
    return found[0]


_LINES = (
    {"line_no": 1, "type": "TEKST", "text": "Hei", "net": 0, "vat": 0, "account": 3000, "vat_code": "0"},
    {"line_no": 2, "type": "VARE", "text": "Honorar", "net": 100, "vat": 25, "account": 3000, "vat_code": "3"},
    {"line_no": 3, "type": "VARE", "text": "Gebyr", "net": 50, "vat": 0, "account": 3020, "vat_code": "0"},
)
_RECORD: dict[str, Any] = {
    "invoice_no": 5001,
    "total": 175,
    "vat": 25,
    "lines": _LINES,
    "invoice_date": date(2026, 10, 1),
}


def _values(reading: Reading, record: dict[str, Any], item: int | None = None) -> list[tuple[str, Any]]:
    return [(read.name, value) for read, value in values_read(reading, record, item)]


def test_a_rule_reads_its_fields_in_order(invoice: Mapping) -> None:
    assert _reads(invoice, "ExternalImportReference") == ["client_no", "invoice_no"]
    assert _reads(invoice, "CurrencyExchangeRate") == ["currency", "exchange_rate"]
    reading = _reading(invoice, "InvoiceNo")
    assert _values(reading, _RECORD) == [("invoice_no", 5001)]


def test_a_let_is_followed_to_the_fields_behind_it(invoice: Mapping) -> None:
    reading = _reading(invoice, "CurrencyAmount", source="difference")
    assert reading.reads[0].path == ("total",)
    assert [read.name for read in reading.reads] == ["total", "line.type", "line.net", "line.vat"]
    assert dict(_values(reading, _RECORD))["line.net"] == (0, 100, 50)


def test_an_item_of_a_list_is_read_where_it_was_made_of(invoice: Mapping) -> None:
    reading = _reading(invoice, "CurrencyAmount", source="line.net")
    assert [read.current for read in reading.reads] == [True, True]
    assert _values(reading, _RECORD, 1) == [("line.net", 100), ("line.vat", 25)]
    assert _values(reading, _RECORD) == []
    assert _values(reading, _RECORD, 9) == [("line.net", None), ("line.vat", None)]
    assert _values(_reading(invoice, "VatId", source="line"), _RECORD, 1)[-1] == ("invoice_date", date(2026, 10, 1))


def test_each_item_knows_its_source_item(invoice: Mapping) -> None:
    circumstances = invoice.circumstances(today=date(2026, 11, 1))
    assert item_numbers(invoice.program, _RECORD, circumstances) == {"OutgoingInvoiceLines": [1, 2]}
    rounded = {**_RECORD, "total": 176}
    assert item_numbers(invoice.program, rounded, circumstances) == {"OutgoingInvoiceLines": [1, 2, None]}


def test_a_list_that_cannot_be_told_is_left_out(invoice: Mapping) -> None:
    from engine.model.record import Fault

    broken = {**_RECORD, "lines": ({**_LINES[0], "type": Fault("?", "not text")},)}
    assert item_numbers(invoice.program, broken, invoice.circumstances(today=date(2026, 11, 1))) == {}


def test_a_list_within_an_object_is_found_too(invoice: Mapping) -> None:
    each = next(s for s in invoice.program.statements if isinstance(s, typed.Each))
    block = typed.Block(("Inner",), each.field, None, (each,), each.span)
    program = replace(invoice.program, statements=(block,))
    found = item_numbers(program, _RECORD, invoice.circumstances(today=date(2026, 11, 1)))
    assert found == {"Inner.OutgoingInvoiceLines": [1, 2]}


def test_what_is_not_there_was_read_as_nothing(invoice: Mapping) -> None:
    reading = _reading(invoice, "CurrencyAmount", source="difference")
    assert _values(reading, {"customer": None}) == [
        ("total", None),
        ("line.type", ()),
        ("line.net", ()),
        ("line.vat", ()),
    ]


def test_rules_in_blocks_are_there_too(customer: Mapping) -> None:
    rule = next(r for r in readings(customer.program).values() if r.rule.target[-1] == "City")
    assert "city" in [read.name for read in rule.reads]


@pytest.mark.parametrize("path", sorted(BASE.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_rule_tells_what_it_reads(path: Path) -> None:
    loaded = load_mapping_file(path, library())
    assert loaded.mapping is not None
    found = readings(loaded.mapping.program)
    assert found
    assert any(reading.reads for reading in found.values())
