"""Running a mapping's rules over its source: drafts of what should be, and changes for what is left out or refused.

Records that refer to others of their own entity (a sub-project to its main project) are run again, in rounds, when
what they asked for has been drafted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from engine.diagnostics.diagnostic import Diagnostic
from engine.language.outcome import Desired, Outcome, Refused, Skipped
from engine.model.change import Action
from engine.model.compact import Compact
from engine.model.record import Row
from engine.model.schema import Nature
from engine.sync import complaints
from engine.sync.plan import Change
from engine.sync.planning.identity import key_faults
from engine.sync.planning.job import Draft, Job, Keyed, SectionDraft, make_change
from engine.sync.planning.kept import Kept
from engine.sync.planning.known import Questions


@dataclass(slots=True)
class Seen:
    """The keys of all the source's rows, selected or not, and how many rows have each."""

    rows_of: Counter[str] = field(default_factory=Counter)
    unselected: set[str] = field(default_factory=set)

    def is_left_out(self, key: str) -> bool:
        """Whether the record is there and the mapping does not select it; a doubled key is refused instead."""
        return key in self.unselected and self.rows_of[key] == 1


def evaluate(
    job: Job,
    section: SectionDraft,
    rows: Iterable[Keyed],
    settle: Callable[[list[Draft]], None],
    kept: Kept | None = None,
) -> Seen:
    """Run the rules over all rows. `settle` gets each round's drafts, and makes changes of them before the next.

    `kept`: which records need not be mapped again.
    """
    seen = Seen()
    selected = [(key, row) for key, row in rows if _is_selected(job, key, row, seen)]
    waiting = [(key, row) for key, row in selected if _has_identity(job, section, key, row, seen)]
    to_come = {key for key, _ in waiting} if _refers_to_itself(job) else set()
    blocked: dict[str, list[Keyed]] = defaultdict(list)  # by the record that they asked for
    while waiting:
        drafts: list[Draft] = []
        done: list[str] = []
        for key, row in waiting:
            draft = None if kept is None else kept.draft(key, row, partial(_mapped, job, section, key, row, kept))
            if draft is not None:
                drafts.append(draft)
                done.append(key)
                continue
            missed = _draft(job, section, key, row, to_come, drafts, kept)
            if missed is None:
                done.append(key)
            else:
                blocked[missed].append((key, row))
        settle(drafts)
        to_come.difference_update(done)
        waiting = [keyed for key in done for keyed in blocked.pop(key, ())]
        if not waiting and blocked:  # a circle: let each say what it misses
            waiting = [keyed for group in blocked.values() for keyed in group]
            blocked.clear()
            to_come.clear()
    return seen


def _is_selected(job: Job, key: str, row: Row, seen: Seen) -> bool:
    """Note that a row was seen; whether it is this mapping's."""
    seen.rows_of[key] += 1
    if job.watched is not None and job.watched.entity == job.mapping.name:
        job.watched.keys.add(key)
    if job.mapping.selects(row, job.circumstances):
        return True
    seen.unselected.add(key)
    if job.watches(key):
        _outcome(job, key, row)
    return False


def _has_identity(job: Job, section: SectionDraft, key: str, row: Row, seen: Seen) -> bool:
    """Whether a row has a key, and that to itself; if not, it is refused: nobody could tell what was sent of it."""
    found: list[Diagnostic] = [complaints.no_key(column, fault) for column, fault in key_faults(row, job.mapping.key)]
    if not found and seen.rows_of[key] > 1:
        found = [complaints.key_shared(job.mapping.key, key, seen.rows_of[key])]
    if found:
        section.put(make_change(job, key, Action.REFUSED, origin=row, diagnostics=found))
    return not found


def _refers_to_itself(job: Job) -> bool:
    return job.mapping.source.name in job.mapping.program.links


def _mapped(job: Job, section: SectionDraft, key: str, row: Row, kept: Kept) -> Draft:
    """The draft of a record that was kept, from its rules."""
    drafts: list[Draft] = []
    _draft(job, section, key, row, set(), drafts, kept)
    assert drafts, f"{job.entity} {key} is made from what it was made from, and is not made"
    return drafts[0]


def _draft(
    job: Job,
    section: SectionDraft,
    key: str,
    row: Row,
    to_come: set[str],
    drafts: list[Draft],
    kept: Kept | None,
) -> str | None:
    """Run the rules over one row; when it asked for a record of its own entity that is still to come, that one."""
    job.references.questions = questions = Questions()
    outcome = _outcome(job, key, row)
    own = job.mapping.source.name
    for name, missed in questions.missed:
        if name == own and missed != key and missed in to_come:
            return missed
    if isinstance(outcome, Desired):
        section.order(key, [needed for name, needed in questions.needed if name == own])
        asked = () if kept is None else kept.questions(questions.asked)
        drafts.append(Draft(key, row, section.slim(outcome), tuple(questions.needed), asked))
    elif isinstance(outcome, Skipped):
        section.put(_skipped(job, key, row, outcome))
    else:
        section.put(_refused(job, key, row, outcome))
    return None


def _outcome(job: Job, key: str, row: Row) -> Outcome:
    """What the rules make of a row; of a record that somebody looks at, its trace is kept."""
    circumstances = job.circumstances
    watched = job.watches(key)
    if isinstance(row, Compact):  # rules read most of it, and of a dict they read faster
        row = row.as_dict()
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
