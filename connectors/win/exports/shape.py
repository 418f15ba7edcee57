"""What a file may hold: the columns of a view, or of the invoice journal, which is an invoice and its lines in one row.

A journal's columns are those of the two views; a line's stand under their name with `line_` before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from connectors.win.catalog import CATALOG, VIEWS
from connectors.win.views import column_names
from engine.model.schema import Entity, Field

JOURNAL = "invoice_journal"
LINE = "line_"


@dataclass(frozen=True, slots=True)
class Shape:
    """`columns`: the field of each column. `key`: the columns that tell rows apart. `given`: those of the columns that
    must have a value and are not made from others; a file without one of them is not read."""

    name: str
    columns: Mapping[str, Field]
    key: tuple[str, ...]
    given: frozenset[str]


def _columns(entity: Entity, prefix: str = "", without: tuple[str, ...] = ()) -> dict[str, Field]:
    found = ((name, entity.find(name)) for name in column_names(entity) if name not in without)
    return {f"{prefix}{name}": field for name, field in found if field is not None}


def _shape(entity: Entity) -> Shape:
    columns = _columns(entity)
    return _shaped(entity.name, columns, entity.key, made={"row_id"})


def _journal() -> Shape:
    invoice, line = CATALOG.entities["invoice"], CATALOG.entities["invoice_line"]
    columns = _columns(invoice) | _columns(line, LINE, without=(*invoice.key, "row_id"))
    made = {"row_id", f"{LINE}line_no", "client_no", "exchange_rate", "currency"}
    return _shaped(JOURNAL, columns, (*invoice.key, f"{LINE}line_no"), made)


def _shaped(name: str, columns: dict[str, Field], key: tuple[str, ...], made: set[str]) -> Shape:
    given = frozenset(column for column, field in columns.items() if field.required and column not in made)
    return Shape(name, MappingProxyType(columns), key, given)


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {**{name: _shape(CATALOG.entities[name]) for name in VIEWS}, JOURNAL: _journal()}
)
