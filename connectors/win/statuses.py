"""An invoice's paid amount, paid date and status, rebuilt from all rows of its inlet: pure, and the site's rules.

open = total - payments - write-offs - credits + reversals; state, not events, so order and repetition do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from connectors.win.catalog.inlets import CREDIT, PAYMENT, REVERSAL, WRITE_OFF

UNPAID, PARTLY_PAID, PAID, WRITTEN_OFF, CREDITED = "UBETALT", "DELVIS", "BETALT", "TAP", "KREDITERT"

_ZERO = Decimal(0)
_NUMBERED = re.compile(r"(?P<base>.*)~(?P<number>[0-9]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Settlement:
    """One row of the inlet. `amount` is in the invoice's currency; of a reversal it is the amount taken back."""

    entry: str
    kind: str
    amount: Decimal
    date: date


@dataclass(frozen=True, slots=True)
class Status:
    """What the invoice's row then says; `paid_amount` in the invoice's currency."""

    paid_amount: Decimal
    paid_date: date | None
    status: str


@dataclass(frozen=True, slots=True)
class _Standing:
    """A row that settles, with what is left of it after the rows that take it back."""

    kind: str
    date: date | None
    left: Decimal


def status_of(total: Decimal, settlements: Iterable[Settlement]) -> Status:
    """The status of an invoice of `total` (invoice currency; a credit note's is positive too)."""
    standing = _standing(sorted(settlements, key=lambda row: _order(row.entry)))
    paid = _sum(standing, PAYMENT)
    dates = [row.date for row in standing if row.kind == PAYMENT and row.left != 0 and row.date is not None]
    return Status(paid, max(dates, default=None) if paid != 0 else None, _word(total, standing))


def _word(total: Decimal, standing: list[_Standing]) -> str:
    # Of a settlement invoice with a negative total all signs are turned, so that one set of rules holds.
    sign = -1 if total < 0 else 1
    owed = sign * total
    credits, lost = sign * _sum(standing, CREDIT), sign * _sum(standing, WRITE_OFF)
    open_amount = owed - sign * _sum(standing, PAYMENT) - lost - credits
    if open_amount >= owed:
        return UNPAID
    if open_amount > 0:
        return PARTLY_PAID
    if credits >= owed:
        return CREDITED
    return WRITTEN_OFF if lost > 0 else PAID


def _sum(standing: list[_Standing], kind: str) -> Decimal:
    return sum((row.left for row in standing if row.kind == kind), _ZERO)


def _standing(ordered: list[Settlement]) -> list[_Standing]:
    """The settling rows with what their reversals leave of them."""
    standing: list[_Standing] = []
    latest: dict[str, int] = {}
    for row in ordered:
        base = _order(row.entry)[0]
        if row.kind != REVERSAL:
            latest[base] = len(standing)
            standing.append(_Standing(row.kind, row.date, row.amount))
        elif base in latest:
            undone = standing[latest[base]]
            standing[latest[base]] = _Standing(undone.kind, undone.date, undone.left - row.amount)
        else:
            # It takes back what never came by this inlet; a payment is what it then can only have been.
            standing.append(_Standing(PAYMENT, None, -row.amount))
    return standing


def _order(entry: str) -> tuple[str, int]:
    """An entry's id without its suffix, and its place: `77:ab` is the first, `77:ab~2` the second row of `77:ab`."""
    found = _NUMBERED.fullmatch(entry)
    return (found["base"], int(found["number"])) if found else (entry, 1)
