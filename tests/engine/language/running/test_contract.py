"""What the target's catalog demands of a record: of each value, and of the whole."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from engine.diagnostics.source import Span
from engine.language.outcome import Refused
from engine.language.running.contract import Places, Unfit, settle, unmet
from engine.model import types
from engine.model.change import Pending
from engine.model.schema import Entity, Field, Nature, Requirement
from engine.model.types import Kind, Type

HERE = Span("m.yaml", 1, 1, 1, 5)


def kept(name: str, type_: Type, *fields: Field) -> Field:
    return Field(name, type_, create=True, update=True, fields=fields)


def settled(type_: Type, value: Any) -> Any:
    found = settle(kept("F", type_), value, "F", HERE)
    return f"{found.diagnostic.code} {found.diagnostic.message}" if isinstance(found, Unfit) else found


@pytest.mark.parametrize(
    ("type_", "value", "result"),
    [
        (types.text(3), "abc", "abc"),
        (types.text(3), "abcd", 'R310 F takes 3 characters, and "abcd" has 4'),
        (types.text(3), "a🦊", "a🦊"),
        (types.text(2), "a🦊", 'R310 F takes 2 characters, and "a🦊" has 3'),
        (types.text(9), "x" * 100, f'R310 F takes 9 characters, and "{"x" * 57}…" has 100'),
        (types.text(choices=frozenset(("A", "B"))), "A", "A"),
        (types.text(choices=frozenset(("A", "B"))), "a", 'R311 F does not know the value "a"'),
        (types.text(), 5, "R101 F takes a text, not 5"),
        (types.text(), None, None),
        (types.number(0), True, "R101 F takes a number, not yes"),
        (types.number(0), "5", 'R101 F takes a number, not "5"'),
        (types.number(0), Decimal("12.5"), "R314 F takes whole numbers, and 12.5 has more"),
        (types.number(2), Fraction(1, 3), "R314 F takes 2 decimals, and 1/3 has more"),
        (types.number(2), Decimal("0.125"), "R314 F takes 2 decimals, and 0.125 has more"),
        (types.number(None), Fraction(1, 3), "R102 F takes a decimal, and 1/3 must be rounded"),
        (types.FLAG, False, False),
        (types.FLAG, 0, "R101 F takes yes or no, not 0"),
        (types.DATE, date(2026, 1, 31), date(2026, 1, 31)),
        (types.DATE, datetime(2026, 1, 31, tzinfo=UTC), "R101 F takes a date, not 2026-01-31T00:00:00+00:00"),
        (types.DATETIME, datetime(2026, 1, 31, tzinfo=UTC), datetime(2026, 1, 31, tzinfo=UTC)),
        (types.identifier("x"), 7, 7),
        (types.identifier("x"), "guid", "guid"),
        (types.identifier("x"), Pending("x", "7"), Pending("x", "7")),
        (types.FILE, "a.pdf", "a.pdf"),
    ],
)
def test_a_value_in_its_field(type_: Type, value: Any, result: Any) -> None:
    assert settled(type_, value) == result


@pytest.mark.parametrize(
    ("scale", "value", "digits"),
    [
        (0, 12, "12"),
        (0, Decimal("12.00"), "12"),
        (2, 12, "12"),
        (2, Decimal("12.5"), "12.5"),
        (2, Decimal("12.50"), "12.50"),
        (2, Decimal("12.500"), "12.50"),
        (2, Decimal("-0.00"), "0.00"),
        (2, Fraction(1, 4), "0.25"),
        (4, Fraction(5, 1), "5.0000"),
        (None, Decimal("1.123456789"), "1.123456789"),
    ],
)
def test_a_number_in_its_final_form(scale: int | None, value: Any, digits: str) -> None:
    found = settled(types.number(scale), value)
    assert str(found) == digits
    assert isinstance(found, int if "." not in digits else Decimal)


ADDRESS = kept(
    "Mail", Type(Kind.OBJECT, absent=True), kept("City", types.text()), kept("Line", types.text(absent=True))
)
ITEMS = kept("Lines", Type(Kind.LIST), kept("Amount", types.number(2)))
ENTITY = Entity(
    "go",
    "customer",
    Nature.REGISTER,
    ("Id",),
    (
        Field("Id", types.identifier("customer")),
        kept("Name", types.text(absent=True)),
        kept("Code", types.text()),
        kept("IsPerson", types.FLAG.optional()),
        kept("Delivery", types.text(absent=True)),
        kept("OrgNo", types.text(absent=True)),
        ADDRESS,
        ITEMS,
    ),
    requirements=(
        Requirement(("Name",), "IsPerson", False, "a company needs a Name"),
        Requirement(("OrgNo", "Mail.City"), "Delivery", "EHF", "EHF needs an OrgNo or a City"),
    ),
)
WHOLE = {"Name": "x", "Code": "1", "Lines": [{"Amount": 1}]}


def demanded(payload: dict[str, Any], places: Places | None = None, *, continues: bool = False) -> list[str]:
    return [f"{d.code} {d.message}" for d in unmet(ENTITY, payload, places or Places(), continues=continues)]


def test_a_whole_record_lacks_nothing() -> None:
    assert demanded(WHOLE) == []
    assert demanded({**WHOLE, "Mail": {"City": "Oslo"}}) == []


def test_required_fields_must_have_a_value_inside_bodies_too() -> None:
    assert demanded({"Name": "x", "Mail": {"Line": "y"}, "Lines": [{"Amount": 1}, {"Amount": None}]}) == [
        "R312 Code is required, and this record gives it no value",
        "R312 Mail.City is required, and this record gives it no value",
        "R312 Lines[1].Amount is required, and this record gives it no value",
    ]
    assert demanded({**WHOLE, "Lines": []}) == ["R312 Lines is required, and this record gives it no value"]


def test_what_was_complained_about_is_not_missing_as_well() -> None:
    places = Places(failed={"Code": HERE, "Lines[0].Amount": HERE, "Mail": HERE})
    assert demanded({"Name": "x", "Lines": [{}], "Delivery": "EHF", "OrgNo": "1"}, places) == []
    assert demanded({"Name": "x", "Code": "1"}, places) == []
    assert demanded({**WHOLE, "Delivery": "EHF"}, places) == []


def test_conditions_of_the_contract() -> None:
    assert demanded({**WHOLE, "Name": None}) == ["R313 a company needs a Name"]
    assert demanded({**WHOLE, "Name": None, "IsPerson": None}) == ["R313 a company needs a Name"]
    assert demanded({**WHOLE, "Name": None, "IsPerson": True}) == []
    assert demanded({**WHOLE, "Delivery": "EHF"}) == ["R313 EHF needs an OrgNo or a City"]
    assert demanded({**WHOLE, "Delivery": "EHF", "Mail": {"City": "Oslo"}}) == []
    assert demanded({**WHOLE, "Delivery": "EHF", "OrgNo": "1"}) == []


def test_a_second_pass_is_held_only_against_what_it_manages() -> None:
    assert demanded({}, continues=True) == []
    assert demanded({"Code": None}, continues=True) == ["R312 Code is required, and this record gives it no value"]
    assert demanded({"IsPerson": False}, continues=True) == []
    assert demanded({"IsPerson": False, "Name": None}, continues=True) == ["R313 a company needs a Name"]
    assert demanded({"Delivery": "EHF", "OrgNo": None}, continues=True) == []


def test_a_demand_stands_where_the_field_is_filled_or_would_be() -> None:
    elsewhere = Span("m.yaml", 9, 1, 9, 2)
    places = Places({"Code": HERE}, {"Mail": elsewhere, "Lines[0]": elsewhere})
    spans = [
        d.span for d in unmet(ENTITY, {"Code": None, "Mail": {"Line": "x"}, "Lines": [{}]}, places, continues=False)
    ]
    assert spans == [HERE, elsewhere, elsewhere, None]
    places = Places({"IsPerson": HERE})
    assert [d.span for d in unmet(ENTITY, {**WHOLE, "Name": None}, places, continues=False)] == [HERE]


def test_rules_meet_the_contract(world: Any) -> None:
    outcome = world.run("Code = city | limit(10)\nEmailAddress = name", {"name": "x" * 255})
    assert isinstance(outcome, Refused)
    assert [(d.code, d.span.line) for d in outcome.diagnostics if d.span] == [("R310", 3)]
    assert world.refusal("Name = name | limit(100)", {"name": None}) == [
        "R312 Name is required, and this record gives it no value"
    ]
    assert world.refusal('MailAddress {\n City = city ?? "x"\n ZipCode = name | limit(50)\n}', {"name": " "}) == [
        "R312 MailAddress.ZipCode is required, and this record gives it no value"
    ]
    assert world.refusal("DeliveryType = delivery | table(every_delivery)", {"delivery": "POST"}) == [
        'R201 "POST" is not in the table every_delivery'
    ]


def test_a_decimal_that_is_written_with_an_exponent_is_a_whole_number() -> None:
    settled = settle(Field("Allowance", types.number(2)), Decimal("1E+5"), "Allowance", HERE)
    assert (type(settled), settled) == (int, 100000)
