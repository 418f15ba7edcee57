"""A statement with comments inside it stays on the lines that it was written in, for the comments speak of these."""

from __future__ import annotations

from textwrap import dedent

from engine.language.formatter import format_rules


def laid(rules: str) -> str:
    made = format_rules(dedent(rules).strip("\n"))
    assert format_rules(made) == made
    return made


def test_comments_behind_and_between_the_lines_of_a_statement_stay_there() -> None:
    assert laid(
        """
        Name =  a   # first
          # of the step
            |   lower  # second
         else  nothing # last
        """
    ) == dedent(
        """\
        Name = a  # first
               # of the step
               | lower       # second
               else nothing  # last"""
    )


def test_parentheses_are_added_round_a_comment_too() -> None:
    assert laid("A = a  # why\n  ?? b | f") == "A = (a  # why\n    ?? b) | f"


def test_a_comma_is_close_to_its_word_and_the_comment_behind_it() -> None:
    assert laid('check a > 0 # always\n  , "no"') == 'check a > 0,  # always\n      "no"'


def test_a_comment_in_a_head_stays_there() -> None:
    assert laid("A when b # because\n and c { # inside\n D = e }") == dedent(
        """\
        A when b        # because
               and c {  # inside
            D = e
        }"""
    )


def test_a_comment_within_a_name_of_several_parts_comes_behind_it() -> None:
    assert laid("A = customer # whose\n.name") == "A = customer.name  # whose"
