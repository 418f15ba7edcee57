"""Proofs of numbers before any record is sent: no two take one, none takes another's own (R303, R304), none changes
(R302)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.naming import record_named
from engine.model.record import Row, Value
from engine.model.schema import Entity
from engine.sync import complaints
from engine.sync.planning.diff import same
from engine.sync.planning.job import Draft


def number_collisions(drafts: Iterable[Draft], entity: Entity, keys: set[str], name: str) -> dict[str, Diagnostic]:
    """What is wrong with the numbers of a set, by key. `keys`: the source's own numbers of all its records.

    A record may take a number that is nobody's. Its own number is its own: of a record that takes another one's,
    the owner goes on; of several that take a number which none of them owns, all are refused.
    """
    field = entity.number
    if field is None:
        return {}
    takers: dict[object, list[Draft]] = defaultdict(list)
    for draft in drafts:
        number = draft.desired.payload.get(field)
        if number is not None:
            takers[number].append(draft)
    found: dict[str, Diagnostic] = {}
    for number, group in takers.items():
        for draft in group:
            complaint = _complaint(draft, number, group, keys, field, name)
            if complaint is not None:
                found[draft.key] = complaint
    return found


def _complaint(
    draft: Draft, number: object, group: list[Draft], keys: set[str], field: str, name: str
) -> Diagnostic | None:
    span = draft.desired.origins.get(field)
    owner = str(number)
    if draft.key == owner:
        return None
    if owner in keys:
        return complaints.number_of_another(field, number, record_named(name, owner), span)
    others = [record_named(name, other.key) for other in group if other is not draft]
    return complaints.number_shared(field, number, others, span) if others else None


def shared_values(drafts: Iterable[Draft], entity: Entity, name: str) -> dict[str, Diagnostic]:
    """Records whose value of a unique field another one has too, by key: nobody can tell which is right."""
    fields = [f.name for f in entity.fields if f.unique and f.name != entity.number]
    holders: dict[tuple[str, object], list[Draft]] = defaultdict(list)
    for draft in drafts:
        for field in fields:
            value = draft.desired.payload.get(field)
            if value is not None:
                holders[field, value].append(draft)
    found: dict[str, Diagnostic] = {}
    for (field, value), group in holders.items():
        for draft in group if len(group) > 1 else []:
            others = [record_named(name, other.key) for other in group if other is not draft]
            span = draft.desired.origins.get(field)
            found.setdefault(draft.key, complaints.value_shared(field, value, others, span))
    return found


def lookalikes(drafts: Iterable[Draft], entity: Entity, name: str) -> dict[str, list[Diagnostic]]:
    """Warnings for records that share a telling value; said once, on the later one."""
    first: dict[tuple[tuple[str, ...], str], str] = {}
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for draft in drafts:
        for group in entity.distinguishing:
            values = [draft.desired.payload.get(field) for field in group]
            if not all(isinstance(value, str) and value for value in values):
                continue
            shown = " ".join(str(value) for value in values)
            place = (group, " ".join(shown.split()).casefold())
            if place in first:
                found[draft.key].append(complaints.alike(" ".join(group), shown, [record_named(name, first[place])]))
            else:
                first[place] = draft.key
    return found


def renumbered(entity: Entity, payload: Mapping[str, Value], row: Row) -> tuple[str, Value, Value] | None:
    """The field in which a record would get another number than it has, with both: a number that stands in the target
    is an account with history, and is never changed."""
    for declared in entity.fields:
        now, was = payload.get(declared.name), row.get(declared.name)
        if declared.identity and now is not None and was is not None and not same(now, was, declared):
            return declared.name, now, was
    return None
