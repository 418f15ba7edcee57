"""By `row_version`: a value that the database itself gives a row, another one with every change (`rowversion`)."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.win.changes.way import News, column_lacking
from connectors.win.connect import Database
from connectors.win.open_view import OpenView
from connectors.win.views import ROW_VERSION, Views
from engine.model.schema import Entity
from engine.model.text import Text


@dataclass(frozen=True, slots=True)
class ByRowVersion:
    """Implements way.Way. Exact: two editions of a row never bear the same value."""

    column: str = ROW_VERSION

    def lacks(self, database: Database, views: Views, entity: Entity) -> Text | None:
        """A view without the column."""
        return column_lacking(database, views, entity, self.column)

    def mark(self, _database: Database, _views: Views, _entity: Entity) -> str:
        """Nothing: what a row bears tells all."""
        return ""

    def news(self, _view: OpenView, _since: str, _mark: str) -> News:
        """No row is known to be outdated; each tells by its value."""
        return News((), edition)


def edition(cell: object) -> str | None:
    """The text of a value, whatever a driver makes of it; NULL tells nothing."""
    if isinstance(cell, bytes | bytearray | memoryview):
        return bytes(cell).hex()
    return None if cell is None else str(cell)
