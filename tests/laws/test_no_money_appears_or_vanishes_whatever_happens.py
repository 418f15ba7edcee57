"""No money appears or vanishes whatever happens, in whatever order: an auditor keeps books beside a living firm.

Go tells who settles with whom in a match, and not how much of each: what the bank does here leaves no two ways to
read it (one payment for several pays them whole; a credit note meets an invoice that nothing else has touched).
"""

from __future__ import annotations

import tempfile
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from engine.model.failure import Failure
from engine.sync.running.run import RunReport
from parts.auditor import Bill, must_be_in_go, settle
from parts.books import assert_go_holds, assert_open, assert_win_says
from parts.firm import Firm

FIRST_DAY = "2026-10-01"
MISCHIEF = ("drop_after", "drop_before", "status:500", "garbage", "truncate", "expire")
# What may happen to any call, a token's too; none of it happens often enough to make a run give up on Go.
WEATHER = (*MISCHIEF, "status:429", "status:503", "slow:0.01")
CALLS = ("*", "GET *", "POST *", "P* /v2/VoucherDocumentation*", "* /OAuth/Token", "GET /v2/Customerledger/*")
RATES = {"NOK": "1", "EUR": "11.6425", "SEK": "0.9873"}

cents = st.integers(1, 5_000_000).map(lambda amount: Decimal(amount).scaleb(-2))
lines = st.lists(st.tuples(cents, st.booleans()), min_size=1, max_size=4)
days = st.integers(1, 20).map(lambda day: f"2026-11-{day:02}")


class Books:
    """What stands where at one moment, as the auditor reckons it."""

    def __init__(self, firm: Firm, events: list[dict[str, Any]]) -> None:
        self.ledger = firm.ledger()
        self.bills = must_be_in_go(firm.folder / "win.db", self.ledger, FIRST_DAY)
        self.posted = {voucher["InvoiceNo"] for voucher in self.ledger["vouchers"] if not voucher["IsReversed"]}
        settle(self.bills, events)

    @cached_property
    def open(self) -> dict[str, Bill]:
        """The bills that stand in Go and are not settled in full."""
        return {n: bill for n, bill in sorted(self.bills.items()) if n in self.posted and bill.open > 0}

    @cached_property
    def untouched(self) -> dict[str, Bill]:
        return {number: bill for number, bill in self.open.items() if not bill.settled}

    @cached_property
    def kin(self) -> list[list[str]]:
        """Invoices of one customer in one currency that nothing has settled yet, two or more together."""
        groups: dict[tuple[int, str], list[str]] = {}
        for number, bill in self.untouched.items():
            if not bill.credit:
                groups.setdefault((bill.customer, bill.currency), []).append(number)
        return [group for group in groups.values() if len(group) > 1]

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """An invoice and a credit note of its customer in its currency, nothing of either settled."""
        return [
            (number, other)
            for number, bill in self.untouched.items()
            for other, note in self.untouched.items()
            if not bill.credit and note.credit and (bill.customer, bill.currency) == (note.customer, note.currency)
        ]

    def unnamed(self, events: list[dict[str, Any]]) -> list[str]:
        """The bills that stand in Go and that nothing which happened there names."""
        named = {part for event in events for part in _numbers(event)}
        return [number for number in sorted(self.posted & self.bills.keys()) if number not in named]

    def settled(self, *kinds: str) -> list[str]:
        return sorted(number for number, bill in self.bills.items() if bill.sum(*kinds))


def _numbers(event: dict[str, Any]) -> list[str]:
    """The invoices that an event names."""
    parts = event.get("Invoices") or [event]
    return [part["InvoiceNo"] for part in parts] + ([event["With"]] if "With" in event else [])


def _remedies(report: RunReport) -> list[str]:
    """What to do about what did not take hold, and about what stopped the rest."""
    problems = [*(result.problem for result in report.failed), report.execution.stopped]
    return [problem.help for problem in problems if problem is not None]


