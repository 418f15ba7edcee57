"""Reading by key, a page at a time: each page is a short statement of its own that holds nothing when it has been read.

A page takes in all rows that share its last key, so that a key which stands twice, or is NULL, loses no row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, Unicode, and_, cast, or_
from sqlalchemy.engine import Connection
from sqlalchemy.sql import FromClause

from engine.model.schema import Entity
from engine.model.types import Kind

# A view without an index on its key is sorted anew for every page, so pages are as large as memory bears with ease.
PAGE_ROWS = 5000
_KEY_UNITS = 450  # what an index of SQL Server can hold of nvarchar; longer keys only share a page

_Raw: TypeAlias = Sequence[Any]
_Key: TypeAlias = Sequence[ColumnElement[Any]]


def order_key(source: FromClause, entity: Entity) -> _Key:
    """What an entity's rows are ordered and compared by.

    Texts as nvarchar: of a varchar column, SQL Server may order by other rules than it compares with a parameter by,
    and a page would then begin at the wrong row.
    """
    return tuple(_ordered(source.c[name], entity, name) for name in entity.key)


def _ordered(column: ColumnElement[Any], entity: Entity, name: str) -> ColumnElement[Any]:
    field = entity.find(name)
    is_text = field is not None and field.type.kind in (Kind.TEXT, Kind.ID)
    return cast(column, Unicode(_KEY_UNITS)) if is_text else column


def paged_rows(
    connection: Connection, query: Select[Any], key: _Key, *, nulls_last: bool, size: int = PAGE_ROWS
) -> Iterator[_Raw]:
    """The rows of a statement by `key`, each without what was added to it.

    `nulls_last`: the database puts NULL behind everything unless told otherwise; SQL Server cannot be told.
    """
    last: _Raw | None = None
    while True:
        page = connection.execute(page_of(query, key, last, nulls_last=nulls_last, size=size)).all()
        for row in page:
            yield row[: -len(key)]
        if len(page) < size:
            return
        last = page[-1][-len(key) :]


def page_of(
    query: Select[Any], key: _Key, last: _Raw | None, *, nulls_last: bool, size: int = PAGE_ROWS
) -> Select[Any]:
    """The statement of the page behind the key `last`, of the first one where it is None; the key stands last in it."""
    order = [part.nulls_first() if nulls_last else part for part in key]
    kept = [part.label(f"k{position}") for position, part in enumerate(key)]
    page = query.add_columns(*kept).order_by(None).order_by(*order).fetch(size, with_ties=True)
    return page if last is None else page.where(_behind(key, last))


def _behind(key: _Key, last: _Raw) -> ColumnElement[bool]:
    """Whether a key comes after another: by its first part, or by the rest where the first parts are equal."""
    first, value = key[0], last[0]
    greater = first.is_not(None) if value is None else first > value
    if len(key) == 1:
        return greater
    rest = _behind(key[1:], last[1:])
    if value is None:
        return or_(greater, and_(first.is_(None), rest))
    # What stands before the `or` follows from it; by it alone an index finds where the page begins.
    return and_(first >= value, or_(greater, and_(first == value, rest)))
