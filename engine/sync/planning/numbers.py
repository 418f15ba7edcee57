"""Proofs of numbers before any record is sent: no two take one, none takes another's own (R303, R304), none changes
(R302)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import typed
from engine.model.naming import record_named
from engine.model.record import Row, Value
from engine.model.schema import Entity
from engine.sync import complaints
from engine.sync.planning.claims import Taker, place_of
from engine.sync.planning.diff import same
from engine.sync.planning.draft import Draft, column
from engine.sync.planning.job import Job


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

    def is_of(self, number: object, key: str) -> bool:
        """Whether it is the record's own number."""
        found = self._of.get(str(number))
        return found == key or (isinstance(found, set) and key in found)

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
        if self.own.is_of(number, key) or self.drafted.is_of(number, key):
            return None
        return min((*self.own.of(number), *self.drafted.of(number)), default=None)


class NumbersRead:
    """The numbers of a register's source, while its rows are read, and of the linked records in its target."""

    def __init__(self, job: Job, existing: Mapping[str | int, Row]) -> None:
        self._own = Owners()
        self._held: dict[str, str] = {}
        self._is_numbered = job.mapping.target.number is not None
        self._column = _own_column(job)
        if self._is_numbered:
            self._note_linked(job, existing)

    def note(self, key: str, row: Row) -> None:
        """Note a row that was read."""
        if self._is_numbered:
            self._own.note(key if self._column is None else row.get(self._column), key)

    def known(self) -> Numbers:
        """What was noted, once all rows were read."""
        return Numbers(self._own, self._held, {key: number for number, key in self._held.items()})

    def _note_linked(self, job: Job, existing: Mapping[str | int, Row]) -> None:
        target = job.mapping.target
        for key, link in job.known.links.items():
            standing = existing.get(link.target_id, {}) if link.target_entity == target.name else {}
            self._own.note(standing.get(target.own_number or ""), key)
            if (number := standing.get(target.number or "")) is not None:
                self._held[str(number)] = key


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
    found: dict[str, Diagnostic] = {}
    free: list[tuple[Draft, Value]] = []
    for draft, number in zip(drafts, column(drafts, field), strict=True):
        if number is None:
            continue
        key, holder = draft.key, known.held.get(str(number))
        if holder == key:
            free.append((draft, number))
        elif holder is None and not known.keeps_another(key, number):
            owner = known.owner_beside(key, number)
            if owner is None:
                free.append((draft, number))
                continue
            span = draft.desired.origins.get(field)
            found[key] = complaints.number_of_another(field, number, f"{job.entity} {owner}", span)
    shared = {
        draft.key: complaints.number_shared(field, number, others, draft.desired.origins.get(field))
        for draft, number, others in _sharing(job, field, free)
        if numbers.held.get(str(number)) != draft.key  # who holds it goes on
    }
    return found | shared


def _with_drafts(job: Job, drafts: Sequence[Draft], numbers: Numbers) -> Numbers:
    """The numbers, with those own ones that the rules worked out."""
    field = job.mapping.target.own_number
    if field is None:
        return numbers
    drafted = Owners()
    for draft, number in zip(drafts, column(drafts, field), strict=True):
        if not numbers.own.is_of(number, draft.key):
            drafted.note(number, draft.key)
    return replace(numbers, drafted=drafted)


def _sharing(job: Job, field: str, takers: Collection[tuple[Draft, Value]]) -> Iterator[tuple[Draft, Value, list[str]]]:
    """Those that take one value with others, and the names of these."""
    place, taker = place_of(job.mapping.target, field), Taker(job.mapping.name, job.entity)
    shared = job.claims.take(place, taker, ((draft.key, value) for draft, value in takers))
    for draft, value in takers if shared else ():
        if str(value) in shared:
            yield draft, value, job.claims.others(place, value, taker, draft.key)


def shared_values(job: Job, drafts: Sequence[Draft]) -> dict[str, Diagnostic]:
    """Records whose value of a unique field another one has too, by key: nobody can tell which is right."""
    entity = job.mapping.target
    found: dict[str, Diagnostic] = {}
    for name in (f.name for f in entity.fields if f.unique and f.name != entity.number):
        values = column(drafts, name)
        takers = [(draft, value) for draft, value in zip(drafts, values, strict=True) if value is not None]
        for draft, value, others in _sharing(job, name, takers):
            span = draft.desired.origins.get(name)
            found.setdefault(draft.key, complaints.value_shared(name, value, others, span))
    return found


def lookalikes(drafts: Sequence[Draft], entity: Entity, name: str) -> dict[str, list[Diagnostic]]:
    """Warnings for records that share a telling value; said once, on the later one."""
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for group in entity.distinguishing:
        first: dict[str, str] = {}
        for draft, shown in zip(drafts, _told(drafts, group), strict=True):
            if shown is None:
                continue
            key = first.setdefault(" ".join(shown.split()).casefold(), draft.key)
            if key is not draft.key:
                found[draft.key].append(complaints.alike(" ".join(group), shown, [record_named(name, key)]))
    return found


def _told(drafts: Sequence[Draft], group: Sequence[str]) -> Iterator[str | None]:
    """What each record says in a group of fields; None unless all of them say something."""
    if len(group) == 1:
        yield from (said if said.__class__ is str and said else None for said in column(drafts, group[0]))
        return
    for said in zip(*(column(drafts, one) for one in group), strict=True):
        texts = [value for value in said if value.__class__ is str and value]
        yield " ".join(texts) if len(texts) == len(said) else None


def renumbered(entity: Entity, wanted: Callable[[str], Value], row: Row) -> tuple[str, Value, Value] | None:
    """The field in which a record would get another number than it has, with both: a number that stands in the target
    is an account with history, and is never changed."""
    for declared in entity.fields:
        if not declared.identity:
            continue
        now, was = wanted(declared.name), row.get(declared.name)
        if now is not None and was is not None and not same(now, was, declared):
            return declared.name, now, was
    return None
