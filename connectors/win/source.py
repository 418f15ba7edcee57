"""Reading: the rows of a view in the order of their key, streamed in chunks, with PDF paths that lead somewhere.

Where the workspace says how changes are told, what is as it was comes out of a mirror; the rows are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PureWindowsPath

from sqlalchemy import not_
from sqlalchemy.engine import Connection

from connectors.win.catalog import INLETS
from connectors.win.catalog.slots import OWN
from connectors.win.changes.memory import Memory, remembered
from connectors.win.changes.mirrored import mirrored_chunks
from connectors.win.connect import Database
from connectors.win.open_view import OpenView, TypedRow
from connectors.win.scope import condition_of
from connectors.win.settings import Settings
from connectors.win.views import Views, line_entity_of
from engine.model.record import Row
from engine.model.schema import Entity
from engine.model.text import say


def read_rows(
    database: Database,
    views: Views,
    settings: Settings,
    entity: Entity,
    now: datetime | None = None,
    *,
    elsewhere: bool = False,
) -> Iterator[Row]:
    """All rows of an entity that are the invoice client's, by key; read as they are asked for.

    `now`: the time, for a mirror's age; None where there is to be no mirror. `elsewhere`: the rows that are not the
    invoice client's, which no mirror keeps.

    Raises Missing when the view or one of its columns is not there, and what else failures.py makes of a driver's
    errors. The embedded database's inlet is made by the first write: until then it has no rows.
    """
    with (
        remembered(database, views, settings, entity, None if elsewhere else now) as memory,
        database.reading(say("reading {place}", place=views.place(entity.name))) as connection,
    ):
        if database.embedded and entity.name in INLETS and not views.exists(connection, entity.name):
            return
        view = _open(database, views, settings, entity, connection, elsewhere=elsewhere)
        # The loop alone holds the chunks: for who stops in the middle, their statement ends before the connection does.
        for chunk in view.chunks() if memory is None else _mirrored_chunks(view, settings, memory):
            _finish(settings, entity, chunk)
            yield from chunk


def _mirrored_chunks(view: OpenView, settings: Settings, memory: Memory) -> Iterator[list[TypedRow]]:
    """The rows of a view, and where its lines tell of changes too, those of theirs."""
    line_entity = line_entity_of(view.entity)
    if line_entity is None or memory.way.column is None:
        return mirrored_chunks(view, None, memory)
    return mirrored_chunks(view, _open(view.database, view.views, settings, line_entity, view.connection), memory)


def _open(
    database: Database,
    views: Views,
    settings: Settings,
    entity: Entity,
    connection: Connection,
    *,
    elsewhere: bool = False,
) -> OpenView:
    views.require(connection, entity.name)
    condition = condition_of(views, connection, entity.name, settings.invoice_client)
    return OpenView(database, views, connection, entity, not_(condition) if elsewhere else condition)


def _finish(settings: Settings, entity: Entity, chunk: list[TypedRow]) -> None:
    """Add what no column says, and depends on the workspace's settings."""
    if entity.find("pdf_path") is not None:
        _resolve_paths(settings.pdf_folder, chunk)
    if entity.find(OWN) is not None:
        _tell_own(settings.invoice_client, chunk)


def _tell_own(client: int | None, chunk: list[TypedRow]) -> None:
    for row in chunk:
        row[OWN] = client is None or row["invoice_client_no"] in (None, client)


def _resolve_paths(folder: Path, chunk: list[TypedRow]) -> None:
    for row in chunk:
        path = row["pdf_path"]
        if isinstance(path, str) and path.strip():
            row["pdf_path"] = resolve_path(path.strip(), folder)


def resolve_path(path: str, folder: Path) -> str:
    """A path of Win as an absolute one: relative ones are below `folder`, whichever slashes they are written with."""
    windows = PureWindowsPath(path)
    if windows.drive or path.startswith("\\"):  # C:\…, \\server\share\…: already whole, on the site's own machines
        return path
    return str(folder.joinpath(*windows.parts)) if "\\" in path else str(folder / path)
