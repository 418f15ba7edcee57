"""Writing: rows into the inlet `payment_in`, each exactly once; nothing else of Win is ever written.

In the embedded database the product also plays the site's part, in the same transaction as the row: the invoice's
paid amount, date and status follow from the inlet's rows (statuses.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Text, cast, column, select, table, text, update
from sqlalchemy.engine import Connection

from connectors.win import inlet as inlets
from connectors.win.catalog import TITLE
from connectors.win.catalog.inlets import DONE
from connectors.win.connect import Database
from connectors.win.failures import translated
from connectors.win.inlet import Cells
from connectors.win.statuses import Status, status_of
from connectors.win.values import amount_text, reader_of
from connectors.win.views import Views
from engine.model.change import Action, Receipt, Request, Write
from engine.model.failure import Conflict, Missing, Rejected
from engine.model.record import Value
from engine.model.schema import Field
from engine.model.text import say
from engine.model.types import number

Clock = Callable[[], datetime]

_TOTAL = reader_of(Field("total", number(4)))
_INVOICE = table(
    "invoice", *(column(name) for name in ("client_no", "invoice_no", "total", "paid_amount", "paid_date", "status"))
)

# What settling writes, with nothing in it: for asking whether it could be written.
_SETTLING = (
    "UPDATE invoice SET paid_amount = NULL, paid_date = NULL, status = NULL "
    "WHERE client_no = 0 AND invoice_no = 0 AND total = 0",
    f"UPDATE {inlets.NAME} SET status = NULL, error = NULL, processed_at = NULL WHERE id = 0",
)


def request_of(write: Write) -> Request:
    """The row that a write appends, its fields in the catalog's order. Raises Rejected for what is not written."""
    if write.entity != inlets.NAME or write.action is not Action.PAY:
        raise Rejected(
            TITLE,
            f"{write.action.value} {write.entity}",
            say("only rows of payment_in are written to Win"),
            remedy=say("let the mapping's `to:` be win.payment_in"),
        )
    row = {name: write.values[name] for name in inlets.WRITTEN if name in write.values}
    return Request(inlets.NAME, Action.PAY, "INSERT", inlets.NAME, row)


def send_row(database: Database, views: Views, request: Request, clock: Clock) -> Receipt:
    """Append the row; one that stands there with the same content is done already.

    Raises Conflict when the entry stands there with other content, Rejected when the row or the inlet is not as the
    contract says, and what else failures.py makes of a driver's errors.
    """
    row = _row_of(request)
    asked = _asked(row)
    if not database.embedded:
        with database.reading(asked) as connection:
            views.require(connection, inlets.NAME)
    try:
        with database.writing(asked) as connection:
            return _append(database, views, connection, row, clock())
    except Conflict:
        # Another run may have written it between our look and our insert; then the row that stands there answers.
        found = _recover(database, row)
        if found is None:
            raise
        return found


def recover_row(database: Database, views: Views, request: Request) -> Receipt | None:
    """The receipt of a row that stands there already, None when there is none; Conflict when it differs."""
    row = _row_of(request)
    with database.reading(_asked(row)) as connection:
        if not views.exists(connection, inlets.NAME):
            return None
    return _recover(database, row)


def _recover(database: Database, row: Cells) -> Receipt | None:
    with database.reading(_asked(row)) as connection:
        return _standing(connection, database, row)


def _append(database: Database, views: Views, connection: Connection, row: Cells, now: datetime) -> Receipt:
    inlet = inlets.inlet_table(database.schema)
    if database.embedded:
        inlets.create_embedded(connection)
        views.require(connection, inlets.NAME)
    already = _standing(connection, database, row)
    if already is not None:
        return already
    inlets.insert_row(connection, inlet, row, now, database.dialect)
    if database.embedded and _can_settle(connection):
        _settle(connection, database, row, now)
    written = _standing(connection, database, row)
    assert written is not None  # it was inserted above, in this transaction
    return written


