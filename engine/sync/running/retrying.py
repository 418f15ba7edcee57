"""Trying held records again: of the usual plan the changes of these records, and of what they need; no others.

The rest of the plan is left to the next sync: what it holds stays held as it was, and no cursor moves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from engine.diagnostics.diagnostic import Diagnostic, error
from engine.mapping.mapping import Mapping as EntityMapping
from engine.model.likeness import near_keys
from engine.model.text import say
from engine.sync.plan import Change, Plan, PlanRefused, Section
from engine.sync.planning.planner import Office, linkable, make_plan
from engine.sync.state.records import Held

HeldRecord: TypeAlias = tuple[str, str]  # entity as plans show it, key

_NEAR_MAX = 3  # of an entity's records, where nothing but its name was given


class SeveralHeld(Exception):
    """A key that records of several entities have. `name`: as it was given; `meant`: what it could stand for."""

    def __init__(self, name: str, meant: Sequence[str]) -> None:
        super().__init__(f"{name}: {', '.join(meant)}")
        self.name = name
        self.meant = tuple(meant)


def chosen(held: Iterable[Held], names: Sequence[str]) -> frozenset[HeldRecord]:
    """The held records of these names (`512`, `customer:512`); all of them when there is no name.

    Raises PlanRefused (P112) when nothing is held under a name, and SeveralHeld.
    """
    records = sorted({(item.entity, item.key) for item in held})
    found = {name: _named(records, name) for name in names}
    unknown = [_nothing_held(name, records) for name, meant in found.items() if not meant]
    if unknown:
        raise PlanRefused(tuple(unknown))
    for name, meant in found.items():
        if len(meant) > 1:
            raise SeveralHeld(name, [_text(record) for record in meant])
    return frozenset(record for meant in found.values() for record in meant) if names else frozenset(records)


def _named(records: Iterable[HeldRecord], name: str) -> list[HeldRecord]:
    """The records that a name stands for: one when it says the entity, else one an entity. `:` may stand for `/`."""
    plain = name.replace(":", "/")
    return [record for record in records if plain in (_text(record).replace(":", "/"), record[1].replace(":", "/"))]


def _text(record: HeldRecord) -> str:
    return ":".join(record)


def _nothing_held(name: str, records: Sequence[HeldRecord]) -> Diagnostic:
    """P112: with those that may be meant."""
    text = say("nothing is held back under {name}", name=name)
    near = _near(name, records)
    if not near:
        return error("P112", text)
    return error("P112", text, help=say("did you mean {names}?", names=", ".join(near)))


def _near(name: str, records: Sequence[HeldRecord]) -> list[str]:
    """Those that look like it, of the entity that it says if it says one; of an entity's name alone, some of its."""
    entity, _, key = name.partition(":")
    own = [record for record in records if record[0] == entity]
    if own and not key:
        return [_text(record) for record in own[:_NEAR_MAX]]
    close = near_keys(key, (record[1] for record in own)) if own else near_keys(name, _spellings(records))
    return [_text(record) for record in own or records if record[1] in close or _text(record) in close]


def _spellings(records: Iterable[HeldRecord]) -> Iterator[str]:
    for record in records:
        yield from (_text(record), record[1])


def make_retry(
    office: Office, records: Collection[HeldRecord], progress: Callable[[str], None] = lambda _name: None
) -> Plan:
    """The plan of held records and of what they need. Raises what `make_plan` raises."""
    plan = make_plan(office, _wanted(office.mappings, {entity for entity, _ in records}), progress)
    scope = _scope(plan, office.mappings, records)
    mappings = {mapping for mapping, _ in scope}
    sections = tuple(_narrowed(section, scope) for section in plan.sections if section.mapping in mappings)
    # What was said of the series counts records that this plan leaves out.
    return replace(plan, sections=sections, scope=scope, notes=(), rooms=())


def _wanted(mappings: Iterable[EntityMapping], entities: Collection[str]) -> frozenset[str]:
    """The mappings of these entities, and those of all that they link to, near and far."""
    known = tuple(mappings)
    wanted = [mapping for mapping in known if _entity(mapping) in entities]
    for mapping in wanted:  # grows as it goes
        wanted += [
            other
            for other in known
            if other.source.name in mapping.program.links and not other.continues and other not in wanted
        ]
    return frozenset(mapping.name for mapping in wanted)


def _entity(mapping: EntityMapping) -> str:
    return mapping.continues or mapping.name


def _scope(
    plan: Plan, mappings: Iterable[EntityMapping], records: Collection[HeldRecord]
) -> frozenset[tuple[str, str]]:
    """By mapping and key: the records themselves, there or not, and what is to be done first about what they need."""
    known = {mapping.name: mapping for mapping in mappings}
    titles = {name: entity.title for name, entity in linkable(known.values()).items()}
    deeds: dict[tuple[str, str], list[Change]] = {}
    for change in plan.deeds:
        mapping = known[change.mapping]
        if not mapping.continues:
            deeds.setdefault((mapping.source.title, change.key), []).append(change)
    scope = {(m.name, key) for m in known.values() for entity, key in records if entity == _entity(m)}
    todo = [change for change in plan.deeds if (change.mapping, change.key) in scope]
    for change in todo:  # grows as it goes
        for name, key in change.needs:
            first = [c for c in deeds.get((titles[name], key), ()) if (c.mapping, c.key) not in scope]
            scope.update((c.mapping, c.key) for c in first)
            todo += first
    return frozenset(scope)


def _narrowed(section: Section, scope: Collection[tuple[str, str]]) -> Section:
    """A section with the changes of some records. Its cursor stays where it is: it speaks for all of them."""
    changes = tuple(change for change in section.changes if (change.mapping, change.key) in scope)
    return replace(section, changes=changes, missing=(), cursor=None)
