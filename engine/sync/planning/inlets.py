"""Planning an inlet: rows are appended, and state is compared, not events.

What should be settled today is held against the rows that the inlet has: what is new becomes a row, what vanished or
changed is taken back by a row of the old amount, under the same key with `~2`, `~3`, … behind it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.language.outcome import Desired
from engine.model.change import Action, Write
from engine.model.record import Row, key_text
from engine.model.schema import Entity, Field, Inlet
from engine.model.types import Kind
from engine.sync.plan import FieldChange, Memory
from engine.sync.planning.diff import same
from engine.sync.planning.draft import Draft
from engine.sync.planning.evaluation import evaluate
from engine.sync.planning.job import Job, SectionDraft, make_change, new_fields
from engine.sync.planning.known import KnownEntity

_SUFFIX = "~"


@dataclass(slots=True)
class Account:
    """The rows of one key in the order of their suffixes; the last one says whether it stands.

    `highest`: the last suffix; a number may lack where a row was never written.
    """

    rows: list[Row] = field(default_factory=list)
    highest: int = 0

    def standing(self, inlet: Inlet) -> Row | None:
        """The row that has not been taken back; None when the last one was."""
        last = self.rows[-1]
        return None if last.get(inlet.kind) == inlet.reversal else last


def plan_inlet(
    job: Job,
    section: SectionDraft,
    settles: KnownEntity,
    held: Mapping[str, Row],
    since: str | None,
    taken_back: Container[object],
) -> None:
    """Fill the section with the rows to append. `held`: rows that an earlier run could not place.

    `taken_back`: the groups of rows (see Entity.group) that settle nothing any more.
    """
    inlet = job.mapping.target.inlet
    assert inlet is not None, f"{job.mapping.target.title} is no inlet"
    reading = job.source.read(job.mapping.source.name, since)
    rows = list(job.related.join(reading.rows, job.mapping.source, job.mapping.program.references))
    rows += _still_held(job, held, rows, reading.complete)
    rows = [row for row in rows if row.get(job.mapping.source.group or "") not in taken_back]
    drafts: list[Draft] = []
    evaluate(job, section, job.keyed(rows), lambda more, _seen: drafts.extend(more))
    accounts = accounts_of(job.existing().values(), inlet)
    section.linked = sum(account.standing(inlet) is not None for account in accounts.values())
    for draft in drafts:
        _compare(job, section, inlet, draft, accounts)
    _take_back_vanished(job, section, inlet, drafts, accounts, _settled(settles, reading.complete))
    section.cursor = reading.cursor


def _still_held(job: Job, held: Mapping[str, Row], rows: list[Row], complete: frozenset[str | int] | None) -> list[Row]:
    """Held rows that this reading says nothing newer of."""
    group = job.mapping.source.group
    read = {job.key_of(row) for row in rows}
    return [
        row
        for key, row in held.items()
        if key not in read and complete is not None and (group is None or row.get(group) not in complete)
    ]


def accounts_of(rows: Iterable[Row], inlet: Inlet) -> dict[str, Account]:
    """An inlet's rows by their key without suffix, each in the order of its suffixes."""
    gathered: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for row in rows:
        base, number = split_key(str(row[inlet.key]))
        gathered[base].append((number, row))
    return {base: _account(rows) for base, rows in gathered.items()}


def _account(numbered: list[tuple[int, Row]]) -> Account:
    ordered = sorted(numbered, key=lambda item: item[0])
    return Account([row for _, row in ordered], ordered[-1][0])


def split_key(key: str) -> tuple[str, int]:
    """A row's key without its suffix, and its place among the rows of that entry."""
    base, _, number = key.rpartition(_SUFFIX)
    return (base, int(number)) if base and number.isdigit() else (key, 1)


def _compare(job: Job, section: SectionDraft, inlet: Inlet, draft: Draft, accounts: Mapping[str, Account]) -> None:
    base = str(draft.desired.payload[inlet.key])
    account = accounts.get(base)
    standing = account.standing(inlet) if account else None
    if standing is not None and _says_the_same(job, draft.desired, standing, inlet):
        section.put(make_change(job, draft.key, Action.UNCHANGED, origin=draft.row))
        return
    written = account.highest if account else 0
    if standing is not None:
        _take_back(job, section, inlet, draft.key, base, standing, written, draft.row)
        written += 1
    payload = {**draft.desired.payload, inlet.key: suffixed(base, written + 1)}
    _put_row(job, section, draft, payload)


