"""Whether each column of a view is of the type that is expected: by what the database tells, and by its first rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from connectors.win.catalog import CATALOG
from connectors.win.columns import Misfit, misfits, told_columns
from connectors.win.ddl import recast_ddl
from connectors.win.examination.site import ERROR, NAMES_SHOWN, NEEDED, OK, OPTIONAL, WARNING, Site
from engine.model.enumeration import in_a_row
from engine.model.failure import Denied, Missing
from engine.model.ports import Finding
from engine.model.record import Fault
from engine.model.text import say

_ROWS_LOOKED_AT = 200  # of a view: enough to see that a column is of the wrong kind, and done in a moment


def examine_columns(site: Site) -> Iterator[Finding]:
    """A finding for each column of another type, and one for all cells that are not what their columns must hold."""
    found = [*_by_their_types(site), *_by_their_rows(site)]
    yield from found or [Finding(say("columns"), OK, say("of the types that are expected"))]


def _by_their_types(site: Site) -> Iterator[Finding]:
    """SQLite has types for cells alone, and a statement of the site's own has no columns that a database knows of."""
    if site.database.dialect == "sqlite":
        return
    views = [view for view in (*NEEDED, *OPTIONAL) if site.views.statement(view) is None]
    with site.database.reading(say("looking at the columns")) as connection:
        for view in views:
            told = told_columns(site.database.dialect, connection, site.database.schema, view)
            for misfit in misfits(CATALOG.entities[view], told):
                yield _finding(site, view, misfit)


def _finding(site: Site, view: str, misfit: Misfit) -> Finding:
    place = site.views.place(view)
    remedy = say(
        "let the view {view} give it as its contract has it, with what stands there now for the dots:\n{sql}",
        view=place,
        sql=recast_ddl(site.dialect, misfit.field),
    )
    return Finding(say("columns"), ERROR if misfit.serious else WARNING, misfit.told(place), remedy)


def _by_their_rows(site: Site) -> Iterator[Finding]:
    """What the first rows hold; a view that lacks was told of."""
    wrong: Counter[tuple[str, str, str]] = Counter()
    for view in NEEDED:
        try:
            for row in islice(site.rows(view), _ROWS_LOOKED_AT):
                wrong.update((view, name, cell.reason) for name, cell in row.items() if isinstance(cell, Fault))
        except (Missing, Denied):
            continue
    if wrong:
        lines = [_line(site, view, column, why, n) for (view, column, why), n in list(wrong.items())[:NAMES_SHOWN]]
        remedy = say("give the column of the view the type that docs/win.md names, and the records what is missing")
        yield Finding(say("columns"), WARNING, in_a_row(lines), remedy)


def _line(site: Site, view: str, column: str, reason: str, n: int) -> str:
    return say(
        "{view}.{column} is {reason} on {n} row" if n == 1 else "{view}.{column} is {reason} on {n} rows",
        view=site.views.place(view),
        column=column,
        reason=reason,
        n=n,
    )
