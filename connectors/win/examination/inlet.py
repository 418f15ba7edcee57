"""Whether payments can come back: the inlet, its columns, the right to append, and what keeps an entry single."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.engine import Connection

from connectors.win import inlet as inlets
from connectors.win.catalog import CATALOG
from connectors.win.columns import misfits, told_columns
from connectors.win.ddl import UNIQUE, add_ddl, alter_ddl, grant_ddl, table_ddl, unique_ddl
from connectors.win.examination.rights import login_name, rights, stands_once
from connectors.win.examination.site import ERROR, OK, WARNING, Site
from engine.model.failure import Denied, Missing
from engine.model.ports import Finding
from engine.model.text import say


def examine_inlet(site: Site) -> Iterator[Finding]:
    """Of a file only whether it is whole: the product makes it and writes to it alone."""
    with site.database.reading(say("looking at {place}", place=inlets.NAME)) as connection:
        if site.database.embedded:
            found = list(_examine_file(site, connection))
        else:
            found = list(_examine_table(site, connection))
    yield from found or [Finding(say("inlet"), OK, site.views.place(inlets.NAME))]


def _examine_file(site: Site, connection: Connection) -> Iterator[Finding]:
    if site.views.exists(connection, inlets.NAME):
        site.views.require(connection, inlets.NAME)
    else:
        yield Finding(say("inlet"), OK, say("is made when the first payment comes back"))


def _examine_table(site: Site, connection: Connection) -> Iterator[Finding]:
    try:
        missing = site.views.missing_columns(connection, inlets.NAME)
    except Missing as failure:
        yield _mended(failure.detail, table_ddl(site.dialect, inlets.NAME))
    except Denied as failure:
        login = login_name(site.database.dialect, connection)
        yield _mended(failure.detail, grant_ddl(site.dialect, "SELECT, INSERT", inlets.NAME, login))
    else:
        place = site.views.place(inlets.NAME)
        for name in missing:
            text = say("{view} has no {columns}", view=place, columns=name)
            yield _mended(text, add_ddl(site.dialect, inlets.NAME, name))
        yield from _examine_columns(site, connection)
        yield from _examine_entries(site, connection)
        yield from _examine_appending(site, connection)


def _examine_columns(site: Site, connection: Connection) -> Iterator[Finding]:
    told = told_columns(site.database.dialect, connection, site.database.schema, inlets.NAME)
    for misfit in misfits(CATALOG.entities[inlets.NAME], told):
        text = misfit.told(site.views.place(inlets.NAME))
        sql = alter_ddl(site.dialect, inlets.NAME, misfit.field.name)
        yield _mended(text, sql, ERROR if misfit.serious else WARNING)


def _examine_entries(site: Site, connection: Connection) -> Iterator[Finding]:
    place, entry = site.views.place(inlets.NAME), UNIQUE[inlets.NAME]
    if stands_once(site.database.dialect, connection, place, entry) is False:
        text = say("nothing keeps an entry of Go from standing twice in {place}", place=place)
        yield _mended(text, unique_ddl(site.dialect, inlets.NAME))


def _examine_appending(site: Site, connection: Connection) -> Iterator[Finding]:
    dialect, place = site.database.dialect, site.views.place(inlets.NAME)
    given = rights(dialect, connection)
    if given is not None and not any(right.place == place and "INSERT" in right.ways for right in given):
        text = say("the login may not insert into {place}", place=place)
        yield _mended(text, grant_ddl(site.dialect, "INSERT", inlets.NAME, login_name(dialect, connection)))


def _mended(text: str, sql: str, state: str = ERROR) -> Finding:
    return Finding(say("inlet"), state, text, say("have this run in the database:\n{sql}", sql=sql))
