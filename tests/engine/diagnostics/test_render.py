"""Diagnostics are shown with their place, and printed as JSON, in the agreed form."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics.diagnostic import Diagnostic, Label, Severity, error, information, warning
from engine.diagnostics.render import as_json, help_of, render_text
from engine.diagnostics.source import SourceText, Span

PATH = "mappings/customers/fjord/customer.yaml"


def _source(*lines: str, first: int = 1) -> dict[str, SourceText]:
    return {PATH: SourceText(PATH, "\n" * (first - 1) + "\n".join(lines) + "\n")}


def _span(line: int, column: int, end_column: int, end_line: int | None = None) -> Span:
    return Span(PATH, line, column, end_line or line, end_column)


def test_the_form_is_that_of_the_language_page() -> None:
    line = "  DepartmentId  =  department_no | link(department)"
    label = Label(_span(21, 20, 33), "text, may be absent")
    found = Diagnostic(
        "T104",
        Severity.ERROR,
        "this lookup can fail, and the rule does not say what then",
        _span(21, 36, 52),
        note="fails when the department has no Go record",
        help="`else nothing` leaves the field alone · `else empty` clears it · `else refuse` holds the record back",
        labels=(label,),
    )
    assert (
        render_text([found], _source(line, first=21))
        == """\
error[T104]: this lookup can fail, and the rule does not say what then
  --> mappings/customers/fjord/customer.yaml:21:36
   |
21 |   DepartmentId  =  department_no | link(department)
   |                    -------------   ^^^^^^^^^^^^^^^^ fails when the department has no Go record
   |                    text, may be absent
   = help: `else nothing` leaves the field alone · `else empty` clears it · `else refuse` holds the record back
"""
    )


def test_three_places_of_one_line_hang_from_right_to_left() -> None:
    found = replace(
        error("T110", "they cannot be compared", _span(1, 5, 7), help="x"),
        note="compared here",
        labels=(Label(_span(1, 1, 4), "a text"), Label(_span(1, 8, 11), "a number")),
    )
    assert (
        render_text([found], _source("abc == def"))
        == """\
error[T110]: they cannot be compared
 --> mappings/customers/fjord/customer.yaml:1:5
  |
1 | abc == def
  | --- ^^ --- a number
  | |   compared here
  | a text
  = help: x
"""
    )


def test_places_of_several_lines_are_shown_in_order() -> None:
    found = replace(
        error("D108", "`a` stands twice", _span(7, 1, 2), help="x"),
        labels=(Label(_span(1, 1, 2), "first here"), Label(_span(3, 1, 2), "and here")),
    )
    assert (
        render_text([found], _source("a: 1", "b: 2", "a: 3", "", "", "", "a: 4"))
        == """\
error[D108]: `a` stands twice
 --> mappings/customers/fjord/customer.yaml:7:1
  |
1 | a: 1
  | - first here
2 | b: 2
3 | a: 3
  | - and here
...
7 | a: 4
  | ^
  = help: x
"""
    )


def test_places_in_other_files_have_their_own_part() -> None:
    base = "mappings/base/customer.yaml"
    found = replace(
        warning("O102", "`Name` is the same in the base", _span(2, 3, 7), help="x"),
        labels=(Label(Span(base, 12, 3, 12, 7), "here"),),
    )
    sources = {**_source("rules: |", "  Name = name"), base: SourceText(base, "\n" * 11 + "  Name = name")}
    assert (
        render_text([found], sources)
        == """\
warning[O102]: `Name` is the same in the base
  --> mappings/customers/fjord/customer.yaml:2:3
   |
 2 |   Name = name
   |   ^^^^
  ::: mappings/base/customer.yaml:12:3
   |
12 |   Name = name
   |   ---- here
   = help: x
