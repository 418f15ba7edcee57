"""One space between words, none where they belong together, and what was written stays as it was written."""

from __future__ import annotations

import pytest

from engine.language.formatter import format_expression, format_rules


@pytest.mark.parametrize(
    ("written", "laid"),
    [
        ("a   ==b", "a == b"),
        ("customer . is_internal", "customer.is_internal"),
        ("- a*( b+1 )", "-a * (b + 1)"),
        ("not  not a", "not not a"),
        ("a in(1,2 ,3)", "a in (1, 2, 3)"),
        ("a  is  present", "a is present"),
        ("a within series . customer", "a within series.customer"),
        ("a|find( VatCode ,by = Code,at=day )", "a | find(VatCode, by=Code, at=day)"),
        ("a | link(invoice,key=[ x,y ])", "a | link(invoice, key=[x, y])"),
        (
            "sum( each line in lines when line . net>0 :line.net )",
            "sum(each line in lines when line.net > 0: line.net)",
        ),
        ("count(each line in lines)", "count(each line in lines)"),
        ("f( )", "f()"),
        ("a\u00a0??\u00a0b", "a ?? b"),
        ('a ?? refuse   "no"', 'a ?? refuse "no"'),
    ],
)
def test_words_are_parted_by_one_space(written: str, laid: str) -> None:
    assert format_expression(written) == laid


@pytest.mark.parametrize("kept", ['"{a  ??  b}  |"', "12.50", "007", "2026-01-31", '"say \\"no\\"  # {x}"', "((a))"])
def test_texts_numbers_dates_and_parentheses_stay_as_written(kept: str) -> None:
    assert format_expression(f"x+{kept}") == f"x + {kept}"


@pytest.mark.parametrize(
    ("written", "laid"),
    [
        ("a ?? b | f", "(a ?? b) | f"),
        ("a ?? b | f | g", "(a ?? b) | f | g"),
        ("a | f ?? b | g", "(a | f ?? b) | g"),
        ("(a ?? b) | f", "(a ?? b) | f"),
        ("a | f ?? b", "a | f ?? b"),
        ("a + b ?? c | f", "(a + b ?? c) | f"),
        ("f(a ?? b | g)", "f((a ?? b) | g)"),
    ],
)
def test_parentheses_show_what_goes_through_a_pipe(written: str, laid: str) -> None:
    assert format_expression(written) == laid


@pytest.mark.parametrize(
    "statement",
    [
        "drop Lines[].Field",
        "drop skip",
        'drop check "its  message"',
        "skip when a",
        "create when not a",
        'warn a > 0, "a is {a}"',
        "let a = b",
    ],
)
def test_statements_in_their_layout_stay_as_they_are(statement: str) -> None:
    assert format_rules(statement) == statement
    assert format_rules(f"  {statement.replace(' when ', '    when ')}  ") == statement
