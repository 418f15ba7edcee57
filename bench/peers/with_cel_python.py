"""cel-python: the Common Expression Language in Python, one expression, with Python functions of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import celpy
from celpy import celtypes

from bench.peers import functions as f
from bench.peers.json_record import with_nulls
from bench.workloads.cleaning import clean

NAME, PACKAGE = "cel-python", "cel-python"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = False
_NOTHING = celtypes.StringType("\0nothing")
_RULES = """{
  "Number": numbered(or_else(r.external_ledger_no, r.customer_no)),
  "ExternalNumber": r.customer_no,
  "ExternalImportReference": "win:customer:" + string(r.customer_no),
  "IsPerson": r.is_person == true,
  "Name": r.is_person == true ? nothing() : clean(r.name),
  "LegalName": r.is_person == true ? nothing() : clean(r.name),
  "FirstName": r.is_person == true ? first_name(r.name) : nothing(),
  "LastName": r.is_person == true ? last_name(r.name) : nothing(),
  "OrganizationNumber": digits(r.org_no),
  "EmailAddress": lower(r.email),
  "InvoiceEmailAddress": lower(r.email),
  "PhoneNumber": clean(r.phone),
  "MailAddress": clean(r.city) != null && clean(r.postal_code) != null ? {
      "AddressLine1": clean(r.address_1), "City": upper(r.city), "ZipCode": clean(r.postal_code),
      "CountryCode": country(r.country)} : nothing(),
  "InvoiceDeliveryType": delivery(r.delivery_type, digits(r.org_no), lower(r.email)),
  "ReminderDeliveryType": clean(r.email) == null ? "Print" : "PdfByEmail",
  "PaymentTermId": term(or_else(r.payment_days, 14)),
  "CurrencyCode": clean(r.currency) == null ? "NOK" : clean(r.currency),
  "IsVatFree": country(r.country) != "NO",
  "Allowance": cents(r.discount_percent),
  "DepartmentId": department(r.department_no),
  "SendPaymentReminders": or_else(r.payment_days, 14) <= 30 && r.is_person != true,
  "IsArchived": !r.active
}"""


def prepare(record: dict[str, Any]) -> Any:
    """In the language's own types."""
    return celpy.json_to_cel(with_nulls(record))


def work() -> Callable[[Any], dict[str, Any] | None]:
    """The whole object at once, and back to Python's own types."""
    environment = celpy.Environment()
    program = environment.program(environment.compile(_RULES), functions=_FUNCTIONS)

    def run(record: Any) -> dict[str, Any] | None:
        return None if record["is_internal"] else _plain(program.evaluate({"r": record}))

    return run


def _told(value: Any) -> Any:
    """What a Python function gives, in the language's types."""
    return _NOTHING if value is f.NOTHING else celpy.json_to_cel(value)


def _plain(value: Any) -> Any:
    if isinstance(value, celtypes.MapType):
        return {str(name): _plain(inner) for name, inner in value.items() if not _is_nothing(inner)}
    if isinstance(value, celtypes.BoolType):
        return bool(value)
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value


def _is_nothing(value: Any) -> bool:
    return isinstance(value, celtypes.StringType) and str(value) == str(_NOTHING)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _cents(number: float | None) -> float | None:
    return None if number is None else int(number * 100 + 0.5) / 100


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "clean": lambda text: _told(clean(_text(text))),
    "upper": lambda text: _told(f.upper(_text(text))),
    "lower": lambda text: _told(f.lower(_text(text))),
    "digits": lambda text: _told(f.digits(clean(_text(text)))),
    "cents": lambda number: _told(_cents(number)),
    "first_name": lambda text: _told(f.first_name(str(text))),
    "last_name": lambda text: _told(f.last_name(str(text))),
    "numbered": lambda number: _told(f.numbered(int(number))),
    "country": lambda text: _told(f.country(_text(text))),
    "delivery": lambda word, org, mail: _told(f.delivery(_text(word), _text(org), _text(mail))),
    "term": lambda days: _told(f.term(int(days))),
    "department": lambda number: _told(f.department(_text(number))),
    "or_else": lambda value, default: default if value is None else value,
    "nothing": lambda: _NOTHING,
}
