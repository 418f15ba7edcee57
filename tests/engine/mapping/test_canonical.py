"""The rules of a file are laid out anew; every byte around them stays, and what says nothing is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.mapping.canonical import Canonical, canonical, canonical_file
from strategies.broken_mappings import SHIPPED, mistaken_mappings

UNTIDY = """\
# of the file
mapping:   thing   # odd, and kept
select: a==  b   # why
rules:   |   # the rules
    Number  = a

    Nm=b


tests:
  - {name:   x}
"""
TIDY = """\
# of the file
mapping:   thing   # odd, and kept
select: a == b   # why
rules:   |   # the rules
    Number  =  a

    Nm      =  b


tests:
  - {name:   x}
"""


def after(text: str) -> str:
    made = canonical(text.encode("utf-8"), "m.yaml")
    assert made.diagnostics == ()
    return made.after.decode("utf-8")


def codes(made: Canonical) -> list[str]:
    assert made.after == made.before
    return [diagnostic.code for diagnostic in made.diagnostics]


def test_only_rules_and_select_are_touched() -> None:
    assert after(UNTIDY) == TIDY
    assert after(TIDY) == TIDY


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_breaks_stay_those_of_the_file(end: str) -> None:
    assert after(UNTIDY.replace("\n", end)) == TIDY.replace("\n", end)


def test_a_file_s_mark_and_its_missing_last_line_break_stay() -> None:
    assert after("\ufeffrules: |\n  A=a\n") == "\ufeffrules: |\n  A = a\n"
    assert after("\ufeffmapping: x\nrules: |\n  A=a") == "\ufeffmapping: x\nrules: |\n  A = a"
    assert after("mapping: x\nrules: |-\n  A { B=a }") == "mapping: x\nrules: |-\n  A {\n      B = a\n  }"


def test_an_indentation_that_is_said_stays() -> None:
    assert after("rules: |2\n      A=a\n   Bb = b\nmapping: x\n") == "rules: |2\n  A   =  a\n  Bb  =  b\nmapping: x\n"


@pytest.mark.parametrize(
    "kept",
    [
        "select: 'a==b'\n",
        "select: |\n  a==b\n",
        "select: sum(each line in lines:line.net)>0\n",
        "rules: A=a\n",
        "rules: |\n\nmapping: x\n",
        "table: vat\nrows:\n  rules: a==b\n",
        "workspace: x\n",
        "{select: a==b}\n",
    ],
)
def test_what_is_no_plain_expression_and_no_block_is_left_alone(kept: str) -> None:
    assert after(kept) == kept


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"rules: |\n  A = = a\n  Bb=b\n", "S101"),
        (b"select: a ==\nrules: |\n  Bb=b\n", "S115"),
        (b"rules: >\n  Bb=b\n", "D109"),
        (b"rules: |\n  A=a\nrules: |\n  B=b\n", "D108"),
        (b"rules: |\n  A=\xff\n", "D103"),
        (b"rules: [\n", "D105"),
    ],
)
def test_what_cannot_be_read_is_told_and_left_alone(content: bytes, said: str) -> None:
    made = canonical(content, "m.yaml")
    assert codes(made) == [said]
    assert all(diagnostic.is_error and diagnostic.span is not None for diagnostic in made.diagnostics)


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    assert codes(canonical_file(tmp_path, "a folder")) == ["D101"]


@given(mistaken_mappings)
def test_a_mistaken_mapping_is_either_laid_out_or_told(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    made = canonical(content, "m.yaml")
    assert not (made.changes and made.diagnostics)
    assert not canonical(made.after, "m.yaml").changes


@given(st.sampled_from(sorted(SHIPPED)), st.data())
def test_a_shipped_mapping_gets_its_layout_back(name: str, data: st.DataObject) -> None:
    """Lines below the first, which says how far the block is indented, are indented by more, and end in a space."""
    text = SHIPPED[name]
    head, rest = text.split("rules: |\n")
    rules, tests = rest.split("\ntests:")
    lines = rules.split("\n")
    for index in data.draw(st.sets(st.integers(1, len(lines) - 1), max_size=8)):
        if lines[index].strip() and not lines[index].lstrip().startswith("#"):
            lines[index] = data.draw(st.sampled_from(("    ", "\u00a0"))).join(("  ", lines[index].lstrip(), ""))
    changed = "\n".join(lines)
    assert after(f"{head}rules: |\n{changed}\ntests:{tests}") == text
