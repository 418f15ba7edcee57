"""The connector for PowerOffice Go: its catalog without a connection, and connections over its HTTP API v2.

Opening costs nothing and calls nothing: the HTTP library is imported, and the token fetched, when first needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.go.catalog import CATALOG

if TYPE_CHECKING:
    from connectors.go.clock import Clock
    from engine.model.ports import Connection
    from engine.model.schema import Catalog


class GoConnector:
    """What the entry point `wingo.connectors: go` names. `clock`: what its connections wait by, if not the system's."""

    catalog: Catalog = CATALOG

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock

    def open(self, settings: Mapping[str, object], folder: Path) -> Connection:
        """Open a connection; raises ValueError naming a setting that is missing or wrong. Nothing is called."""
        from connectors.go.clock import SYSTEM_CLOCK
        from connectors.go.connection import connect

        return connect(settings, folder, self._clock or SYSTEM_CLOCK)


connector = GoConnector()
