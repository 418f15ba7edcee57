"""Which payment paid which invoice: tables of match groups, and laws over generated ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.go.allocation import Allocation, Entry, allocate

DAY = date(2026, 10, 1)


def entry(
    identity: int,
    amount: str,
    balance: str = "0",
    *,
    kind: str = "OutgoingInvoice",
    day: int = 1,
    due: int | None = None,
    currency: str = "NOK",
    currency_amount: str | None = None,
    number: str | None = None,
    write_off: bool = False,
) -> Entry:
    is_voucher = kind in ("OutgoingInvoice", "OutgoingCreditNote")
    return Entry(
        id=identity,
        voucher_id=f"v{identity}",
        voucher_type=kind,
        amount=Decimal(amount),
        currency_amount=Decimal(currency_amount or amount),
        balance=Decimal(balance),
        currency=currency,
        posting_date=DAY.replace(day=day),
        due_date=DAY.replace(day=due) if due else None,
        invoice_no=number if number is not None else (str(5000 + identity) if is_voucher else ""),
        is_write_off=write_off,
    )


def shares(group: list[Entry]) -> list[tuple[int, int, str]]:
    return [(a.entry.id, a.voucher.id, str(a.signed_amount)) for a in allocate(group)]


CASES: dict[str, tuple[list[Entry], list[tuple[int, int, str]]]] = {
    # 1.97 SEK at 0.9873 are 1.94 kr; worked back from the kroner it would be 1.96.
    "the last øre of a payment in a currency below a krone": (
        [
            entry(1, "987.30", due=10, currency="SEK", currency_amount="1000.00"),
            entry(2, "987.30", "985.36", due=20, currency="SEK", currency_amount="1000.00"),
            entry(9, "-989.24", kind="BankJournal", currency="SEK", currency_amount="-1001.97"),
        ],
        [(9, 1, "1000.00"), (9, 2, "1.97")],
    ),
    "paid whole": ([entry(1, "1000"), entry(2, "-1000", kind="IncomingPayments", day=9)], [(2, 1, "1000")]),
    "paid in part": ([entry(1, "1000", "600"), entry(2, "-400", kind="IncomingPayments")], [(2, 1, "400.00")]),
    "two part payments, oldest first": (
        [entry(1, "1000"), entry(3, "-600", kind="BankJournal", day=9), entry(2, "-400", kind="BankJournal", day=20)],
        [(3, 1, "600"), (2, 1, "400")],
    ),
    "one payment for three invoices, earliest due first": (
        [
            entry(1, "100", due=20),
            entry(2, "200", due=10),
            entry(3, "300", "250", due=30),
            entry(9, "-350", kind="IncomingOcrGiro"),
        ],
        [(9, 2, "200"), (9, 1, "100"), (9, 3, "50.00")],
    ),
    "two payments across two invoices": (
        [
            entry(1, "100", due=10),
            entry(2, "200", due=20),
            entry(8, "-150", kind="BankJournal", day=3),
            entry(9, "-150", kind="BankJournal", day=4),
        ],
        [(8, 1, "100"), (8, 2, "50"), (9, 2, "150")],
    ),
    "paid too much: the rest is not this invoice's": (
        [entry(1, "1000"), entry(2, "-1200", "-200", kind="IncomingPayments")],
        [(2, 1, "1000")],
    ),
    "a reminder's fee is no invoice of ours": (
        [entry(1, "1000"), entry(2, "70", kind="OutgoingPaymentReminder"), entry(3, "-1070", kind="BankJournal")],
        [(3, 1, "1000")],
    ),
    "written off": (
        [
            entry(1, "1000"),
            entry(2, "-900", kind="BankJournal"),
            entry(3, "-100", kind="ManualJournal", write_off=True),
        ],
        [(2, 1, "900"), (3, 1, "100")],
    ),
    "a payment that was reversed in the group settles nothing": (
        [
            entry(1, "1000", "1000"),
            entry(2, "-1000", kind="BankJournal"),
            entry(3, "1000", kind="ReversalVoucher", day=5),
        ],
        [],
    ),
    "the payment after a reversed one settles": (
        [
            entry(1, "1000"),
            entry(2, "-1000", kind="BankJournal", day=2),
            entry(3, "1000", kind="ReversalVoucher", day=5),
            entry(4, "-1000", kind="BankJournal", day=8),
        ],
        [(4, 1, "1000")],
    ),
    "a reversed invoice is settled by its reversal": (
        [entry(1, "1000"), entry(2, "-1000", kind="ReversalVoucher")],
        [(2, 1, "1000")],
    ),
    "an invoice and its credit note settle each other": (
        [entry(1, "1000", "750"), entry(2, "-250", kind="OutgoingCreditNote")],
        [(2, 1, "250.00"), (1, 2, "250")],
    ),
    "a credit note that was paid out": (
        [entry(1, "-250", kind="OutgoingCreditNote"), entry(2, "250", kind="OutgoingPayments")],
        [(2, 1, "250")],
    ),
    "an invoice of a negative total is settled in its own sign": (
        [entry(1, "-300"), entry(2, "300", kind="OutgoingPayments")],
        [(2, 1, "-300")],
    ),
    "currency, with an exchange difference": (
        [
            entry(1, "11000", currency="EUR", currency_amount="1000"),
            entry(2, "-12000", kind="BankJournal", currency="EUR", currency_amount="-1000"),
            entry(3, "1000", kind="BankJournal", currency="EUR", currency_amount="0"),
        ],
        [(2, 1, "1000")],
    ),
    "currency, in part, at another rate: what was paid counts, not kroner": (
        [
            entry(1, "11000", "5000", currency="EUR", currency_amount="1000"),
            entry(2, "-6000", kind="BankJournal", currency="EUR", currency_amount="-500"),
        ],
        [(2, 1, "500")],
    ),
    "currency paid in kroner": (
        [
            entry(1, "11000", "5500", currency="EUR", currency_amount="1000"),
            entry(2, "-5500", kind="BankJournal"),
        ],
        [(2, 1, "500.00")],
    ),
    "two currency invoices share a payment in kroner": (
        [
            entry(1, "1100", currency="EUR", currency_amount="100", due=1),
            entry(2, "2200", "1100", currency="EUR", currency_amount="200", due=2),
            entry(3, "-2200", kind="BankJournal"),
        ],
        [(3, 1, "100"), (3, 2, "100.00")],
    ),
    "a match in which nothing is settled": ([entry(1, "0"), entry(2, "0", kind="BankJournal")], []),
    "an empty match": ([], []),
}


@pytest.mark.parametrize("name", CASES)
def test_a_match_group_is_shared_out(name: str) -> None:
    group, expected = CASES[name]
    found = shares(group)
    assert [(a, b, Decimal(c)) for a, b, c in found] == [(a, b, Decimal(c)) for a, b, c in expected]
    assert shares(list(reversed(group))) == found  # the order in which Go tells them says nothing


def test_a_reversal_takes_back_the_latest_payment_of_its_amount() -> None:
    group = [
        entry(1, "500"),
        entry(2, "-500", kind="BankJournal", day=2),
        entry(3, "-500", kind="BankJournal", day=3),
        entry(4, "500", kind="ReversalVoucher", day=4),
    ]
    assert shares(group) == [(2, 1, "500")]


def test_what_settles_a_credit_note_is_a_crediting() -> None:
    by_voucher = {a.voucher.id: a.kind for a in allocate(CASES["an invoice and its credit note settle each other"][0])}
    assert by_voucher == {1: "OutgoingCreditNote", 2: "OutgoingCreditNote"}


def test_an_entry_of_nothing_settles_nothing() -> None:
    assert entry(1, "0", "5").settled == 0


cents = st.integers(1, 10**9).map(lambda value: Decimal(value) / 100)


@st.composite
def groups(draw: st.DrawFn) -> list[Entry]:
    """Invoices and payments in kroner, with balances as a ledger would show them: both sides settle equally much."""
    invoices = draw(st.lists(cents, min_size=1, max_size=5))
    payments = draw(st.lists(cents, min_size=1, max_size=5))
    settled = min(sum(invoices, Decimal(0)), sum(payments, Decimal(0)))
    days = st.integers(1, 28)
    rows: list[Entry] = []
    for side, amounts, kind in ((1, invoices, "OutgoingInvoice"), (-1, payments, "BankJournal")):
        left = settled
        for amount in amounts:
            used = min(amount, left)
            left -= used
            identity = len(rows) + 1
            row = entry(
                identity, str(side * amount), str(side * (amount - used)), kind=kind, day=draw(days), due=draw(days)
            )
            rows.append(row)
    return draw(st.permutations(rows))


@settings(max_examples=60, deadline=None)
@given(groups())
def test_no_money_appears_or_vanishes(group: list[Entry]) -> None:
    found = allocate(group)
    for row in group:
        shares_of = [a.amount for a in found if (a.voucher if row.is_voucher else a.entry) is row]
        shared = sum(shares_of, Decimal(0))
        assert shared == row.settled
    assert all(isinstance(a, Allocation) and a.amount > 0 for a in found)
    assert len({(a.entry.id, a.voucher.id) for a in found}) == len(found)
