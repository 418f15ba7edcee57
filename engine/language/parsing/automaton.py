"""The grammar's automaton: a laid out text becomes the nodes of its tree, without the library that made the tables.

The tables (automaton.json) are Lark's own, made of grammar.lark by parsing/grammar.py: loading them costs little beside
making them, and most texts have no mistake. One that has is parsed again by Lark, which knows what could have come.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from engine.model.frozen import frozen

# What the file that holds the tables is called; it stands beside the grammar.
FILE = Path(__file__).parents[1] / "automaton.json"
END = "$END"


class Token(str):
    """A word or a sign of the text. `kind`: the terminal's name. `start_pos` and `end_pos` count its characters."""

    __slots__ = ("end_pos", "kind", "start_pos")

    kind: str
    start_pos: int
    end_pos: int


class Node:
    """A rule of the grammar with what was found for it. `made` is the builder's: what it made of the node."""

    __slots__ = ("children", "made", "rule")

    def __init__(self, rule: str, children: list[Child]) -> None:
        self.rule = rule
        self.children = children
        self.made: Any = None


Child: TypeAlias = Token | Node


@frozen
class Reduction:
    """How a rule of the grammar ends: so many pieces become one.

    `origin`: the rule's name for the tables; `name`: of its node, empty when its children go to the node above (`_rule`
    of the grammar). `kept`: the pieces that are children, each with whether its own children stand in its place.
    `folds`: whether a single child stands for the node (`?rule`).
    """

    origin: str
    size: int
    name: str
    folds: bool
    kept: tuple[tuple[int, bool], ...]


@frozen
class Automaton:
    """The tables. `rows`: of each state, what a terminal does: the next state, or the reduction `-1 - number`; and of a
    rule that was reduced, the next state. `starts` and `ends`: the first and last states of what may be parsed.

    `words`: all terminals as one pattern; the first that fits counts. `ignored`: terminals that are passed over.
    """

    rows: tuple[dict[str, int], ...]
    reductions: tuple[Reduction, ...]
    starts: dict[str, int]
    ends: dict[str, int]
    terminals: tuple[tuple[str, str], ...]
    words: re.Pattern[str]
    ignored: frozenset[str]


@cache
def automaton() -> Automaton:
    """The tables, read once a process and only when there is something to parse."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    terminals = tuple((name, pattern) for name, pattern in data["terminals"])
    return Automaton(
        rows=tuple(data["rows"]),
        reductions=tuple(_reduction(*parts) for parts in data["reductions"]),
        starts=data["starts"],
        ends=data["ends"],
        terminals=terminals,
        words=_pattern(terminals),
        ignored=frozenset(data["ignored"]),
    )


def _reduction(origin: str, size: int, name: str, folds: bool, kept: list[tuple[int, bool]]) -> Reduction:
    return Reduction(origin, size, name, folds, tuple((index, in_its_place) for index, in_its_place in kept))


def nodes_of(text: str, rule: str) -> list[Node] | None:
    """The nodes of a text's tree, each behind its children, the whole last; None when the text has a mistake.

    `rule`: what the text is, one of the grammar's starts.
    """
    tables, position = automaton(), 0
    states, values, nodes = [tables.starts[rule]], [], []  # type: tuple[list[int], list[Any], list[Node]]
    while True:
        token = _next(text, position, states[-1], tables)
        if token is None:
            return None
        while (action := tables.rows[states[-1]].get(token.kind)) is not None and action < 0:
            _reduce(tables.reductions[-1 - action], states, values, nodes, tables)
            if token.kind == END and states[-1] == tables.ends[rule]:
                return nodes
        if action is None:
            return None
        states.append(action)
        values.append(token)
        position = token.end_pos


def _reduce(reduction: Reduction, states: list[int], values: list[Any], nodes: list[Node], tables: Automaton) -> None:
    """Put one node in the place of the pieces that it is made of."""
    first = len(values) - reduction.size
    children: list[Child] = []
    for index, in_its_place in reduction.kept:
        piece = values[first + index]
        if in_its_place and not children:
            children = piece  # a list that grows statement by statement is not copied each time
        elif in_its_place:
            children += piece
        else:
            children.append(piece)
    del states[first + 1 :], values[first:]
    states.append(tables.rows[states[-1]][reduction.origin])
    if not reduction.name:
        values.append(children)
    elif reduction.folds and len(children) == 1:
        values.append(children[0])
    else:
        values.append(Node(reduction.name, children))
        nodes.append(values[-1])


def _next(text: str, position: int, state: int, tables: Automaton) -> Token | None:
    """The token that stands next; None when there is none that a state knows, nor any other."""
    row = tables.rows[state]
    while position < len(text):
        found = tables.words.match(text, position)
        if found is None or (found.lastgroup not in row and found.lastgroup not in tables.ignored):
            # A word may be one thing here and another elsewhere, as `series` is.
            found = _known_in(state).match(text, position)
        if found is None or found.lastgroup is None:
            return None
        if found.lastgroup not in tables.ignored:
            return _token(found[0], found.lastgroup, *found.span())
        position = found.end()
    return _token("", END, position, position)


def _token(text: str, kind: str, start: int, end: int) -> Token:
    token = Token(text)
    token.kind, token.start_pos, token.end_pos = kind, start, end
    return token


@cache
def _known_in(state: int) -> re.Pattern[str]:
    """The terminals that a state knows, in the order of all."""
    tables = automaton()
    known = (*tables.rows[state], *tables.ignored)
    return _pattern(tuple(terminal for terminal in tables.terminals if terminal[0] in known))


def _pattern(terminals: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in terminals))
