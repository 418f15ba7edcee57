"""Where the arrows of a body stand: in one column, so that the rules read as a table.

The rules of an object align with those around it. A list's have a column of their own, and so have an overlay's rules
for inside a list (`Lines[].Field`). A rule that has no neighbour keeps its arrow close.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from engine.language.formatting.words import children, joined, kind, words_of
from engine.model.frozen import frozen

if TYPE_CHECKING:
    from engine.language.formatting.words import Node

INDENT = 4  # of a body, from its head
_TWO_WAY = "<->"
_GAP = 2


@frozen
class Column:
    """Where the arrows of some rules begin, and how wide the widest is; no column for a single rule."""

    start: int | None
    width: int


@frozen
class Arrows:
    """The columns of a body: of its own rules, and of those for inside its lists."""

    plain: Column
    listed: Column

    def gaps(self, target: str, arrow: str, indent: int) -> tuple[str, str, str]:
        """What stands before a rule's arrow; the arrow, in the middle of its column; what is missing behind it."""
        column = self.listed if "[" in target else self.plain
        if column.start is None:
            return " ", arrow, ""
        return " " * (column.start - indent - len(target)), arrow.center(column.width), " " * (_GAP - 1)


def arrows_of(statements: Sequence[Node], source: str, indent: int) -> Arrows:
    """The columns of a body whose statements are indented by so much."""
    found = list(_rules(statements, source, indent))
    return Arrows(*(_column([rule for rule in found if ("[" in rule[0]) is listed]) for listed in (False, True)))


def _rules(statements: Sequence[Node], source: str, indent: int) -> Iterator[tuple[str, str, int]]:
    """Target, arrow and indentation of every rule of a body, those of objects in it included."""
    for statement in statements:
        if kind(statement) == "rule":
            target, arrow, _ = children(statement)
            yield joined(words_of(target, source)), str(arrow), indent
        elif kind(statement) == "block":
            yield from _rules(children(children(statement)[-1])[1:-1], source, indent + INDENT)


def _column(rules: Sequence[tuple[str, str, int]]) -> Column:
    if len(rules) < 2:
        return Column(None, 0)
    start = max(indent + len(target) for target, _, indent in rules) + _GAP
    return Column(start, max(len(arrow) for _, arrow, _ in rules))
