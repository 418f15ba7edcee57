"""What the language itself offers beside the registry's functions: lookups and sums over lists.

Kept by hand for the reference page; the grammar and the checker know these forms, so they have no signature here.
"""

from __future__ import annotations

from engine.language.functions.registry import StepClass
from engine.model.frozen import frozen


@frozen
class Form:
    """One form. `written`: how it stands in a mapping, one way a line. `step_class`: how it runs backwards."""

    name: str
    family: str
    written: tuple[str, ...]
    doc: str
    fails: bool
    step_class: StepClass


FORMS: tuple[Form, ...] = (
    Form(
        "sum",
        "lists",
        ("sum(each line in lines: line.net)", "sum(each line in lines when not line.voided: line.net + line.vat)"),
        "The exact sum over the items of a list that meet the condition; of none it is 0.",
        False,
        StepClass.ONE_WAY,
    ),
    Form(
        "count",
        "lists",
        ("count(each line in lines)", "count(each line in lines when line.net < 0)"),
        "How many items of a list meet the condition.",
        False,
        StepClass.ONE_WAY,
    ),
    Form(
        "min",
        "lists",
        ("min(each line in lines: line.date)",),
        "The least of the values of a list's items; absent when there is none.",
        False,
        StepClass.ONE_WAY,
    ),
    Form(
        "max",
        "lists",
        ("max(each line in lines: line.date)",),
        "The greatest of the values of a list's items; absent when there is none.",
        False,
        StepClass.ONE_WAY,
    ),
    Form(
        "table",
        "choice and reference",
        ("delivery_type | table(delivery) else nothing",),
        "The value that a code table of the mapping gives; fails when the table has no such row.",
        True,
        StepClass.NEEDS_OLD_VALUE,
    ),
    Form(
        "link",
        "choice and reference",
        (
            "department_no | link(department) else nothing",
            "customer_no | link(customer, SubledgerAccountId) else refuse",
            "link(invoice, key=[client_no, invoice_no]) else refuse",
        ),
        "The target's id of the record that was made of this source record, or another field of it; "
        "fails while there is none, and `refuse` then waits for it.",
        True,
        StepClass.EXACT,
    ),
    Form(
        "find",
        "choice and reference",
        (
            "payment_days | find(PaymentTerm, by=CreditDays) else refuse",
            "vat_code | find(VatCode, by=Code, at=invoice_date) else refuse",
        ),
        "The target's id of a setting (an account, a VAT code, a payment term) by one of its fields, "
        "of the row that is valid on a day; fails when there is no such row.",
        True,
        StepClass.ONE_WAY,
    ),
    Form(
        "render",
        "document",
        ('render("letter.j2")', 'render("letters/reminder.j2") | limit(500)'),
        "The text that a template makes of the record's fields, lists and lets, with its line breaks; "
        "a record that lacks what the template prints is refused. How templates are written: docs/templates.md.",
        False,
        StepClass.ONE_WAY,
    ),
)
