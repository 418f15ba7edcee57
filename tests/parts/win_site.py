"""A small site of one's own: real SQLite files with the views' tables, filled by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.win.catalog import CATALOG
from connectors.win.connection import WinConnection
from connectors.win.connector import WinConnector
from connectors.win.demo.table import create_tables
from connectors.win.views import column_names
from engine.model.record import Row
from engine.model.schema import Field
from engine.model.types import Kind

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


class Site:
    """A Win database that a test fills; `open` gives a connection that is closed when the test ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "win.db"
        self.url = "sqlite:///win.db"
        self._opened: list[WinConnection] = []
        self._shared: sqlite3.Connection | None = None
        with closing(sqlite3.connect(self.path)) as connection, connection:
            create_tables(connection)

    def insert(self, view: str, **cells: Any) -> None:
        """A row with neutral values where the test says nothing."""
        row = neutral_row(view, cells)
        marks = ", ".join("?" for _ in row)
        self.run(f"INSERT INTO {view} ({', '.join(row)}) VALUES ({marks})", *row.values())

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """All that is run within is one transaction: many rows take no longer than one."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            self._shared = connection
            try:
                yield
            finally:
                self._shared = None

    def run(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        if self._shared is not None:
            return self._shared.execute(statement, values).fetchall()
        with closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(statement, values).fetchall()

    def view_file(self, name: str, statement: str) -> None:
        """A statement of the site's own."""
        (self.folder / "views").mkdir(exist_ok=True)
        (self.folder / "views" / f"{name}.sql").write_text(statement, encoding="utf-8")

    def open(self, **settings: object) -> WinConnection:
        connector = WinConnector(clock=lambda: NOW)
        connection = connector.open({"url": self.url, **settings}, self.folder)
        self._opened.append(connection)
        return connection

    def rows(self, view: str, **settings: object) -> list[Row]:
        return list(self.open(**settings).read(view).rows)

    def close(self) -> None:
        for connection in self._opened:
            connection.close()


def neutral_row(view: str, cells: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a view: these cells, and neutral values where nothing is said."""
    entity = CATALOG.entities[view]
    return {name: _neutral(entity.find(name)) for name in column_names(entity)} | cells


def _neutral(field: Field | None) -> object:
    assert field is not None
    if field.type.absent:
        return None
    if field.name == "active":
        return 1
    return {Kind.TEXT: "x", Kind.DATE: "2026-10-01"}.get(field.type.kind, 0)
