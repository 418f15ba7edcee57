"""Customers: contacts that are invoiced, companies or persons.

Three numbers name a customer and none equals another: Id (the contact), Number (the ledger account's number) and
SubledgerAccountId (the ledger account's id, which a voucher wants).
"""

from __future__ import annotations

from connectors.standin.addresses import CONTACT_ADDRESS, check_address, finish_contact_address
from connectors.standin.body import Body, Json, amount_of, text_of
from connectors.standin.company import Books, Company
from connectors.standin.contacts import (
    EMAIL,
    check_archiving,
    check_emails,
    check_groups,
    check_national_id,
    finish_number,
    hide_national_id,
)
from connectors.standin.fields import Field, Kind, assigned, choice, day, flag, number, text, twin, whole
from connectors.standin.filters import after, exactly, no_groups, numbers
from connectors.standin.problems import invalid
from connectors.standin.register import Reference, Register, operations

TITLE = "Customer"
DELIVERY_TYPES = ("PdfByEmail", "Print", "EHF", "AvtaleGiro", "External", "Efaktura", "Factoring")
REMINDER_TYPES = ("PdfByEmail", "Print")
COPIES_MAX = 10

_EMAILS = ("EmailAddress", "InvoiceEmailAddress", "PaymentReminderEmailAddress")
_AGREED_BY_PAYER = ("AvtaleGiro", "Efaktura")


def display_name(row: Body) -> str:
    """The customer's name as a ledger shows it."""
    whole_name = " ".join(part for name in ("FirstName", "LastName") if (part := text_of(row, name)))
    return (whole_name if row.get("IsPerson") else text_of(row, "Name")) or text_of(row, "Name") or whole_name


def _rules(company: Company, row: Body, touched: frozenset[str], before: Body | None) -> None:
    _check_names(row)
    check_emails(TITLE, row, _EMAILS)
    _check_copies(row)
    check_national_id(TITLE, row)
    check_groups(TITLE, row)
    _check_delivery(row, touched)
    _check_currency(company, row, touched)
    if row.get("BillableRate") is not None and amount_of(row, "BillableRate") <= 0:
        raise invalid(TITLE, "BillableRate must be a positive number.")
    check_address(company, TITLE, "customers", row)
    check_archiving(company, TITLE, row, touched)


def _check_names(row: Body) -> None:
    needed = ("FirstName", "LastName") if row.get("IsPerson") else ("Name",)
    missing = [name for name in needed if row.get(name) is None]
    if missing:
        kind = "a person" if row.get("IsPerson") else "a company"
        raise invalid(TITLE, f"{' and '.join(missing)} is required when the customer is {kind}.")


def _check_copies(row: Body) -> None:
    copies = [part.strip() for part in (text_of(row, "InvoiceEmailAddressCC") or "").split(";") if part.strip()]
    if len(copies) > COPIES_MAX:
        raise invalid(TITLE, f"InvoiceEmailAddressCC can hold up to {COPIES_MAX} e-mail addresses.")
    for address in copies:
        if not EMAIL.fullmatch(address):
            raise invalid(TITLE, f"InvoiceEmailAddressCC '{address}' is not a valid e-mail address.")


def _check_delivery(row: Body, touched: frozenset[str]) -> None:
    """The conditions of the delivery type, when it or what it needs has changed."""
    kind = row.get("InvoiceDeliveryType")
    if kind in _AGREED_BY_PAYER and "InvoiceDeliveryType" in touched:
        raise invalid(TITLE, f"InvoiceDeliveryType {kind} cannot be set directly. It is agreed by the payer.")
    has_email = row.get("EmailAddress") is not None or row.get("InvoiceEmailAddress") is not None
    by_email = {"InvoiceDeliveryType", "EmailAddress", "InvoiceEmailAddress"} & touched
    if kind == "PdfByEmail" and not has_email and by_email:
        detail = "InvoiceDeliveryType PdfByEmail can only be used if EmailAddress or InvoiceEmailAddress is set."
        raise invalid(TITLE, detail)
    if (
        kind == "EHF"
        and row.get("OrganizationNumber") is None
        and {"InvoiceDeliveryType", "OrganizationNumber"} & touched
    ):
        raise invalid(TITLE, "InvoiceDeliveryType EHF can only be set if OrganizationNumber is set.")


def _check_currency(company: Company, row: Body, touched: frozenset[str]) -> None:
    code = row.get("CurrencyCode")
    if "CurrencyCode" in touched and isinstance(code, str) and company.books.row("currencies", code) is None:
        raise invalid(TITLE, f"CurrencyCode '{code}' is not valid.")


def _complete(company: Company, row: Body, before: Body | None) -> Body:
    numbered = finish_number(company, row, before, table="customers", title=TITLE)
    return finish_contact_address(company, _with_payment_term(company, numbered), before)


