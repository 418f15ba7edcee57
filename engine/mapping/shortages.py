"""`missing:` of a test: links and settings that are not found, while all others are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.language.outcome import References
from engine.mapping import complaints
from engine.mapping.document import ListNode, MapNode, Node, TextNode
from engine.model.frozen import frozen


@frozen
class Shortage:
    """One thing that is not there: an entity or a setting, with the key, or None for all of it."""

    name: str
    key: str | None
    span: Span


def read_shortages(node: Node) -> tuple[Shortage, ...]:
    """`customer`, `customer:77`, `VatCode.Code:52`, `{customer: 77}`, or a list of these."""
    if isinstance(node, ListNode):
        return tuple(shortage for item in node.items for shortage in read_shortages(item))
    if isinstance(node, MapNode):
        return tuple(
            Shortage(_entity(entry.key.text), key.text, entry.key.span)
            for entry in node.entries
            for key in (entry.value.items if isinstance(entry.value, ListNode) else (entry.value,))
            if isinstance(key, TextNode)
        )
    name, mark, key = node.text.partition(":")
    if not mark:
        name, _, key = node.text.partition(" ")
    return (Shortage(_entity(name.strip()), key.strip() or None, node.span),)


def without(references: References, shortages: Iterable[Shortage]) -> References:
    """The same answers, except for what is short."""
    short = {(shortage.name, shortage.key) for shortage in shortages}

    def answer(kind: str, name: str, key: Any) -> Any:
        entity = _entity(name)
        if (entity, None) in short or (entity, _key(kind, key)) in short:
            return None
        return references(kind, name, key)

    return answer


def shortage_complaints(shortages: Iterable[Shortage], known: Iterable[str]) -> Iterator[Diagnostic]:
    """Names that no rule links to and the target has no setting of (D404)."""
    names = sorted(known)
    for shortage in shortages:
        if shortage.name not in names:
            yield complaints.test_shortage(shortage.span, shortage.name, names)


def _entity(name: str) -> str:
    """The entity or setting of `customer.SubledgerAccountId`, `VatCode.Code`."""
    return name.partition(".")[0]


def _key(kind: str, key: Any) -> str:
    """A key as a test writes it; of a find at a date, the value alone."""
    if not isinstance(key, tuple):
        return str(key)
    return str(key[0]) if kind == "find" else "/".join(str(part) for part in key)
