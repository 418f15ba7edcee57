"""The way back of a checked mapping: from a target's record to the source's, by the two-way rules.

What is found is proved: the rules are run on it, and where they do not give the target's record again, it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import typed
from engine.language.equivalence import canonical, canonical_steps
from engine.language.functions.registry import StepClass
from engine.language.inverting import returns
from engine.language.inverting.backward import NoValue, Trip, back
from engine.language.inverting.deriving import guards
from engine.language.inverting.equality import equal
from engine.language.inverting.giving import Giving, interpreted, is_entered
from engine.language.inverting.standing import Standing
from engine.language.outcome import Circumstances, Refused
from engine.language.running.values import fits
from engine.language.running.walk import NOTHING
from engine.model.frozen import frozen
from engine.model.schema import Entity

_MISSING = object()


@frozen
class Returned:
    """A source record. `record`: of an old one a copy, in which only what had to change is another."""

    record: dict[str, Any]


def put(
    program: typed.Program,
    payload: Mapping[str, Any],
    old: Mapping[str, Any] | None,
    circumstances: Circumstances,
    source: Entity,
    key: Iterable[str],
    giving: Giving | None = None,
) -> Returned | Refused:
    """The source record that gives a target's payload: `old` with what differs put in, or, without one, what the
    two-way rules tell. A field that the payload leaves out is unmanaged, and an object that it leaves out is cleared.

    `giving`: what the rules give of a record, by the interpreter when it is left out.
    Refused when no record gives the payload again, or when the record's key would change.
    """
    record, gives = dict(old or {}), giving or interpreted(program)
    said: list[Diagnostic] = []
    _clear_objects(program, payload, record, circumstances, source, said)
    values, entered = gives(record, circumstances)
    for number, way in enumerate(program.ways):
        value = _at(payload, way.target)
        if value is _MISSING or (_fits(way, value) and _same(way.rule, values[number], value)):
            continue
        said.extend(_return(way, value, program, record, circumstances))
        values, entered = gives(record, circumstances)
    if not said:
        said.extend(_disproved(program, payload, values, entered))
    if old is not None and not said:
        said.extend(_changed_key(old, record, source, key))
    return Refused(tuple(dict.fromkeys(said))) if said else Returned(record)


def differences(
    program: typed.Program, payload: Mapping[str, Any], other: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    """Where two payloads differ in what two-way rules fill: path, value, other value (None where it is left out).

    What the first leaves out is unmanaged, and differs from nothing.
    """
    for way in program.ways:
        value, came = _at(payload, way.target), _at(other, way.target)
        if value is not _MISSING and not (came is not _MISSING and _same(way.rule, value, came)):
            yield ".".join(way.target), value, None if came is _MISSING else came


def _return(
    way: typed.Way, value: Any, program: typed.Program, record: dict[str, Any], circumstances: Circumstances
) -> Iterable[Diagnostic]:
    """Set what one rule settles; what keeps it from that."""
    if not _fits(way, value):
        yield returns.wrong_kind(way.rule, ".".join(way.target), value)
        return
    rounds = any(step.step_class is StepClass.QUANTUM for step in way.steps)
    trip = Trip(program, circumstances, record, Standing(way.rule, way.blocks), way.settles, rounds)
    try:
        back(way.rule.value, value, trip.walk(), trip)
    except NoValue as reason:
        yield reason.diagnostic


def _fits(way: typed.Way, value: Any) -> bool:
    return value is None or fits(way.rule.field.type.kind, value)


def _disproved(
    program: typed.Program, payload: Mapping[str, Any], values: tuple[Any, ...], entered: tuple[bool, ...]
) -> Iterable[Diagnostic]:
    """The rules that do not give the payload's value again."""
    for way, given, is_there in zip(program.ways, values, entered, strict=True):
        value, came = _at(payload, way.target), given if is_there else NOTHING
        if value is not _MISSING and not _same(way.rule, came, value):
            shown = None if came is NOTHING else came
            yield returns.gives_another(way.rule, ".".join(way.target), value, shown)


def _same(rule: typed.Rule, one: Any, other: Any) -> bool:
    """Whether two values are one for a rule's target: up to its canonical steps, and what the server fills in."""
    if one is NOTHING or other is NOTHING:
        return False
    if one is other or (type(one) is type(other) and one == other):
        return True
    steps, default = canonical_steps(rule.value), rule.field.default
    first = default if one is None else canonical(one, steps)
    second = default if other is None else canonical(other, steps)
    return equal(first, second)


# ---- objects under a condition


def _clear_objects(
    program: typed.Program,
    payload: Mapping[str, Any],
    record: dict[str, Any],
    circumstances: Circumstances,
    source: Entity,
    said: list[Diagnostic],
) -> None:
    """An object that the target does not have: the fields that it depends on are cleared, unless one is absent."""
    done: set[int] = set()
    for way in program.ways:
        for depth, block in enumerate(way.blocks):
            if id(block) in done or block.condition is None:
                continue
            done.add(id(block))
            path = tuple(name for outer in way.blocks[: depth + 1] for name in outer.target)
            around = Standing(way.rule, way.blocks[:depth]).walk(program, record, circumstances)
            if _at(payload, path) in (_MISSING, None) and is_entered(block, around):
                said.extend(_clear(way, guards(block) or (), record, source))


def _clear(way: typed.Way, names: Iterable[str], record: dict[str, Any], source: Entity) -> Iterable[Diagnostic]:
    for name in names:
        field = source.find(name)
        if field is not None and not field.type.absent:
            yield returns.never_absent(way.rule, field)
        else:
            record[name] = None


# ---- the whole


def _at(payload: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """What stands at a path of a payload; _MISSING when it is unmanaged there."""
    value: Any = payload
    for name in path:
        if not isinstance(value, Mapping) or name not in value:
            return _MISSING
        value = value[name]
    return value


def _changed_key(
    old: Mapping[str, Any], record: Mapping[str, Any], source: Entity, key: Iterable[str]
) -> Iterable[Diagnostic]:
    for name in key:
        before, after = old.get(name), record.get(name)
        if before is not None and not equal(before, after) and canonical(before, ()) != canonical(after, ()):
            yield returns.key_changes(name, before, after)
