"""The inlet as the connection uses it where Win's database is not written to: rows here, then files, then Win's import.

It only hands on: rows are the ledger's, files the outbox's, and when they appear is handing_over's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from connectors.win import inlet as inlets
from connectors.win.connect import Database
from connectors.win.ocr.handing_over import hand_over
from connectors.win.ocr.ledger import Ledger
from connectors.win.ocr.outbox import Outbox
from connectors.win.ocr.visit import examine_ocr
from connectors.win.settings import Settings
from connectors.win.source import read_rows
from connectors.win.target import Clock, recover_row, send_row
from connectors.win.views import Views
from engine.model.change import Receipt, Request
from engine.model.ports import Finding
from engine.model.record import Row


class OcrInlet:
    """Payments that came back, on their way to Win as OCR giro files."""

    def __init__(self, settings: Settings, folder: Path, clock: Clock) -> None:
        self._ledger = Ledger(settings)
        self._outbox = Outbox(folder, settings.invoice_client)
        self._clock = clock

    def read(self) -> Iterator[Row]:
        """All rows, as `payment_in` has them."""
        ledger = self._ledger
        if ledger.is_there:
            yield from read_rows(ledger.database, ledger.views, ledger.settings, inlets.ENTITY)

    def send(self, request: Request) -> Receipt:
        """Append a row, exactly once."""
        return send_row(self._ledger.database, self._ledger.views, request, self._clock)

    def recover(self, request: Request) -> Receipt | None:
        """The receipt of a row that took hold; None when it is not there."""
        ledger = self._ledger
        return recover_row(ledger.database, ledger.views, request) if ledger.is_there else None

    def hand_over(self, database: Database, views: Views) -> Iterator[Finding]:
        """Let what came back go on; `database` and `views` are Win's."""
        return hand_over(self._ledger, self._outbox, database, views, self._clock())

    def examine(self, database: Database, views: Views) -> Iterator[Finding]:
        """The doctor's look at it."""
        return examine_ocr(self._ledger, self._outbox, database, views)

    def close(self) -> None:
        """Close the inlet."""
        self._ledger.close()
