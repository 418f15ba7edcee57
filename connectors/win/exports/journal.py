"""Win's invoice journal: one row a line, with what is the invoice's repeated on each; made into invoices and lines.

Repeats that disagree are told with both their lines: nobody can know which is right.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from connectors.win.catalog import CATALOG
from connectors.win.exports import complaints as told
from connectors.win.exports.complaints import SHOWN, Complaint
from connectors.win.exports.loading import SPOT, Sheets, create_table, place_of
from connectors.win.exports.shape import JOURNAL, LINE, SHAPES

INVOICE, INVOICE_LINE = SHAPES["invoice"], SHAPES["invoice_line"]
_KEY = CATALOG.entities["invoice"].key
_OWN = tuple(INVOICE.columns)
_LINES = tuple(name for name in INVOICE_LINE.columns if name not in (*_KEY, "row_id"))
_LINE_NO = _LINES.index("line_no")


def split_journal(database: sqlite3.Connection, sheets: Sheets, client: int | None) -> list[Complaint]:
    """Make the tables of invoices and lines of the journal's. `client`: the firm, where the journal names none."""
    _give_what_goes_without_saying(database, client)
    nameless = database.execute(f"SELECT MIN({SPOT}) FROM {JOURNAL} WHERE client_no IS NULL").fetchone()[0]
    if nameless is not None:
        return [told.no_firm(place_of(sheets, nameless))]
    complaints: list[Complaint] = []
    create_table(database, INVOICE)
    create_table(database, INVOICE_LINE)
    for rows in _by_invoice(database):
        complaints += _disagreeing(rows, sheets)
        if len(complaints) > SHOWN:
            break
        first = rows[0]
        _insert(database, INVOICE.name, (*_OWN, SPOT), (*first[: len(_OWN)], first[-1]))
        _insert_lines(database, rows)
    return complaints


def _give_what_goes_without_saying(database: sqlite3.Connection, client: int | None) -> None:
    database.execute(f"UPDATE {JOURNAL} SET client_no = ? WHERE client_no IS NULL", (client,))
    database.execute(f"UPDATE {JOURNAL} SET exchange_rate = '1' WHERE exchange_rate IS NULL AND currency = 'NOK'")


def _by_invoice(database: sqlite3.Connection) -> Iterator[list[tuple[object, ...]]]:
    """The rows of each invoice, in the order of their lines: the invoice's columns, the line's, and the spot."""
    columns = ", ".join(f'"{name}"' for name in (*_OWN, *(LINE + name for name in _LINES), SPOT))
    order = ", ".join((*_KEY, SPOT))
    rows = database.execute(f"SELECT {columns} FROM {JOURNAL} ORDER BY {order}")
    for _, own in groupby(rows, itemgetter(*map(_OWN.index, _KEY))):
        yield list(own)


def _disagreeing(rows: list[tuple[object, ...]], sheets: Sheets) -> Iterator[Complaint]:
    """The first column of an invoice in which its rows differ."""
    first = rows[0]
    for row in rows[1:]:
        for place, column in enumerate(_OWN):
            if row[place] != first[place]:
                key = "/".join(str(first[_OWN.index(name)]) for name in _KEY)
                one, other = (place_of(sheets, int(str(spot))) for spot in (first[-1], row[-1]))
                yield told.disagreeing(one, other, column, key)
                return


def _insert_lines(database: sqlite3.Connection, rows: list[tuple[object, ...]]) -> None:
    """An invoice's lines, numbered as they stand where the journal does not number them."""
    for number, row in enumerate(rows, 1):
        line = list(row[len(_OWN) : -1])
        if line[_LINE_NO] is None:
            line[_LINE_NO] = number
        key = [row[_OWN.index(name)] for name in _KEY]
        _insert(database, INVOICE_LINE.name, (*_KEY, *_LINES, SPOT), (*key, *line, row[-1]))


def _insert(database: sqlite3.Connection, table: str, names: tuple[str, ...], row: tuple[object, ...]) -> None:
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" for _ in names)
    database.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", row)
