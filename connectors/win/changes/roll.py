"""The roll of one reading: which rows are there now, in their order, and which of them must be read again.

It lies in a temporary file of SQLite's, so that memory stays flat however many rows there are.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from decimal import Decimal
from typing import Any, NamedTuple

from connectors.win.open_view import CHUNK_ROWS, Key

_TABLE = "CREATE TABLE roll (place INTEGER PRIMARY KEY, key TEXT UNIQUE, edition TEXT, is_stale INTEGER)"
_PART = "SELECT place, key, is_stale FROM roll WHERE place > ? ORDER BY place LIMIT ?"
_STALE_BEHIND = "SELECT key FROM roll WHERE place > ? AND is_stale ORDER BY place LIMIT ?"
_EVERY_BEHIND = "SELECT key FROM roll WHERE place > ? ORDER BY place LIMIT ?"


class OddKeys(Exception):
    """Keys by which rows cannot be told apart: one stands twice, is NULL, or is of no kind that a key is."""


class Called(NamedTuple):
    """A row on the roll."""

    place: int
    key: str
    is_stale: bool


class Roll:
    """The rows that are there now; see `open_roll`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._length = 0
        self.stale = 0

    def __len__(self) -> int:
        return self._length

    def note(self, rows: Iterable[tuple[str, str | None, bool]]) -> None:
        """Note rows behind those that were noted: key, edition, and whether it must be read again. Raises OddKeys."""
        noted = [(None, key, edition, is_stale) for key, edition, is_stale in rows]
        try:
            self._connection.executemany("INSERT INTO roll VALUES (?, ?, ?, ?)", noted)
        except sqlite3.IntegrityError as error:
            raise OddKeys from error
        self._length += len(noted)
        self.stale += sum(is_stale for *_, is_stale in noted)

    def parts(self) -> Iterator[list[Called]]:
        """All rows in their order, CHUNK_ROWS at a time."""
        place = 0
        while part := [Called(*row) for row in self._connection.execute(_PART, (place, CHUNK_ROWS))]:
            yield part
            place = part[-1].place

    def to_read(self, first: Called, *, every: bool) -> list[Key]:
        """The key of a row that must be read, and of the next ones; `every`: of all that follow."""
        behind = self._connection.execute(_EVERY_BEHIND if every else _STALE_BEHIND, (first.place, CHUNK_ROWS - 1))
        return [key_of(first.key), *(key_of(key) for (key,) in behind)]

    def editions(self, keys: Sequence[str]) -> dict[str, str | None]:
        """The editions of those rows that are on the roll."""
        marks = ",".join("?" * len(keys))
        return dict(self._connection.execute(f"SELECT key, edition FROM roll WHERE key IN ({marks})", keys).fetchall())


@contextmanager
def open_roll() -> Iterator[Roll]:
    """An empty roll, gone when the block ends."""
    with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        connection.execute(_TABLE)
        yield Roll(connection)


def key_name(key: Key) -> str:
    """A key as text, from which it can be had again. Raises OddKeys."""
    return json.dumps([_part(part) for part in key], separators=(",", ":"))


def key_of(name: str) -> Key:
    """The key that has a name."""
    return tuple(json.loads(name))


def _part(part: Any) -> int | str:
    if isinstance(part, int | str) and not isinstance(part, bool):
        return part
    if isinstance(part, Decimal) and part == part.to_integral_value():
        return int(part)
    raise OddKeys
