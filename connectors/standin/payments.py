"""What a bank or a person in Go does to the customer ledger: pays, writes off, undoes, matches, un-matches.

The bodies are those of the control call; amounts are in the invoice's currency and positive when they settle.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from connectors.standin.body import Body, Json, amount_of, list_of, text_of, whole_of
from connectors.standin.company import Company
from connectors.standin.customer_ledger import post_entry
from connectors.standin.matching import (
    ZERO,
    Side,
    join,
    match,
    open_amount,
    open_entries,
    settled_amounts,
    to_cents,
    touches,
    unmatch,
)
from connectors.standin.problems import AnswerError, invalid, not_found, unbound
from connectors.standin.stamps import parse_day, today

TITLE = "Payment"
VOUCHER_TYPE = "IncomingPayments"
WRITE_OFF_TYPE = "ManualJournal"
_OWN_TYPES = ("OutgoingInvoice", "OutgoingCreditNote", "ReversalVoucher")


@dataclass(frozen=True, slots=True)
class Target:
    """An invoice's entry and how much of it a payment is meant for (currency, positive settles)."""

    entry: Body
    amount: Decimal


def register_payment(company: Company, body: Json) -> tuple[int, ...]:
    """Carry out one control call; the ids of the entries that it wrote. Raises AnswerError."""
    if not isinstance(body, Mapping):
        raise unbound({"$": ["A JSON object is expected."]})
    kind = text_of(body, "Kind") or "payment"
    if kind not in _KINDS:
        raise invalid(TITLE, f"Kind '{kind}' is none of {', '.join(_KINDS)}.")
    return _KINDS[kind](company, body, _day(body))


def _pay(company: Company, body: Body, day: str) -> tuple[int, ...]:
    return _settle(company, body, day, {"VoucherType": text_of(body, "VoucherType") or VOUCHER_TYPE})


def _write_off(company: Company, body: Body, day: str) -> tuple[int, ...]:
    kind = text_of(body, "VoucherType") or WRITE_OFF_TYPE
    return _settle(company, body, day, {"VoucherType": kind, "IsWriteOff": True})


def _settle(company: Company, body: Body, day: str, members: Body) -> tuple[int, ...]:
    """One voucher, with one entry on each customer's account that it concerns."""
    voucher: Body = {
        **members,
        "VoucherId": str(uuid.uuid4()),
        "VoucherNo": company.next_id("voucher_no"),
        "VoucherDate": day,
        "PostingDate": day,
        "Cid": text_of(body, "Cid"),
        "PaidFromBankAccount": "12345678903" if members["VoucherType"] == "IncomingOcrGiro" else None,
    }
    targets = _targets(company, body)
    if not targets:
        return (_unmatched(company, body, voucher),)
    by_account: dict[int, list[Target]] = {}
    for target in targets:
        by_account.setdefault(whole_of(target.entry, "AccountId") or 0, []).append(target)
    return tuple(
        identity for group in by_account.values() for identity in _settle_account(company, body, group, voucher, day)
    )


def _settle_account(
    company: Company, body: Body, targets: Sequence[Target], voucher: Body, day: str
) -> tuple[int, ...]:
    """The entry of one customer's payment, matched with what it pays; an exchange difference may follow."""
    codes = {text_of(target.entry, "CurrencyCode") for target in targets}
    if len(codes) > 1:
        raise invalid(TITLE, f"Invoices in several currencies cannot be paid at once: {', '.join(map(str, codes))}.")
    total = -sum((_signed(target) for target in targets), ZERO)
    members: Body = {
        **voucher,
        "CurrencyCode": codes.pop(),
        "CurrencyAmount": total,
        "Amount": _posted(body, targets, total),
    }
    entry_id = post_entry(company, whole_of(targets[0].entry, "AccountId") or 0, members)
    settled = settled_amounts(company.books)
    sides = [_side(target, settled) for target in targets]
    if all(target.amount < 0 for target in targets):
        sides = _counterparts(company, targets[0].entry, total, settled)
    match(company, (*sides, Side(entry_id, total)), day)
    difference = _exchange_difference(company, targets, members, day)
    return (entry_id,) if difference is None else (entry_id, difference)


