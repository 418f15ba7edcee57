"""What a database tells of the columns of a view or table, and what of it is not as the contract has it.

SQLite keeps a type with each cell and not with its column, so of a file nothing is told here: its rows are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from connectors.win.catalog import columns_of, identities_of
from engine.model.schema import Entity, Field
from engine.model.text import say
from engine.model.types import Kind

# Both kinds of server have these views of the standard; in capitals, since SQL Server may tell letters' cases apart.
_COLUMNS = """\
SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_SCALE
FROM INFORMATION_SCHEMA.COLUMNS
WHERE TABLE_SCHEMA = :schema AND TABLE_NAME = :name"""

_CENTS = 2  # fewer decimals than these, and money is lost


class Sort(Enum):
    """What a column can hold, whatever a kind of database calls it."""

    WHOLE = "whole number"
    EXACT = "number with decimals"
    BINARY_FRACTION = "binary fraction"
    FLAG = "flag"
    DATE = "date"
    MOMENT = "date and time"
    MOMENT_WITH_OFFSET = "date and time with its offset"
    LETTERS = "text"
    FEW_LETTERS = "text of one code page"
    UNIQUE_NUMBER = "unique identifier"
    OTHER = "something else"


_SORTS: Mapping[Sort, tuple[str, ...]] = {
    Sort.WHOLE: ("int", "integer", "bigint", "smallint", "tinyint"),
    Sort.EXACT: ("decimal", "numeric", "money", "smallmoney"),
    Sort.BINARY_FRACTION: ("float", "real", "double precision"),
    Sort.FLAG: ("bit", "boolean"),
    Sort.DATE: ("date",),
    Sort.MOMENT: ("datetime", "datetime2", "smalldatetime", "timestamp without time zone"),
    Sort.MOMENT_WITH_OFFSET: ("datetimeoffset", "timestamp with time zone"),
    Sort.LETTERS: ("nvarchar", "nchar", "ntext"),
    Sort.FEW_LETTERS: ("varchar", "char", "text", "character varying", "character"),
    Sort.UNIQUE_NUMBER: ("uniqueidentifier", "uuid"),
}
_BY_NAME = {name: sort for sort, names in _SORTS.items() for name in names}
# What only one kind of database means otherwise: PostgreSQL's texts hold every letter, its money is a text to its
# driver, and its bits are a row of them.
_OTHERWISE: Mapping[str, Mapping[str, Sort]] = {
    "postgresql": {
        **dict.fromkeys(_SORTS[Sort.FEW_LETTERS], Sort.LETTERS),
        "money": Sort.OTHER,
        "bit": Sort.OTHER,
    }
}


class Told(NamedTuple):
    """A column as its database tells of it. `kind`: in the database's own word; `length`, `scale`: None without one."""

    kind: str
    sort: Sort
    length: int | None
    scale: int | None


@dataclass(frozen=True, slots=True)
class Misfit:
    """A column that is not as the contract has it. `serious`: what it holds is lost or refused, not only in danger."""

    field: Field
    kind: str
    reason: str
    serious: bool

    def told(self, place: str) -> str:
        """The column, its type in the database's own word, and what is wrong with it."""
        name = f"{place}.{self.field.name}"
        return say("{column} is {kind}: {reason}", column=name, kind=self.kind, reason=self.reason)


_Verdict: TypeAlias = tuple[str, bool] | None


def told_columns(dialect: str, connection: Connection, schema: str | None, name: str) -> Mapping[str, Told]:
    """The columns of a view or table by their names in lower case; none where the login may not see them."""
    if dialect == "sqlite":
        found = inspect(connection).get_columns(name, schema)
        return {row["name"].lower(): _told(dialect, str(row["type"]), None, None) for row in found}
    rows: Any = connection.execute(text(_COLUMNS), {"schema": schema, "name": name})
    return {str(column).lower(): _told(dialect, str(kind), length, scale) for column, kind, length, scale in rows}


def _told(dialect: str, kind: str, length: int | None, scale: int | None) -> Told:
    word = kind.lower().partition("(")[0]  # a file tells NUMERIC(10, 2) as it was written
    sort = _OTHERWISE.get(dialect, {}).get(word) or _BY_NAME.get(word, Sort.OTHER)
    endless = length is None or length < 0  # SQL Server says -1 of nvarchar(max)
    return Told(word, sort, None if endless else length, scale)


