"""What a site's database is to the engine's ports, whichever database it is: one suite for SQLite, PostgreSQL, and the
one that WINGO_TEST_WIN_URL names (it makes and drops schema `wingo` there)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import create_engine, select

from connectors.win.catalog import CATALOG
from connectors.win.connector import WinConnector
from connectors.win.paging import order_key, paged_rows
from connectors.win.views import Views, column_names
from engine.model.change import Action, Write
from engine.model.failure import Conflict, Missing, Rejected
from engine.model.record import Fault, Row, Value
from parts.win_databases import ENVIRONMENT, NOW, VIEWS, SiteDatabase

_LETTERS = "Ærlig Øyvind Åsgård, Łódź, Владимир, 東京 €"


@pytest.fixture(params=["sqlite", "postgresql", "other"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SiteDatabase]:
    made = SiteDatabase(_url(request, tmp_path), tmp_path)
    made.make()
    yield made
    made.close()


def _url(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "sqlite":
        (folder / "win.db").touch()
        return f"sqlite:///{folder / 'win.db'}"
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres").url())
    if not os.environ.get(ENVIRONMENT):
        pytest.skip(f"{ENVIRONMENT} names no database")
    return os.environ[ENVIRONMENT]


def _payment(**other: Value) -> Write:
    row: dict[str, Value] = {
        "client_no": 1,
        "invoice_no": 5001,
        "kind": "INNBETALING",
        "amount": Decimal("12.50"),
        "date": date(2026, 11, 20),
        "kid": None,
        "go_entry_id": "77:ab",
    }
    return Write("payment_in", Action.PAY, {**row, **other})


def _plain(row: Row, view: str) -> dict[str, Value]:
    return {name: row[name] for name in column_names(CATALOG.entities[view])}


@pytest.mark.parametrize("client", [None, 1, 2])
def test_the_demo_reads_as_it_does_from_its_file(database: SiteDatabase, demo_folder: Path, client: int | None) -> None:
    def of_file(view: str, chosen: int | None) -> list[Row]:
        file = WinConnector().open({"url": "sqlite:///win.db", "invoice_client": chosen}, demo_folder)
        rows = list(file.read(view).rows)
        file.close()
        return rows

    for view in VIEWS:
        whole = (_plain(row, view) for row in of_file(view, None))
        database.insert(view, ({n: v for n, v in row.items() if not isinstance(v, Fault)} for row in whole))
    win = database.open(invoice_client=client, pdf_folder=str(demo_folder))
    for view in VIEWS:
        # A server orders texts by its own language; what matters is that each row is there, once.
        assert _sorted(win.read(view).rows, view) == _sorted(of_file(view, client), view), view


def _sorted(rows: Any, view: str) -> list[Any]:
    key = CATALOG.entities[view].key
    return sorted(rows, key=lambda row: str([row[name] for name in key]))


def test_values_come_through_as_they_were(database: SiteDatabase) -> None:
    row: dict[str, Value] = {
        "customer_no": 2_147_483_647,
        "row_id": "æ-1",
        "name": _LETTERS,
        "discount_percent": Decimal("12.3456"),
        "vat_free": True,
        "active": False,
        "created_date": date(1999, 12, 31),
    }
    database.insert("customer", [row])
    (found,) = database.open().read("customer").rows
    assert {name: found[name] for name in row} == row
    assert found["email"] is None


def test_large_amounts_keep_every_digit(database: SiteDatabase) -> None:
    amounts = [Decimal("123456789012345.6789"), Decimal("-0.0001"), Decimal("0.1"), Decimal(0)]
    rows = ({"client_no": 1, "invoice_no": n, "total": amount} for n, amount in enumerate(amounts))
    database.insert("invoice", rows)
    assert [row["total"] for row in database.open().read("invoice").rows] == amounts


def test_more_rows_than_a_page_come_once_in_the_order_of_their_key(database: SiteDatabase) -> None:
    numbers = range(1, 5203)
    database.insert("employee", ({"employee_no": number} for number in reversed(numbers)))
    assert [row["employee_no"] for row in database.open().read("employee").rows] == list(numbers)


def test_an_invoice_has_its_lines_in_every_chunk(database: SiteDatabase) -> None:
    numbers = range(1, 702)
    database.insert("invoice", ({"client_no": 1, "invoice_no": n} for n in numbers))
    database.insert("invoice_line", ({"client_no": 1, "invoice_no": n, "line_no": k} for n in numbers for k in (2, 1)))
    rows = database.open().read("invoice").rows
    lines = [[line["line_no"] for line in cast("tuple[Row, ...]", row["lines"])] for row in rows]
    assert lines == [[1, 2]] * 701


def test_keys_that_stand_twice_or_are_null_are_all_given(database: SiteDatabase) -> None:
    keys = [None, None, 1, 2, 2, 2, 2, 3]
    database.insert("customer", ({"customer_no": key, "row_id": str(n)} for n, key in enumerate(keys)))
    found = sorted(str(row["row_id"]) for row in database.open().read("customer").rows)
    assert found == [str(n) for n in range(len(keys))]


@pytest.mark.parametrize("database", ["postgresql", "other"], indirect=True)  # a file is read in one stream
@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize("view", ["invoice_line", "project"])
def test_pages_of_any_size_lose_nothing(database: SiteDatabase, tmp_path: Path, view: str, size: int) -> None:
    entity = CATALOG.entities[view]
    texts, numbers = ("a-1", "A1", "ab", "å", "10", "9", "a-1", None), (1, None, 2, 1, 1, None, 3, 2)
    rows = [
        {name: numbers[(n * (at + 1)) % 8] for at, name in enumerate(entity.key)} | {"row_id": str(n)}
        for n in range(24)
    ]
    if view == "project":
        rows = [{"project_no": texts[n % 8], "row_id": str(n)} for n in range(24)]
    database.insert(view, rows)
    source = Views(tmp_path, database.schema).source(view)
    engine = create_engine(database.url)
    with engine.connect() as connection:
        key, last = order_key(source, entity), database.dialect.name == "postgresql"
        given = [row[0] for row in paged_rows(connection, select(source.c.row_id), key, nulls_last=last, size=size)]
    engine.dispose()
    assert sorted(given, key=int) == [str(n) for n in range(24)]


def test_a_payment_is_written_once(database: SiteDatabase) -> None:
    win = database.open()
    request = win.request(_payment(kid="000123", go_entry_id="77:" + _LETTERS[:6]))
    assert win.recover(request) is None
    receipt = win.send(request)
    assert (receipt.id, receipt.values["amount"], receipt.values["kid"]) == (1, Decimal("12.5"), "000123")
    assert receipt.values["received_at"] == NOW
    again = win.send(request)
    assert (again.id, again.values["amount"]) == (receipt.id, receipt.values["amount"])
    with pytest.raises(Conflict):
        win.send(win.request(_payment(amount=Decimal(13), go_entry_id="77:" + _LETTERS[:6])))
    assert len(list(win.read("payment_in").rows)) == 1


def test_runs_at_once_write_one_row(database: SiteDatabase) -> None:
    connections = [database.open() for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        ids = list(pool.map(lambda win: win.send(win.request(_payment())).id, connections))
    assert len(set(ids)) == 1
    assert len(list(database.open().read("payment_in").rows)) == 1


def test_days_before_and_after_the_clock_changes_stay_days(database: SiteDatabase) -> None:
    days = [date(2026, 10, 24) + timedelta(days=n) for n in range(3)]
    win = database.open()
    for day in days:
        win.send(win.request(_payment(date=day, go_entry_id=f"77:{day}")))
    assert [row["date"] for row in win.read("payment_in").rows] == days


def test_a_view_that_is_not_there_and_a_column_that_lacks_are_named(database: SiteDatabase) -> None:
    place = "project" if database.schema is None else f"{database.schema}.project"
    database.run(f"ALTER TABLE {place} DROP COLUMN fee_type")
    with pytest.raises(Missing, match="fee_type"):
        list(database.open().read("project").rows)
    database.run(f"DROP TABLE {place}")
    with pytest.raises(Missing, match="project"):
        list(database.open().read("project").rows)
    assert list(database.open().read("customer").rows) == []


def test_nothing_but_payments_is_written(database: SiteDatabase) -> None:
    with pytest.raises(Rejected):
        database.open().request(Write("customer", Action.CREATE, {"customer_no": 1}))


def test_a_site_takes_the_script_that_it_is_given(database: SiteDatabase) -> None:
    database.drop()
    database.run(*database.batches())
    win = database.open()
    assert [list(win.read(view).rows) for view in CATALOG.entities] == [[]] * len(CATALOG.entities)
    assert {finding.topic: finding.state for finding in win.examine()}["views"] == "ok"
