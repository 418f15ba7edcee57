"""The demo's registers, read back from Go over real HTTP and put through the inverse, give Win's own rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from engine.language.functions.registry import StepClass
from engine.language.outcome import Desired, References
from engine.mapping.mapping import Mapping as EntityMapping
from engine.mapping.mapping import placeholder
from engine.model.record import Row
from engine.sync.planning.related import Related
from engine.sync.state.records import Link
from parts.demo_firm import REGISTERS, Round

# What these classes let differ between what a row held and what comes back without it.
_UP_TO_A_FORM = {StepClass.CANONICAL, StepClass.QUANTUM, StepClass.NEEDS_OLD_VALUE}


@dataclass(frozen=True)
class Pair:
    """A record of Win with what stands in Go of it: of the fields that the rules manage, Go's values."""

    mapping: EntityMapping
    row: Row
    payload: Mapping[str, Any]
    references: References


@pytest.fixture(scope="module")
def pairs(demo_round: Round) -> list[Pair]:
    with demo_round.sent.open() as workspace:
        office = workspace.office
        assert office.store is not None
        links = {m.source.name: office.store.links(m.source.title) for m in office.mappings}
        references = _references(links)
        found = []
        for mapping in office.mappings:
            if mapping.name in REGISTERS:
                source, target = office.connections["win"], office.connections["go"]
                held = {row["Id"]: row for row in target.read(mapping.target.name).rows}
                rows = Related(source).join(
                    source.read(mapping.source.name).rows, mapping.source, mapping.program.references
                )
                found += _pairs(mapping, rows, links[mapping.source.name], held, references)
        return found


def _pairs(
    mapping: EntityMapping, rows: Iterator[Row], links: Mapping[str, Link], held: Mapping[Any, Row], asked: References
) -> Iterator[Pair]:
    for row in rows:
        outcome, link = mapping.run(row, asked), links.get(mapping.key_of(row))
        if link is not None and isinstance(outcome, Desired):
            yield Pair(mapping, row, _shaped(outcome.payload, held[link.target_id]), asked)


def _shaped(managed: Mapping[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """Of what Go holds, the fields that the rules manage, objects in objects too."""
    return {
        name: _shaped(value, held[name]) if isinstance(value, Mapping) else held.get(name)
        for name, value in managed.items()
    }


def _references(links: Mapping[str, Mapping[str, Link]]) -> References:
    """Answers of the links that the run kept, both ways."""
    keys = {(entity, link.target_id): link.key for entity, known in links.items() for link in known.values()}

    def answer(kind: str, name: str, key: Any) -> Any:
        if kind == "key":
            return keys.get((name, key))
        link = links.get(name, {}).get("/".join(map(str, key)) if isinstance(key, tuple) else str(key))
        return link.target_id if kind == "link" and link is not None else placeholder(kind, name, key)

    return answer


def test_put_back_into_its_row_nothing_changes(pairs: list[Pair]) -> None:
    assert {pair.mapping.name for pair in pairs} == set(REGISTERS)
    assert len(pairs) > 100
    for pair in pairs:
        assert pair.mapping.put(pair.payload, pair.row, pair.references) == pair.row, pair.mapping.key_of(pair.row)


def test_made_anew_every_field_that_the_rules_settle_is_wins(pairs: list[Pair]) -> None:
    """A field may stay empty where the rules then give the same: a department that does not say it is active, is."""
    same = 0
    for pair in pairs:
        made = pair.mapping.create(pair.payload, pair.references)
        for way in pair.mapping.program.ways:
            for name in way.settles:
                same += made.get(name) == pair.row.get(name)
                if made.get(name) not in (None, pair.row.get(name)):
                    assert way.step_class in _UP_TO_A_FORM, (pair.mapping.key_of(pair.row), name, made[name])
    assert same > 500
