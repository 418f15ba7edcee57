"""Rules that are laid out anew say the same, have all their comments, and stay so when it is done again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import event, given

from engine.diagnostics.source import Embedded
from engine.language import ast
from engine.language.formatter import format_rules
from engine.language.formatting.remarks import remarks_of
from engine.language.parser import parse_rules
from engine.mapping.trees import same
from strategies.broken_mappings import SHIPPED
from strategies.two_way_mappings import two_way_mappings
from strategies.written_rules import two_writings, written_rules

PAIRS = sorted((Path(__file__).parents[1] / "errors").glob("*.rules"))


def parsed(text: str) -> tuple[ast.Statement, ...] | None:
    """What rules say; None when there is a mistake in them."""
    found = parse_rules(Embedded("a.yaml", text, 1, 1))
    return None if found.diagnostics else found.statements


def comments(text: str) -> list[str]:
    return [remark.text for remark in remarks_of(text)]


def _holds(text: str) -> None:
    before = parsed(text)
    assert before is not None, text
    made = format_rules(text)
    after = parsed(made)
    assert after is not None, made
    assert same(before, after), made
    assert comments(made) == comments(text)
    assert format_rules(made) == made


@pytest.mark.parametrize("name", SHIPPED)
def test_the_rules_of_a_shipped_mapping(name: str) -> None:
    (block,) = re.findall(r"^rules: \|\n((?:  .*\n|\n)+)", SHIPPED[name], re.MULTILINE)
    _holds(block)


def test_every_example_of_a_mistake_that_is_none_of_writing() -> None:
    texts = [path.read_text(encoding="utf-8") for path in PAIRS]
    readable = [text for text in texts if parsed(text) is not None]
    assert len(readable) >= 30
    for text in readable:
        _holds(text)


@given(written_rules)
def test_rules_in_any_writing(text: str) -> None:
    event("comments" if comments(text) else "none")
    _holds(text)


@given(two_way_mappings())
def test_rules_that_pass_the_checker(text: str) -> None:
    _holds(text.split("rules: |\n")[1])


@given(two_writings)
def test_one_program_has_one_layout_however_it_was_written(texts: tuple[str, str]) -> None:
    one, other = texts
    assert format_rules(one) == format_rules(other)
