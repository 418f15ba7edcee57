"""Invoices, credit notes and invoice orders of Win, each with its lines.

Amounts of credit notes are positive, as the views' contract says; total = sum of (line net + vat) + rounding.
"""

from __future__ import annotations

from connectors.win.catalog.slots import (
    SYSTEM,
    amount,
    choice,
    code,
    day,
    flag,
    rate,
    reference,
    row_id,
    text,
    whole,
)
from engine.model.schema import Entity, Field, Nature, Reconciled
from engine.model.types import Kind, Type

_LINE_FIELDS: tuple[Field, ...] = (
    whole("line_no"),
    choice("type", "VARE", "TEKST", "AKONTO", "AVREGNING", "UTLEGG", "GEBYR", "AVRUNDING"),
    code("item_no", optional=True),
    text("text", 1000),
    amount("quantity", optional=True),
    code("unit", optional=True),
    amount("price", optional=True),
    amount("discount_percent", optional=True),
    amount("net"),
    code("vat_code"),
    amount("vat"),
    whole("account"),
    code("department_no", optional=True),
    code("project_no", optional=True),
    whole("employee_no", optional=True),
)

_LINE_REFERENCES = (
    reference("department", "department", ("department_no", "department_no")),
    reference("project", "project", ("project_no", "project_no")),
    reference("employee", "employee", ("employee_no", "employee_no")),
)


def _lines_of(entity: str, *key: Field) -> Field:
    """The list of a document's lines. A line there needs no row_id: it is known by its document and number."""
    return Field("lines", Type(Kind.LIST, entity=entity), fields=(*key, *_LINE_FIELDS))


INVOICE_LINE = Entity(
    SYSTEM,
    "invoice_line",
    Nature.VIEW,
    key=("client_no", "invoice_no", "line_no"),
    name_field="text",
    fields=(whole("client_no"), whole("invoice_no"), row_id(), *_LINE_FIELDS),
    references=(
        reference("invoice", "invoice", ("client_no", "client_no"), ("invoice_no", "invoice_no")),
        *_LINE_REFERENCES,
    ),
)

INVOICE = Entity(
    SYSTEM,
    "invoice",
    Nature.VIEW,
    key=("client_no", "invoice_no"),
    fields=(
        whole("client_no"),
        whole("invoice_no"),
        row_id(),
        choice("type", "FAKTURA", "KREDITNOTA"),
        whole("credited_invoice_no", optional=True),
        whole("customer_no"),
        day("invoice_date"),
        day("due_date"),
        day("delivery_date", optional=True),
        text("currency", 3),
        rate("exchange_rate"),
        amount("net"),
        amount("vat"),
        amount("rounding"),
        amount("total"),
        text("kid", 25, optional=True),
        text("your_reference", 100, optional=True),
        whole("our_reference_no", optional=True),
        text("purchase_order", 100, optional=True),
        code("project_no", optional=True),
        code("department_no", optional=True),
        whole("order_no", optional=True),
        text("pdf_path", 260, optional=True),
        flag("voided"),
        amount("paid_amount"),
        day("paid_date", optional=True),
        choice("status", "UBETALT", "DELVIS", "BETALT", "TAP", "KREDITERT"),
        _lines_of("invoice_line", whole("client_no"), whole("invoice_no")),
    ),
    references=(
        reference("invoice_client", "invoice_client", ("client_no", "client_no")),
        reference("customer", "customer", ("customer_no", "customer_no")),
        reference("project", "project", ("project_no", "project_no")),
        reference("department", "department", ("department_no", "department_no")),
        reference("our_reference", "employee", ("our_reference_no", "employee_no")),
        reference("credited_invoice", "invoice", ("client_no", "client_no"), ("credited_invoice_no", "invoice_no")),
    ),
    reconciled=Reconciled(
        date="invoice_date",
        total="total",
        currency="currency",
        paid="paid_amount",
        void="voided",
        number="invoice_no",
        sequence=("client_no",),
        party="customer",
    ),
)

INVOICE_ORDER_LINE = Entity(
    SYSTEM,
    "invoice_order_line",
    Nature.VIEW,
    key=("order_no", "line_no"),
    name_field="text",
    fields=(whole("order_no"), row_id(), *_LINE_FIELDS),
    references=(reference("invoice_order", "invoice_order", ("order_no", "order_no")), *_LINE_REFERENCES),
)

INVOICE_ORDER = Entity(
    SYSTEM,
    "invoice_order",
    Nature.VIEW,
    key=("order_no",),
    fields=(
        whole("order_no"),
        row_id(),
        whole("client_no"),
        whole("customer_no"),
        day("order_date"),
        text("currency", 3),
        amount("net"),
        amount("vat"),
        amount("total"),
        choice("status", "UBEHANDLET", "KLAR", "FAKTURERT"),
        choice("source", "LØPENDE", "FASTPRIS", "AKONTO", "PERIODISK", "PLAN", "MANUELL"),
        code("project_no", optional=True),
        code("department_no", optional=True),
        text("your_reference", 100, optional=True),
        _lines_of("invoice_order_line", whole("order_no")),
    ),
    references=(
        reference("invoice_client", "invoice_client", ("client_no", "client_no")),
        reference("customer", "customer", ("customer_no", "customer_no")),
        reference("project", "project", ("project_no", "project_no")),
        reference("department", "department", ("department_no", "department_no")),
    ),
)
