"""A test's `given:` as a record: every text read as the type that the source's catalog declares.

What is left out is absent, or neutral where the catalog requires a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal

from engine.diagnostics.diagnostic import Diagnostic
from engine.mapping import complaints
from engine.mapping.document import Entry, ListNode, MapNode, Node, TextNode
from engine.model.frozen import changeable, field, replace
from engine.model.pattern import pattern
from engine.model.record import Row, Scalar, Value
from engine.model.schema import Catalog, Entity, Field, Reference
from engine.model.text import Text, say
from engine.model.types import Kind, Type

_NUMBER = pattern(r"-?\d+(\.\d+)?", re.ASCII)
_FLAGS = {"yes": True, "no": False, "true": True, "false": False}
_EXPECTED: Mapping[Kind, Text] = {
    Kind.NUMBER: say("a number, as 12.50"),
    Kind.FLAG: say("yes or no"),
    Kind.DATE: say("a date, as 2026-01-31"),
    Kind.DATETIME: say("a time with its offset, as 2026-01-31T12:00:00+01:00"),
    Kind.OBJECT: say("fields with their values"),
    Kind.LIST: say("a list of items"),
}


def takes(type_: Type) -> Text:
    """What a field of a type takes, for a complaint."""
    if type_.kind is Kind.NUMBER and type_.scale == 0:
        return say("a whole number")
    return _EXPECTED.get(type_.kind) or say("a single value")


class NoSuchValue(ValueError):
    """A text is no value of the type that was asked for."""


@changeable
class _Reading:
    """One record while it is read."""

    catalog: Catalog
    today: date
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read_given(node: MapNode, entity: Entity, catalog: Catalog, today: date) -> tuple[Row, tuple[Diagnostic, ...]]:
    """The record that a test gives, and what is wrong with it (D404, D405)."""
    reading = _Reading(catalog, today)
    row = _row(node, entity.fields, entity.references, entity.title, reading)
    return row, tuple(reading.diagnostics)


def read_scalar(text: str, type_: Type) -> Scalar:
    """A text as a value of a type; an empty one is absent unless it is a text. Raises NoSuchValue."""
    if type_.kind in (Kind.TEXT, Kind.FILE):
        return text
    stripped = text.strip()
    if not stripped:
        return None
    try:
        value = _PARSERS[type_.kind](stripped)
    except (KeyError, ValueError) as failure:
        raise NoSuchValue(text) from failure
    if type_.scale == 0 and isinstance(value, Decimal):
        raise NoSuchValue(text)
    return value


def _number(text: str) -> Scalar:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    # As a connector gives it: without trailing zeros, whole numbers without a point.
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return Decimal(short) if "." in short else int(short)


def _flag(text: str) -> Scalar:
    return _FLAGS[text]


def _datetime(text: str) -> Scalar:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def _id(text: str) -> Scalar:
    return int(text) if text.isascii() and text.isdigit() and (text == "0" or text[0] != "0") else text


_PARSERS = {
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.DATE: date.fromisoformat,
    Kind.DATETIME: _datetime,
    Kind.ID: _id,
}


# ---- rows


def _row(
    node: MapNode, fields: Iterable[Field], references: Iterable[Reference], title: str, reading: _Reading
) -> dict[str, Value]:
    declared = {one.name: one for one in fields}
    referred = {one.name: one for one in references}
    row: dict[str, Value] = {}
    for entry in _nested(node):
        name = entry.key.text
        if name in declared:
            row[name] = _value(entry, declared[name], reading)
        elif name in referred:
            row[name] = _referred(entry, referred[name], reading)
        else:
            known = (*declared, *referred)
            reading.diagnostics.append(complaints.test_field(entry.key.span, name, title, known))
    for name, one in declared.items():
        if name not in row and one.required:
            row[name] = _neutral(one, reading.today)
    return row


def _nested(node: MapNode) -> tuple[Entry, ...]:
    """The entries, with `customer.is_internal: yes` written as `customer: {is_internal: yes}`."""
    entries: dict[str, Entry] = {}
    for entry in node.entries:
        head, dot, rest = entry.key.text.partition(".")
        if not dot:
            entries[head] = entry
            continue
        inner = Entry(replace(entry.key, text=rest), entry.value)
        known = entries.get(head)
        before = known.value.entries if known is not None and isinstance(known.value, MapNode) else ()
        entries[head] = Entry(replace(entry.key, text=head), MapNode((*before, inner), entry.key.span))
    return tuple(entries.values())


def _referred(entry: Entry, reference: Reference, reading: _Reading) -> Value:
    entity = reading.catalog.entities[reference.entity]
    if isinstance(entry.value, MapNode):
        return _row(entry.value, entity.fields, entity.references, entity.title, reading)
    if isinstance(entry.value, ListNode) or entry.value.text.strip():
        _complain(entry, _EXPECTED[Kind.OBJECT], reading)
    return None


def _value(entry: Entry, one: Field, reading: _Reading) -> Value:
    node, kind = entry.value, one.type.kind
    if kind is Kind.LIST and isinstance(node, ListNode):
        return tuple(_item(item, entry, one, reading) for item in node.items)
    if kind is Kind.OBJECT and isinstance(node, MapNode):
        return _row(node, one.fields, (), one.name, reading)
    if isinstance(node, TextNode) and kind not in (Kind.LIST, Kind.OBJECT):
        try:
            return read_scalar(node.text, one.type)
        except NoSuchValue:
            pass
    _complain(entry, takes(one.type), reading)
    return None


def _item(item: Node, entry: Entry, one: Field, reading: _Reading) -> Row:
    if isinstance(item, MapNode):
        references = _item_references(one, reading)
        return _row(item, one.fields, references, one.name, reading)
    _complain(entry, _EXPECTED[Kind.LIST], reading)
    return {}


def _item_references(one: Field, reading: _Reading) -> tuple[Reference, ...]:
    """The references of a list's items, when their entity is in the catalog."""
    entity = reading.catalog.entities.get(one.type.entity or "")
    return entity.references if entity is not None else ()


def _complain(entry: Entry, expected: str, reading: _Reading) -> None:
    node = entry.value
    text = node.text if isinstance(node, TextNode) else None
    span = node.span if isinstance(node, TextNode) and node.text else entry.key.span
    reading.diagnostics.append(complaints.test_value(span, entry.key.text, expected, text))


def _neutral(one: Field, today: date) -> Value:
    """A value that says nothing: of a text with choices the first of them, so that the record could exist."""
    kind = one.type.kind
    if kind is Kind.FLAG:
        return one.name == "active"
    if kind in (Kind.NUMBER, Kind.DATE):
        return 0 if kind is Kind.NUMBER else today
    if kind is Kind.DATETIME:
        return datetime.combine(today, time(), UTC)
    if kind is Kind.LIST:
        return ()
    if kind is Kind.OBJECT:
        return {}
    return min(one.type.choices) if one.type.choices else "x"
