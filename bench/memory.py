"""Two systems in memory behind the real port: a Win that makes its rows as they are read, a Go that keeps what it gets.

Catalogs and requests are the connectors' own; only the wire and the database are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bench.workloads.customers import DEPARTMENTS, PAYMENT_TERMS
from connectors.go.catalog import CATALOG as GO
from connectors.go.profile_file import shipped_profile
from connectors.go.target import write_request
from connectors.win.catalog import CATALOG as WIN
from engine.model.change import Action, Receipt, Request, Write
from engine.model.ports import Finding, Reading
from engine.model.record import Row
from engine.model.schema import Catalog, Series

# Room for a million customers; Go lets a company widen its series.
SERIES = (
    Series("Customer", "Kunder", 10_000, 9_999_999, default=True),
    Series("Supplier", "Leverandører", 10_000_000, 10_999_999, default=True),
    Series("Employee", "Ansatte", 1, 999, default=True),
)
_TERMS = tuple({"Id": 500 + days, "CreditDays": days, "Name": f"{days} dager"} for days in PAYMENT_TERMS)
_SUBLEDGER = 10_000_000


class _Memory:
    """What both have in common: nothing that is counted, closed, occupied or given back."""

    catalog: Catalog
    calls = 0
    waited_seconds = 0.0

    def setting(self, name: str) -> tuple[Row, ...]:
        """The payment terms; nothing else is looked up."""
        return _TERMS if name == "PaymentTerm" else ()

    def series(self) -> tuple[Series, ...]:
        """One wide series of each kind."""
        return SERIES

    def closed_until(self) -> date | None:
        """Nothing is closed."""
        return None

    def occupied(self, entity: str) -> Mapping[str | int, Decimal]:
        """Nothing is."""
        return {}

    def recover(self, request: Request) -> Receipt | None:
        """No reply is ever lost."""
        return None

    def examine(self) -> Iterator[Finding]:
        """There is nothing to find."""
        return iter(())

    def close(self) -> None:
        """There is nothing to give back."""


class MemoryWin(_Memory):
    """A source: what `customers` gives, and the departments that they name."""

    catalog = WIN

    def __init__(self, customers: Callable[[], Iterable[Row]]) -> None:
        self._rows: Mapping[str, Callable[[], Iterable[Row]]] = {"customer": customers, "department": _departments}

    def read(self, entity: str, since: str | None = None) -> Reading:
        """The rows of an entity, made anew each time; none of those that are not there."""
        return Reading(self._rows.get(entity, tuple)())

    def request(self, write: Write) -> Request:
        """Nothing is written to this Win."""
        raise NotImplementedError

    def send(self, request: Request) -> Receipt:
        """Nothing is written to this Win."""
        raise NotImplementedError


class MemoryGo(_Memory):
    """A target: records by entity and id, as they were sent."""

    catalog = GO

    def __init__(self) -> None:
        self._records: dict[str, dict[str | int, dict[str, Any]]] = {}
        self._empty = {name: {f.name: None for f in entity.fields} for name, entity in GO.entities.items()}
        self._last = 0

    def read(self, entity: str, since: str | None = None) -> Reading:
        """All records of an entity."""
        return Reading(self._records.get(entity, {}).values())

    def request(self, write: Write) -> Request:
        """The very request that Go would get."""
        return write_request(shipped_profile(), self.catalog.entities[write.entity], write)

    def send(self, request: Request) -> Receipt:
        """Keep a new record. Raises NotImplementedError for anything else: these benchmarks send nothing else."""
        if request.action is not Action.CREATE or not isinstance(request.payload, Mapping):
            raise NotImplementedError(request.method)
        self._last += 1
        told = {"Id": self._last}
        if request.entity == "customer":
            told["SubledgerAccountId"] = _SUBLEDGER + self._last
        self._records.setdefault(request.entity, {})[self._last] = {
            **self._empty[request.entity],
            **request.payload,
            **told,
        }
        return Receipt(self._last, told)


def _departments() -> Iterator[Row]:
    for number in DEPARTMENTS:
        yield {
            "department_no": number,
            "row_id": f"d{number}",
            "name": f"Avdeling {number}",
            "manager_no": None,
            "active": True,
        }
