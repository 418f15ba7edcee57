"""The date functions: reading dates from texts, and counting with them.

Dates carry no time and there is no clock: `today` is given by the run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from engine.language.exact import Number
from engine.language.functions.registry import Example, Parameter, StepClass, StepFailed, function
from engine.model import types
from engine.model.pattern import pattern
from engine.model.text import say
from engine.model.types import Kind, Type

_TEXT = frozenset({Kind.TEXT})
_NUMBER = frozenset({Kind.NUMBER})
_DATE = frozenset({Kind.DATE})
_DAY = Parameter("date", _DATE)
_MOMENT = Parameter("date", frozenset({Kind.DATE, Kind.DATETIME}))

# What each run of letters stands for in a format, and the group that reads it.
_PARTS = {
    "d": "(?P<day>[0-9]{1,2})",
    "dd": "(?P<day>[0-9]{2})",
    "M": "(?P<month>[0-9]{1,2})",
    "MM": "(?P<month>[0-9]{2})",
    "yy": "(?P<short_year>[0-9]{2})",
    "yyyy": "(?P<year>[0-9]{4})",
}
# How each is written.
_WRITTEN: Mapping[str, Callable[[date], str]] = {
    "d": lambda day: str(day.day),
    "dd": lambda day: f"{day.day:02}",
    "M": lambda day: str(day.month),
    "MM": lambda day: f"{day.month:02}",
    "yy": lambda day: f"{day.year % 100:02}",
    "yyyy": lambda day: f"{day.year:04}",
}
_PIECE = pattern("d+|[Mm]+|[Yy]+|[^dMmYy]+")
_PART_NAME = pattern("<([a-z_]+)>")
_CENTURY_TURNS = 69  # a two-digit year before it is of this century, from it on of the last (as POSIX reads %y)


def _a_date(*_: Type | None) -> Type:
    return types.DATE


def _whole(*_: Type | None) -> Type:
    return types.number(0)


def _format_objection(value: Any) -> str | None:
    readable = isinstance(value, str) and _pattern(value) is not None
    if readable:
        return None
    return say('must name day, month and year once each, as in "dd.MM.yyyy" or "yyyyMMdd"')


def _written_date(day: date, format: str) -> str:
    """The way back of `date`: the day as the format writes it. Raises StepFailed for a year that has no two digits."""
    written = "".join(_WRITTEN[piece](day) if piece in _WRITTEN else piece for piece in _pieces(format))
    if read_date(written, format) != day:
        raise StepFailed(say("cannot be written as {format}", format=format))
    return written


@function(
    "date",
    family="date",
    parameters=(Parameter("text", _TEXT), Parameter("format", _TEXT, constant=True, objection=_format_objection)),
    result=_a_date,
    fails=True,
    step_class=StepClass.NEEDS_OLD_VALUE,
    examples=(
        Example("31.01.2026", '"dd.MM.yyyy"', date(2026, 1, 31)),
        Example("20260131", '"yyyyMMdd"', date(2026, 1, 31)),
        Example("1/2/26", '"d/M/yy"', date(2026, 2, 1)),
        Example("31.02.2026", '"dd.MM.yyyy"', fails=True),
        Example("2026-01-31", '"dd.MM.yyyy"', fails=True),
    ),
    back=_written_date,
)
def read_date(text: str, format: str) -> date:
    """A date from a text that is written as the format says: `d` or `dd`, `M` or `MM`, `yy` or `yyyy`."""
    pattern = _pattern(format)
    found = pattern.fullmatch(text) if pattern else None
    if found is None:
        raise StepFailed(say("is not a date written as {format}", format=format))
    numbers = {name: int(digits) for name, digits in found.groupdict().items()}
    return _real_date(numbers, format)


def _real_date(numbers: dict[str, int], format: str) -> date:
    short = numbers.get("short_year", 0)
    year = numbers.get("year", short + (2000 if short < _CENTURY_TURNS else 1900))
    try:
        return date(year, numbers["month"], numbers["day"])
    except ValueError:
        raise StepFailed(say("is not a day of the calendar, read as {format}", format=format)) from None


@lru_cache
def _pattern(format: str) -> re.Pattern[str] | None:
    """The pattern that reads a format; None when it does not name day, month and year once each, or is ambiguous."""
    pieces = _pieces(format)
    parts = [_PARTS.get(piece) or _literal(piece) for piece in pieces]
    names = sorted(_PART_NAME.findall("".join(part or "" for part in parts)))
    # "111" as dM is the first of November or the eleventh of January.
    ambiguous = any(first in "dM" and second in "dM" for first, second in pairwise(pieces))
    if ambiguous or None in parts or names not in (["day", "month", "year"], ["day", "month", "short_year"]):
        return None
    return re.compile("".join(part or "" for part in parts))


def _pieces(format: str) -> list[str]:
    return [_spelled(piece) for piece in _PIECE.findall(format)]


def _literal(piece: str) -> str | None:
    """A pattern for what stands between the numbers; no letter or digit may."""
    return None if any(character.isalnum() for character in piece) else re.escape(piece)


def _spelled(piece: str) -> str:
    """A run of letters as the table has it: there is no time in a date, so `mm` can only be the month."""
    return piece.lower().replace("m", "M")


def days_after(day: date, days: Number) -> date:
    """The date so many days later (earlier when negative); a part of a day does not count.

    It stops at the calendar's ends, year 1 and year 9999: 9999-12-31 means "for ever", and stays so.
    """
    ordinal = day.toordinal() + int(days)
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _earlier(day: date, days: Number) -> date:
    return days_after(day, -days)


@function(
    "add_days",
    family="date",
    parameters=(_DAY, Parameter("days", _NUMBER)),
    result=_a_date,
    step_class=StepClass.EXACT,
    examples=(
        Example(date(2026, 1, 31), "14", date(2026, 2, 14)),
        Example(date(2026, 3, 1), "-1", date(2026, 2, 28)),
        Example(date(9999, 12, 31), "30", date(9999, 12, 31)),
    ),
    back=_earlier,
)
def add_days(day: date, days: Number) -> date:
    """The date so many days later, or earlier when the number is negative."""
    return days_after(day, days)


@function(
    "days_between",
    family="date",
    parameters=(_DAY, Parameter("other", _DATE)),
    result=_whole,
    step_class=StepClass.ONE_WAY,
    examples=(
        Example(date(2026, 1, 31), "2026-02-14", 14),
        Example(date(2026, 2, 14), "2026-01-31", -14),
    ),
)
def days_between(day: date, other: date) -> int:
    """How many days from this date to the other one; negative when the other one is earlier."""
    return other.toordinal() - day.toordinal()


@function(
    "year",
    family="date",
    parameters=(_MOMENT,),
    result=_whole,
    step_class=StepClass.ONE_WAY,
    examples=(Example(date(2026, 1, 31), result=2026),),
)
def year(day: date) -> int:
    """The year, as a number."""
    return day.year


@function(
    "month",
    family="date",
    parameters=(_MOMENT,),
    result=_whole,
    step_class=StepClass.ONE_WAY,
    examples=(Example(date(2026, 1, 31), result=1),),
)
def month(day: date) -> int:
    """The month, 1 to 12."""
    return day.month
