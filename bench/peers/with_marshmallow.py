"""marshmallow: both shapes checked, the logic between them is Python's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import Length

from bench.peers.shapes import as_it_is
from bench.workloads.customer_by_hand import customer
from bench.workloads.references import references

NAME, PACKAGE = "marshmallow", "marshmallow"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = True
prepare = as_it_is

_WHOLE, _FLAG = fields.Integer, fields.Boolean


def _text(length: int, **options: Any) -> fields.String:
    return fields.String(allow_none=True, validate=Length(max=length), **options)


class Source(Schema):
    """A Win customer."""

    customer_no = _WHOLE(required=True)
    external_ledger_no = _WHOLE(allow_none=True)
    name = _text(200)
    is_person = _FLAG(allow_none=True)
    org_no = _text(30)
    address_1 = _text(100)
    postal_code = _text(20)
    city = _text(50)
    country = _text(60)
    phone = _text(50)
    email = _text(254)
    delivery_type = _text(20)
    payment_days = _WHOLE(allow_none=True)
    currency = _text(3)
    discount_percent = fields.Decimal(allow_none=True)
    department_no = _text(20)
    is_internal = _FLAG(required=True)
    active = _FLAG(required=True)


class Address(Schema):
    """Its address in Go."""

    AddressLine1 = _text(200)
    City = _text(100)
    ZipCode = _text(50)
    CountryCode = _text(2)


class Target(Schema):
    """A Go customer."""

    Number = _WHOLE(required=True)
    ExternalNumber = _WHOLE(required=True)
    ExternalImportReference = _text(50)
    IsPerson = _FLAG()
    Name = _text(200)
    LegalName = _text(200)
    FirstName = _text(200)
    LastName = _text(200)
    OrganizationNumber = _text(30)
    EmailAddress = _text(254)
    InvoiceEmailAddress = _text(254)
    PhoneNumber = _text(50)
    MailAddress = fields.Nested(Address)
    InvoiceDeliveryType = _text(20)
    ReminderDeliveryType = _text(20)
    PaymentTermId = _WHOLE()
    CurrencyCode = _text(3)
    IsVatFree = _FLAG()
    Allowance = fields.Decimal(allow_none=True)
    DepartmentId = _WHOLE(allow_none=True)
    SendPaymentReminders = _FLAG()
    IsArchived = _FLAG()


def work() -> Callable[[Any], dict[str, Any] | None]:
    """Check, map by hand, check."""
    source, target = Source().load, Target().load

    def run(record: dict[str, Any]) -> dict[str, Any] | None:
        payload = customer(source(record), references)  # type: ignore[arg-type]
        return None if payload is None else target(payload)  # type: ignore[return-value]

    return run
