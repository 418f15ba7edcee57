"""Connections to the site's database: an engine per workspace, transactions for reading and for writing.

A SQLite file is never created, and is read with writing switched off; a password never reaches a message.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from connectors.win.catalog import TITLE
from connectors.win.drivers import not_loaded, open_server
from connectors.win.failures import translated
from connectors.win.settings import Settings
from engine.model.failure import Failure, Unreachable
from engine.model.text import say

BUSY_TIMEOUT_SECONDS = 10.0
_WRITES = "wingo_writes"
# How a transaction of each kind of server is asked for, so that all its statements see the same moment.
_ONE_MOMENT: Mapping[str, Mapping[str, Any]] = {
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    "mssql": {"isolation_level": "SNAPSHOT"},
}
# What a kind of server is asked first, where a database may forbid such a transaction: 1 when it does not.
_ALLOWS_ONE_MOMENT: Mapping[str, str] = {
    "mssql": "SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()"
}

# Servers that give a page with all that share its last key (FETCH … WITH TIES).
_PAGED = frozenset({"mssql", "postgresql"})

# What of a place changes when somebody makes its view anew.
_DEFINITION: Mapping[str, str] = {
    "sqlite": "SELECT schema_version FROM pragma_schema_version WHERE :place IS NOT NULL",
    "postgresql": "SELECT pg_get_viewdef(to_regclass(:place))",
    "mssql": "SELECT modify_date FROM sys.objects WHERE object_id = OBJECT_ID(:place)",
}


class Database:
    """An open database of a site; it holds an engine until it is closed."""

    def __init__(self, engine: Engine, *, embedded: bool, title: str) -> None:
        self.embedded = embedded
        self.title = title
        self._engine = engine

    @property
    def withheld(self) -> Mapping[str, Failure]:
        """The views that are known beforehand not to be readable, each with what reading it raises."""
        return {}

    @property
    def schema(self) -> str | None:
        """The schema that the views stand in; SQLite has none."""
        return None if self.embedded else "wingo"

    @property
    def dialect(self) -> str:
        """The kind of database, as SQLAlchemy calls it: `mssql`, `postgresql`, `sqlite`."""
        return self._engine.dialect.name

    @property
    def paged(self) -> bool:
        """Whether rows are read a page at a time. SQL Server answers one statement at a time on a connection, and the
        lines of an invoice are asked for among the invoices."""
        return self.dialect in _PAGED

    @property
    def nulls_last(self) -> bool:
        """Whether NULL comes behind everything in an order that does not say."""
        return self.dialect == "postgresql"

    @property
    def sees_one_moment(self) -> bool:
        """Whether all statements of a reading see the same moment."""
        return self.embedded or bool(self._one_moment)

    def answers(self, request: str, question: str, **values: object) -> Sequence[Sequence[Any]]:
        """The rows of a short question, asked by itself. `question`: SQL; a colon begins a parameter."""
        with self.reading(request) as connection:
            return connection.execute(text(question), values).all()

    @contextmanager
    def reading(self, request: str) -> Iterator[Connection]:
        """A transaction that only reads. All its statements see the same moment, but for a SQL Server whose database
        does not allow snapshots (ALLOW_SNAPSHOT_ISOLATION): there each statement sees its own.

        Raises the kinds of engine.model.failure for whatever the driver raises in the block.
        """
        with translated(request), self._engine.connect() as connection:
            yield connection.execution_options(**self._one_moment)

    @contextmanager
    def writing(self, request: str) -> Iterator[Connection]:
        """A transaction that is committed when the block ends well, and else rolled back; failures as of reading."""
        with translated(request, writing=not self.embedded), self._engine.connect() as connection:
            writable = connection.execution_options(**{_WRITES: True})
            with writable.begin():
                yield writable

    def definition(self, place: str) -> str:
        """What a view is made of, or when it was made, as far as this kind of database tells; for comparing only."""
        question = _DEFINITION.get(self.dialect)
        request = say("reading {place}", place=place)
        return "" if question is None else str([tuple(row) for row in self.answers(request, question, place=place)])

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @cached_property
    def _one_moment(self) -> Mapping[str, Any]:
        return one_moment(self.dialect, self._answer)

    def _answer(self, question: str) -> object:
        try:
            with self._engine.connect() as connection:
                return connection.execute(text(question)).scalar()
        except ProgrammingError:
            return None  # a server of the kind that does not know the question


def one_moment(dialect: str, ask: Callable[[str], object]) -> Mapping[str, Any]:
    """How a transaction that sees one moment is asked for; empty where the database has none to give."""
    question = _ALLOWS_ONE_MOMENT.get(dialect)
    return _ONE_MOMENT.get(dialect, {}) if question is None or ask(question) == 1 else {}


def open_database(settings: Settings) -> Database:
    """Open the database that the settings name, and see that it answers.

    Raises ValueError when no driver for the URL is installed, Unreachable when it does not answer, Denied when the
    login is refused.
    """
    if settings.embedded:
        engine = _open_sqlite(Path(str(settings.url.database)))
    else:
        engine = open_server(settings)
    database = Database(engine, embedded=settings.embedded, title=settings.shown_url)
    try:
        with database.reading(say("opening {place}", place=settings.shown_url)) as connection:
            # A SQLite file is looked into only by a statement that needs its content.
            connection.execute(text("SELECT COUNT(*) FROM sqlite_master" if settings.embedded else "SELECT 1"))
    except ImportError as error:  # mssql-python looks for its own ODBC driver only when it connects
        raise ValueError(not_loaded(error)) from error
    return database


def _open_sqlite(path: Path) -> Engine:
    if not path.is_file():
        raise Unreachable(
            TITLE,
            say("opening {place}", place=path),
            say("there is no such file"),
            remedy=say("correct the url in the workspace, or make the demo database with `wingo demo`"),
        )

    return sqlite_engine(path)


def sqlite_engine(path: Path, mode: str = "rw") -> Engine:
    """An engine for a SQLite file that is there. `mode`: `rw`, or `ro` for one that nobody ever writes."""

    def connect() -> sqlite3.Connection:
        # Both modes create nothing; transactions are begun by _begin, not by the driver.
        address = f"file:{quote(path.as_posix())}?mode={mode}"
        return sqlite3.connect(
            address, uri=True, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Begin as the use asks: a writer takes its lock at once, a reader cannot write even by mistake."""
    writes: Any = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {0 if writes else 1}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
