"""The doctor's visit to a site: one finding a topic, with what a person can do about it. It only reads.

Whatever a topic meets (a missing view, a refused login) is that topic's finding; the others are looked at all the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from connectors.win import inlet as inlets
from connectors.win.catalog import CATALOG
from connectors.win.connect import Database
from connectors.win.settings import Settings
from connectors.win.source import read_rows
from connectors.win.views import Views
from engine.model.failure import Failure, Missing
from engine.model.ports import Finding
from engine.model.record import Row, Value

OK, WARNING, ERROR = "ok", "warning", "error"

# What the shipped mappings read; orders, activities and time are read only by mappings that say so.
_NEEDED = (
    "invoice_client",
    "department",
    "employee",
    "customer",
    "contact_person",
    "project",
    "invoice",
    "invoice_line",
)
_OPTIONAL = ("invoice_order", "invoice_order_line", "activity", "time_entry")

_NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Site:
    database: Database
    views: Views
    settings: Settings

    def rows(self, view: str) -> Iterator[Row]:
        return read_rows(self.database, self.views, self.settings, CATALOG.entities[view])


def examine_site(database: Database, views: Views, settings: Settings) -> Iterator[Finding]:
    """The findings of a site, in the order in which they would be mended."""
    site = _Site(database, views, settings)
    yield Finding("database", OK, database.title)
    yield from _guarded("views", _examine_views, site)
    yield from _guarded("own statements", _examine_statements, site)
    yield from _guarded("invoice client", _examine_client, site)
    yield from _guarded("managers", _examine_managers, site)
    yield from _guarded("pdf folder", _examine_pdf_folder, site)
    yield from _guarded("inlet", _examine_inlet, site)


def _guarded(topic: str, examine: Callable[[_Site], Iterator[Finding]], site: _Site) -> Iterator[Finding]:
    try:
        yield from examine(site)
    except Failure as failure:
        yield Finding(topic, ERROR, f"{failure.request}: {failure.detail}", failure.remedy)


def _examine_views(site: _Site) -> Iterator[Finding]:
    with site.database.reading("looking at the views") as connection:
        lacking: list[str] = []
        for view in (*_NEEDED, *_OPTIONAL):
            try:
                missing = site.views.missing_columns(connection, view)
            except Missing as failure:
                if view in _NEEDED:
                    lacking.append(f"{site.views.place(view)}: {failure.detail}")
                continue
            if missing:
                lacking.append(f"{site.views.place(view)} has no {', '.join(missing)}")
    if lacking:
        remedy = (
            "give the views the columns that docs/win.md names, as NULL where Win has nothing to give, "
            "or put the site's own statements in the workspace's views folder"
        )
        yield Finding("views", ERROR, "; ".join(lacking), remedy)
    else:
        yield Finding("views", OK, f"{len(_NEEDED)} of {len(_NEEDED)}")


def _examine_statements(site: _Site) -> Iterator[Finding]:
    folder = site.views.folder
    names = sorted(path.stem for path in folder.glob("*.sql")) if folder.is_dir() else []
    strangers = [name for name in names if name not in CATALOG.entities]
    if strangers:
        files = ", ".join(f"views/{name}.sql" for name in strangers)
        yield Finding(
            "own statements", WARNING, f"no view is called so: {files}", "name each file as the view it replaces"
        )
    elif names:
        yield Finding("own statements", OK, ", ".join(f"views/{name}.sql" for name in names))


def _examine_client(site: _Site) -> Iterator[Finding]:
    clients = {row["client_no"]: row["name"] for row in site.rows("invoice_client")}
    chosen = site.settings.invoice_client
    listed = ", ".join(f"{number} {name}" for number, name in clients.items())
    if chosen is None and len(clients) > 1:
        remedy = "give each firm a workspace of its own, with invoice_client in its win settings"
        yield Finding("invoice client", WARNING, f"none is chosen, and the database holds {listed}", remedy)
    elif chosen is not None and chosen not in clients:
        remedy = "correct invoice_client in the workspace's win settings"
        yield Finding("invoice client", ERROR, f"{chosen} is not one of {listed or 'none'}", remedy)
    else:
        yield Finding("invoice client", OK, listed if chosen is None else f"{chosen} {clients[chosen]}")


def _examine_managers(site: _Site) -> Iterator[Finding]:
    employees = {row["employee_no"]: row for row in site.rows("employee")}
    faults = [
        fault
        for department in site.rows("department")
        if department["active"] is True and (fault := _manager_fault(department, employees)) is not None
    ]
    if faults:
        remedy = "Win: Meny > Ajourhold > Medarbeidere > Avansert > Firma"
        yield Finding("managers", ERROR, "; ".join(faults), remedy)
    else:
        yield Finding("managers", OK, "every department manager is tied to an invoice client")


def _manager_fault(department: Row, employees: Mapping[Value, Row]) -> str | None:
    number = department["manager_no"]
    if number is None:
        return None
    place = f'department {department["department_no"]} "{department["name"]}"'
    manager = employees.get(number)
    if manager is None:
        return f"{place}: manager {number} is no employee"
    name = f"{manager['first_name']} {manager['last_name']}"
    if manager["active"] is not True:
        return f"{place}: {name} has left"
    return f"{place}: {name} has no invoice client" if manager["invoice_client_no"] is None else None


def _examine_pdf_folder(site: _Site) -> Iterator[Finding]:
    folder = site.settings.pdf_folder
    if not folder.is_dir():
        remedy = "correct pdf_folder in the workspace's win settings, or make the share reachable from here"
        yield Finding("pdf folder", ERROR, f"there is no folder {folder}", remedy)
    elif not os.access(folder, os.R_OK | os.X_OK):
        yield Finding("pdf folder", ERROR, f"{folder} may not be read", "give this user the right to read it")
    else:
        yield from _examine_pdfs(site)


def _examine_pdfs(site: _Site) -> Iterator[Finding]:
    paths = [str(row["pdf_path"]) for row in site.rows("invoice") if row["pdf_path"]]
    missing = [path for path in paths if not os.path.isfile(path)]
    if missing:
        shown = ", ".join(os.path.basename(path) for path in missing[:_NAMES_SHOWN])
        more = f" and {len(missing) - _NAMES_SHOWN} more" if len(missing) > _NAMES_SHOWN else ""
        remedy = "the invoices are posted all the same; their PDFs follow when the files are there"
        yield Finding("pdf folder", WARNING, f"{len(missing)} of {len(paths)} are missing: {shown}{more}", remedy)
    else:
        yield Finding("pdf folder", OK, f"{len(paths)} files, all there")


def _examine_inlet(site: _Site) -> Iterator[Finding]:
    with site.database.reading("looking at payment_in") as connection:
        there = site.views.exists(connection, inlets.NAME)
        if there or not site.database.embedded:
            site.views.require(connection, inlets.NAME)
    yield Finding("inlet", OK, site.views.place(inlets.NAME) if there else "is made when the first payment comes back")
