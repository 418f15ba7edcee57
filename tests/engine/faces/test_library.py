"""The engine as a library, as commands.md shows it: a mapping is loaded from its file and run over plain dicts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine import Desired, MappingError, Refused, Skipped, load_mapping
from engine.faces.systems import catalogs
from engine.mapping.library import shipped_mappings
from engine.model.record import Fault
from engine.model.schema import Catalog, Field, Reference

CUSTOMER = {"customer_no": 10512, "name": " Fjord AS ", "row_id": "r-1", "is_internal": False, "active": True}
BASE = shipped_mappings() / "base"
MAPPINGS = {path.stem: load_mapping(path) for path in sorted(BASE.glob("*.yaml"))}
ODD: list[Any] = [
    None,
    "",
    " \ufeff\t",
    "x\r\n\x07y",
    "\ud800",
    "😀" * 300,
    0,
    -1,
    10**400,
    True,
    1.5,
    float("nan"),
    Decimal("1.23456789"),
    Decimal("sNaN"),
    Decimal("1E+999999"),
    date.max,
    datetime(2026, 1, 1),
    datetime(2026, 1, 1, tzinfo=UTC),
    b"x",
    [],
    [None],
    ({},),
    {"a": 1},
    Fault("q", "broken"),
    object(),
]


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """A customer's file outside of any checkout; its base is the shipped one."""
    path = tmp_path / "mappings" / "customers" / "fjord" / "customer.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("extends: base/customer\nrules: |\n  Name = name | upper\n", encoding="utf-8")
    return path


def test_a_record_becomes_a_plain_payload(overlay: Path) -> None:
    outcome = load_mapping(str(overlay)).run(CUSTOMER | {"created_date": date(2026, 1, 31)})
    assert isinstance(outcome, Desired)
    assert outcome.payload["Name"] == "FJORD AS"
    assert outcome.payload["Number"] == 10512
    assert outcome.payload["EmailAddress"] is None
    assert "MailAddress" not in outcome.payload
    assert outcome.diagnostics == ()


def test_a_record_is_refused_or_skipped(overlay: Path) -> None:
    mapping = load_mapping(overlay)
    refused = mapping.run({**CUSTOMER, "customer_no": 512})
    assert isinstance(refused, Refused)
    assert [diagnostic.code for diagnostic in refused.diagnostics] == ["R301"]
    assert isinstance(mapping.run({**CUSTOMER, "is_internal": True}), Skipped)


def test_a_float_is_no_amount(overlay: Path) -> None:
    overlay.write_text("extends: base/customer\nrules: |\n  Allowance = discount_percent\n", encoding="utf-8")
    refused = load_mapping(overlay).run({**CUSTOMER, "discount_percent": 12.5})
    assert [(d.code, d.message) for d in refused.diagnostics] == [
        ("R101", 'discount_percent is not a number: "12.5"'),
    ]


def test_links_and_settings_are_answered_by_the_caller(overlay: Path) -> None:
    asked = []

    def references(kind: str, name: str, key: Any) -> Any:
        asked.append((kind, name, key))
        return 7 if kind == "find" else None

    outcome = load_mapping(overlay).run({**CUSTOMER, "department_no": "10"}, references=references)
    assert isinstance(outcome, Desired)
    assert asked == [("find", "PaymentTerm.CreditDays", 14), ("link", "department", "10")]
    assert outcome.payload["PaymentTermId"] == 7
    assert "DepartmentId" not in outcome.payload


def test_a_mapping_with_errors_raises_all_of_them(overlay: Path) -> None:
    overlay.write_text("extends: base/customer\nrules: |\n  Name = nme | lowr\n", encoding="utf-8")
    with pytest.raises(MappingError, match=r"N101 .*; N102 ") as raised:
        load_mapping(overlay)
    assert [d.code for d in raised.value.diagnostics if d.is_error] == ["N101", "N102"]
    with pytest.raises(MappingError, match="D101"):
        load_mapping(overlay.with_name("none.yaml"))


def test_the_package_offers_what_it_promises_and_no_more() -> None:
    assert {name for name in engine.__all__ if getattr(engine, name)} == set(engine.__all__)
    with pytest.raises(AttributeError, match="compile_mapping"):
        _ = engine.compile_mapping


# ---- never an exception for data


def _rows(fields: tuple[Field, ...], references: tuple[Reference, ...], catalog: Catalog, depth: int) -> Any:
    values: dict[str, Any] = {one.name: _value(one, catalog, depth) for one in fields}
    if depth < 2:
        for one in references:
            entity = catalog.entities[one.entity]
            row = _rows(entity.fields, entity.references, catalog, depth + 1)
            values[one.name] = st.sampled_from(ODD) | row
    return st.fixed_dictionaries({}, optional=values)


def _value(one: Field, catalog: Catalog, depth: int) -> Any:
    odd = st.sampled_from(ODD)
    return odd | st.lists(_rows(one.fields, (), catalog, depth + 1), max_size=2) if one.fields else odd


@pytest.mark.parametrize("name", MAPPINGS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_no_record_makes_a_shipped_mapping_raise(name: str, data: st.DataObject) -> None:
    mapping = MAPPINGS[name]
    source = mapping.source
    record = data.draw(_rows(source.fields, source.references, catalogs()[source.system], 0))
    answers = st.sampled_from(ODD)
    for references in (None, lambda *_: data.draw(answers)):
        assert isinstance(mapping.run(record, references), Desired | Refused | Skipped)