def _says_the_same(job: Job, desired: Desired, standing: Row, inlet: Inlet) -> bool:
    """Whether a standing row is what should stand: kind, amount and the record it settles; a date may be corrected."""
    names = {inlet.kind, inlet.amount, *inlet.group}
    fields = [f for f in job.mapping.target.fields if f.name in names]
    return all(same(desired.payload.get(f.name), standing.get(f.name), f) for f in fields)


def suffixed(base: str, number: int) -> str:
    """The key of an entry's n-th row."""
    return base if number == 1 else f"{base}{_SUFFIX}{number}"


def _put_row(job: Job, section: SectionDraft, draft: Draft, payload: dict[str, Any]) -> None:
    desired = draft.desired.giving(payload)
    section.put(
        make_change(
            job,
            draft.key,
            Action.PAY,
            origin=draft.row,
            request=job.target.request(Write(job.mapping.target.name, Action.PAY, payload)),
            fields=new_fields(job, desired, payload),
            diagnostics=desired.diagnostics,
            memory=Memory(job.mapping.source.title, job.mapping.target.name, draft.row_id, payload),
            needs=draft.needed,
        ),
        turn=1,
    )


def reversal_row(entity: Entity, standing: Row, key: str, day: date) -> dict[str, Any]:
    """The row that takes a standing one of an inlet back on a day: its old amount, under a key of its own."""
    inlet = entity.inlet
    assert inlet is not None, f"{entity.title} is no inlet"
    fields = [f for f in entity.fields if f.create]
    payload = {f.name: standing.get(f.name) for f in fields}
    payload |= {inlet.kind: inlet.reversal, inlet.key: key}
    return payload | {f.name: day for f in fields if f.type.kind is Kind.DATE}


def row_fields(entity: Entity, payload: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields of a row that no rule made."""
    filled = ((name, value) for name, value in payload.items() if value is not None)
    return tuple(FieldChange(name, None, value, kind=entity.kind_at(name)) for name, value in filled)


def _take_back(
    job: Job,
    section: SectionDraft,
    inlet: Inlet,
    key: str,
    base: str,
    standing: Row,
    written: int,
    origin: Row | None = None,
) -> None:
    """A row that takes a standing one back: its old amount, under the next suffix. `origin`: what replaces it."""
    payload = reversal_row(job.mapping.target, standing, suffixed(base, written + 1), job.circumstances.today)
    shown = row_fields(job.mapping.target, payload)
    section.put(
        make_change(
            job,
            key,
            Action.PAY,
            origin=origin,
            request=job.target.request(Write(job.mapping.target.name, Action.PAY, payload)),
            fields=shown,
            memory=Memory(job.mapping.source.title, job.mapping.target.name, None, payload, links=False),
        ),
        turn=0,
    )


def _take_back_vanished(
    job: Job,
    section: SectionDraft,
    inlet: Inlet,
    drafts: Iterable[Draft],
    accounts: Mapping[str, Account],
    settled: frozenset[str],
) -> None:
    """Take back standing rows whose allocation is gone, of the records that the reading tells all of."""
    wanted = {str(draft.desired.payload[inlet.key]) for draft in drafts}
    unsure = {c.key for c in section.changes.values() if c.action in (Action.REFUSED, Action.WAIT)}
    for base, account in sorted(accounts.items()):
        standing = account.standing(inlet)
        if standing is None or base in wanted:
            continue
        link = job.known.by_target(standing[job.mapping.target.key[0]])
        key = link.key if link else base
        if key not in unsure and key_text(standing, inlet.group) in settled:
            _take_back(job, section, inlet, key, base, standing, account.highest)


def _settled(settles: KnownEntity, complete: frozenset[str | int] | None) -> frozenset[str]:
    """The keys of the settled records of which a reading tells all. Of what is not linked no reading tells: without
    a link nothing says that an allocation is gone, and not merely out of sight."""
    if complete is None:
        return frozenset(settles.links)
    links = (settles.by_target(item) for item in complete)
    return frozenset(link.key for link in links if link is not None)


def row_from_state(row: Mapping[str, Any], entity: Entity) -> Row:
    """A held row as the source gave it: the state keeps dates as text."""
    return {name: _typed(value, entity.find(name)) for name, value in row.items()}


def _typed(value: Any, declared: Field | None) -> Any:
    if isinstance(value, str) and declared is not None and declared.type.kind is Kind.DATE:
        return date.fromisoformat(value)
    return value
