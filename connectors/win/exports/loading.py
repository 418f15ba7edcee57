"""Puts the rows of a sheet into a table of the private database, and proves what is then trusted: that every row has
its key, and has it alone.

A row remembers where it stood in `spot`, which is a number: the sheet's, and below it the line's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from connectors.win.exports import complaints as told
from connectors.win.exports.cells import Decimals, converter
from connectors.win.exports.columns import Columns, columns_in
from connectors.win.exports.complaints import SHOWN, Complaint
from connectors.win.exports.map import Digits, ExportMap, folded
from connectors.win.exports.numbers import COMMA, POINT
from connectors.win.exports.reading import KeptRow, Reading
from connectors.win.exports.shape import LINE, Shape
from connectors.win.exports.sheet import Sheet
from engine.model.text import Text

SPOT = "spot"
_LINE_BITS = 32  # of a spot; the rest is the sheet's number

Sheets: TypeAlias = Sequence[Sheet]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A sheet that was read. `rows`: how many went in. `decimal`: the sign before its decimals, where that showed.

    `doubtful`: a number that may be two things in a file that does not show which.
    """

    sheet: Sheet
    shape: Shape
    columns: Columns
    rows: int = 0
    decimal: str = ""
    doubtful: str | None = None
    complaints: tuple[Complaint, ...] = ()


def create_table(database: sqlite3.Connection, shape: Shape) -> None:
    """The table of a shape, empty. Its columns have no type, so that what is put in comes out."""
    names = ", ".join(f'"{name}"' for name in (*shape.columns, SPOT))
    database.execute(f'CREATE TABLE "{shape.name}" ({names})')


def drop_table(database: sqlite3.Connection, name: str) -> None:
    """Take away what shall not be read."""
    database.execute(f'DROP TABLE IF EXISTS "{name}"')


def of_sheet(number: int) -> str:
    """The condition that a row stood in a sheet."""
    return f"{SPOT} >> {_LINE_BITS} = {number}"


def place_of(sheets: Sheets, spot: int, column: str = "") -> Text:
    """Where a row stood."""
    return sheets[spot >> _LINE_BITS].place.at(spot & ((1 << _LINE_BITS) - 1), column)


def load_sheet(database: sqlite3.Connection, shape: Shape, sheet: Sheet, number: int, names: ExportMap) -> Loaded:
    """Put a sheet's rows into its table. `number`: of the sheet among all. What is wrong is among the complaints.

    When its numbers turn out to have their decimals behind the other sign, it is read once more.
    """
    columns = columns_in(sheet, shape, names)
    if columns.complaints:
        return Loaded(sheet, shape, columns, complaints=columns.complaints)
    loaded, contradicted = _load(database, Reading(sheet, shape, columns, names, Decimals(sheet.decimal)), number)
    if contradicted:
        database.execute(f'DELETE FROM "{shape.name}" WHERE {of_sheet(number)}')
        other = COMMA if sheet.decimal == POINT else POINT
        loaded, _ = _load(database, Reading(sheet, shape, columns, names, Decimals(other)), number)
    return loaded


def _load(database: sqlite3.Connection, reading: Reading, number: int) -> tuple[Loaded, bool]:
    shape, decimals = reading.shape, reading.decimals
    columns = (*reading.columns.places, SPOT)
    named, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" for _ in columns)
    statement = f'INSERT INTO "{shape.name}" ({named}) VALUES ({marks})'
    rows = database.executemany(statement, _with_spots(reading.rows(), number)).rowcount
    loaded = Loaded(
        reading.sheet,
        shape,
        reading.columns,
        max(rows, 0),
        "".join(decimals.shown) if len(decimals.shown) == 1 else "",
        None if decimals.shown else decimals.doubtful,
        tuple(reading.complaints),
    )
    return loaded, decimals.contradicted


def _with_spots(rows: Iterator[KeptRow], number: int) -> Iterator[list[object]]:
    base = number << _LINE_BITS
    for line, cells in rows:
        yield [*cells, base | line]


# ---- what is made of other things


def complete(database: sqlite3.Connection, shape: Shape, names: ExportMap) -> None:
    """Give a table's rows the zeros that they have lost, and what the map says of empty cells."""
    _pad(database, shape, names)
    for column, said in names.absent.get(shape.name, {}).items():
        convert = converter(column.removeprefix(LINE), shape.columns[column], names, Decimals(POINT))
        kept = said if convert is None else convert(said)
        database.execute(f'UPDATE "{shape.name}" SET "{column}" = ? WHERE "{column}" IS NULL', (kept,))


def identify(database: sqlite3.Connection, shape: Shape) -> None:
    """Rows without an identity of their own are known by their key."""
    key = " || '/' || ".join(f'"{name}"' for name in shape.key)
    database.execute(f'UPDATE "{shape.name}" SET row_id = {key} WHERE row_id IS NULL')


def _pad(database: sqlite3.Connection, shape: Shape, names: ExportMap) -> None:
    for column, digits in names.digits.items():
        if column in shape.columns:
            _pad_column(database, shape, column, digits)


def _pad_column(database: sqlite3.Connection, shape: Shape, column: str, digits: Digits) -> None:
    """Texts of digits that were numbers in the sheet get the zeros that a number has not."""
    where = f"typeof(\"{column}\") = 'integer'"
    if digits.country is not None and "country" in shape.columns:
        countries = ", ".join("?" for _ in digits.country)
        where += f" AND folded(country) IN ({countries})"
    database.create_function("folded", 1, _folded, deterministic=True)
    padded = f"printf('%0{digits.count}d', \"{column}\")"
    database.execute(f'UPDATE "{shape.name}" SET "{column}" = {padded} WHERE {where}', tuple(digits.country or ()))


def _folded(cell: object) -> str:
    return "" if cell is None else folded(str(cell))


# ---- the proofs


def unproved(database: sqlite3.Connection, shape: Shape, sheets: Sheets) -> list[Complaint]:
    """What is wrong with a table's keys: rows without one, and rows with the same."""
    return [*_without_key(database, shape, sheets), *_with_same_key(database, shape, sheets)]


def _without_key(database: sqlite3.Connection, shape: Shape, sheets: Sheets) -> Iterator[Complaint]:
    for column in shape.key:
        for (spot,) in database.execute(
            f'SELECT {SPOT} FROM "{shape.name}" WHERE "{column}" IS NULL ORDER BY {SPOT} LIMIT {SHOWN}'
        ):
            yield told.no_key(place_of(sheets, spot, column))


def _with_same_key(database: sqlite3.Connection, shape: Shape, sheets: Sheets) -> Iterator[Complaint]:
    key = ", ".join(f'"{name}"' for name in shape.key)
    whole = " AND ".join(f'"{name}" IS NOT NULL' for name in shape.key)
    database.execute(f'CREATE INDEX "{shape.name}_key" ON "{shape.name}" ({key})')
    for *values, first, last in database.execute(
        f'SELECT {key}, MIN({SPOT}), MAX({SPOT}) FROM "{shape.name}" WHERE {whole} '
        f"GROUP BY {key} HAVING COUNT(*) > 1 ORDER BY MIN({SPOT}) LIMIT {SHOWN}"
    ):
        text = "/".join(map(str, values))
        yield told.same_key(place_of(sheets, first), place_of(sheets, last), "/".join(shape.key), text)
