"""The reference page names every function and form, with what it is and each of its examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from engine.language.functions.forms import FORMS
from engine.language.functions.reference import reference, section, shown
from engine.language.functions.registry import FUNCTIONS, Example, StepClass

PAGE = reference()


@pytest.mark.parametrize("entry", [*FUNCTIONS.values(), *FORMS], ids=lambda entry: entry.name)
def test_everything_is_on_the_page(entry: object) -> None:
    name, doc = getattr(entry, "name", ""), getattr(entry, "doc", "")
    section = next(part for part in PAGE.split("\n### ") if part.split("(")[0].split("\n")[0] == name)
    assert doc in section
    assert getattr(entry, "step_class", StepClass.EXACT).value in section
    assert ("can fail" in section) == getattr(entry, "fails", False)
    for written in getattr(entry, "written", ()):
        assert written in section


def test_every_example_is_a_line_of_a_table() -> None:
    lines = PAGE.splitlines()
    for entry in FUNCTIONS.values():
        for example in entry.examples:
            step = f"{entry.name}({example.arguments})" if example.arguments else entry.name
            assert any(f"| `{shown(example.given)}` | `{step}` |" in line for line in lines)


def test_the_forms_are_those_of_the_design() -> None:
    assert [form.name for form in FORMS] == ["sum", "count", "min", "max", "table", "link", "find", "render"]
    assert not {form.name for form in FORMS} & set(FUNCTIONS)


def test_signatures_show_defaults_and_words() -> None:
    assert "### round(places = 0, mode = half_away)\n" in PAGE
    assert '### pad(length, fill = "0")\n' in PAGE
    assert "### squeeze\n" in PAGE
    assert "`mode` is one of `half_away`, `half_even`, `down`." in PAGE


def test_a_bar_does_not_break_a_table() -> None:
    barred = replace(FUNCTIONS["squeeze"], examples=(Example("a|b", result="a|b"),))
    assert '| `"a\\|b"` | `squeeze` | `"a\\|b"` |' in section(barred).splitlines()


@pytest.mark.parametrize(
    ("value", "expected"),
    [("Fjord", '"Fjord"'), (12, "12"), (Decimal("12.50"), "12.50"), (date(2026, 1, 31), "2026-01-31")],
)
def test_values_are_shown_as_mappings_write_them(value: str | int | Decimal | date, expected: str) -> None:
    assert shown(value) == expected
