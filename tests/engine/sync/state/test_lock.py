"""The lock of a state: one run at a time, wherever it was started; whoever only looks does not stand in its way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from engine.model.failure import Unreachable
from engine.sync.state.database import state_engine
from engine.sync.state.lock import Busy, FileRunLock
from engine.sync.state.store import Store
from parts.firm import Firm
from parts.postgres import Postgres


def _store(url: str) -> Store:
    return Store(url, lambda: datetime.now(UTC))


@pytest.fixture
def database(postgres: Postgres) -> str:
    """A state's URL on the server, in a schema of its own."""
    postgres.run("DROP SCHEMA IF EXISTS state CASCADE", "CREATE SCHEMA state")
    return f"{postgres.url()}?options=-csearch_path%3Dstate"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A state's URL, on each database that keeps one."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'state.db'}"
    else:
        yield request.getfixturevalue("database")


def test_two_that_share_a_state_share_its_lock(url: str) -> None:
    one, other = _store(url), _store(url)
    assert not other.lock.is_held()
    with one.lock.held():
        assert other.lock.is_held()
        with pytest.raises(Busy, match="lock"), other.lock.held(0):
            pass
    assert not other.lock.is_held()
    with other.lock.held():
        assert one.lock.is_held()
    one.close()
    other.close()


def test_a_run_that_fails_gives_its_lock_back(url: str) -> None:
    store = _store(url)
    with pytest.raises(KeyboardInterrupt), store.lock.held():
        raise KeyboardInterrupt
    assert not store.lock.is_held()
    store.close()


def test_states_in_one_database_do_not_stand_in_each_others_way(postgres: Postgres, database: str) -> None:
    postgres.run("DROP SCHEMA IF EXISTS other CASCADE", "CREATE SCHEMA other")
    one, other = _store(database), _store(database.replace("Dstate", "Dother"))
    with one.lock.held(), other.lock.held():
        pass
    one.close()
    other.close()


def test_the_lock_goes_with_the_connection_of_a_process_that_dies(postgres: Postgres, database: str) -> None:
    one, other = _store(database), _store(database)
    ends = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    with one.lock.held():
        postgres.run(ends)
        with other.lock.held():
            pass
    one.close()
    other.close()


def test_a_server_that_has_gone_is_unreachable_whoever_asks(database: str) -> None:
    store = _store(database)
    store.close()
    gone = sa.make_url(database).set(port=1)
    store._engine = state_engine(gone.render_as_string(hide_password=False))
    asking = (store.lock.is_held, store.held, store.runs, store.probe)
    for ask in asking:
        with pytest.raises(Unreachable):
            ask()
    store.close()


def test_two_states_in_one_folder_are_two(tmp_path: Path) -> None:
    one, other = (_store(f"sqlite:///{tmp_path / name}") for name in ("a.db", "b.db"))
    with one.lock.held(), other.lock.held():
        pass
    one.close()
    other.close()


def test_two_checkouts_with_one_state_run_one_after_the_other(firm: Firm, tmp_path: Path) -> None:
    firm.customer(10001)
    other = _store(f"sqlite:///{tmp_path / 'state.db'}")
    with other.lock.held(), pytest.raises(Busy):
        firm.sync()
    other.close()
    assert firm.sync().failed == []


def test_looking_makes_no_file(tmp_path: Path) -> None:
    lock = FileRunLock(tmp_path / "state.db.lock")
    assert not lock.is_held()
    assert not lock.path.exists()


def test_a_run_that_begins_while_somebody_looks_is_not_turned_away(tmp_path: Path) -> None:
    lock = FileRunLock(tmp_path / "state.db.lock")
    look = FileLock(lock.path, thread_local=False)  # released by the timer's thread
    look.acquire()
    timer = threading.Timer(0.05, look.release)
    timer.start()
    with lock.held():
        assert lock.is_held()
    timer.join()


class Elsewhere(SQLiteDialect_pysqlite):
    """A database of another make."""

    name = "elsewhere"
    supports_statement_cache = True


def test_a_database_that_no_run_could_lock_is_refused() -> None:
    registry.impls["elsewhere"] = lambda: Elsewhere
    with pytest.raises(ValueError, match="SQLite or in PostgreSQL, not in elsewhere"):
        _store("elsewhere://")
