"""The mirror of a view: its rows as they were last read, in a private SQLite file; a cache that nobody need trust.

Missing, damaged, foreign, made for something else, too old or in use: then it is empty, or not there, and the view is
read from the site. One reading holds it at a time, and what it wrote stands only when the reading came to its end.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.win.open_view import CHUNK_ROWS

DAYS_MAX = 7  # what a site's stamps do not tell of (a view made otherwise from below) is met after so long
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600
_COMMIT_MILLISECONDS = 5000
_TABLES = """
DROP TABLE IF EXISTS header; DROP TABLE IF EXISTS rows;
CREATE TABLE header (made_for TEXT, made_at TEXT, mark TEXT, seal INTEGER);
CREATE TABLE rows (key TEXT PRIMARY KEY, edition TEXT, content TEXT, seal INTEGER);
"""


class Mirror:
    """An open mirror: what it holds may be looked at and changed until it is closed. See `open_mirror`.

    A mirror whose file fails in the middle holds nothing from then on, and is thrown away when it is closed.
    """

    def __init__(self, connection: sqlite3.Connection, mark: str) -> None:
        self.mark = mark
        self.is_lost = False
        self._connection = connection

    def editions(self, keys: Sequence[str]) -> dict[str, str]:
        """The editions of those that are kept of some rows."""
        return dict(self._found(f"SELECT key, edition FROM rows WHERE key IN ({_marks(keys)})", keys))

    def contents(self, keys: Sequence[str]) -> dict[str, str]:
        """The contents of those that are kept of some rows, and whole."""
        found = self._found(f"SELECT key, edition, content, seal FROM rows WHERE key IN ({_marks(keys)})", keys)
        return {key: content for key, edition, content, seal in found if seal == _seal(key, edition, content)}

    def keys(self) -> Iterator[list[str]]:
        """All keys, a chunk at a time; they may be forgotten meanwhile."""
        last: str | None = ""
        while last is not None:
            chunk = [key for (key,) in self._found(_NEXT_KEYS, (last, CHUNK_ROWS))]
            last = chunk[-1] if chunk else None
            if chunk:
                yield chunk

    def __len__(self) -> int:
        return sum(n for (n,) in self._found("SELECT COUNT(*) FROM rows", ()))

    def forget(self, keys: Iterable[str] | None) -> None:
        """Drop some rows, all of them when it is None."""
        if keys is None:
            self._change("DELETE FROM rows", [()])
        else:
            self._change("DELETE FROM rows WHERE key = ?", [(key,) for key in keys])

    def keep(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Keep rows: key, edition and content of each."""
        self._change("INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)", [(*row, _seal(*row)) for row in rows])

    def settle(self, mark: str) -> None:
        """Let everything stand, as of a mark."""
        for made_for, made_at in self._found("SELECT made_for, made_at FROM header", ()):
            self._change("UPDATE header SET mark = ?, seal = ?", [(mark, _seal(made_for, made_at, mark))])
            self._found("COMMIT", ())

    def _found(self, statement: str, values: Sequence[object]) -> list[Any]:
        with self._losing():
            if not self.is_lost:
                return self._connection.execute(statement, values).fetchall()
        return []

    def _change(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        with self._losing():
            if not self.is_lost:
                self._connection.executemany(statement, rows)

    @contextmanager
    def _losing(self) -> Iterator[None]:
        """Whatever is wrong with the file: it is lost, and nothing else changes."""
        try:
            yield
        except sqlite3.DatabaseError:
            self.is_lost = True


_NEXT_KEYS = "SELECT key FROM rows WHERE key > ? ORDER BY key LIMIT ?"


@contextmanager
def open_mirror(path: Path, made_for: str, now: datetime) -> Iterator[Mirror | None]:
    """The mirror in a file, made anew where it is not to be trusted; None where there can be none: another reading
    holds it, or its folder cannot be written. What is not settled in the block is as if it had not been.

    `made_for`: all that its rows depend on, but for the site's rows; a mirror made for something else is empty.
    """
    connection = _opened(path, made_for, now)
    if connection is None:
        yield None
        return
    mirror = Mirror(connection, str(connection.execute("SELECT mark FROM header").fetchone()[0]))
    try:
        yield mirror
    finally:
        connection.close()  # what was not committed is rolled back
        if mirror.is_lost:
            _remove(path)


def _opened(path: Path, made_for: str, now: datetime) -> sqlite3.Connection | None:
    """A connection that holds the file, with tables that may be trusted; one that is damaged is thrown away once."""
    for _ in range(2):
        connection: sqlite3.Connection | None = None
        try:
            connection = _connect(path)
            if not _may_be_trusted(connection, made_for, now):
                _make(connection, made_for, now)
        except sqlite3.DatabaseError as error:
            if connection is not None:
                connection.close()
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return None
            _remove(path)
        except OSError:
            return None
        else:
            return connection
    return None


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    with suppress(FileExistsError):
        # Only a new file is opened here: closing one again would give up the locks that this process has on it.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE))
    path.chmod(_PRIVATE_FILE)  # one that was there before may be open to others
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA busy_timeout = {_COMMIT_MILLISECONDS}")  # others look at it for a moment
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _may_be_trusted(connection: sqlite3.Connection, made_for: str, now: datetime) -> bool:
    """Whether the file is whole, of this kind, made for the same, and not too old."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables != {"header", "rows"} or connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        return False
    headers = connection.execute("SELECT made_for, made_at, mark, seal FROM header").fetchall()
    if len(headers) != 1 or headers[0][0] != made_for or headers[0][3] != _seal(*headers[0][:3]):
        return False
    age = now - datetime.fromisoformat(headers[0][1])
    return timedelta() <= age <= timedelta(days=DAYS_MAX)


def _make(connection: sqlite3.Connection, made_for: str, now: datetime) -> None:
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    header = (made_for, now.isoformat(), "")
    connection.execute("INSERT INTO header VALUES (?, ?, ?, ?)", (*header, _seal(*header)))


def _remove(path: Path) -> None:
    """Take a file away, and the journal that would be rolled back into the next one of its name."""
    for name in (path, path.with_name(f"{path.name}-journal")):
        with suppress(OSError):
            name.unlink()


def _marks(keys: Sequence[str]) -> str:
    return ",".join("?" * len(keys))


def _seal(*parts: object) -> int:
    """What shows that these belong together and are as they were written; it guards against damage, not malice."""
    return zlib.crc32("\0".join(map(str, parts)).encode())
