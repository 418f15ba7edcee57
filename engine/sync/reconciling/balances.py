"""What one system says of a document's money, as its catalog declares it: total, currency, what is settled of it.

Nothing is guessed: what cannot be told is None, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from engine.model.personal import redact
from engine.model.record import Fault, Row, Value
from engine.model.schema import Entity, Reconciled
from engine.model.text import say
from engine.sync.planning.identity import as_read
from engine.sync.reconciling.amounts import as_amount, rounded

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


def figures_of(
    row: Row, entity: Entity, decimals: int, beside: Decimal = _ZERO, payments: Decimal | None = None
) -> Figures:
    """A row's figures, to so many decimals. `beside`: what is settled of it that its own paid amount does not count.

    `payments`: what all its payments settle, in its currency; asked only where its balance cannot tell.
    """
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
    settled = None if payments is None else rounded(payments, decimals)
    return _settled_by_balance(row, fields, Figures(day, currency, total, None), settled)


def decimals_of(*entities: Entity) -> int:
    """To how many decimals the totals of entities can be compared: as many as all of them have."""
    scales = []
    for entity in entities:
        assert entity.reconciled is not None, f"{entity.title} declares nothing to reconcile"
        declared = entity.find(entity.reconciled.total)
        assert declared is not None, f"{entity.title} has no {entity.reconciled.total}"
        scales.append(declared.type.scale or 0)
    return min(scales)


def _settled_by_balance(row: Row, fields: Reconciled, known: Figures, payments: Decimal | None) -> Figures:
    """Settled is what is no longer open. A balance is kept in the books' own currency: of another one, it tells only
    what was not touched or is settled whole. Else what its payments settle is believed, where it is known."""
    assert known.total is not None, "what is open of no total is not asked"
    posted, balance = (as_amount(row.get(name)) if name else None for name in (fields.posted, fields.balance))
    if posted is None or balance is None:
        return replace(known, fault=say("it gives no balance"))
    if known.currency == fields.books_currency:
        return replace(known, settled=known.total - balance)
    if balance == 0 or balance == posted:
        return replace(known, settled=known.total if balance == 0 and posted != 0 else _ZERO)
    if payments is not None:
        return replace(known, settled=payments)
    told = say(
        "{balance} {books} are open of {posted}: a balance in {currency} is not kept, and its payments are not known",
        balance=balance,
        books=fields.books_currency,
        posted=posted,
        currency=known.currency or "?",
    )
    return replace(known, fault=told)


def _amount(value: Value, decimals: int) -> Decimal | None:
    amount = as_amount(value)
    return None if amount is None else rounded(amount, decimals)


def _unreadable(field: str, value: Value) -> str:
    shown = redact(value.text) if isinstance(value, Fault) else ""
    return say("{field} is no amount: {value}", field=field, value=f'"{shown}"' if shown else "—")
