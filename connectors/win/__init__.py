"""PowerOffice Win: reads the views that a site gives, writes payments to the inlet that it gives, and nothing else.

The entry point `wingo.connectors` finds `connector` here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.win.connector import WinConnector

if TYPE_CHECKING:
    from engine.model.ports import Connector

connector: Connector = WinConnector()

__all__ = ["connector"]
