"""Planning a register: records are created, adopted, updated, retired when recoded, or left as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.change import Action, Pending
from engine.model.record import Row
from engine.sync import complaints
from engine.sync.plan import Change, Memory, Origin
from engine.sync.planning.adoption import NOTHING, Adoption, Found
from engine.sync.planning.diff import differences
from engine.sync.planning.draft import Content, Draft, KeptDraft
from engine.sync.planning.evaluation import Seen, evaluate
from engine.sync.planning.job import (
    Job,
    Keyed,
    SectionDraft,
    changed_fields,
    make_change,
    memory_of,
    payload_parts,
    update_request,
)
from engine.sync.planning.kept import Kept, can_keep
from engine.sync.planning.known import kept_values
from engine.sync.planning.made_later import NewRecords, UnchangedRecords
from engine.sync.planning.numbers import NumbersRead, lookalikes, number_collisions, renumbered, shared_values
from engine.sync.planning.ranges import out_of_range
from engine.sync.planning.retiring import (
    Recodings,
    in_use,
    of_missing,
    retire_recoded,
    retires,
    unless_occupied,
    without_retirement,
)
from engine.sync.planning.settled import settled_records
from engine.sync.state.records import Link, Sent

Wake = Callable[[tuple[tuple[str, str], ...]], None]


@dataclass(frozen=True, slots=True)
class Register:
    """One register while it is planned. `wake` brings the dormant records that a sent one links to.

    `kept`: which records need not be mapped again.
    `recoded`: new keys of recoded records by their old ones, once all rows were read; `successors`: the drafts of
    these, by their new keys.
    """

    job: Job
    section: SectionDraft
    existing: Mapping[str | int, Row]
    adoption: Adoption
    wake: Wake
    kept: Kept | None = None
    recoded: dict[str, str] = field(default_factory=dict)
    successors: dict[str, Draft] = field(default_factory=dict)
    new_records: NewRecords = field(init=False)
    unchanged_records: UnchangedRecords = field(init=False)

    def __post_init__(self) -> None:
        set_once = object.__setattr__  # it is frozen for everybody else
        set_once(self, "new_records", NewRecords(self.job, self.section.drafts, partial(_origin, self)))
        set_once(self, "unchanged_records", UnchangedRecords(self.job, self.section.drafts))


def plan_register(job: Job, section: SectionDraft, wake: Wake) -> None:
    """Fill the section with one register's changes."""
    existing = settled_records(job)
    kept = Kept(job, existing, section.drafts.telling) if can_keep(job) else None
    register = Register(job, section, existing, Adoption(job, existing), wake, kept)
    if kept is not None:
        section.drafts.as_it_was = kept.desired
    job.known.unusable.update(key for key, link in job.known.links.items() if not _is_usable(register, link))
    section.linked = len(job.known.links)
    reading = _Reading(NumbersRead(job, existing), Recodings(job))
    seen = evaluate(job, section, reading.rows(job), partial(_settle, register, reading), kept)
    _look_for_missing(register, seen)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is noted of a register's rows while they are read, whatever becomes of them."""

    numbers: NumbersRead
    recodings: Recodings

    def rows(self, job: Job) -> Iterator[Keyed]:
        """The source's rows with their keys."""
        for key, row in job.sent.each(job.keyed(job.rows()), itemgetter(0)):
            self.numbers.note(key, row)
            self.recodings.note(key, row)
            yield key, row


def _is_usable(register: Register, link: Link) -> bool:
    """Whether a link leads to a record that is there, and nobody decided on another."""
    is_there = register.job.offline or link.target_id in register.existing
    return is_there and register.adoption.agrees(link)


def _settle(register: Register, reading: _Reading, drafts: list[Draft], seen: Seen) -> None:
    """Prove the whole set's numbers, then compare each record with what stands in the target."""
    job, numbers = register.job, reading.numbers.known()
    register.recoded.update(reading.recodings.found(seen.keys))
    register.adoption.free(job.known.links[key].target_id for key in register.recoded)
    refused = shared_values(job, drafts)
    refused |= number_collisions(job, drafts, numbers)
    refused |= out_of_range(job, drafts, numbers)
    warnings = lookalikes(drafts, job.mapping.target, job.entity)
    new = set(register.recoded.values())
    register.successors.update((draft.key, draft) for draft in drafts if draft.key in new)
    free = [draft for draft in drafts if draft.key not in refused and not _is_linked(register, draft)]
    found = register.adoption.match_to_write(free)
    for draft in job.sent.each(drafts, lambda one: "" if one.is_kept else one.key):
        if draft.key in refused:
            _refuse(register, draft, refused[draft.key])
        elif isinstance(draft, KeptDraft):
            register.section.put(register.unchanged_records.change(draft, warnings.get(draft.key, ())))
        elif _is_linked(register, draft):
            _update_linked(register, draft, warnings.get(draft.key, []))
        else:
            _find_place(register, draft, found.get(draft.key, NOTHING), warnings.get(draft.key, []))


