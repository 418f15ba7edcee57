"""Activities and the hours worked on them."""

from __future__ import annotations

from connectors.win.catalog.slots import SYSTEM, amount, choice, code, day, flag, hours, reference, row_id, text, whole
from engine.model.schema import Entity, Nature

ACTIVITY = Entity(
    SYSTEM,
    "activity",
    Nature.VIEW,
    key=("activity_no",),
    name_field="name",
    fields=(
        code("activity_no"),
        row_id(),
        text("name", 200),
        choice("type", "FAKTURERBAR", "IKKE_FAKTURERBAR", "INTERN", "FRAVÆR"),
        amount("price", optional=True),
        whole("income_account", optional=True),
        code("vat_code", optional=True),
        flag("active"),
    ),
)

TIME_ENTRY = Entity(
    SYSTEM,
    "time_entry",
    Nature.VIEW,
    key=("entry_id",),
    fields=(
        text("entry_id", 36),
        row_id(),
        day("date"),
        whole("employee_no"),
        whole("customer_no", optional=True),
        code("project_no", optional=True),
        code("activity_no"),
        code("hour_type", optional=True),
        hours("hours"),
        hours("billable_hours"),
        amount("price", optional=True),
        amount("amount", optional=True),
        text("comment", 2000, optional=True, multi_line=True),
        text("internal_comment", 2000, optional=True, multi_line=True),
        choice("status", "UBEHANDLET", "GODKJENT", "FAKTURERT"),
        whole("invoice_no", optional=True),
        choice("source", "WIN", "GO"),
        text("go_id", 50, optional=True),
    ),
    references=(
        reference("employee", "employee", ("employee_no", "employee_no")),
        reference("customer", "customer", ("customer_no", "customer_no")),
        reference("project", "project", ("project_no", "project_no")),
        reference("activity", "activity", ("activity_no", "activity_no")),
    ),
)
