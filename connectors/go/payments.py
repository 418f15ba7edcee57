"""Reads go.payment: balances that changed since the cursor, then the entries of each match that they belong to.

The cursor holds the latest change that was seen and a mark of every row in the overlap before it. Each reading starts
a little before the cursor, because a replica may show an earlier change later, and the marks keep what was examined
then from being asked for again. Without a cursor all matches are taken out of the ledger's statement, in one list.

The list of balances and the ledger may be answered by replicas that do not know the same yet. A match whose entries
do not show what the list says of its vouchers is left for the next reading: nothing is told of it, and the cursor does
not pass it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from connectors.go.allocation import Allocation, Entry, allocate
from connectors.go.catalog.fields import BOOKS_CURRENCY
from connectors.go.catalog.payment import VOUCHER_TYPES
from connectors.go.client import Client
from connectors.go.failures import SYSTEM, TRY_LATER
from connectors.go.timestamps import TICKS_PER_SECOND, format_ticks, parse_ticks
from engine.model.failure import Rejected, Unreachable
from engine.model.ports import Reading
from engine.model.record import Row
from engine.model.text import say

OVERLAP_TICKS = 10 * TICKS_PER_SECOND
_MARK_LENGTH = 10
_BY_MATCH, _STATEMENT = "/Customerledger/EntriesByMatchId", "/Customerledger/Statement"
CHANGED = "BalanceLastChangedDateTimeOffset"
EARLIEST = date(1900, 1, 1)
LATER_DAYS = 366  # vouchers may be dated ahead


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far balances have been read: the latest change in ticks, and marks of the rows near it."""

    ticks: int
    marks: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return " ".join([format_ticks(self.ticks), *sorted(self.marks)])


@dataclass(frozen=True, slots=True)
class Balance:
    """One state of one outgoing invoice's balance: when it began, in ticks, and a short name for it.

    `open`: what is left of it, in the client's currency and without its sign; None when the list does not say.
    """

    voucher_id: str
    ticks: int
    mark: str
    match_id: int | None
    open: Decimal | None


def parse_cursor(text: str | None) -> Cursor | None:
    """The cursor of a text that an earlier reading gave; a bare timestamp will do.

    None, which reads everything and is always right, when there is no text or it is no cursor.
    """
    try:
        first, *marks = (text or "").split()
        return Cursor(parse_ticks(first), frozenset(marks))
    except ValueError:
        return None


def read_payments(client: Client, since: str | None, today: date) -> Reading:
    """The allocations of every voucher whose balance changed, and of those that share a match with one; without a
    cursor, of every voucher.

    `complete` names the vouchers that were examined: an allocation of theirs that is not among the rows is gone.
    Raises a kind of Failure.
    """
    cursor = parse_cursor(since)
    # The list comes first: what changes between the two is told again by the next reading.
    listed = [_balance(row) for row in client.list("/OutgoingInvoices", _changed_after(cursor), order_by="Id")]
    changed = [balance for balance in listed if cursor is None or balance.mark not in cursor.marks]
    groups = _whole_ledger(client, today) if cursor is None else _groups(client, changed)
    late = _late(changed, groups)
    told = [entries for match_id, entries in groups.items() if match_id not in late]
    behind = [balance for balance in changed if balance.match_id in late]
    unsure = {balance.voucher_id for balance in behind}
    examined = {balance.voucher_id for balance in changed}
    examined |= {entry.voucher_id for entries in told for entry in entries if entry.is_voucher}
    allocations = (allocation for entries in told for allocation in allocate(entries))
    return Reading(
        tuple(payment_row(one) for one in allocations if one.voucher.voucher_id not in unsure),
        cursor=str(_next_cursor(cursor, listed, behind)) if cursor or listed else None,
        complete=None if cursor is None and not late else frozenset(examined - unsure),
    )


def read_ledger_payments(client: Client, today: date) -> Reading:
    """Every allocation that the ledger's statement shows, in one list: what stands now, whenever it came about.

    A statement up to a day that has passed would show that day's balances, so it is asked for well past today.
    """
    allocations = (allocation for entries in _whole_ledger(client, today).values() for allocation in allocate(entries))
    return Reading(tuple(payment_row(allocation) for allocation in allocations))


def payment_row(allocation: Allocation) -> Row:
    """An allocation as the catalog's go.payment."""
    entry, voucher = allocation.entry, allocation.voucher
    return {
        "entry_id": entry.id,
        "voucher_id": voucher.voucher_id,
        "invoice_no": voucher.invoice_no,
        "voucher_type": allocation.kind if allocation.kind in VOUCHER_TYPES else "Unknown",
        "is_write_off": entry.is_write_off,
        "amount": allocation.signed_amount,
        "posting_date": entry.posting_date,
        "cid": entry.cid or voucher.cid,
        "currency": voucher.currency,
        "customer_no": voucher.customer_no,
    }


def _changed_after(cursor: Cursor | None) -> Mapping[str, str]:
    """The filter of the list, a little before the cursor; without a cursor, everything."""
    if cursor is None:
        return {}
    return {"balanceLastChangedDateTimeOffsetGreaterThan": format_ticks(cursor.ticks - OVERLAP_TICKS)}


