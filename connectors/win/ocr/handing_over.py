"""At a run's end: what came back becomes one OCR file, and what such a file cannot say is told to a person.

The steps are each committed before the next, and what an earlier run left is finished first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from connectors.win.connect import Database
from connectors.win.examination.site import ERROR, OK, WARNING
from connectors.win.inlet import Cells
from connectors.win.ocr.giro import giro_file
from connectors.win.ocr.invoices import accounts_of, invoices_named
from connectors.win.ocr.ledger import Decision, Ledger
from connectors.win.ocr.outbox import Outbox
from connectors.win.ocr.sayable import REASONS, why_not
from connectors.win.values import amount_text
from connectors.win.views import Views
from engine.model import figures
from engine.model.ports import Finding
from engine.model.record import Value
from engine.model.text import Text, say

BY_HAND = say("enter it in Win by hand; `wingo doctor` lists it until Win's invoice says so")


def hand_over(ledger: Ledger, outbox: Outbox, database: Database, views: Views, now: datetime) -> Iterator[Finding]:
    """Hand over what came back: the files that appeared, and what a person must see to. Raises Failures."""
    if not ledger.is_there:
        return
    for number in outbox.unfinished():
        if ledger.is_marked(number):
            yield _appeared(outbox, number)
    decisions, waiting = _decisions(ledger, database, views)
    if decisions:
        ledger.decide(decisions, now)
    yield from (_entered_by_hand(one.row, one.reason) for one in decisions if one.reason is not None)
    yield from map(_no_account, waiting)
    for number, payments in ledger.unmarked().items():
        outbox.write(number, giro_file(number, payments))
        ledger.mark(number, now)
        yield _appeared(outbox, number)


def _decisions(ledger: Ledger, database: Database, views: Views) -> tuple[list[Decision], list[Value]]:
    """What becomes of the rows of which nothing is decided, and the firms whose rows wait for a bank account."""
    rows = ledger.undecided()
    if not rows:
        return [], []
    invoices = invoices_named(database, views, {(row["client_no"], row["invoice_no"]) for row in rows})
    accounts = accounts_of(database, views)
    decisions, waiting = [], set()
    for row in rows:
        client = row["client_no"]
        reason = why_not(row, invoices.get((client, row["invoice_no"])))
        if reason is None and client not in accounts:
            waiting.add(client)
        else:
            decisions.append(Decision(row, accounts[client] if reason is None else None, reason))
    return decisions, sorted(waiting, key=str)


def _appeared(outbox: Outbox, number: int) -> Finding:
    path = outbox.show(number)
    return Finding(say("OCR file"), OK, str(path), say("let Win read it in, once: it is never written again"))


def _entered_by_hand(row: Cells, reason: Text | None) -> Finding:
    return Finding(say("by hand"), WARNING, told(row, reason), BY_HAND)


def _no_account(client: Value) -> Finding:
    text = say(
        "the payments of invoice client {number} wait: Win has no bank account of eleven digits for it", number=client
    )
    remedy = say("give the view invoice_client its bank_account; the next run says what waits")
    return Finding(say("OCR file"), ERROR, text, remedy)


def told(row: Cells, reason: Text | None = None) -> Text:
    """A row as a person is told of it, with why no file says it."""
    return say(
        "invoice {invoice}: {kind} {amount} of {day}: {reason}",
        invoice=f"{row['client_no']}/{row['invoice_no']}",
        kind=row["kind"],
        amount=_amount(row["amount"]),
        day=_day(row["date"]),
        reason=reason or REASONS.get(str(row["error"]), str(row["error"])),
    )


def _amount(value: Value) -> str:
    return figures.number(amount_text(value)) if isinstance(value, Decimal) else str(value)


def _day(value: Value) -> str:
    return figures.day(value) if isinstance(value, date) else str(value)
