"""Rules in their canonical layout: bodies indented, comments and empty lines where they were."""

from __future__ import annotations

from textwrap import dedent

from engine.language.formatter import format_rules


def laid(rules: str) -> str:
    made = format_rules(rules)
    assert format_rules(made) == made
    return made


def test_what_stands_between_statements_keeps_its_place() -> None:
    assert laid("# first\n\n\n   # of a\nA=a# behind\n\n\n\n  # of b\n\nBb=b\n\n# last\n") == (
        "# first\n\n# of a\nA   =  a  # behind\n\n# of b\n\nBb  =  b\n\n# last"
    )


def test_bodies_are_indented_and_every_statement_has_its_line() -> None:
    assert laid("A when x { B = b }\nL = each line in lines { # of the list\n\n\nC { D=d\n# at the end\n} }") == dedent(
        """\
        A when x {
            B = b
        }
        L = each line in lines {  # of the list
            C {
                D = d
                # at the end
            }
        }"""
    )


def test_a_body_that_holds_nothing_or_only_a_comment_stays_a_body() -> None:
    assert laid("A { }") == "A {\n}"
    assert laid("A {\n# nothing yet\n}") == "A {\n    # nothing yet\n}"


def test_empty_lines_at_the_ends_of_a_block_and_of_a_body_are_left_out() -> None:
    assert laid("\n\nA {\n\nB = b\n\n}\n\n") == "A {\n    B = b\n}"


def test_a_block_of_comments_alone_is_left_with_its_comments() -> None:
    assert laid("   # one\n\n\n# two") == "# one\n\n# two"
