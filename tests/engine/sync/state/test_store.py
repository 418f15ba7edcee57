"""The state's file: made whole or not at all, by one of several that begin at once."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from engine.model.failure import Unreachable
from engine.sync.state.database import SCHEMA_VERSION, NewerState
from engine.sync.state.records import Link
from engine.sync.state.store import Store
from parts.linking import keep_link

LINK = Link("win.customer", "10001", "customer", 4711)


class Died(BaseException):
    """As if the process were killed."""


def _open(folder: Path) -> Store:
    return Store(f"sqlite:///{folder / 'state.db'}", lambda: datetime.now(UTC))


@pytest.mark.parametrize("table", ["link", "cursor", "journal", "held", "alembic_version"])
def test_a_state_whose_making_was_cut_off_is_made_by_the_next_run(tmp_path: Path, table: str) -> None:
    def die(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if f"CREATE TABLE {table}" in statement:
            raise Died

    sa.event.listen(sa.Engine, "after_cursor_execute", die)
    try:
        with pytest.raises(Died):
            _open(tmp_path)
    finally:
        sa.event.remove(sa.Engine, "after_cursor_execute", die)
    store = _open(tmp_path)
    keep_link(store, LINK)
    assert store.links("win.customer")["10001"].target_id == 4711
    store.close()


def test_several_may_open_a_new_state_at_once(tmp_path: Path) -> None:
    problems: list[Exception] = []

    def open_and_write(number: int) -> None:
        try:
            store = _open(tmp_path)
            store.put_held(number, [], [], {f"c{number}": "1"})
            store.close()
        except Unreachable as problem:
            problems.append(problem)

    threads = [threading.Thread(target=open_and_write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = _open(tmp_path)
    assert problems == []
    assert [store.cursor(f"c{number}") for number in range(4)] == ["1"] * 4
    store.close()


def test_a_reader_looks_on_while_a_run_writes(tmp_path: Path) -> None:
    store = _open(tmp_path)
    keep_link(store, LINK)
    with closing(sqlite3.connect(tmp_path / "state.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM link")
        assert list(store.links("win.customer")) == ["10001"]
        other.execute("ROLLBACK")
    store.close()


def test_when_a_link_was_written_last_is_kept(tmp_path: Path) -> None:
    store = _open(tmp_path)
    before = datetime.now(UTC).isoformat()
    keep_link(store, LINK)
    kept: Any = store.links("win.customer")["10001"]
    assert before <= kept.at <= datetime.now(UTC).isoformat()
    store.close()


def test_what_is_no_state_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_bytes(b"not a database" * 100)
    with pytest.raises(Unreachable) as told:
        _open(tmp_path)
    assert "state.db" in str(told.value.request)


def test_a_state_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    _open(tmp_path).close()
    newer = f"{int(SCHEMA_VERSION) + 1:04}"
    with closing(sqlite3.connect(tmp_path / "state.db")) as state:
        state.execute("UPDATE alembic_version SET version_num = ?", (newer,))
        state.commit()
    with pytest.raises(NewerState, match=newer):
        _open(tmp_path)


def test_what_cannot_be_read_is_unreachable(tmp_path: Path) -> None:
    store = _open(tmp_path)
    with closing(sqlite3.connect(tmp_path / "state.db")) as state:
        for table in ("link", "held"):
            state.execute(f"ALTER TABLE {table} RENAME TO {table}_elsewhere")
        state.commit()
    for read in (lambda: store.links("win.customer"), store.held, lambda: store.held_after(1)):
        with pytest.raises(Unreachable):
            read()
    store.close()