def _with_payment_term(company: Company, row: Body) -> Body:
    """A customer without a payment term has the company's own."""
    if row.get("PaymentTermId") is not None:
        return row
    terms = company.books.rows("payment_terms").values()
    return {**row, "PaymentTermId": next((term["Id"] for term in terms if term["IsDefault"]), None)}


def _present(books: Books, row: Body, shown: dict[str, Json]) -> None:
    hide_national_id(row, shown)
    shown["IsActive"] = not row.get("IsArchived")


def _needed(books: Books, row: Body) -> bool:
    """Whether a project or the ledger names the customer."""
    return any(project.get("CustomerId") == row["Id"] for project in books.rows("projects").values()) or any(
        entry["AccountId"] == row["SubledgerAccountId"] for entry in books.rows("entries").values()
    )


CUSTOMERS = Register(
    table="customers",
    path="/Customers",
    title=TITLE,
    kind="customer",
    fields=(
        assigned("Id", Kind.WHOLE),
        whole("Number", minimum=0),
        assigned("SubledgerAccountId", Kind.WHOLE),
        text("Name"),
        text("LegalName"),
        flag("IsPerson", default=False),
        text("FirstName"),
        text("LastName"),
        day("DateOfBirth"),
        text("NationalIdNumber"),
        text("OrganizationNumber"),
        text("EmailAddress"),
        text("InvoiceEmailAddress"),
        text("InvoiceEmailAddressCC", 2000),
        text("PaymentReminderEmailAddress"),
        text("PhoneNumber"),
        text("WebsiteUrl"),
        CONTACT_ADDRESS,
        whole("PaymentTermId"),
        twin("PaymentTerm", Kind.WHOLE),
        text("CurrencyCode", default="NOK"),
        whole("DepartmentId"),
        twin("DepartmentCode"),
        whole("SalesPersonEmployeeId"),
        twin("SalesPersonEmployeeNumber", Kind.WHOLE),
        whole("DeliveryTermId"),
        twin("DeliveryTerm"),
        whole("InvoiceBrandingThemeId"),
        twin("InvoiceBrandingThemeCode"),
        choice("InvoiceDeliveryType", DELIVERY_TYPES),
        choice("ReminderDeliveryType", REMINDER_TYPES),
        choice("NoticeOfDebtCollectionDeliveryType", REMINDER_TYPES),
        flag("IsVatFree", default=False),
        flag("IsArchived", default=False),
        Field("IsActive", Kind.FLAG, post=False, patch=False),
        flag("SendPaymentReminders", default=True),
        flag("DoNotAddLatePaymentFees", default=False),
        flag("DoNotAddLatePaymentInterest", default=False),
        flag("DoNotAutomatePaymentNotifications", default=False),
        flag("TransferToDebtCollectionAgency", default=False),
        flag("UseInvoiceFee", default=True),
        number("Allowance", minimum=-1000, maximum=100),
        number("BillableRate"),
        whole("ExternalNumber"),
        text("ExternalImportReference", 50),
        Field("SubLedgerNumberSeriesId", Kind.GUID, patch=False, read=False),
        Field("ContactGroupIds", Kind.WHOLES),
        day("CustomerSince"),
        assigned("CustomerCreatedDateTimeOffset", Kind.TEXT),
        assigned("ContactCreatedDateTimeOffset", Kind.TEXT),
        assigned("LastChangedDateTimeOffset", Kind.TEXT),
        assigned("CreatedFromImportJournalId", Kind.GUID, nullable=True),
    ),
    created=("CustomerCreatedDateTimeOffset", "ContactCreatedDateTimeOffset"),
    references=(
        Reference("DepartmentId", "departments", "Department", "DepartmentCode"),
        Reference("PaymentTermId", "payment_terms", "Payment term", "PaymentTerm", by="CreditDays", word="credit days"),
        Reference(
            "SalesPersonEmployeeId",
            "employees",
            "Employee",
            "SalesPersonEmployeeNumber",
            by="Number",
            word="number",
        ),
        Reference("DeliveryTermId", "delivery_terms", "Delivery term", "DeliveryTerm", by="Name", word="name"),
        Reference("InvoiceBrandingThemeId", "branding_themes", "Branding theme", "InvoiceBrandingThemeCode"),
    ),
    unique=("Number", "ExternalNumber", "ExternalImportReference"),
    quiet=frozenset({"MailAddress"}),
    filters={
        "customerNos": numbers("Number"),
        "externalNos": numbers("ExternalNumber"),
        "externalImportReference": exactly("ExternalImportReference"),
        "contactGroupIds": no_groups,
        "customerCreatedDateTimeOffsetGreaterThan": after("CustomerCreatedDateTimeOffset"),
        "lastChangedDateTimeOffsetGreaterThan": after("LastChangedDateTimeOffset"),
    },
    rules=_rules,
    complete=_complete,
    present=_present,
    needed_by=_needed,
    holder="(contact) Id",
)

OPERATIONS = operations(CUSTOMERS)
