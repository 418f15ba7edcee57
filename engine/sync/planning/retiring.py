"""Taking records out of use: those that the source has retired, the old selves of those that it has recoded, and,
where the workspace allows it, those that it no longer has.

Nothing is ever deleted, and a ledger account with a balance stays in use until it has none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.language.outcome import Desired
from engine.model.change import Action
from engine.model.naming import record_named
from engine.model.record import Row
from engine.sync import complaints
from engine.sync.plan import HELD_BACK, Change, Memory
from engine.sync.planning.diff import Difference, same
from engine.sync.planning.draft import Draft
from engine.sync.planning.job import Job, SectionDraft, changed_fields, make_change, update_request
from engine.sync.state.records import Link


def retires(job: Job, draft: Draft) -> bool:
    """Whether the source has taken the record out of use."""
    retire = job.mapping.target.retire
    return retire is not None and draft.value(retire[0]) == retire[1]


def in_use(job: Job, draft: Draft) -> Draft:
    """The same record, kept in use because a voucher needs it."""
    assert job.mapping.target.retire is not None, f"{job.mapping.target.title} cannot be retired"
    name, value = job.mapping.target.retire
    return draft.giving({**draft.desired.payload, name: not value})


def unless_occupied(job: Job, target_id: object, found: list[Difference]) -> tuple[list[Difference], list[Diagnostic]]:
    """Without the difference that retires a record while the target has a balance on it, and what is said then."""
    target = job.mapping.target
    assert target.retire is not None, f"{target.title} cannot be retired"
    name = target.retire[0]
    if any(item.path == name for item in found) and target_id in job.target.occupied(target.name):
        return [item for item in found if item.path != name], [complaints.still_in_use(name)]
    return found, []


def without_retirement(job: Job, body: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent of a record while it stays in use: what was not sent is not remembered as sent."""
    assert job.mapping.target.retire is not None, f"{job.mapping.target.title} cannot be retired"
    return {name: value for name, value in body.items() if name != job.mapping.target.retire[0]}


class Recodings:
    """The new keys of linked records that came back under another one: noted while the source's rows are read.

    The source never reuses a row id, so one that stands under another key tells a recoding from a new record; an id
    that stands on several rows tells nothing.
    """

    def __init__(self, job: Job) -> None:
        self._linked: dict[str, list[str]] = {}
        self._elsewhere: dict[str, set[str]] = {}
        for key, link in job.known.links.items():
            if link.row_id is not None and link.target_entity == job.mapping.target.name:
                self._linked.setdefault(link.row_id, []).append(key)

    def note(self, key: str, row: Row) -> None:
        """Note a row that was read."""
        if self._linked:
            row_id = str(row.get("row_id"))
            linked = self._linked.get(row_id)
            if linked is not None and linked != [key]:
                self._elsewhere.setdefault(row_id, set()).add(key)

    def found(self, keys: Collection[str]) -> dict[str, str]:
        """The new keys by the old ones, once all rows were read. `keys`: those of the rows."""
        return {
            lost: next(iter(new))
            for row_id, new in self._elsewhere.items()
            for lost in self._linked[row_id]
            if lost not in keys and len(new) == 1
        }


def retire_recoded(
    job: Job, section: SectionDraft, existing: Mapping[str | int, Row], link: Link, new: Draft | None
) -> bool:
    """Take a recoded record's old self out of use, before its new self is made; whether that is to be.

    What may stand on one record only (the reference with the row id) goes over to the new one. Nothing is done while
    the new record itself is held back, or where its entity is never taken out of use.
    """
    retire, row = job.mapping.target.retire, existing.get(link.target_id)
    if retire is None or row is None or new is None or _is_held_back(section, new.key):
        return False
    name, value = retire
    leaving = [] if row.get(name) == value else [Difference(name, row.get(name), value, False)]
    found, notes = unless_occupied(job, link.target_id, [*leaving, *_handed_over(job, row, new)])
    if found:
        old, called = record_named(job.entity, link.key), record_named(job.entity, new.key)
        section.order(new.key, [link.key])
        section.put(_retirement(job, link, new.desired, found, [job.complaints.recoded(old, called), *notes]))
    return True


def of_missing(job: Job, section: SectionDraft, existing: Mapping[str | int, Row], link: Link) -> Change:
    """What becomes of a record of which the source has no row now: nothing, unless the workspace lets it be taken out
    of use. The guard for missing rows counts it all the same: a broken view looks like that."""
    retire, row = job.mapping.target.retire, existing.get(link.target_id)
    stays = make_change(
        job, link.key, Action.SKIPPED, diagnostics=[job.complaints.missing_row(job.entity, link.key, link.target_id)]
    )
    if not job.archive_missing or retire is None or row is None or row.get(retire[0]) == retire[1]:
        return stays
    leaving = [Difference(retire[0], row.get(retire[0]), retire[1], False)]
    found, notes = unless_occupied(job, link.target_id, leaving)
    if not found:
        return replace(stays, diagnostics=(*stays.diagnostics, *notes))
    job.known.retiring[link.key] = partial(section.put, stays)  # where a voucher needs it
    told = job.complaints.missing_row(job.entity, link.key, link.target_id, archived=True)
    return _retirement(job, link, Desired({}), found, [told])


def _is_held_back(section: SectionDraft, key: str) -> bool:
    change = section.changes.get((key, 0))
    return change is None or change.action in HELD_BACK


def _handed_over(job: Job, row: Row, new: Draft) -> list[Difference]:
    """The old record's values that only one record may have, and that the new one has now."""
    wanted = new.desired.payload
    return [
        Difference(field.name, row[field.name], None, False)
        for field in job.mapping.target.fields
        if field.unique and field.update and not field.identity and row.get(field.name) is not None
        if same(row[field.name], wanted.get(field.name), field)
    ]


def _retirement(
    job: Job, link: Link, desired: Desired, found: list[Difference], diagnostics: list[Diagnostic]
) -> Change:
    before = job.sent.get(link.key)
    sent = {**(before.values if before else {}), **{item.path: item.after for item in found}}
    return make_change(
        job,
        link.key,
        Action.UPDATE,
        request=update_request(job, link.target_id, found, {}),
        fields=changed_fields(job, desired, found),
        diagnostics=diagnostics,
        memory=Memory(link.entity, link.target_entity, link.row_id, sent, target_id=link.target_id, links=False),
    )
