"""Whether two values are one, seen from a target: `12.5` and `12.50`, an absent value and none."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.language.running.walk import NOTHING


def equal(one: Any, other: Any) -> bool:
    """Whether two values of one field are the same; a flag is no number, and `nothing` is like no value."""
    if one is NOTHING or other is NOTHING:
        return False
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if _is_number(one) and _is_number(other):
        return bool(one == other)
    return type(one) is type(other) and bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal | Fraction)
