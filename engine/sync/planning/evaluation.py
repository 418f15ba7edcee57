"""Running a mapping's rules over its source: drafts of what should be, and changes for what is left out or refused.

Records that refer to others of their own entity (a sub-project to its main project) are run again, in rounds, when
what they asked for has been drafted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from engine.language.outcome import Desired, Outcome, Refused, Skipped
from engine.model.change import Action
from engine.model.record import Row
from engine.model.schema import Nature
from engine.sync import complaints
from engine.sync.plan import Change
from engine.sync.planning.draft import Content, Draft
from engine.sync.planning.identity import key_faults
from engine.sync.planning.job import Job, Keyed, SectionDraft, make_change
from engine.sync.planning.kept import Kept
from engine.sync.planning.known import Questions


class Doubled(NamedTuple):
    """What several rows have the key of: how many, and the last of them that is the mapping's and was not the first."""

    rows: int
    last: Row | None


@dataclass(slots=True)
class Seen:
    """The keys of all the source's rows, selected or not, and those that several rows have."""

    keys: set[str] = field(default_factory=set)
    unselected: set[str] = field(default_factory=set)
    doubled: dict[str, Doubled] = field(default_factory=dict)

    def is_left_out(self, key: str) -> bool:
        """Whether the record is there and the mapping does not select it; a doubled key is refused instead."""
        return key in self.unselected and key not in self.doubled

    def note_again(self, key: str, row: Row | None) -> None:
        """Note one more row of a key; None of one that is not the mapping's."""
        before = self.doubled.get(key, Doubled(1, None))
        self.doubled[key] = Doubled(before.rows + 1, before.last if row is None else row)


Settle: TypeAlias = Callable[[list[Draft], Seen], None]


def evaluate(job: Job, section: SectionDraft, rows: Iterable[Keyed], settle: Settle, kept: Kept | None = None) -> Seen:
    """Run the rules over all rows. `settle` makes changes of the drafts, with what was seen; of records that refer to
    each other it gets each round's, and makes changes of them before the next.

    `kept`: which records need not be mapped again.
    """
    seen = Seen()
    own = _own_rows(job, section, rows, seen)
    # Rules are run as the rows are read. But where one record asks for another, or somebody looks at one, none is run
    # of which it turns out later that its key is another's too.
    if _refers_to_itself(job) or job.watched is not None:
        rows_read = list(own)
        _refuse_doubled(job, section, seen, {key: row for key, row in rows_read if key in seen.doubled})
        told_apart = [keyed for keyed in rows_read if keyed[0] not in seen.doubled]
        _in_rounds(job, section, told_apart, lambda drafts: settle(drafts, seen), kept)
        return seen
    made = (_draft(job, section, key, row, kept) for key, row in own)
    drafts = [draft for draft in made if draft is not None]
    if seen.doubled:
        _refuse_doubled(job, section, seen, {one.key: one.row for one in drafts if one.key in seen.doubled})
        drafts = [draft for draft in drafts if draft.key not in seen.doubled]
    settle(drafts, seen)
    return seen


def _in_rounds(
    job: Job, section: SectionDraft, waiting: list[Keyed], settle: Callable[[list[Draft]], None], kept: Kept | None
) -> None:
    """Run the rules over rows that may ask for each other: one that asks for what is still to come is run again."""
    to_come = {key for key, _ in waiting} if _refers_to_itself(job) else set()
    blocked: dict[str, list[Keyed]] = defaultdict(list)  # by the record that they asked for
    while waiting:
        drafts: list[Draft] = []
        done: list[str] = []
        for key, row in waiting if kept is None else job.sent.each(waiting, itemgetter(0)):
            try:
                draft = _draft(job, section, key, row, kept, to_come)
            except _ToCome as missed:
                blocked[missed.key].append((key, row))
                continue
            done.append(key)
            if draft is not None:
                drafts.append(draft)
        settle(drafts)
        to_come.difference_update(done)
        waiting = [keyed for key in done for keyed in blocked.pop(key, ())]
        if not waiting and blocked:  # a circle: let each say what it misses
            waiting = [keyed for group in blocked.values() for keyed in group]
            blocked.clear()
            to_come.clear()


