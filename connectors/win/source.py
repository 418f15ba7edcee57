"""Reading: the rows of a view in the order of their key, streamed in chunks, each value typed by the catalog.

An invoice's lines are read a chunk of invoices at a time, so memory stays flat and no query is sent for one row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path, PureWindowsPath
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, literal_column, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from connectors.win.catalog import CATALOG
from connectors.win.connect import Database
from connectors.win.paging import order_key, paged_rows
from connectors.win.scope import condition_of
from connectors.win.settings import Settings
from connectors.win.values import Reader, identity_text, reader_of, text_value
from connectors.win.views import Views, column_names
from engine.model.record import Row, Value
from engine.model.schema import Entity, Field
from engine.model.text import say
from engine.model.types import Kind

CHUNK_ROWS = 500  # SQL Server takes 2,100 parameters, and lines are asked for by their invoices' numbers

_Raw: TypeAlias = Sequence[Any]
_Typed: TypeAlias = dict[str, Value]
_UNREADABLE_TEXT = "could not decode to utf-8"
_BINARY_DIGITS = 15  # what a double holds of a decimal, always
_INLETS = frozenset({"payment_in", "time_in"})


def read_rows(database: Database, views: Views, settings: Settings, entity: Entity) -> Iterator[Row]:
    """All rows of an entity that are the invoice client's, by key; read as they are asked for.

    Raises Missing when the view or one of its columns is not there, and what else failures.py makes of a driver's
    errors. The embedded database's inlet is made by the first write: until then it has no rows.
    """
    with database.reading(say("reading {place}", place=views.place(entity.name))) as connection:
        if database.embedded and entity.name in _INLETS and not views.exists(connection, entity.name):
            return
        views.require(connection, entity.name)
        condition = condition_of(views, connection, entity.name, settings.invoice_client)
        query = _select(views, entity, column_names(entity), condition, exact_text=database.embedded)
        # Who stops in the middle leaves a statement open, which must end before its connection does.
        with closing(_rows_by_key(database, views, connection, entity, query)) as raw:
            for chunk in _chunks(raw, _typing(entity, column_names(entity))):
                for finish in _finishers(database, views, settings, entity):
                    finish(connection, chunk)
                yield from chunk


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


def _typing(entity: Entity, names: Sequence[str]) -> Callable[[_Raw], _Typed]:
    """The function that makes a typed row of a driver's one."""
    identities = {*entity.key, *(here for reference in entity.references for here, _ in reference.columns)}
    pairs: list[tuple[str, Reader]] = []
    for name in names:
        field = entity.find(name)
        assert field is not None, name
        read = reader_of(field)
        pairs.append((name, identity_text if read is text_value and name in identities else read))

    def typed(raw: _Raw) -> _Typed:
        row: _Typed = {}
        for (name, read), value in zip(pairs, raw, strict=True):
            # Most cells are texts, and texts pass as they are: this saves a call for each.
            row[name] = value if read is text_value and value.__class__ is str else read(value)
        return row

    return typed


def _rows_by_key(
    database: Database, views: Views, connection: Connection, entity: Entity, query: Select[Any]
) -> Generator[_Raw, None, None]:
    """The rows of an entity: a page at a time from a server, in one stream from a file, where nobody else waits."""
    if not database.paged:
        return _raw_rows(connection, query)
    key = order_key(views.source(entity.name), entity)
    return paged_rows(connection, query, key, nulls_last=database.nulls_last)


def _chunks(raw: Iterator[_Raw], typed: Callable[[_Raw], _Typed]) -> Iterator[list[_Typed]]:
    """The typed rows of a statement, CHUNK_ROWS at a time."""
    rows = map(typed, raw)
    while chunk := list(islice(rows, CHUNK_ROWS)):
        yield chunk


def _raw_rows(connection: Connection, query: Select[Any]) -> Generator[_Raw, None, None]:
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


_Finisher: TypeAlias = Callable[[Connection, list[_Typed]], None]


def _finishers(database: Database, views: Views, settings: Settings, entity: Entity) -> Iterator[_Finisher]:
    """What is still to be done with a chunk of an entity's rows."""
    lines = entity.find("lines")
    if lines is not None:
        yield lambda connection, chunk: _add_lines(connection, database, views, entity, lines, chunk)
    if entity.find("pdf_path") is not None:
        yield lambda _, chunk: _resolve_paths(settings.pdf_folder, chunk)


def _add_lines(
    connection: Connection, database: Database, views: Views, entity: Entity, lines: Field, chunk: list[_Typed]
) -> None:
    """Give each document of a chunk its lines, by line number."""
    line_entity = CATALOG.entities[str(lines.type.entity)]
    names = tuple(field.name for field in lines.fields)
    views.require(connection, line_entity.name)
    source = views.source(line_entity.name).c
    among = and_(*(source[column].in_(_distinct(chunk, column)) for column in entity.key))
    query = _select(views, line_entity, names, among, exact_text=database.embedded)
    by_document: dict[tuple[Value, ...], list[Row]] = {}
    for row in map(_typing(line_entity, names), _raw_rows(connection, query)):
        by_document.setdefault(tuple(row[column] for column in entity.key), []).append(row)
    for document in chunk:
        document[lines.name] = tuple(by_document.get(tuple(document[column] for column in entity.key), ()))


def _distinct(chunk: list[_Typed], column: str) -> list[int]:
    """The numbers that occur in a column; a key that is a Fault has no lines to find."""
    return sorted({value for row in chunk if isinstance(value := row[column], int)})


def _resolve_paths(folder: Path, chunk: list[_Typed]) -> None:
    for row in chunk:
        path = row["pdf_path"]
        if isinstance(path, str) and path.strip():
            row["pdf_path"] = resolve_path(path.strip(), folder)


def resolve_path(path: str, folder: Path) -> str:
    """A path of Win as an absolute one: relative ones are below `folder`, whichever slashes they are written with."""
    windows = PureWindowsPath(path)
    if windows.drive or path.startswith("\\"):  # C:\…, \\server\share\…: already whole, on the site's own machines
        return path
    return str(folder.joinpath(*windows.parts)) if "\\" in path else str(folder / path)
