"""Two source records that a rule makes the same of: the proof that it cannot be undone, found by running it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any

from engine.language import typed
from engine.language.inverting.samples import samples
from engine.language.inverting.standing import Standing
from engine.language.reading import EACH, Read, readings
from engine.language.running.evaluation import evaluate
from engine.language.running.values import printed
from engine.language.running.walk import NOTHING, Failed, Held, Walk
from engine.model.frozen import changeable, field, frozen, replace
from engine.model.placeholder import Placeholder

_TRIES_MAX = 3000  # a mapping is checked while somebody waits
_FIELDS_MAX = 3


@frozen
class Meeting:
    """Two source records, by the names that the rule reads, which both give `value`."""

    one: Mapping[str, Any]
    other: Mapping[str, Any]
    value: Any


def meeting(standing: Standing, program: typed.Program, step: typed.Expression) -> Meeting | None:
    """The simplest two records that were found to meet in a step: it is given different values, and the rule gives one.

    None when none of the small records do, or the rule reads too many fields to try.
    """
    reads = readings(program)[standing.rule.span].reads
    if not reads or len(reads) > _FIELDS_MAX or any(EACH in read.path for read in reads):
        return None
    constants = list(_constants(standing.rule.value, standing.walk(program, {})))
    options = [samples(read.field, constants) for read in reads]
    seen: dict[tuple[type, Any], list[_Try]] = {}
    for values in islice(_simplest_first(options), _TRIES_MAX):
        tried = _try(standing, program, step, reads, values)
        if tried is None:
            continue
        others = seen.setdefault((type(tried.value), tried.value), [])
        first = next((other for other in others if other.given != tried.given), None)
        if first is not None:
            return Meeting(_named(reads, first.record), _named(reads, values), tried.value)
        others.append(tried)
    return None


@frozen
class _Try:
    """One record's values, what the step was given of them, and what the rule gave."""

    record: tuple[Any, ...]
    given: tuple[tuple[type, Any], ...]
    value: Any


@changeable
class _Watch:
    """Looks on what a step is given."""

    parts: tuple[typed.Expression, ...]
    made_of: dict[int, Any] = field(default_factory=dict)

    def began(self, walk: Walk) -> None:
        """Nothing of the whole is asked."""

    def met(self, statement: typed.Statement, walk: Walk, prefix: str) -> None:
        """Nor of statements."""

    def made(self, node: typed.Expression, walk: Walk, value: Any) -> None:
        """A part of the step has its value."""
        if any(node is part for part in self.parts):
            self.made_of[id(node)] = value

    def stopped(self, node: typed.Expression, walk: Walk, reason: Held | Failed) -> None:
        """What has no value tells nothing apart."""


def _simplest_first(options: list[list[Any]]) -> Iterator[tuple[Any, ...]]:
    """Every choice of one value a field, those of the simplest values first."""
    last = max((len(values) for values in options), default=0)
    for rank in range(last):
        for places in product(*(range(min(rank + 1, len(values))) for values in options)):
            if max(places) == rank:
                yield tuple(values[place] for values, place in zip(options, places, strict=True))


def _try(
    standing: Standing, program: typed.Program, step: typed.Expression, reads: tuple[Read, ...], values: tuple[Any, ...]
) -> _Try | None:
    """What comes of a record; None for no value, or none that can be compared."""
    record: dict[str, Any] = {}
    for read, value in zip(reads, values, strict=True):
        _put(record, read.path, value)
    watch = _Watch(tuple(typed.children(step)))
    try:
        value = evaluate(standing.rule.value, replace(standing.walk(program, record), watch=watch))
    except (Failed, Held):
        return None
    if value is None or value is NOTHING or isinstance(value, Placeholder | list | dict):
        return None
    seen = [watch.made_of.get(id(part), NOTHING) for part in watch.parts]
    return _Try(values, tuple((type(one), one) for one in seen), value)


def _put(record: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for name in path[:-1]:
        record = record.setdefault(name, {})
    record[path[-1]] = value


def _named(reads: tuple[Read, ...], values: tuple[Any, ...]) -> dict[str, Any]:
    return {read.name: value for read, value in zip(reads, values, strict=True)}


def _constants(node: typed.Expression, walk: Walk) -> Iterator[Any]:
    """The constants that an expression names, those of its lets too."""
    if isinstance(node, typed.Literal):
        yield node.value
    elif isinstance(node, typed.LetRead):
        cell = walk.cell(node.name)
        yield from _constants(cell.let.value, cell.home)
    elif isinstance(node, typed.TableLookup):
        yield from walk.run.program.tables[node.table].rows
        yield from _constants(node.operand, walk)
    else:
        if isinstance(node, typed.Text):
            yield from (part for part in node.parts if isinstance(part, str))
        for child in typed.children(node):
            yield from _constants(child, walk)


def shown(record: Mapping[str, Any]) -> str:
    """A small record as a rule would write it: `code = "a", number = 1`."""
    return ", ".join(f"{name} = {_written(value)}" for name, value in record.items())


def _written(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else printed(value)
