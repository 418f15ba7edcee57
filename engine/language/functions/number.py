"""The number functions: reading numbers from texts, rounding, signs.

All is exact; a rounding names its mode and nothing else rounds.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from engine.language import exact
from engine.language.exact import Number
from engine.language.functions.objections import whole_between
from engine.language.functions.registry import Example, Parameter, StepClass, StepFailed, function
from engine.model import types
from engine.model.pattern import pattern
from engine.model.text import say
from engine.model.types import Kind, Type

_TEXT = frozenset({Kind.TEXT})
_NUMBER = frozenset({Kind.NUMBER})

_DIGITS_MAX = 1000  # Python refuses to turn endless digits into a number; no code or amount comes near
_PLACES_MAX = 28
_WHOLE = pattern("-?[0-9]+")
# Spaces between thousands as people and programs write them: plain, thin, no-break, narrow no-break.
_THOUSANDS = " \u2009\u00a0\u202f"


def _whole(*_: Type | None) -> Type:
    return types.number(0)


def _any_number(*_: Type | None) -> Type:
    return types.number(None)


def _same_scale(number: Type, *_: Type | None) -> Type:
    return types.number(number.scale)


def _written_whole(value: Number) -> Number:
    """The way back of `integer`: the number itself; a text field takes its digits."""
    return value


@function(
    "integer",
    family="number",
    parameters=(Parameter("value", _TEXT | _NUMBER),),
    result=_whole,
    fails=True,
    step_class=StepClass.NEEDS_OLD_VALUE,
    examples=(
        Example("512", result=512),
        Example("-3", result=-3),
        Example("007", result=7),
        Example(Decimal("12.00"), result=12),
        Example("1 234", fails=True),
        Example("12,5", fails=True),
        Example(Decimal("12.50"), fails=True),
    ),
    back=_written_whole,
)
def integer(value: str | Number) -> int:
    """A whole number from a text of nothing but digits (and a minus before them), or from a number that is whole."""
    if not isinstance(value, str):
        return _whole_or_fail(exact.whole(value))
    readable = _WHOLE.fullmatch(value) and len(value) <= _DIGITS_MAX
    return _whole_or_fail(int(value) if readable else None)


def _whole_or_fail(value: int | None) -> int:
    if value is None:
        raise StepFailed(say("is not a whole number"))
    return value


def _written_decimal(value: Number, mark: str) -> str:
    return exact.number_text(value).replace(".", mark)


def _mark_objection(value: Any) -> str | None:
    return None if value in (".", ",") else say('must be "." or ","')


@function(
    "decimal",
    family="number",
    parameters=(
        Parameter("text", _TEXT),
        Parameter("mark", _TEXT, required=False, default=".", constant=True, objection=_mark_objection),
    ),
    result=_any_number,
    fails=True,
    step_class=StepClass.NEEDS_OLD_VALUE,
    examples=(
        Example("12.50", result=Decimal("12.50")),
        Example("1 234,5", '","', Decimal("1234.5")),
        Example("-12", result=-12),
        Example("12,50", fails=True),
        Example("1e3", fails=True),
    ),
    back=_written_decimal,
)
def decimal(text: str, mark: str) -> int | Decimal:
    """An exact number from a text, with the decimal mark that is named; spaces may part the thousands."""
    found = _number_pattern(mark).fullmatch(text)
    if found is None or len(text) > _DIGITS_MAX:
        raise StepFailed(say('is not a number with "{mark}" before its decimals', mark=mark))
    digits = re.sub(f"[{_THOUSANDS}]", "", found["whole"])
    sign = "-" if found["sign"] else ""
    if found["part"] is None:
        return int(sign + digits)
    return exact.EXACT.plus(Decimal(f"{sign}{digits}.{found['part']}"))  # `plus` takes the sign from -0.00


@lru_cache
def _number_pattern(mark: str) -> re.Pattern[str]:
    grouped = f"[0-9]{{1,3}}(?:[{_THOUSANDS}][0-9]{{3}})+"
    return re.compile(rf"(?P<sign>[-\u2212])?(?P<whole>{grouped}|[0-9]+)(?:{re.escape(mark)}(?P<part>[0-9]+))?")


def _rounded_type(result: Type, constants: tuple[Any, ...]) -> Type:
    """No more decimals than are asked for, nor more than the number has."""
    places = constants[1]
    if places is None:
        return types.number(None)
    return types.number(int(places) if result.scale is None else min(int(places), result.scale))


@function(
    "round",
    family="number",
    parameters=(
        Parameter("number", _NUMBER),
        Parameter(
            "places",
            _NUMBER,
            required=False,
            default=0,
            constant=True,
            objection=whole_between(0, _PLACES_MAX),
        ),
        Parameter("mode", words=exact.ROUNDING_MODES, required=False, default=exact.HALF_AWAY),
    ),
    result=_same_scale,
    refine=_rounded_type,
    step_class=StepClass.QUANTUM,
    examples=(
        Example(Decimal("2.345"), "2", Decimal("2.35")),
        Example(Decimal("-2.345"), "2", Decimal("-2.35")),
        Example(Decimal("2.345"), "2, half_even", Decimal("2.34")),
        Example(Decimal("2.349"), "2, down", Decimal("2.34")),
        Example(Decimal("2.5"), result=3),
    ),
)
def round_to(number: Number, places: Number, mode: str) -> int | Decimal:
    """Rounded to so many decimals: halves away from zero, unless `half_even` or `down` is asked for."""
    return exact.round_number(number, int(places), mode)


@function(
    "negate",
    family="number",
    parameters=(Parameter("number", _NUMBER),),
    result=_same_scale,
    step_class=StepClass.EXACT,
    examples=(
        Example(Decimal("12.50"), result=Decimal("-12.50")),
        Example(-3, result=3),
        Example(0, result=0),
    ),
    back=exact.negate,
)
def negate(number: Number) -> Number:
    """The number with the other sign."""
    return exact.negate(number)


@function(
    "abs",
    family="number",
    parameters=(Parameter("number", _NUMBER),),
    result=_same_scale,
    step_class=StepClass.ONE_WAY,
    examples=(Example(Decimal("-0.05"), result=Decimal("0.05")), Example(7, result=7)),
)
def absolute(number: Number) -> Number:
    """The number without its sign."""
    return exact.absolute(number)