def _next_cursor(cursor: Cursor | None, listed: Sequence[Balance], behind: Sequence[Balance]) -> Cursor:
    """The latest change seen, or the first one that is left for later, with the marks of all rows that the next
    reading's overlap will show again and that were examined."""
    latest = max([balance.ticks for balance in listed] + ([cursor.ticks] if cursor else []), default=0)
    reached = min([latest, *(balance.ticks for balance in behind)])
    waiting = {balance.mark for balance in behind}
    near = {balance.mark for balance in listed if balance.ticks > reached - OVERLAP_TICKS}
    return Cursor(reached, frozenset(near - waiting))


def _late(balances: Iterable[Balance], groups: Mapping[int, Sequence[Entry]]) -> set[int]:
    """The matches whose entries do not show what the list of balances says of their vouchers."""
    return {
        balance.match_id
        for balance in balances
        if balance.match_id is not None and not _is_shown(balance, groups.get(balance.match_id, ()))
    }


def _is_shown(balance: Balance, entries: Iterable[Entry]) -> bool:
    """Whether a match holds a voucher with the balance that the list gives it."""
    shown = [abs(entry.balance) for entry in entries if entry.voucher_id == balance.voucher_id]
    return bool(shown) and (balance.open is None or balance.open in shown)


def _balance(row: Mapping[str, Any]) -> Balance:
    """What a row of the list says of its balance. Raises Unreachable when it lacks what every row has."""
    try:
        state = f"{row['Id']} {row.get(CHANGED)} {row.get('Balance')} {row.get('MatchId')}"
        mark = hashlib.sha256(state.encode()).hexdigest()[:_MARK_LENGTH]
        return Balance(str(row["Id"]), _changed_at(row), mark, row.get("MatchId"), _open(row))
    except KeyError as lacking:
        detail = say("an outgoing invoice lacks {member}", member=str(lacking))
        raise Unreachable(SYSTEM, "GET /OutgoingInvoices", detail, remedy=TRY_LATER) from None


def _changed_at(row: Mapping[str, Any]) -> int:
    """When a balance last changed, in ticks; 0 for a row that does not say, which is then read every time."""
    try:
        return parse_ticks(str(row.get(CHANGED)))
    except ValueError:
        return 0


def _open(row: Mapping[str, Any]) -> Decimal | None:
    """What is left of a voucher; a credit note's balance has a sign of its own in the ledger."""
    balance = row.get("Balance")
    return abs(Decimal(balance)) if isinstance(balance, (int, Decimal)) and not isinstance(balance, bool) else None


def _groups(client: Client, balances: Iterable[Balance]) -> dict[int, list[Entry]]:
    """The entries of each match that a balance belongs to, a call a match."""
    match_ids = sorted({balance.match_id for balance in balances if balance.match_id is not None})
    return {match_id: _group(client, match_id) for match_id in match_ids}


def _group(client: Client, match_id: int) -> list[Entry]:
    """The entries of a match; none when it has been undone since the list was read, or is not known here yet."""
    try:
        return list(_entries(client.list(_BY_MATCH, {"matchId": str(match_id)}, order_by="Id"), _BY_MATCH))
    except Rejected as failure:
        if failure.status == 404:
            return []
        raise


def _whole_ledger(client: Client, today: date) -> dict[int, list[Entry]]:
    """The entries of every match, by the match, out of the ledger's statement."""
    days = {"fromDate": EARLIEST.isoformat(), "toDate": (today + timedelta(days=LATER_DAYS)).isoformat()}
    groups: dict[int, list[Entry]] = {}
    for row in client.list(_STATEMENT, days, order_by="Id"):
        if row.get("MatchId") is not None:
            groups.setdefault(row["MatchId"], []).extend(_entries([row], _STATEMENT))
    return dict(sorted(groups.items()))


def _entries(rows: Iterable[Mapping[str, Any]], path: str) -> Iterator[Entry]:
    for row in rows:
        try:
            yield _entry(row)
        except (KeyError, TypeError, ValueError) as problem:
            detail = say("a ledger entry lacks what every entry has ({problem})", problem=str(problem))
            raise Unreachable(SYSTEM, f"GET {path}", detail, remedy=TRY_LATER) from None


def _entry(row: Mapping[str, Any]) -> Entry:
    amount = Decimal(row["Amount"])
    currency_amount = row.get("CurrencyAmount")
    balance = row.get("Balance")
    return Entry(
        id=row["Id"],
        voucher_id=str(row["VoucherId"]),
        voucher_type=str(row.get("VoucherType") or "Unknown"),
        amount=amount,
        currency_amount=amount if currency_amount is None else Decimal(currency_amount),
        balance=Decimal(0) if balance is None else Decimal(balance),
        currency=row.get("CurrencyCode") or BOOKS_CURRENCY,
        posting_date=_day(row.get("PostingDate") or row["VoucherDate"]),
        due_date=_day(row["DueDate"]) if row.get("DueDate") else None,
        invoice_no=str(row.get("InvoiceNo") or ""),
        cid=row.get("Cid") or None,
        is_write_off=bool(row.get("IsWriteOff")),
        customer_no=row.get("CustomerAccountNo"),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