"""
    )


def test_a_span_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    found = error("R201", "no", _span(1, 3, 2, end_line=2), help="x")
    assert render_text([found], _source("  abc {", "}")).splitlines()[3:5] == ["1 |   abc {", "  |   ^^^^^"]


def test_tabs_and_wide_characters_keep_the_underline_in_place() -> None:
    found = error("N101", "unknown", _span(1, 5, 6), help="x")
    shown = render_text([found], _source("\t漢é\u0301x")).splitlines()[3:5]
    assert shown == ["1 |     漢é\u0301x", "  |        ^"]


def test_what_cannot_be_seen_is_shown_as_such() -> None:
    found = error("D104", "an invisible character", _span(1, 2, 3), help="x")
    assert render_text([found], _source("a\u200bb\u2028c")).splitlines()[3] == "1 | a�b�c"


def test_overlapping_places_show_the_main_one() -> None:
    found = replace(error("T101", "wrong", _span(1, 3, 5), help="x"), labels=(Label(_span(1, 1, 7), "all of it"),))
    assert render_text([found], _source("abcdef")).splitlines()[4:6] == ["  | --^^--", "  | all of it"]


def test_a_place_without_its_text_is_named() -> None:
    found = error("D101", "the file cannot be read", _span(1, 1, 2), help="x")
    assert render_text([found], {}) == f"error[D101]: the file cannot be read\n --> {PATH}:1:1\n  = help: x\n"


def test_without_a_place_there_is_only_what_is_said() -> None:
    found = information("P001", "nothing to do", help="go home\nand rest")
    assert render_text([found], {}) == "info[P001]: nothing to do\n  = help: go home\n          and rest\n"


def test_the_usual_remedy_stands_in() -> None:
    assert help_of(error("D108", "twice")) == "Keep one of the two."
    assert help_of(error("Z999", "no such code")) == ""


def test_two_are_parted_by_an_empty_line() -> None:
    one = error("Z999", "first")
    assert render_text([one, replace(one, message="second")], {}) == "error[Z999]: first\n\nerror[Z999]: second\n"
    assert render_text([], {}) == ""


def test_colour_only_repeats_what_the_text_says() -> None:
    import re

    found = replace(
        error("T104", "this can fail", _span(1, 5, 7), note="here", help="x"), labels=(Label(_span(1, 1, 3), "a"),)
    )
    plain = render_text([found], _source("ab  cd"))
    coloured = render_text([found], _source("ab  cd"), color=True)
    assert coloured != plain
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_json_has_the_agreed_members() -> None:
    found = error("T104", "this can fail", _span(21, 32, 48), help="add an else")
    assert as_json(found) == {
        "code": "T104",
        "severity": "error",
        "message": "this can fail",
        "help": "add an else",
        "file": PATH,
        "line": 21,
        "column": 32,
        "end_line": 21,
        "end_column": 48,
    }
    assert as_json(error("Z999", "no place"))["file"] is None


@given(
    st.text(max_size=30),
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(1, 40), st.integers(0, 9), st.text("ab ", max_size=5)), max_size=4
    ),
)
def test_any_place_can_be_shown(text: str, places: list[tuple[int, int, int, str]]) -> None:
    """Also places past the end of a line or of the file, and in texts with anything in them."""
    labels = tuple(Label(_span(line, column, column + width), words) for line, column, width, words in places)
    found = replace(error("Z999", "x", _span(1, 2, 5), note="n"), labels=labels)
    shown = render_text([found], {PATH: SourceText(PATH, text)})
    assert shown.startswith("error[Z999]: x\n")
    assert shown.count("^") >= 1


def test_a_line_too_long_to_be_read_is_cut_round_its_first_mark() -> None:
    line = "a" * 1000 + "wrong" + "b" * 1000
    source = SourceText("m.yaml", line)
    found = replace(
        error("N101", "x", Span("m.yaml", 1, 1001, 1, 1006)), labels=(Label(Span("m.yaml", 1, 1, 1, 3), "y"),)
    )
    for diagnostic, start in ((replace(found, labels=()), 940), (found, 0)):
        shown = render_text([diagnostic], {"m.yaml": source}).splitlines()
        text = shown[3].removeprefix("1 | ")
        assert text == f"{'…' if start else ''}{line[start : start + 200]}…"
        assert len(shown[4]) <= 4 + 202
    assert render_text([replace(found, labels=())], {"m.yaml": source}).splitlines()[4] == "  | " + " " * 61 + "^^^^^"


def test_the_end_of_a_long_line_is_shown_too() -> None:
    source = SourceText("m.yaml", "a" * 1000)
    for column in (1000, 1001):
        shown = render_text(
            [error("N101", "x", Span("m.yaml", 1, column, 1, column + 1))], {"m.yaml": source}
        ).splitlines()
        assert shown[3] == f"1 | …{'a' * 200}"
        assert shown[4] == "  | " + " " * (column - 800) + "^"
