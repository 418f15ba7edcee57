"""A mapping's laws tried on made-up records: held, or the smallest record that breaks one."""

from __future__ import annotations

from collections.abc import Mapping as Map
from contextlib import suppress
from typing import Any

from engine.mapping.mapping import Mapping
from engine.mapping.proving.laws import Broken, broken_law
from engine.model.frozen import frozen

EXAMPLES_USUAL = 50


@frozen
class Proof:
    """What came of it. `tried`: how many records; `broken`: None when all held."""

    mapping: str
    tried: int
    broken: Broken | None


class _DoesNotHold(Exception):
    """Tells the search that a record breaks a law."""


def prove(mapping: Mapping, examples: int, seed: int) -> Proof:
    """Try the laws on so many records. The same seed makes the same records up again."""
    from hypothesis import HealthCheck, Phase, Verbosity, given, settings
    from hypothesis import seed as seeded

    from engine.mapping.proving.records import records

    if examples == 0:
        return Proof(mapping.name, 0, None)
    found: list[Broken] = []
    tried = 0

    @seeded(seed)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(records(mapping), records(mapping))
    def hold(record: Map[str, Any], other: Map[str, Any]) -> None:
        nonlocal tried
        tried += 1
        broken = broken_law(mapping, record, other)
        if broken is not None:
            found.append(broken)
            raise _DoesNotHold

    with suppress(_DoesNotHold):
        hold()
    return Proof(mapping.name, tried, _smallest(mapping, found[-1]) if found else None)


def _smallest(mapping: Mapping, broken: Broken) -> Broken:
    """The same law broken by a record with as few values as will do; what the catalog requires stays."""
    required = {field.name for field in mapping.source.fields if not field.type.absent}
    for name in (name for name in broken.record if name not in required):
        less = {**broken.record, name: None}
        found = broken_law(mapping, less, broken.other if broken.other is not None else less)
        if found is not None and found.law is broken.law:
            broken = found
    return broken