def _is_linked(register: Register, draft: Draft) -> bool:
    known = register.job.known
    return draft.key in known.links and draft.key not in known.unusable


def _update_linked(register: Register, draft: Draft, warnings: list[Diagnostic]) -> None:
    target_id = register.job.known.links[draft.key].target_id
    _update(register, draft, register.existing.get(target_id, {}), target_id, warnings)


def _find_place(register: Register, draft: Draft, found: Found, warnings: list[Diagnostic]) -> None:
    """What becomes of a record that is not linked: it is adopted, made, left for later, or refused."""
    job = register.job
    link = job.known.links.get(draft.key)
    if found.complaint is not None:
        _refuse(register, draft, found.complaint)
    elif found.target_id is not None:
        _adopt(register, draft, found.target_id, warnings)
    elif link is not None:
        _refuse(register, draft, job.complaints.gone(job.entity, draft.key, link.target_id))
    elif draft.creates:
        _create(register, draft, warnings)
    else:
        job.known.dormant[draft.key] = partial(_create, register, draft, warnings)
        register.section.put(make_change(job, draft.key, Action.SKIPPED, origin=draft.row))


def _refuse(register: Register, draft: Draft, complaint: Diagnostic) -> None:
    job = register.job
    diagnostics = (complaint, *draft.diagnostics)
    register.section.put(make_change(job, draft.key, Action.REFUSED, origin=draft.row, diagnostics=diagnostics))


