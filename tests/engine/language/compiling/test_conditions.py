"""Questions in code: three answers, each side asked when it is its turn, and plain tests where that changes nothing."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import pytest

from parts.agreement import Judge
from parts.compiled_rules import RECORD, TODAY, World, mapping_of, payload, refused

ANSWERS = (True, False, None)
CONDITIONS = (
    "flag_1 and place.open",
    "flag_1 or place.open",
    "not flag_1",
    "not (flag_1 and place.open)",
    "not (not flag_1 or place.open)",
    "flag_1 == place.open",
    "flag_1 != place.open",
    "(whole_1 > 3) and flag_1",
    "(whole_1 <= 3) or place.open",
    "flag_1 is present and not place.open",
    "flag_1 in (yes, place.open)",
    "not (whole_1 in (4, 5))",
    "whole_1 in (whole_2, 4)",
    "(if flag_1 then place.open else empty) and yes",
    "not (if flag_1 then place.open else empty)",
    "(flag_1 ?? nothing) == yes",
)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_question_has_three_answers(condition: str) -> None:
    """As a value, as what is chosen by, and as what a block is entered by."""
    rules = f'Flag1 = {condition}\nText1 = if {condition.replace("nothing", "empty")} then "ja" else "nei"'
    mapping = mapping_of(rules + f"\nAddress when {condition.replace('nothing', 'empty')} {{\n    City = name\n}}")
    judge = Judge(mapping)
    for flag, open_, whole in itertools.product(ANSWERS, ANSWERS, (None, 4, 2)):
        record = {**RECORD, "flag_1": flag, "place": {"open": open_}, "whole_1": whole, "whole_2": None}
        found = judge.compare(record, mapping.circumstances(today=TODAY))
        assert found.gave_up is None
        assert found.difference is None


@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("other", [None, Decimal("12.5"), Decimal("12.51"), 12])
def test_a_comparison(sign: str, other: Any) -> None:
    answer = payload(f"Flag1 = total {sign} amount_1", {"amount_1": other})["Flag1"]
    assert answer is (None if other is None else eval(f"12.5 {sign} {other}"))


def test_the_right_side_does_not_fail_before_its_turn() -> None:
    """A range fails without saying so in its type; read too early it would be answered by the else."""
    rules = 'Text1 = if ((active and (whole_1 within series.project) > 5) else yes) then "ja" else "nei"'
    assert payload(rules, {"active": False, "whole_1": 70}) == {"Text1": "nei"}
    assert payload(rules, {"active": True, "whole_1": 70}) == {"Text1": "ja"}


def test_a_let_that_is_known_to_fail_does_not_fail_before_its_turn() -> None:
    rules = (
        "let no_ = whole_1 within series.project\nWhole1 = no_ else 0\n"
        'Text1 = if ((active and no_ > 5) else yes) then "ja" else "nei"'
    )
    assert payload(rules, {"active": False, "whole_1": 70})["Text1"] == "nei"


def test_nobody_is_asked_before_it_is_their_turn() -> None:
    mapping = mapping_of('Text1 = if ((active and (count_1 | link(customer, Open))) else no) then "a" else "b"')
    for active, asked in ((True, 2), (False, 0)):
        world = World()
        found = Judge(mapping).compare({**RECORD, "active": active}, mapping.circumstances(world, today=TODAY))
        assert found.difference is None
        assert len(world.asked) == asked


def test_a_refusal_in_a_question() -> None:
    assert refused('Text1 = if (text_1 ?? refuse) == "a" then "a" else "b"')
