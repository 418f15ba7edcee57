"""PowerOffice Win: reads the views that a site gives, writes payments to the inlet that it gives, and nothing else.

The entry point `wingo.connectors` finds `connector` here.
"""

from __future__ import annotations

from connectors.win.connector import WinConnector
from engine.model.ports import Connector

connector: Connector = WinConnector()

__all__ = ["connector"]