def _signed(target: Target) -> Decimal:
    """The amount with the sign of the entry that it settles."""
    return target.amount if amount_of(target.entry, "CurrencyAmount") >= 0 else -target.amount


def _side(target: Target, settled: dict[int, Decimal]) -> Side:
    """As much of the entry as the payment is meant for and is still open; the rest is an over-payment."""
    left = open_amount(target.entry, settled)
    amount = min(abs(left), max(target.amount, ZERO))
    return Side(whole_of(target.entry, "Id") or 0, amount if left >= 0 else -amount)


def _counterparts(company: Company, entry: Body, total: Decimal, settled: dict[int, Decimal]) -> list[Side]:
    """What a payment back settles: the customer's open entries of the other sign."""
    rows = open_entries(company.books, whole_of(entry, "AccountId") or 0, -1 if total > 0 else 1)
    return [Side(whole_of(row, "Id") or 0, open_amount(row, settled)) for row in rows]


def _posted(body: Body, targets: Sequence[Target], total: Decimal) -> Decimal:
    """The amount in the client's currency, by the payment's own rate or by the invoices'."""
    rate = _amount(body.get("ExchangeRate"))
    if rate is not None:
        return to_cents(total * rate)
    first = targets[0].entry
    if all(amount_of(target.entry, "CurrencyAmount") == 0 for target in targets):
        return to_cents(total)
    return -sum((to_cents(_signed(target) * _rate(target.entry, first)) for target in targets), ZERO)


def _rate(entry: Body, fallback: Body) -> Decimal:
    for row in (entry, fallback):
        if amount_of(row, "CurrencyAmount") != 0:
            return amount_of(row, "Amount") / amount_of(row, "CurrencyAmount")
    return Decimal(1)


def _exchange_difference(company: Company, targets: Sequence[Target], paid: Body, day: str) -> int | None:
    """Book what the rate has changed by, once all is paid; it has an amount in the client's currency only."""
    settled = settled_amounts(company.books)
    total = sum((amount_of(target.entry, "Amount") for target in targets), ZERO) + amount_of(paid, "Amount")
    whole = sum((amount_of(target.entry, "CurrencyAmount") for target in targets), ZERO)
    if any(open_amount(target.entry, settled) for target in targets) or whole + amount_of(paid, "CurrencyAmount"):
        return None
    if total == 0 or paid["CurrencyCode"] == "NOK":
        return None
    members: Body = {**paid, "CurrencyAmount": ZERO, "Amount": -total}
    identity = post_entry(company, whole_of(targets[0].entry, "AccountId") or 0, members)
    join(company, identity, whole_of(targets[0].entry, "Id") or 0, day)
    return identity


def _unmatched(company: Company, body: Body, voucher: Body) -> int:
    """A payment on a customer's account that names no invoice."""
    number, amount = whole_of(body, "CustomerNo"), _amount(body.get("Amount"))
    if number is None or amount is None:
        raise unbound({"InvoiceNo": ["InvoiceNo, Invoices, or CustomerNo and Amount are required."]})
    rows = company.books.rows("customers").values()
    customer = next((row for row in rows if row["Number"] == number), None)
    if customer is None:
        raise not_found("Customer", number, "number")
    amounts: Body = {"CurrencyAmount": -amount, "Amount": -amount}
    return post_entry(company, whole_of(customer, "SubledgerAccountId") or 0, {**voucher, **amounts})


def _reversal(company: Company, body: Body, day: str) -> tuple[int, ...]:
    """Undo the last payment or write-off of an invoice: its opposite is booked and matched with it."""
    entry = _invoice_entry(company, body.get("InvoiceNo"))
    last = max(_settling(company, entry), key=lambda row: whole_of(row, "Id") or 0, default=None)
    if last is None:
        raise invalid(TITLE, f"Invoice {entry['InvoiceNo']} has no payment to undo.")
    last_id, total = whole_of(last, "Id") or 0, amount_of(last, "CurrencyAmount")
    unmatch(company, lambda row: touches(row, last_id))
    members: Body = {
        "CurrencyCode": last["CurrencyCode"],
        "CurrencyAmount": -total,
        "Amount": -amount_of(last, "Amount"),
        "VoucherType": "ReversalVoucher",
        "VoucherId": str(uuid.uuid4()),
        "VoucherNo": company.next_id("voucher_no"),
        "VoucherDate": day,
        "PostingDate": day,
    }
    identity = post_entry(company, whole_of(last, "AccountId") or 0, members)
    match(company, (Side(last_id, total), Side(identity, -total)), day)
    return (identity,)


