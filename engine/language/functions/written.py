"""Amounts and dates as Norwegian documents write them: for templates and remarks, for no field that is read again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine.language import exact
from engine.language.exact import Number
from engine.language.functions.objections import whole_between
from engine.language.functions.registry import Example, Parameter, StepClass, function
from engine.model import types
from engine.model.types import Kind, Type

_PLACES_MAX = 28
_GROUP = "\u00a0"  # a space at which no line is broken


def _text(*_: Type | None) -> Type:
    return types.text()


def _date_text(*_: Type | None) -> Type:
    return types.text(10)


@function(
    "norwegian_amount",
    family="document",
    parameters=(
        Parameter("number", frozenset({Kind.NUMBER})),
        Parameter(
            "decimals",
            frozenset({Kind.NUMBER}),
            required=False,
            default=2,
            constant=True,
            objection=whole_between(0, _PLACES_MAX),
        ),
    ),
    result=_text,
    step_class=StepClass.ONE_WAY,
    examples=(
        Example(Decimal("1234567.5"), result="1\u00a0234\u00a0567,50"),
        Example(Decimal("-0.125"), result="-0,13"),
        Example(999, result="999,00"),
        Example(Decimal("12345.5"), "0", "12\u00a0346"),
    ),
)
def norwegian_amount(number: Number, decimals: int) -> str:
    """The number with a decimal comma and its thousands parted, rounded half away from zero."""
    written = exact.number_text(exact.round_number(number, int(decimals)))
    sign = "-" if written.startswith("-") else ""
    whole, _, rest = written.removeprefix("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", _GROUP)
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"


@function(
    "norwegian_date",
    family="document",
    parameters=(Parameter("date", frozenset({Kind.DATE})),),
    result=_date_text,
    step_class=StepClass.ONE_WAY,
    examples=(Example(date(2026, 1, 31), result="31.01.2026"), Example(date(987, 12, 1), result="01.12.0987")),
)
def norwegian_date(day: date) -> str:
    """The date as day, month and year: 31.01.2026."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"
