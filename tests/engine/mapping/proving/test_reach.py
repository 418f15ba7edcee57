"""What a mapping's tests reach: rules that had a turn, branches that were asked, what left out or complained."""

from __future__ import annotations

from engine.mapping.proving.reach import reach
from parts.two_way import mapping_of

RULES = """\
skip when whole_1 == 9
check whole_1 > 0, "too small"
Text1 = if flag_1 then text_1 ?? "none" else text_2
Address when text_3 is present {
    City = text_3
}"""
ONE = '  - {name: one, given: {thing_no: 1, whole_1: 5, flag_1: yes, text_1: "a"}}\n'
ALL = (
    ONE
    + "  - {name: none, given: {thing_no: 1, whole_1: 5, flag_1: yes}}\n"
    + "  - {name: two, given: {thing_no: 1, whole_1: 5, flag_1: no, text_3: Oslo}}\n"
    + "  - {name: left out, given: {thing_no: 1, whole_1: 9}, skip: yes}\n"
    + "  - {name: too small, given: {thing_no: 1, whole_1: 0}, refuse: R204}\n"
)


def test_what_no_test_reaches_is_named() -> None:
    found = reach(mapping_of(RULES, f"tests:\n{ONE}"))
    assert found.missed("rule") == 1
    assert {(one.kind, one.text) for one in found.unreached if one.kind != "branch"} == {
        ("rule", "text_3"),
        ("skip", "whole_1 == 9"),
        ("check", "whole_1 > 0"),
    }
    assert {one.text for one in found.unreached if one.kind == "branch"} == {'?? "none"', "else text_2"}
    assert [one.span.line for one in found.unreached] == sorted(one.span.line for one in found.unreached)


def test_tests_of_everything_leave_nothing() -> None:
    found = reach(mapping_of(RULES, f"tests:\n{ALL}"))
    assert found.unreached == ()
    assert found.rules == 2


def test_without_tests_no_rule_is_reached() -> None:
    assert reach(mapping_of(RULES)).missed("rule") == 2
