"""A site of one's own on a PostgreSQL server: the face of win_site.Site, with a server's types behind it.

Tables stand in the views' places, as ddl.py writes them, and the site plays its own part, in SQL of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from connectors.win.catalog import CATALOG
from connectors.win.inlet import stored
from engine.model.types import Kind
from parts.postgres import Postgres
from parts.win_databases import SiteDatabase
from parts.win_site import neutral_row

# What docs/win.md asks of a site, written without a look at statuses.py: the invoice follows from all its rows.
_SITES_PART = """
CREATE FUNCTION wingo.bring_up_to_date() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH entries AS (
        SELECT kind, amount, date, split_part(go_entry_id, '~', 1) AS base,
            COALESCE(NULLIF(split_part(go_entry_id, '~', 2), '')::int, 1) AS place
        FROM wingo.payment_in
        WHERE client_no = NEW.client_no AND invoice_no = NEW.invoice_no
    ), rounds AS (
        -- A row that settles begins a round; what takes it back comes behind it, in the same one.
        SELECT *, count(*) FILTER (WHERE kind <> 'REVERSERING') OVER (PARTITION BY base ORDER BY place) AS round
        FROM entries
    ), standing AS (
        SELECT COALESCE(max(kind) FILTER (WHERE kind <> 'REVERSERING'), 'INNBETALING') AS kind,
            max(date) FILTER (WHERE kind <> 'REVERSERING') AS date,
            sum(CASE WHEN kind = 'REVERSERING' THEN -amount ELSE amount END) AS remaining
        FROM rounds
        GROUP BY base, round
    ), sums AS (
        SELECT COALESCE(sum(remaining) FILTER (WHERE kind = 'INNBETALING'), 0) AS paid,
            COALESCE(sum(remaining) FILTER (WHERE kind = 'TAP'), 0) AS lost,
            COALESCE(sum(remaining) FILTER (WHERE kind = 'KREDIT'), 0) AS credited,
            max(date) FILTER (WHERE kind = 'INNBETALING' AND remaining <> 0) AS paid_date
        FROM standing
    ), turned AS (
        -- Of a negative total all signs are turned.
        SELECT abs(total) AS owed, CASE WHEN total < 0 THEN -1 ELSE 1 END AS sign
        FROM wingo.invoice
        WHERE client_no = NEW.client_no AND invoice_no = NEW.invoice_no
    )
    UPDATE wingo.invoice SET paid_amount = paid,
        paid_date = CASE WHEN paid <> 0 THEN sums.paid_date END,
        status = CASE
            WHEN sign * (paid + lost + credited) <= 0 THEN 'UBETALT'
            WHEN sign * (paid + lost + credited) < owed THEN 'DELVIS'
            WHEN sign * credited >= owed THEN 'KREDITERT'
            WHEN sign * lost > 0 THEN 'TAP'
            ELSE 'BETALT' END
    FROM sums, turned WHERE client_no = NEW.client_no AND invoice_no = NEW.invoice_no;
    UPDATE wingo.payment_in SET processed_at = now(),
        status = CASE WHEN FOUND THEN 'BEHANDLET' ELSE 'FEIL' END,
        error = CASE WHEN NOT FOUND THEN 'no such invoice' END
    WHERE client_no = NEW.client_no AND invoice_no = NEW.invoice_no AND status <> 'BEHANDLET';
    RETURN NULL;
END $$;
CREATE TRIGGER bring_up_to_date AFTER INSERT ON wingo.payment_in
FOR EACH ROW EXECUTE FUNCTION wingo.bring_up_to_date();
"""

_numbers = count(1)


class ServerSite:
    """A Win database of its own on a server; it is gone when it is closed."""

    def __init__(self, server: Postgres, folder: Path) -> None:
        """A site whose every view is an empty table."""
        self._server = server
        self._name = self._create()
        self._database = SiteDatabase(self.url, folder)
        self._database.make()
        self._server.run(_SITES_PART, database=self._name)

    @property
    def url(self) -> str:
        return self._server.url(database=self._name)

    def copy(self, folder: Path) -> ServerSite:
        """The same rows in a database of their own."""
        self._database.release()
        copied = ServerSite.__new__(ServerSite)
        copied._server = self._server
        copied._name = copied._create(f"TEMPLATE {self._name}")
        copied._database = SiteDatabase(copied.url, folder)
        return copied

    def fill(self, view: str, rows: Any) -> None:
        """Rows of typed values."""
        self._database.insert(view, rows)

    def insert(self, view: str, **cells: Any) -> None:
        """A row with neutral values where the test says nothing."""
        flags = {field.name for field in CATALOG.entities[view].fields if field.type.kind is Kind.FLAG}
        row = {name: bool(value) if name in flags else value for name, value in neutral_row(view, cells).items()}
        marks = ", ".join("?" for _ in row)
        self.run(f"INSERT INTO {view} ({', '.join(row)}) VALUES ({marks})", *row.values())

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Nothing is gained here: a server is quick with single rows."""
        yield

    def run(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Carry out what is written for SQLite; cells come back as SQLite has them."""
        with self._server.connect(dbname=self._name, options="-c search_path=wingo") as connection:
            result = connection.execute(statement.replace("%", "%%").replace("?", "%s"), values)
            return [tuple(map(_as_a_file_has_it, row)) for row in result] if result.description else []

    def close(self) -> None:
        self._database.release()
        self._server.run(f"DROP DATABASE {self._name} WITH (FORCE)")

    def _create(self, template: str = "") -> str:
        name = f"win_{next(_numbers)}"
        self._server.run(f"CREATE DATABASE {name} {template}")
        return name


def _as_a_file_has_it(cell: Any) -> Any:
    embedded = isinstance(cell, Decimal | date) and not isinstance(cell, datetime)
    return stored(cell, embedded=True) if embedded else cell
