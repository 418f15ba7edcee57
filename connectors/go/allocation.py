"""Which settling entry of a match group paid which of its vouchers, and how much: pure, exact, no calls.

Go says which ledger entries belong together, not how they were shared out. So settling entries are laid, oldest first,
onto the group's vouchers, earliest due date first, up to what each one's balance shows as settled. Exchange
differences settle kroner only and are no payment; a payment that was reversed inside the group settles nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

INVOICE = "OutgoingInvoice"
CREDIT_NOTE = "OutgoingCreditNote"
REVERSAL = "ReversalVoucher"
_CENT = Decimal("0.01")
_HALF_CENT = Decimal("0.005")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One customer ledger entry. `amount` and `balance` are in the client's currency, `currency_amount` in its own.

    A positive amount is owed by the customer (an invoice), a negative one settles (a payment, a credit note).
    """

    id: int
    voucher_id: str
    voucher_type: str
    amount: Decimal
    currency_amount: Decimal
    balance: Decimal
    currency: str | None
    posting_date: date
    due_date: date | None = None
    invoice_no: str = ""
    cid: str | None = None
    is_write_off: bool = False
    customer_no: int | None = None

    @property
    def is_voucher(self) -> bool:
        """Whether it is an invoice or a credit note, which settling entries are allocated to."""
        return self.voucher_type in (INVOICE, CREDIT_NOTE) and bool(self.invoice_no)

    @property
    def settled(self) -> Decimal:
        """How much of it is settled, in its own currency, positive; exact when it is settled whole."""
        if self.balance == 0:
            return abs(self.currency_amount)
        if self.amount == 0:
            return _ZERO
        share = (self.amount - self.balance) / self.amount
        return max(_ZERO, _round(abs(self.currency_amount) * share))

    @property
    def blur(self) -> Decimal:
        """How far `settled` may be off, in its own currency: a part of a foreign voucher is told in whole øre only."""
        if self.balance == 0 or abs(self.amount) == abs(self.currency_amount):
            return _ZERO
        return _HALF_CENT / _kroner_per_unit(self) + _HALF_CENT

    @property
    def is_exchange_difference(self) -> bool:
        """Whether it moves kroner only: agio or disagio, which nobody paid."""
        return self.currency_amount == 0 and self.amount != 0


@dataclass(frozen=True, slots=True)
class Allocation:
    """`amount` of a settling entry that went to a voucher, in the voucher's currency; always positive."""

    entry: Entry
    voucher: Entry
    amount: Decimal

    @property
    def kind(self) -> str:
        """The voucher type of what settles; an invoice that settles a credit note is that crediting, seen from it."""
        if self.entry.voucher_type == INVOICE and self.voucher.voucher_type == CREDIT_NOTE:
            return CREDIT_NOTE
        return self.entry.voucher_type

    @property
    def signed_amount(self) -> Decimal:
        """The amount as the voucher's own total counts: negative on an invoice or credit note of a negative total."""
        as_posted = self.voucher.amount if self.voucher.voucher_type == INVOICE else -self.voucher.amount
        return self.amount if as_posted >= 0 else -self.amount


@dataclass(slots=True)
class _Open:
    """An entry with what is still to be shared out of it, in its own currency."""

    entry: Entry
    left: Decimal


def allocate(group: Iterable[Entry]) -> tuple[Allocation, ...]:
    """The allocations of one match group, those that settle invoices first, then those that settle credit notes."""
    entries = [entry for entry in _without_reversed(group) if not entry.is_exchange_difference]
    debits = [entry for entry in entries if entry.amount > 0]
    credits = [entry for entry in entries if entry.amount < 0]
    return (*_settle(debits, credits), *_settle(credits, debits))


def _settle(vouchers: Sequence[Entry], settling: Sequence[Entry]) -> Iterator[Allocation]:
    """Lay settling entries onto the vouchers of the other side; what is no voucher (a fee) takes nothing."""
    owed = [_Open(entry, _cap(entry, vouchers)) for entry in _by_due_date(vouchers)]
    for source in [_Open(entry, entry.settled) for entry in _by_posting_date(settling)]:
        for target in owed:
            amount = _share(source, target)
            if amount > 0:
                yield Allocation(source.entry, target.entry, amount)


def _cap(voucher: Entry, side: Sequence[Entry]) -> Decimal:
    """What may be laid onto a voucher.

    Alone on its side, a voucher in a foreign currency takes what its payments say in that currency: its balance is
    kept in kroner, and its share would carry the exchange difference into the amount.
    """
    if not voucher.is_voucher:
        return _ZERO
    is_foreign = abs(voucher.amount) != abs(voucher.currency_amount)
    return abs(voucher.currency_amount) if is_foreign and len(side) == 1 else voucher.settled


def _share(source: _Open, target: _Open) -> Decimal:
    """Move as much as fits from a settling entry to a voucher; the amount, in the voucher's currency."""
    if source.left <= 0 or target.left <= 0:
        return _ZERO
    if source.entry.currency == target.entry.currency:
        fits = abs(source.left - target.left) <= target.entry.blur  # then the payment's own amount is the exact one
        amount = source.left if fits else min(source.left, target.left)
        source.left -= amount
    else:
        rate = _kroner_per_unit(source.entry) / _kroner_per_unit(target.entry)
        converted = _round(source.left * rate)
        amount = min(converted, target.left)
        source.left = _ZERO if amount == converted else source.left - _round(amount / rate)
    target.left -= amount
    return amount


def _without_reversed(group: Iterable[Entry]) -> list[Entry]:
    """The group without payments that a reversal in the same group takes back, and without those reversals."""
    entries = _by_posting_date(group)
    gone: set[int] = set()
    for place, reversal in enumerate(entries):
        if reversal.voucher_type == REVERSAL:
            undone = [entry for entry in entries[:place] if entry.id not in gone and _takes_back(reversal, entry)]
            gone |= {reversal.id, undone[-1].id} if undone else set()
    return [entry for entry in entries if entry.id not in gone]


def _takes_back(reversal: Entry, entry: Entry) -> bool:
    """Whether a reversal is the opposite of this payment; the reversal of a voucher settles it instead."""
    return entry.amount == -reversal.amount and not entry.is_voucher and entry.voucher_type != REVERSAL


def _by_posting_date(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.posting_date, entry.id))


def _by_due_date(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.due_date or entry.posting_date, entry.id))


def _kroner_per_unit(entry: Entry) -> Decimal:
    return abs(entry.amount / entry.currency_amount)


def _round(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)
