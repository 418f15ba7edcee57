"""Rows as text, and back again exactly: the same names in the same order, the same values of the same types."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

from connectors.win.catalog.slots import OWN
from connectors.win.open_view import TypedRow
from engine.model.record import Fault, Row, Value
from engine.model.schema import Entity, Field
from engine.model.text import as_data, from_data
from engine.model.types import Kind

_Cell: TypeAlias = Any  # what JSON has of it
_PLAIN = (Kind.TEXT, Kind.ID, Kind.FLAG)


class Packing:
    """How the rows of an entity are kept. Values are those that values.py makes, faults among them."""

    def __init__(self, entity: Entity) -> None:
        self._names, self._cells = _shape([field for field in entity.fields if field.name != OWN])

    def pack(self, row: Row) -> str:
        """A row as text."""
        return json.dumps(_packed(row), separators=(",", ":"))

    def unpack(self, packed: str) -> TypedRow:
        """The row that was packed."""
        return _unpacked(json.loads(packed), self._names, self._cells)


_Revive: TypeAlias = Callable[[_Cell], Value]
_Cells: TypeAlias = Sequence[tuple[str, _Revive]]


def _shape(fields: Sequence[Field]) -> tuple[tuple[str, ...], _Cells]:
    """The names of all fields, and how those come back that JSON has no like of."""
    revived = [(field.name, revive) for field in fields if (revive := _revive_of(field)) is not None]
    return tuple(field.name for field in fields), revived


def _revive_of(field: Field) -> _Revive | None:
    kind = field.type.kind
    if kind in _PLAIN or (kind is Kind.NUMBER and field.type.scale == 0):
        return None
    if kind is Kind.LIST:
        names, cells = _shape(field.fields)
        return lambda rows: tuple(_unpacked(row, names, cells) for row in rows)
    assert kind in (Kind.NUMBER, Kind.DATE), f"{field.name}: no mirror keeps a {kind.value}"
    return _decimal if kind is Kind.NUMBER else _day


def _packed(row: Row) -> list[_Cell]:
    return [value if value.__class__ in _AS_THEY_ARE else _PACKED[type(value)](value) for value in row.values()]


def _unpacked(cells: list[_Cell], names: Sequence[str], revived: _Cells) -> TypedRow:
    row = dict(zip(names, cells, strict=True))
    for name, revive in revived:
        cell = row[name]
        if cell is not None and cell.__class__ is not dict:
            row[name] = revive(cell)
    if any(cell.__class__ is dict for cell in cells):
        row.update((name, _fault(cell)) for name, cell in row.items() if cell.__class__ is dict)
    return row


def _packed_fault(fault: Fault) -> _Cell:
    return {"text": fault.text, "reason": as_data(fault.reason)}


def _fault(cell: Mapping[str, _Cell]) -> Fault:
    return Fault(cell["text"], from_data(cell["reason"]))


@lru_cache(maxsize=8192)
def _decimal(digits: str) -> Decimal:
    return Decimal(digits)


@lru_cache(maxsize=8192)
def _day(content: str) -> date:
    return date.fromisoformat(content)


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
_PACKED: dict[type, Callable[[Any], _Cell]] = {
    Decimal: lambda value: format(value, "f"),
    date: date.isoformat,
    Fault: _packed_fault,
    tuple: lambda rows: [_packed(row) for row in rows],
}
