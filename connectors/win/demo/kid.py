"""Customer identification numbers (KID) for the demo: ten digits of customer and invoice, and a check digit.

A check digit of mod 11 may be ten, which is written as a hyphen; leading zeros are part of the number.
"""

from __future__ import annotations


def kid_mod10(customer_no: int, invoice_no: int) -> str:
    """Eleven characters with a Luhn check digit."""
    digits = f"{customer_no:06}{invoice_no:05}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    total = sum(value // 10 + value % 10 for value in doubled)
    return f"{digits}{-total % 10}"


def kid_mod11(customer_no: int, invoice_no: int) -> str:
    """The same with a mod 11 check character."""
    digits = f"{customer_no:06}{invoice_no:05}"
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(digits)))
    check = -total % 11
    return f"{digits}{'-' if check == 10 else check}"