def _settling(company: Company, entry: Body) -> list[Body]:
    """The payments and write-offs that settle an invoice's entry."""
    identity = whole_of(entry, "Id") or 0
    ids = {
        row[name]
        for row in company.books.rows("allocations").values()
        if touches(row, identity)
        for name in ("DebitId", "CreditId")
    }
    rows = (row for row in company.books.rows("entries").values() if row["Id"] in ids)
    return [row for row in rows if row["VoucherType"] not in _OWN_TYPES and amount_of(row, "CurrencyAmount") != 0]


def _unmatch(company: Company, body: Body, day: str) -> tuple[int, ...]:
    identity = whole_of(_invoice_entry(company, body.get("InvoiceNo")), "Id") or 0
    unmatch(company, lambda row: touches(row, identity))
    return ()


def _match(company: Company, body: Body, day: str) -> tuple[int, ...]:
    """Match an invoice with a credit note, or with the customer's open entries of the other sign."""
    entry = _invoice_entry(company, body.get("InvoiceNo"))
    settled = settled_amounts(company.books)
    left = open_amount(entry, settled)
    if body.get("With") is not None:
        others = [_invoice_entry(company, body.get("With"))]
    else:
        others = open_entries(company.books, whole_of(entry, "AccountId") or 0, -1 if left > 0 else 1)
    if any(other["CurrencyCode"] != entry["CurrencyCode"] for other in others):
        raise invalid(TITLE, "Entries in different currencies cannot be matched.")
    limit = _amount(body.get("Amount"))
    amount = left if limit is None or abs(left) <= limit else limit.copy_sign(left)
    sides = [Side(whole_of(other, "Id") or 0, open_amount(other, settled)) for other in others]
    match(company, (Side(whole_of(entry, "Id") or 0, amount), *sides), day)
    return ()


_KINDS: Mapping[str, Callable[[Company, Body, str], tuple[int, ...]]] = {
    "payment": _pay,
    "write_off": _write_off,
    "reversal": _reversal,
    "unmatch": _unmatch,
    "match": _match,
}


def _targets(company: Company, body: Body) -> list[Target]:
    items = list_of(body, "Invoices") or ((body,) if body.get("InvoiceNo") is not None else ())
    settled = settled_amounts(company.books)
    targets: list[Target] = []
    for item in items:
        entry = _invoice_entry(company, item.get("InvoiceNo"))
        amount = _amount(item.get("Amount"))
        targets.append(Target(entry, abs(open_amount(entry, settled)) if amount is None else amount))
    return targets


def _invoice_entry(company: Company, invoice_no: Json) -> Body:
    """The ledger entry of the newest standing voucher with a number. Raises AnswerError (404)."""
    wanted = str(invoice_no)
    rows = [row for row in company.books.rows("vouchers").values() if row["InvoiceNo"] == wanted]
    standing = [row for row in rows if not row["IsReversed"]] or rows
    if not standing:
        raise not_found("Invoice", wanted, "InvoiceNo")
    return company.books.rows("entries")[whole_of(standing[-1], "EntryId") or 0]


def _day(body: Body) -> str:
    try:
        return parse_day(text_of(body, "Date") or today())
    except ValueError as error:
        raise unbound({"Date": [str(error)]}) from None


def _amount(value: Json) -> Decimal | None:
    """An amount given as a number or as its digits in a text."""
    if value is None:
        return None
    try:
        if isinstance(value, (int, str, Decimal)) and not isinstance(value, bool):
            return Decimal(value)
    except InvalidOperation:
        pass
    raise _no_amount(value)


def _no_amount(value: Json) -> AnswerError:
    return unbound({"Amount": [f"The value '{value}' is not valid."]})