class _ToCome(Exception):
    """A record's rules asked for one of its own entity that is still to come."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _own_rows(job: Job, section: SectionDraft, rows: Iterable[Keyed], seen: Seen) -> Iterator[Keyed]:
    """The rows that are this mapping's and have a key; of one without nobody could tell what was sent of it."""
    keys = seen.keys
    for key, row in rows:
        is_again = key in keys
        keys.add(key)
        is_own = _is_selected(job, key, row, seen)
        if is_again:
            seen.note_again(key, row if is_own else None)
        if is_own and _has_key(job, section, key, row):
            yield key, row


def _has_key(job: Job, section: SectionDraft, key: str, row: Row) -> bool:
    """Whether a row has a key; one without is refused."""
    faults = key_faults(row, job.mapping.key)
    if faults:
        found = [complaints.no_key(column, fault) for column, fault in faults]
        section.put(make_change(job, key, Action.REFUSED, origin=row, diagnostics=found))
    return not faults


def _refuse_doubled(job: Job, section: SectionDraft, seen: Seen, first: Mapping[str, Row]) -> None:
    """Refuse the records whose key several rows have. `first`: rows of theirs that were read before others."""
    for key, doubled in seen.doubled.items():
        change = section.changes.get((key, 0))
        row = doubled.last or first.get(key) or (None if change is None else change.origin)
        if row is not None and _has_key(job, section, key, row):
            found = complaints.key_shared(job.mapping.key, key, doubled.rows)
            section.put(make_change(job, key, Action.REFUSED, origin=row, diagnostics=[found]))


def _is_selected(job: Job, key: str, row: Row, seen: Seen) -> bool:
    """Note that a row was seen; whether it is this mapping's."""
    if job.watched is not None and job.watched.entity == job.mapping.name:
        job.watched.keys.add(key)
    if job.mapping.selects(row, job.circumstances):
        return True
    seen.unselected.add(key)
    if job.watches(key):
        _outcome(job, key, row)
    return False


def _refers_to_itself(job: Job) -> bool:
    return job.mapping.source.name in job.mapping.program.links


def _draft(
    job: Job, section: SectionDraft, key: str, row: Row, kept: Kept | None, to_come: Collection[str] = ()
) -> Draft | None:
    """The draft of one row; None where its rules leave it out or refuse it. Raises _ToCome."""
    if kept is not None and (as_it_was := kept.as_it_was(key, row)) is not None:
        return section.drafts.put_kept(key, row, *as_it_was)
    job.references.questions = questions = Questions()
    outcome = _outcome(job, key, row)
    own = job.mapping.source.name
    for name, missed in questions.missed:
        if name == own and missed != key and missed in to_come:
            raise _ToCome(missed)
    if isinstance(outcome, Desired):
        if questions.needed:
            section.order(key, [needed for name, needed in questions.needed if name == own])
        asked = () if kept is None else tuple(questions.asked)
        return section.drafts.put(key, Content(row, outcome, tuple(questions.needed), asked))
    section.put(_skipped(job, key, row, outcome) if isinstance(outcome, Skipped) else _refused(job, key, row, outcome))
    return None


def _outcome(job: Job, key: str, row: Row) -> Outcome:
    """What the rules make of a row; of a record that somebody looks at, its trace is kept."""
    circumstances = job.circumstances
    watched = job.watches(key)
    today, series, reserved = circumstances.today, circumstances.series, circumstances.reserved
    if watched is None:
        return job.mapping.run(row, job.references, today=today, series=series, reserved=reserved)
    trace = job.mapping.trace(row, job.references, today=today, series=series, reserved=reserved)
    watched.note(job.mapping.name, row, trace)
    return trace.outcome


def _skipped(job: Job, key: str, row: Row, outcome: Skipped) -> Change:
    """A record that is left out; one that was sent earlier is reported, never silently dropped."""
    diagnostics = list(outcome.diagnostics)
    link = job.known.links.get(key)
    if link is not None and not job.mapping.continues:
        diagnostics.append(job.complaints.skipped_after_sent(job.entity, key, link.target_id, outcome.span))
    return make_change(job, key, Action.SKIPPED, origin=row, diagnostics=diagnostics)


def _refused(job: Job, key: str, row: Row, outcome: Refused) -> Change:
    """A record that is held back; of a voucher that was posted before, that it stands is said too."""
    action = Action.WAIT if outcome.waits else Action.REFUSED
    diagnostics = list(outcome.diagnostics)
    link = job.known.links.get(key)
    if link is not None and job.mapping.target.nature is Nature.VOUCHER:
        diagnostics.append(job.complaints.posted_before(job.entity, key, link.target_id))
    return make_change(job, key, action, origin=row, diagnostics=diagnostics)
