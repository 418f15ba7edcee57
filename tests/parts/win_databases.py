"""Databases that play a site: a SQLite file, a PostgreSQL server, or whatever WINGO_TEST_WIN_URL names.

Schema `wingo` is dropped and made anew in each, so that URL must lead to a database that may be spoiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection, Engine, Unicode, column, create_engine, insert, table, text

from connectors.win.catalog import CATALOG, INLETS, VIEWS
from connectors.win.connection import WinConnection
from connectors.win.connector import WinConnector
from connectors.win.ddl import DIALECTS, column_type, ddl, place
from connectors.win.inlet import stored
from connectors.win.views import column_names
from engine.model.schema import Field

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ENVIRONMENT = "WINGO_TEST_WIN_URL"
_SCHEMAS = "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = 'wingo'"
_TABLES = "SELECT TABLE_NAME, TABLE_TYPE FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'wingo'"
_FILES_TABLES = "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'"


class SiteDatabase:
    """A site's database, made from the product's own SQL; a site fills its views' places with tables."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder
        self.url = url
        self._engine: Engine = create_engine(url)
        self.dialect = DIALECTS[self._engine.dialect.name]
        self._opened: list[WinConnection] = []

    @property
    def schema(self) -> str | None:
        """The schema that all stands in."""
        return self.dialect.schema

    def make(self) -> None:
        """A site whose every view is an empty table."""
        self.drop()
        self.run(*self.dialect.begin, *(self._table(name) for name in VIEWS), *self.batches(inlets=True))

    def batches(self, *, inlets: bool = False) -> list[str]:
        """The script of `wingo views` in the pieces that its tool sends, without the login, which is the server's."""
        end = r"^GO\n" if self.dialect.between else r"\n\n"
        pieces = re.split(end, ddl(self.dialect.name, inlets=inlets), flags=re.MULTILINE)
        return [piece for piece in pieces if piece.strip() and "wingo_reader" not in piece]

    def drop(self) -> None:
        """Take away what stands in the schema, and the schema."""
        standing = self._standing()
        names = [f"VIEW {self._place(name)}" for name, kind in standing if kind == "view"]
        names += [f"TABLE {self._place(name)}" for name, kind in standing if kind != "view"]
        self.run(*(f"DROP {name}" for name in names))
        if self.schema is not None and self._scalar(_SCHEMAS) == 1:
            self.run(f"DROP SCHEMA {self.schema}")

    def _standing(self) -> list[tuple[str, str]]:
        """What stands in the schema, by name and kind: asked of a server as the standard has it."""
        with self._engine.connect() as connection:
            rows = connection.execute(text(_FILES_TABLES if self.schema is None else _TABLES)).all()
        return [(str(name), "view" if str(kind).lower() == "view" else "table") for name, kind in rows]

    def _scalar(self, question: str) -> object:
        with self._engine.connect() as connection:
            return connection.execute(text(question)).scalar()

    def run(self, *statements: str) -> None:
        """Carry statements out."""
        with self._engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement.replace(":", r"\:")))

    def begin(self) -> AbstractContextManager[Connection]:
        """A transaction of the site's own."""
        return self._engine.begin()

    def kind(self, view: str, name: str) -> str:
        """The type of a view's column."""
        field = CATALOG.entities[view].find(name)
        assert field is not None, name
        return column_type(self.dialect, field)

    def insert(self, view: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Put rows of typed values into a view's table."""
        names = column_names(CATALOG.entities[view])
        # Texts as the inlet's are written: as varchar they would lose their letters.
        columns = (column(name, Unicode()) if self._is_text(view, name) else column(name) for name in names)
        target = table(view, *columns, schema=self.schema)
        cells = [{name: self._stored(row.get(name)) for name in names} for row in rows]
        with self._engine.begin() as connection:
            if cells:
                connection.execute(insert(target), cells)

    def open(self, **settings: object) -> WinConnection:
        """A connection of the product's."""
        opened = WinConnector(lambda: NOW).open({"url": self.url, **settings}, self.folder)
        self._opened.append(opened)
        return opened

    def release(self) -> None:
        """Close all connections, and leave what stands there."""
        for opened in self._opened:
            opened.close()
        self._engine.dispose()

    def close(self) -> None:
        """Close all connections and leave nothing behind."""
        self.drop()
        self.release()

    def _table(self, view: str) -> str:
        cells = (self._cell(field) for field in map(CATALOG.entities[view].find, self._names(view)) if field)
        return f"CREATE TABLE {self._place(view)} ({', '.join(cells)})"

    def _cell(self, field: Field) -> str:
        return f"{self._engine.dialect.identifier_preparer.quote(field.name)} {column_type(self.dialect, field)} NULL"

    def _stored(self, value: object) -> object:
        if isinstance(value, Decimal | date) and not isinstance(value, datetime):
            return stored(value, embedded=self.schema is None)
        return value

    def _is_text(self, view: str, name: str) -> bool:
        field = CATALOG.entities[view].find(name)
        return field is not None and "char" in column_type(DIALECTS["mssql"], field)

    def _names(self, view: str) -> tuple[str, ...]:
        return column_names(CATALOG.entities[view])

    def _place(self, name: str) -> str:
        return place(self.dialect, name)


__all__ = ["ENVIRONMENT", "INLETS", "NOW", "VIEWS", "SiteDatabase"]
