"""Proofs of numbers before any record is sent: no two take one, none takes another's own (R303, R304), none changes
(R302)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import typed
from engine.model.naming import record_named
from engine.model.record import Row, Value
from engine.model.schema import Entity
from engine.sync import complaints
from engine.sync.planning.claims import Claim, place_of
from engine.sync.planning.diff import same
from engine.sync.planning.job import Draft, Job


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whose numbers are whose before anything is sent, by the number's text.

    `own`: the keys of the records whose own number it is in the source (Go's ExternalNumber), sent or not.
    `held`: the key of the linked record on which it stands in the target; that one keeps it, come what may.
    `standing`: the same by key.
    """

    own: Mapping[str, frozenset[str]]
    held: Mapping[str, str]
    standing: Mapping[str, str]

    def keeps_another(self, key: str, number: object) -> bool:
        """Whether the record stands in the target under another number, which it keeps: R302 will tell."""
        stands = self.standing.get(key)
        return stands is not None and stands != str(number)

    def owner_beside(self, key: str, number: object) -> str | None:
        """The record whose own number it is; None when it is nobody's, or the record's itself too."""
        owners = self.own.get(str(number), frozenset())
        return None if key in owners else min(owners, default=None)


def known_numbers(job: Job, rows: Iterable[Row], existing: Mapping[str | int, Row]) -> Numbers:
    """The numbers of a register's source, and of the linked records in its target."""
    target = job.mapping.target
    if target.number is None:
        return Numbers({}, {}, {})
    own: dict[str, set[str]] = defaultdict(set)
    held: dict[str, str] = {}
    for row in rows:
        key = job.key_of(row)
        _note(own, _own_number(job, row, key), key)
    for key, link in job.known.links.items():
        standing = existing.get(link.target_id, {}) if link.target_entity == target.name else {}
        _note(own, standing.get(target.own_number or ""), key)
        if (number := standing.get(target.number)) is not None:
            held[str(number)] = key
    return Numbers(_frozen(own), held, {key: number for number, key in held.items()})


def _own_number(job: Job, row: Row, key: str) -> object:
    """A source record's own number: what the target's field for it is filled with, where the rule is a plain field.
    Of a worked out one only the drafts tell; without such a rule it is the key."""
    rule = job.rules.get(job.mapping.target.own_number or "")
    if rule is None:
        return key
    read = rule.value
    return row.get(read.path[0]) if isinstance(read, typed.FieldRead) and len(read.path) == 1 else None


def _note(own: dict[str, set[str]], number: object, key: str) -> None:
    if number is not None:
        own[str(number)].add(key)


def number_collisions(job: Job, drafts: Iterable[Draft], numbers: Numbers) -> dict[str, Diagnostic]:
    """What is wrong with the numbers of a set, by key.

    A record may take a number that is nobody's. Its own number is its own: of a record that takes another one's,
    the owner goes on; of several that take a number which none of them owns, all are refused. A number that stands
    on a linked record is left alone here: its holder goes on, and adoption tells the others. A linked record that
    wants another number gets none, and takes it from nobody.
    """
    field = job.mapping.target.number
    if field is None:
        return {}
    known = _with_drafts(job, drafts, numbers)
    takers = [(draft, number) for draft in drafts if (number := draft.desired.payload.get(field)) is not None]
    found: dict[str, Diagnostic] = {}
    free: list[tuple[Draft, object]] = []
    for draft, number in takers:
        if known.keeps_another(draft.key, number):
            continue
        holder, owner = known.held.get(str(number)), known.owner_beside(draft.key, number)
        if holder is None and owner is not None:
            span = draft.desired.origins.get(field)
            found[draft.key] = complaints.number_of_another(field, number, f"{job.entity} {owner}", span)
        elif holder in (None, draft.key):
            free.append((draft, number))
    return found | _shared(job, field, free, known)


def _with_drafts(job: Job, drafts: Iterable[Draft], numbers: Numbers) -> Numbers:
    """The numbers, with those own ones that the rules worked out."""
    field = job.mapping.target.own_number
    if field is None:
        return numbers
    own: dict[str, set[str]] = defaultdict(set, {number: set(keys) for number, keys in numbers.own.items()})
    for draft in drafts:
        _note(own, draft.desired.payload.get(field), draft.key)
    return replace(numbers, own=_frozen(own))


def _frozen(own: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {number: frozenset(keys) for number, keys in own.items()}


def _shared(job: Job, field: str, takers: list[tuple[Draft, object]], numbers: Numbers) -> dict[str, Diagnostic]:
    """Those that take one number with others; who holds or owns it goes on."""
    place = place_of(job.mapping.target, field)
    for draft, number in takers:
        job.claims.take(place, number, _claim(job, draft))
    found: dict[str, Diagnostic] = {}
    for draft, number in takers:
        others = job.claims.others(place, number, _claim(job, draft))
        if others and numbers.held.get(str(number)) != draft.key:
            span = draft.desired.origins.get(field)
            found[draft.key] = complaints.number_shared(field, number, others, span)
    return found


def _claim(job: Job, draft: Draft) -> Claim:
    return Claim(job.mapping.name, draft.key, f"{job.entity} {draft.key}")


def shared_values(job: Job, drafts: Iterable[Draft]) -> dict[str, Diagnostic]:
    """Records whose value of a unique field another one has too, by key: nobody can tell which is right."""
    entity = job.mapping.target
    fields = [f.name for f in entity.fields if f.unique and f.name != entity.number]
    takers = [
        (draft, field, value)
        for draft in drafts
        for field in fields
        if (value := draft.desired.payload.get(field)) is not None
    ]
    for draft, field, value in takers:
        job.claims.take(place_of(entity, field), value, _claim(job, draft))
    found: dict[str, Diagnostic] = {}
    for draft, field, value in takers:
        others = job.claims.others(place_of(entity, field), value, _claim(job, draft))
        if others:
            span = draft.desired.origins.get(field)
            found.setdefault(draft.key, complaints.value_shared(field, value, others, span))
    return found


def lookalikes(drafts: Iterable[Draft], entity: Entity, name: str) -> dict[str, list[Diagnostic]]:
    """Warnings for records that share a telling value; said once, on the later one."""
    first: dict[tuple[tuple[str, ...], str], str] = {}
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for draft in drafts:
        for group in entity.distinguishing:
            values = [draft.desired.payload.get(field) for field in group]
            if not all(isinstance(value, str) and value for value in values):
                continue
            shown = " ".join(str(value) for value in values)
            place = (group, " ".join(shown.split()).casefold())
            if place in first:
                found[draft.key].append(complaints.alike(" ".join(group), shown, [record_named(name, first[place])]))
            else:
                first[place] = draft.key
    return found


def renumbered(entity: Entity, payload: Mapping[str, Value], row: Row) -> tuple[str, Value, Value] | None:
    """The field in which a record would get another number than it has, with both: a number that stands in the target
    is an account with history, and is never changed."""
    for declared in entity.fields:
        now, was = payload.get(declared.name), row.get(declared.name)
        if declared.identity and now is not None and was is not None and not same(now, was, declared):
            return declared.name, now, was
    return None
