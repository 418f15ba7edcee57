"""Planning vouchers: each is posted exactly once and never changed; its file follows as a change of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.change import Action, Pending, Write
from engine.model.placeholder import Placeholder
from engine.model.record import Row
from engine.model.schema import Entity, Field
from engine.sync import complaints
from engine.sync.plan import FILE_PART, Change, Memory
from engine.sync.planning.adoption import NOTHING, Adoption, Found
from engine.sync.planning.attachments import describe_file
from engine.sync.planning.diff import same
from engine.sync.planning.draft import Draft
from engine.sync.planning.evaluation import evaluate
from engine.sync.planning.job import Job, SectionDraft, day_of, make_change, new_fields, payload_parts
from engine.sync.planning.known import kept_values
from engine.sync.planning.lines import differing_lines
from engine.sync.planning.registers import Wake
from engine.sync.planning.voided import reverse_voided
from engine.sync.state.records import Link, Sent


@dataclass(frozen=True, slots=True)
class Vouchers:
    """One kind of voucher while it is planned. `attached`: the files that were sent, by key. `start`: older ones are
    only linked, never posted. `mappings`: the digest of all mappings as they are now."""

    job: Job
    section: SectionDraft
    attached: Mapping[str, Sent]
    start: date
    closed_until: date | None
    mappings: str
    wake: Wake


def plan_vouchers(vouchers: Vouchers) -> None:
    """Fill the section with one kind of voucher."""
    job, section = vouchers.job, vouchers.section
    section.linked = sum(link.target_entity == job.mapping.target.name for link in job.known.links.values())
    seen = evaluate(job, section, job.keyed(job.rows()), lambda drafts, _seen: _settle(vouchers, drafts))
    for key in sorted(seen.unselected & job.known.links.keys()):
        link = job.known.links[key]
        if link.target_entity == job.mapping.target.name and seen.is_left_out(key):
            note = job.complaints.skipped_after_sent(job.entity, key, link.target_id, None)
            section.put(make_change(job, key, Action.SKIPPED, diagnostics=[note]))
    reverse_voided(job, section)


def _settle(vouchers: Vouchers, drafts: list[Draft]) -> None:
    unlinked = [draft for draft in drafts if draft.key not in vouchers.job.known.links]
    # Asked only when something is to be posted: a run with nothing new makes no call for vouchers.
    found = Adoption(vouchers.job, vouchers.job.existing()).match(unlinked) if unlinked else {}
    for draft in vouchers.job.sent.each(drafts, attrgetter("key")):
        link = vouchers.job.known.links.get(draft.key)
        if link is not None:
            _linked(vouchers, draft, link)
        else:
            _unlinked(vouchers, draft, found.get(draft.key, NOTHING))


def _linked(vouchers: Vouchers, draft: Draft, link: Link) -> None:
    """A posted voucher: its content may not differ, and its file may still be to come."""
    job = vouchers.job
    sent = job.sent.get(draft.key)
    entity = job.mapping.target
    names = [name for name in entity.content if sent and name in sent.values]
    differing = _differing(entity, draft.desired.payload, sent.values, names) if sent else []
    # An account that a rule gives otherwise by now is no change of what was posted: rules are for what is to come.
    if sent and sent.mappings == vouchers.mappings and "total" not in differing:
        differing += differing_lines(entity, draft.desired.payload, sent.values)
    if differing:
        _put(vouchers, draft, Action.REFUSED, [job.complaints.changed_after_posting(job.entity, draft.key, differing)])
        return
    _put(vouchers, draft, Action.UNCHANGED, [])
    if not _is_old(vouchers, draft):
        _attach(vouchers, draft, link.target_id)


def _unlinked(vouchers: Vouchers, draft: Draft, found: Found) -> None:
    job = vouchers.job
    day = day_of(draft.desired, job.mapping.target.posting_date)
    if found.complaint is not None:
        _put(vouchers, draft, Action.REFUSED, [found.complaint])
    elif found.target_id is not None:
        _adopt(vouchers, draft, found.target_id)
    elif day is not None and day < vouchers.start:
        _put(vouchers, draft, Action.SKIPPED, [complaints.older_than_start(day, vouchers.start)])
    elif day is not None and vouchers.closed_until is not None and day <= vouchers.closed_until:
        span = draft.desired.origins.get(job.mapping.target.posting_date or "")
        _put(vouchers, draft, Action.REFUSED, [complaints.closed_period(day, vouchers.closed_until, span)])
    else:
        _post(vouchers, draft)


def _is_old(vouchers: Vouchers, draft: Draft) -> bool:
    day = day_of(draft.desired, vouchers.job.mapping.target.posting_date)
    return day is not None and day < vouchers.start


def _put(
    vouchers: Vouchers, draft: Draft, action: Action, notes: list[Diagnostic], standing: Row | None = None
) -> None:
    job = vouchers.job
    diagnostics = (*notes, *draft.desired.diagnostics)
    change = make_change(job, draft.key, action, origin=draft.row, standing=standing, diagnostics=diagnostics)
    vouchers.section.put(change)


def _adopt(vouchers: Vouchers, draft: Draft, target_id: str | int) -> None:
    """The target has this number already: equal content is done, different content is an alarm."""
    job = vouchers.job
    row = job.existing()[target_id]
    # An old one was keyed in by hand, with a due date of its own and perhaps no KID: its sum must do.
    compared = () if _is_old(vouchers, draft) else job.mapping.target.content
    names = [name for name in compared if row.get(name) is not None]
    differing = _differing(job.mapping.target, draft.desired.payload, row, names)
    if differing:
        number = draft.desired.payload.get(job.mapping.target.number or "")
        _put(vouchers, draft, Action.REFUSED, [job.complaints.other_voucher(number, differing)], row)
        return
    body, _, _ = payload_parts(job, draft.desired.payload)
    values = kept_values(job.mapping.target, row.items())
    entity = job.mapping.source.title
    job.known.add(Link(entity, draft.key, job.mapping.target.name, target_id, draft.row_id, values))
    vouchers.section.put(
        make_change(
            job,
            draft.key,
            Action.ADOPT,
            origin=draft.row,
            standing=row,
            diagnostics=draft.desired.diagnostics,
            memory=Memory(entity, job.mapping.target.name, draft.row_id, body, target_id=target_id, values=values),
        )
    )
    if not _is_old(vouchers, draft):
        _attach(vouchers, draft, target_id)


def _post(vouchers: Vouchers, draft: Draft) -> None:
    job = vouchers.job
    body, path, _ = payload_parts(job, draft.desired.payload)
    job.known.planned.add(draft.key)
    vouchers.section.put(
        make_change(
            job,
            draft.key,
            Action.POST,
            origin=draft.row,
            request=job.target.request(Write(job.mapping.target.name, Action.POST, body, None, path)),
            fields=new_fields(job, draft.desired, body),
            diagnostics=draft.desired.diagnostics,
            memory=Memory(job.mapping.source.title, job.mapping.target.name, draft.row_id, body),
            needs=draft.needed,
        )
    )
    _attach(vouchers, draft, Pending(job.mapping.source.name, draft.key))
    vouchers.wake(draft.needed)


def _attach(vouchers: Vouchers, draft: Draft, target_id: str | int | Placeholder) -> None:
    """The voucher's file, unless it was sent; one that cannot be sent waits, and never holds the voucher back."""
    job = vouchers.job
    _, _, files = payload_parts(job, draft.desired.payload)
    if draft.key in vouchers.attached:
        return
    for name, path in files.items():
        declared = job.mapping.target.find(name)
        if path is None or declared is None:
            continue
        vouchers.section.put(_attach_change(job, draft, declared, str(path), target_id), turn=1)


