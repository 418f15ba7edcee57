"""The arrows of a body stand in one column; what belongs to another body does not push them."""

from __future__ import annotations

from textwrap import dedent

from engine.language.formatter import format_rules


def laid(rules: str) -> str:
    return format_rules(dedent(rules).strip("\n"))


def test_a_rule_without_neighbours_keeps_its_arrow_close() -> None:
    assert laid("Name   =name") == "Name = name"
    assert laid("Name<->name") == "Name <-> name"


def test_rules_align_across_empty_lines_comments_and_other_statements() -> None:
    assert (
        laid(
            """
        Number = a
        # between
        let x = b

        EmailAddress = x
        """
        )
        == "Number        =  a\n# between\nlet x = b\n\nEmailAddress  =  x"
    )


def test_a_one_way_arrow_stands_in_the_middle_of_a_two_way_one() -> None:
    assert laid("Name = a\nNumber <-> b") == "Name     =   a\nNumber  <->  b"


def test_an_object_aligns_with_what_is_around_it_and_a_list_has_its_own_column() -> None:
    assert laid(
        """
        A = a
        Object {
        City = c
        }
        Lines = each line in lines {
        AccountId = line.account
        Vat = line.vat
        }
        Lines = item {
        Text = "only one"
        }
        """
    ) == dedent(
        """\
        A         =  a
        Object {
            City  =  c
        }
        Lines = each line in lines {
            AccountId  =  line.account
            Vat        =  line.vat
        }
        Lines = item {
            Text = "only one"
        }"""
    )


def test_an_overlay_s_rules_for_inside_a_list_have_their_own_column() -> None:
    assert laid("A = a\nLines[].Description = b\nBbb = c\nLines[].A = d") == (
        "A    =  a\nLines[].Description  =  b\nBbb  =  c\nLines[].A            =  d"
    )
