"""Whether each view is there, may be read and has every column, with the SQL that mends it."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.win.ddl import columns_ddl, grant_ddl, view_ddl
from connectors.win.examination.rights import login_name
from connectors.win.examination.site import ERROR, NEEDED, OK, OPTIONAL, Site
from engine.model.enumeration import in_a_row
from engine.model.failure import Denied, Missing
from engine.model.ports import Finding
from engine.model.text import say


def examine_views(site: Site) -> Iterator[Finding]:
    """What the views lack, told at once: it is mended by one script."""
    lacking = list(_lacking(site))
    if lacking:
        remedy = say(
            "give the views what they lack, with Win's own columns for the NULLs where Win has them, "
            "or put the site's own statements in the workspace's views folder:\n{sql}",
            sql="\n".join(sql for _, sql in lacking),
        )
        yield Finding(say("views"), ERROR, in_a_row([text for text, _ in lacking]), remedy)
    else:
        yield Finding(say("views"), OK, say("{n} of {all}", n=len(NEEDED), all=len(NEEDED)))


def _lacking(site: Site) -> Iterator[tuple[str, str]]:
    """What each view lacks, with the SQL that gives it; one that only other mappings read may lack wholly."""
    with site.database.reading(say("looking at the views")) as connection:
        login = login_name(site.database.dialect, connection)
        for view in (*NEEDED, *OPTIONAL):
            place = site.views.place(view)
            try:
                missing = site.views.missing_columns(connection, view)
            except (Missing, Denied) as failure:
                if view in NEEDED:
                    given = grant_ddl(site.dialect, "SELECT", view, login)
                    text = say("{view}: {detail}", view=place, detail=failure.detail)
                    yield text, given if isinstance(failure, Denied) else view_ddl(site.dialect, view)
                continue
            if missing:
                text = say("{view} has no {columns}", view=place, columns=", ".join(missing))
                yield text, f"-- {place}\n{columns_ddl(site.dialect, view, missing)}"
