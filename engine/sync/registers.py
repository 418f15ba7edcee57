"""Planning a register: records are created, adopted, updated, retired when recoded, or left as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.language.outcome import Desired
from engine.model.change import Action, Pending, Write
from engine.model.record import Row
from engine.sync import complaints
from engine.sync.adoption import Adoption
from engine.sync.diff import Difference, differences, same
from engine.sync.evaluation import Seen, evaluate
from engine.sync.job import (
    Draft,
    Job,
    SectionDraft,
    changed_fields,
    make_change,
    new_fields,
    payload_parts,
    update_request,
)
from engine.sync.known import kept_values
from engine.sync.numbers import lookalikes, number_collisions, shared_values
from engine.sync.plan import Memory
from engine.sync.store import Link

Wake = Callable[[tuple[tuple[str, str], ...]], None]


@dataclass(frozen=True, slots=True)
class Register:
    """One register while it is planned. `wake` brings the dormant records that a sent one links to."""

    job: Job
    section: SectionDraft
    existing: Mapping[str | int, Row]
    adoption: Adoption
    wake: Wake


def plan_register(job: Job, section: SectionDraft, wake: Wake) -> None:
    """Fill the section with one register's changes."""
    existing = job.existing()
    if not job.offline:
        job.known.gone.update(key for key, link in job.known.links.items() if link.target_id not in existing)
    register = Register(job, section, existing, Adoption(job, existing), wake)
    section.linked = len(job.known.links)
    rows = list(job.rows())
    numbers = {job.mapping.key_of(row) for row in rows}
    seen = evaluate(job, section, rows, partial(_settle, register, numbers))
    _look_for_missing(register, seen)


def _settle(register: Register, numbers: set[str], drafts: list[Draft]) -> None:
    """Prove the whole set's numbers, then compare each record with what stands in the target."""
    job = register.job
    refused = shared_values(drafts, job.mapping.target, job.entity)
    refused |= number_collisions(drafts, job.mapping.target, numbers, job.entity)
    warnings = lookalikes(drafts, job.mapping.target, job.entity)
    for draft in drafts:
        if draft.key in refused:
            _refuse(register, draft, refused[draft.key])
        else:
            _compare(register, draft, warnings.get(draft.key, []))


def _compare(register: Register, draft: Draft, warnings: list[Diagnostic]) -> None:
    job = register.job
    link = job.known.links.get(draft.key)
    if link is not None and draft.key not in job.known.gone:
        _update(register, draft, register.existing.get(link.target_id, {}), link.target_id, warnings)
        return
    found = register.adoption.find(draft)
    if found.complaint is not None:
        _refuse(register, draft, found.complaint)
    elif found.target_id is not None:
        _adopt(register, draft, found.target_id, warnings)
    elif link is not None:
        _refuse(register, draft, job.complaints.gone(job.entity, draft.key, link.target_id))
    elif draft.desired.creates:
        _create(register, draft, warnings)
    else:
        job.known.dormant[draft.key] = partial(_create, register, draft, warnings)
        register.section.put(make_change(job, draft.key, Action.SKIPPED, title=job.title(draft.row)), draft.depth)


def _refuse(register: Register, draft: Draft, complaint: Diagnostic) -> None:
    job = register.job
    diagnostics = (complaint, *draft.desired.diagnostics)
    register.section.put(
        make_change(job, draft.key, Action.REFUSED, title=job.title(draft.row), diagnostics=diagnostics), draft.depth
    )


def _create(register: Register, draft: Draft, warnings: list[Diagnostic]) -> None:
    job = register.job
    body, path, _ = payload_parts(job, draft.desired.payload)
    job.known.dormant.pop(draft.key, None)
    job.known.planned[draft.key] = draft.desired.payload
    register.section.put(
        make_change(
            job,
            draft.key,
            Action.CREATE,
            title=job.title(draft.row),
            request=job.target.request(Write(job.mapping.target.name, Action.CREATE, body, None, path)),
            fields=new_fields(job, draft.desired, body),
            diagnostics=(*draft.desired.diagnostics, *warnings),
            memory=_memory(job, draft, body),
        ),
        draft.depth,
    )
    register.wake(draft.needed)
    if _retires(job, draft):
        job.known.retiring[draft.key] = partial(_create, register, _in_use(job, draft), warnings)


def _retires(job: Job, draft: Draft) -> bool:
    """Whether the source has taken the record out of use."""
    retire = job.mapping.target.retire
    return retire is not None and draft.desired.payload.get(retire[0]) == retire[1]


def _in_use(job: Job, draft: Draft) -> Draft:
    """The same record, kept in use because a voucher needs it."""
    assert job.mapping.target.retire is not None, f"{job.mapping.target.title} cannot be retired"
    name, value = job.mapping.target.retire
    return replace(draft, desired=replace(draft.desired, payload={**draft.desired.payload, name: not value}))


def _memory(job: Job, draft: Draft, body: Mapping[str, Any], **found: Any) -> Memory:
    return Memory(job.mapping.source.title, job.mapping.target.name, draft.row_id, body, **found)


def _adopt(register: Register, draft: Draft, target_id: str | int, warnings: list[Diagnostic]) -> None:
    """Link a record that stands there already, and bring its owned fields up to date."""
    job = register.job
    row = register.existing[target_id]
    values = kept_values(job.mapping.target, row.items())
    job.known.links[draft.key] = Link(
        job.mapping.source.title, draft.key, job.mapping.target.name, target_id, draft.row_id, values
    )
    job.known.gone.discard(draft.key)
    _put_update(register, draft, row, target_id, warnings, Action.ADOPT, values)


