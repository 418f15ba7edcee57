"""A site that lives: people edit rows, transactions are committed late, its clock is set, its log is cleaned.

It keeps what `changed_at` asks of a site, and no more: each change is stamped with the server's clock, at most
`LATE_MINUTES` before it is committed; and when that clock was set far back and rows were stamped meanwhile, the next
reading comes before it has caught up.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, text

from connectors.win.connection import WinConnection
from connectors.win.connector import WinConnector
from engine.model.record import Row
from parts.win_databases import NOW, SiteDatabase

VIEWS = ("customer", "project", "invoice")
_TABLES = (*VIEWS, "invoice_line")
WAYS = ("row_version", "changed_at", "change_tracking")
OVERLAP_MINUTES, LATE_MINUTES = 10, 4
_NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

# Of each table: the key that a change of it is logged under.
_LOGGED = {
    "customer": "{row}.customer_no, NULL, NULL",
    "project": "NULL, NULL, {row}.project_no",
    "invoice": "{row}.client_no, {row}.invoice_no, NULL",
    "invoice_line": "{row}.client_no, {row}.invoice_no, NULL",
}
# Of each view: what `views/<view>.changes.sql` makes of the log.
_CHANGES = {
    "customer": "SELECT a AS customer_no FROM {log} WHERE version > :since AND place = 'customer'",
    "project": "SELECT code AS project_no FROM {log} WHERE version > :since AND place = 'project'",
    "invoice": "SELECT a AS client_no, b AS invoice_no FROM {log} WHERE version > :since AND place LIKE 'invoice%'",
}
_VERSION = """
SELECT (SELECT MAX(version) FROM (SELECT version FROM {log} UNION ALL SELECT oldest FROM {floor}) AS told) AS latest,
  oldest FROM {floor}
"""


@dataclass(frozen=True)
class Pending:
    """A change that somebody has made and not committed."""

    row: tuple[object, ...]
    stamp: int
    statement: str
    values: Mapping[str, object]


class LivingSite:
    """A site on a database of its own; `minute` is what its clock shows."""

    def __init__(self, database: SiteDatabase) -> None:
        self._database = database
        self._pending: list[Pending] = []
        self._version = 0
        self._read_at = 0  # what the clock showed at the last reading
        self._is_stamped_before = False  # whether a stamp since then may be one that was believed to be over
        self.minute = 0

    @property
    def is_embedded(self) -> bool:
        """Whether it is a file, where a column may hold anything."""
        return self._database.schema is None

    @property
    def _stamp_kinds(self) -> dict[str, str]:
        version, moment = ("BLOB", "TEXT") if self.is_embedded else ("BYTEA", "TIMESTAMP")
        return {"row_version": version, "changed_at": moment}

    def make(self) -> None:
        """All tables, with the columns that tell of changes, triggers that log them, and the clock."""
        self._database.make()
        for view in _TABLES:
            for name, kind in self._stamp_kinds.items():
                self._run(f"ALTER TABLE {self._at(view)} ADD COLUMN {name} {kind}")
        identity = "INTEGER PRIMARY KEY AUTOINCREMENT" if self.is_embedded else "integer GENERATED ALWAYS AS IDENTITY"
        self._run(f"CREATE TABLE {self._at('log')} (version {identity}, place TEXT, a INTEGER, b INTEGER, code TEXT)")
        self._run(f"CREATE TABLE {self._at('log_floor')} (oldest INTEGER)")
        self._run(f"INSERT INTO {self._at('log_floor')} VALUES (0)")
        for view in _TABLES:
            self._run(*(_sqlite_triggers(view) if self.is_embedded else _postgres_triggers(view)))
        if not self.is_embedded:
            self._run(
                "CREATE TABLE living.clock (shows timestamptz)",
                "INSERT INTO living.clock VALUES ('2026-11-24 12:00Z')",
                "CREATE FUNCTION living.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT shows FROM living.clock'",
            )

    # ---- what people do

    def change(self, view: str, key: Mapping[str, object], late: bool, **cells: object) -> None:
        """Change a row."""
        cells = {**cells, **self._stamps()}
        names = ", ".join(f"{name} = :{name}" for name in cells)
        where = " AND ".join(f"{name} = :key_{name}" for name in key)
        values = {**cells, **{f"key_{name}": value for name, value in key.items()}}
        self._do(late, view, key, f"UPDATE {self._at(view)} SET {names} WHERE {where}", values)

    def add(self, view: str, key: Mapping[str, object], late: bool, *, again: bool = False, **cells: object) -> None:
        """Make a row. `again`: also when there is one of its key."""
        cells = {**_neutral(view, self.is_embedded), **key, **cells, **self._stamps()}
        names = ", ".join(cells)
        where = " AND ".join(f"{name} = :{name}" for name in key)
        unless = "" if again else f"WHERE NOT EXISTS (SELECT 1 FROM {self._at(view)} WHERE {where})"
        values = ", ".join(f"CAST(:{name} AS {self._kind(view, name)})" for name in cells)
        self._do(late, view, key, f"INSERT INTO {self._at(view)} ({names}) SELECT {values} {unless}", cells)

    def drop(self, view: str, key: Mapping[str, object], late: bool) -> None:
        """Delete a row."""
        where = " AND ".join(f"{name} = :{name}" for name in key)
        self._do(late, view, key, f"DELETE FROM {self._at(view)} WHERE {where}", key)

    def commit(self) -> None:
        """Commit all that is pending, the last first: nobody promises an order."""
        for pending in reversed(self._pending):
            self._execute(pending.statement, pending.values)
        self._pending.clear()

    def tick(self, minutes: int, read: Callable[[], None]) -> None:
        """Let time pass; `read` is called where the next reading may not wait longer."""
        if self._is_stamped_before and self.minute + minutes >= self._read_at:
            read()
        self._set_clock(self.minute + minutes)
        if any(pending.stamp < self.minute - LATE_MINUTES for pending in self._pending):
            self.commit()

    def set_back(self, minutes: int) -> None:
        """Set the clock back."""
        self._set_clock(self.minute - minutes)

    def clean_log(self) -> None:
        """Forget all changes so far, as SQL Server does after some days."""
        (latest, _), *_ = self._rows(self._told(_VERSION))
        self._execute(f"DELETE FROM {self._at('log')}", {})
        self._execute(f"UPDATE {self._at('log_floor')} SET oldest = :latest", {"latest": latest})

    # ---- how it is read

    @contextmanager
    def readers(self, folder: Path, client: int | None) -> Iterator[dict[str, WinConnection]]:
        """A workspace for each way, and one that reads all."""
        opened: dict[str, WinConnection] = {}
        for way in ("full", *WAYS):
            views = folder / way / "views"
            views.mkdir(parents=True)
            if way == "change_tracking":
                for view, statement in _CHANGES.items():
                    (views / f"{view}.changes.sql").write_text(self._told(statement))
                (views / "change_version.sql").write_text(self._told(_VERSION))
            settings = {"url": self._database.url, "changes": way, "invoice_client": client}
            overlap = {"overlap_seconds": OVERLAP_MINUTES * 60}
            opened[way] = WinConnector(lambda: NOW).open({**settings, **overlap}, folder / way)
        yield opened
        for connection in opened.values():
            connection.close()

    def is_read(self) -> None:
        """Note that all workspaces have read it."""
        self._read_at = self.minute
        self._is_stamped_before = False

    @contextmanager
    def clock(self) -> Iterator[None]:
        """Have SQLite show this site's time; PostgreSQL has it in a table."""

        def set_up(connection: Any, _record: object) -> None:
            if isinstance(connection, sqlite3.Connection):
                connection.create_function("strftime", -1, lambda *_: self._time().isoformat())

        event.listen(Engine, "connect", set_up)
        try:
            yield
        finally:
            event.remove(Engine, "connect", set_up)

    def _stamps(self) -> dict[str, object]:
        self._version += 1
        if self.minute < self._read_at - OVERLAP_MINUTES:
            self._is_stamped_before = True
        moment = self._time().replace(tzinfo=None)
        return {
            "row_version": self._version.to_bytes(8, "big"),
            "changed_at": moment.isoformat(" ") if self.is_embedded else moment,
        }

    def _do(
        self, late: bool, view: str, key: Mapping[str, object], statement: str, values: Mapping[str, object]
    ) -> None:
        row = (view, *key.values())
        if any(pending.row == row for pending in self._pending):  # it is locked: one waits for the other
            self.commit()
        if late:
            self._pending.append(Pending(row, self.minute, statement, values))
        else:
            self._execute(statement, values)

    def _set_clock(self, minute: int) -> None:
        self.minute = minute
        if not self.is_embedded:
            self._execute("UPDATE living.clock SET shows = :time", {"time": self._time()})

    def _time(self) -> datetime:
        return _NOON + timedelta(minutes=self.minute)

    def _told(self, statement: str) -> str:
        return statement.format(log=self._at("log"), floor=self._at("log_floor"))

    def _at(self, name: str) -> str:
        if self.is_embedded:
            return name
        return f"living.{name}" if name.startswith("log") else f"wingo.{name}"

    def _kind(self, view: str, name: str) -> str:
        return self._stamp_kinds.get(name) or self._database.kind(view, name)

    def _run(self, *statements: str) -> None:
        self._database.run(*statements)

    def _execute(self, statement: str, values: Mapping[str, object]) -> None:
        with self._database.begin() as connection:
            connection.execute(text(statement), dict(values))

    def _rows(self, statement: str) -> list[Any]:
        with self._database.begin() as connection:
            return list(connection.execute(text(statement)).all())


