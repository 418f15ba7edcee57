"""Whether the login may do more than it should: write elsewhere than to the inlets, or change what stands in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from connectors.win.catalog import INLETS
from connectors.win.ddl import place, revoke_ddl
from connectors.win.examination.rights import Right, login_name, mighty_role, rights
from connectors.win.examination.site import OK, WARNING, Site, shown
from engine.model.ports import Finding
from engine.model.text import say


def examine_login(site: Site) -> Iterator[Finding]:
    """Nothing where the database cannot tell."""
    dialect = site.database.dialect
    with site.database.reading(say("looking at the login's rights")) as connection:
        role = mighty_role(dialect, connection)
        given = rights(dialect, connection)
        login = login_name(dialect, connection)
    topic = say("login")
    if role is not None:
        text = say("it is {role}, and may change all of the database", role=role)
        remedy = say("use a login of its own, as `wingo views` makes it: it reads the views and appends to the inlets")
        yield Finding(topic, WARNING, text, remedy)
    elif given is not None:
        inlets = {place(site.dialect, name) for name in INLETS}
        beyond = (_beyond(right, inlets) for right in given)
        yield from _examine_rights(site, [right for right in beyond if right.ways], login)


def _examine_rights(site: Site, beyond: list[Right], login: str) -> Iterator[Finding]:
    topic = say("login")
    if not beyond:
        yield Finding(topic, OK, say("may read the views and append to the inlets, and no more"))
        return
    listed = [say("{rights} on {place}", rights=", ".join(right.ways), place=right.place) for right in beyond]
    sql = "\n".join(revoke_ddl(site.dialect, ", ".join(right.ways), right.place, login) for right in beyond)
    remedy = say("take away what it needs not, or use a login as `wingo views` makes it:\n{sql}", sql=sql)
    yield Finding(topic, WARNING, say("it may do more than it should: {rights}", rights=shown(listed)), remedy)


def _beyond(right: Right, inlets: Collection[str]) -> Right:
    """What of a right goes beyond reading, and appending to an inlet."""
    return Right(right.place, tuple(way for way in right.ways if way != "INSERT" or right.place not in inlets))
