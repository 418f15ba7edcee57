"""The automaton reads what Lark reads, and refuses what Lark refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Token, Tree
from lark.exceptions import UnexpectedInput

from engine.language.parsing.automaton import Node, automaton, nodes_of
from engine.language.parsing.grammar import STARTS, grammar
from engine.language.parsing.layout import lay_out
from engine.language.parsing.mistakes import RESERVED
from engine.language.parsing.slips import SLIPS
from engine.mapping.document import MapNode, read_file, text_at

ROOT = Path(__file__).parents[4]
SHIPPED = sorted((ROOT / "mappings").glob("base/*.yaml"))
WORDS = [*"abc", "series", "within", "ordered", "x1", "1", "2.50", "1a", "2026-01-31", "2026-13-31x", '"a"', '"', "\n"]
SIGNS = ["<->", "<-", "=", "==", "!=", "<=", "??", "?", "|", "+", "-", "*", "/", *"()[]{}.:,", " "]
KEYWORDS = sorted(RESERVED - {"within"})


def read_by_lark(text: str, rule: str) -> Any:
    """The tree as nested lists; None for a text with a mistake."""
    try:
        return _lark_shape(grammar().parse(text, start=rule))
    except UnexpectedInput:
        return None


def _lark_shape(tree: Tree[Token] | Token) -> Any:
    if isinstance(tree, Token):
        return (tree.type, str(tree), tree.start_pos, tree.end_pos)
    return [str(tree.data), *map(_lark_shape, tree.children)]


def read_by_automaton(text: str, rule: str) -> Any:
    nodes = nodes_of(text, rule)
    return None if nodes is None else _shape(nodes[-1])


def _shape(piece: Any) -> Any:
    if isinstance(piece, Node):
        return [piece.rule, *map(_shape, piece.children)]
    return (piece.kind, str(piece), piece.start_pos, piece.end_pos)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_it_reads_the_shipped_rules_as_lark_does(path: Path) -> None:
    root = read_file(path, path.name).root
    assert isinstance(root, MapNode)
    rules = text_at(root, "rules")
    assert rules is not None
    text = lay_out(rules.text).masked
    assert read_by_automaton(text, "rules") == read_by_lark(text, "rules") is not None


@pytest.mark.parametrize("example", [example for slip in SLIPS for example in slip.examples])
def test_it_refuses_every_usual_slip(example: str) -> None:
    assert nodes_of(example, "one") is None


@pytest.mark.parametrize("text", ["a within series.customers", "series within series.series", "series.within.a"])
def test_a_word_that_is_reserved_in_one_place_is_a_name_in_others(text: str) -> None:
    assert read_by_automaton(text, "expression") == read_by_lark(text, "expression")


@given(st.sampled_from(STARTS), st.lists(st.sampled_from([*WORDS, *SIGNS, *KEYWORDS]), max_size=12), st.booleans())
def test_it_agrees_with_lark_on_any_text(rule: str, words: list[str], spaced: bool) -> None:
    text = (" " if spaced else "").join(words)
    assert read_by_automaton(text, rule) == read_by_lark(text, rule)


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, str]:
    """A start with a sentence of it, walked at random through the tables until it may end."""
    tables, rule = automaton(), draw(st.sampled_from(STARTS))
    states, words = [tables.starts[rule]], list[str]()
    for _ in range(draw(st.integers(0, 40))):
        choices = [kind for kind in tables.rows[states[-1]] if kind in _EXAMPLES]
        kind = draw(st.sampled_from(choices)) if choices else None
        if kind is None or not _step(states, kind):
            break
        words.append(_EXAMPLES[kind])
    return rule, " ".join(words)


def _step(states: list[int], kind: str) -> bool:
    """Take one token; no when it does not fit after all."""
    tables = automaton()
    while (action := tables.rows[states[-1]].get(kind)) is not None and action < 0:
        reduction = tables.reductions[-1 - action]
        del states[len(states) - reduction.size :]
        states.append(tables.rows[states[-1]][reduction.origin])
    if action is not None:
        states.append(action)
    return action is not None


_EXAMPLES = {word.upper(): word for word in (*KEYWORDS, "within", "series")} | {
    "NAME": "abc",
    "NUMBER": "1.5",
    "DATE": "2026-01-31",
    "TEXT": '"t"',
    "TWO_WAY": "<->",
    "COMPARE": "<",
    "EQUALS": "=",
    "DEFAULT": "??",
    "PIPE": "|",
    "PLUS": "+",
    "MINUS": "-",
    "TIMES": "*",
    "DIVIDE": "/",
    "LPAR": "(",
    "RPAR": ")",
    "LBRACKET": "[",
    "RBRACKET": "]",
    "LBRACE": "{",
    "RBRACE": "}",
    "_DOT": ".",
    "_COLON": ":",
    "_COMMA": ",",
    "_NEWLINE": "\n",
}


@given(sentences())
def test_it_agrees_with_lark_on_what_begins_well(sentence: tuple[str, str]) -> None:
    rule, text = sentence
    assert read_by_automaton(text, rule) == read_by_lark(text, rule)


def test_every_terminal_has_an_example() -> None:
    assert {name for name, _ in automaton().terminals} - automaton().ignored == set(_EXAMPLES)
