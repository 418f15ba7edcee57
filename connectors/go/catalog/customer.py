"""go.customer: CustomerDto and CustomerPostDto; three identifiers, of which vouchers take SubledgerAccountId.

`Id` is the contact's (shared with its supplier and employee roles), `Number` its ledger account's number,
`SubledgerAccountId` that account's id. Delivery types hold all that Go shows; AvtaleGiro and Efaktura are agreed by
the payer, so Go refuses them when they are set.
"""

from __future__ import annotations

from connectors.go.catalog.fields import (
    DATE_,
    DATETIME_,
    FLAG_,
    MONEY,
    RATE,
    TEXT,
    WHOLE,
    address,
    choice,
    created,
    identified,
    kept,
    link,
    shown,
)
from engine.model.schema import Entity, Field, Nature, Requirement
from engine.model.text import say
from engine.model.types import text

DELIVERY_TYPES = choice("PdfByEmail", "Print", "EHF", "AvtaleGiro", "External", "Efaktura", "Factoring")
REMINDER_TYPES = choice("PdfByEmail", "Print")

_WHO: tuple[Field, ...] = (
    identified("customer"),
    identified("customer.SubledgerAccountId", "SubledgerAccountId"),
    kept("Number", WHOLE, identity=True, unique=True),
    created("SubLedgerNumberSeriesId", link("SubLedgerNumberSeries")),
    kept("ExternalNumber", WHOLE, unique=True),
    kept("ExternalImportReference", text(50, absent=True), unique=True),
    kept("IsPerson", FLAG_, default=False),
    kept("Name", TEXT),
    kept("LegalName", TEXT),
    kept("FirstName", TEXT),
    kept("LastName", TEXT),
    kept("OrganizationNumber", TEXT),
    created("NationalIdNumber", TEXT),
    kept("DateOfBirth", DATE_),
    kept("CustomerSince", DATE_),
    kept("IsArchived", FLAG_, default=False),
    shown("IsActive", FLAG_),
)

_REACH: tuple[Field, ...] = (
    kept("EmailAddress", TEXT),
    kept("PhoneNumber", TEXT),
    kept("WebsiteUrl", TEXT),
    kept("InvoiceEmailAddress", TEXT),
    kept("InvoiceEmailAddressCC", text(2000, absent=True)),
    kept("PaymentReminderEmailAddress", TEXT),
    address(external_code=True),
)

_TERMS: tuple[Field, ...] = (
    kept("InvoiceDeliveryType", DELIVERY_TYPES),
    kept("ReminderDeliveryType", REMINDER_TYPES),
    kept("NoticeOfDebtCollectionDeliveryType", REMINDER_TYPES),
    kept("PaymentTermId", link("PaymentTerm")),
    created("PaymentTerm", WHOLE),
    kept("CurrencyCode", text(3, absent=True), default="NOK"),
    kept("IsVatFree", FLAG_, default=False),
    kept("Allowance", RATE),
    kept("BillableRate", MONEY),
    kept("DepartmentId", link("department")),
    created("DepartmentCode", TEXT),
    kept("SalesPersonEmployeeId", link("employee")),
    created("SalesPersonEmployeeNumber", WHOLE),
    kept("DeliveryTermId", link("DeliveryTerm")),
    created("DeliveryTerm", TEXT),
    kept("InvoiceBrandingThemeId", link("BrandingTheme")),
    created("InvoiceBrandingThemeCode", TEXT),
    kept("SendPaymentReminders", FLAG_, default=True),
    kept("TransferToDebtCollectionAgency", FLAG_, default=True),
    kept("UseInvoiceFee", FLAG_, default=True),
    kept("DoNotAddLatePaymentFees", FLAG_, default=False),
    kept("DoNotAddLatePaymentInterest", FLAG_, default=False),
    kept("DoNotAutomatePaymentNotifications", FLAG_, default=False),
)

_TIMES: tuple[Field, ...] = (
    shown("ContactCreatedDateTimeOffset", DATETIME_),
    shown("CustomerCreatedDateTimeOffset", DATETIME_),
    shown("LastChangedDateTimeOffset", DATETIME_),
)

CUSTOMER = Entity(
    system="go",
    name="customer",
    nature=Nature.REGISTER,
    key=("Id",),
    nouns=(say("customer"), say("customers")),
    number="Number",
    own_number="ExternalNumber",
    series="Customer",
    name_field="Name",
    distinguishing=(("Name",), ("FirstName", "LastName"), ("OrganizationNumber",)),
    retire=("IsArchived", True),
    origin="ExternalImportReference",
    fields=_WHO + _REACH + _TERMS + _TIMES,
    requirements=(
        Requirement(("Name",), "IsPerson", False, say("a company needs a Name")),
        Requirement(("FirstName",), "IsPerson", True, say("a person needs a FirstName")),
        Requirement(("LastName",), "IsPerson", True, say("a person needs a LastName")),
        Requirement(
            ("OrganizationNumber",), "InvoiceDeliveryType", "EHF", say("delivery by EHF needs an OrganizationNumber")
        ),
        Requirement(
            ("InvoiceEmailAddress", "EmailAddress"),
            "InvoiceDeliveryType",
            "PdfByEmail",
            say("delivery as PDF by e-mail needs an InvoiceEmailAddress or an EmailAddress"),
        ),
    ),
)