def _attach_change(job: Job, draft: Draft, declared: Field, path: str, target_id: str | int | Placeholder) -> Change:
    described = describe_file(path, declared)
    memory = Memory(job.mapping.source.title, job.mapping.target.name, draft.row_id, part=FILE_PART, links=False)
    fields = new_fields(job, draft.desired, {declared.name: path})
    if isinstance(described, Diagnostic):
        return make_change(
            job,
            draft.key,
            Action.WAIT,
            origin=draft.row,
            fields=fields,
            diagnostics=[described],
            memory=replace(memory, target_id=target_id),
        )
    write = Write(job.mapping.target.name, Action.ATTACH, described, target_id)
    return make_change(
        job,
        draft.key,
        Action.ATTACH,
        origin=draft.row,
        request=job.target.request(write),
        fields=fields,
        memory=replace(memory, sent=described),
    )


def _differing(
    entity: Entity, desired: Mapping[str, Any], existing: Mapping[str, Any], names: Iterable[str]
) -> list[str]:
    """In what a voucher differs from what was posted: those of the named fields, and the sum of its lines."""
    differing = [name for name in names if not _same(entity, name, desired.get(name), existing[name])]
    if entity.total is not None:
        ours, theirs = _total(entity.total, desired), _total(entity.total, existing)
        if theirs is not None and ours != theirs:
            differing.append("total")
    return differing


def _same(entity: Entity, name: str, ours: Any, theirs: Any) -> bool:
    declared = entity.find(name)
    assert declared is not None, f"{entity.title} has no {name}"
    # A link that was planned and a placeholder's text in the state both stand for an id that has no value yet.
    return isinstance(ours, Placeholder) or isinstance(theirs, Mapping) or same(ours, theirs, declared)


def _total(total: tuple[str, str], values: Mapping[str, Any]) -> Decimal | None:
    """The sum of a voucher's lines, or the total that its list row gives in the same field."""
    lines_name, amount = total
    lines = values.get(lines_name)
    if isinstance(lines, (list, tuple)):
        return sum((Decimal(line[amount]) for line in lines if line.get(amount) is not None), Decimal(0))
    given = values.get(amount)
    return Decimal(given) if isinstance(given, (int, Decimal)) else None
