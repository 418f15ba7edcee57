"""Finding the target's record that already stands for a source record, before a new one is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.record import Row
from engine.sync.diff import same
from engine.sync.job import Draft, Job


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: a record's id, nothing, or a complaint."""

    target_id: str | int | None = None
    complaint: Diagnostic | None = None


class Adoption:
    """The target's unlinked records of one entity, indexed by the mapping's `adopt:` fields, first hit wins."""

    def __init__(self, job: Job, existing: Mapping[str | int, Row]) -> None:
        self._job = job
        self._existing = existing
        self._indexes: dict[str, dict[str, list[str | int]]] = {}
        self._linked = {link.target_id: key for key, link in job.known.links.items()}

    def find(self, draft: Draft) -> Found:
        """The record that is this one already: a person's decision, else the first field of `adopt:` that hits."""
        job = self._job
        decided = job.decisions.get(draft.key)
        if decided is not None:
            return self._decided(draft, decided)
        for field in job.mapping.adopt:
            value = draft.desired.payload.get(field)
            hits = self._index(field).get(_comparable(value), []) if value not in (None, "") else []
            if len(hits) > 1:
                return Found(complaint=job.complaints.several_candidates(field, value, hits))
            if hits:
                return self._checked(draft, field, value, hits[0])
        return Found()

    def _decided(self, draft: Draft, decided: str | int) -> Found:
        target_id = next((known for known in self._existing if str(known) == str(decided)), None)
        if target_id is None:
            return Found(complaint=self._job.complaints.no_such_decision(self._job.entity, draft.key, decided))
        return Found(target_id)

    def _checked(self, draft: Draft, field: str, value: Any, target_id: str | int) -> Found:
        job = self._job
        holder = self._linked.get(target_id)
        if holder is not None:
            return Found(complaint=job.complaints.linked_to_another(target_id, f"{job.entity} {holder}"))
        row = self._existing[target_id]
        if field == job.mapping.target.number and self._is_somebody_else(draft, row):
            theirs, ours = self._telling(row), self._telling(draft.desired.payload)
            return Found(complaint=job.complaints.somebody_elses(field, value, target_id, theirs, ours))
        return Found(target_id)

    def _is_somebody_else(self, draft: Draft, row: Row) -> bool:
        """Whether all groups of telling fields that both have differ, and there is at least one."""
        payload = draft.desired.payload
        groups = self._job.mapping.target.distinguishing
        both = [group for group in groups if all(payload.get(name) and row.get(name) for name in group)]
        return bool(both) and not any(all(self._agrees(name, payload, row) for name in group) for group in both)

    def _agrees(self, name: str, payload: Mapping[str, Any], row: Row) -> bool:
        declared = self._job.mapping.target.find(name)
        assert declared is not None, f"{self._job.mapping.target.title} has no {name}"
        return same(payload[name], row[name], declared)

    def _telling(self, values: Mapping[str, Any]) -> str:
        names = [name for group in self._job.mapping.target.distinguishing for name in group]
        return " ".join(str(values[name]) for name in names if values.get(name)) or "without a name"

    def _index(self, field: str) -> dict[str, list[str | int]]:
        index = self._indexes.get(field)
        if index is None:
            gathered: dict[str, list[str | int]] = defaultdict(list)
            for target_id, row in self._existing.items():
                if row.get(field) not in (None, ""):
                    gathered[_comparable(row[field])].append(target_id)
            index = self._indexes[field] = dict(gathered)
        return index


def _comparable(value: Any) -> str:
    """A code or number as it is compared: 5001 and "5001" are one invoice number."""
    return str(value).strip()
