"""When the demo's invoices are dated: their dates follow their numbers, as a journal's do."""

from __future__ import annotations

from datetime import date, timedelta

FIRST_OF_AUTUMN, LAST_OF_AUTUMN = 5001, 5098
_FIRST_DAY, _DAYS = date(2026, 10, 1), 50  # the last invoice is of 2026-11-20


def date_of(number: int) -> date:
    """The date of an invoice from 2026-10-01 on."""
    place = (number - FIRST_OF_AUTUMN) * _DAYS // (LAST_OF_AUTUMN - FIRST_OF_AUTUMN)
    return _FIRST_DAY + timedelta(days=place)
