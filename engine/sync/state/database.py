"""The database that keeps the state: how it is opened, written to, and brought up to date.

On SQLite a transaction holds everything, the making of tables too: a process that dies leaves all of it or nothing.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

SCHEMA_VERSION = "0002"
_MIGRATIONS = Path(__file__).parent / "migrations"
_TRIES, _PAUSE_SECONDS = 100, 0.1


def state_engine(url: str) -> sa.Engine:
    """The engine of a state's database; nothing is opened yet."""
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def for_writing(engine: sa.Engine) -> sa.Engine:
    """The same engine, for transactions that write."""
    return engine.execution_options(writes=True)


def migrate(engine: sa.Engine) -> None:
    """Run alembic only when the state is older than the program: its import costs more than most commands take."""
    with engine.connect() as connection:
        versioned = sa.inspect(connection).has_table("alembic_version")
        if versioned and connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == SCHEMA_VERSION:
            return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with for_writing(engine).begin() as connection:  # whole or not at all, also when the process dies
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


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
