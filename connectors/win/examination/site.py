"""What the doctor visits: a site's database, its views, its settings; and how findings are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.win.catalog import CATALOG
from connectors.win.connect import Database
from connectors.win.ddl import DIALECTS, Dialect
from connectors.win.settings import Settings
from connectors.win.source import read_rows
from connectors.win.views import Views
from engine.model.record import Row
from engine.model.text import say

OK, WARNING, ERROR = "ok", "warning", "error"

# What the shipped mappings read; orders, activities and time are read only by mappings that say so.
NEEDED = (
    "invoice_client",
    "department",
    "employee",
    "customer",
    "contact_person",
    "project",
    "invoice",
    "invoice_line",
)
OPTIONAL = ("invoice_order", "invoice_order_line", "activity", "time_entry")

NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Site:
    """A site whose database is open."""

    database: Database
    views: Views
    settings: Settings

    @property
    def dialect(self) -> Dialect:
        """How the SQL that mends it is written."""
        return DIALECTS.get(self.database.dialect, DIALECTS["mssql"])

    def rows(self, view: str) -> Iterator[Row]:
        """A view's rows, as runs read them."""
        return read_rows(self.database, self.views, self.settings, CATALOG.entities[view])


def shown(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    first, more = ", ".join(names[:NAMES_SHOWN]), len(names) - NAMES_SHOWN
    return say("{names} and {n} more", names=first, n=more) if more > 0 else first
