"""Which records of the master the target knows: linked ones, and those that the plan being made will send first.

It answers every `link` and `find` of a plan. Which way a link is asked follows from the entity: a mapping that reads
the entity's own system asks forward (key to id), any other asks back (id to key).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.language.outcome import Lookup, NoSuchRecord
from engine.model.change import Pending
from engine.model.record import Row, Value
from engine.model.schema import Entity
from engine.model.types import Kind
from engine.sync.planning.holdings import SettingRows
from engine.sync.state.records import Link
from engine.sync.state.store import Store


@dataclass(slots=True)
class KnownEntity:
    """What is known of one master's entity while a plan is made; the planner adds to it as it goes.

    `planned`: records this plan will send. `dormant`: records that are sent only when
    another one needs them (`create when`), with what wakes them. `retiring`: records that the source no longer uses,
    with what keeps them in use when a voucher needs them. `unusable`: linked to what the target has no longer, or to
    another record than a person decided on: nothing may be sent that names it.
    """

    entity: Entity
    links: dict[str, Link]
    planned: set[str] = field(default_factory=set)
    dormant: dict[str, Callable[[], None]] = field(default_factory=dict)
    retiring: dict[str, Callable[[], None]] = field(default_factory=dict)
    unusable: set[str] = field(default_factory=set)
    _by_target: dict[str, Link] | None = None

    def add(self, link: Link) -> None:
        """Know a record as linked: one that this plan adopts."""
        self.links[link.key] = link
        self.unusable.discard(link.key)
        if self._by_target is not None:
            self._by_target[str(link.target_id)] = link

    def by_target(self, target_id: object) -> Link | None:
        """The link of a target's id, compared as text: a ledger may give a number where a register gave text."""
        if self._by_target is None:
            self._by_target = {str(link.target_id): link for link in self.links.values()}
        return self._by_target.get(str(target_id))


class KnownRecords:
    """The known entities of one plan, loaded from the state when first asked for."""

    def __init__(self, store: Store | None) -> None:
        """`store` None knows nothing: an offline plan makes everything anew."""
        self._store = store
        self._entities: dict[str, KnownEntity] = {}

    def of(self, entity: Entity) -> KnownEntity:
        """What is known of an entity."""
        known = self._entities.get(entity.title)
        if known is None:
            links = self._store.links(entity.title) if self._store else {}
            known = self._entities[entity.title] = KnownEntity(entity, links)
        return known


@dataclass(slots=True)
class Questions:
    """What one record's rules asked: all questions with their answers, and of links those that were `needed`, which
    were there, and those that were `missed`."""

    needed: list[tuple[str, str]] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    asked: list[tuple[str, str, Any, Any]] = field(default_factory=list)


class References:
    """Answers for one mapping: `(kind, name, key) -> value or None`."""

    def __init__(
        self,
        known: KnownRecords,
        linkable: Mapping[str, Entity],
        source_system: str,
        settings: SettingRows,
        read_master: Callable[[Entity, str], Row | None],
        absence: Callable[[Entity, str], NoSuchRecord | None],
    ) -> None:
        """`linkable`: the master's entities by the names that rules use. `read_master`: a record of it by its key.

        `absence`: the answer for a record that the master does not have; None when it has it, or cannot tell.
        """
        self._known = known
        self._linkable = linkable
        self._source_system = source_system
        self._settings = settings
        self._read_master = read_master
        self._absence = absence
        self._found: dict[tuple[str, type, Any], Any] = {}  # the settings' rows that records ask for again and again
        self.questions = Questions()

    def __call__(self, kind: str, name: str, key: Any) -> Any:
        """The answer, or None when there is no such record or row."""
        answer = self._find(name, key) if kind == "find" else self._link(name, key)
        self.questions.asked.append((kind, name, key, answer))
        return answer

    def _find(self, name: str, key: Any) -> Any:
        asked = name, key.__class__, key  # 1 and True are equal, and find different rows
        answer = self._found.get(asked)
        if answer is None:
            setting, _, by = name.partition(".")
            answer = self._settings.find(setting, by, key)
            if answer is not None:
                self._found[asked] = answer
        return answer

    def _link(self, name: str, key: Any) -> Any:
        thing, _, wanted = name.partition(".")
        entity = self._linkable[thing]
        known = self._known.of(entity)
        if entity.system == self._source_system:
            return self._forward(thing, known, _key_text(key), wanted or None)
        return self._back(thing, known, key, wanted or None)

    def code_of(self, lookup: Lookup, answer: Any) -> str:
        """By what the same lookup would find an answer that stands in the target; nothing where nobody knows."""
        thing, _, wanted = lookup.name.partition(".")
        if lookup.kind == "find":
            return self._settings.code_of(thing, wanted, answer)
        link = None if wanted else self._known.of(self._linkable[thing]).by_target(answer)
        return "" if link is None else link.key

    def _forward(self, name: str, known: KnownEntity, key: str, wanted: str | None) -> Any:
        link = known.links.get(key)
        is_linked = link is not None and key not in known.unusable
        if not is_linked and key not in known.planned and key not in known.dormant:
            self.questions.missed.append((name, key))
            return self._absence(known.entity, key)
        self.questions.needed.append((name, key))
        if link is None or not is_linked:
            return Pending(name, key, wanted)
        return link.target_id if wanted is None else link.values.get(wanted)

    def _back(self, name: str, known: KnownEntity, target_id: Any, wanted: str | None) -> Any:
        link = known.by_target(target_id)
        if link is None:
            return None
        self.questions.needed.append((name, link.key))
        values = key_values(known.entity, link.key)
        if wanted is None:
            return next(iter(values.values()))
        if wanted in values:
            return values[wanted]
        row = self._read_master(known.entity, link.key)
        return None if row is None else row.get(wanted)


def _key_text(key: Any) -> str:
    return "/".join(str(part) for part in key) if isinstance(key, tuple) else str(key)


def key_values(entity: Entity, key: str) -> dict[str, Value]:
    """A key's text as the values of its columns: `1/5001` as client_no 1 and invoice_no 5001."""
    parts = key.split("/") if len(entity.key) > 1 else [key]
    return {name: _key_value(entity, name, part) for name, part in zip(entity.key, parts, strict=True)}


def _key_value(entity: Entity, name: str, text: str) -> Value:
    declared = entity.find(name)
    assert declared is not None, f"{entity.title} has no {name}"
    return int(text) if declared.type.kind is Kind.NUMBER else text


def kept_values(entity: Entity, values: Iterable[tuple[str, Value]]) -> dict[str, Value]:
    """Of what a target says of a record, what links keep: its identifiers and numbers, which rules ask for."""
    fields = {f.name for f in entity.fields if f.type.kind is Kind.ID or f.identity or f.unique}
    return {name: value for name, value in values if name in fields and value is not None}
