"""A copy of the demo's customers and all that is theirs: under which numbers its records stand.

A number keeps what it is to Go: one in a customer series stays in one, one outside stays outside, and one in the chart
of accounts stays there as long as the chart has numbers left.
"""

from __future__ import annotations

from dataclasses import dataclass

from connectors.win.demo.kid import kid_mod10, kid_mod11
from connectors.win.demo.register import organisation_number_from
from connectors.win.demo.table import Kept

FIRST_IN_SERIES = 100_000  # copy 7 of customer 10023 is 107023
_FIRST_OUTSIDE = 900_000_000
_CUSTOMERS = 1_000  # numbers set aside for each copy's customers
_LAST_OF_CHART = 9_999
_FIRST_INVOICE, _FIRST_COPIED_INVOICE = 4981, 10_000
_ORDERS, _CONTACTS, _ENTRIES = 10, 20, 50


@dataclass(frozen=True, slots=True)
class Copy:
    """One of `copies`, by its number from 1 on."""

    number: int
    copies: int

    def row_id(self, original: Kept) -> str:
        """The copy's number stands in the place of the original's first eight digits."""
        return f"{self.number:08x}{str(original)[8:]}"

    def customer(self, number: Kept) -> Kept:
        """A customer's number, or the external one that takes its place in Go."""
        if number is None:
            return None
        original, ahead = int(number), self.number * _CUSTOMERS
        if original >= 10_000:
            return FIRST_IN_SERIES + ahead + original - 10_000
        if 1_000 <= original <= _LAST_OF_CHART - self.number:
            return original + self.number
        return _FIRST_OUTSIDE + ahead + original % 1_000

    def invoice(self, number: Kept) -> Kept:
        """The copies of an invoice follow one another, so that dates follow numbers as in a journal."""
        if number is None:
            return None
        return _FIRST_COPIED_INVOICE + (int(number) - _FIRST_INVOICE) * self.copies + self.number - 1

    def order(self, number: Kept) -> int:
        """An invoice order's number."""
        return int(number or 0) + self.number * _ORDERS

    def contact(self, contact_id: Kept) -> Kept:
        """A contact person's id, K021 for the first copy of K001."""
        return contact_id and f"K{int(str(contact_id)[1:]) + self.number * _CONTACTS:03}"

    def entry(self, entry_id: Kept) -> str:
        """A time entry's id."""
        return f"T{int(str(entry_id)[1:]) + self.number * _ENTRIES:05}"

    def project(self, number: Kept) -> Kept:
        """A project's number; its dots stay."""
        return number and f"N{self.number}-{number}"

    def organisation(self, written: Kept) -> Kept:
        """An organisation number as it is written: a good one becomes another good one, a bad one stays as bad."""
        digits = "".join(letter for letter in str(written or "") if letter.isdigit())
        if len(digits) == 10:  # a Swedish one
            return f"556{self.number // 10_000:03}-{self.number % 10_000:04}"
        if len(digits) != 9 or organisation_number_from(int(digits[:8])) != digits:
            return written
        # The originals take less than 300 numbers.
        fresh = iter(organisation_number_from(int(digits[:8]) + 300 * self.number))
        return "".join(next(fresh) if letter.isdigit() else letter for letter in str(written))

    def kid(self, printed: Kept, customer: Kept, invoice: Kept) -> Kept:
        """An invoice's KID, printed in the way of the original's. `customer`, `invoice`: the original's numbers."""
        if printed is None:
            return None
        own = int(self.customer(customer) or 0), int(self.invoice(invoice) or 0)
        if str(printed).endswith("-"):
            return next(kid for more in range(100) if (kid := kid_mod11(own[0] * 100 + more, own[1])).endswith("-"))
        if printed != kid_mod10(int(customer or 0), int(invoice or 0)):  # the one that begins with zeros
            return f"000{kid_mod10(*own)}"
        return kid_mod10(*own)


def series_for(copies: int) -> list[dict[str, object]]:
    """Go's customer series for a demo with so many copies: the usual one, and one that holds them all."""
    last = FIRST_IN_SERIES + (copies + 1) * _CUSTOMERS - 1
    return [
        {"type": "Customer", "name": "Kunder", "from": 10_000, "to": 19_999, "default": True},
        {"type": "Customer", "name": "Flere kunder", "from": FIRST_IN_SERIES, "to": last, "default": False},
    ]
