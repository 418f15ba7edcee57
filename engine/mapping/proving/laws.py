"""The laws of a mapping: what holds for every record, whatever a consultant wrote.

Each is asked of one record, and another one to move to. `put` proves itself what it returns; here the whole mapping is
run again, so that its proof is not taken at its word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Map
from datetime import date
from enum import Enum
from typing import Any

from engine.language.inverse import differences
from engine.language.outcome import Desired
from engine.mapping.examples import NEUTRAL_DAY
from engine.mapping.mapping import Mapping, NoWayBack
from engine.model.frozen import frozen
from engine.model.record import Row


class Law(Enum):
    """What a mapping promises. The values are the names that reports show."""

    STABLE = "Stable"  # the same record gives the same, and never an exception
    GET_PUT = "GetPut"  # put(get(s), s) == s
    PUT_GET = "PutGet"  # get(put(t, s)) is t
    CREATE_GET = "CreateGet"  # get(create(t)) is t


@frozen
class Broken:
    """A law that does not hold, and the record that shows it. `field`: what differs; `expected` and `came` its values.

    `other`: the record that the target was made of, or that filled what is not settled.
    """

    law: Law
    record: Row
    field: str
    expected: Any
    came: Any
    other: Row | None = None


def broken_law(mapping: Mapping, record: Row, other: Row, today: date = NEUTRAL_DAY) -> Broken | None:
    """The first law that does not hold for a record; None when all do."""
    return next((found for law in _LAWS for found in law(mapping, record, other, today)), None)


def _stable(mapping: Mapping, record: Row, other: Row, today: date) -> Iterator[Broken]:
    first, second = mapping.run(record, today=today), mapping.run(record, today=today)
    if first != second:
        yield Broken(Law.STABLE, record, "", first, second)


def _get_put(mapping: Mapping, record: Row, other: Row, today: date) -> Iterator[Broken]:
    outcome = mapping.run(record, today=today)
    if not isinstance(outcome, Desired):
        return
    try:
        returned = mapping.put(outcome.payload, record, today=today)
    except NoWayBack as refused:
        yield Broken(Law.GET_PUT, record, "", record, str(refused))
        return
    for name, before, after in _differing(record, returned):
        yield Broken(Law.GET_PUT, record, name, before, after)


def _put_get(mapping: Mapping, record: Row, other: Row, today: date) -> Iterator[Broken]:
    target = mapping.run({**other, **_key(mapping, record)}, today=today)
    if isinstance(target, Desired):
        try:
            returned = mapping.put(target.payload, record, today=today)
        except NoWayBack:
            return  # put is partial, and says so
        yield from _got(Law.PUT_GET, mapping, record, other, target.payload, returned, today)


def _create_get(mapping: Mapping, record: Row, other: Row, today: date) -> Iterator[Broken]:
    target = mapping.run(record, today=today)
    if isinstance(target, Desired):
        try:
            created = mapping.create(target.payload, today=today)
        except NoWayBack:
            return
        yield from _got(
            Law.CREATE_GET, mapping, record, other, target.payload, {**_unsettled(mapping, other), **created}, today
        )


def _got(
    law: Law, mapping: Mapping, record: Row, other: Row, payload: Map[str, Any], returned: Row, today: date
) -> Iterator[Broken]:
    """What a returned record gives otherwise than the payload that it was made for."""
    again = mapping.run(returned, today=today)
    if not isinstance(again, Desired):
        return  # a rule that has no way back, or a check, refuses it: that is told when it is sent
    for path, expected, came in differences(mapping.program, payload, again.payload):
        yield Broken(law, record, path, expected, came, other)


def _key(mapping: Mapping, record: Row) -> dict[str, Any]:
    return {name: record.get(name) for name in mapping.key}


def _unsettled(mapping: Mapping, record: Row) -> dict[str, Any]:
    """A record without what two-way rules settle: something for the other rules to read."""
    settled = {name for way in mapping.program.ways for name in way.settles}
    return {name: value for name, value in record.items() if name not in settled}


def _differing(before: Row, after: Row) -> Iterator[tuple[str, Any, Any]]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name) or (name in before) != (name in after):
            yield name, before.get(name), after.get(name)


_LAWS: tuple[Callable[[Mapping, Row, Row, date], Iterator[Broken]], ...] = (_stable, _get_put, _put_get, _create_get)
