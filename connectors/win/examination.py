"""The doctor's visit to a site: one finding a topic, with what a person can do about it. It only reads.

Whatever a topic meets (a missing view, a refused login) is that topic's finding; the others are looked at all the same.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from connectors.win import inlet as inlets
from connectors.win.catalog import CATALOG
from connectors.win.changes.change_tracking import tells_of_changes
from connectors.win.changes.memory import way_of
from connectors.win.connect import Database
from connectors.win.ddl import DIALECTS, columns_ddl, view_ddl
from connectors.win.settings import Settings
from connectors.win.source import read_rows
from connectors.win.views import Views
from engine.model.enumeration import in_a_row
from engine.model.failure import Failure, Missing
from engine.model.ports import Finding
from engine.model.record import Fault, Row, Value
from engine.model.text import say

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
_ROWS_LOOKED_AT = 200  # of a view: enough to see that a column is of the wrong kind, and done in a moment


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
    yield Finding(say("database"), OK, database.title)
    yield from _guarded(say("views"), _examine_views, site)
    yield from _guarded(say("columns"), _examine_columns, site)
    yield from _guarded(say("changes"), _examine_changes, site)
    yield from _guarded(say("login"), _examine_login, site)
    yield from examine_firm(database, views, settings)
    yield from _guarded(say("inlet"), _examine_inlet, site)


def examine_firm(database: Database, views: Views, settings: Settings) -> Iterator[Finding]:
    """What must hold wherever the rows come from."""
    site = _Site(database, views, settings)
    yield from _guarded(say("own statements"), _examine_statements, site)
    yield from _guarded(say("invoice client"), _examine_client, site)
    yield from _guarded(say("managers"), _examine_managers, site)
    yield from _guarded(say("pdf folder"), _examine_pdf_folder, site)


def _guarded(topic: str, examine: Callable[[_Site], Iterator[Finding]], site: _Site) -> Iterator[Finding]:
    try:
        yield from examine(site)
    except Failure as failure:
        text = say("{request}: {detail}", request=failure.request, detail=failure.detail)
        yield Finding(topic, ERROR, text, failure.remedy)


def _shown(names: list[str]) -> str:
    """The first names, and how many more there are."""
    shown, more = ", ".join(names[:_NAMES_SHOWN]), len(names) - _NAMES_SHOWN
    return say("{names} and {n} more", names=shown, n=more) if more > 0 else shown


# ---- the views


def _examine_views(site: _Site) -> Iterator[Finding]:
    lacking = list(_lacking(site))
    if lacking:
        remedy = say(
            "give the views what they lack, with Win's own columns for the NULLs where Win has them, "
            "or put the site's own statements in the workspace's views folder:\n{sql}",
            sql="\n".join(sql for _, sql in lacking),
        )
        yield Finding(say("views"), ERROR, in_a_row([text for text, _ in lacking]), remedy)
    else:
        yield Finding(say("views"), OK, say("{n} of {all}", n=len(_NEEDED), all=len(_NEEDED)))


def _lacking(site: _Site) -> Iterator[tuple[str, str]]:
    """What each view lacks, with the SQL that gives it; one that only other mappings read may lack wholly."""
    dialect = DIALECTS.get(site.database.dialect, DIALECTS["mssql"])
    with site.database.reading(say("looking at the views")) as connection:
        for view in (*_NEEDED, *_OPTIONAL):
            place = site.views.place(view)
            try:
                missing = site.views.missing_columns(connection, view)
            except Missing as failure:
                if view in _NEEDED:
                    text = say("{view}: {detail}", view=place, detail=failure.detail)
                    yield text, view_ddl(dialect, view)
                continue
            if missing:
                text = say("{view} has no {columns}", view=place, columns=", ".join(missing))
                yield text, f"-- {place}\n{columns_ddl(dialect, view, missing)}"


def _examine_columns(site: _Site) -> Iterator[Finding]:
    """Whether the first rows of each view hold what their columns must hold; a view that lacks was told of."""
    wrong: Counter[tuple[str, str, str]] = Counter()
    for view in _NEEDED:
        try:
            for row in islice(site.rows(view), _ROWS_LOOKED_AT):
                wrong.update((view, name, cell.reason) for name, cell in row.items() if isinstance(cell, Fault))
        except Missing:
            continue
    if wrong:
        lines = [
            say(
                "{view}.{column} is {reason} on {n} row" if n == 1 else "{view}.{column} is {reason} on {n} rows",
                view=site.views.place(view),
                column=column,
                reason=why,
                n=n,
            )
            for (view, column, why), n in list(wrong.items())[:_NAMES_SHOWN]
        ]
        remedy = say("give the column of the view the type that docs/win.md names, and the records what is missing")
        yield Finding(say("columns"), WARNING, in_a_row(lines), remedy)
    else:
        yield Finding(say("columns"), OK, say("of the types that are expected"))


def _examine_statements(site: _Site) -> Iterator[Finding]:
    folder = site.views.folder
    names = sorted(path.stem for path in folder.glob("*.sql")) if folder.is_dir() else []
    strangers = [name for name in names if name not in CATALOG.entities and not tells_of_changes(name)]
    topic = say("own statements")
    if strangers:
        text = say("no view is called so: {files}", files=", ".join(f"views/{name}.sql" for name in strangers))
        yield Finding(topic, WARNING, text, say("name each file as the view it replaces"))
    elif names:
        yield Finding(topic, OK, ", ".join(f"views/{name}.sql" for name in names))


def _examine_changes(site: _Site) -> Iterator[Finding]:
    """Which views are read whole though the workspace says how changes are told."""
    way, named, topic = way_of(site.settings), site.settings.changes, say("changes")
    if way is None:
        return
    lacking = [why for view in _NEEDED if (why := way.lacks(site.database, site.views, CATALOG.entities[view]))]
    if lacking:
        why = in_a_row(list(dict.fromkeys(lacking)))
        text = say("{n} of {all} views are read whole: {why}", n=len(lacking), all=len(_NEEDED), why=why)
        yield Finding(
            topic, WARNING, text, say("give them what docs/win.md names for {way}", way=site.settings.changes)
        )
    else:
        yield Finding(topic, OK, say("{way} tells them for every view", way=named))


def _examine_login(site: _Site) -> Iterator[Finding]:
    """Whether the login may change what it is only to read; nothing where the database cannot tell."""
    places = [site.views.place(view) for view in _NEEDED if site.views.statement(view) is None]
    with site.database.reading(say("looking at the login's rights")) as connection:
        role = site.database.mighty_role(connection)
        rights = {place: site.database.may_write(connection, place) for place in places}
    writable = [place for place, may_write in rights.items() if may_write]
    if role is not None:
        text = say("it is {role}, and may change all of the database", role=role)
        remedy = say("use a login of its own, as `wingo views` makes it: it reads the views and appends to the inlets")
        yield Finding(say("login"), WARNING, text, remedy)
    elif writable:
        text = say("it may write to {views}", views=_shown(writable))
        yield Finding(say("login"), WARNING, text, say("give it the right to read only; it writes to payment_in alone"))
    elif False in rights.values():
        yield Finding(say("login"), OK, say("may only read the views"))


# ---- the firm


def _examine_client(site: _Site) -> Iterator[Finding]:
    clients = {row["client_no"]: row["name"] for row in site.rows("invoice_client")}
    chosen = site.settings.invoice_client
    listed = ", ".join(f"{number} {name}" for number, name in clients.items())
    topic = say("invoice client")
    if chosen is None and len(clients) > 1:
        remedy = say("give each firm a workspace of its own, with invoice_client in its win settings")
        text = say("none is chosen, and the database holds {clients}", clients=listed)
        yield Finding(topic, WARNING, text, remedy)
    elif chosen is not None and chosen not in clients:
        text = say("{number} is not one of {clients}", number=chosen, clients=listed or say("none"))
        yield Finding(topic, ERROR, text, say("correct invoice_client in the workspace's win settings"))
    else:
        yield Finding(topic, OK, listed if chosen is None else f"{chosen} {clients[chosen]}")


def _examine_managers(site: _Site) -> Iterator[Finding]:
    employees = {row["employee_no"]: row for row in site.rows("employee")}
    faults = [
        fault
        for department in site.rows("department")
        if department["active"] is True and (fault := _manager_fault(department, employees)) is not None
    ]
    if faults:
        remedy = say("Win: Meny > Ajourhold > Medarbeidere > Avansert > Firma")
        yield Finding(say("managers"), ERROR, in_a_row(faults), remedy)
    else:
        yield Finding(say("managers"), OK, say("every department manager is tied to an invoice client"))


def _manager_fault(department: Row, employees: Mapping[Value, Row]) -> str | None:
    number = department["manager_no"]
    if number is None:
        return None
    place = say('department {number} "{name}"', number=department["department_no"], name=department["name"])
    manager = employees.get(number)
    if manager is None:
        return say("{department}: manager {number} is no employee", department=place, number=number)
    name = f"{manager['first_name']} {manager['last_name']}"
    if manager["active"] is not True:
        return say("{department}: {name} has left", department=place, name=name)
    if manager["invoice_client_no"] is None:
        return say("{department}: {name} has no invoice client", department=place, name=name)
    return None


# ---- the files and the way back


def _examine_pdf_folder(site: _Site) -> Iterator[Finding]:
    folder, topic = site.settings.pdf_folder, say("pdf folder")
    if not folder.is_dir():
        remedy = say("correct pdf_folder in the workspace's win settings, or make the share reachable from here")
        yield Finding(topic, ERROR, say("there is no folder {folder}", folder=folder), remedy)
    elif not os.access(folder, os.R_OK | os.X_OK):
        text = say("{folder} may not be read", folder=folder)
        yield Finding(topic, ERROR, text, say("give this user the right to read it"))
    else:
        yield from _examine_pdfs(site)


def _examine_pdfs(site: _Site) -> Iterator[Finding]:
    paths = [str(row["pdf_path"]) for row in site.rows("invoice") if row["pdf_path"]]
    missing = [os.path.basename(path) for path in paths if not os.path.isfile(path)]
    topic = say("pdf folder")
    if missing:
        text = say(
            "{n} of {all} is missing: {names}" if len(missing) == 1 else "{n} of {all} are missing: {names}",
            n=len(missing),
            all=len(paths),
            names=_shown(missing),
        )
        remedy = say("the invoices are posted all the same; their PDFs follow when the files are there")
        yield Finding(topic, WARNING, text, remedy)
    else:
        yield Finding(
            topic, OK, say("{n} file, which is there" if len(paths) == 1 else "{n} files, all there", n=len(paths))
        )


def _examine_inlet(site: _Site) -> Iterator[Finding]:
    with site.database.reading(say("looking at {place}", place=inlets.NAME)) as connection:
        there = site.views.exists(connection, inlets.NAME)
        if there or not site.database.embedded:
            site.views.require(connection, inlets.NAME)
    text = site.views.place(inlets.NAME) if there else say("is made when the first payment comes back")
    yield Finding(say("inlet"), OK, text)
