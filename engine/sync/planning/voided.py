"""Vouchers that were posted and that the source has voided since: they are reversed in the target, never patched.

Only what the source itself declares void counts (Reconciled.void): that a rule leaves a record out is no order to take
back what was sent of it.
"""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.change import Action, Request, Write
from engine.model.naming import record_named
from engine.model.record import Row
from engine.model.schema import Entity
from engine.sync.plan import Change, Memory
from engine.sync.planning.job import Job, SectionDraft, make_change
from engine.sync.reverting import complaints
from engine.sync.reverting.reversible import why_it_stands
from engine.sync.state.records import Link


def reverse_voided(job: Job, section: SectionDraft) -> None:
    """Turn what is left out because it is void into its reversal, where it was posted."""
    for place, change in section.changes.items():
        link = job.known.links.get(change.key)
        is_posted = link is not None and link.target_entity == job.mapping.target.name
        if link is not None and is_posted and change.action is Action.SKIPPED and is_void(job.mapping.source, change):
            section.changes[place] = _taken_back(job, change, link)


def is_void(source: Entity, change: Change) -> bool:
    """Whether the source has annulled the record of a change."""
    reconciled = source.reconciled
    void = reconciled.void if reconciled is not None else None
    return void is not None and change.origin is not None and change.origin.get(void) is True


def _taken_back(job: Job, change: Change, link: Link) -> Change:
    entity = job.target_entity
    request = job.target.request(Write(entity.name, Action.REVERSE, {}, link.target_id))
    row = job.existing().get(link.target_id)
    if row is None:
        return _not_standing(job, change, link, request)
    refusal = _refusal(job, entity, link, row)
    if refusal is not None:
        return make_change(job, change.key, Action.REFUSED, origin=change.origin, standing=row, diagnostics=[refusal])
    return _reversed(job, change, link, request, row)


def _not_standing(job: Job, change: Change, link: Link, request: Request) -> Change:
    """A voucher that is not among those that stand: somebody has reversed it already, or it is not shown (yet)."""
    if job.target.recover(request) is None:
        record = record_named(job.entity, change.key)
        said = complaints.not_shown(record, link.target_id, job.target.catalog.title)
        return make_change(job, change.key, Action.REFUSED, origin=change.origin, diagnostics=[said])
    note = complaints.reversed_by_hand(link.target_id, job.target.catalog.title)
    return _reversed(job, change, link, None, None, note)


def _refusal(job: Job, entity: Entity, link: Link, row: Row) -> Diagnostic | None:
    ours = entity.reconciled.ours if entity.reconciled is not None else None
    if ours is not None and row.get(ours) is False:
        return complaints.not_ours(row.get(entity.number or "") or link.target_id, job.target.catalog.title)
    return why_it_stands(entity, job.target, link.target_id, row)


def _reversed(
    job: Job, change: Change, link: Link, request: Request | None, row: Row | None, *notes: Diagnostic
) -> Change:
    """The reversal, or without a request what is left of it to do: the pair is none any more."""
    memory = Memory(
        link.entity, link.target_entity, link.row_id, target_id=link.target_id, values=link.values, forgets=True
    )
    return make_change(
        job,
        change.key,
        Action.REVERSE,
        request=request,
        diagnostics=notes,
        memory=memory,
        origin=change.origin,
        standing=row,
    )
