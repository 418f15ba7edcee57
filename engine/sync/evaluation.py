"""Running a mapping's rules over its source: drafts of what should be, and changes for what is left out or refused.

Records that refer to others of their own entity (a sub-project to its main project) are run again, in rounds, when
what they asked for has been drafted; the round is their depth in the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from engine.language.outcome import Desired, Refused, Skipped
from engine.model.change import Action
from engine.model.record import Row
from engine.sync.job import Draft, Job, SectionDraft, make_change
from engine.sync.known import Questions
from engine.sync.plan import Change


@dataclass(slots=True)
class Seen:
    """The keys of all the source's rows, selected or not, and their row ids."""

    keys: set[str] = field(default_factory=set)
    by_row_id: dict[str, str] = field(default_factory=dict)
    unselected: set[str] = field(default_factory=set)


def evaluate(job: Job, section: SectionDraft, rows: Iterable[Row], settle: Callable[[list[Draft]], None]) -> Seen:
    """Run the rules over all rows. `settle` gets each round's drafts, and makes changes of them before the next."""
    seen = Seen()
    waiting = [row for row in rows if _belongs(job, row, seen)]
    depth = 0
    while waiting:
        drafts: list[Draft] = []
        again: list[Row] = []
        keys = {job.mapping.key_of(row) for row in waiting} if _refers_to_itself(job) else set()
        for row in waiting:
            if not _draft(job, section, row, depth, keys, drafts):
                again.append(row)
        if len(again) == len(waiting):  # a circle: let each say what it misses
            for row in again:
                _draft(job, section, row, depth, set(), drafts)
            again = []
        settle(drafts)
        waiting, depth = again, depth + 1
    return seen


def _belongs(job: Job, row: Row, seen: Seen) -> bool:
    """Note that a row was seen; whether it is this mapping's."""
    key = job.mapping.key_of(row)
    seen.keys.add(key)
    if row.get("row_id") is not None:
        seen.by_row_id[str(row["row_id"])] = key
    selected = job.mapping.selects(row, job.circumstances)
    if not selected:
        seen.unselected.add(key)
    return selected


def _refers_to_itself(job: Job) -> bool:
    return job.mapping.source.name in job.mapping.program.links


def _draft(job: Job, section: SectionDraft, row: Row, depth: int, keys: set[str], drafts: list[Draft]) -> bool:
    """Run the rules over one row; False when it asked for a record of its own entity that is still to come."""
    job.references.questions = questions = Questions()
    outcome = job.mapping.run(row, job.references, today=job.circumstances.today, series=job.circumstances.series)
    key = job.mapping.key_of(row)
    if any(name == job.mapping.source.name and missed in keys - {key} for name, missed in questions.missed):
        return False
    if isinstance(outcome, Desired):
        drafts.append(Draft(key, row, outcome, tuple(questions.needed), depth))
    elif isinstance(outcome, Skipped):
        section.put(_skipped(job, key, row, outcome))
    else:
        section.put(_refused(job, key, row, outcome))
    return True


def _skipped(job: Job, key: str, row: Row, outcome: Skipped) -> Change:
    """A record that is left out; one that was sent earlier is reported, never silently dropped."""
    diagnostics = list(outcome.diagnostics)
    link = job.known.links.get(key)
    if link is not None and not job.mapping.continues:
        diagnostics.append(job.complaints.skipped_after_sent(job.entity, key, link.target_id, outcome.span))
    return make_change(job, key, Action.SKIPPED, title=job.title(row), diagnostics=diagnostics)


def _refused(job: Job, key: str, row: Row, outcome: Refused) -> Change:
    action = Action.WAIT if outcome.waits else Action.REFUSED
    kept = row if job.mapping.source.group else None  # only what is read by a cursor would not come again by itself
    return make_change(job, key, action, title=job.title(row), diagnostics=outcome.diagnostics, row=kept)
