"""Whether a record stands on both sides; when it does not, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.model.record import Row, Value
from engine.sync.plan import HELD_BACK
from engine.sync.planning.job import Job
from engine.sync.reconciling import remarks
from engine.sync.reconciling.counterparts import Counterpart, is_retired
from engine.sync.reconciling.reconciliation import Difference, missing_in
from engine.sync.reconciling.remarks import Remark
from engine.sync.state.records import Held

HeldRecords = Mapping[tuple[str, str], Held]


@dataclass(frozen=True, slots=True)
class Shown:
    """How a missing record is shown: what each side would say of it, in which currency, of which day."""

    here: Value
    there: Value
    currency: str = ""
    days: tuple[date | None, ...] = ()


def stands_there(job: Job, one: Counterpart) -> bool:
    """Whether the target holds it. What the source left and was taken out of use stands no longer."""
    return one.there is not None and not (one.is_left_out and is_retired(one.there, job.mapping.target))


def missing(job: Job, one: Counterpart, held: HeldRecords, shown: Shown) -> Difference | None:
    """The difference of a record that stands on one side only; None when it stands on both, or on neither."""
    if one.is_left_out == (not stands_there(job, one)):
        return None
    source, target = job.source.catalog, job.target.catalog
    lacking = source.system if one.is_left_out else target.system
    values = {
        source.system: None if one.is_left_out else shown.here,
        target.system: shown.there if one.is_left_out else None,
    }
    remark = _why_there(job, one) if one.is_left_out else _why_here(job, one, held)
    return _difference(job, one.key, missing_in(lacking), values, one.title, shown, remark)


def unclaimed(job: Job, row: Row, shown: Shown) -> Difference:
    """The difference of a record of the target that this program made and that no record of the source claims."""
    source, target, entity = job.source.catalog, job.target.catalog, job.mapping.target
    number = row.get(entity.number) if entity.number is not None else None
    key = str(row.get(entity.key[0]) if number is None else number)
    title = str(row.get(entity.name_field) or "") if entity.name_field is not None else ""
    origin = row.get(entity.origin) if entity.origin is not None else None
    remark = remarks.unclaimed(source.title, origin or key)
    values = {source.system: None, target.system: shown.there}
    return _difference(job, key, missing_in(source.system), values, title, shown, remark)


def _difference(
    job: Job, key: str, kind: str, values: Mapping[str, Value], title: str, shown: Shown, remark: Remark
) -> Difference:
    return Difference(
        job.entity,
        key,
        kind,
        values,
        title,
        shown.currency,
        shown.days,
        remark.reason,
        remark.remedy,
        remark.code,
        held=remark.held,
    )


def _why_here(job: Job, one: Counterpart, held: HeldRecords) -> Remark:
    """Why the target lacks a record that the source has."""
    assert one.change is not None, "the source has it"
    complaint = one.complaint
    if one.change.action in HELD_BACK and complaint is not None:
        return remarks.complained(complaint, held=True)
    if one.target_id is not None:
        return remarks.gone(job.target.catalog.title, one.target_id)
    by_target = held.get((job.mapping.name, one.key))
    return remarks.refused_there(by_target) if by_target is not None else remarks.not_sent()


def _why_there(job: Job, one: Counterpart) -> Remark:
    """Why the source lacks a record that the target has."""
    source = job.source.catalog.title
    if one.change is None:
        return remarks.no_record(source)
    complaint = one.complaint
    if one.is_void and complaint is None:
        return remarks.voided_after(source)
    return remarks.left_out_after(source) if complaint is None else remarks.complained(complaint)
