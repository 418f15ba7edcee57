"""The doctor's look at the OCR files: where they go, what is still to appear, and what a person must enter in Win."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from connectors.win import inlet as inlets
from connectors.win.connect import Database
from connectors.win.examination.site import ERROR, OK, WARNING
from connectors.win.inlet import Cells
from connectors.win.ocr.handing_over import BY_HAND, told
from connectors.win.ocr.invoices import invoices_named
from connectors.win.ocr.ledger import Ledger
from connectors.win.ocr.outbox import Outbox
from connectors.win.ocr.sayable import Invoice
from connectors.win.statuses import status_of
from connectors.win.views import Views
from engine.model.failure import Failure
from engine.model.ports import Finding
from engine.model.text import say


def examine_ocr(ledger: Ledger, outbox: Outbox, database: Database, views: Views) -> Iterator[Finding]:
    """The findings on the inlet; it only reads."""
    try:
        yield _folder(ledger, outbox)
        if ledger.is_there:
            yield from _by_hand(ledger, database, views)
    except Failure as failure:
        text = say("{request}: {detail}", request=failure.request, detail=failure.detail)
        yield Finding(say("inlet"), ERROR, text, failure.remedy)


def _folder(ledger: Ledger, outbox: Outbox) -> Finding:
    begun = {*outbox.unfinished(), *ledger.unmarked()} if ledger.is_there else set()
    if begun:
        text = say(
            "{n} OCR file has not appeared yet" if len(begun) == 1 else "{n} OCR files have not appeared yet",
            n=len(begun),
        )
        return Finding(say("inlet"), WARNING, text, say("run `wingo payments`: it finishes what was begun"))
    return Finding(say("inlet"), OK, say("OCR files in {folder}", folder=outbox.folder))


def _by_hand(ledger: Ledger, database: Database, views: Views) -> Iterator[Finding]:
    """What no file says, of the invoices of which Win does not say it either."""
    rows = ledger.by_hand()
    all_rows = ledger.of_invoices(rows)
    invoices = invoices_named(database, views, all_rows.keys())
    settled = {key for key, those in all_rows.items() if _says_win(invoices.get(key), those)}
    for row in rows:
        if (row["client_no"], row["invoice_no"]) not in settled:
            yield Finding(say("by hand"), WARNING, told(row), BY_HAND)


def _says_win(invoice: Invoice | None, rows: Sequence[Cells]) -> bool:
    """Whether Win's invoice stands as all its rows would have it."""
    if invoice is None or not isinstance(invoice.total, Decimal):
        return False
    known = [settlement for row in rows if (settlement := inlets.as_settlement(row)) is not None]
    wanted = status_of(invoice.total, known)
    return (invoice.paid_amount, invoice.status) == (wanted.paid_amount, wanted.status)
