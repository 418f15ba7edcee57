"""zen-engine: one expression of the ZEN language in Rust. It has no word that keeps only the digits of a text."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import zen

from bench.peers.json_record import COUNTRIES_JSON, DELIVERY_JSON, DEPARTMENTS_JSON, TERMS_JSON, with_nulls

NAME, PACKAGE = "zen-engine (Rust)", "zen-engine"
LEAVES_OUT = frozenset({"OrganizationNumber"})
EXACT = False
# Tables cannot stand in an expression and be looked into; they travel with every record.
_TABLES = {
    "countries": json.loads(COUNTRIES_JSON),
    "delivery": json.loads(DELIVERY_JSON),
    "departments": json.loads(DEPARTMENTS_JSON),
    "terms": json.loads(TERMS_JSON),
}
_RULES = """
called = trim(name ?? ""); mail = lower(trim(email ?? "")); town = trim(city ?? ""); zip = trim(postal_code ?? "");
days = payment_days ?? 14; person = is_person ?? false; land = upper(trim(country ?? ""));
code = countries[land == "" ? "NO" : land]; wanted = delivery[delivery_type ?? ""];
words = contains(called, ",") ? split(called, ",") : split(called, " ");
{
  Number: external_ledger_no ?? customer_no,
  ExternalNumber: customer_no,
  ExternalImportReference: "win:customer:" + string(customer_no),
  IsPerson: person,
  Name: person ? null : called,
  LegalName: person ? null : called,
  FirstName: person ? trim(contains(called, ",") ? words[1] : words[0]) : null,
  LastName: person ? trim(contains(called, ",") ? words[0] : words[1]) : null,
  EmailAddress: mail == "" ? null : mail,
  InvoiceEmailAddress: mail == "" ? null : mail,
  PhoneNumber: trim(phone ?? "") == "" ? null : trim(phone),
  MailAddress: town == "" or zip == "" ? null : {
    AddressLine1: trim(address_1 ?? "") == "" ? null : trim(address_1),
    City: upper(town), ZipCode: zip, CountryCode: code
  },
  InvoiceDeliveryType: wanted == "EHF" and not matches(org_no ?? "", "[0-9]") ? "Print"
    : wanted == "PdfByEmail" and mail == "" ? "Print" : wanted,
  ReminderDeliveryType: mail == "" ? "Print" : "PdfByEmail",
  PaymentTermId: terms[string(days)],
  CurrencyCode: currency ?? "NOK",
  IsVatFree: code != "NO",
  Allowance: discount_percent == null ? null : round(discount_percent, 2),
  DepartmentId: departments[department_no ?? ""],
  SendPaymentReminders: days <= 30 and not person,
  IsArchived: not active
}
"""


def prepare(record: dict[str, Any]) -> dict[str, Any]:
    """With the tables beside the fields."""
    return {**with_nulls(record), **_TABLES}


def work() -> Callable[[Any], dict[str, Any] | None]:
    """The whole object at once."""
    evaluate = zen.compile_expression(" ".join(_RULES.split())).evaluate
    return lambda record: None if record["is_internal"] else evaluate(record)