class LivingFirm(RuleBasedStateMachine):
    """Invoices are written, sent and paid in any order; replies get lost, and the state too."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.firm = Firm(Path(self._folder.name))
        self.written = 0
        self.voided: list[str] = []
        self.events: list[dict[str, Any]] = []
        for customer in (10001, 10002):
            self.firm.customer(customer, f"Kunde {customer} AS")
        self.firm.sync()
        self._books: Books | None = None

    def teardown(self) -> None:
        try:
            self.fetch()
            assert self.firm.changes() == []
            assert self.firm.changes("payment") == []
            self.rebuild()
        finally:
            self.firm.close()
            self._folder.cleanup()

    @property
    def books(self) -> Books:
        """The auditor's books of this moment."""
        if self._books is None:
            self._books = Books(self.firm, self.events)
        return self._books

    def _tell(self, event: dict[str, Any]) -> None:
        self.firm.control("POST", "payments", event)
        self.events.append(event)
        self._books = None

    # ---- Win

    @rule(
        lines=lines,
        customer=st.sampled_from([10001, 10001, 10002]),
        currency=st.sampled_from(["NOK", "NOK", "EUR", "SEK"]),
        credit=st.sampled_from([False, False, True]),
        off=st.integers(-5, 5),
    )
    def write(self, lines: list[tuple[Decimal, bool]], customer: int, currency: str, credit: bool, off: int) -> None:
        """An invoice or credit note whose header may differ from its lines by up to five cents."""
        self.written += 1
        amounts = [(net, (net / 4).quantize(Decimal("0.01")) if taxed else Decimal(0)) for net, taxed in lines]
        rounding = Decimal(off).scaleb(-2) if sum(net for net, _ in amounts) > 1 else Decimal(0)
        self.firm.invoice(
            5000 + self.written,
            customer,
            *((str(net), str(vat)) for net, vat in amounts),
            type="KREDITNOTA" if credit else "FAKTURA",
            currency=currency,
            exchange_rate=RATES[currency],
            rounding=str(rounding),
            total=str(sum((net + vat for net, vat in amounts), rounding)),
        )
        self._books = None

    @rule()
    def send(self) -> None:
        self.firm.sync()
        self._books = None
        assert self.books.bills.keys() == self.books.posted

    @precondition(lambda self: self.written > len(self.books.posted))
    @rule(how=st.sampled_from(MISCHIEF), nth=st.integers(1, 2))
    def send_while_replies_get_lost(self, how: str, nth: int) -> None:
        self.firm.mischief({"on": "POST /v2/Vouchers/*", "nth": nth, "times": 1, "do": how})
        self.firm.sync()
        self.firm.mischief()
        self.send()

    @precondition(lambda self: self.books.posted)
    @rule()
    def lose_the_state(self) -> None:
        """A new state: what stands in Go is found again, and nothing is sent twice."""
        self.fetch()
        self.lose_state_files()
        self.send()

    def lose_state_files(self) -> None:
        for lost in self.firm.folder.glob("state.db*"):
            lost.unlink()

    @precondition(lambda self: self.books.unnamed(self.events))
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        """One that nothing has settled: it stands no more, and its number is free for the next of that number."""
        number = data.draw(st.sampled_from(self.books.unnamed(self.events)))
        self.firm.win.run("UPDATE invoice SET voided = 1 WHERE invoice_no = ?", int(number))
        self.voided.append(number)
        self.send()

    @precondition(lambda self: self.voided)
    @rule(data=st.data())
    def issue_again(self, data: st.DataObject) -> None:
        number = self.voided.pop(data.draw(st.integers(0, len(self.voided) - 1)))
        self.firm.win.run("UPDATE invoice SET voided = 0, kid = '77' WHERE invoice_no = ?", int(number))
        self._books = None

    @rule(
        on=st.sampled_from(CALLS),
        how=st.sampled_from(WEATHER),
        nth=st.integers(1, 9),
        times=st.integers(1, 2),
        manners=st.sampled_from([{"ProblemCase": "pascal"}, {"ProblemCase": "lower", "VoucherNoSeconds": 1}, {}]),
    )
    def work_in_bad_weather(self, on: str, how: str, nth: int, times: int, manners: dict[str, Any]) -> None:
        """Anything may fail between any two calls: a run gets through, or says what to do, and the next one does."""
        self.firm.control("PUT", "settings", manners)
        self.firm.mischief({"on": on, "nth": nth, "times": times, "do": how})
        try:
            remedies = [*_remedies(self.firm.sync()), *_remedies(self.firm.payments())]
        except Failure as failure:
            remedies = [failure.remedy]
        assert all(remedies)
        self.firm.mischief()
        self.fetch()

    # ---- Go

    @precondition(lambda self: self.books.open)
    @rule(data=st.data(), day=days, kind=st.sampled_from(["payment", "payment", "write_off"]))
    def pay(self, data: st.DataObject, day: str, kind: str) -> None:
        """In part, in full, or too much; a credit note is paid out."""
        number = data.draw(st.sampled_from(sorted(self.books.open)))
        most = self.books.open[number].open + (100 if kind == "payment" else 0)
        amount = data.draw(st.integers(1, int(most * 100)).map(lambda value: Decimal(value).scaleb(-2)))
        self._tell({"InvoiceNo": number, "Amount": amount, "Date": day, "Kind": kind})

    @precondition(lambda self: self.books.kin)
    @rule(data=st.data(), day=days)
    def pay_several_at_once(self, data: st.DataObject, day: str) -> None:
        group = data.draw(st.sampled_from(self.books.kin))
        parts = [{"InvoiceNo": number, "Amount": self.books.open[number].open} for number in group]
        self._tell({"Invoices": parts, "Date": day, "Kind": "payment"})

    @precondition(lambda self: self.books.pairs)
    @rule(data=st.data(), day=days)
    def credit(self, data: st.DataObject, day: str) -> None:
        number, other = data.draw(st.sampled_from(self.books.pairs))
        self._tell({"InvoiceNo": number, "With": other, "Date": day, "Kind": "match"})

    @precondition(lambda self: self.books.settled("payment", "write_off"))
    @rule(data=st.data(), day=days)
    def bounce(self, data: st.DataObject, day: str) -> None:
        number = data.draw(st.sampled_from(self.books.settled("payment", "write_off")))
        self._tell({"InvoiceNo": number, "Date": day, "Kind": "reversal"})

    @precondition(lambda self: self.books.settled("payment", "write_off", "credit"))
    @rule(data=st.data(), day=days)
    def undo(self, data: st.DataObject, day: str) -> None:
        number = data.draw(st.sampled_from(self.books.settled("payment", "write_off", "credit")))
        self._tell({"InvoiceNo": number, "Date": day, "Kind": "unmatch"})

    @rule()
    def fetch(self) -> None:
        """The payments come back, and three books say the same: Go's, Win's, the auditor's."""
        self.send()
        report = self.firm.payments()
        assert report.failed == []
        assert_go_holds(self.books.ledger, self.books.bills)
        assert_open(self.books.ledger, self.books.bills)
        assert_win_says(self.said_by_win(), self.books.bills)

    def said_by_win(self) -> list[tuple[Any, ...]]:
        return self.firm.win.run("SELECT invoice_no, status, paid_amount, paid_date FROM invoice WHERE NOT voided")

    def rebuild(self) -> None:
        """Out of Go alone, without cursor, state or inlet, comes what came bit by bit."""
        bit_by_bit = self.said_by_win()
        assert self.firm.payments(afresh=True).done == []
        self.firm.win.run("DELETE FROM payment_in")
        self.firm.win.run("UPDATE invoice SET status = 'UBETALT', paid_amount = '0.00', paid_date = NULL")
        self.lose_state_files()
        self.firm.sync()
        self.firm.payments()
        assert self.said_by_win() == bit_by_bit


@pytest.mark.slow
def test_no_money_appears_or_vanishes_whatever_happens() -> None:
    tries = max(4, settings().max_examples // 8)
    run_state_machine_as_test(LivingFirm, settings=settings(max_examples=tries, stateful_step_count=20))
