"""A test's record is typed by the catalog; what it leaves out is absent or neutral."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from engine.mapping.document import MapNode, map_at, read_text
from engine.mapping.given import NoSuchValue, read_given, read_scalar
from engine.mapping.library import Library
from engine.model.record import Row, Scalar
from engine.model.schema import Catalog, Entity, Field, Nature
from engine.model.types import DATE, DATETIME, FILE, FLAG, Kind, Type, identifier, number, text

DAY = date(2026, 11, 24)


def _given(content: str) -> MapNode:
    root = read_text(f"given: {{{content}}}\n", "m.yaml").root
    assert root is not None
    node = map_at(root, "given")
    assert node is not None
    return node


def _row(content: str, entity: str, library: Library) -> Row:
    catalog = library.catalogs["win"]
    row, diagnostics = read_given(_given(content), catalog.entities[entity], catalog, DAY)
    assert diagnostics == ()
    return row


@pytest.mark.parametrize(
    ("written", "type_", "value"),
    [
        (" Fjord ", text(), " Fjord "),
        ("", text(), ""),
        ("512", number(), 512),
        ("-512", number(), -512),
        ("12.50", number(2), Decimal("12.5")),
        ("1000.00", number(2), 1000),
        ("0.0", number(2), 0),
        ("0100", number(), 100),
        ("", number(), None),
        ("yes", FLAG, True),
        ("false", FLAG, False),
        ("2026-11-24", DATE, DAY),
        ("2026-11-24T08:00:00+01:00", DATETIME, datetime(2026, 11, 24, 8, tzinfo=timezone(timedelta(hours=1)))),
        ("4711", identifier("x"), 4711),
        ("0", identifier("x"), 0),
        ("007", identifier("x"), "007"),
        ("6f1c", identifier("x"), "6f1c"),
        ("a.pdf", FILE, "a.pdf"),
    ],
)
def test_a_text_is_read_as_its_type(written: str, type_: Type, value: Scalar) -> None:
    found = read_scalar(written, type_)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("written", "type_"),
    [
        ("1e3", number()),
        ("١", number()),
        ("NaN", number()),
        ("12,50", number(2)),
        ("ja", FLAG),
        ("2026-02-30", DATE),
        ("2026-11-24T08:00:00", DATETIME),
        ("x", Type(Kind.OBJECT)),
    ],
)
def test_a_text_that_is_no_such_value_is_refused(written: str, type_: Type) -> None:
    with pytest.raises(NoSuchValue):
        read_scalar(written, type_)


def test_what_is_left_out_is_absent_or_neutral(library: Library) -> None:
    assert _row("customer_no: 512", "customer", library) == {
        "customer_no": 512,
        "name": "x",
        "kind": "FIRMA",
        "active": True,
    }
    assert _row("", "invoice", library) == {
        "client_no": 0,
        "invoice_no": 0,
        "customer_no": 0,
        "invoice_date": DAY,
        "total": 0,
        "lines": (),
    }


def test_every_kind_has_its_neutral_value() -> None:
    fields = (
        Field("active", FLAG),
        Field("other", FLAG),
        Field("at", DATETIME),
        Field("id", identifier("x")),
        Field("file", FILE),
        Field("object", Type(Kind.OBJECT), fields=(Field("a", number()),)),
    )
    entity = Entity("s", "e", Nature.VIEW, ("id",), fields)
    row, _ = read_given(_given(""), entity, Catalog("s", "S", {"e": entity}), DAY)
    assert row == {
        "active": True,
        "other": False,
        "at": datetime(2026, 11, 24, tzinfo=UTC),
        "id": "x",
        "file": "x",
        "object": {},
    }
    row, _ = read_given(_given("object: {a: 5}"), entity, Catalog("s", "S", {"e": entity}), DAY)
    assert row["object"] == {"a": 5}


def test_a_record_referred_to_is_a_record_too(library: Library) -> None:
    row = _row("department: {name: Lønn, manager: {active: no}}", "customer", library)
    manager = {"employee_no": 0, "name": "x", "active": False}
    assert row["department"] == {"department_no": "x", "name": "Lønn", "active": True, "manager": manager}


def test_a_dot_leads_to_the_record_referred_to(library: Library) -> None:
    dotted = _row("department.name: Lønn, department.active: no", "customer", library)
    assert dotted == _row("department: {name: Lønn, active: no}", "customer", library)


def test_a_reference_may_be_left_empty(library: Library) -> None:
    assert _row("department: ", "customer", library)["department"] is None


def test_lines_are_typed_as_their_fields(library: Library) -> None:
    row = _row("lines: [{text: En, net: 1.50}, {account: 3000}]", "invoice", library)
    assert row["lines"] == (
        {"text": "En", "net": Decimal("1.5"), "account": 0},
        {"text": "x", "net": 0, "account": 3000},
    )


def test_a_part_is_no_whole_number() -> None:
    assert read_scalar("12.00", number(0)) == 12
    with pytest.raises(NoSuchValue):
        read_scalar("1.5", number(0))
    assert read_scalar("1.5", number(2)) == Decimal("1.5")
