"""Where the views stand in a schema `wingo`: the statements that a server gets, run on a database attached as such.

SQLite plays the server, so this shows names, scopes and the inlet's rules; what drivers of servers do otherwise it
cannot show.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from connectors.win.connect import Database
from connectors.win.connection import WinConnection
from connectors.win.settings import parse_settings
from engine.model.change import Action, Write
from engine.model.failure import Conflict, Missing
from engine.model.record import Value


@pytest.fixture
def server(site: Any, tmp_path: Path) -> Iterator[WinConnection]:
    """A connection that takes the site's file for a server's schema."""
    usual = dict(sqlite3.adapters)
    for kind, adapter in ((Decimal, str), (datetime, str), (date, str)):
        sqlite3.register_adapter(kind, adapter)

    def connect() -> sqlite3.Connection:
        made = sqlite3.connect(":memory:")
        made.execute(f"ATTACH DATABASE '{site.path}' AS wingo")
        return made

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    settings = replace(parse_settings({"url": "postgresql://db/win"}, tmp_path), invoice_client=1)
    database = Database(engine, embedded=False, title="db/win")
    connection = WinConnection(database, settings, lambda: datetime(2026, 11, 24, 3, tzinfo=UTC))
    yield connection
    connection.close()
    sqlite3.adapters.clear()
    sqlite3.adapters.update(usual)


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


def test_views_are_read_from_their_schema(site: Any, server: WinConnection) -> None:
    site.insert("invoice", client_no=1, invoice_no=5001, total="12.50")
    site.insert("invoice_line", client_no=1, invoice_no=5001, line_no=1, net="10.00")
    (row,) = server.read("invoice").rows
    assert isinstance(row["lines"], tuple)
    assert row["lines"][0]["net"] == Decimal(10)


def test_a_missing_view_is_named_with_its_schema(site: Any, server: WinConnection) -> None:
    site.run("DROP TABLE customer")
    with pytest.raises(Missing) as raised:
        list(server.read("customer").rows)
    assert raised.value.request == "reading wingo.customer"


def test_a_row_is_appended_and_the_rest_left_to_the_site(site: Any, server: WinConnection) -> None:
    site.insert("invoice", client_no=1, invoice_no=5001, total="12.50", status="UBETALT")
    request = server.request(_payment())
    assert server.recover(request) is None
    receipt = server.send(request)
    assert receipt.id == 1
    assert receipt.values["status"] == "NY"
    assert server.send(request) == receipt == server.recover(request)
    assert site.run("SELECT status FROM invoice") == [("UBETALT",)]
    with pytest.raises(Conflict):
        server.send(server.request(_payment(amount=Decimal(13))))


def test_a_missing_inlet_is_the_sites_to_make(site: Any, server: WinConnection) -> None:
    site.run("DROP TABLE payment_in")
    with pytest.raises(Missing) as raised:
        server.send(server.request(_payment()))
    assert "wingo.payment_in" in raised.value.request
    with pytest.raises(Missing):
        list(server.read("payment_in").rows)
    assert [f.state for f in server.examine() if f.topic == "inlet"] == ["error"]
