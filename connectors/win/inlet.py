"""The inlet's table as it stands in a database: its shape, its rows by entry, a new row.

Written through the table and not through a view's columns, since ids are given differently from site to site.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy import Unicode, column, func, insert, select, table, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import TableClause
from sqlalchemy.sql.expression import ColumnClause

from connectors.win.catalog import CATALOG
from connectors.win.catalog.inlets import DONE, FAILED, NEW
from connectors.win.columns import Sort, told_columns
from connectors.win.statuses import Settlement
from connectors.win.values import amount_text, canonical, reader_of
from connectors.win.views import column_names
from engine.model.record import Fault, Value
from engine.model.types import Kind

NAME = "payment_in"
ENTITY = CATALOG.entities[NAME]
WRITTEN = tuple(field.name for field in ENTITY.fields if field.writable)

# The embedded database's inlet, made when the first payment comes back; a server's is the site's to make.
CREATE_EMBEDDED = f"""
CREATE TABLE IF NOT EXISTS {NAME} (
    id INTEGER PRIMARY KEY,
    client_no INTEGER NOT NULL,
    invoice_no INTEGER NOT NULL,
    kind TEXT NOT NULL,
    amount TEXT NOT NULL,
    date TEXT NOT NULL,
    kid TEXT,
    go_entry_id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    error TEXT,
    received_at TEXT NOT NULL,
    processed_at TEXT
)
"""

_NAMESPACE = uuid.UUID("6f1d0a52-8a55-5d0b-9b5e-3a0d5a0f7c11")
_READERS = {field.name: reader_of(field) for field in ENTITY.fields}
_NUMBERS = frozenset({Sort.WHOLE, Sort.EXACT, Sort.BINARY_FRACTION})

Cells: TypeAlias = Mapping[str, Value]


def inlet_table(schema: str | None) -> TableClause:
    """The inlet's table, for statements. Its texts are nvarchar: as varchar, SQL Server would lose their letters."""
    return table(NAME, *(_column(name) for name in column_names(ENTITY)), schema=schema)


def _column(name: str) -> ColumnClause[Any]:
    field = ENTITY.find(name)
    return column(name, Unicode()) if field is not None and field.type.kind is Kind.TEXT else column(name)


def create_embedded(connection: Connection) -> None:
    """Make the embedded database's inlet where it is not there."""
    connection.execute(text(CREATE_EMBEDDED))


def find_entry(connection: Connection, inlet: TableClause, entry: str) -> Cells | None:
    """The row of an entry, typed, or None."""
    found = connection.execute(_select(inlet).where(inlet.c.go_entry_id == entry)).first()
    return None if found is None else _typed(found)


def rows_of_status(connection: Connection, inlet: TableClause, status: str) -> list[Cells]:
    """All rows of a status, in the order of their ids."""
    return [
        _typed(raw) for raw in connection.execute(_select(inlet).where(inlet.c.status == status).order_by(inlet.c.id))
    ]


def rows_of_invoice(connection: Connection, inlet: TableClause, row: Cells) -> list[Cells]:
    """All rows that settle the invoice which a row names."""
    mine = _select(inlet).where(inlet.c.client_no == row["client_no"], inlet.c.invoice_no == row["invoice_no"])
    return [_typed(raw) for raw in connection.execute(mine.order_by(inlet.c.go_entry_id))]


def insert_row(connection: Connection, inlet: TableClause, row: Cells, now: datetime, dialect: str) -> None:
    """Append a row with status NY, and the id that its column wants: the next number, or a text made from the entry.

    A server counts its numbers itself. `now` in UTC.
    """
    embedded = inlet.schema is None
    sorts = {name: told.sort for name, told in told_columns(dialect, connection, inlet.schema, NAME).items()}
    cells = {name: stored(row.get(name), embedded=embedded) for name in WRITTEN}
    # A column without a time zone takes UTC as it is; a driver would turn it into the session's own time.
    whole = embedded or sorts.get("received_at") is Sort.MOMENT_WITH_OFFSET
    moment = now if whole else now.replace(tzinfo=None)
    cells |= {"status": NEW, "received_at": stored(moment, embedded=embedded)}
    if sorts.get("id", Sort.WHOLE) not in _NUMBERS:
        cells["id"] = str(uuid.uuid5(_NAMESPACE, str(row["go_entry_id"])))
    elif embedded:
        cells["id"] = _next_number(connection, inlet)
    connection.execute(insert(inlet).values(**cells))


def mark(connection: Connection, inlet: TableClause, ids: list[Value], *, error: str | None, now: datetime) -> None:
    """Say of rows that the invoice's row has been brought up to date from them, or why it was not."""
    verdict = {
        "status": DONE if error is None else FAILED,
        "error": error,
        "processed_at": stored(now, embedded=True),
    }
    connection.execute(update(inlet).where(inlet.c.id.in_(ids)).values(**verdict))


def as_settlement(row: Cells) -> Settlement | None:
    """A row as what it settles; None when its amount or date cannot be read."""
    amount, day = row["amount"], row["date"]
    if not isinstance(amount, Decimal) or not isinstance(day, date):
        return None
    return Settlement(str(row["go_entry_id"]), str(row["kind"]), amount, day)


def differences(row: Cells, other: Cells) -> list[str]:
    """The written fields in which two rows differ."""
    return [name for name in WRITTEN if _comparable(name, row.get(name)) != _comparable(name, other.get(name))]


def stored(value: Value, *, embedded: bool) -> Any:
    """A value as its database keeps it: SQLite has amounts, dates and times as canonical text."""
    if isinstance(value, Decimal):
        return amount_text(value) if embedded else canonical(value)
    return value.isoformat() if embedded and isinstance(value, date) else value


def _select(inlet: TableClause) -> Any:
    return select(*(inlet.c[name] for name in column_names(ENTITY)))


def _typed(raw: Any) -> Cells:
    return {name: _READERS[name](value) for name, value in zip(column_names(ENTITY), raw, strict=True)}


def _comparable(name: str, value: Value) -> Value:
    """A value as it would come back: so that 10 is 10.00, and an empty text is no text."""
    read = _READERS[name](format(value, "f") if isinstance(value, Decimal) else value)
    return value if isinstance(read, Fault) else read or None


def _next_number(connection: Connection, inlet: TableClause) -> int:
    """The next id of the embedded database, which counts for itself only in some kinds of column.

    The writer's lock is held, so nobody else takes it.
    """
    return int(connection.execute(select(func.max(inlet.c.id))).scalar() or 0) + 1
