"""The demo's rows and the tables that hold them: made from the catalog, named and shaped as the views are.

Rows hold plain values; what SQLite keeps of them (canonical text for amounts and dates) is decided here.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import TypeAlias

from connectors.win.catalog import CATALOG, columns_of
from connectors.win.inlet import CREATE_EMBEDDED
from connectors.win.values import amount_text
from connectors.win.views import column_names
from engine.model.record import key_text
from engine.model.schema import Entity, Field
from engine.model.types import Kind

Cell: TypeAlias = "str | int | bool | Decimal | date | None"
DemoRow: TypeAlias = "Mapping[str, Cell]"
Kept: TypeAlias = "str | int | None"  # what SQLite keeps of a cell
Stored: TypeAlias = "dict[str, Kept]"

_NAMESPACE = uuid.UUID("0d9f3f0e-3d0c-5b6e-8a51-2c8b8b1f7a10")

_CREATE_TIME_IN = """
CREATE TABLE time_in (
    id INTEGER PRIMARY KEY,
    entry_id TEXT NOT NULL,
    date TEXT NOT NULL,
    employee_no INTEGER NOT NULL,
    customer_no INTEGER,
    project_no TEXT,
    activity_no TEXT NOT NULL,
    hours TEXT NOT NULL,
    comment TEXT,
    go_id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    error TEXT,
    received_at TEXT NOT NULL,
    processed_at TEXT
)
"""

_INLETS = {"payment_in": CREATE_EMBEDDED, "time_in": _CREATE_TIME_IN}


def create_tables(connection: sqlite3.Connection) -> None:
    """Make every table of the contract, empty."""
    for entity in CATALOG.entities.values():
        connection.execute(_INLETS.get(entity.name) or _create_statement(entity))


def stored_rows(name: str, rows: Iterable[DemoRow]) -> list[Stored]:
    """Rows as a table keeps them, every column told; each gets the row_id that its key has always had."""
    entity = CATALOG.entities[name]
    names = column_names(entity)
    return [{column: _stored(whole.get(column)) for column in names} for whole in (_whole(entity, row) for row in rows)]


def insert_rows(connection: sqlite3.Connection, name: str, rows: Iterable[Stored]) -> int:
    """Put rows into a table, and say how many they were. They may be made while they are put in."""
    names = column_names(CATALOG.entities[name])
    marks = ", ".join("?" for _ in names)
    statement = f"INSERT INTO {name} ({', '.join(names)}) VALUES ({marks})"
    return connection.executemany(statement, map(itemgetter(*names), rows)).rowcount


def _whole(entity: Entity, row: DemoRow) -> DemoRow:
    unknown = set(row) - set(column_names(entity))
    assert not unknown, (entity.name, unknown)
    return {"row_id": str(uuid.uuid5(_NAMESPACE, f"{entity.name}:{key_text(row, entity.key)}")), **row}


def _create_statement(entity: Entity) -> str:
    columns = [_column(field) for field in columns_of(entity)]
    return f"CREATE TABLE {entity.name} ({', '.join(columns)}, PRIMARY KEY ({', '.join(entity.key)}))"


def _column(field: Field) -> str:
    whole = field.type.kind is Kind.FLAG or (field.type.kind is Kind.NUMBER and field.type.scale == 0)
    return f"{field.name} {'INTEGER' if whole else 'TEXT'}{' NOT NULL' if field.required else ''}"


def _stored(cell: Cell) -> Kept:
    if isinstance(cell, Decimal):
        return amount_text(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return int(cell) if isinstance(cell, bool) else cell
