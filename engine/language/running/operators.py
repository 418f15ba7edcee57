"""Operators on values that are there: comparison, exact arithmetic, and how operands settle a result by themselves."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from engine.diagnostics.source import Span
from engine.language import exact
from engine.language.functions.date import days_after
from engine.language.running import refusals
from engine.language.running.values import is_bounded
from engine.language.running.walk import NOTHING, Failed
from engine.model.placeholder import Placeholder
from engine.model.text import say

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CALCULATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": exact.add,
    "-": exact.subtract,
    "*": exact.multiply,
    "/": exact.divide,
}


def flows(values: Iterable[Any]) -> tuple[bool, Any]:
    """Whether operands settle the result by themselves, and to what: absent, unmanaged, or known only later."""
    unmanaged, later = False, None
    for value in values:
        if value is None:
            return True, None
        if value is NOTHING:
            unmanaged = True
        elif later is None and isinstance(value, Placeholder):
            later = value
    return (True, NOTHING) if unmanaged else (later is not None, later)


def is_comparison(sign: str) -> bool:
    """Whether the operator answers yes or no about two values."""
    return sign in _COMPARISONS


def compared(sign: str, left: Any, right: Any) -> bool | None:
    """The answer; none when an operand is absent, or known only after a write."""
    stopped, _ = flows([left, right])
    return None if stopped else _COMPARISONS[sign](left, right)


def calculated(sign: str, left: Any, right: Any, span: Span) -> Any:
    """The exact result; a date and a number of days give a date. Raises Failed when there is none."""
    if isinstance(left, date):
        return days_after(left, right if sign == "+" else exact.negate(right))
    try:
        return bounded(_CALCULATIONS[sign](left, right), span)
    except ZeroDivisionError:
        reason = say("{value} is divided by 0", value=refusals.shown(left))
        raise Failed(refusals.uncomputable, reason, span) from None


def bounded(value: Any, span: Span) -> Any:
    """The number, unless it has grown beyond all amounts. Raises Failed."""
    if not is_bounded(value):
        raise Failed(refusals.uncomputable, say("this number grows beyond all amounts"), span)
    return value
