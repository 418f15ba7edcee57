"""Proofs of numbers before any record is sent: no two take one, none takes another's own (R303, R304), none changes
(R302)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import typed
from engine.model.naming import record_named
from engine.model.record import Row, Value
from engine.model.schema import Entity
from engine.sync import complaints
from engine.sync.planning.claims import Claim, place_of
from engine.sync.planning.diff import same
from engine.sync.planning.job import Draft, Job, Keyed


class Owners:
    """The keys of the records whose own number a number is, by its text; nearly every number is one record's alone."""

    def __init__(self) -> None:
        self._of: dict[str, str | set[str]] = {}

    def note(self, number: object, key: str) -> None:
        """Note that a number, if it is one, is a record's own."""
        if number is None:
            return
        known = self._of.setdefault(text := str(number), key)
        if isinstance(known, set):
            known.add(key)
        elif known != key:
            self._of[text] = {known, key}

    def of(self, number: object) -> Collection[str]:
        """The keys of the records whose own number it is."""
        found = self._of.get(str(number), ())
        return (found,) if isinstance(found, str) else found


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whose numbers are whose before anything is sent, by the number's text.

    `own`: the keys of the records whose own number it is in the source (Go's ExternalNumber), sent or not; `drafted`
    those that the rules worked out.
    `held`: the key of the linked record on which it stands in the target; that one keeps it, come what may.
    `standing`: the same by key.
    """

    own: Owners
    held: Mapping[str, str]
    standing: Mapping[str, str]
    drafted: Owners = field(default_factory=Owners)

    def keeps_another(self, key: str, number: object) -> bool:
        """Whether the record stands in the target under another number, which it keeps: R302 will tell."""
        stands = self.standing.get(key)
        return stands is not None and stands != str(number)

    def owner_beside(self, key: str, number: object) -> str | None:
        """The record whose own number it is; None when it is nobody's, or the record's itself too."""
        owners, drafted = self.own.of(number), self.drafted.of(number)
        if key in owners or key in drafted:
            return None
        return min((*owners, *drafted), default=None)


def known_numbers(job: Job, rows: Iterable[Keyed], existing: Mapping[str | int, Row]) -> Numbers:
    """The numbers of a register's source, and of the linked records in its target."""
    target = job.mapping.target
    if target.number is None:
        return Numbers(Owners(), {}, {})
    own = Owners()
    held: dict[str, str] = {}
    column = _own_column(job)
    for key, row in rows:
        own.note(key if column is None else row.get(column), key)
    for key, link in job.known.links.items():
        standing = existing.get(link.target_id, {}) if link.target_entity == target.name else {}
        own.note(standing.get(target.own_number or ""), key)
        if (number := standing.get(target.number)) is not None:
            held[str(number)] = key
    return Numbers(own, held, {key: number for number, key in held.items()})


def _own_column(job: Job) -> str | None:
    """Where a source record's own number stands: the field that the target's one for it is filled with, where the rule
    is a plain field. Of a worked out one only the drafts tell: no column. Without such a rule it is the key: None."""
    rule = job.rules.get(job.mapping.target.own_number or "")
    if rule is None:
        return None
    read = rule.value
    return read.path[0] if isinstance(read, typed.FieldRead) and len(read.path) == 1 else ""


def number_collisions(job: Job, drafts: Sequence[Draft], numbers: Numbers) -> dict[str, Diagnostic]:
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
    drafted = Owners()
    for draft in drafts:
        number = draft.desired.payload.get(field)
        if draft.key not in numbers.own.of(number):
            drafted.note(number, draft.key)
    return replace(numbers, drafted=drafted)


def _shared(job: Job, field: str, takers: list[tuple[Draft, object]], numbers: Numbers) -> dict[str, Diagnostic]:
    """Those that take one number with others; who holds or owns it goes on."""
    place = place_of(job.mapping.target, field)
    claimed = [(draft, number, _claim(job, draft)) for draft, number in takers]
    for _, number, claim in claimed:
        job.claims.take(place, number, claim)
    found: dict[str, Diagnostic] = {}
    for draft, number, claim in claimed:
        others = job.claims.others(place, number, claim)
        if others and numbers.held.get(str(number)) != draft.key:
            span = draft.desired.origins.get(field)
            found[draft.key] = complaints.number_shared(field, number, others, span)
    return found


def _claim(job: Job, draft: Draft) -> Claim:
    return Claim(job.mapping.name, draft.key, f"{job.entity} {draft.key}")


def shared_values(job: Job, drafts: Sequence[Draft]) -> dict[str, Diagnostic]:
    """Records whose value of a unique field another one has too, by key: nobody can tell which is right."""
    entity = job.mapping.target
    claimed = [(draft, _claim(job, draft)) for draft in drafts]
    found: dict[str, Diagnostic] = {}
    for name in (f.name for f in entity.fields if f.unique and f.name != entity.number):
        place = place_of(entity, name)
        takers = [(d, claim, value) for d, claim in claimed if (value := d.desired.payload.get(name)) is not None]
        for _, claim, value in takers:
            job.claims.take(place, value, claim)
        for draft, claim, value in takers:
            others = job.claims.others(place, value, claim)
            if others:
                span = draft.desired.origins.get(name)
                found.setdefault(draft.key, complaints.value_shared(name, value, others, span))
    return found


def lookalikes(drafts: Sequence[Draft], entity: Entity, name: str) -> dict[str, list[Diagnostic]]:
    """Warnings for records that share a telling value; said once, on the later one."""
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for group in entity.distinguishing:
        first: dict[str, str] = {}
        for draft in drafts:
            shown = _told(draft.desired.payload, group)
            if shown is None:
                continue
            key = first.setdefault(" ".join(shown.split()).casefold(), draft.key)
            if key != draft.key:
                found[draft.key].append(complaints.alike(" ".join(group), shown, [record_named(name, key)]))
    return found


def _told(payload: Mapping[str, Value], group: tuple[str, ...]) -> str | None:
    """What a record says in a group of fields; None unless all of them say something."""
    said: list[str] = []
    for name in group:
        value = payload.get(name)
        if not isinstance(value, str) or not value:
            return None
        said.append(value)
    return " ".join(said)


def renumbered(entity: Entity, payload: Mapping[str, Value], row: Row) -> tuple[str, Value, Value] | None:
    """The field in which a record would get another number than it has, with both: a number that stands in the target
    is an account with history, and is never changed."""
    for declared in entity.fields:
        if not declared.identity:
            continue
        now, was = payload.get(declared.name), row.get(declared.name)
        if now is not None and was is not None and not same(now, was, declared):
            return declared.name, now, was
    return None
