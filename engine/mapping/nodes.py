"""The nodes of a document: texts, maps and lists, each with its place in the file."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from engine.diagnostics.source import Span
from engine.model.frozen import frozen


class Style(Enum):
    """How a text was written."""

    PLAIN = "plain"
    QUOTED = "quoted"
    BLOCK = "block"  # `|`
    FOLDED = "folded"  # `>`, or a plain or quoted text over several lines


@frozen
class TextNode:
    """A scalar. Of a block, `span` is its indicator and `indent` what was taken off each line (characters)."""

    text: str
    span: Span
    style: Style = Style.PLAIN
    indent: int = 0


@frozen
class Entry:
    """One `key: value` of a map."""

    key: TextNode
    value: Node


@frozen
class MapNode:
    """`key: value` pairs in file order; keys are unique."""

    entries: tuple[Entry, ...]
    span: Span

    def find(self, key: str) -> Entry | None:
        """The entry of that key."""
        return next((entry for entry in self.entries if entry.key.text == key), None)


@frozen
class ListNode:
    """Items in file order."""

    items: tuple[Node, ...]
    span: Span


Node: TypeAlias = "TextNode | MapNode | ListNode"
