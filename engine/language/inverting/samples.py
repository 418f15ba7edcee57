"""A few small values of a source field, the simplest first: where two of them meet, a rule cannot be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from engine.language.clean import utf16_length
from engine.model.schema import Field
from engine.model.types import Kind

_TEXTS = ("a", "b", "A", "1", "2", "a b", "a c", "b, a", "1-2", "10", "10-2", "Kari Nordmann", "Nordmann, Kari")
_DATES = (date(2026, 1, 1), date(2026, 1, 2), date(2026, 2, 1), date(2025, 1, 1))
_MOMENTS = tuple(datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in _DATES)
_SCALE_MAX = 4  # of a number with any decimals: as many as amounts and exchange rates have
_LENGTH_MAX = 200  # a constant up to it may be a length, at which texts are cut


def samples(field: Field, constants: Iterable[Any] = ()) -> list[Any]:
    """Small values that the field may hold, and those near to the constants that a rule names; never absence."""
    make = _OF_A_KIND.get(field.type.kind)
    found = [] if make is None else [value for value in make(field, tuple(constants)) if _fits(value, field)]
    return list(dict.fromkeys(found))


def _texts(field: Field, constants: Iterable[Any]) -> Iterator[str]:
    if field.type.choices is not None:
        yield from sorted(field.type.choices)
        return
    yield from _TEXTS
    for constant in constants:
        if isinstance(constant, str) and constant:
            yield from (constant, f"a{constant}b", f"1{constant}2", constant * 2)
        elif isinstance(constant, int) and 0 < constant <= _LENGTH_MAX:
            yield from ("a" * constant, "a" * constant + "b", "a" * constant + "c")
    yield "ab"


def _numbers(field: Field, constants: Iterable[Any]) -> Iterator[int | Decimal]:
    scale = min(_SCALE_MAX if field.type.scale is None else field.type.scale, _SCALE_MAX)
    unit = Decimal(1).scaleb(-scale)
    yield from (0, 1, 2, -1)
    for constant in constants:
        if isinstance(constant, int | Decimal) and not isinstance(constant, bool):
            yield from (near for near in (constant, constant + 1, constant - 1) if near == round(near, scale))
    yield from (unit * number for number in (1, 2, 3, 4, 5, 6, 15, 25) if scale > 0)


def _flags(field: Field, constants: Iterable[Any]) -> Iterator[bool]:
    yield from (True, False)


def _dates(field: Field, constants: Iterable[Any]) -> Iterator[date]:
    yield from _DATES
    yield from (constant for constant in constants if isinstance(constant, date))


def _moments(field: Field, constants: Iterable[Any]) -> Iterator[datetime]:
    yield from _MOMENTS


def _fits(value: Any, field: Field) -> bool:
    longest = field.type.length_max
    return not isinstance(value, str) or longest is None or utf16_length(value) <= longest


_OF_A_KIND: Mapping[Kind, Callable[[Field, Iterable[Any]], Iterator[Any]]] = {
    Kind.TEXT: _texts,
    Kind.FILE: _texts,
    Kind.NUMBER: _numbers,
    Kind.FLAG: _flags,
    Kind.DATE: _dates,
    Kind.DATETIME: _moments,
}
