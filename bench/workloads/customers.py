"""Customers as Win has them: 18 fields each, many absent, texts not always clean. The same ones every time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from bench.workloads import norwegian

MAPPING = Path(__file__).with_name("customer.yaml")
TODAY = date(2026, 11, 2)
SOURCE_FIELDS = 18
TARGET_FIELDS = 25
PAYMENT_TERMS = (0, 10, 14, 20, 30, 45)
DEPARTMENTS = tuple(str(number) for number in range(10, 100, 10))

_FIRST_NUMBER, _NUMBERS = 10000, 10000  # Go's customer series
_SEED = 20261102


def customers(count: int) -> list[dict[str, Any]]:
    """That many records."""
    chance = Random(_SEED)
    return [_customer(_FIRST_NUMBER + number % _NUMBERS, chance) for number in range(count)]


def refused_customers(count: int) -> list[dict[str, Any]]:
    """Records that the mapping refuses, for want of a payment term in Go."""
    return [{**record, "is_internal": False, "payment_days": 37} for record in customers(count)]


def _customer(number: int, chance: Random) -> dict[str, Any]:
    person = chance.random() < 0.2
    name = norwegian.person(chance) if person else norwegian.company(chance)
    postal_code, city = chance.choice(norwegian.PLACES)
    word = name.split()[0].strip(",").lower()
    return {
        "customer_no": number,
        "external_ledger_no": 20000 - (number - 9999) if chance.random() < 0.1 else None,
        "name": norwegian.dirty(name, chance),
        "is_person": person if chance.random() < 0.8 or person else None,
        "org_no": None if person else _organisation(chance),
        "address_1": _perhaps(f"{chance.choice(norwegian.STREETS)} {chance.randint(1, 99)}", 0.85, chance),
        "postal_code": _perhaps(postal_code, 0.9, chance),
        "city": _perhaps(city, 0.9, chance),
        "country": _perhaps(chance.choice(("Norge", "NO", "no", "Sverige", "DK", "Færøyene")), 0.4, chance),
        "phone": _perhaps(
            f"{chance.randint(20, 99)} {chance.randint(10, 99)} 12 {chance.randint(10, 99)}", 0.7, chance
        ),
        "email": _perhaps(f"Post@{word}-{number}.no", 0.75, chance),
        "delivery_type": chance.choice(("EPOST", "EPOST", "EHF", "EHF", "UTSKRIFT", "EFAKTURA", None)),
        "payment_days": chance.choice((*PAYMENT_TERMS, None, 14, 30)),
        "currency": chance.choice((None, "NOK", "NOK", "NOK", "SEK", "EUR")),
        "discount_percent": _discount(chance),
        "department_no": chance.choice((*DEPARTMENTS, None, None, "99")),
        "is_internal": chance.random() < 0.01,
        "active": chance.random() < 0.95,
    }


def _organisation(chance: Random) -> str | None:
    number = norwegian.organisation_number(chance.randint(80_000_000, 99_999_999))
    return None if number is None or chance.random() < 0.05 else norwegian.written_number(number, chance)


def _perhaps(text: str, share: float, chance: Random) -> str | None:
    """A text, absent (None or empty) in the other cases."""
    if chance.random() >= share:
        return chance.choice((None, None, "", "  "))
    return norwegian.dirty(text, chance)


def _discount(chance: Random) -> Decimal | None:
    """A percentage of Win's four decimals; many stand just at half a hundredth."""
    if chance.random() < 0.4:
        return None
    hundredths = chance.randint(0, 3000)
    return Decimal(hundredths * 100 + chance.choice((0, 0, 50, 49, 25))).scaleb(-4)


# ---- a register of any size, for whole plans


def register(count: int) -> Iterator[dict[str, Any]]:
    """Customers for the shipped mapping, made as they are read, however many; no two have a name in common."""
    patterns = [_registered(record) for record in customers(997)]
    for number in range(count):
        pattern = patterns[number % len(patterns)]
        yield {
            **pattern,
            "row_id": f"c{number:07d}",
            "customer_no": _FIRST_NUMBER + number,
            "name": f"{pattern['name']} {number}",
            "first_name": f"{pattern['first_name']} {number}" if pattern["is_person"] else None,
            "org_no": None if pattern["is_person"] else norwegian.organisation_number(80_000_000 + number),
        }


def _registered(record: dict[str, Any]) -> dict[str, Any]:
    """A record with every field that the shipped mapping reads, and nothing that it refuses or warns of."""
    country = "NO" if record["country"] in ("Norge", "no", "", "  ") else None
    rest = dict.fromkeys(("last_name", "first_name", "address_2", "invoice_email", "invoice_email_cc", "manager_no"))
    names = {"first_name": "Kari", "last_name": record["name"].split()[-1]} if record["is_person"] else {}
    flags = {"vat_free": False, "reminders": True, "is_internal": False, "active": True}
    department = record["department_no"] if record["department_no"] in DEPARTMENTS else None
    return {
        **record,
        **rest,
        **names,
        **flags,
        "external_ledger_no": None,
        "country": country,
        "department_no": department,
    }
