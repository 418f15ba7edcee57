"""What a user of a path or expression language writes in Python beside it: the steps that the language has no word for.

Each takes an absent value for absent, as the rule language does.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bench.workloads.cleaning import clean
from bench.workloads.customer_by_hand import CENT, COUNTRIES, DELIVERY, NOT_DIGITS, Refusal
from bench.workloads.references import references

NOTHING = object()  # a field that is left out, as opposed to one that is empty


def nothing() -> object:
    """The mark of a field that is left out."""
    return NOTHING


def upper(text: str | None) -> str | None:
    """Clean, in capital letters."""
    text = clean(text)
    return None if text is None else text.upper()


def lower(text: str | None) -> str | None:
    """Clean, in small letters."""
    text = clean(text)
    return None if text is None else text.lower()


def digits(text: str | None) -> str | None:
    """Only the digits."""
    return None if text is None else NOT_DIGITS.sub("", text) or None


def cents(number: Decimal | None) -> Decimal | None:
    """With two decimals."""
    return None if number is None else number.quantize(CENT, ROUND_HALF_UP)


def first_name(name: str | None) -> str:
    """Of `Kari Nordmann` or `Nordmann, Kari Anne`. Raises Refusal."""
    return _names(clean(name) or "")[0]


def last_name(name: str | None) -> str:
    """Of `Kari Nordmann` or `Nordmann, Kari Anne`. Raises Refusal."""
    return _names(clean(name) or "")[1]


def _names(name: str) -> tuple[str, str]:
    words = name.split()
    if len(words) == 2 and "," not in name:
        return words[0], words[1]
    last, comma, first = name.partition(",")
    if comma and "," not in first:
        return " ".join(first.split()), " ".join(last.split())
    raise Refusal(name)


def numbered(number: int) -> int:
    """A number within the series. Raises Refusal."""
    if not 10000 <= number <= 19999:
        raise Refusal(f"{number} lies in no customer series")
    return number


def country(text: str | None) -> str:
    """A country's code. Raises Refusal."""
    code = COUNTRIES.get(upper(text) or "NO")
    if code is None:
        raise Refusal(f"unknown country {text}")
    return code


def delivery(word: str | None, organisation_no: str | None, mail: str | None) -> Any:
    """Go's word for how an invoice is delivered; the mark of nothing when Win says none that Go takes."""
    wanted = DELIVERY.get(clean(word) or "")
    if wanted is None:
        return NOTHING
    lacks = organisation_no is None if wanted == "EHF" else mail is None and wanted == "PdfByEmail"
    return "Print" if lacks else wanted


def term(days: int) -> Any:
    """The id of a payment term. Raises Refusal."""
    found = references("find", "PaymentTerm.CreditDays", days)
    if found is None:
        raise Refusal(f"Go has no payment term of {days} days")
    return found


def department(number: str | None) -> Any:
    """The id of a department; the mark of nothing when Go does not have it."""
    number = clean(number)
    if number is None:
        return None
    found = references("link", "department", number)
    return NOTHING if found is None else found


def without_nothing(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload without the fields that are left out."""
    return {name: value for name, value in payload.items() if value is not NOTHING}
