"""Exact numbers: one decimal context that never rounds unasked, and the rounding that a rule names.

Values are int, Decimal, or, between a division and its rounding, Fraction. No float comes in or goes out.
"""

from __future__ import annotations

import decimal
from collections.abc import Mapping
from decimal import Context, Decimal
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = int | Decimal | Fraction


def _unlimited(*traps: type[decimal.DecimalException]) -> Context:
    return Context(prec=decimal.MAX_PREC, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX, traps=list(traps))


# Python's own context keeps 28 digits and drops the rest without a word. This one holds every digit, and would
# rather raise `decimal.Inexact` than lose one.
EXACT = _unlimited(decimal.Inexact, decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow)
ROUNDING = _unlimited(decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow)

HALF_AWAY = "half_away"  # the Norwegian practice, and the default
HALF_EVEN = "half_even"
DOWN = "down"  # towards zero

_MODES: Mapping[str, str] = {
    HALF_AWAY: decimal.ROUND_HALF_UP,  # Python's name for "half away from zero"
    HALF_EVEN: decimal.ROUND_HALF_EVEN,
    DOWN: decimal.ROUND_DOWN,
}
ROUNDING_MODES = tuple(_MODES)
ZERO = Decimal(0)


def python_mode(mode: str) -> str:
    """One of ROUNDING_MODES by Python's name for it."""
    return _MODES[mode]


def add(left: Number, right: Number) -> Number:
    """The exact sum."""
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    if isinstance(left, Fraction) or isinstance(right, Fraction):
        return _settled(Fraction(left) + Fraction(right))
    return EXACT.add(Decimal(left), Decimal(right))


def subtract(left: Number, right: Number) -> Number:
    """The exact difference."""
    if isinstance(left, int) and isinstance(right, int):
        return left - right
    if isinstance(left, Fraction) or isinstance(right, Fraction):
        return _settled(Fraction(left) - Fraction(right))
    return EXACT.subtract(Decimal(left), Decimal(right))


def multiply(left: Number, right: Number) -> Number:
    """The exact product; of decimals, with as many decimals as both have together."""
    if isinstance(left, int) and isinstance(right, int):
        return left * right
    if isinstance(left, Fraction) or isinstance(right, Fraction):
        return _settled(Fraction(left) * Fraction(right))
    return EXACT.plus(EXACT.multiply(Decimal(left), Decimal(right)))


def divide(left: Number, right: Number) -> int | Fraction:
    """The exact quotient: an int when it is whole, else a Fraction that must meet `round_number`.

    Raises ZeroDivisionError: what a rule then gives is the interpreter's to say.
    """
    return _settled(Fraction(left) / Fraction(right))


def negate(value: Number) -> Number:
    """The value with the other sign; zero has none."""
    if isinstance(value, Decimal):
        return EXACT.minus(value)
    return -value


def absolute(value: Number) -> Number:
    """The value without its sign."""
    if isinstance(value, Decimal):
        return EXACT.abs(value)
    return -value if value < 0 else value


def plain(value: Number) -> Number:
    """The value as it is written plainly: a zero without a sign, and 1E+5 as 100000."""
    return EXACT.add(value, ZERO) if isinstance(value, Decimal) else value


def compare(left: Number, right: Number) -> int:
    """-1, 0 or 1 as `left` is less than, equal to or greater than `right`; `12.50` equals `12.5`."""
    return (left > right) - (left < right)


def round_number(value: Number, places: int = 0, mode: str = HALF_AWAY) -> int | Decimal:
    """The value with `places` decimals: an int for none or fewer (-2: whole hundreds), else a Decimal with just those.

    `mode` is one of ROUNDING_MODES.
    """
    unit = Decimal((0, (1,), -places))
    exact = _widened(value, places) if isinstance(value, Fraction) else Decimal(value)
    rounded = exact.quantize(unit, _MODES[mode], ROUNDING)
    return int(rounded) if places <= 0 else EXACT.plus(rounded)  # `plus` takes the sign from -0.00


def whole(value: Number) -> int | None:
    """The value as an int, or None when it is not whole."""
    cut = int(value)
    return cut if cut == value else None


def number_text(value: Number) -> str:
    """The value in plain digits, never with an exponent: a Decimal with its own digits, an int with its digits.

    A quotient that no round has met is written in full when its decimals end, else as it is: `1/3`.
    """
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    places = _places_needed(value.denominator)
    return str(value) if places is None else number_text(round_number(value, places))


def _settled(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _widened(value: Fraction, places: int) -> Decimal:
    """A Decimal that rounds to `places` as the Fraction does: cut one digit further, a lost rest kept as a last 1.

    Without that last digit 0.2501 would look like the tie 0.25.
    """
    scale = max(places, 0) + 1
    digits, rest = divmod(abs(value.numerator) * 10**scale, value.denominator)
    sign = -1 if value < 0 else 1
    return Decimal(sign * (digits * 10 + (rest != 0))).scaleb(-scale - 1, EXACT)


def _places_needed(denominator: int) -> int | None:
    """How many decimals a fraction with this denominator has; None when they never end."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None
