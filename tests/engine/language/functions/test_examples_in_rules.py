"""A function's examples hold where a consultant writes them: in a rule, through parser, checker and interpreter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.language.functions.reference import shown
from engine.language.functions.registry import FUNCTIONS, Example, Function
from engine.language.outcome import Refused
from engine.language.running import refusals

CASES = [
    pytest.param(entry, example, id=f"{shown(example.given)} | {entry.name}({example.arguments})")
    for entry in FUNCTIONS.values()
    for example in entry.examples
]


def step(entry: Function, example: Example) -> str:
    """The example as a rule's expression."""
    call = f"{entry.name}({example.arguments})" if example.arguments else entry.name
    answered = ' else refuse "it failed"' if entry.fails else ""
    return f"{shown(example.given)} | {call}{answered}"


@pytest.mark.parametrize(("entry", "example"), CASES)
def test_an_example_gives_in_a_rule_what_it_gives_on_the_page(world: Any, entry: Function, example: Example) -> None:
    outcome = world.run(f'let made = {step(entry, example)}\nwarn made is absent and no, "{{made}}"')
    if example.fails:
        assert isinstance(outcome, Refused)
        assert [d.message for d in outcome.diagnostics if d.is_error] == ["it failed"]
    else:
        assert [d.message for d in outcome.diagnostics] == [refusals.shown(example.result)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('name | replace(" ", "")', "FjordAS"),
        ('replace(name, " ", "")', "FjordAS"),
        ('name | replace(" AS", "") | upper', "FJORD"),
        ('name | prefix("") | suffix("")', "Fjord AS"),
        ('name | replace("Fjord AS", "")', None),
        ('name | replace(old="j", new="")', "Ford AS"),
    ],
)
def test_an_empty_text_written_as_an_argument_is_itself_and_not_absent(
    world: Any, rule: str, expected: str | None
) -> None:
    assert world.payload(f"EmailAddress = {rule}")["EmailAddress"] == expected


def test_an_empty_text_elsewhere_counts_as_absent(world: Any) -> None:
    rules = 'let blank = ""\nCode = "" ?? "none"\nEmailAddress = name | replace(" ", blank)'
    assert world.payload(rules) == {"Name": "x", "Code": "none", "EmailAddress": None}


def test_a_region_is_a_word_or_a_text(world: Any) -> None:
    for region in ("SE", '"SE"', '"{"SE"}"'):
        rules = f'let number = "08-123 456 00" | phone({region}) else refuse\nEmailAddress = number'
        assert world.payload(rules)["EmailAddress"] == "+46812345600"


def test_the_examples_are_of_the_kinds_that_rules_know() -> None:
    kinds = {type(example.given) for entry in FUNCTIONS.values() for example in entry.examples}
    assert kinds <= {str, int, Decimal, date}
