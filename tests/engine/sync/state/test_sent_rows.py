"""What the state keeps of what was sent, and of what it was made from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config

from engine.model.change import Action, Request
from engine.sync.plan import Memory, Origin, Standing
from engine.sync.state import database as store_database
from engine.sync.state.database import for_writing, state_engine
from engine.sync.state.records import Intent, Mark, Sent
from engine.sync.state.store import Store
from parts.postgres import Postgres

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
ORIGIN = Origin("a1", (("find", "PaymentTerm.CreditDays", 14, 7), ("link", "department", ("1", 10), None)))
RECORD = ("win.customer", "10001", "customer")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'state.db'}"
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        postgres.run("DROP SCHEMA IF EXISTS state CASCADE", "CREATE SCHEMA state")
        url = f"{postgres.url()}?options=-csearch_path%3Dstate"
    made = Store(url, lambda: NOW)
    yield made
    made.close()


def _mark(store: Store) -> Mark:
    return store.marks_of("win.customer", "customer", ["10001", "10002"])["10001"]


def _memory(made_from: Origin | None = None, stands: Standing | None = None) -> Memory:
    """Of a record that stays as it is."""
    return Memory("win.customer", "customer", made_from=made_from, stands=stands)


def _made_from(origin: Origin) -> Memory:
    return _memory(made_from=origin)


def _send(store: Store, values: dict[str, Any], origin: Origin | None = None) -> Sent:
    """Send a record as a run does; what the state has of it then."""
    request = Request("customer", Action.UPDATE, "PATCH", "/Customers/1", [])
    intent = Intent("customer", *RECORD[:2], "go", "customer", request, sent=values, made_from=origin)
    store.done(1, store.begin(1, intent), intent, 1, {})
    return store.sent("win.customer", "customer")["10001"]


def test_what_it_was_made_from_stands_beside_what_was_sent(store: Store) -> None:
    sent = _send(store, {"Name": "Fjord AS", "Discount": Decimal("2.50")}, ORIGIN)
    assert sent.values == {"Name": "Fjord AS", "Discount": Decimal("2.50")}
    asked = '[["find","PaymentTerm.CreditDays",14,7],["link","department",["1",10],null]]'
    assert (sent.made_from, sent.asked, sent.made) == ("a1", asked, None)


def test_what_is_sent_anew_without_a_word_of_it_was_made_from_nothing_known(store: Store) -> None:
    _send(store, {"Name": "Fjord AS"}, ORIGIN)
    sent = _send(store, {"Name": "Vik AS"})
    assert (sent.made_from, sent.asked) == (None, None)


def test_a_value_that_json_gives_back_as_another_stands_for_nothing(store: Store) -> None:
    assert _send(store, {"Since": date(2026, 11, 24)}, ORIGIN).made_from is None


def test_of_what_is_not_sent_is_noted_what_it_is_made_from_now(store: Store) -> None:
    before = _send(store, {"Name": "Fjord AS"}, ORIGIN)
    store.keep_unchanged([(RECORD, _made_from(Origin("b2", made={"Name": "Fjord AS", "Note": None})))])
    sent = store.sent("win.customer", "customer")["10001"]
    assert (sent.values, sent.fingerprint) == (before.values, before.fingerprint)
    assert (sent.made_from, sent.asked, sent.made) == ("b2", "[]", {"Name": "Fjord AS", "Note": None})
    store.keep_unchanged([])
    assert store.sent("win.customer", "customer")["10001"] == sent


def test_many_are_noted_at_once_and_a_record_that_was_never_sent_is_none(store: Store) -> None:
    _send(store, {"Name": "Fjord AS"}, ORIGIN)
    keys = map(str, range(9000, 11000))
    store.keep_unchanged((("win.customer", key, "customer"), _made_from(Origin("c3"))) for key in keys)
    assert {key: sent.made_from for key, sent in store.sent("win.customer", "customer").items()} == {"10001": "c3"}


def test_how_it_stands_is_noted_until_it_is_sent_anew(store: Store) -> None:
    _send(store, {"Name": "Fjord AS", "Number": 10001}, ORIGIN)
    store.keep_unchanged([(RECORD, _memory(stands=Standing("s1", ("Fjord AS", 10001, None))))])
    mark = _mark(store)
    assert (mark.made_from, mark.shown, mark.telling) == ("a1", "s1", '["Fjord AS",10001,null]')
    sent = _send(store, {"Name": "Vik AS"}, ORIGIN)
    assert _mark(store) == Mark("a1", sent.asked, None, None)


def test_what_it_is_made_from_now_takes_how_it_stood_with_it(store: Store) -> None:
    _send(store, {"Name": "Fjord AS"}, ORIGIN)
    store.keep_unchanged([(RECORD, _memory(stands=Standing("s1", ())))])
    store.keep_unchanged([(RECORD, _made_from(Origin("b2")))])
    assert _mark(store) == Mark("b2", "[]", None, None)


def test_of_what_an_older_version_sent_it_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    config = Config()
    config.set_main_option("script_location", str(Path(store_database.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    engine = state_engine(f"sqlite:///{path}")
    with for_writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
    engine.dispose()
    with closing(sqlite3.connect(path)) as state, state:
        values = (*RECORD, "", "f1", '{"Name":"Fjord AS"}')
        columns = 'entity, key, mapping, part, fingerprint, "values"'
        state.execute(f"INSERT INTO sent ({columns}) VALUES (?, ?, ?, ?, ?, ?)", values)
    store = Store(f"sqlite:///{path}", lambda: NOW)
    assert store.sent("win.customer", "customer") == {"10001": Sent("f1", {"Name": "Fjord AS"})}
    store.close()
