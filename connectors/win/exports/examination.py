"""The doctor's visit to exported files: how each was read, what of it was not, and cells that are not of their kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sqlalchemy import column, select, table

from connectors.win.catalog import CATALOG, INLETS, VIEWS
from connectors.win.connect import Database
from connectors.win.examination import examine_firm
from connectors.win.examination.site import ERROR, OK, OPTIONAL, WARNING
from connectors.win.exports.complaints import SHOWN, no_inlet
from connectors.win.exports.database import ExportedDatabase
from connectors.win.exports.loading import SPOT, Loaded, place_of
from connectors.win.settings import Settings
from connectors.win.values import reader_of
from connectors.win.views import Views, column_names
from engine.model.enumeration import in_a_row
from engine.model.failure import Failure, Missing
from engine.model.ports import Finding
from engine.model.record import Fault
from engine.model.text import Text, say


def examine_exports(database: Database, views: Views, settings: Settings) -> Iterator[Finding]:
    """The findings of a folder of exported files, or of a workbook, in the order in which they would be mended."""
    assert isinstance(database, ExportedDatabase)
    yield from _examine_files(database)
    yield from examine_firm(database, views, settings)
    if settings.ocr_folder is None:
        inlet = no_inlet(INLETS[0])
        yield Finding(say("inlet"), WARNING, inlet.detail, inlet.remedy)


def _examine_files(database: ExportedDatabase) -> Iterator[Finding]:
    found = database.found
    yield Finding(say("exported files"), OK, database.title)
    if found.strangers:
        names = in_a_row(place.text for place in found.strangers)
        remedy = say("name each as the view it is of, or give its name under [files] in the workspace's exports file")
        yield Finding(say("exported files"), WARNING, say("no view is called so: {files}", files=names), remedy)
    yield from _withheld(found.withheld)
    for loaded in found.loaded:
        if not loaded.complaints:
            yield _how_it_was_read(loaded)
            yield from _what_was_not(loaded)
    yield from _faults(database)
    if found.troubles:
        remedy = say("the invoices are posted all the same; their PDFs follow when they can be unpacked")
        yield Finding(say("PDFs of the journal"), WARNING, in_a_row(found.troubles[:SHOWN]), remedy)


def _withheld(withheld: Mapping[str, Failure]) -> Iterator[Finding]:
    """Each view that cannot be read; one that nobody exported only where it is needed."""
    for view, failure in withheld.items():
        if view in INLETS or (view in OPTIONAL and isinstance(failure, Missing)):
            continue
        yield Finding(view, ERROR, failure.detail, failure.remedy)


def _how_it_was_read(loaded: Loaded) -> Finding:
    text = say(
        "{place}: {n} row, {told}" if loaded.rows == 1 else "{place}: {n} rows, {told}",
        place=loaded.sheet.place.text,
        n=loaded.rows,
        told=_told(loaded),
    )
    if loaded.sheet.certain:
        return Finding(loaded.shape.name, OK, text)
    return Finding(loaded.shape.name, WARNING, text, say("say what it is written in, if it is not: `encoding: cp850`"))


def _told(loaded: Loaded) -> Text | str:
    told = loaded.sheet.told
    if loaded.decimal == ",":
        return say("{told}, decimal comma", told=told)
    return say("{told}, decimal point", told=told) if loaded.decimal == "." else told


def _what_was_not(loaded: Loaded) -> Iterator[Finding]:
    """Headers that nobody knows, and columns of the view that no header is."""
    place, view = loaded.sheet.place.text, loaded.shape.name
    if loaded.columns.unknown:
        text = say("{place}: not read: {headers}", place=place, headers=", ".join(loaded.columns.unknown))
        remedy = say(
            "name what is to be read under [headers.{view}] in the workspace's exports file, the rest under [ignored]",
            view=view,
        )
        yield Finding(view, WARNING, text, remedy)
    if loaded.doubtful is not None:
        text = say("{place}: {cell} may have decimals or thousands", place=place, cell=loaded.doubtful)
        remedy = say("export amounts with two decimals, so that the file shows which sign stands before them")
        yield Finding(view, WARNING, text, remedy)
    missing = [name for name in loaded.columns.missing if name != "row_id"]
    if missing:
        yield Finding(view, OK, say("{place}: without {columns}", place=place, columns=", ".join(missing)))


def _faults(database: ExportedDatabase) -> Iterator[Finding]:
    """Cells that are not of their column's kind, with their places; they refuse the records whose rules read them."""
    for view in VIEWS:
        if view in database.withheld:
            continue
        met: Counter[str] = Counter()
        shown: list[Text] = []
        for text in _faults_of(database, view):
            met[view] += 1
            if len(shown) < SHOWN:
                shown.append(text)
        if shown:
            more = [] if met[view] == len(shown) else [say("and {n} more", n=met[view] - len(shown))]
            remedy = say("correct the cells, or name their words in the workspace's exports file")
            yield Finding(view, WARNING, in_a_row([*shown, *more]), remedy)


def _faults_of(database: ExportedDatabase, view: str) -> Iterator[Text]:
    entity = CATALOG.entities[view]
    names = column_names(entity)
    readers = [(name, reader_of(entity.named[name])) for name in names]
    rows = table(view, *map(column, (*names, SPOT)))
    sheets = [loaded.sheet for loaded in database.found.loaded]
    with database.reading(say("reading {place}", place=view)) as connection:
        for *cells, spot in connection.execute(select(rows)):
            for (name, read), cell in zip(readers, cells, strict=True):
                value = read(cell)
                if isinstance(value, Fault):
                    yield say(
                        "{place}: {text!r} is {reason}",
                        place=place_of(sheets, spot, name),
                        text=value.text,
                        reason=value.reason,
                    )
