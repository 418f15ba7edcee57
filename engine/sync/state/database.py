"""The database that keeps the state: how it is opened, written to, and brought up to date.

On SQLite a transaction holds everything, the making of tables too: a process that dies leaves all of it or nothing.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from engine.model.failure import Unreachable
from engine.model.text import say

SCHEMA_VERSION = "0007"
_MIGRATIONS = Path(__file__).parent / "migrations"
_TRIES, _PAUSE_SECONDS = 100, 0.1


def state_engine(url: str) -> sa.Engine:
    """The engine of a state's database; nothing is opened yet."""
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


class NewerState(Exception):
    """The state was brought up to date by a later version of the program. `version`: of its tables."""

    def __init__(self, version: str) -> None:
        super().__init__(f"the state's tables are of version {version}, and {SCHEMA_VERSION} is the newest known")
        self.version = version


@contextmanager
def translated(engine: sa.Engine) -> Iterator[None]:
    """The border: a database that does not answer is Unreachable, whoever asked it."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError) as problem:
        raise unreachable(engine, problem) from problem


def unreachable(engine: sa.Engine, problem: Exception) -> Unreachable:
    """A driver's error, with the state's address but its password."""
    return Unreachable(
        say("the state"),
        engine.url.render_as_string(hide_password=True),
        str(getattr(problem, "orig", problem)),
        remedy=say("look at `state:` in workspace.yaml, and whether its folder is there and may be written"),
    )


def for_writing(engine: sa.Engine) -> sa.Engine:
    """The same engine, for transactions that write."""
    return engine.execution_options(writes=True)


def migrate(engine: sa.Engine) -> None:
    """Run alembic only when the state is older than the program: its import costs more than most commands take.

    Raises NewerState when the program is the older one.
    """
    version = _version(engine)
    if version == SCHEMA_VERSION:
        return
    if version > SCHEMA_VERSION:
        raise NewerState(version)
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with for_writing(engine).begin() as connection:  # whole or not at all, also when the process dies
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _version(engine: sa.Engine) -> str:
    """Of the state's tables; empty before there are any."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or "")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """WAL lets readers look on while a run writes; FULL puts every intent on the disk before its request leaves."""
    connection.isolation_level = None  # the driver would begin no transaction for a CREATE TABLE; _begin_sqlite does
    for pragma in ("busy_timeout=10000", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _keep_a_log(connection)


def _keep_a_log(connection: Any) -> None:
    """Turn WAL on. SQLite does not wait here as it does elsewhere when another process is doing the same just now."""
    for left in reversed(range(_TRIES)):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if not left:
                raise
            time.sleep(_PAUSE_SECONDS)


def _begin_sqlite(connection: sa.Connection) -> None:
    """A writer takes its place at once: one that read first could find that another has written meanwhile."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
