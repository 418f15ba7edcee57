"""One company's books: the tables of its records, its settings and its counters.

Rows are replaced, never changed in place, so a reader may be shown the books as they were some seconds ago.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from connectors.standin.body import Body
from connectors.standin.stamps import Clock

Key: TypeAlias = int | str

# Every kind of id has a range of its own, so that an id taken for another is never found by chance.
FIRST_IDS: Mapping[str, int] = {
    "department": 1_601,
    "employee": 4_710_001,
    "customer": 4_710_001,
    "subledger": 910_001,
    "address": 3_300_001,
    "contact_person": 82_001,
    "project": 55_001,
    "entry": 476_000_001,
    "match": 640_001,
    "allocation": 1,
    "voucher_no": 50_001,
}
# Employees and customers are both contacts and share one row of ids.
_SHARED = {"employee": "contact", "customer": "contact"}

SUBSCRIPTIONS = ("Accounting", "Invoicing", "Payroll", "Project", "Time")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a company is set up and behaves.

    `lock_date`: last closed day. `lag`: seconds that reads are behind. `voucher_no_seconds`, `reversal_seconds`,
    `document_seconds`: how long the background work takes. `retired`: privileges that do not work although asked for.
    `shift_rows`: whether a list that nobody asked to be ordered comes in another order each time.
    """

    name: str
    lock_date: str | None = None
    lag: float = 0.0
    subscriptions: tuple[str, ...] = SUBSCRIPTIONS
    retired: tuple[str, ...] = ()
    refuse_duplicates: bool = True
    refuse_archived: bool = False
    voucher_no_seconds: float = 0.3
    reversal_seconds: float = 0.1
    document_seconds: float = 0.1
    shift_rows: bool = False


@dataclass(slots=True)
class Books:
    """All tables of a company by name; rows by their id."""

    tables: dict[str, dict[Key, Body]] = field(default_factory=dict)

    def rows(self, table: str) -> Mapping[Key, Body]:
        """The rows of a table; empty when there is no such table."""
        return self.tables.get(table, {})

    def row(self, table: str, key: Key | None) -> Body | None:
        """One row, or None."""
        return None if key is None else self.tables.get(table, {}).get(key)

    def copy(self) -> Books:
        """The books as they are now; cheap, because rows are shared."""
        return Books({name: dict(rows) for name, rows in self.tables.items()})


class Company:
    """The books of one client, with what is needed to write in them. `changed` is set by every write."""

    def __init__(self, client: str, settings: Settings, books: Books, clock: Clock) -> None:
        self.client = client
        self.settings = settings
        self.books = books
        self.clock = clock
        self.counters: dict[str, int] = {}
        self.changed = False
        self._history: deque[tuple[float, Books]] = deque()
        self._shifts = 0

    def begin(self) -> None:
        """Called before a write: keeps the books as they are for readers that lag behind."""
        now = self.clock.seconds()
        if self.settings.lag > 0:
            self._history.append((now, self.books.copy()))
        while self._history and self._history[0][0] < now - self.settings.lag:
            self._history.popleft()

    def seen(self) -> Books:
        """The books that a reader is shown: as they stood `lag` seconds ago."""
        if self.settings.lag <= 0:
            return self.books
        moment = self.clock.seconds() - self.settings.lag
        return next((books for until, books in self._history if until > moment), self.books)

    def put(self, table: str, key: Key, row: Body) -> Body:
        """Set a row and give it back."""
        self.books.tables.setdefault(table, {})[key] = row
        self.changed = True
        return row

    def drop(self, table: str, key: Key) -> None:
        """Take a row out."""
        del self.books.tables[table][key]
        self.changed = True

    def next_shift(self) -> int:
        """How far the rows of the next list are shifted, where nothing orders them."""
        self._shifts += 1
        return self._shifts

    def next_id(self, kind: str) -> int:
        """The next id of a kind; never given twice."""
        name = _SHARED.get(kind, kind)
        self.counters[name] = self.counters.get(name, FIRST_IDS[kind] - 1) + 1
        self.changed = True
        return self.counters[name]
