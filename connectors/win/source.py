"""Reading: the rows of a view in the order of their key, streamed in chunks, with PDF paths that lead somewhere.

Where the workspace says how changes are told, what is as it was comes out of a mirror; the rows are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from connectors.win.connect import Database
from connectors.win.open_view import OpenView, TypedRow
from connectors.win.scope import condition_of
from connectors.win.settings import Settings
from connectors.win.views import Views
from engine.model.record import Row
from engine.model.schema import Entity
from engine.model.text import say

_INLETS = frozenset({"payment_in", "time_in"})


def read_rows(database: Database, views: Views, settings: Settings, entity: Entity) -> Iterator[Row]:
    """All rows of an entity that are the invoice client's, by key; read as they are asked for.

    Raises Missing when the view or one of its columns is not there, and what else failures.py makes of a driver's
    errors. The embedded database's inlet is made by the first write: until then it has no rows.
    """
    with database.reading(say("reading {place}", place=views.place(entity.name))) as connection:
        if database.embedded and entity.name in _INLETS and not views.exists(connection, entity.name):
            return
        views.require(connection, entity.name)
        condition = condition_of(views, connection, entity.name, settings.invoice_client)
        view = OpenView(database, views, connection, entity, condition)
        for chunk in view.chunks():
            if entity.find("pdf_path") is not None:
                _resolve_paths(settings.pdf_folder, chunk)
            yield from chunk


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
