"""The connector that the entry point names: Win's catalog, known without a connection, and the way to open one.

SQLAlchemy is loaded only when a connection is opened, so that a mapping which needs the catalog alone starts fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.win.catalog import CATALOG

if TYPE_CHECKING:
    from connectors.win.connection import WinConnection
    from engine.model.schema import Catalog


def _now() -> datetime:
    return datetime.now(UTC)


class WinConnector:
    """Opens Win; implements engine.model.ports.Connector. `clock` gives now, in UTC."""

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self.catalog: Catalog = CATALOG
        self._clock = clock

    @property
    def dialects(self) -> tuple[str, ...]:
        """The kinds of database that `ddl` writes for."""
        from connectors.win.ddl import DIALECTS

        return tuple(DIALECTS)

    def ddl(self, dialect: str, *, inlets: bool = False) -> str:
        """The SQL that a site runs; implements engine.model.ports.SiteMade. Raises KeyError for another dialect."""
        from connectors.win.ddl import ddl

        return ddl(dialect, inlets=inlets)

    def open(self, settings: Mapping[str, object], folder: Path) -> WinConnection:
        """Open a site's database, or the files that were exported from it.

        `settings`: url, invoice_client, pdf_folder, …; the site's own statements are looked for in `folder`/views.
        Raises ValueError naming the setting that is missing or wrong, Unreachable, Denied.
        """
        from connectors.win.connect import open_database
        from connectors.win.connection import WinConnection
        from connectors.win.settings import parse_settings

        parsed = parse_settings(settings, folder)
        if parsed.exported:
            from connectors.win.exports import open_exports

            return WinConnection(open_exports(parsed), parsed, self._clock)
        return WinConnection(open_database(parsed), parsed, self._clock)
