"""Numbers and days within a sentence, as each language writes them: `4062.50` and `2026-11-24` in English.

For prose alone: a payload, a key and whatever somebody is to type keep the form that programs read.
"""

from __future__ import annotations

from datetime import date

from engine.model.text import Text, say


def number(text: object) -> str:
    """A number with its exact digits; one without decimals is the same in every language."""
    whole, point, decimals = str(text).partition(".")
    if not (point and whole.lstrip("-").isdecimal() and decimals.isdecimal()):
        return str(text)
    return say("{whole}.{decimals}", whole=whole, decimals=decimals)


def day(value: date) -> Text:
    """A day."""
    year, month, of_month = f"{value.year:04}", f"{value.month:02}", f"{value.day:02}"
    return say("{year}-{month}-{day}", year=year, month=month, day=of_month)
