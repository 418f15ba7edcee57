"""What is too long for a line is broken before its signs, so that a reader meets the sign first."""

from __future__ import annotations

import pytest

from engine.language.formatter import format_rules
from engine.language.formatting.breaking import LINE_MAX

LONG = "an_exceedingly_long_name_of_a_field"


def broken(rule: str) -> list[str]:
    """The lines of a long rule; none is too long, and laying it out again changes nothing."""
    made = format_rules(rule)
    assert format_rules(made) == made
    return made.split("\n")


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        (
            f"let x = {LONG} | replace({LONG}, {LONG}) | lower | limit(80) else nothing",
            [
                f"let x = {LONG}",
                f"        | replace({LONG}, {LONG})",
                "        | lower",
                "        | limit(80)",
                "        else nothing",
            ],
        ),
        (
            f"skip when {LONG} is present and {LONG} is absent and not {LONG}",
            [f"skip when {LONG} is present", f"          and {LONG} is absent", f"          and not {LONG}"],
        ),
        (
            f"A = {LONG} ?? {LONG} ?? {LONG} ?? {LONG}",
            [f"A = {LONG}", *[f"    ?? {LONG}"] * 3],
        ),
        (
            f"A = {LONG} + {LONG} - {LONG} * {LONG}",
            [f"A = {LONG}", f"    + {LONG}", f"    - {LONG} * {LONG}"],
        ),
        (
            f"A = ({LONG} ?? {LONG} ?? {LONG}) | round(2)",
            [f"A = ({LONG} ?? {LONG} ?? {LONG})", "    | round(2)"],
        ),
        (
            f"A = f({LONG}, {LONG}, {LONG}, by={LONG})",
            [f"A = f({LONG}, {LONG}, {LONG},", f"      by={LONG})"],
        ),
        (
            f"A = x in ({LONG}, {LONG}, {LONG}, {LONG})",
            [f"A = x in ({LONG}, {LONG}, {LONG},", f"          {LONG})"],
        ),
        (
            f"A = sum(each line in lines when {LONG} == {LONG}: line.{LONG} + line.{LONG})",
            [
                "A = sum(each line in lines",
                f"        when {LONG} == {LONG}:",
                f"        line.{LONG} + line.{LONG})",
            ],
        ),
    ],
)
def test_an_expression_is_broken_before_its_signs(rule: str, lines: list[str]) -> None:
    assert broken(rule) == lines
    assert max(map(len, lines)) <= LINE_MAX


def test_a_short_expression_is_one_line_however_it_was_written() -> None:
    assert broken("A = if a\n  then b\n  else c") == ["A = if a then b else c"]
    assert broken("A = a\n  | lower\n  else nothing") == ["A = a | lower else nothing"]


def test_an_if_with_several_cases_has_a_line_for_each() -> None:
    assert broken("A = if a then b else if c then d else e") == [
        "A = if a then b",
        "    else if c then d",
        "    else e",
    ]


def test_a_long_if_is_broken_before_its_else_and_a_long_case_before_its_then() -> None:
    assert broken(f"A = if {LONG} then {LONG} else {LONG} ?? b") == [
        f"A = if {LONG} then {LONG}",
        f"    else {LONG} ?? b",
    ]
    text = '"a text that is so long that no case of an if has room for it and the condition before it on one line"'
    assert broken(f"A = if {LONG} then {text} else b") == [f"A = if {LONG}", f"    then {text}", "    else b"]


def test_a_condition_within_an_if_is_broken_where_it_stands() -> None:
    assert broken(f"A = if {LONG} and {LONG} and {LONG} and b then c else d") == [
        f"A = if {LONG}",
        f"       and {LONG}",
        f"       and {LONG}",
        "       and b",
        "    then c",
        "    else d",
    ]


def test_a_message_at_the_end_may_stick_out() -> None:
    message = '"a message that says at length what is wrong with the record and how somebody may mend it in Win, soon"'
    for rule in (f"check {LONG} > 0, {message}", f"A = {LONG} | link(customer) else refuse {message}"):
        assert broken(rule) == [rule]


def test_what_stands_before_the_text_in_its_file_counts() -> None:
    rule = "A = " + " ?? ".join(["a_name_of_ten"] * 7)
    assert "\n" not in format_rules(rule)
    assert "\n" in format_rules(rule, margin=LINE_MAX - len(rule) + 1)


def test_a_head_is_broken_before_its_brace() -> None:
    head = f"Address when {LONG} is present and {LONG} is present and {LONG} is present {{\nA = b\n}}"
    assert broken(head) == [
        f"Address when {LONG} is present",
        f"             and {LONG} is present",
        f"             and {LONG} is present {{",
        "    A = b",
        "}",
    ]
