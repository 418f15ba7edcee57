"""What the generated functions call: the seldom cases of the steps that they carry out themselves.

Where a record is other than the fast way takes it to be, Again is raised, and the interpreter has the word.
"""

from __future__ import annotations

import decimal
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Context
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from engine.diagnostics.source import Span
from engine.language import exact, typed
from engine.language.functions.registry import StepFailed
from engine.language.outcome import NoSuchRecord
from engine.language.running import contract, documents, operators, values
from engine.language.running.contract import Places
from engine.language.running.walk import NOTHING, Failed
from engine.model.placeholder import Placeholder
from engine.model.record import Fault
from engine.model.schema import Entity, Field
from engine.model.types import Kind


class Again(Exception):
    """The record is none for the fast way."""


class Stuck(Exception):
    """A statement has no value."""


class Missed(Exception):
    """A step failed where its answer stands further out."""


# What keeps one statement from having a value, while the others go on.
STUCK = (Stuck, Missed, Failed, documents.NotMade, ArithmeticError)

# What the function raises for a record that is not as it takes records to be.
UNABLE = (
    Again,
    Stuck,
    Missed,
    Failed,
    documents.NotMade,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class _Miss:
    """What a failed step leaves in a variable."""

    __slots__ = ()


class _Unset:
    """What stands in a let that was not asked for yet."""

    __slots__ = ()


class _Held:
    """What stands in a let that has no value, and never will."""

    __slots__ = ()


MISS = _Miss()
UNSET = _Unset()
HELD = _Held()

# Room for every amount there is, and a signal for what is beyond it: nothing is ever rounded unasked.
_PLACES_MAX = 60
INT_DIGITS_MAX = 18
INT_MAX = 10**INT_DIGITS_MAX
SMALL = 2**30 - 1  # Python compares no ints faster than those up to it
EXACT = Context(
    prec=_PLACES_MAX,
    Emin=-_PLACES_MAX,
    Emax=_PLACES_MAX,
    traps=[
        decimal.Inexact,
        decimal.Rounded,
        decimal.Clamped,
        decimal.Subnormal,
        decimal.Overflow,
        decimal.InvalidOperation,
        decimal.DivisionByZero,
    ],
)

added = EXACT.add

# Short texts that were read, and what was read of them. Nothing in it is of one mapping or one customer.
_SEEN: dict[str | None, str | None] = {None: None}
_SEEN_MAX = 20_000
seen = _SEEN.get
normalize = unicodedata.normalize
integral = values.integral
_EMPTY: Mapping[str, Any] = MappingProxyType({})
_NOWHERE = Span("", 1, 1, 1, 1)


def row_of(value: Any) -> Any:
    """Whatever has fields that can be read."""
    if not isinstance(value, Mapping):
        raise Again
    return value


def row_referred_to(value: Any) -> Any:
    """A record that another one refers to; of one that is not there, all fields are absent."""
    return _EMPTY if value is None else row_of(value)


def rows_of(value: Any) -> Any:
    """The rows of a list, which are looked at one by one."""
    if not isinstance(value, tuple | list):
        raise Again
    return value


def read(field: Field, value: Any) -> Any:
    """A present value of a field, read as the interpreter reads it. Raises Again for one that is not of its type."""
    found = values.read(field, value)
    if isinstance(found, Fault | Placeholder) or (isinstance(found, int) and not -INT_MAX < found < INT_MAX):
        raise Again
    return found


def code(field: Field, value: Any) -> Any:
    """A short text, clean, that was not seen before."""
    found = read(field, value)
    if isinstance(value, str) and len(_SEEN) < _SEEN_MAX:
        _SEEN[value] = found
    return found


def written(value: Any) -> str:
    """A value as a text has it. Raises Again for a quotient whose decimals never end."""
    text = values.printed(value)
    if isinstance(value, Placeholder) or (isinstance(value, Fraction) and "/" in text):
        raise Again
    return text


def known_now(value: Any) -> Any:
    """A value that is no placeholder."""
    if isinstance(value, Placeholder):
        raise Again
    return value


def attempted(run: Callable[..., Any], *arguments: Any) -> Any:
    """What a step gives that can fail."""
    try:
        return run(*arguments)
    except StepFailed:
        return MISS


def linked(kind: Kind, found: Any) -> Any:
    """What a link found."""
    if found is None or isinstance(found, NoSuchRecord) or not values.fits(kind, found):
        return MISS
    return found


def calculated(sign: str, left: Any, right: Any) -> Any:
    """The exact result of two operands, whatever they are."""
    return operators.calculated(sign, left, right, _NOWHERE)


def stopped(found: tuple[Any, ...]) -> Any:
    """What operands settle by themselves."""
    return operators.flows(found)[1]


def member(value: Any, options: tuple[Any, ...]) -> bool | None:
    """Whether a value is among others."""
    answers = [operators.compared("==", value, option) for option in options]
    if True in answers:
        return True
    return None if None in answers else False


def rendered(node: typed.Render, found: tuple[Any, ...]) -> Any:
    """A template's text."""
    return known_now(documents.made(node, found))


def settled(field: Field, value: Any) -> Any:
    """A value as its target takes it. Raises Stuck when it does not."""
    found = contract.settle(field, value, "", _NOWHERE)
    if isinstance(found, contract.Unfit):
        raise Stuck
    return found


def demand_whole(entity: Entity, payload: Mapping[str, Any], continues: bool) -> None:
    """Raises Again when the record as a whole lacks something."""
    if any(contract.unmet(entity, payload, Places(), continues=continues)):
        raise Again


def summed(found: list[Any]) -> Any:
    """The exact sum of what was found."""
    return _of_all(found, _added_up)


def _added_up(values: Iterable[exact.Number]) -> exact.Number:
    total: exact.Number = 0
    for value in values:
        total = exact.add(total, value)
    return total


def least(found: list[Any]) -> Any:
    """The least."""
    return _of_all(found, lambda values: min(values, default=None))


def greatest(found: list[Any]) -> Any:
    """The greatest."""
    return _of_all(found, lambda values: max(values, default=None))


def counted(found: list[Any]) -> int:
    """How many are there."""
    return sum(value is not None and value is not NOTHING for value in found)


def _of_all(found: list[Any], made: Callable[[list[Any]], Any]) -> Any:
    stopped, answer = operators.flows(found)
    return answer if stopped else made(found)


def and_(left: Any, right: Any) -> bool | None:
    """`and` of two answers: a plain no settles it."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def or_(left: Any, right: Any) -> bool | None:
    """`or` of two answers: a plain yes settles it."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None
