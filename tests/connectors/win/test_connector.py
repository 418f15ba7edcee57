"""The entry point's object: its catalog without a connection, what does not apply to Win answers empty."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from connectors.win import connector
from engine.model.ports import Connection


def test_it_is_a_connector_and_knows_its_catalog() -> None:
    assert connector.catalog.system == "win"
    assert connector.catalog.title == "Win"
    assert connector.catalog.settings == {}


def test_what_does_not_apply_is_empty(site: Any) -> None:
    connection: Connection = site.open()
    assert connection.setting("VatCode") == ()
    assert connection.series() == ()
    assert connection.closed_until() is None
    assert (connection.calls, connection.waited_seconds) == (0, 0.0)
    assert connection.occupied("customer") == {}
    assert connection.catalog is connector.catalog


def test_a_reading_is_whole_and_has_no_cursor(site: Any) -> None:
    reading = site.open().read("department", since="whatever")
    assert (reading.cursor, reading.complete) == (None, None)


def test_the_catalog_alone_loads_no_database_library() -> None:
    program = "import sys, connectors.win; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
