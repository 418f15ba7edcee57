"""Mistakes in the writing: all of a block in one run, each where it stands. Their words are in tests/errors."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics.codes import CODES
from engine.diagnostics.source import Embedded
from engine.language.parser import parse_expression, parse_rules
from engine.language.parsing.mistakes import RESERVED


def mistakes(text: str) -> list[tuple[str, int, str]]:
    """Code, line, and the text that is underlined, of all that is wrong."""
    lines = text.split("\n")
    found = []
    for diagnostic in parse_rules(Embedded("m.yaml", text, 1, 1)).diagnostics:
        span = diagnostic.span
        assert span is not None
        end = span.end_column - 1 if span.end_line == span.line else None
        found.append((diagnostic.code, span.line, lines[span.line - 1][span.column - 1 : end]))
    return found


def test_every_mistake_of_a_block_is_told_in_one_run_and_the_rest_is_read() -> None:
    text = "A = = b\nB = c\nlet in = 5\nD = f(a, b\nE = 12,5\nF = g"
    assert mistakes(text) == [("S101", 1, "="), ("S110", 3, "in"), ("S104", 4, "("), ("S111", 5, "12,5")]
    kept = parse_rules(Embedded("m.yaml", text, 1, 1)).statements
    assert [statement.span.line for statement in kept] == [2, 6]


def test_mistakes_inside_bodies_are_told_one_by_one() -> None:
    text = "Mail whenn x {\n  A = = b\n  B = c\n  Deep {\n    skip when a\n    C = 'x'\n  }\n}\nD = e"
    assert mistakes(text) == [("S109", 1, "Mail"), ("S101", 2, "="), ("S114", 5, "skip when a"), ("S117", 6, "'")]


def test_a_mistake_behind_a_body_is_told_when_nothing_inside_is_wrong() -> None:
    assert mistakes("A {\n B = c\n} D = e") == [("S121", 3, "D")]


def test_a_parenthesis_that_another_line_seems_to_close_is_still_found() -> None:
    assert mistakes("A = (b\nC = d)") == [("S104", 1, "("), ("S104", 2, ")")]


def test_an_argument_on_a_line_of_its_own_is_no_statement() -> None:
    assert mistakes("A = x | find(VatCode,\n    by=Code,\n    at=b) else = 1\nC = d") == [("S108", 3, "=")]


def test_a_text_that_is_not_closed_ends_on_its_line() -> None:
    assert mistakes('A = "b\nC = "d {e"\nF = "{g "h"\nI = "j \\') == [
        ("S102", 1, '"b'),
        ("S103", 2, "{"),
        ("S103", 3, "{"),
        ("S102", 4, '"j \\'),
    ]


def test_a_body_that_is_not_closed() -> None:
    assert mistakes("A when b {\n  C = d") == [("S105", 1, "{")]
    assert mistakes("A when b {\n  C = d\n  E {\n  F = g\n}") == [("S105", 1, "{")]


def test_mistakes_in_holes_stand_where_the_hole_does() -> None:
    assert mistakes('A = "x {b c} {} {d + }"') == [("S101", 1, "c"), ("S115", 1, "{}"), ("S115", 1, "+")]
    assert mistakes('A = "x {f("{b = c}")}"') == [("S101", 1, "=")]


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_no_reserved_word_is_a_name(word: str) -> None:
    assert mistakes(f"let {word} = 1") == [("S110", 1, word)]
    assert mistakes(f"A = b.{word}") == [("S110", 1, word)]
    assert mistakes(f"{word} = 1") == [("S110", 1, word)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A = x not in (b)", "S101"),
        ("A = b within customer", "S101"),
        ("A := b", "S109"),
        ("A => b", "S109"),
        ("A.B -> b", "S109"),
        ("A <- b", "S109"),
        ("A == b", "S109"),
        ("let a == b", "S109"),
        ("let a : b", "S109"),
        ("A = b => c", "S117"),
        ("A = b === c", "S117"),
        ("A = b ! c", "S117"),
        ("A = [b]", "S101"),
        ("A = f(b,)", "S101"),
        ("A = if b then c", "S107"),
        ("A = if b", "S106"),
        ("A =", "S115"),
        ("A", "S109"),
        ("42", "S109"),
        ("A = b $ c", "S117"),
        ("drop", "S115"),
        ("skip active", "S101"),
        ("let x 1", "S101"),
        ("A when b", "S105"),
        ("Lines = each line in lines", "S105"),
        ("A = 1 2", "S101"),
        ("A = 12abc", "S101"),
        ("A = 2026-01-3", None),  # a sum; only the checker knows better
        ("}", "S105"),
        (")", "S104"),
    ],
)
def test_the_first_mistake_of_a_line(text: str, code: str | None) -> None:
    found = mistakes(text)
    assert (found[0][0] if found else None) == code


@pytest.mark.parametrize("sign", ["=>", "->", "<-", "<=>", "==", ":=", ":"])
def test_another_arrow_than_that_of_a_rule_is_underlined_whole(sign: str) -> None:
    assert mistakes(f"A {sign} b") == [("S109", 1, sign)]
    told = parse_rules(Embedded("m.yaml", f"A.B {sign} b", 1, 1)).diagnostics[0]
    assert told.help == "write `A.B = …`"


@pytest.mark.parametrize(
    "text",
    [
        "A = " + "(" * 300 + "b" + ")" * 300,
        "A = " + "not " * 5000 + "b",
        "A = " + "-" * 5000 + "b",
        "A = " + " + ".join(["b"] * 5000),
        "A = b" + " | f" * 500,
        "A = " + "b else " * 400 + "c",
        "A = " + "if b then c else " * 400 + "d",
        "A {\n" * 300 + "B = c\n" + "}\n" * 300,
        'A = "' + '{f("' * 60 + "b" + '")}' * 60 + '"',
        "A = " + "f(" * 250 + "b" + ")" * 250,
    ],
)
def test_deep_nesting_is_an_error_with_a_code(text: str) -> None:
    codes = {code for code, _, _ in mistakes(text)}
    assert codes == {"S113"}


def test_nesting_that_a_person_could_write_is_allowed() -> None:
    assert mistakes("A = " + "(" * 50 + "b" + ")" * 50) == []
    assert mistakes("A = " + " + ".join(["b"] * 100)) == []
    assert mistakes('A = "' + '{f("' * 8 + "b" + '")}' * 8 + '"') == []


def test_an_expression_that_is_none() -> None:
    for text, code in (("", "S115"), ("# nothing", "S115"), ("a b", "S101"), ("(a", "S104"), ('"a', "S102")):
        parsed = parse_expression(Embedded("m.yaml", text, 3, 9))
        assert parsed.expression is None
        assert [d.code for d in parsed.diagnostics] == [code]
        assert parsed.diagnostics[0].span is not None
        assert parsed.diagnostics[0].span.line == 3
    deep = parse_expression(Embedded("m.yaml", "not " * 300 + "a", 1, 1))
    assert (deep.expression, deep.diagnostics[0].code) == (None, "S113")


SIGNS = ['"', "{", "}", "(", ")", "[", "]", "=", "<->", "==", "|", "??", "+", "-", "*", "/", ",", ":", ".", "#", "\\"]
VALUES = ["'", "“", "a", "b.c", "12", "1.5", "2026-01-31", "series", "æ"]
WORDS = st.sampled_from([*sorted(RESERVED), *SIGNS, *VALUES, "\n", "\n  ", " ", "\u00a0", "\r\n"])
LIKELY = st.lists(WORDS, max_size=30).map(" ".join) | st.lists(WORDS, max_size=20).map("".join)


@settings(max_examples=150, deadline=None)
@given(LIKELY | st.text(max_size=60))
def test_parsing_never_raises_and_every_mistake_has_a_code_and_a_place(text: str) -> None:
    parsed = parse_rules(Embedded("m.yaml", text, 1, 1))
    lines = text.split("\n")
    for diagnostic in (*parsed.diagnostics, *parse_expression(Embedded("m.yaml", text, 1, 1)).diagnostics):
        assert diagnostic.code in CODES
        assert diagnostic.span is not None
        assert 1 <= diagnostic.span.line <= len(lines)
        assert (diagnostic.span.line, diagnostic.span.column) <= (diagnostic.span.end_line, diagnostic.span.end_column)
        assert diagnostic.span.column <= len(lines[diagnostic.span.line - 1]) + 1
    assert parsed.statements or parsed.diagnostics or not text.split("#")[0].strip() or "#" in text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["A = b", "let c = d ?? 1", "skip when e", 'check f, "{g}"', "H {\n I = j\n}"]), max_size=6
    )
)
def test_what_is_read_without_a_mistake_covers_the_text(rules: list[str]) -> None:
    text = "\n".join(rules)
    parsed = parse_rules(Embedded("m.yaml", text, 1, 1))
    assert parsed.diagnostics == ()
    lines = text.split("\n")
    covered = []
    for statement in parsed.statements:
        span = statement.span
        piece = lines[span.line - 1 : span.end_line]
        piece[-1] = piece[-1][: span.end_column - 1]
        covered.append("\n".join(piece))
    assert covered == rules
