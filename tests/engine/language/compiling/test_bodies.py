"""Statements in code: rules, checks, objects and lists, and what is put together of them at the end of a body."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.language.outcome import Desired, Refused
from parts.compiled_rules import left, payload, refused


@pytest.mark.parametrize(
    ("city", "made"),
    [("Oslo", {"Address": {"City": "Oslo", "Floor": 3}}), (None, {})],
)
def test_a_block_is_entered_where_its_condition_plainly_holds(city: str | None, made: dict[str, Any]) -> None:
    rules = "Address when text_1 is present {\n    City = text_1\n    Floor = count_1\n}"
    assert payload(rules, {"text_1": city}) == made


def test_an_object_of_nothing_but_nothing_is_not_managed() -> None:
    rules = "Address {\n    City = text_1 ?? nothing\n    Spot {\n        Mark = text_2 ?? nothing\n    }\n}"
    assert payload(rules) == {}
    assert payload(rules, {"text_2": "b"}) == {"Address": {"Spot": {"Mark": "b"}}}


def test_an_object_may_be_filled_by_its_paths() -> None:
    spot = "Address.Spot {\n    Mark = text_2 ?? nothing\n}"
    rules = f"Address.City = text_1 ?? nothing\nText1 = name\n{spot}\nAddress.Zip = empty"
    made = payload(rules, {"text_1": "a", "text_2": "b"})
    assert made == {"Address": {"City": "a", "Spot": {"Mark": "b"}, "Zip": None}, "Text1": "Fjord AS"}
    assert list(made) == ["Address", "Text1"]


def test_an_object_stands_where_it_is_first_made() -> None:
    made = left("Address.City = text_1 ?? nothing\nText1 = name\nAddress.Zip = empty")
    assert isinstance(made, Desired)
    assert list(made.payload) == ["Text1", "Address"]


def test_several_statements_may_fill_one_list() -> None:
    rules = (
        "Lines = each line in lines {\n    Text = line.text\n}\n"
        "Lines = item when active {\n    Text = name\n}\n"
        "Lines = each part in extras {\n    Text = part.word\n}"
    )
    record = {"lines": ({"text": "a"}, {"text": "b"}), "extras": ({"word": "c"},)}
    assert [item["Text"] for item in payload(rules, record)["Lines"]] == ["a", "b", "Fjord AS", "c"]
    assert [item["Text"] for item in payload(rules, {**record, "active": False})["Lines"]] == ["a", "b", "c"]
    assert payload(rules, {"active": False}) == {"Lines": []}


def test_several_statements_may_fill_a_list_of_an_item() -> None:
    rules = (
        "Lines = each line in lines {\n    Parts = item {\n        Word = line.text\n    }\n"
        "    Parts = item when active {\n        Word = name\n    }\n}"
    )
    made = payload(rules, {"lines": ({"text": "a"},)})
    assert made == {"Lines": [{"Parts": [{"Word": "a"}, {"Word": "Fjord AS"}]}]}


@pytest.mark.parametrize("flag", [True, None])
def test_a_check_that_does_not_plainly_fail_says_nothing(flag: bool | None) -> None:
    assert payload('check flag_1, "nei"\nText1 = name', {"flag_1": flag}) == {"Text1": "Fjord AS"}


def test_all_that_is_wrong_is_told_by_the_interpreter() -> None:
    rules = 'check active and flag_1, "en"\nText1 = text_1 ?? refuse "to"\nAmount1 = total\nShort = free'
    found = left(rules, {"flag_1": False, "free": "x" * 20, "total": "tekst"})
    assert isinstance(found, Refused)
    assert len(found.diagnostics) == 4


def test_what_is_wrong_with_one_statement_is_told_with_the_others() -> None:
    rules = 'check flag_1, "en"\nwarn flag_1, "fem"\nText1 = text_1 ?? refuse "to"\nAmount1 = total\nShort = free'
    found = refused(rules, {"flag_1": False, "free": "x" * 20, "total": Decimal("2.505")})
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["R204", "R205", "R201", "R314", "R310"]


def test_a_check_inside_a_body() -> None:
    rules = 'Lines = each line in lines {\n    check line.ok, "linje {line.line_no}"\n    Text = line.text\n}'
    assert payload(rules, {"lines": ({"ok": True, "text": "a"},)}) == {"Lines": [{"Text": "a"}]}
    found = refused(rules, {"lines": ({"ok": True}, {"ok": False, "line_no": 2})})
    assert [str(diagnostic.message) for diagnostic in found.diagnostics] == ["linje 2"]