def whole(rows: list[Row]) -> list[str]:
    """Rows with the types and the order of what they hold."""
    return [repr(dict(row)) for row in rows]


def _neutral(view: str, embedded: bool) -> dict[str, object]:
    """Values that every row must have, but for faults."""
    amount: object = "1.00" if embedded else Decimal("1.00")
    cells: dict[str, dict[str, object]] = {
        "customer": {"name": "Fjord", "vat_free": False, "reminders": True, "is_internal": False, "active": True},
        "project": {"name": "Lønn", "level": 1, "fee_type": "LØPENDE", "billable": True, "active": True},
        "invoice": {"type": "FAKTURA", "customer_no": 1, "currency": "NOK", "net": amount, "total": amount},
        "invoice_line": {"type": "VARE", "text": "Arbeid", "net": amount, "vat": amount},
    }
    return {**cells[view], "row_id": "r"}


def _sqlite_triggers(view: str) -> Iterator[str]:
    for event_name, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        notes = "".join(f" {_note(view, 'log', row)};" for row in rows)
        yield f"CREATE TRIGGER {view}_{event_name} AFTER {event_name} ON {view} BEGIN{notes} END"


def _postgres_triggers(view: str) -> Iterator[str]:
    old, new = (_note(view, "living.log", row) for row in ("OLD", "NEW"))
    yield (
        f"CREATE FUNCTION living.note_{view}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN {old}; END IF; IF TG_OP <> 'DELETE' THEN {new}; END IF; RETURN NULL; END $$"
    )
    yield (
        f"CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON wingo.{view} "
        f"FOR EACH ROW EXECUTE FUNCTION living.note_{view}()"
    )


def _note(view: str, log: str, row: str) -> str:
    return f"INSERT INTO {log} (place, a, b, code) VALUES ('{view}', {_LOGGED[view].format(row=row)})"
