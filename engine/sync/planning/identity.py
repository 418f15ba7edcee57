"""Who a record is in its own system: its key as rules read it, so that `link` finds it, and what is no key at all."""

from __future__ import annotations

from collections.abc import Iterable

from engine.language.clean import clean
from engine.model.record import Fault, Row, Value
from engine.model.text import say

_ABSENT = Fault("", say("missing: the view gives no value"))


def identity_of(row: Row, columns: Iterable[str]) -> str:
    """A row's key as text, clean; several columns are joined with `/` (an invoice: `1/5001`)."""
    return "/".join([_text(row.get(column)) for column in columns])


def key_faults(row: Row, columns: Iterable[str]) -> list[tuple[str, Fault]]:
    """The key's columns that name nothing, and why: a record without its key cannot be followed."""
    found: list[tuple[str, Fault]] = []
    for column in columns:
        value = row.get(column)
        if value.__class__ is int:  # nearly all: nothing more need be asked of it
            continue
        value = as_read(value)
        if isinstance(value, Fault):
            found.append((column, value))
        elif value is None:
            found.append((column, _ABSENT))
    return found


def as_read(value: Value) -> Value:
    """A value as rules read it: a text clean, and an empty one absent."""
    return clean(value) if isinstance(value, str) else value


def _text(value: Value) -> str:
    if value.__class__ is int:
        return str(value)
    if isinstance(value, Fault):
        return value.text
    read = as_read(value)
    return "" if read is None else str(read)