def _standing(connection: Connection, database: Database, row: Cells) -> Receipt | None:
    """The receipt of the row that holds this entry. Raises Conflict when it says something else."""
    found = inlets.find_entry(connection, inlets.inlet_table(database.schema), str(row["go_entry_id"]))
    if found is None:
        return None
    identity = found["id"] if isinstance(found["id"], int) else str(found["id"])
    differing = inlets.differences(row, found)
    if differing:
        raise Conflict(
            TITLE,
            _asked(row),
            say("the entry stands there with another {fields}", fields=", ".join(differing)),
            remedy=say("look at the row in payment_in; a row that was received is never changed"),
            existing_id=identity,
        )
    return Receipt(identity, found)


def _can_settle(connection: Connection) -> bool:
    """Whether this database lets invoice and inlet be brought up to date: tables, or views that say how.

    SQLite answers that itself when it is asked to explain the statements, which carries nothing out.
    """
    try:
        with translated(say("looking at {place}", place=_INVOICE.name)):
            for statement in _SETTLING:
                connection.execute(text(f"EXPLAIN {statement}")).close()
    except (Missing, Rejected):
        return False
    return True


def _settle(connection: Connection, database: Database, row: Cells, now: datetime) -> None:
    """Play the site's part: the invoice follows from all its rows, and these are then done."""
    inlet = inlets.inlet_table(database.schema)
    rows = inlets.rows_of_invoice(connection, inlet, row)
    open_ids = [other["id"] for other in rows if other["status"] != DONE]
    error = _bring_up_to_date(connection, rows, row)
    inlets.mark(connection, inlet, open_ids, error=error, now=now)


def _bring_up_to_date(connection: Connection, rows: list[Cells], row: Cells) -> str | None:
    """Write what the invoice's row then says; the reason when that is not possible."""
    named = f"{row['client_no']}/{row['invoice_no']}"
    this = (_INVOICE.c.client_no == row["client_no"], _INVOICE.c.invoice_no == row["invoice_no"])
    found = connection.execute(select(cast(_INVOICE.c.total, Text)).where(*this)).first()
    if found is None:
        return f"invoice {named} is not in Win"
    total = _TOTAL(found[0])
    if not isinstance(total, Decimal):
        return f"the total of invoice {named} is no amount: {found[0]}"
    settlements = [inlets.as_settlement(other) for other in rows]
    known = [settlement for settlement in settlements if settlement is not None]
    if len(known) < len(settlements):
        return f"a row of invoice {named} in payment_in has no readable amount or date"
    connection.execute(update(_INVOICE).where(*this).values(**_invoice_cells(status_of(total, known))))
    return None


def _invoice_cells(status: Status) -> dict[str, str | None]:
    return {
        "paid_amount": amount_text(status.paid_amount),
        "paid_date": None if status.paid_date is None else status.paid_date.isoformat(),
        "status": status.status,
    }


def _row_of(request: Request) -> Cells:
    """The row of a request, as it was made or as it came back from a plan file (where dates are text).

    Raises Rejected when it is not a row of the inlet.
    """
    payload = request.payload
    if request.entity != inlets.NAME or not isinstance(payload, Mapping):
        raise Rejected(TITLE, f"{request.method} {request.path}", say("this is no row of payment_in"))
    row = {name: _cell(field, payload.get(field.name)) for name, field in _FIELDS.items()}
    missing = [name for name, field in _FIELDS.items() if field.required and row[name] is None]
    if missing:
        raise Rejected(TITLE, _asked(row), say("the row has no {fields}", fields=", ".join(missing)))
    return row


def _cell(field: Field, value: Value) -> Value:
    if field.name == "date" and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise Rejected(TITLE, "INSERT payment_in", say("date {value!r} is no date", value=value)) from error
    return value


_FIELDS = {name: field for name in inlets.WRITTEN if (field := inlets.ENTITY.find(name)) is not None}


def _asked(row: Cells) -> str:
    return f"INSERT payment_in {row.get('go_entry_id')}"