def misfits(entity: Entity, told: Mapping[str, Told]) -> Iterator[Misfit]:
    """The columns of a view or an inlet that are not as the contract has them; those that lack are another matter."""
    identities = identities_of(entity)
    for field in columns_of(entity):
        column, judge = told.get(field.name), _JUDGES.get(field.type.kind)
        verdict = None if column is None or judge is None else judge(field, column)
        if column is not None and verdict is not None:
            reason, serious = verdict
            # Records are found by these: by a comparison in the database, which is of one kind or fails.
            other_key = field.name in identities and column.sort not in _KEY_SORTS[field.type.kind]
            yield Misfit(field, column.kind, reason, serious or other_key)


def _judge_number(field: Field, column: Told) -> _Verdict:
    return _judge_decimals(field.type.scale, column) if field.type.scale else _judge_whole(column)


def _judge_decimals(wanted: int, column: Told) -> _Verdict:
    if column.sort is Sort.BINARY_FRACTION:
        return say("a binary fraction, in which amounts are not exact"), True
    if column.sort in _LETTERS:
        return say("a text, of which only numbers as 1234.50 are read"), False
    if column.sort not in (Sort.WHOLE, Sort.EXACT):
        return say("no number"), True
    if column.scale is None or column.scale >= wanted:
        return None
    text = say("a number that keeps {scale} of {wanted} decimals", scale=column.scale, wanted=wanted)
    return text, column.scale < _CENTS


def _judge_whole(column: Told) -> _Verdict:
    if column.sort is Sort.WHOLE or (column.sort is Sort.EXACT and column.scale == 0):
        return None
    if column.sort in (Sort.EXACT, Sort.BINARY_FRACTION):
        return say("a number with decimals, where whole ones are expected"), False
    if column.sort in _LETTERS:
        return say("a text, where whole numbers are expected"), False
    return say("no number"), True


def _judge_flag(_field: Field, column: Told) -> _Verdict:
    if column.sort in (Sort.FLAG, Sort.WHOLE):
        return None
    return (say("a text, of which only 0 and 1 are read"), False) if column.sort in _LETTERS else (say("no flag"), True)


def _judge_date(_field: Field, column: Told) -> _Verdict:
    if column.sort is Sort.DATE:
        return None
    if column.sort in _MOMENTS:
        return say("a date with a time of day, which is read only at midnight"), False
    if column.sort in _LETTERS:
        return say("a text, of which only days as 2026-11-24 are read"), False
    return say("no date"), True


def _judge_moment(_field: Field, column: Told) -> _Verdict:
    if column.sort in _MOMENTS:
        return None
    if column.sort in _LETTERS:
        return say("a text, where a date and time is expected"), False
    return say("no date and time"), True


def _judge_text(field: Field, column: Told) -> _Verdict:
    if column.sort is Sort.FEW_LETTERS:
        return say("a text of one code page, which loses the letters of others"), False
    if column.sort is Sort.LETTERS:
        return _judge_length(field, column)
    if column.sort is Sort.UNIQUE_NUMBER:
        return say("a unique identifier, which drivers write in different ways"), False
    if column.sort in (Sort.WHOLE, Sort.EXACT):
        return say("a number, which loses the zeros before it"), False
    return say("no text"), True


def _judge_length(field: Field, column: Told) -> _Verdict:
    """A choice is one of few words, whatever room there is for it."""
    wanted = field.type.length_max
    if wanted is None or field.type.choices or column.length == wanted:
        return None
    if column.length is None or column.length > wanted:
        return say("longer than the {wanted} letters that mappings count on", wanted=wanted), False
    return say("{length} letters, where {wanted} are expected", length=column.length, wanted=wanted), False


def _judge_identity(_field: Field, column: Told) -> _Verdict:
    return None if column.sort in _KEY_SORTS[Kind.ID] else (say("neither a number nor a text"), True)


_LETTERS = frozenset({Sort.LETTERS, Sort.FEW_LETTERS})
_MOMENTS = frozenset({Sort.MOMENT, Sort.MOMENT_WITH_OFFSET})
_KEY_SORTS = {
    Kind.NUMBER: frozenset({Sort.WHOLE, Sort.EXACT}),
    Kind.TEXT: _LETTERS | {Sort.UNIQUE_NUMBER},
    Kind.ID: _LETTERS | {Sort.UNIQUE_NUMBER, Sort.WHOLE, Sort.EXACT},
}
_JUDGES: Mapping[Kind, Callable[[Field, Told], _Verdict]] = {
    Kind.NUMBER: _judge_number,
    Kind.FLAG: _judge_flag,
    Kind.DATE: _judge_date,
    Kind.DATETIME: _judge_moment,
    Kind.TEXT: _judge_text,
    Kind.ID: _judge_identity,
}
