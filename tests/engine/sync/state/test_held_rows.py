"""What the state keeps of held records: since when, how often, and what was held before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from engine.diagnostics.languages import Language
from engine.model.text import say
from engine.sync.explaining.history import runs_since
from engine.sync.plan import HeldState
from engine.sync.state import database as store_database
from engine.sync.state.database import for_writing, state_engine
from engine.sync.state.records import Held
from engine.sync.state.store import Store

START = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.fixture
def days() -> list[int]:
    """How many days have passed; a test moves them on."""
    return [0]


@pytest.fixture
def store(tmp_path: Path, days: list[int]) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'state.db'}", lambda: START + timedelta(days=days[0]))
    yield made
    made.close()


def refused(key: str, code: str = "R301", mapping: str = "customer") -> Held:
    return Held(mapping, key, "refused", code, say("{key} is not well", key=key), entity=mapping, title="Fjord AS")


def test_what_is_still_held_keeps_its_since_and_counts_a_try_more(store: Store, days: list[int]) -> None:
    for run in (1, 2, 3):
        store.put_held(run, [], [refused("77", "R301" if run < 3 else "R304")])
        days[0] += 1
    (held,) = store.held()
    assert (held.code, held.since, held.tries, held.run) == ("R304", START.isoformat(), 3, 3)


def test_what_is_held_for_another_reason_is_held_since_the_first(store: Store, days: list[int]) -> None:
    document = replace(refused("77"), action="attach")
    store.put_held(1, [], [refused("77")])
    days[0] += 1
    untaken = replace(refused("77", "S401"), action="post")
    store.put_held(2, [refused("77").place], [untaken])
    (held,) = store.held()
    assert (held.code, held.since, held.tries, held.run) == ("S401", START.isoformat(), 2, 2)
    store.put_held(3, [untaken.place], [document])
    assert [item.tries for item in store.held()] == [1], "the file of a voucher was not held before"


def test_only_what_a_run_has_an_answer_for_is_released(store: Store) -> None:
    store.put_held(1, [], [refused("77"), refused("903"), refused("77", mapping="project")])
    store.put_held(2, [("customer", "77", "refused")], [])
    assert [(item.mapping, item.key, item.tries) for item in store.held()] == [
        ("customer", "903", 1),
        ("project", "77", 1),
    ]


def test_what_was_held_after_each_run_is_known_when_it_is_held_no_more(store: Store) -> None:
    store.put_held(1, [], [refused("77")])
    store.put_held(2, [], [refused("77", "R304"), refused("903")])
    store.put_held(3, [], [])  # one that met neither
    store.put_held(4, [refused("77").place, refused("903").place], [])
    after = [[(item.key, item.code) for item in store.held_after(run)] for run in range(5)]
    both = [("77", "R304"), ("903", "R301")]
    assert after == [[], [("77", "R301")], both, both, []]


def test_why_it_is_held_can_be_said_in_another_language_later(store: Store) -> None:
    store.put_held(1, [], [refused("77")])
    (held,) = store.held()
    norwegian = Language("nb", {"{key} is not well": "{key} er ikke i orden"})
    assert norwegian.of(held.message) == "77 er ikke i orden"
    assert (held.message, held.title) == ("77 is not well", "Fjord AS")


def test_many_held_records_are_kept_at_once(store: Store) -> None:
    many = [refused(str(number)) for number in range(2000)]
    store.put_held(1, [], many)
    store.put_held(2, [item.place for item in many], many[:1])
    assert [(item.key, item.tries) for item in store.held()] == [("0", 2)]
    assert len(store.held_after(1)) == 2000


def _first_state(path: Path) -> None:
    """A state as the first release made it."""
    config = Config()
    config.set_main_option("script_location", str(Path(store_database.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    engine = state_engine(f"sqlite:///{path}")
    with for_writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()


def test_an_older_state_is_brought_up_to_date_with_what_it_holds(tmp_path: Path) -> None:
    _first_state(tmp_path / "state.db")
    with closing(sqlite3.connect(tmp_path / "state.db")) as state, state:
        columns = "mapping, key, action, code, message, since, tries"
        values = ("customer", "77", "refused", "R301", "77 is not well", START.isoformat(), 4)
        file = ("invoice", "1/5016", "wait", "P301", "5016.pdf is not there", START.isoformat(), 3)
        state.executemany(f"INSERT INTO held ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", [values, file])
        run = ("sync", "kari", "0.1.0", START.isoformat(), START.isoformat())
        state.execute("INSERT INTO run (command, operator, version, started_at, ended_at) VALUES (?, ?, ?, ?, ?)", run)
    store = Store(f"sqlite:///{tmp_path / 'state.db'}", lambda: START)
    held, document = store.held()
    assert (document.place, document.state, document.tries) == (
        ("invoice", "1/5016", "attach"),
        HeldState.DOCUMENT_WAITS,
        3,
    )
    assert (held.entity, held.key, held.message, held.title, held.remedy) == (
        "customer",
        "77",
        "77 is not well",
        "",
        "",
    )
    assert store.held_after(1) == [held, document]
    (run_record,) = runs_since(store, at_work=False)
    assert (run_record.outcome, run_record.calls, run_record.done) == ("done", None, {})
    store.put_held(2, [document.place], [refused("77")])
    assert [(item.tries, item.since, item.title) for item in store.held()] == [(5, START.isoformat(), "Fjord AS")]
    store.close()
