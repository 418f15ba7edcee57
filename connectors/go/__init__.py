"""The connector for PowerOffice Go: its catalog without a connection, and connections over its HTTP API v2.

Opening costs nothing and calls nothing: the HTTP library is imported, and the token fetched, when first needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from connectors.go.catalog import CATALOG
from engine.model.ports import Connection
from engine.model.schema import Catalog


class GoConnector:
    """What the entry point `wingo.connectors: go` names."""

    catalog: Catalog = CATALOG

    def open(self, settings: Mapping[str, object], folder: Path) -> Connection:
        """Open a connection; raises ValueError naming a setting that is missing or wrong. Nothing is called."""
        from connectors.go.connection import connect

        return connect(settings, folder)


connector = GoConnector()
