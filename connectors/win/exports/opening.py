"""Opens exported files: reads all of them at once into a private database, and proves each view by itself.

A view whose file is wrong, or is not there, is withheld: reading it raises what is wrong, and the others are read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from connectors.win.catalog import INLETS, TITLE, VIEWS
from connectors.win.exports import complaints as told
from connectors.win.exports.complaints import Complaint, Damaged
from connectors.win.exports.database import ExportedDatabase, Found
from connectors.win.exports.finding import Export, csv_exports, sheet_exports, state_of
from connectors.win.exports.journal import split_journal
from connectors.win.exports.loading import complete, create_table, drop_table, identify, load_sheet, of_sheet, unproved
from connectors.win.exports.map import ExportMap
from connectors.win.exports.map_file import load_map
from connectors.win.exports.pdfs import Issued, take_pdfs
from connectors.win.exports.shape import JOURNAL, SHAPES, Shape
from connectors.win.exports.sheet import Sheet
from connectors.win.exports.workbook import opened_workbook
from connectors.win.settings import Settings
from engine.model.failure import Retryable, Unreachable
from engine.model.text import say

_INVOICES = ("invoice", "invoice_line")
# Nobody else sees the file, and what is lost with it is read again.
_FAST = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA locking_mode = EXCLUSIVE")


def open_exports(settings: Settings) -> ExportedDatabase:
    """Read the files that the settings name.

    Raises ValueError for a wrong map, and without the library that reads workbooks; Unreachable where there are no
    files, Retryable when they change meanwhile. All else that is wrong is raised by reading the view that it concerns.
    """
    names, place = load_map(settings.exports), settings.files
    if not (place.is_file() if settings.is_workbook else place.is_dir()):
        remedy = say("correct the url in the workspace, or put the exported files there")
        request = say("opening {place}", place=place)
        raise Unreachable(TITLE, request, say("there is no such file or folder"), remedy=remedy)
    with ExitStack() as stack:
        path = Path(stack.enter_context(TemporaryDirectory(prefix="wingo-"))) / "exports.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            for pragma in _FAST:
                database.execute(pragma)
            database.execute("BEGIN")
            found = _Opening(database, settings, names).load()
            database.execute("COMMIT")
        return ExportedDatabase(path, str(place), found, stack.pop_all())


@dataclass(slots=True)
class _Opening:
    """Files on their way into the private database. `sheets`: those that are read, by their number."""

    database: sqlite3.Connection
    settings: Settings
    names: ExportMap
    found: Found = field(default_factory=Found)
    sheets: list[Sheet] = field(default_factory=list)

    def load(self) -> Found:
        """Read all there is, and say of each view that cannot be read why."""
        place = self.settings.files
        before = state_of(place)
        if self.settings.is_workbook:
            self._load_workbook(place)
        else:
            self._load_all(csv_exports(place, self.names, self.settings.encoding))
        if state_of(place) != before:
            detail, remedy = say("it changed while it was read"), say("wait until the export is done, and try again")
            raise Retryable(TITLE, say("opening {place}", place=place), detail, remedy=remedy)
        self._withhold_the_rest()
        return self.found

    def _load_workbook(self, path: Path) -> None:
        try:
            with opened_workbook(path) as sheets:
                self._load_all(sheet_exports(path.name, sheets, self.names))
        except Damaged as damaged:
            self._withhold(VIEWS, [damaged.complaint])

    def _load_all(self, exports: Iterable[Export]) -> None:
        by_shape: dict[str | None, list[Export]] = {}
        for export in exports:
            by_shape.setdefault(export.shape, []).append(export)
        self.found.strangers += (export.place for export in by_shape.pop(None, ()))
        journals = by_shape.pop(JOURNAL, [])
        others = [export for view in _INVOICES for export in by_shape.get(view, ())]
        if journals and others:
            places = [export.place for export in (*journals, *others)]
            self._withhold(_INVOICES, [told.two_files("invoice", places)])
        elif journals:
            self._load_journals(journals)
        for view, own in by_shape.items():
            if view is not None and view not in self.found.withheld:
                self._load_view(SHAPES[view], own)

    def _load_view(self, shape: Shape, exports: Sequence[Export]) -> None:
        if len(exports) > 1:
            complaints = [told.two_files(shape.name, [export.place for export in exports])]
        else:
            complaints = self._read(shape, exports) or self._prove(shape)
        if complaints:
            drop_table(self.database, shape.name)
            self._withhold([shape.name], complaints)

    def _read(self, shape: Shape, exports: Sequence[Export]) -> list[Complaint]:
        """Put exports into the table of their shape."""
        complaints: list[Complaint] = []
        create_table(self.database, shape)
        for export in exports:
            try:
                sheet = export.open()
            except Damaged as damaged:
                complaints.append(damaged.complaint)
                continue
            loaded = load_sheet(self.database, shape, sheet, len(self.sheets), self.names)
            self.sheets.append(sheet)
            self.found.loaded.append(loaded)
            complaints += loaded.complaints
        complete(self.database, shape, self.names)
        return complaints

    def _prove(self, shape: Shape) -> list[Complaint]:
        identify(self.database, shape)
        return unproved(self.database, shape, self.sheets)

    # ---- the journal

    def _load_journals(self, journals: Sequence[Export]) -> None:
        """Journals add up: each holds what was not exported before."""
        first = len(self.sheets)
        complaints = self._read(SHAPES[JOURNAL], journals)
        if not complaints:
            complaints = self._split()
        drop_table(self.database, JOURNAL)
        if complaints:
            for view in _INVOICES:
                drop_table(self.database, view)
            self._withhold(_INVOICES, complaints)
            return
        for number, journal in enumerate(journals, first):
            if journal.archive is not None:
                self._take_pdfs(number, journal.archive)

    def _split(self) -> list[Complaint]:
        complaints = split_journal(self.database, self.sheets, self.settings.invoice_client)
        for view in _INVOICES:
            complaints = complaints or self._prove(SHAPES[view])
        return complaints

    def _take_pdfs(self, number: int, archive: Path) -> None:
        """Give the invoices of a journal the paths of their PDFs."""
        own = of_sheet(number)
        rows = self.database.execute(f"SELECT invoice_no, pdf_path FROM invoice WHERE {own}").fetchall()
        taken = take_pdfs(archive, [Issued(no, named) for no, named in rows if isinstance(no, int)], self.names.pdf)
        self.found.troubles += taken.troubles
        self.database.executemany(
            f"UPDATE invoice SET pdf_path = ? WHERE {own} AND invoice_no = ?",
            [(path, issued.invoice_no) for issued, path in taken.paths.items()],
        )

    # ---- what cannot be read

    def _withhold(self, views: Iterable[str], complaints: Sequence[Complaint]) -> None:
        self.found.withheld |= {view: told.refusal(view, complaints) for view in views}

    def _withhold_the_rest(self) -> None:
        present = {name for (name,) in self.database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        place, is_workbook = self.settings.files.name, self.settings.is_workbook
        for view in VIEWS:
            if view not in present and view not in self.found.withheld:
                self.found.withheld[view] = told.no_file(view, place, self.names.names_of(view), sheets=is_workbook)
        for inlet in INLETS:
            self.found.withheld[inlet] = told.no_inlet(say("reading {place}", place=inlet))
