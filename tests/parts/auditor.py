"""An auditor with books of his own: out of Win what Go must hold, out of what the bank did what Win must say.

Shares no code with the engine or a connector. Amounts are in the invoice's currency, unless they are called NOK: what
was posted is amount times rate, rounded to the cent half away from zero, and what is open is its share of that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

CENT, ROUNDING_MAX = Decimal("0.01"), Decimal("0.05")
NOT_IN_GO = frozenset({3970})  # accounts that the chart of the stand-in lacks
Json = Mapping[str, Any]


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass
class Bill:
    """An invoice or credit note that must stand in Go. `settled`: (kind, amount, day, the event it came by)."""

    credit: bool
    total: Decimal
    currency: str
    rate: Decimal
    customer: int
    settled: list[tuple[str, Decimal, str, int]] = field(default_factory=list)

    def sum(self, *kinds: str) -> Decimal:
        return sum((amount for kind, amount, _, _ in self.settled if kind in kinds), Decimal(0))

    @property
    def open(self) -> Decimal:
        return self.total - self.sum("payment", "write_off", "credit")

    def nok(self, amount: Decimal) -> Decimal:
        """As the customer's ledger has it: a credit note is owed the other way."""
        share = cents(cents(self.total * self.rate) * amount / self.total) if self.total else self.total
        return -share if self.credit else share

    def status(self) -> tuple[str, Decimal, str | None]:
        word = "UBETALT" if self.open == self.total else "DELVIS"
        if self.open <= 0 < self.total:
            credited, lost = self.sum("credit") >= self.total, self.sum("write_off") > 0
            word = "KREDITERT" if credited else "TAP" if lost else "BETALT"
        days = [day for kind, _, day, _ in self.settled if kind == "payment"]
        return word, self.sum("payment"), max(days) if days else None


def must_be_in_go(win: Path, ledger: Json, first_day: str, client: int = 1) -> dict[str, Bill]:
    """Win's invoices that Go must hold now, by number: those of customers in Go that add up and can be booked."""
    known = {customer["ExternalNumber"] for customer in ledger["customers"]}
    with closing(sqlite3.connect(win)) as database:
        database.row_factory = sqlite3.Row
        lines = list(database.execute("SELECT * FROM invoice_line WHERE type <> 'TEKST' AND client_no = ?", (client,)))
        wanted = "SELECT * FROM invoice WHERE client_no = ? AND invoice_date >= ? AND NOT voided"
        good = [row for row in database.execute(wanted, (client, first_day)) if row["customer_no"] in known]
    return {str(row["invoice_no"]): _bill(row) for row in good if _can_be_booked(row, lines)}


def _can_be_booked(header: sqlite3.Row, lines: list[sqlite3.Row]) -> bool:
    own = [line for line in lines if line["invoice_no"] == header["invoice_no"]]
    amounts = [cents(Decimal(line["net"]) + Decimal(line["vat"])) for line in own]
    adds_up = abs(sum(amounts, Decimal(0)) - Decimal(header["total"])) <= ROUNDING_MAX
    return adds_up and bool(own) and bool(header["currency"]) and not {line["account"] for line in own} & NOT_IN_GO


def _bill(row: sqlite3.Row) -> Bill:
    rate = Decimal(1) if row["currency"] == "NOK" else Decimal(row["exchange_rate"])
    return Bill(row["type"] == "KREDITNOTA", Decimal(row["total"]), row["currency"], rate, row["customer_no"])


def settle(bills: Mapping[str, Bill], events: Iterable[Json]) -> None:
    """Enter what the bank and the bookkeepers did, in their order."""
    for place, event in enumerate(events):
        kind, day, parts = event["Kind"], event["Date"], event.get("Invoices") or [event]
        own = [bills[part["InvoiceNo"]] for part in parts]
        if kind in ("payment", "write_off"):
            for bill, part in zip(own, parts, strict=True):
                bill.settled.append((kind, min(bill.open, Decimal(part["Amount"])), day, place))
        elif kind == "match":
            pair = (*own, bills[event["With"]])
            amount = min(bill.open for bill in pair)
            for bill in pair:
                bill.settled.append(("credit", amount, day, place))
        else:  # a reversal undoes the last payment whatever else it settled; unmatched, nothing settles this one
            paid = [by for what, _, _, by in own[0].settled if (what == "credit") is (kind == "unmatch")]
            gone = set(paid if kind == "unmatch" else paid[-1:])
            own[0].settled = [] if kind == "unmatch" else own[0].settled
            for bill in bills.values():
                bill.settled = [item for item in bill.settled if item[3] not in gone]
