"""One view of a site while it is read, in one transaction: whole, by keys, or its keys alone; each value typed.

An invoice's lines are read a chunk of invoices at a time, so memory stays flat and no query is sent for one row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, literal_column, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from connectors.win.catalog import identities_of
from connectors.win.connect import Database
from connectors.win.paging import order_key, paged_rows
from connectors.win.values import Reader, identity_text, reader_of, text_value
from connectors.win.views import Views, column_names, line_entity_of
from engine.model.record import Row, Value
from engine.model.schema import Entity, Field
from engine.model.types import Kind

CHUNK_ROWS = 500  # SQL Server takes 2,100 parameters, and rows and lines are asked for by their numbers

Key: TypeAlias = tuple[Any, ...]  # what the database orders a row by, as its driver gives it
TypedRow: TypeAlias = dict[str, Value]
_Raw: TypeAlias = Sequence[Any]
_UNREADABLE_TEXT = "could not decode to utf-8"
_BINARY_DIGITS = 15  # what a double holds of a decimal, always


class OpenView:
    """A view of a site, open on a connection; `condition` says which of its rows are the workspace's."""

    def __init__(
        self, database: Database, views: Views, connection: Connection, entity: Entity, condition: ColumnElement[bool]
    ) -> None:
        self.database = database
        self.views = views
        self.connection = connection
        self.entity = entity
        self.condition = condition
        self.source = views.source(entity.name)
        self.key = order_key(self.source, entity)
        self._typed = _typing(entity, column_names(entity))

    def chunks(self) -> Iterator[list[TypedRow]]:
        """All rows by key, CHUNK_ROWS at a time."""
        rows = map(self._typed, self._by_key(self._wide(self.condition)))
        while chunk := list(islice(rows, CHUNK_ROWS)):
            yield self._whole(chunk)

    def keyed_chunks(self) -> Iterator[list[tuple[Key, TypedRow]]]:
        """The same, each row with its key."""
        raw = self._by_key(self._with_key(self._wide(self.condition)))
        while part := list(islice(raw, CHUNK_ROWS)):
            yield self._keyed(part)

    def rows_of(self, keys: Sequence[Key]) -> dict[Key, TypedRow]:
        """The rows that have one of at most CHUNK_ROWS keys and are the workspace's."""
        among = and_(
            *(part.in_(sorted({key[place] for key in keys})) for place, part in enumerate(self.key)), self.condition
        )
        # Of a key in several parts this asks for more than was wanted.
        wanted, n = set(keys), len(self.key)
        raw = _raw_rows(self.connection, self._with_key(self._wide(among)))
        return dict(self._keyed([row for row in raw if tuple(row[-n:]) in wanted]))

    def cells(self, column: str | None) -> Iterator[tuple[Key, Any]]:
        """Of every row by key: the key, and what stands in one column more, which the catalog need not know."""
        query = select(literal_column("NULL") if column is None else self.source.c[column].label("cell"))
        query = query.select_from(self.source).where(self.condition).order_by(*self._order())
        return ((tuple(raw[1:]), raw[0]) for raw in self._by_key(self._with_key(query)))

    def _wide(self, condition: ColumnElement[bool]) -> Select[Any]:
        names = column_names(self.entity)
        return _select(self.views, self.entity, names, condition, exact_text=self.database.embedded)

    def _order(self) -> list[ColumnElement[Any]]:
        return [self.source.c[name] for name in self.entity.key]

    def _with_key(self, query: Select[Any]) -> Select[Any]:
        return query.add_columns(*(part.label(f"own{place}") for place, part in enumerate(self.key)))

    def _by_key(self, query: Select[Any]) -> Iterator[_Raw]:
        """The rows of a statement: a page at a time from a server, in one stream from a file, where nobody waits."""
        if not self.database.paged:
            return _raw_rows(self.connection, query)
        return paged_rows(self.connection, query, self.key, nulls_last=self.database.nulls_last)

    def _keyed(self, part: Sequence[_Raw]) -> list[tuple[Key, TypedRow]]:
        n = len(self.key)
        rows = self._whole([self._typed(raw[:-n]) for raw in part])
        return [(tuple(raw[-n:]), row) for raw, row in zip(part, rows, strict=True)]

    def _whole(self, chunk: list[TypedRow]) -> list[TypedRow]:
        """The same rows, each document with its lines."""
        lines = self.entity.find("lines")
        if lines is not None:
            self._add_lines(lines, chunk)
        return chunk

    def _add_lines(self, lines: Field, chunk: list[TypedRow]) -> None:
        """Give each document of a chunk its lines, by line number."""
        line_entity, key = line_entity_of(self.entity), self.entity.key
        assert line_entity is not None, f"{self.entity.name} has lines"
        names = tuple(field.name for field in lines.fields)
        self.views.require(self.connection, line_entity.name)
        source = self.views.source(line_entity.name).c
        among = and_(*(source[column].in_(_distinct(chunk, column)) for column in key))
        query = _select(self.views, line_entity, names, among, exact_text=self.database.embedded)
        by_document: dict[tuple[Value, ...], list[Row]] = {}
        for row in map(_typing(line_entity, names), _raw_rows(self.connection, query)):
            by_document.setdefault(tuple(row[column] for column in key), []).append(row)
        for document in chunk:
            document[lines.name] = tuple(by_document.get(tuple(document[column] for column in key), ()))


