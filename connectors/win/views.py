"""The views of a site as something to select from: one in the database, or a statement of the site's own.

Before a view is read, the columns that it really has are held against the catalog, so that what lacks is told whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import column, false, select, table, text
from sqlalchemy.engine import Connection, CursorResult
from sqlalchemy.sql import FromClause
from sqlalchemy.sql.expression import ColumnClause

from connectors.win.catalog import CATALOG, TITLE, columns_of
from connectors.win.failures import translated
from engine.model.failure import Failure, Missing
from engine.model.schema import Entity
from engine.model.text import Text, say

# Columns that tell one edition of a row from the next; a view may have them, and no record does.
ROW_VERSION, CHANGED_AT = "row_version", "changed_at"

# SQL in pieces: comments, what ends a statement, and words, which are all else; a quoted text is one word.
_PIECE = re.compile(
    r"""--[^\n]* | /\*.*?\*/ | [\s;]+ | (?P<word> '[^']*' | "[^"]*" | `[^`]*` | \[[^]]*] | [^\s;] )""",
    re.DOTALL | re.VERBOSE,
)


class Views:
    """Where each view is found; it remembers the site's statements and which views were seen to be whole.

    `withheld`: views that cannot be read, with the reason; a statement of the site's own can be, all the same.
    """

    def __init__(
        self, folder: Path, schema: str | None, withheld: Mapping[str, Failure] = MappingProxyType({})
    ) -> None:
        self.folder = folder
        self._withheld = withheld
        self._schema = schema
        self._statements: dict[str, str | None] = {}
        self._sources: dict[str, FromClause] = {}
        self._whole: set[str] = set()

    def statement(self, view: str) -> str | None:
        """The site's own statement for a view, None when the view of the database is used."""
        if view not in self._statements:
            self._statements[view] = _read_statement(self.folder / f"{view}.sql")
        return self._statements[view]

    def place(self, view: str) -> str:
        """Where a view comes from, as a person finds it: `views/customer.sql`, `wingo.customer`, `customer`."""
        if self.statement(view) is not None:
            return f"views/{view}.sql"
        return view if self._schema is None else f"{self._schema}.{view}"

    def source(self, view: str) -> FromClause:
        """What to select from, with the view's columns; the same object each time, as a statement's parts demand.

        Raises what withholds the view.
        """
        if view not in self._sources:
            self._sources[view] = self._make_source(view)
        return self._sources[view]

    def _make_source(self, view: str) -> FromClause:
        names = (*column_names(CATALOG.entities[view]), ROW_VERSION, CHANGED_AT)
        columns: list[ColumnClause[Any]] = [column(name) for name in names]
        statement = self.statement(view)
        if statement is None and view in self._withheld:
            raise self._withheld[view]
        if statement is None:
            return table(view, *columns, schema=self._schema)
        # A colon would begin a parameter; the line break ends a comment on the statement's last line.
        return text(statement.replace(":", r"\:") + "\n").columns(*columns).subquery(view)

    def exists(self, connection: Connection, view: str) -> bool:
        """Whether the view is there at all."""
        try:
            self.present_columns(connection, view)
        except Missing:
            return False
        return True

    def present_columns(self, connection: Connection, view: str) -> frozenset[str]:
        """The columns that a view has, in lower case. Raises Missing when there is no such view."""
        query = select(text("*")).select_from(self.source(view)).where(false())  # raises its own words
        try:
            # On PostgreSQL a statement that fails spoils its whole transaction, but for one inside it.
            with translated(say("reading {place}", place=self.place(view))), connection.begin_nested():
                return _column_names(connection.execute(query))
        except Missing as failure:
            raise self._explained(view, failure) from failure

    def missing_columns(self, connection: Connection, view: str) -> tuple[str, ...]:
        """The columns of the contract that a view lacks. Raises Missing when there is no such view."""
        present = self.present_columns(connection, view)
        return tuple(name for name in column_names(CATALOG.entities[view]) if name not in present)

    def require(self, connection: Connection, view: str) -> None:
        """See once that a view has all its columns. Raises Missing naming the view, what it lacks and the remedy."""
        if view in self._whole:
            return
        missing = self.missing_columns(connection, view)
        if missing:
            names = ", ".join(missing)
            detail = (
                say("the view has no column {names}", names=names)
                if len(missing) == 1
                else say("the view has no columns {names}", names=names)
            )
            request = say("reading {place}", place=self.place(view))
            raise Missing(TITLE, request, detail, remedy=self._column_remedy(view, names))
        self._whole.add(view)

    def _column_remedy(self, view: str, names: str) -> Text:
        place = self.place(view)
        if self.statement(view) is not None:
            return say(
                "add {names} to the statement in {place}; where Win has nothing to give, as NULL",
                names=names,
                place=place,
            )
        return say(
            "add {names} to the view {place}, as NULL where Win has nothing to give; "
            "or write the whole statement in views/{view}.sql of the workspace",
            names=names,
            place=place,
            view=view,
        )

    def _explained(self, view: str, failure: Missing) -> Missing:
        """The same failure, with a remedy for this view."""
        place = self.place(view)
        if self.statement(view) is not None:
            remedy = say(
                "mend the statement in {place}; it must be one SELECT that this database understands", place=place
            )
        elif CATALOG.entities[view].inlet is not None:
            remedy = say("create the table {place} as docs/win.md gives it: it is written to", place=place)
        else:
            remedy = say(
                "create the view {place} with the columns that docs/win.md names, "
                "or write its statement in views/{view}.sql of the workspace",
                place=place,
                view=view,
            )
        return Missing(TITLE, failure.request, failure.detail, remedy=remedy)


def _column_names(result: CursorResult[Any]) -> frozenset[str]:
    with result:
        return frozenset(name.lower() for name in result.keys())  # noqa: SIM118


def line_entity_of(entity: Entity) -> Entity | None:
    """The entity whose rows are a document's lines; None of one that is no document."""
    lines = entity.find("lines")
    return None if lines is None else CATALOG.entities[str(lines.type.entity)]


def column_names(entity: Entity) -> tuple[str, ...]:
    """The names of the columns of an entity's own view."""
    return tuple(field.name for field in columns_of(entity))


def _read_statement(path: Path) -> str | None:
    """The statement of a file, without what ends it. Raises Missing when it is there and cannot be read as text."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        remedy = say("save it as UTF-8 text that this user may read, or remove it")
        request = say("reading {place}", place=f"views/{path.name}")
        raise Missing(TITLE, request, str(error), remedy=remedy) from error
    return _without_end(content)


def _without_end(statement: str) -> str:
    """The statement without the semicolons and comments after its last word."""
    words = [piece for piece in _PIECE.finditer(statement) if piece["word"]]
    return statement[: words[-1].end()] if words else ""
