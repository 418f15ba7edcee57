"""What is remembered of a view between two readings: its mirror, and the way that tells what of it still stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from importlib.metadata import version

from connectors.win.catalog import INLETS
from connectors.win.changes.change_tracking import VERSION, ByChangeTracking, changes_of
from connectors.win.changes.changed_at import ByChangedAt
from connectors.win.changes.mirror import Mirror, open_mirror
from connectors.win.changes.row_version import ByRowVersion
from connectors.win.changes.way import Way
from connectors.win.connect import Database
from connectors.win.settings import Settings
from connectors.win.views import Views, line_entity_of
from engine.model.schema import Entity

_WAYS: Mapping[str, Callable[[Settings], Way]] = {
    "row_version": lambda _: ByRowVersion(),
    "changed_at": lambda settings: ByChangedAt(timedelta(seconds=settings.overlap_seconds)),
    "change_tracking": lambda _: ByChangeTracking(),
}


@dataclass(frozen=True, slots=True)
class Memory:
    """`mark`: how far things were, for the way, before the reading began."""

    way: Way
    mark: str
    mirror: Mirror


def way_of(settings: Settings) -> Way | None:
    """The way that the workspace says; None where every view is read whole."""
    make = _WAYS.get(settings.changes)
    return None if make is None else make(settings)


@contextmanager
def remembered(
    database: Database, views: Views, settings: Settings, entity: Entity, now: datetime | None
) -> Iterator[Memory | None]:
    """What is remembered of a view, from before it is read until it has been; None where it is to be read whole: so the
    workspace says, the site gives no sign of changes, or there can be no mirror now.

    `now`: the time, for a mirror's age; None: no mirror is wanted.
    """
    way = None if now is None or entity.name in INLETS else way_of(settings)
    if way is None or now is None or way.lacks(database, views, entity) is not None:
        yield None
        return
    digest = blake2b(repr(list(_depends_on(database, views, settings, entity))).encode(), digest_size=16)
    with open_mirror(settings.mirror_folder / f"{entity.name}.db", digest.hexdigest(), now) as mirror:
        yield None if mirror is None else Memory(way, way.mark(database, views, entity), mirror)


def _depends_on(database: Database, views: Views, settings: Settings, entity: Entity) -> Iterator[object]:
    """All that rows depend on beside the site's own; what a view is made of from below is not known here."""
    yield version("wingo"), settings.changes, settings.overlap_seconds
    yield database.dialect, settings.shown_url, settings.invoice_client
    lines = line_entity_of(entity)
    for one in (entity, *(() if lines is None else (lines,))):
        yield one.name, one.key, [(field.name, field.type.kind.name, field.type.scale) for field in one.fields]
        yield views.statement(one.name), database.definition(views.place(one.name))
    yield views.statement(changes_of(entity)), views.statement(VERSION)
