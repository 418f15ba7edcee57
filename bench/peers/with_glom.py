"""glom: a spec of paths and coalescing, with Python functions of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from glom import Coalesce, Glommer, Invoke, S, Spec

from bench.peers import functions as f
from bench.peers.shapes import as_it_is
from bench.workloads.cleaning import clean

NAME, PACKAGE = "glom", "glom"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = True
prepare = as_it_is

# What several fields are made of.
_NAMES = S(
    person=Coalesce("is_person", skip=None, default=False),
    days=Coalesce("payment_days", skip=None, default=14),
    mail=Spec(("email", f.lower)),
    org=Spec(("org_no", clean, f.digits)),
    country=Spec(("country", f.country)),
    city=Spec(("city", f.upper)),
    zip=Spec(("postal_code", clean)),
)


def _made(function: Callable[..., Any], *specs: Any) -> Any:
    return Invoke(function).specs(*specs)


def _company(person: bool, name: str) -> Any:
    return f.NOTHING if person else clean(name)


def _address(city: str | None, zip_code: str | None, line: str | None, country: str) -> Any:
    if city is None or zip_code is None:
        return f.NOTHING
    return {"AddressLine1": clean(line), "City": city, "ZipCode": zip_code, "CountryCode": country}


_FIELDS = {
    "Number": (Coalesce("external_ledger_no", "customer_no", skip=None), f.numbered),
    "ExternalNumber": "customer_no",
    "ExternalImportReference": ("customer_no", "win:customer:{}".format),
    "IsPerson": S.person,
    "Name": _made(_company, S.person, "name"),
    "LegalName": _made(_company, S.person, "name"),
    "FirstName": _made(lambda person, name: f.first_name(name) if person else f.NOTHING, S.person, "name"),
    "LastName": _made(lambda person, name: f.last_name(name) if person else f.NOTHING, S.person, "name"),
    "OrganizationNumber": S.org,
    "EmailAddress": S.mail,
    "InvoiceEmailAddress": S.mail,
    "PhoneNumber": ("phone", clean),
    "MailAddress": _made(_address, S.city, S.zip, "address_1", S.country),
    "InvoiceDeliveryType": _made(f.delivery, "delivery_type", S.org, S.mail),
    "ReminderDeliveryType": _made(lambda mail: "Print" if mail is None else "PdfByEmail", S.mail),
    "PaymentTermId": _made(f.term, S.days),
    "CurrencyCode": ("currency", clean, lambda text: text or "NOK"),
    "IsVatFree": _made(lambda code: code != "NO", S.country),
    "Allowance": ("discount_percent", f.cents),
    "DepartmentId": ("department_no", f.department),
    "SendPaymentReminders": _made(lambda days, person: days <= 30 and not person, S.days, S.person),
    "IsArchived": ("active", lambda flag: not flag),
}


def work() -> Callable[[Any], dict[str, Any] | None]:
    """Names, then fields."""
    glom, spec = Glommer().glom, (_NAMES, _FIELDS)

    def run(record: dict[str, Any]) -> dict[str, Any] | None:
        return None if record["is_internal"] else f.without_nothing(glom(record, spec))

    return run