def _select(
    views: Views, entity: Entity, names: Sequence[str], condition: ColumnElement[bool], *, exact_text: bool
) -> Select[Any]:
    """The statement that reads an entity's columns in the order of its key.

    Labels keep what is done to a column from hiding it in the order.
    """
    source = views.source(entity.name)
    columns = [
        _exact_text(source.c[name], scale).label(f"c{position}")
        if exact_text and (scale := _decimals(entity.find(name)))
        else source.c[name].label(f"c{position}")
        for position, name in enumerate(names)
    ]
    return select(*columns).select_from(source).where(condition).order_by(*(source.c[name] for name in entity.key))


def _decimals(field: Field | None) -> int:
    return (field.type.scale or 0) if field is not None and field.type.kind is Kind.NUMBER else 0


def _exact_text(cell: ColumnElement[Any], scale: int) -> ColumnElement[str]:
    """A number as its digits. A column that SQLite keeps as a binary fraction gives the digits that were put in, as
    long as they are fifteen at most; beyond that nobody can know them, and the text that then comes is no number."""
    binary = and_(func.typeof(cell) == "real", func.abs(cell) >= 10 ** (_BINARY_DIGITS - scale))
    return case((binary, literal_column("'binary '").concat(cell)), else_=cast(cell, Text))


def _typing(entity: Entity, names: Sequence[str]) -> Callable[[_Raw], TypedRow]:
    """The function that makes a typed row of a driver's one."""
    identities = identities_of(entity)
    pairs: list[tuple[str, Reader]] = []
    for name in names:
        field = entity.find(name)
        assert field is not None, name
        read = reader_of(field)
        pairs.append((name, identity_text if read is text_value and name in identities else read))

    def typed(raw: _Raw) -> TypedRow:
        row: TypedRow = {}
        for (name, read), value in zip(pairs, raw, strict=True):
            # Most cells are plain texts, which pass as they are: this saves a call for each.
            row[name] = value if read is text_value and value.__class__ is str and value.isascii() else read(value)
        return row

    return typed


def _raw_rows(connection: Connection, query: Select[Any]) -> Iterator[_Raw]:
    """The rows of a statement. When SQLite meets a text that is not UTF-8, it is read again with that text as bytes.

    The statement sees the same moment both times, so the rows that were given already are passed over.
    """
    given = 0
    try:
        for raw in _stream(connection, query):
            given += 1
            yield raw
    except OperationalError as error:
        driver = connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection) or _UNREADABLE_TEXT not in str(error.orig).lower():
            raise
        driver.text_factory = _text_or_bytes
        yield from islice(_stream(connection, query), given, None)


def _stream(connection: Connection, query: Select[Any]) -> Iterator[_Raw]:
    # The option is the statement's, not the connection's: other statements are read at once.
    with connection.execute(query.execution_options(yield_per=CHUNK_ROWS)) as result:
        for part in result.partitions():
            yield from part


def _text_or_bytes(content: bytes) -> str | bytes:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content


def _distinct(chunk: list[TypedRow], column: str) -> list[int]:
    """The numbers that occur in a column; a key that is a Fault has no lines to find."""
    return sorted({value for row in chunk if isinstance(value := row[column], int)})