def _update(
    register: Register, draft: Draft, row: Row, target_id: str | int | Pending, warnings: list[Diagnostic]
) -> None:
    _put_update(register, draft, row, target_id, warnings, Action.UPDATE, {})


def _put_update(
    register: Register,
    draft: Draft,
    row: Row,
    target_id: str | int | Pending,
    warnings: list[Diagnostic],
    action: Action,
    values: Mapping[str, Any],
) -> None:
    job = register.job
    body, path, _ = payload_parts(job, draft.desired.payload)
    renumbered = _renumbered(job, draft, row)
    if renumbered is not None:
        _refuse(register, draft, renumbered)
        return
    sent = job.sent.get(draft.key)
    found = differences(body, row, job.mapping.target, job.equivalences, sent.values if sent else None)
    if _retires(job, draft):
        found, warnings = _unless_occupied(register, target_id, found, warnings)
        job.known.retiring[draft.key] = partial(
            _put_update, register, _in_use(job, draft), row, target_id, warnings, action, values
        )
    if not found and action is Action.UPDATE:
        action = Action.UNCHANGED
    register.section.put(
        make_change(
            job,
            draft.key,
            action,
            title=job.title(draft.row),
            request=update_request(job, target_id, found, path) if found else None,
            fields=changed_fields(job, draft.desired, found),
            diagnostics=(*draft.desired.diagnostics, *warnings),
            memory=_memory(job, draft, body, target_id=target_id, values=values),
        ),
        draft.depth,
    )
    if found:
        register.wake(draft.needed)


def _unless_occupied(
    register: Register, target_id: object, found: list[Difference], warnings: list[Diagnostic]
) -> tuple[list[Difference], list[Diagnostic]]:
    """Without the field that retires the record, while the target still has a balance on it."""
    target = register.job.mapping.target
    assert target.retire is not None, f"{target.title} cannot be retired"
    name = target.retire[0]
    if any(item.path == name for item in found) and target_id in register.job.target.occupied(target.name):
        return [item for item in found if item.path != name], [*warnings, complaints.still_in_use(name)]
    return found, warnings


def _renumbered(job: Job, draft: Draft, row: Row) -> Diagnostic | None:
    """R302: a number that stands in the target is an account with history, and is never changed."""
    for declared in job.mapping.target.fields:
        now, was = draft.desired.payload.get(declared.name), row.get(declared.name)
        if declared.identity and now is not None and was is not None and not same(now, was, declared):
            return complaints.number_changed(declared.name, now, was, draft.desired.origins.get(declared.name))
    return None


def _look_for_missing(register: Register, seen: Seen) -> None:
    """Linked records that the source lacks now: recoded ones are taken out of use; absence is no order to delete."""
    job = register.job
    missing = []
    for key, link in sorted(job.known.links.items()):
        if link.target_entity != job.mapping.target.name:
            continue
        if key in seen.unselected:
            diagnostic = job.complaints.skipped_after_sent(job.entity, key, link.target_id, None)
            register.section.put(make_change(job, key, Action.SKIPPED, diagnostics=[diagnostic]))
        elif key not in seen.keys:
            new = seen.by_row_id.get(link.row_id) if link.row_id else None
            if new is None or not _retire(register, link, new):
                missing.append(key)
    register.section.missing = tuple(missing)


def _retire(register: Register, link: Link, new: str) -> bool:
    """Take a recoded record's old self out of use; whether its entity can be."""
    job = register.job
    retire = job.mapping.target.retire
    row = register.existing.get(link.target_id)
    if retire is None or row is None:
        return False
    name, value = retire
    if row.get(name) == value:
        return True
    found = [Difference(name, row.get(name), value, False)]
    change = make_change(
        job,
        link.key,
        Action.UPDATE,
        request=update_request(job, link.target_id, found, {}),
        fields=changed_fields(job, Desired({}), found),
        diagnostics=[job.complaints.recoded(f"{job.entity} {link.key}", f"{job.entity} {new}")],
        memory=Memory(link.entity, link.target_entity, link.row_id, None, target_id=link.target_id, links=False),
    )
    register.section.put(change)
    return True


def plan_second_pass(job: Job, section: SectionDraft, wake: Wake) -> None:
    """Fill the section with a second pass: records that the first pass sends or sent are updated, never created."""
    existing = job.existing()
    register = Register(job, section, existing, Adoption(job, existing), wake)
    evaluate(job, section, job.rows(), partial(_settle_second, register))
    for place, change in list(section.changes.items()):
        if change.action in (Action.SKIPPED, Action.UNCHANGED) or not _is_known(job, change.key):
            del section.changes[place]


def _settle_second(register: Register, drafts: list[Draft]) -> None:
    job = register.job
    for draft in drafts:
        link = job.known.links.get(draft.key)
        if link is not None and draft.key not in job.known.gone:
            _update(register, draft, register.existing.get(link.target_id, {}), link.target_id, [])
        elif draft.key in job.known.planned:
            _update(register, draft, {}, Pending(job.mapping.source.name, draft.key), [])


def _is_known(job: Job, key: str) -> bool:
    return key in job.known.planned or (key in job.known.links and key not in job.known.gone)
