"""Fields in code: read once, clean, and of their type; what is not leaves the record to the interpreter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from engine.language.outcome import Refused
from engine.model.change import Pending
from engine.model.record import Fault
from parts.compiled_rules import RECORD, code, left, payload
from strategies.program_records import Row


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (" A ", "A"),
        ("", None),
        ("\u200b", None),
        ("e\u0301", "é"),
        ("x\r\ny\tz", "x y z"),
        ("\x00x\x7f", "x"),
        ("\u00a0Æ\u3000", "Æ"),
        (None, None),
    ],
)
def test_a_text_is_read_clean(text: Any, read: str | None) -> None:
    assert payload("Text1 = free", {"free": text}) == {"Text1": read}


@pytest.mark.parametrize("number", [512, 10**40])
@pytest.mark.parametrize("field", ["kind", "free"])
def test_a_number_for_a_text_is_read_as_the_interpreter_reads_it(field: str, number: int) -> None:
    assert payload(f"Text1 = {field}", {field: number}) == {"Text1": str(number)}


def test_line_breaks_stay_where_they_may() -> None:
    assert payload("Text1 = note", {"note": " a \r\nb "}) == {"Text1": "a \nb"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("free", True),
        ("free", 2.5),
        ("free", Fault("x", "torn")),
        ("whole_1", "7"),
        ("whole_1", True),
        ("whole_1", Decimal("7.5")),
        ("whole_1", Decimal("NaN")),
        ("amount_1", "7"),
        ("amount_1", Decimal("NaN")),
        ("amount_1", Decimal("sNaN")),
        ("amount_1", Decimal("Infinity")),
        ("flag_1", 1),
        ("flag_1", "yes"),
        ("day_1", datetime(2026, 1, 1)),
        ("day_1", "2026-01-01"),
        ("moment", datetime(2026, 1, 1)),
        ("moment", date(2026, 1, 1)),
        ("paper", 7),
    ],
)
def test_what_is_of_another_kind_is_left(field: str, value: Any) -> None:
    assert isinstance(left(f"Text1 = if {field} is present then name else name", {field: value}), Refused)


@pytest.mark.parametrize(("field", "value"), [("whole_1", 10**40), ("amount_1", 10**40), ("free", Pending("a", "1"))])
def test_what_is_seldom_is_left_and_goes_all_the_same(field: str, value: Any) -> None:
    outcome = left(f"Text1 = if {field} is present then name else name", {field: value})
    assert not isinstance(outcome, Refused)


def test_a_field_is_read_once_however_many_rules_want_it() -> None:
    written = code(
        'Text1 = text_1 | lower\nText2 = text_1 ?? "x"\nFlag1 = text_1 is present\n'
        "Text3 = customer.city\nText4 = customer.city"
    )
    assert written.count("'text_1'") == 1
    assert written.count("'customer'") == written.count("'city'") == 1


@pytest.mark.parametrize("made", [dict, MappingProxyType, Row])
def test_a_record_may_be_any_mapping(made: Any) -> None:
    record = made({"customer": made({"city": "Oslo", "boss": made({"title": "Kari"})}), "place": made({"floor": 3})})
    rules = 'Text1 = customer.city\nText2 = customer.boss.title\nWhole1 = place.floor\nText3 = parent.name ?? "ingen"'
    assert payload(rules, record) == {"Text1": "Oslo", "Text2": "Kari", "Whole1": 3, "Text3": "ingen"}


@pytest.mark.parametrize("there", [None, {}, {"city": None}])
def test_of_a_record_that_is_not_there_all_is_absent(there: Mapping[str, Any] | None) -> None:
    rules = 'Text1 = customer.city ?? "x"\nText2 = if customer is present then "ja" else "nei"'
    assert payload(rules, {"customer": there}) == {"Text1": "x", "Text2": "nei" if there is None else "ja"}


@pytest.mark.parametrize("there", [7, "text", Fault("x", "torn"), (1,)])
def test_what_is_no_record_is_left(there: Any) -> None:
    assert isinstance(left("Text1 = customer.city", {"customer": there}), Refused)


def test_a_record_as_a_whole_is_the_interpreters_where_no_field_of_it_is_read() -> None:
    assert payload("Flag1 = customer is absent", {**RECORD, "customer": {}}) == {"Flag1": False}
    assert isinstance(left("Flag1 = customer is absent", {"customer": 7}), Refused)
