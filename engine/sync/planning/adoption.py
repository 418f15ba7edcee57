"""Finding the target's record that already stands for a source record, before a new one is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.naming import record_named
from engine.model.record import Row
from engine.model.text import say
from engine.sync.planning.draft import Draft
from engine.sync.planning.job import Job
from engine.sync.planning.numbers import renumbered
from engine.sync.state.records import Link


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: a record's id, nothing, or a complaint."""

    target_id: str | int | None = None
    complaint: Diagnostic | None = None


NOTHING = Found()


class Adoption:
    """The target's records of one entity, indexed by the mapping's `adopt:` fields.

    Records are matched all together, what tells more before what tells less: no record is taken by its organisation
    number that another one has the number of. One that several reach for by the same field is nobody's, until a
    person decides. A record that is linked to a key is that key's: it is passed over where another may have the same
    value, and is a complaint where only one may.
    """

    def __init__(self, job: Job, existing: Mapping[str | int, Row]) -> None:
        self._job = job
        self._existing = existing
        self._freed: set[str | int] = set()
        self._indexes: dict[str, dict[str, list[str | int]]] = {}
        self._holders: dict[str | int | None, str] = {link.target_id: key for key, link in job.known.links.items()}

    def free(self, target_ids: Iterable[str | int]) -> None:
        """Note the records that give up what only one may have: their source records have another key now."""
        self._freed.update(target_ids)

    def agrees(self, link: Link) -> bool:
        """Whether a link is the one that a person decided on, if one did."""
        decided = self._job.decisions.get(link.key)
        return decided is None or str(decided) == str(link.target_id)

    def match(self, drafts: Iterable[Draft]) -> dict[str, Found]:
        """By its key, the record that each of these is already; those that are new have none.

        A person's decision comes first, then the fields of `adopt:` in their order.
        """
        left = {draft.key: draft for draft in drafts}
        matched: dict[str, Found] = {}
        if not left:
            return matched
        for search in self._searches():
            found = {key: one for key, draft in left.items() if (one := search(draft)) is not NOTHING}
            matched |= self._each_its_own(found)
            left = {key: draft for key, draft in left.items() if key not in found}
        return matched

    def _searches(self) -> Iterator[Callable[[Draft], Found]]:
        """The searches that may find something, in their order."""
        if self._job.decisions:
            yield self._by_decision
        for field in self._job.mapping.adopt:
            if self._index(field):
                yield partial(self._by_field, field)

    def match_to_write(self, drafts: Iterable[Draft]) -> dict[str, Found]:
        """As `match`, of records that will be written: one that needs a value which stays on somebody else's record is
        refused. What it was to become keeps its values then, and may stand in the way of others in turn."""
        known = {draft.key: draft for draft in drafts}
        matched = self.match(known.values())
        while hindered := self._hindered(known, matched):
            for key in hindered.keys() & matched.keys():
                self._holders.pop(matched[key].target_id, None)
            matched |= hindered
        return matched

    def _hindered(self, drafts: Mapping[str, Draft], matched: Mapping[str, Found]) -> dict[str, Found]:
        found: dict[str, Found] = {}
        unique = [field for field in self._job.mapping.target.fields if field.unique and field.writable]
        if not drafts or not any(self._index(field.name) for field in unique):
            return found
        for key, draft in drafts.items():
            one = matched.get(key, NOTHING)
            complaint = None if one.complaint is not None else self._stands_elsewhere(draft, one.target_id)
            if complaint is not None:
                found[key] = Found(complaint=complaint)
        return found

    def _each_its_own(self, found: Mapping[str, Found]) -> dict[str, Found]:
        """What one search found: a record of one key is that key's from now on, one of several is nobody's."""
        wanted: dict[str | int, list[str]] = defaultdict(list)
        for key, one in found.items():
            if one.target_id is not None:
                wanted[one.target_id].append(key)
        settled = dict(found)
        for target_id, keys in wanted.items():
            if len(keys) == 1:
                self._holders[target_id] = keys[0]
            else:
                names = [record_named(self._job.entity, key) for key in keys]
                disputed = Found(complaint=self._job.complaints.disputed(target_id, names))
                settled |= dict.fromkeys(keys, disputed)
        return settled

    def _by_field(self, field: str, draft: Draft) -> Found:
        job = self._job
        value = draft.value(field)
        hits = self._index(field).get(_comparable(value), []) if value not in (None, "") else []
        free = [hit for hit in hits if self._holder(hit, draft) is None]
        if len(free) > 1:
            return Found(complaint=job.complaints.several_candidates(field, value, free))
        if free:
            return self._checked(draft, field, value, free[0])
        taken = next((hit for hit in hits if self._keeps(field, hit)), None)
        return NOTHING if taken is None else self._taken(taken)

    def _stands_elsewhere(self, draft: Draft, own: str | int | None) -> Diagnostic | None:
        """What is wrong when a value that only one record may have stands on somebody else's already.

        `own`: the record that the draft is sent to, None for a new one. What a linked record holds is not looked at:
        its own source record says what becomes of it; but a number it keeps for ever.
        """
        for declared in self._job.mapping.target.fields:
            value = draft.value(declared.name) if declared.unique and declared.writable else None
            if value in (None, ""):
                continue
            for hit in self._index(declared.name).get(_comparable(value), []):
                if hit == own:
                    continue
                if declared.identity and self._holder(hit, draft) is not None:
                    return self._taken(hit).complaint
                if hit not in self._freed and hit not in self._holders:
                    theirs = self._telling(self._existing[hit])
                    return self._job.complaints.stands_elsewhere(declared.name, value, hit, theirs)
        return None

    def _by_decision(self, draft: Draft) -> Found:
        decided = self._job.decisions.get(draft.key)
        if decided is None:
            return NOTHING
        target_id = next((known for known in self._existing if str(known) == str(decided)), None)
        if target_id is None:
            return Found(complaint=self._job.complaints.no_such_decision(self._job.entity, draft.key, decided))
        if self._holder(target_id, draft) is not None:
            return self._taken(target_id)
        return self._unless_renumbered(draft, target_id)

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
        holder = record_named(self._job.entity, self._holders[target_id])
        return Found(complaint=self._job.complaints.linked_to_another(target_id, holder))

    def _checked(self, draft: Draft, field: str, value: Any, target_id: str | int) -> Found:
        job = self._job
        row = self._existing[target_id]
        if field == job.mapping.target.number and self._is_somebody_else(draft, row):
            theirs, ours = self._telling(row), self._telling(draft.desired.payload)
            return Found(complaint=job.complaints.somebody_elses(field, value, target_id, theirs, ours))
        return self._unless_renumbered(draft, target_id)

    def _unless_renumbered(self, draft: Draft, target_id: str | int) -> Found:
        """A record, unless it is another account. That is asked before it is anybody's: what links to the draft would
        be sent to that account otherwise."""
        other = renumbered(self._job.mapping.target, draft.value, self._existing[target_id])
        if other is None:
            return Found(target_id)
        field, ours, theirs = other
        span = draft.desired.origins.get(field)
        return Found(complaint=self._job.complaints.found_under_another_number(target_id, field, ours, theirs, span))

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
