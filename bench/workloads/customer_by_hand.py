"""The work of customer.yaml as a good Python programmer writes it by hand: the measure of everything else."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bench.workloads.cleaning import clean

CENT = Decimal("0.01")
NOT_DIGITS = re.compile("[^0-9]")
DELIVERY = {"EPOST": "PdfByEmail", "EHF": "EHF", "UTSKRIFT": "Print"}
COUNTRIES = {
    "NO": "NO",
    "NORGE": "NO",
    "SE": "SE",
    "SVERIGE": "SE",
    "DK": "DK",
    "DANMARK": "DK",
    "FÆRØYENE": "FO",
    "ØSTERRIKE": "AT",
}


class Refusal(Exception):
    """The record is held back; the message says why."""


def customer(record: dict[str, Any], references: Callable[[str, str, Any], Any]) -> dict[str, Any] | None:
    """Go's customer of a Win customer; None for one that is left out. Raises Refusal."""
    get = record.get
    if get("is_internal"):
        return None
    days = get("payment_days")
    if days is None:
        days = 14
    elif days < 0:
        raise Refusal(f"payment days are negative: {days}")
    customer_no = record["customer_no"]
    number = get("external_ledger_no")
    if number is None:
        number = customer_no
    if not 10000 <= number <= 19999:
        raise Refusal(f"{number} lies in no customer series")
    term = references("find", "PaymentTerm.CreditDays", days)
    if term is None:
        raise Refusal(f"Go has no payment term of {days} days")
    country = clean(get("country"))
    country_code = "NO" if country is None else COUNTRIES.get(country.upper())
    if country_code is None:
        raise Refusal(f"unknown country {country}")

    person = get("is_person") or False
    name = clean(get("name"))
    mail = clean(get("email"))
    if mail is not None:
        mail = mail.lower()
    organisation_no = clean(get("org_no"))
    if organisation_no is not None:
        organisation_no = NOT_DIGITS.sub("", organisation_no) or None
    discount = get("discount_percent")
    payload = {
        "Number": number,
        "ExternalNumber": customer_no,
        "ExternalImportReference": f"win:customer:{customer_no}",
        "IsPerson": person,
        "OrganizationNumber": organisation_no,
        "EmailAddress": mail,
        "InvoiceEmailAddress": mail,
        "PhoneNumber": clean(get("phone")),
        "ReminderDeliveryType": "Print" if mail is None else "PdfByEmail",
        "PaymentTermId": term,
        "CurrencyCode": _limited(clean(get("currency")) or "NOK", 3, "CurrencyCode"),
        "IsVatFree": country_code != "NO",
        "Allowance": None if discount is None else discount.quantize(CENT, ROUND_HALF_UP),
        "SendPaymentReminders": days <= 30 and not person,
        "IsArchived": not get("active"),
    }
    if not person:
        if name is None:
            raise Refusal("a company needs a Name")
        payload["Name"] = payload["LegalName"] = name
    else:
        payload["FirstName"], payload["LastName"] = _names(name)
    city, postal_code = clean(get("city")), clean(get("postal_code"))
    if city is not None and postal_code is not None:
        payload["MailAddress"] = {
            "AddressLine1": _limited(clean(get("address_1")), 200, "AddressLine1"),
            "City": _limited(city.upper(), 100, "City"),
            "ZipCode": _limited(postal_code, 50, "ZipCode"),
            "CountryCode": country_code,
        }
    delivery = DELIVERY.get(clean(get("delivery_type")))  # type: ignore[arg-type]
    if delivery is not None:
        lacks = organisation_no is None if delivery == "EHF" else mail is None and delivery == "PdfByEmail"
        payload["InvoiceDeliveryType"] = "Print" if lacks else delivery
    department_no = clean(get("department_no"))
    if department_no is None:
        payload["DepartmentId"] = None
    else:
        department = references("link", "department", department_no)
        if department is not None:
            payload["DepartmentId"] = department
    return payload


def _limited(text: str | None, length: int, field: str) -> str | None:
    if text is not None and len(text) > length:
        raise Refusal(f"{field} takes {length} characters")
    return text


def _names(name: str | None) -> tuple[str, str]:
    """First and last name of `Kari Nordmann` or `Nordmann, Kari Anne`."""
    words = [] if name is None else name.split()
    if len(words) == 2 and "," not in name:  # type: ignore[operator]
        return words[0], words[1]
    last, comma, first = (name or "").partition(",")
    if comma and "," not in first and first and last:
        return " ".join(first.split()), " ".join(last.split())
    raise Refusal(f'"{name}" does not say which is the first name')
