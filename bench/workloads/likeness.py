"""Whether two payloads are the same to the last digit: equal values of equal types, decimals with equal decimals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def same(one: Any, other: Any) -> bool:
    """Exactly the same; 12.5 is not 12.50, 1 is not True, and an absent field is not an empty one."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other) and (not isinstance(one, Decimal) or one.as_tuple() == other.as_tuple())


def alike(one: Any, other: Any) -> bool:
    """The same to a reader: numbers by their value, a float by the digits it shows, absent and None alike."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(alike(one.get(name), other.get(name)) for name in one.keys() | other.keys())
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        return type(one) is type(other) and bool(one == other)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    numbers = isinstance(one, (int, float, Decimal)) and isinstance(other, (int, float, Decimal))
    return numbers and Decimal(str(one)) == Decimal(str(other))
