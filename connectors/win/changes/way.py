"""The one face of a way to tell what has changed: of each row an edition, or a list of what is no longer as it was.

An edition is a text that differs whenever a row may have changed. It is compared for equality and never for order, so
in whichever order transactions are committed, none is missed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from connectors.win.connect import Database
from connectors.win.open_view import Key, OpenView
from connectors.win.views import Views, line_entity_of
from engine.model.schema import Entity
from engine.model.text import Text, say

SAME = ""  # the edition of a row of which nothing else is asked than whether it is there


@dataclass(frozen=True, slots=True)
class News:
    """What a way knows before rows are compared.

    `outdated`: the keys of rows that are no longer as they were, None when that may be any. `edition`: the edition that
    a cell tells of; None of a row that could not be told from its next edition, and so is read each time.
    """

    outdated: Sequence[Key] | None
    edition: Callable[[object], str | None]


class Way(Protocol):
    """A way to tell what has changed since a mark."""

    @property
    def column(self) -> str | None:
        """The column of a view that tells a row's edition, None where no column does."""

    def lacks(self, database: Database, views: Views, entity: Entity) -> Text | None:
        """What keeps an entity from being read this way; None when nothing does."""

    def mark(self, database: Database, views: Views, entity: Entity) -> str:
        """How far things are now. Asked before anything is read: what is committed later is news the next time."""

    def news(self, view: OpenView, since: str, mark: str) -> News:
        """What is known of the time between two marks."""


def column_lacking(database: Database, views: Views, entity: Entity, column: str) -> Text | None:
    """Which of an entity's views, if any, has no such column: its own, or that of its lines."""
    lines = line_entity_of(entity)
    with database.reading(say("looking at the views")) as connection:
        for name in (entity.name, *(() if lines is None else (lines.name,))):
            if not views.exists(connection, name) or column not in views.present_columns(connection, name):
                return say("{view} has no {columns}", view=views.place(name), columns=column)
    return None
