"""jmespath: one expression that makes the whole object, with Python functions of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jmespath
from jmespath.functions import Functions, signature

from bench.peers import functions as f
from bench.peers.shapes import as_it_is
from bench.workloads.cleaning import clean

NAME, PACKAGE = "jmespath", "jmespath"
LEAVES_OUT: frozenset[str] = frozenset()
EXACT = True
prepare = as_it_is

_ANY: dict[str, list[str]] = {"types": []}


class _Steps(Functions):  # type: ignore[misc]
    """The steps, and a choice: jmespath has none that keeps `false`."""

    @signature(_ANY, _ANY, _ANY)
    def _func_choose(self, condition: Any, yes: Any, no: Any) -> Any:
        return yes if condition else no

    @signature(_ANY, _ANY)
    def _func_or_else(self, value: Any, default: Any) -> Any:
        return default if value is None else value

    @signature(_ANY, _ANY)
    def _func_prefixed(self, before: str, value: Any) -> str:
        return f"{before}{value}"

    @signature(_ANY)
    def _func_clean(self, text: Any) -> Any:
        return clean(text)

    @signature(_ANY)
    def _func_lower(self, text: Any) -> Any:
        return f.lower(text)

    @signature(_ANY)
    def _func_upper(self, text: Any) -> Any:
        return f.upper(text)

    @signature(_ANY)
    def _func_digits(self, text: Any) -> Any:
        return f.digits(clean(text))

    @signature(_ANY)
    def _func_cents(self, number: Any) -> Any:
        return f.cents(number)

    @signature(_ANY, _ANY)
    def _func_first_name(self, person: Any, name: Any) -> Any:
        return f.first_name(name) if person else f.NOTHING

    @signature(_ANY, _ANY)
    def _func_last_name(self, person: Any, name: Any) -> Any:
        return f.last_name(name) if person else f.NOTHING

    @signature(_ANY)
    def _func_numbered(self, number: Any) -> Any:
        return f.numbered(number)

    @signature(_ANY)
    def _func_country(self, text: Any) -> Any:
        return f.country(text)

    @signature(_ANY, _ANY, _ANY)
    def _func_delivery(self, word: Any, organisation_no: Any, mail: Any) -> Any:
        return f.delivery(word, organisation_no, mail)

    @signature(_ANY)
    def _func_term(self, days: Any) -> Any:
        return f.term(days)

    @signature(_ANY)
    def _func_department(self, number: Any) -> Any:
        return f.department(number)

    @signature()
    def _func_nothing(self) -> Any:
        return f.NOTHING


_TEXT = """{
  Number: numbered(or_else(external_ledger_no, customer_no)),
  ExternalNumber: customer_no,
  ExternalImportReference: prefixed('win:customer:', customer_no),
  IsPerson: or_else(is_person, `false`),
  Name: choose(is_person, nothing(), clean(name)),
  LegalName: choose(is_person, nothing(), clean(name)),
  FirstName: first_name(is_person, name),
  LastName: last_name(is_person, name),
  OrganizationNumber: digits(org_no),
  EmailAddress: lower(email),
  InvoiceEmailAddress: lower(email),
  PhoneNumber: clean(phone),
  MailAddress: choose(clean(city) && clean(postal_code), {
      AddressLine1: clean(address_1), City: upper(city), ZipCode: clean(postal_code), CountryCode: country(country)
    }, nothing()),
  InvoiceDeliveryType: delivery(delivery_type, digits(org_no), lower(email)),
  ReminderDeliveryType: choose(clean(email), 'PdfByEmail', 'Print'),
  PaymentTermId: term(or_else(payment_days, `14`)),
  CurrencyCode: or_else(clean(currency), 'NOK'),
  IsVatFree: country(country) != 'NO',
  Allowance: cents(discount_percent),
  DepartmentId: department(department_no),
  SendPaymentReminders: or_else(payment_days, `14`) <= `30` && !is_person,
  IsArchived: !active
}"""


def work() -> Callable[[Any], dict[str, Any] | None]:
    """One expression, compiled once."""
    search, options = jmespath.compile(_TEXT).search, jmespath.Options(custom_functions=_Steps())

    def run(record: dict[str, Any]) -> dict[str, Any] | None:
        return None if record["is_internal"] else f.without_nothing(search(record, options))

    return run
