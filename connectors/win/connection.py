"""A site's database as the engine's ports see it: a source of registers and invoices, a target of payments.

It only hands on: what is done stands in source.py, target.py and examination.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

from connectors.win import inlet as inlets
from connectors.win.catalog import CATALOG, TITLE
from connectors.win.connect import Database
from connectors.win.examination import examine_site
from connectors.win.ocr.inlet import OcrInlet
from connectors.win.settings import Settings
from connectors.win.source import read_rows
from connectors.win.target import Clock, recover_row, request_of, send_row
from connectors.win.views import Views
from engine.model.change import Receipt, Request, Write
from engine.model.failure import Missing
from engine.model.ports import Finding, Reading
from engine.model.record import Row
from engine.model.schema import Catalog, Series
from engine.model.text import say


class WinConnection:
    """An open way to one site's database; implements engine.model.ports.Connection."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self.catalog: Catalog = CATALOG
        self._database = database
        self._settings = settings
        self._clock = clock
        self._views = Views(settings.views_folder, database.schema, database.withheld)
        self._ocr = None if settings.ocr_folder is None else OcrInlet(settings, settings.ocr_folder, clock)

    @property
    def calls(self) -> int:
        """Statements to a database of the site's own cost nothing that is counted."""
        return 0

    @property
    def waited_seconds(self) -> float:
        """Such a database has no limit to wait for."""
        return 0.0

    def read(self, entity: str, since: str | None = None) -> Reading:
        """All rows of a view, by key. `since` is not used: an entity is always given whole, and compared by content;
        what of it must be asked of the site is this connector's own matter (changes/).

        Raises Missing when the catalog has no such entity; while rows are read, Missing when the view or a column of
        it is not there.
        """
        found = self.catalog.entities.get(entity)
        if found is None:
            raise Missing(TITLE, say("reading {place}", place=entity), say("the catalog has no such view"))
        if self._ocr is not None and entity == inlets.NAME:
            return Reading(self._ocr.read())
        read = partial(read_rows, self._database, self._views, self._settings, found)
        return Reading(read(self._clock()), elsewhere=partial(read, elsewhere=True))

    def setting(self, name: str) -> tuple[Row, ...]:
        """Nothing: Win has no settings that a mapping looks ids up in."""
        return ()

    def series(self) -> tuple[Series, ...]:
        """Nothing: number series are the other side's."""
        return ()

    def closed_until(self) -> date | None:
        """None: what is closed is the ledger's matter, on the other side."""
        return None

    def occupied(self, entity: str) -> Mapping[str | int, Decimal]:
        """Nothing: no record of Win is ever taken out of use from here."""
        return {}

    def request(self, write: Write) -> Request:
        """The row that a write appends to the inlet. Raises Rejected for any other write."""
        return request_of(write)

    def send(self, request: Request) -> Receipt:
        """Append a row, exactly once. Raises Conflict when its entry stands there with other content."""
        if self._ocr is not None:
            return self._ocr.send(request)
        return send_row(self._database, self._views, request, self._clock)

    def recover(self, request: Request) -> Receipt | None:
        """The receipt of a row that took hold; None when it is not there. Raises Conflict as `send` does."""
        if self._ocr is not None:
            return self._ocr.recover(request)
        return recover_row(self._database, self._views, request)

    def hand_over(self) -> Iterator[Finding]:
        """Let what came back go on to Win as an OCR file; implements engine.model.ports.HandsOver. Nothing where rows
        stand in Win's own inlet already."""
        return iter(()) if self._ocr is None else self._ocr.hand_over(self._database, self._views)

    def examine(self) -> Iterator[Finding]:
        """The doctor's visit to the site: database, views, invoice client, managers, PDF folder, inlet."""
        if self._settings.exported:
            from connectors.win.exports.examination import examine_exports

            yield from examine_exports(self._database, self._views, self._settings)
        else:
            yield from examine_site(self._database, self._views, self._settings)
        if self._ocr is not None:
            yield from self._ocr.examine(self._database, self._views)

    def close(self) -> None:
        """Close the database, and the inlet of one's own."""
        self._database.close()
        if self._ocr is not None:
            self._ocr.close()
