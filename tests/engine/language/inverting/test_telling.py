"""A way back in words: which field of the source gets what, for each step that can stand between."""

from __future__ import annotations

import pytest

from engine.language.functions.registry import StepClass
from engine.language.inverting.telling import CLASS_WORDS, given_back
from parts.two_way import mapping_of


def told(rules: str) -> list[str]:
    program = mapping_of(rules).program
    return [given.text for way in program.ways for given in given_back(way, program)]


@pytest.mark.parametrize(
    ("rules", "lines"),
    [
        ("Whole1 <-> whole_1", ["whole_1 ← Whole1"]),
        ("let it = whole_1\nWhole1 <-> it", ["whole_1 ← Whole1"]),
        ("Text1 <-> text_1 | lower", ["text_1 ← Text1, unless it gives the same already"]),
        ('Text1 <-> text_1 ?? "NOK"', ["text_1 ← Text1, unless it gives the same already"]),
        ('Text1 <-> "K{whole_1}"', ["whole_1 ← its part of Text1"]),
        ('Text1 <-> "{whole_1}"', ["whole_1 ← Text1"]),
        ('Text1 <-> "{whole_1}-{whole_2}"', ["whole_1 ← its part of Text1", "whole_2 ← its part of Text1"]),
        ("Whole1 <-> -whole_1", ["whole_1 ← Whole1 with its sign turned"]),
        ("Flag1 <-> not flag_1", ["flag_1 ← the opposite of Flag1"]),
        ("Whole1 <-> 3 + whole_1", ["whole_1 ← Whole1 calculated back"]),
        ("Whole1 <-> whole_1 | negate", ["whole_1 ← Whole1 with `negate` undone"]),
        (
            'Day1 <-> text_1 | date("dd.MM.yyyy") else empty',
            ["text_1 ← Day1 as a text, unless it gives the same already"],
        ),
        (
            "Text1 <-> code_1 | table(repeated)",
            ["code_1 ← the row of the table `repeated` that gives Text1, unless it gives the same already"],
        ),
        (
            "Whole1 <-> whole_1 ?? whole_2\nWhole2 <-> whole_2",
            ["whole_2 ← Whole2", "whole_1 ← Whole1, only where it differs from `whole_2`"],
        ),
        (
            "Whole1 <-> whole_1 ?? whole_2\nWhole2 <-> whole_1",
            ["whole_1 ← Whole2", "whole_2 ← Whole1, where there is no `whole_1`"],
        ),
        ("Whole1 <-> whole_1 within series.small else nothing", ["whole_1 ← Whole1"]),
        (
            "Address when text_1 is present {\n    City <-> text_1\n}",
            ["text_1 ← Address.City, unless it gives the same already"],
        ),
    ],
)
def test_each_field_is_told_with_what_it_gets(rules: str, lines: list[str]) -> None:
    assert told(rules) == lines


def test_every_class_has_its_word() -> None:
    assert {step_class: str(word) for step_class, word in CLASS_WORDS.items()} == {c: c.value for c in StepClass}
