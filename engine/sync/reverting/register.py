"""The way back of what was done to a register: fields get their old values, what was made goes out of use.

Nothing is deleted. A field goes back only where it still holds what the run sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.change import Action, Request, Write
from engine.model.personal import without_personal
from engine.model.schema import Entity, Field
from engine.sync.payload import put_at, value_at
from engine.sync.plan import Change, FieldChange, Memory
from engine.sync.planning.diff import differences, same
from engine.sync.planning.known import kept_values
from engine.sync.reverting import complaints
from engine.sync.reverting.deeds import Deed, overlap
from engine.sync.reverting.way_back import WayBack, fit_to_send


def take_back_register(back: WayBack, deed: Deed) -> Change:
    """The way back of one deed in a register."""
    if back.row(deed) is None:
        back.may_lag(deed)
        gone = complaints.no_longer_there(back.record_name(deed), deed.target_id, back.system_title(deed))
        return back.change(deed, Action.SKIPPED, diagnostics=[gone])
    if deed.action is Action.CREATE:
        return _retire(back, deed)
    if deed.forgets and deed.certain:
        return link_again(back, deed)
    return _restore(back, deed)


# ---- what was made


def _retire(back: WayBack, deed: Deed) -> Change:
    """Take a record out of use; its link stays, so that it is brought back rather than made twice."""
    entity, row = back.entity(deed), back.row(deed)
    assert row is not None, "it was looked for"
    if entity.retire is None:
        return _refused(back, deed, complaints.never_out_of_use(back.record_name(deed), back.system_title(deed)))
    name, value = entity.retire
    since = back.deeds.since(deed, (deed.record, name))
    if row.get(name) == value:
        return back.change(deed, Action.SKIPPED, diagnostics=[_out_of_use(back, deed, since.taken_back_by)])
    if since.taken_back_by is not None or since.changed_by is not None:
        return back.change(deed, Action.SKIPPED, diagnostics=[_changed(back, deed, name, since.changed_by)])
    if back.is_occupied(deed):
        refusal = complaints.occupied(back.record_name(deed), deed.target_id, back.system_title(deed))
        return _refused(back, deed, refusal)
    note = complaints.stays(back.record_name(deed), deed.target_id, back.system_title(deed))
    return _update(back, deed, {name: value}, [note])


def _out_of_use(back: WayBack, deed: Deed, by: int | None) -> Diagnostic:
    record = back.record_name(deed)
    return complaints.out_of_use(record) if by is None else complaints.already(record, by)


def _refused(back: WayBack, deed: Deed, why: Diagnostic) -> Change:
    return back.change(deed, Action.REFUSED, diagnostics=[why])


def _changed(back: WayBack, deed: Deed, what: str, by: int | None) -> Diagnostic:
    if by is not None:
        return complaints.changed_by_run(what, deed.run, by)
    return complaints.changed_by_hand(what, deed.run, back.system_title(deed))


# ---- what was changed


def _restore(back: WayBack, deed: Deed) -> Change:
    """Give fields their old values; of an adopted record, give up its link too."""
    notes: list[Diagnostic] = []
    values = dict(_old_values(back, deed, notes))
    if deed.action is not Action.ADOPT:
        return _update(back, deed, values, notes)
    since = back.deeds.since(deed, (deed.pair, ""))
    if since.taken_back_by is not None:
        notes.append(complaints.already(back.record_name(deed), since.taken_back_by))
    elif since.changed_by is not None or not back.is_linked(deed):
        notes.append(complaints.linked_otherwise(back.record_name(deed), deed.target_id))
    else:
        return _update(back, deed, values, notes, forgets=True)
    return _update(back, deed, values, notes)


def _old_values(back: WayBack, deed: Deed, notes: list[Diagnostic]) -> Iterator[tuple[str, Any]]:
    """The old value of each field that still holds what the run sent; of the others, why they are left."""
    entity, row = back.entity(deed), back.row(deed)
    assert row is not None, "it was looked for"
    found = differences(deed.sent, row, entity, back.same_up_to(deed), None)
    differing = [item.path for item in found]
    for path, was in deed.before.items():
        field = _field(entity, path)
        since = back.deeds.since(deed, (deed.record, path))
        if since.taken_back_by is not None:
            notes.append(complaints.already(f"{back.record_name(deed)} {path}", since.taken_back_by))
        elif since.changed_by is not None:
            notes.append(complaints.changed_by_run(path, deed.run, since.changed_by))
        elif any(overlap(path, other) for other in differing):
            back.may_lag(deed)
            if not deed.certain and same(was, value_at(row, path), field):
                notes.append(complaints.never_changed(f"{back.record_name(deed)} {path}", deed.run))
                continue
            notes.append(complaints.changed_by_hand(path, deed.run, back.system_title(deed)))
        elif (path, was) == entity.retire and back.is_occupied(deed):
            notes.append(complaints.occupied(back.record_name(deed), deed.target_id, back.system_title(deed)))
        else:
            yield path, _writable(field, was)


def _field(entity: Entity, path: str) -> Field:
    """The declaration behind a path."""
    first, *inner = path.split(".")
    field = entity.find(first)
    for name in inner:
        field = field.find(name) if field else None
    assert field is not None, f"{entity.title} has no {path}"
    return field


def _writable(field: Field, was: Any) -> Any:
    """What stood there, without what only the target itself writes; an object that was empty is none."""
    if not isinstance(was, Mapping):
        return was
    kept = {f.name: was[f.name] for f in field.fields if f.update and was.get(f.name) is not None}
    return kept or None


def _update(
    back: WayBack, deed: Deed, values: Mapping[str, Any], notes: list[Diagnostic], *, forgets: bool = False
) -> Change:
    """The change that gives fields their values, and gives up the link if it `forgets`."""
    if not values and not forgets:
        blocked = any(note.is_error for note in notes)
        return back.change(deed, Action.REFUSED if blocked else Action.SKIPPED, diagnostics=notes)
    fields, request = _written(back, deed, values)
    memory = _memory(back, deed, values, forgets)
    action = Action.UPDATE if values else Action.REVERSE
    change = back.change(deed, action, request=request, fields=fields, diagnostics=notes, memory=memory)
    row = back.row(deed)
    assert row is not None, "it was looked for"
    for path, value in values.items():
        put_at(row, path, value)
    if forgets:
        back.links(deed).pop(deed.key, None)
    return change


def _written(back: WayBack, deed: Deed, values: Mapping[str, Any]) -> tuple[list[FieldChange], Request | None]:
    """The fields as they are shown, and the request that writes them."""
    entity, row = back.entity(deed), back.row(deed)
    assert row is not None, "it was looked for"
    sent = {path: fit_to_send(value) for path, value in values.items()}
    fields = []
    for path, value in sent.items():
        now, kind = deepcopy(value_at(row, path)), entity.kind_at(path)
        fields.append(FieldChange(path, without_personal(now, kind), value, kept=now, kind=kind))
    if not sent:
        return fields, None
    path_values = {f.name: row.get(f.name) for f in entity.fields if f.in_path}
    write = Write(entity.name, Action.UPDATE, sent, deed.target_id, path_values)
    return fields, back.target(deed).request(write)


def _memory(back: WayBack, deed: Deed, values: Mapping[str, Any], forgets: bool) -> Memory:
    """What was sent last holds what goes back now, so that no later plan takes it for a change by hand."""
    linked = back.is_linked(deed)
    link = back.links(deed).get(deed.key) if linked else None
    remembered = back.sent(deed) or {}
    for path, value in values.items():
        put_at(remembered, path, value)
    return Memory(
        deed.entity,
        deed.target_entity,
        link.row_id if link else deed.row_id,
        remembered if linked else None,
        target_id=deed.target_id,
        values=link.values if link else {},
        links=linked,
        forgets=forgets,
    )


# ---- what was given up


def link_again(back: WayBack, deed: Deed) -> Change:
    """The way back of a link that was given up: the record is adopted again, its fields go forward again."""
    record = back.record_name(deed)
    since = back.deeds.since(deed, (deed.pair, ""))
    if since.taken_back_by is not None:
        return back.change(deed, Action.SKIPPED, diagnostics=[complaints.already(record, since.taken_back_by)])
    others = {(link.target_entity, link.target_id) for link in back.links(deed).values()}
    if deed.key in back.links(deed) or (deed.target_entity, deed.target_id) in others:
        return back.change(deed, Action.SKIPPED, diagnostics=[complaints.linked_again(record)])
    notes: list[Diagnostic] = []
    values = dict(_old_values(back, deed, notes))
    fields, request = _written(back, deed, values)
    row = back.row(deed)
    assert row is not None, "it was looked for"
    remembered = deepcopy(dict(deed.sent))
    for path, value in values.items():
        put_at(remembered, path, value)
    kept = kept_values(back.entity(deed), row.items())
    memory = Memory(deed.entity, deed.target_entity, deed.row_id, remembered, target_id=deed.target_id, values=kept)
    return back.change(deed, Action.ADOPT, request=request, fields=fields, diagnostics=notes, memory=memory)
