"""Types of constants, sums and branches: what comes of values whose types are known.

Pure rules on types, without names, spans or complaints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from engine.language.clean import utf16_length
from engine.model import types
from engine.model.frozen import replace
from engine.model.types import Kind, Type

DATE_LENGTH = 10  # a date prints as 2026-01-31

# What the words stand for: they fit everywhere, and only `empty` is a missing value.
NO_VALUE = types.UNKNOWN
EMPTY = types.UNKNOWN.optional()


def constant(value: int | Decimal | date | bool | str) -> Type:
    """The type of a value that is written out. A text is one of its own, only, choices; an empty one is absent."""
    if isinstance(value, bool):
        return types.FLAG
    if isinstance(value, int):
        return types.number(0)
    if isinstance(value, Decimal):
        return types.number(_decimals(value))
    if isinstance(value, str):
        return types.text(utf16_length(value), absent=not value, choices=frozenset((value,)))
    return types.DATE


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def flow(result: Type, *operands: Type) -> Type:
    """The result of a step: absent or failing as soon as one of its operands is."""
    absent = result.absent or any(operand.absent for operand in operands)
    fails = result.fails or any(operand.fails for operand in operands)
    return result.optional(absent).failing(fails)


def join(first: Type, second: Type) -> Type | None:
    """The type of a value that comes from either of two branches; None when they cannot be one value."""
    absent, fails = first.absent or second.absent, first.fails or second.fails
    if first.kind is Kind.UNKNOWN:
        return replace(second, absent=absent, fails=fails)
    if second.kind is Kind.UNKNOWN:
        return replace(first, absent=absent, fails=fails)
    if first.kind is not second.kind or first.entity != second.entity:
        return None
    return replace(
        first,
        absent=absent,
        fails=fails,
        length_max=_both(max, first.length_max, second.length_max),
        scale=_both(max, first.scale, second.scale),
        choices=None if first.choices is None or second.choices is None else first.choices | second.choices,
    )


def calculated(operator: str, left: Type, right: Type) -> Type | None:
    """The type of `left + right` and its like; None when these cannot be calculated with."""
    if left.kind is Kind.NUMBER and right.kind is Kind.NUMBER:
        return flow(types.number(_scale(operator, left, right)), left, right)
    if left.kind is Kind.DATE and right.kind is Kind.NUMBER and operator in "+-" and right.scale == 0:
        return flow(types.DATE, left, right)
    return None


def _scale(operator: str, left: Type, right: Type) -> int | None:
    if operator == "/":
        return None
    return _both(_add if operator == "*" else max, left.scale, right.scale)


def _add(first: int, second: int) -> int:
    return first + second


def _both(combine: Callable[[int, int], int], first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else combine(first, second)


def composed(pieces: Iterable[str | Type]) -> Type:
    """The type of a text with holes; its length is known when every piece's is."""
    total: int | None = 0
    holes: list[Type] = []
    for piece in pieces:
        if isinstance(piece, Type):
            holes.append(piece)
        length = _printed_length(piece) if isinstance(piece, Type) else utf16_length(piece)
        total = _both(_add, total, length)
    return flow(types.text(total), *holes)


def _printed_length(hole: Type) -> int | None:
    if hole.kind is Kind.TEXT:
        return hole.length_max
    return DATE_LENGTH if hole.kind is Kind.DATE else None


def without_choices(value: Type) -> Type:
    """A text as a function sees it: what comes out is no longer one of the values that went in."""
    return replace(value, choices=None)
