"""By SQL Server's Change Tracking: the database tells which rows of the site's tables changed since a version.

It knows tables and not views, so the site says by a statement of its own which keys of a view those rows stand behind:
`views/customer.changes.sql`, with `:since` for the version. Elsewhere than on SQL Server the site keeps a log itself,
and `views/change_version.sql` tells its latest version and the oldest from which it is whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, column, exists, select, text
from sqlalchemy.sql import FromClause

from connectors.win.catalog import CATALOG
from connectors.win.changes.way import SAME, News
from connectors.win.connect import Database
from connectors.win.open_view import Key, OpenView
from connectors.win.views import Views
from engine.model.schema import Entity
from engine.model.text import Text, say

VERSION = "change_version"
_TABLE = re.compile(r"""CHANGETABLE\s*\(\s*CHANGES\s+(?P<table>(?:\[[^]]*]|"[^"]*"|[\w$#@.])+)""", re.IGNORECASE)
_COLON = re.compile(r":(?!since\b)", re.IGNORECASE)
_NEVER = ""  # the mark where no version was told


@dataclass(frozen=True, slots=True)
class _Versions:
    """The latest version, and the oldest from which changes are told; None where the database does not say."""

    latest: int | None
    oldest: int | None

    def tell_since(self, since: str) -> bool:
        """Whether all changes since a version are told. A database that was restored may be behind it."""
        if since == _NEVER or self.latest is None or self.oldest is None:
            return False
        return self.oldest <= int(since) <= self.latest


@dataclass(frozen=True, slots=True)
class ByChangeTracking:
    """Implements way.Way. Exact as far as the site's statement names every key that a change may alter."""

    column: None = None

    def lacks(self, database: Database, views: Views, entity: Entity) -> Text | None:
        """A statement, a version, or a snapshot: without one a change may be counted that is not yet to be seen."""
        statement = views.statement(changes_of(entity))
        if statement is None:
            return say("there is no {file}", file=f"views/{changes_of(entity)}.sql")
        if not database.sees_one_moment:
            return say("the database does not allow snapshots (ALLOW_SNAPSHOT_ISOLATION)")
        versions = _versions(database, views, entity)
        if versions.latest is None or versions.oldest is None:
            return say("change tracking is not switched on for its tables, or the login may not see it")
        return None

    def mark(self, database: Database, views: Views, entity: Entity) -> str:
        """The latest version."""
        latest = _versions(database, views, entity).latest
        return _NEVER if latest is None else str(latest)

    def news(self, view: OpenView, since: str, mark: str) -> News:
        """The keys that changed; any may have when the version is too old, or the database was restored behind it."""
        changed = _changed(view, int(since)) if since != _NEVER else []
        # Asked after the changes: meanwhile those before a newer version may have been cleaned away.
        is_told = _versions(view.database, view.views, view.entity).tell_since(since) and mark != _NEVER
        return News(changed if is_told else None, lambda _: SAME)


def changes_of(entity: Entity) -> str:
    """The name of the site's statement of an entity's changed keys."""
    return f"{entity.name}.changes"


def tells_of_changes(name: str) -> bool:
    """Whether a statement of the site's, by the name of its file, is one of those that tell of changes."""
    return name == VERSION or name in map(changes_of, CATALOG.entities.values())


def changed_source(statement: str, key: Sequence[str], since: int) -> FromClause:
    """A site's statement as something to select from; its one parameter is `:since`."""
    escaped = _COLON.sub(r"\:", statement) + "\n"  # the line break ends a comment on the last line
    return text(escaped).columns(*(column(name) for name in key)).bindparams(since=since).subquery("changed")


def _changed(view: OpenView, since: int) -> list[Key]:
    """The keys, as the view has them: that a key of a table is one of the view is for the database to tell."""
    statement = view.views.statement(changes_of(view.entity))
    assert statement is not None, "a view without its statement is read whole"
    changed = changed_source(statement, view.entity.key, since)
    same = and_(*(changed.c[name] == view.source.c[name] for name in view.entity.key))
    query = select(*view.key).select_from(view.source).where(exists(select(1).select_from(changed).where(same)))
    return [tuple(row) for row in view.connection.execute(query)]


def _versions(database: Database, views: Views, entity: Entity) -> _Versions:
    request = say("asking for the version of {place}", place=views.place(entity.name))
    own = views.statement(VERSION)
    if own is not None:
        (told,) = database.answers(request, own.replace(":", r"\:"))
        return _Versions(told[0], told[1])
    tables = _tables(views.statement(changes_of(entity)) or "")
    if database.dialect != "mssql" or not tables:
        return _Versions(None, None)
    asked = ", ".join(f"CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(:table{n}))" for n in range(len(tables)))
    named = {f"table{n}": table for n, table in enumerate(tables)}
    (told,) = database.answers(request, f"SELECT CHANGE_TRACKING_CURRENT_VERSION(), {asked}", **named)
    latest, oldest = told[0], told[1:]
    return _Versions(latest, None if None in oldest else max(oldest))


def _tables(statement: str) -> list[str]:
    """The tables whose changes a statement asks for."""
    return list(dict.fromkeys(found["table"] for found in _TABLE.finditer(statement)))
