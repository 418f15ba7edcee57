"""Finding the target's record that already stands for a source record, before a new one is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.record import Row
from engine.model.text import say
from engine.sync.planning.job import Draft, Job
from engine.sync.state.records import Link


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: a record's id, nothing, or a complaint."""

    target_id: str | int | None = None
    complaint: Diagnostic | None = None


class Adoption:
    """The target's records of one entity, indexed by the mapping's `adopt:` fields, first hit wins.

    A record that is linked to a key is that key's: it is passed over where another may have the same value, and is
    a complaint where only one may.
    """

    def __init__(self, job: Job, existing: Mapping[str | int, Row], freed: Collection[str | int] = frozenset()) -> None:
        """`freed`: records that give up what only one may have, because their source records have another key now."""
        self._job = job
        self._existing = existing
        self._freed = freed
        self._indexes: dict[str, dict[str, list[str | int]]] = {}
        self._holders = {link.target_id: key for key, link in job.known.links.items()}

    def claim(self, target_id: str | int, key: str) -> None:
        """Note that a record is a key's from now on."""
        self._holders[target_id] = key

    def agrees(self, link: Link) -> bool:
        """Whether a link is the one that a person decided on, if one did."""
        decided = self._job.decisions.get(link.key)
        return decided is None or str(decided) == str(link.target_id)

    def find(self, draft: Draft) -> Found:
        """The record that is this one already: a person's decision, else the first field of `adopt:` that hits."""
        job = self._job
        decided = job.decisions.get(draft.key)
        if decided is not None:
            return self._decided(draft, decided)
        for field in job.mapping.adopt:
            value = draft.desired.payload.get(field)
            hits = self._index(field).get(_comparable(value), []) if value not in (None, "") else []
            free = [hit for hit in hits if self._holder(hit, draft) is None]
            if len(free) > 1:
                return Found(complaint=job.complaints.several_candidates(field, value, free))
            if free:
                return self._checked(draft, field, value, free[0])
            taken = next((hit for hit in hits if self._keeps(field, hit)), None)
            if taken is not None:
                return self._taken(taken)
        return Found()

    def stands_elsewhere(self, draft: Draft, own: str | int | None = None) -> Diagnostic | None:
        """What is wrong when a value that only one record may have stands on somebody else's already.

        `own`: the record that the draft is sent to, None for a new one. What a linked record holds is not looked at:
        its own source record says what becomes of it.
        """
        for declared in self._job.mapping.target.fields:
            value = draft.desired.payload.get(declared.name) if declared.unique and declared.writable else None
            if value in (None, ""):
                continue
            for hit in self._index(declared.name).get(_comparable(value), []):
                if hit != own and hit not in self._freed and hit not in self._holders:
                    theirs = self._telling(self._existing[hit])
                    return self._job.complaints.stands_elsewhere(declared.name, value, hit, theirs)
        return None

    def _decided(self, draft: Draft, decided: str | int) -> Found:
        target_id = next((known for known in self._existing if str(known) == str(decided)), None)
        if target_id is None:
            return Found(complaint=self._job.complaints.no_such_decision(self._job.entity, draft.key, decided))
        return Found(target_id) if self._holder(target_id, draft) is None else self._taken(target_id)

    def _holder(self, target_id: str | int, draft: Draft) -> str | None:
        """The other key that a record is linked to."""
        holder = self._holders.get(target_id)
        return None if holder == draft.key else holder

    def _keeps(self, field: str, target_id: str | int) -> bool:
        """Whether a linked record keeps the value of a field to itself, so that no other can be made with it."""
        target = self._job.mapping.target
        declared = target.find(field)
        assert declared is not None, f"{target.title} has no {field}"
        is_one_only = declared.unique or field == target.number
        is_given_up = target_id in self._freed and declared.update and not declared.identity
        return is_one_only and not is_given_up

    def _taken(self, target_id: str | int) -> Found:
        holder = f"{self._job.entity} {self._holders[target_id]}"
        return Found(complaint=self._job.complaints.linked_to_another(target_id, holder))

    def _checked(self, draft: Draft, field: str, value: Any, target_id: str | int) -> Found:
        job = self._job
        row = self._existing[target_id]
        if field == job.mapping.target.number and self._is_somebody_else(draft, row):
            theirs, ours = self._telling(row), self._telling(draft.desired.payload)
            return Found(complaint=job.complaints.somebody_elses(field, value, target_id, theirs, ours))
        return Found(target_id)

    def _is_somebody_else(self, draft: Draft, row: Row) -> bool:
        """Whether both can be told apart from others, and no group of telling fields is the same in both."""
        payload = draft.desired.payload
        groups = self._job.mapping.target.distinguishing
        ours = [group for group in groups if all(payload.get(name) for name in group)]
        theirs = [group for group in groups if all(row.get(name) for name in group)]
        alike = any(
            _letters(payload[n] for n in group) == _letters(row[n] for n in group) for group in ours if group in theirs
        )
        return bool(ours and theirs) and not alike

    def _telling(self, values: Mapping[str, Any]) -> str:
        names = [name for group in self._job.mapping.target.distinguishing for name in group]
        return " ".join(str(values[name]) for name in names if values.get(name)) or say("without a name")

    def _index(self, field: str) -> dict[str, list[str | int]]:
        index = self._indexes.get(field)
        if index is None:
            gathered: dict[str, list[str | int]] = defaultdict(list)
            for target_id, row in self._existing.items():
                if row.get(field) not in (None, ""):
                    gathered[_comparable(row[field])].append(target_id)
            index = self._indexes[field] = dict(gathered)
        return index


def _letters(values: Iterable[Any]) -> str:
    """A name as it is compared: `Fjord A/S` and `FJORD  AS` are one, for people type names as they like."""
    return "".join(letter for value in values for letter in str(value).casefold() if letter.isalnum())


def _comparable(value: Any) -> str:
    """A code or number as it is compared: 5001 and "5001" are one invoice number."""
    return str(value).strip()
