"""What one system says of a document's money, as its catalog declares it: total, currency, what is settled of it.

Nothing is guessed: what cannot be told is None, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from engine.language.functions.personal import redact
from engine.model.record import Fault, Row, Value
from engine.model.schema import Entity, Reconciled
from engine.model.text import say
from engine.sync.planning.identity import as_read

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """One document as one system has it; amounts are in `currency`. None cannot be told, and `fault` says why."""

    day: date | None
    currency: str
    total: Decimal | None
    settled: Decimal | None
    fault: str = ""

    @property
    def open(self) -> Decimal | None:
        """What is still open of it."""
        return None if self.total is None or self.settled is None else self.total - self.settled


def figures_of(row: Row, entity: Entity, decimals: int, beside: Decimal = _ZERO) -> Figures:
    """A row's figures, to so many decimals. `beside`: what is settled of it that its own paid amount does not count."""
    fields = entity.reconciled
    assert fields is not None, f"{entity.title} declares nothing to reconcile"
    told = row.get(fields.date)
    day = told if isinstance(told, date) else None
    currency = str(as_read(row.get(fields.currency)) or "") if fields.currency else ""
    total = _amount(row.get(fields.total), decimals)
    if total is None:
        return Figures(day, currency, None, None, _unreadable(fields.total, row.get(fields.total)))
    if fields.paid is not None:
        paid = _amount(row.get(fields.paid), decimals)
        if paid is None:
            return Figures(day, currency, total, None, _unreadable(fields.paid, row.get(fields.paid)))
        return Figures(day, currency, total, paid + rounded(beside, decimals))
    return _settled_by_balance(row, fields, day, currency, total)


def decimals_of(*entities: Entity) -> int:
    """To how many decimals the totals of entities can be compared: as many as all of them have."""
    scales = []
    for entity in entities:
        assert entity.reconciled is not None, f"{entity.title} declares nothing to reconcile"
        declared = entity.find(entity.reconciled.total)
        assert declared is not None, f"{entity.title} has no {entity.reconciled.total}"
        scales.append(declared.type.scale or 0)
    return min(scales)


def rounded(amount: Decimal, decimals: int) -> Decimal:
    """An amount to so many decimals, half away from zero."""
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _settled_by_balance(row: Row, fields: Reconciled, day: date | None, currency: str, total: Decimal) -> Figures:
    """Settled is what is no longer open. Of another currency than the books' own, only what was not touched or is
    settled whole can be told: its balance is kept in the books' own."""
    posted, balance = (row.get(name) if name else None for name in (fields.posted, fields.balance))
    if not _is_number(posted) or not _is_number(balance):
        return Figures(day, currency, total, None, say("it gives no balance"))
    posted, balance = Decimal(str(posted)), Decimal(str(balance))
    if currency == fields.books_currency:
        return Figures(day, currency, total, total - balance)
    if balance == 0 or balance == posted:
        return Figures(day, currency, total, total if balance == 0 and posted != 0 else _ZERO)
    told = say(
        "{balance} {books} are open of {posted}: a balance in {currency} is not kept; its payments are compared",
        balance=balance,
        books=fields.books_currency,
        posted=posted,
        currency=currency or "?",
    )
    return Figures(day, currency, total, None, told)


def _amount(value: Value, decimals: int) -> Decimal | None:
    return rounded(Decimal(str(value)), decimals) if _is_number(value) else None


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _unreadable(field: str, value: Value) -> str:
    shown = redact(value.text) if isinstance(value, Fault) else ""
    return say("{field} is no amount: {value}", field=field, value=f'"{shown}"' if shown else "—")
