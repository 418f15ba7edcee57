"""What the languages of conditions are measured on: of 25 fields the few that they can make."""

from __future__ import annotations

from collections.abc import Iterable

_ADDRESS = ("AddressLine1", "City", "ZipCode", "CountryCode")
_FIELDS = (
    "Number",
    "ExternalNumber",
    "ExternalImportReference",
    "IsPerson",
    "Name",
    "LegalName",
    "FirstName",
    "LastName",
    "OrganizationNumber",
    "EmailAddress",
    "InvoiceEmailAddress",
    "PhoneNumber",
    *(f"MailAddress.{name}" for name in _ADDRESS),
    "InvoiceDeliveryType",
    "ReminderDeliveryType",
    "PaymentTermId",
    "CurrencyCode",
    "IsVatFree",
    "Allowance",
    "DepartmentId",
    "SendPaymentReminders",
    "IsArchived",
)


def all_but(fields: Iterable[str]) -> frozenset[str]:
    """Every target field but some."""
    return frozenset(_FIELDS) - frozenset(fields)
