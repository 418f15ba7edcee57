"""Each record of a mapping with what stands for it in the target: the pairs, and what only one of the sides has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import typed
from engine.model.change import Action
from engine.model.record import Row
from engine.model.schema import Entity
from engine.sync.plan import Change
from engine.sync.planning.holdings import id_of
from engine.sync.planning.job import Job, SectionDraft
from engine.sync.planning.settled import settled_records
from engine.sync.planning.voided import is_void
from engine.sync.state.records import Link


@dataclass(frozen=True, slots=True)
class Counterpart:
    """One key. `change`: what a plan would do about it, None when the source has no such record (any more).

    `there`: the target's record, None when it has none; `target_id`: its id, or the one that it was linked to.
    `is_void`: whether the source annulled it.
    """

    key: str
    change: Change | None
    there: Row | None
    target_id: str | int | None
    is_void: bool = False

    @property
    def is_left_out(self) -> bool:
        """Whether the source has no record, an annulled one, or one that the mapping leaves out."""
        return self.change is None or self.is_void or self.change.action is Action.SKIPPED

    @property
    def title(self) -> str:
        """What a person calls it."""
        return "" if self.change is None else self.change.title

    @property
    def refusal(self) -> Diagnostic | None:
        """Why it is refused, if it is."""
        return self.complaint if self.change is not None and self.change.action is Action.REFUSED else None

    @property
    def complaint(self) -> Diagnostic | None:
        """Why a plan does not send it: its first error, else the first thing that is said of it."""
        said = () if self.change is None else self.change.diagnostics
        return next((d for d in said if d.is_error), said[0] if said else None)


def counterparts(section: SectionDraft) -> tuple[list[Counterpart], dict[str | int, Row]]:
    """Every key that the source has or that is linked, by key; and the target's other records that are ours, by id."""
    job = section.job
    existing = settled_records(job)
    changes = {key: change for (key, turn), change in section.changes.items() if turn == 0}
    links = {key: link for key, link in job.known.links.items() if link.target_entity == job.mapping.target.name}
    found = [_counterpart(job, key, changes.get(key), links.get(key), existing) for key in sorted({*changes, *links})]
    claimed = {one.target_id for one in found}
    return found, dict(_ours(job, existing, claimed))


def is_retired(row: Row, entity: Entity) -> bool:
    """Whether a record was taken out of use without being deleted."""
    return entity.retire is not None and row.get(entity.retire[0]) == entity.retire[1]


def _counterpart(
    job: Job, key: str, change: Change | None, link: Link | None, existing: Mapping[str | int, Row]
) -> Counterpart:
    if link is not None:
        void = change is not None and is_void(job.mapping.source, change)
        return Counterpart(key, change, existing.get(link.target_id), link.target_id, void)
    standing = None if change is None else change.standing
    return Counterpart(key, change, standing, None if standing is None else id_of(standing, job.mapping.target))


def _ours(
    job: Job, existing: Mapping[str | int, Row], claimed: Collection[str | int | None]
) -> Iterator[tuple[str | int, Row]]:
    """The records that this program made and that nothing claims, those that were retired since left out."""
    target = job.mapping.target
    beginning = _beginning_of_origin(job)
    flag = target.reconciled.ours if target.reconciled is not None else None
    for target_id, row in existing.items():
        if target_id in claimed or is_retired(row, target):
            continue
        told = row.get(target.origin) if target.origin is not None else None
        if beginning:
            if isinstance(told, str) and told.startswith(beginning):
                yield target_id, row
        elif flag is not None and row.get(flag) is True:
            yield target_id, row


def _beginning_of_origin(job: Job) -> str:
    """What every origin that this mapping writes begins with: the letters of its rule before the first hole."""
    rule = job.rules.get(job.mapping.target.origin or "")
    value = None if rule is None else rule.value
    while isinstance(value, typed.Call) and value.arguments:
        value = value.arguments[0]
    if not isinstance(value, typed.Text) or not value.parts:
        return ""
    first = value.parts[0]
    return first if isinstance(first, str) else ""
