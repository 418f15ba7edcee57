"""Matching in the customer ledger: which entries settle which, by how much, and what is left open.

An allocation joins a debit and a credit entry with an amount in their currency; entries that allocations join, at
first or second hand, share one match id. Balances are never stored: they follow from the allocations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from connectors.standin.body import Body, amount_of, text_of, whole_of
from connectors.standin.company import Books, Company

CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Side:
    """An entry that takes part in a match, and how much of it, signed as the entry is (currency)."""

    entry_id: int
    amount: Decimal


def to_cents(amount: Decimal) -> Decimal:
    """Rounded to two decimals, half away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def settled_amounts(books: Books, until: str | None = None) -> dict[int, Decimal]:
    """How much of each entry is settled (currency, never negative), by the allocations up to a day."""
    settled: dict[int, Decimal] = {}
    for row in books.rows("allocations").values():
        if until is not None and str(row["Date"]) > until:
            continue
        for name in ("DebitId", "CreditId"):
            identity = whole_of(row, name) or 0
            settled[identity] = settled.get(identity, ZERO) + amount_of(row, "CurrencyAmount")
    return settled


def open_amount(entry: Body, settled: dict[int, Decimal]) -> Decimal:
    """What is left of an entry, in its own currency and with its own sign."""
    total = amount_of(entry, "CurrencyAmount")
    done = settled.get(whole_of(entry, "Id") or 0, ZERO)
    return total - done if total >= 0 else total + done


def open_balance(entry: Body, settled: dict[int, Decimal]) -> Decimal:
    """What is left of an entry in the client's currency."""
    posted, total = amount_of(entry, "Amount"), amount_of(entry, "CurrencyAmount")
    if total == 0:  # an exchange difference has an amount in the client's currency only
        return ZERO if whole_of(entry, "Id") in settled else posted
    left = open_amount(entry, settled)
    if left == total:
        return posted
    return ZERO if left == 0 else to_cents(posted * left / total)


def match(company: Company, sides: Sequence[Side], day: str) -> None:
    """Settle debits by credits in the order given, as far as they go; a day is the match's own."""
    debits = [side for side in sides if side.amount > 0]
    credits = [side for side in sides if side.amount < 0]
    left = {side.entry_id: abs(side.amount) for side in sides}
    for debit in debits:
        for credit in credits:
            amount = min(left[debit.entry_id], left[credit.entry_id])
            if amount > 0:
                _allocate(company, debit.entry_id, credit.entry_id, amount, day)
                left[debit.entry_id] -= amount
                left[credit.entry_id] -= amount
    regroup(company, {side.entry_id for side in sides})


def join(company: Company, entry_id: int, other_id: int, day: str) -> None:
    """Put an entry without an amount of its own (an exchange difference) into another's match."""
    _allocate(company, entry_id, other_id, ZERO, day)
    regroup(company, {entry_id, other_id})


def unmatch(company: Company, goes: Callable[[Body], bool]) -> None:
    """Undo the allocations that `goes` says."""
    gone = [row for row in company.books.rows("allocations").values() if goes(row)]
    for row in gone:
        company.drop("allocations", whole_of(row, "Id") or 0)
    regroup(company, {whole_of(row, name) or 0 for row in gone for name in ("DebitId", "CreditId")})


def touches(allocation: Body, entry_id: int) -> bool:
    """Whether an allocation joins this entry to another."""
    return entry_id in (allocation["DebitId"], allocation["CreditId"])


def regroup(company: Company, changed: set[int]) -> None:
    """Give match ids anew around the entries that changed, and move their times of change."""
    entries = company.books.rows("entries")
    old_ids = {entries[identity].get("MatchId") for identity in changed} - {None}
    near = changed | {whole_of(row, "Id") or 0 for row in entries.values() if row.get("MatchId") in old_ids}
    taken: set[int] = set()
    for group in _groups(company.books, near):
        match_id = _group_id(company, group, taken)
        for identity in sorted(group):
            entry = company.books.rows("entries")[identity]
            if identity in changed or entry.get("MatchId") != match_id:
                stamp = company.clock.stamp()
                company.put("entries", identity, {**entry, "MatchId": match_id, "LastChangedDateTimeOffset": stamp})


def _allocate(company: Company, debit_id: int, credit_id: int, amount: Decimal, day: str) -> None:
    identity = company.next_id("allocation")
    row: Body = {"Id": identity, "DebitId": debit_id, "CreditId": credit_id, "CurrencyAmount": amount, "Date": day}
    company.put("allocations", identity, row)


def _groups(books: Books, near: Iterable[int]) -> list[set[int]]:
    """The entries that allocations join, one set for each group that holds one of `near`."""
    neighbours: dict[int, set[int]] = {}
    for row in books.rows("allocations").values():
        debit, credit = whole_of(row, "DebitId") or 0, whole_of(row, "CreditId") or 0
        neighbours.setdefault(debit, set()).add(credit)
        neighbours.setdefault(credit, set()).add(debit)
    groups: list[set[int]] = []
    seen: set[int] = set()
    for start in sorted(near):
        if start in seen:
            continue
        group, waiting = set[int](), [start]
        while waiting:
            identity = waiting.pop()
            if identity not in group:
                group.add(identity)
                waiting.extend(neighbours.get(identity, ()))
        seen |= group
        groups.append(group)
    return groups


def _group_id(company: Company, group: set[int], taken: set[int]) -> int | None:
    """The oldest match id in the group that no other group has kept; none for an entry by itself."""
    if len(group) == 1:
        return None
    entries = company.books.rows("entries")
    held = {found for identity in group if (found := whole_of(entries[identity], "MatchId")) is not None} - taken
    chosen = min(held) if held else company.next_id("match")
    taken.add(chosen)
    return chosen


def open_entries(books: Books, account_id: int, sign: int) -> list[Body]:
    """A customer's open entries of one sign, oldest first."""
    settled = settled_amounts(books)
    rows = [row for row in books.rows("entries").values() if row["AccountId"] == account_id]
    wanted = [row for row in rows if open_amount(row, settled) * sign > 0]
    return sorted(wanted, key=lambda row: (text_of(row, "PostingDate") or "", whole_of(row, "Id") or 0))
