"""The inlet of one's own, in a file beside the workspace: its rows, and in which OCR file each was said.

The rows are the contract's `payment_in`. What is decided of them is committed before any file is written, and files
are made from what was committed, so that whoever dies in between is followed by one who can only do the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import column, func, insert, select, table, text, update
from sqlalchemy.engine import URL, Connection

from connectors.win import inlet as inlets
from connectors.win.catalog import TITLE
from connectors.win.catalog.inlets import FAILED, NEW
from connectors.win.connect import Database, open_database
from connectors.win.inlet import Cells
from connectors.win.ocr.giro import Payment
from connectors.win.ocr.sayable import as_payment
from connectors.win.settings import Settings
from connectors.win.views import Views
from engine.model.failure import Unreachable
from engine.model.record import Value
from engine.model.text import Text, say

_INLET = inlets.inlet_table(None)
_FILE = table("ocr_file", column("number"), column("handed_over_at"))
_SAID = table("ocr_said", column("go_entry_id"), column("number"), column("account"))
_CREATE = (
    "CREATE TABLE IF NOT EXISTS ocr_file (number INTEGER PRIMARY KEY, handed_over_at TEXT)",
    "CREATE TABLE IF NOT EXISTS ocr_said "
    "(go_entry_id TEXT PRIMARY KEY, number INTEGER NOT NULL REFERENCES ocr_file, account TEXT NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a row: the account that its money came to, or why a person must enter it."""

    row: Cells
    account: str | None
    reason: Text | None = None


class Ledger:
    """The inlet's own database; made by the first payment, and until then without rows."""

    def __init__(self, settings: Settings) -> None:
        self.path = settings.inlet_file
        # Read as a site's database is, but for statements of the site's own: those are for Win.
        self.settings = replace(settings, url=URL.create("sqlite", database=str(self.path)))
        self.views = Views(settings.views_folder / "inlet", None)

    @property
    def is_there(self) -> bool:
        """Whether a payment ever came back."""
        return self.path.is_file() and self.path.stat().st_size > 0

    @cached_property
    def database(self) -> Database:
        """The open database, made where it is not there. Raises Unreachable."""
        was_there = self.is_there
        try:
            self.path.touch()  # an empty file is an empty database
        except OSError as error:
            raise Unreachable(TITLE, say("making {place}", place=self.path), str(error)) from error
        database = open_database(self.settings)
        if not was_there:
            with database.writing(say("making {place}", place=self.path)) as connection:
                inlets.create_embedded(connection)
                for statement in _CREATE:
                    connection.execute(text(statement))
        return database

    def close(self) -> None:
        """Close it, where it was opened."""
        if "database" in self.__dict__:
            self.database.close()

    # ---- rows

    def undecided(self) -> list[Cells]:
        """The rows of which nothing is decided yet, in the order in which they came."""
        with self._reading() as connection:
            said = set(connection.execute(select(_SAID.c.go_entry_id)).scalars())
            return [row for row in inlets.rows_of_status(connection, _INLET, NEW) if row["go_entry_id"] not in said]

    def decide(self, decisions: Iterable[Decision], now: datetime) -> None:
        """Give the rows that can be said a file of their own, and keep of the others why not: all in one commit."""
        made = list(decisions)
        said = [one for one in made if one.account is not None]
        with self._writing() as connection:
            if said:
                number = int(connection.execute(select(func.max(_FILE.c.number))).scalar() or 0) + 1
                connection.execute(insert(_FILE).values(number=number, handed_over_at=None))
                for one in said:
                    cells = {"go_entry_id": one.row["go_entry_id"], "number": number, "account": one.account}
                    connection.execute(insert(_SAID).values(**cells))
            for one in made:
                if one.reason is not None:
                    inlets.mark(connection, _INLET, [one.row["id"]], error=str(one.reason), now=now)

    def by_hand(self) -> list[Cells]:
        """The rows that a person must enter."""
        with self._reading() as connection:
            return inlets.rows_of_status(connection, _INLET, FAILED)

    def of_invoices(self, rows: Iterable[Cells]) -> Mapping[tuple[Value, Value], list[Cells]]:
        """All rows of the invoices that some rows name."""
        with self._reading() as connection:
            named = {(row["client_no"], row["invoice_no"]): row for row in rows}
            return {key: inlets.rows_of_invoice(connection, _INLET, row) for key, row in named.items()}

    # ---- files

    def unmarked(self) -> dict[int, list[Payment]]:
        """The files that were decided on and are not handed over, by number, each with its payments."""
        with self._reading() as connection:
            numbers = connection.execute(
                select(_FILE.c.number).where(_FILE.c.handed_over_at.is_(None)).order_by(_FILE.c.number)
            ).scalars()
            return {number: list(_payments(connection, number)) for number in numbers.all()}

    def is_marked(self, number: int) -> bool:
        """Whether a file is handed over."""
        with self._reading() as connection:
            found = connection.execute(select(_FILE.c.handed_over_at).where(_FILE.c.number == number)).scalar()
            return found is not None

    def mark(self, number: int, now: datetime) -> None:
        """Say that a file is handed over, and its rows done with: it is never written again."""
        with self._writing() as connection:
            moment = inlets.stored(now, embedded=True)
            connection.execute(update(_FILE).where(_FILE.c.number == number).values(handed_over_at=moment))
            entries = select(_SAID.c.go_entry_id).where(_SAID.c.number == number)
            ids = connection.execute(select(_INLET.c.id).where(_INLET.c.go_entry_id.in_(entries))).scalars()
            inlets.mark(connection, _INLET, list(ids), error=None, now=now)

    # ---- transactions

    def _reading(self) -> AbstractContextManager[Connection]:
        return self.database.reading(say("reading {place}", place=self.path.name))

    def _writing(self) -> AbstractContextManager[Connection]:
        return self.database.writing(say("writing {place}", place=self.path.name))


def _payments(connection: Connection, number: int) -> Iterator[Payment]:
    said = connection.execute(select(_SAID.c.go_entry_id, _SAID.c.account).where(_SAID.c.number == number)).all()
    for entry, account in said:
        row = inlets.find_entry(connection, _INLET, entry)
        assert row is not None, entry  # rows are never taken away
        yield as_payment(row, account)
