"""The inlets: the only places in Win's database that this product writes to.

Of a row the fields that can be written are this product's; id, status, error and the times are the site's.
"""

from __future__ import annotations

from connectors.win.catalog.slots import (
    SYSTEM,
    amount,
    choice,
    code,
    day,
    hours,
    moment,
    reference,
    text,
    whole,
)
from engine.model import types
from engine.model.frozen import replace
from engine.model.schema import Entity, Field, Inlet, Nature, Reconciled
from engine.model.text import say

NEW, DONE, FAILED = "NY", "BEHANDLET", "FEIL"
PAYMENT, WRITE_OFF, CREDIT, REVERSAL = "INNBETALING", "TAP", "KREDIT", "REVERSERING"


def _written(field: Field, *, unique: bool = False) -> Field:
    return replace(field, create=True, unique=unique)


def _site_fields() -> tuple[Field, ...]:
    return (
        choice("status", NEW, DONE, FAILED, optional=True),
        text("error", 2000, optional=True),
        moment("received_at", optional=True),
        moment("processed_at", optional=True),
    )


PAYMENT_IN = Entity(
    SYSTEM,
    "payment_in",
    Nature.INLET,
    key=("id",),
    fields=(
        Field("id", types.identifier("payment_in", absent=True)),
        _written(whole("client_no")),
        _written(whole("invoice_no")),
        _written(choice("kind", PAYMENT, WRITE_OFF, CREDIT, REVERSAL)),
        _written(amount("amount")),
        _written(day("date")),
        _written(text("kid", 25, optional=True)),
        _written(text("go_entry_id", 100), unique=True),
        *_site_fields(),
    ),
    nouns=(say("payment"), say("payments")),
    references=(reference("invoice", "invoice", ("client_no", "client_no"), ("invoice_no", "invoice_no")),),
    inlet=Inlet(
        key="go_entry_id",
        kind="kind",
        reversal=REVERSAL,
        amount="amount",
        group=("client_no", "invoice_no"),
        settles="invoice",
        paying=(PAYMENT,),
        state="status",
        waiting=NEW,
        failed=FAILED,
        fault="error",
    ),
    reconciled=Reconciled(date="date", total="amount"),
)

# Hours that come back are read here; the mapping that writes them belongs to a later issue, so it is a view yet.
TIME_IN = Entity(
    SYSTEM,
    "time_in",
    Nature.VIEW,
    key=("id",),
    fields=(
        Field("id", types.identifier("time_in", absent=True)),
        text("entry_id", 36),
        day("date"),
        whole("employee_no"),
        whole("customer_no", optional=True),
        code("project_no", optional=True),
        code("activity_no"),
        hours("hours"),
        text("comment", 2000, optional=True, multi_line=True),
        text("go_id", 50),
        *_site_fields(),
    ),
)
