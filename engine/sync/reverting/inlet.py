"""The way back of rows in an inlet: a row of the old amount that takes one back, never a delete.

A row that took another back is answered by that one again, under a key of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.model.change import Action, Write
from engine.model.record import Row
from engine.model.schema import Entity, Inlet
from engine.sync.plan import Change, FieldChange, Memory
from engine.sync.planning.diff import same
from engine.sync.planning.inlets import Account, reversal_row, split_key, suffixed
from engine.sync.reverting import complaints
from engine.sync.reverting.deeds import Deed, Since
from engine.sync.reverting.way_back import WayBack


def take_back_row(back: WayBack, deed: Deed) -> Change:
    """The way back of one row."""
    entity = back.entity(deed)
    inlet = entity.inlet
    assert inlet is not None, f"{entity.title} is no inlet"
    base, _ = split_key(str(deed.payload[inlet.key]))
    account = back.accounts(deed).get(base)
    if _is_answered(back, deed) or account is None or not _still_holds(entity, inlet, account, deed.payload):
        return _left_alone(back, deed)
    key = suffixed(base, account.highest + 1)
    standing = account.standing(inlet)
    if standing is not None:
        payload = reversal_row(entity, standing, key, back.today())
    else:
        payload = {name: value for name, value in _taken_back(account, inlet).items() if name in _written(entity)}
        payload |= {inlet.key: key}
    account.rows.append(payload)
    account.highest += 1
    return _append(back, deed, payload, links=standing is None)


def _is_answered(back: WayBack, deed: Deed) -> bool:
    """Whether a later run wrote rows of the same entry that still stand for something."""
    return back.deeds.since(deed, (deed.pair, "")) != Since()


def _still_holds(entity: Entity, inlet: Inlet, account: Account, payload: Mapping[str, Any]) -> bool:
    """Whether the entry's last row says what the run's row said: its kind, its amount, and what it settles."""
    names = {inlet.kind, inlet.amount, *inlet.group}
    last = account.rows[-1]
    return all(same(payload.get(f.name), last.get(f.name), f) for f in entity.fields if f.name in names)


def _taken_back(account: Account, inlet: Inlet) -> Row:
    """The row that the last one took back."""
    return next(row for row in reversed(account.rows) if row.get(inlet.kind) != inlet.reversal)


def _written(entity: Entity) -> set[str]:
    return {field.name for field in entity.fields if field.create}


def _left_alone(back: WayBack, deed: Deed) -> Change:
    """An entry that says something else by now: taken back already, or changed since."""
    since = back.deeds.since(deed, (deed.pair, ""))
    if since.taken_back_by is not None:
        said = complaints.already(back.record_name(deed), since.taken_back_by)
    elif since.changed_by is not None:
        said = complaints.changed_by_run(back.record_name(deed), deed.run, since.changed_by)
    else:
        said = complaints.changed_by_hand(back.record_name(deed), deed.run, back.system_title(deed))
    return back.change(deed, Action.SKIPPED, diagnostics=[said])


def _append(back: WayBack, deed: Deed, payload: dict[str, Any], *, links: bool) -> Change:
    shown = [FieldChange(name, None, value) for name, value in payload.items() if value is not None]
    request = back.target(deed).request(Write(deed.target_entity, Action.PAY, payload))
    memory = Memory(deed.entity, deed.target_entity, deed.row_id, payload, links=links)
    return back.change(deed, Action.PAY, request=request, fields=shown, memory=memory)
