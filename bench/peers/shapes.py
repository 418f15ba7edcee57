"""The customer workload's two shapes as types, for the libraries that check data against types.

Annotations are kept as types here, not as texts: some of these libraries do not see NotRequired in a text.
"""

from decimal import Decimal
from typing import Any, NotRequired

from typing_extensions import TypedDict


class Source(TypedDict):
    """A Win customer."""

    customer_no: int
    external_ledger_no: int | None
    name: str
    is_person: bool | None
    org_no: str | None
    address_1: str | None
    postal_code: str | None
    city: str | None
    country: str | None
    phone: str | None
    email: str | None
    delivery_type: str | None
    payment_days: int | None
    currency: str | None
    discount_percent: Decimal | None
    department_no: str | None
    is_internal: bool
    active: bool


class Address(TypedDict):
    """Its address in Go."""

    AddressLine1: str | None
    City: str
    ZipCode: str
    CountryCode: str


class Target(TypedDict):
    """A Go customer."""

    Number: int
    ExternalNumber: int
    ExternalImportReference: str
    IsPerson: bool
    Name: NotRequired[str]
    LegalName: NotRequired[str]
    FirstName: NotRequired[str]
    LastName: NotRequired[str]
    OrganizationNumber: str | None
    EmailAddress: str | None
    InvoiceEmailAddress: str | None
    PhoneNumber: str | None
    MailAddress: NotRequired[Address]
    InvoiceDeliveryType: NotRequired[str]
    ReminderDeliveryType: str
    PaymentTermId: int
    CurrencyCode: str
    IsVatFree: bool
    Allowance: Decimal | None
    DepartmentId: NotRequired[int | None]
    SendPaymentReminders: bool
    IsArchived: bool


def as_it_is(record: dict[str, Any]) -> dict[str, Any]:
    """Python's own values are what these libraries like."""
    return record
