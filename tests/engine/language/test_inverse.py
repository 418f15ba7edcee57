"""The way back of every class of step: what is kept, what is preferred, what is refused."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.mapping.mapping import Mapping as Loaded
from engine.mapping.mapping import NoWayBack, load_mapping_file
from strategies.two_way_mappings import LIBRARY

_HEAD = """mapping: thing
from: win.thing
to: go.thing
key: thing_no
tables:
  one_to_one: {A: Alfa, B: Beta, C: Gamma}
  repeated: {A: Alfa, B: Alfa, C: Gamma}
  partial: {A: Alfa, B: Beta}
series:
  small: {from: 10, to: 99}
rules: |
"""


def mapping(rules: str) -> Loaded:
    """The mapping of these rules; fails when they are not right."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "thing.yaml")
        path.write_text(_HEAD + "".join(f"  {line}\n" for line in rules.splitlines()), encoding="utf-8")
        loaded = load_mapping_file(path, LIBRARY)
    assert loaded.mapping is not None, [d.message for d in loaded.diagnostics if d.is_error]
    return loaded.mapping


def put(rules: str, payload: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """What of the old record becomes another value."""
    found = mapping(rules).put(payload, {"thing_no": 1, **old})
    return {name: value for name, value in found.items() if old.get(name) != value and name != "thing_no"}


def refusal(rules: str, payload: Mapping[str, Any], old: Mapping[str, Any] | None = None) -> str:
    with pytest.raises(NoWayBack) as refused:
        mapping(rules).put(payload, None if old is None else {"thing_no": 1, **old})
    return " ".join(d.code for d in refused.value.diagnostics)


# ---- each class: what stays as it was, what is set


@pytest.mark.parametrize(
    ("rule", "old", "payload"),
    [
        ("Text1 <-> text_1", {"text_1": "  Fjord\u00a0 "}, {"Text1": "Fjord"}),
        ("Text1 <-> text_1 | lower", {"text_1": "Ny@Fjord.NO"}, {"Text1": "ny@fjord.no"}),
        ("Text1 <-> text_1 | lower", {"text_1": "Ny@Fjord.NO"}, {"Text1": "NY@fjord.no"}),
        ("Text1 <-> text_1 | orgno else empty", {"text_1": "974 760 673"}, {"Text1": "974760673"}),
        ("Text1 <-> text_1 | orgno else empty", {"text_1": "none"}, {"Text1": None}),
        ("Text1 <-> text_1 ?? \"NOK\"", {"text_1": None}, {"Text1": "NOK"}),
        ("Text1 <-> code_1 | table(repeated)", {"code_1": "B"}, {"Text1": "Alfa"}),
        ('Text1 <-> code_1 | table(partial) else "Beta"', {"code_1": "C"}, {"Text1": "Beta"}),
        ("Amount1 <-> amount_1 | round(2)", {"amount_1": Decimal("2.3451")}, {"Amount1": Decimal("2.35")}),
        ("Amount1 <-> amount_1 / 60 | round(1)", {"amount_1": 1}, {"Amount1": Decimal("0.0")}),
        ('Day1 <-> text_1 | date("d/M/yy") else empty', {"text_1": "01/02/26"}, {"Day1": date(2026, 2, 1)}),
        ('Amount1 <-> text_1 | decimal(",") | round(2) else empty', {"text_1": "1 234"}, {"Amount1": Decimal("1234")}),
        ("Whole1 <-> whole_1 ?? whole_2\nWhole2 <-> whole_2", {"whole_1": 7, "whole_2": 7}, {"Whole1": 7, "Whole2": 7}),
        ('Text1 <-> text_1 | integer else nothing\n'.replace("Text1", "Whole1"), {"text_1": "007"}, {"Whole1": 7}),
    ],
)  # fmt: skip
def test_what_still_gives_the_same_is_kept(rule: str, old: dict[str, Any], payload: dict[str, Any]) -> None:
    assert put(rule, payload, old) == {}


@pytest.mark.parametrize(
    ("rule", "old", "payload", "new"),
    [
        ("Text1 <-> text_1", {"text_1": "Fjord"}, {"Text1": "Vik"}, {"text_1": "Vik"}),
        ("Text1 <-> text_1", {"text_1": "Fjord"}, {"Text1": None}, {"text_1": None}),
        ("Text1 <-> text_1 | lower", {"text_1": "A@B.NO"}, {"Text1": "Ny@B.no"}, {"text_1": "ny@b.no"}),
        ('Text1 <-> text_1 | prefix("W-")', {}, {"Text1": "W-512"}, {"text_1": "512"}),
        ('Text1 <-> text_1 | suffix(" AS")', {}, {"Text1": "Fjord AS"}, {"text_1": "Fjord"}),
        ('Text1 <-> "win:{whole_1}"', {}, {"Text1": "win:-7"}, {"whole_1": -7}),
        ('Text1 <-> "{whole_1}-{whole_2}"', {}, {"Text1": "-10--2"}, {"whole_1": -10, "whole_2": -2}),
        ('Text1 <-> "{day_1}{text_1}"', {}, {"Text1": "2026-01-31x"}, {"day_1": date(2026, 1, 31), "text_1": "x"}),
        ('Text1 <-> "{code_1}-{flag_1}"', {}, {"Text1": "B-no"}, {"code_1": "B", "flag_1": False}),
        ("Whole1 <-> whole_1 + 5", {}, {"Whole1": 12}, {"whole_1": 7}),
        ("Whole1 <-> 5 - whole_1", {}, {"Whole1": 12}, {"whole_1": -7}),
        ("Whole1 <-> whole_1 * -3", {}, {"Whole1": 12}, {"whole_1": -4}),
        ("Whole1 <-> whole_1 | negate", {}, {"Whole1": 12}, {"whole_1": -12}),
        ("Whole1 <-> whole_1 within series.small", {}, {"Whole1": 12}, {"whole_1": 12}),
        ("Flag1 <-> not flag_1", {}, {"Flag1": False}, {"flag_1": True}),
        ("Day1 <-> day_1 + 14", {}, {"Day1": date(2026, 2, 14)}, {"day_1": date(2026, 1, 31)}),
        ("Day1 <-> day_1 - 3", {}, {"Day1": date(2026, 2, 1)}, {"day_1": date(2026, 2, 4)}),
        ("Day1 <-> day_1 | add_days(30)", {}, {"Day1": date(2026, 1, 31)}, {"day_1": date(2026, 1, 1)}),
        ('Day1 <-> text_1 | date("dd.MM.yyyy") else empty', {}, {"Day1": date(2026, 1, 3)}, {"text_1": "03.01.2026"}),
        ('Day1 <-> text_1 | date("d/M/yy") else empty', {}, {"Day1": date(2026, 1, 3)}, {"text_1": "3/1/26"}),
        ("Whole1 <-> text_1 | integer else empty", {}, {"Whole1": 12}, {"text_1": "12"}),
        ('Amount1 <-> text_1 | decimal(",") | round(2) else empty', {}, {"Amount1": Decimal("1.5")}, {"text_1": "1,5"}),
        ("Text1 <-> code_1 | table(repeated)", {"code_1": "C"}, {"Text1": "Alfa"}, {"code_1": "A"}),
        ('Text1 <-> code_1 | table(partial) else "Beta"', {"code_1": "A"}, {"Text1": "Beta"}, {"code_1": "B"}),
        ('Text1 <-> text_1 ?? "NOK"', {"text_1": "EUR"}, {"Text1": "NOK"}, {"text_1": "NOK"}),
        ('Text1 <-> (code_1 | table(partial)) ?? "x" else nothing', {"code_1": "A"}, {"Text1": "x"}, {"code_1": None}),
        ("Amount1 <-> amount_1 | round(2)", {"amount_1": 1}, {"Amount1": Decimal("2.5")}, {"amount_1": Decimal("2.5")}),
        ("Amount1 <-> amount_1 / 60 | round(1)", {"amount_1": 100}, {"Amount1": Decimal("0.1")}, {"amount_1": 6}),
        ("let it = text_1 | upper\nText1 <-> it", {}, {"Text1": "X"}, {"text_1": "X"}),
    ],
)  # fmt: skip
def test_what_differs_is_set(rule: str, old: dict[str, Any], payload: dict[str, Any], new: dict[str, Any]) -> None:
    assert put(rule, payload, old) == new


SETTLED = "Whole1 <-> (whole_1 ?? whole_2) within series.small\nWhole2 <-> whole_2"


@pytest.mark.parametrize(
    ("payload", "old", "new"),
    [
        ({"Whole1": 12, "Whole2": 12}, {"whole_1": 50, "whole_2": 12}, {"whole_1": None}),
        ({"Whole1": 13, "Whole2": 12}, {"whole_1": None, "whole_2": 12}, {"whole_1": 13}),
        ({"Whole1": 13, "Whole2": 13}, {"whole_1": None, "whole_2": 12}, {"whole_2": 13}),
        ({"Whole1": 13}, {"whole_1": None, "whole_2": 12}, {"whole_1": 13}),
    ],
)
def test_a_choice_is_settled_by_the_other_rule(
    payload: dict[str, Any], old: dict[str, Any], new: dict[str, Any]
) -> None:
    assert put(SETTLED, payload, old) == new


def test_a_choice_may_be_settled_from_its_left_side() -> None:
    rules = "Whole1 <-> whole_1 ?? whole_2\nWhole2 <-> whole_1"
    assert put(rules, {"Whole1": 5, "Whole2": None}, {"whole_1": None, "whole_2": 4}) == {"whole_2": 5}
    assert refusal(rules, {"Whole1": 5, "Whole2": 6}, {"whole_1": 6, "whole_2": 4}) == "R403"


# ---- objects


ADDRESS = "Address when text_1 is present and text_2 is present {\n    City <-> text_1\n    Zip <-> text_2 | upper\n}"


@pytest.mark.parametrize(
    ("payload", "old", "new"),
    [
        ({"Address": {"City": "Oslo", "Zip": "A1"}}, {"text_1": "Oslo", "text_2": "a1"}, {}),
        ({"Address": {"City": "Vik"}}, {"text_1": "Oslo", "text_2": "a1"}, {"text_1": "Vik"}),
        ({}, {"text_1": "Oslo", "text_2": None}, {}),
        ({}, {"text_1": "Oslo", "text_2": "a1"}, {"text_1": None, "text_2": None}),
        ({"Address": None}, {"text_1": "Oslo", "text_2": "a1"}, {"text_1": None, "text_2": None}),
    ],
)
def test_an_object_that_the_target_lacks_is_cleared(
    payload: dict[str, Any], old: dict[str, Any], new: dict[str, Any]
) -> None:
    assert put(ADDRESS, payload, old) == new


def test_an_object_whose_condition_cannot_be_met_is_refused() -> None:
    assert refusal(ADDRESS, {"Address": {"City": "Vik"}}) == "R403"
    assert refusal(ADDRESS, {"Address": {"City": None}}, {"text_1": "Oslo", "text_2": "a"}) == "R403"


# ---- what is refused


@pytest.mark.parametrize(
    ("rule", "payload", "code"),
    [
        ('Text1 <-> text_1 | prefix("W-")', {"Text1": "512"}, "R401"),
        ('Text1 <-> text_1 | suffix(" AS")', {"Text1": "Fjord"}, "R401"),
        ('Text1 <-> "{whole_1}-{whole_2}"', {"Text1": "1+2"}, "R401"),
        ('Text1 <-> "{whole_1}-{whole_2}"', {"Text1": "x-2"}, "R401"),
        ('Text1 <-> "N{whole_1}"', {"Text1": "N007"}, "R403"),
        ("Text1 <-> code_1 | table(one_to_one)", {"Text1": "Delta"}, "R401"),
        ("Text1 <-> text_1 | orgno else empty", {"Text1": "974760674"}, "R401"),
        ("Text1 <-> text_1", {"Text1": "x" * 41}, "R402"),
        ('Text1 <-> "{code_1}"', {"Text1": "X"}, "R401"),
        ("Whole1 <-> whole_1 * 3", {"Whole1": 10}, "R402"),
        ("Whole1 <-> whole_1 within series.small", {"Whole1": 100}, "R403"),
        ("Whole1 <-> whole_1", {"Whole1": "ten"}, "R405"),
        ("Whole1 <-> whole_1 ?? 4", {"Whole1": None}, "R403"),
        ('Day1 <-> text_1 | date("d/M/yy") else empty', {"Day1": date(1950, 1, 1)}, "R401"),
        ("Whole1 <-> thing_no ?? 4", {"Whole1": None}, "R402"),
    ],
)
def test_what_no_record_gives_is_refused(rule: str, payload: dict[str, Any], code: str) -> None:
    if "thing_no ??" in rule:
        rule = "Whole1 <-> thing_no"
    assert refusal(rule, payload, {}) == code


def test_a_record_keeps_its_key() -> None:
    assert refusal("Whole1 <-> thing_no", {"Whole1": 2}, {}) == "R404"
    assert mapping("Whole1 <-> thing_no").create({"Whole1": 2}) == {"thing_no": 2}


def test_what_the_payload_leaves_out_is_left_alone() -> None:
    assert put("Text1 <-> text_1\nText2 <-> text_2", {"Text2": "b"}, {"text_1": "a"}) == {"text_2": "b"}


def test_a_new_record_holds_what_two_way_rules_tell_and_no_more() -> None:
    rules = 'Text1 <-> text_1 | lower\nText2 = "x"\nText3 <-> text_3 ?? "NOK"\nWhole1 <-> whole_1'
    assert mapping(rules).create({"Text1": "A", "Text2": "x", "Text3": "NOK", "Whole1": None}) == {"text_1": "a"}