def _create(register: Register, draft: Draft, warnings: list[Diagnostic]) -> None:
    job = register.job
    job.known.dormant.pop(draft.key, None)
    job.known.planned.add(draft.key)
    register.section.put(register.new_records.change(draft, warnings))
    register.wake(draft.needed)
    if retires(job, draft):
        job.known.retiring[draft.key] = partial(_create, register, in_use(job, draft), warnings)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The target's record that a draft is held against. `adopted`: of one that is linked only now, what the link keeps
    of it; None of one that was linked or is planned."""

    target_id: str | int | Pending
    row: Row
    adopted: Mapping[str, Any] | None = None


def _adopt(register: Register, draft: Draft, target_id: str | int, warnings: list[Diagnostic]) -> None:
    """Link a record that stands there already, and bring its owned fields up to date."""
    job = register.job
    row = register.existing[target_id]
    values = kept_values(job.mapping.target, row.items())
    job.known.add(Link(job.mapping.source.title, draft.key, job.mapping.target.name, target_id, draft.row_id, values))
    _bring_up_to_date(register, draft, Counterpart(target_id, row, values), warnings)


def _update(
    register: Register, draft: Draft, row: Row, target_id: str | int | Pending, warnings: list[Diagnostic]
) -> None:
    other = renumbered(register.job.mapping.target, draft.value, row)
    if other is not None:
        field, now, was = other
        _refuse(register, draft, complaints.number_changed(field, now, was, draft.desired.origins.get(field)))
        return
    _bring_up_to_date(register, draft, Counterpart(target_id, row), warnings)


def _bring_up_to_date(register: Register, draft: Draft, there: Counterpart, warnings: list[Diagnostic]) -> None:
    """Change what differs; a record that goes out of use stays in use when a voucher needs it."""
    job = register.job
    body, path, _ = payload_parts(job, draft.desired.payload)
    sent = job.sent.get(draft.key) if there.adopted is None else None  # of another record, if of any
    found = differences(body, there.row, job.target_entity, job.equivalences, sent.values if sent else None)
    notes: list[Diagnostic] = []
    remembered: Mapping[str, Any] = body
    if retires(job, draft):
        found, notes = unless_occupied(job, there.target_id, found)
        remembered = without_retirement(job, body) if notes else body
        job.known.retiring[draft.key] = partial(_bring_up_to_date, register, in_use(job, draft), there, warnings)
    linked = Action.UPDATE if found else Action.UNCHANGED
    if linked is Action.UNCHANGED and there.adopted is None:
        _leave(register, draft, there, sent, body, (*warnings, *notes))
        return
    register.section.put(
        make_change(
            job,
            draft.key,
            linked if there.adopted is None else Action.ADOPT,
            origin=draft.row,
            standing=there.row or None,
            request=update_request(job, there.target_id, found, path) if found else None,
            fields=changed_fields(job, draft.desired, found),
            diagnostics=(*draft.diagnostics, *warnings, *notes),
            memory=memory_of(
                job,
                draft.row,
                remembered,
                target_id=there.target_id,
                values=there.adopted or {},
                made_from=None if notes else _origin(register, draft.content),
            ),
            needs=draft.needed,
        )
    )
    if found:
        register.wake(draft.needed)


def _leave(
    register: Register,
    draft: Draft,
    there: Counterpart,
    sent: Sent | None,
    body: Mapping[str, Any],
    notes: tuple[Diagnostic, ...],
) -> None:
    """Leave a record as it is that was mapped: what it is made from is news, and how it stands. One that is out of use
    is held against the target each time, for it may be needed."""
    job = register.job
    origin = None if sent is None else _origin(register, draft.content, None if sent.values == body else body)
    kept = None if origin is None or retires(job, draft) else register.kept
    register.section.put(
        make_change(
            job,
            draft.key,
            Action.UNCHANGED,
            origin=draft.row,
            diagnostics=(*draft.diagnostics, *notes),
            memory=Memory(
                job.mapping.source.title,
                job.mapping.target.name,
                draft.row_id,
                target_id=there.target_id,
                made_from=origin,
                stands=None if kept is None else kept.standing(there.row, draft.telling),
            ),
        )
    )


def _origin(register: Register, content: Content, made: Mapping[str, Any] | None = None) -> Origin | None:
    return None if register.kept is None else register.kept.origin(content, made)


def _look_for_missing(register: Register, seen: Seen) -> None:
    """Linked records that the source lacks now: recoded ones are taken out of use; absence is no order to delete."""
    job, missing = register.job, []
    links = {key: one for key, one in job.known.links.items() if one.target_entity == job.mapping.target.name}
    # Rows of another firm are asked for only when something is not among one's own.
    elsewhere = job.keys_elsewhere() if links.keys() - seen.keys else frozenset()
    for key, link in sorted(links.items()):
        if seen.is_left_out(key):
            told = job.complaints.skipped_after_sent(job.entity, key, link.target_id, None)
        elif key in seen.keys or _is_recoded(register, link):
            continue
        elif key in elsewhere:
            told = job.complaints.another_firms(job.entity, key, link.target_id)
        else:
            missing.append(key)
            register.section.put(of_missing(job, register.section, register.existing, link))
            continue
        register.section.put(make_change(job, key, Action.SKIPPED, diagnostics=[told]))
    register.section.missing = tuple(missing)


def _is_recoded(register: Register, link: Link) -> bool:
    """Whether a lost record came back under another key; its old self is then taken out of use."""
    new = register.successors.get(register.recoded.get(link.key, ""))
    return retire_recoded(register.job, register.section, register.existing, link, new)


def plan_second_pass(job: Job, section: SectionDraft, wake: Wake) -> None:
    """Fill the section with a second pass: records that the first pass sends or sent are updated, never created."""
    existing = settled_records(job)
    register = Register(job, section, existing, Adoption(job, existing), wake)
    # Links of records that this plan adopts are not kept yet, and were not there before.
    section.linked = sum(bool(link.at) for link in job.known.links.values())
    evaluate(job, section, job.keyed(job.rows()), lambda drafts, _seen: _settle_second(register, drafts))
    for place, change in list(section.changes.items()):
        if _says_nothing(change) or not _is_known(job, change.key):
            del section.changes[place]


def _says_nothing(change: Change) -> bool:
    """Whether a second pass leaves a record as the first one told of it."""
    return change.action is Action.SKIPPED or (change.action is Action.UNCHANGED and not change.diagnostics)


def _settle_second(register: Register, drafts: list[Draft]) -> None:
    job = register.job
    for draft in job.sent.each(drafts, attrgetter("key")):
        link = job.known.links.get(draft.key)
        if link is not None and draft.key not in job.known.unusable:
            _update(register, draft, register.existing.get(link.target_id, {}), link.target_id, [])
        elif draft.key in job.known.planned:
            _update(register, draft, {}, Pending(job.mapping.source.name, draft.key), [])


def _is_known(job: Job, key: str) -> bool:
    return key in job.known.planned or (key in job.known.links and key not in job.known.unusable)
