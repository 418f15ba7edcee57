"""glom: a spec of paths and coalescing, with Python functions of one's own."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from glom import Coalesce, glom

from bench.peers import functions as f
from bench.peers.shapes import as_it_is
from bench.workloads.cleaning import clean

NAME, PACKAGE = "glom", "glom"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = True
prepare = as_it_is

_Record = dict[str, Any]


def _person(record: _Record) -> bool:
    return record["is_person"] or False


def _company(record: _Record) -> Any:
    return f.NOTHING if _person(record) else clean(record["name"])


def _address(record: _Record) -> Any:
    city, zip_code = f.upper(record["city"]), clean(record["postal_code"])
    if city is None or zip_code is None:
        return f.NOTHING
    line, country = clean(record["address_1"]), f.country(record["country"])
    return {"AddressLine1": line, "City": city, "ZipCode": zip_code, "CountryCode": country}


def _delivery(record: _Record) -> Any:
    return f.delivery(record["delivery_type"], f.digits(clean(record["org_no"])), f.lower(record["email"]))


_DAYS = Coalesce("payment_days", skip=None, default=14)
_SPEC = {
    "Number": (Coalesce("external_ledger_no", "customer_no", skip=None), f.numbered),
    "ExternalNumber": "customer_no",
    "ExternalImportReference": ("customer_no", "win:customer:{}".format),
    "IsPerson": _person,
    "Name": _company,
    "LegalName": _company,
    "FirstName": lambda record: f.first_name(record["name"]) if _person(record) else f.NOTHING,
    "LastName": lambda record: f.last_name(record["name"]) if _person(record) else f.NOTHING,
    "OrganizationNumber": ("org_no", clean, f.digits),
    "EmailAddress": ("email", f.lower),
    "InvoiceEmailAddress": ("email", f.lower),
    "PhoneNumber": ("phone", clean),
    "MailAddress": _address,
    "InvoiceDeliveryType": _delivery,
    "ReminderDeliveryType": ("email", clean, lambda mail: "Print" if mail is None else "PdfByEmail"),
    "PaymentTermId": (_DAYS, f.term),
    "CurrencyCode": ("currency", clean, lambda text: text or "NOK"),
    "IsVatFree": ("country", f.country, lambda code: code != "NO"),
    "Allowance": ("discount_percent", f.cents),
    "DepartmentId": ("department_no", f.department),
    "SendPaymentReminders": lambda record: glom(record, _DAYS) <= 30 and not _person(record),
    "IsArchived": ("active", operator.not_),
}


def work() -> Callable[[Any], dict[str, Any] | None]:
    """The whole object at once."""

    def run(record: dict[str, Any]) -> dict[str, Any] | None:
        return None if record["is_internal"] else f.without_nothing(glom(record, _SPEC))

    return run
