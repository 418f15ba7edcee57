"""Filters of lists: what a query parameter selects among the objects shown.

Number lists take ranges, text lists compare without regard to case, change filters are strictly greater than.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from connectors.standin.body import Body, text_of, whole_of
from connectors.standin.call import Query
from connectors.standin.company import Books
from connectors.standin.problems import problem, unbound, uncastable
from connectors.standin.stamps import parse_day, parse_stamp

Predicate: TypeAlias = Callable[[Body], bool]
Filter: TypeAlias = "Callable[[Parameter], Predicate]"

_RANGE = re.compile(r"\s*(?P<low>\d+)?\s*(?:(?P<dash>-)\s*(?P<high>\d+)?)?\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter that was given: its name and value, the whole query, and the books that are read."""

    name: str
    value: str
    query: Query
    books: Books


def chosen(rows: Iterable[Body], filters: Mapping[str, Filter], query: Query, books: Books) -> list[Body]:
    """The rows that every given parameter selects. Raises AnswerError for a value that cannot be read."""
    values = {name: query.get(name) for name in filters}
    given = [Parameter(name, value, query, books) for name, value in values.items() if value is not None]
    predicates = [filters[parameter.name](parameter) for parameter in given]
    return [row for row in rows if all(predicate(row) for predicate in predicates)]


def numbers(field: str) -> Filter:
    """`10000-11000,12000,13000-`: single numbers and ranges, both ends inclusive."""

    def make(given: Parameter) -> Predicate:
        ranges = [_range(given.name, part) for part in given.value.split(",")]
        return lambda row: _within(whole_of(row, field), ranges)

    return make


def whole_numbers(field: str) -> Filter:
    """A comma list of numbers without ranges."""

    def make(given: Parameter) -> Predicate:
        parts = [part.strip() for part in given.value.split(",")]
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise uncastable(
                f"{given.name} contains negative numbers and/or range of numbers. '-' is not allowed, only comma ',' "
                "separated single positive numbers are allowed."
            )
        wanted = {int(part) for part in parts}
        return lambda row: whole_of(row, field) in wanted

    return make


def texts(field: str) -> Filter:
    """A comma list of texts."""

    def make(given: Parameter) -> Predicate:
        wanted = {part.strip().casefold() for part in given.value.split(",")}
        return lambda row: (text_of(row, field) or "").casefold() in wanted

    return make


def codes_or_none(field: str) -> Filter:
    """A comma list of codes; -1 selects what has none."""

    def make(given: Parameter) -> Predicate:
        wanted = {part.strip().casefold() for part in given.value.split(",")}
        return lambda row: (text_of(row, field) or "-1").casefold() in wanted

    return make


def contains(field: str) -> Filter:
    """A text that contains another."""

    def make(given: Parameter) -> Predicate:
        return lambda row: given.value.casefold() in (text_of(row, field) or "").casefold()

    return make


def exactly(field: str) -> Filter:
    """One text, compared exactly."""

    def make(given: Parameter) -> Predicate:
        return lambda row: row.get(field) == given.value

    return make


def flag(field: str) -> Filter:
    """true or false."""

    def make(given: Parameter) -> Predicate:
        wanted = as_flag(given.name, given.value)
        return lambda row: bool(row.get(field)) is wanted

    return make


def choices(field: str, members: Sequence[str]) -> Filter:
    """A comma list of an enum's members."""

    def make(given: Parameter) -> Predicate:
        wanted = {part.strip() for part in given.value.split(",")}
        if not wanted <= set(members):
            raise unbound({given.name: [f"The value '{given.value}' is not valid."]})
        return lambda row: row.get(field) in wanted

    return make


def only_when(holds: Predicate) -> Filter:
    """A switch: true keeps only what holds, false changes nothing."""

    def make(given: Parameter) -> Predicate:
        return holds if as_flag(given.name, given.value) else _everything

    return make


def after(field: str) -> Filter:
    """Changed or created later than a timestamp; not at it."""

    def make(given: Parameter) -> Predicate:
        moment = as_stamp(given.name, given.value)
        return lambda row: (text_of(row, field) or "") > moment

    return make


def from_day(field: str) -> Filter:
    """On a day or later."""

    def make(given: Parameter) -> Predicate:
        first = as_day(given.name, given.value)
        return lambda row: (text_of(row, field) or "") >= first

    return make


def to_day(field: str) -> Filter:
    """On a day or earlier."""

    def make(given: Parameter) -> Predicate:
        last = as_day(given.name, given.value)
        return lambda row: (text_of(row, field) or "") <= last

    return make


def accepted(given: Parameter) -> Predicate:
    """A parameter that another filter reads: it selects nothing by itself."""
    return _everything


def no_groups(given: Parameter) -> Predicate:
    """Contact groups: a company here has none, so any that is named is not found."""
    whole_numbers("")(given)
    raise problem(404, "Object(s) not found", f"Could not find contact group(s) with id = {given.value}.")


def as_flag(name: str, value: str | None) -> bool:
    """A query's boolean; absent is false."""
    if value is None or value.strip().lower() == "false":
        return False
    if value.strip().lower() == "true":
        return True
    raise unbound({name: [f"The value '{value}' is not valid."]})


def as_stamp(name: str, value: str) -> str:
    """A query's timestamp in its own form."""
    try:
        return parse_stamp(value)
    except ValueError:
        raise unbound({name: [f"The value '{value}' is not valid."]}) from None


def as_day(name: str, value: str | None) -> str:
    """A query's date; it is required where it is asked for."""
    if value is None:
        raise unbound({name: [f"A value for the '{name}' parameter or property was not provided."]})
    try:
        return parse_day(value)
    except ValueError:
        raise unbound({name: [f"The value '{value}' is not valid."]}) from None


def _range(name: str, part: str) -> tuple[int, int | None]:
    match = _RANGE.fullmatch(part)
    if match is None or (match["low"] is None and match["high"] is None):
        raise uncastable(f"{name} contains '{part.strip()}', which is neither a number nor a range of numbers.")
    low = int(match["low"] or 0)
    if match["dash"] is None:
        return low, low
    return low, int(match["high"]) if match["high"] else None


def _within(value: int | None, ranges: list[tuple[int, int | None]]) -> bool:
    return value is not None and any(low <= value and (high is None or value <= high) for low, high in ranges)


def _everything(row: Body) -> bool:
    return True
