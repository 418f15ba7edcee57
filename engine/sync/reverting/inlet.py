"""The way back of rows in an inlet: all that a run wrote of one entry goes back at once, by rows and never by a delete.

At most one row takes back what stands, and at most one says again what stood before the run, each under a key of its
own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.change import Action, Write
from engine.model.record import Row
from engine.model.schema import Entity, Inlet
from engine.sync.plan import Change, Memory
from engine.sync.planning.diff import same
from engine.sync.planning.inlets import Account, reversal_row, row_fields, split_key, suffixed
from engine.sync.reverting import complaints
from engine.sync.reverting.deeds import Deed
from engine.sync.reverting.way_back import WayBack


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of an inlet, as a run found and left it and as it is now; None where no row stands for it.

    `deed`: the run's newest about it. `met`, `left`: the first and the last row that the run wrote of it. `stood`: what
    stood before these. `last`: its last row now. `standing`: that row, unless it takes another back.
    """

    entity: Entity
    inlet: Inlet
    base: str
    deed: Deed
    met: Row
    left: Row
    stood: Row | None
    last: Row | None
    standing: Row | None
    highest: int


def take_back_rows(back: WayBack, deeds: Iterable[Deed]) -> Iterator[Change]:
    """The way back of all rows that a run wrote in one inlet; the deeds are given the newest first."""
    for entry in _entries(back, deeds):
        yield from _take_back(back, entry)


def _entries(back: WayBack, deeds: Iterable[Deed]) -> Iterator[_Entry]:
    """Each entry with all that the run wrote of it: one that replaces a row takes it back and writes another."""
    found: dict[str, list[Deed]] = {}
    for deed in deeds:
        base, _ = split_key(str(deed.payload[_inlet(back, deed).key]))
        found.setdefault(base, []).append(deed)
    return (_entry(back, base, own) for base, own in found.items())


def _inlet(back: WayBack, deed: Deed) -> Inlet:
    entity = back.entity(deed)
    assert entity.inlet is not None, f"{entity.title} is no inlet"
    return entity.inlet


def _entry(back: WayBack, base: str, deeds: Sequence[Deed]) -> _Entry:
    newest, oldest = deeds[0], deeds[-1]
    inlet = _inlet(back, newest)
    account = back.accounts(newest).get(base, Account())
    _, first = split_key(str(oldest.payload[inlet.key]))
    before = [row for row in account.rows if split_key(str(row[inlet.key]))[1] < first]
    return _Entry(
        back.entity(newest),
        inlet,
        base,
        newest,
        oldest.payload,
        newest.payload,
        Account(before).standing(inlet) if before else None,
        account.rows[-1] if account.rows else None,
        account.standing(inlet) if account.rows else None,
        account.highest,
    )


def _take_back(back: WayBack, entry: _Entry) -> Iterator[Change]:
    why = _why_left_alone(back, entry)
    if why is not None:
        yield back.change(entry.deed, Action.SKIPPED, diagnostics=[why])
        return
    number = entry.highest + 1
    if entry.standing is not None:
        payload = reversal_row(entry.entity, entry.standing, suffixed(entry.base, number), back.today())
        yield _append(back, entry, payload, links=False)
        number += 1
    if entry.stood is not None:
        payload = {field.name: entry.stood.get(field.name) for field in entry.entity.fields if field.create}
        yield _append(back, entry, payload | {entry.inlet.key: suffixed(entry.base, number)}, links=True)


def _append(back: WayBack, entry: _Entry, payload: dict[str, Any], *, links: bool) -> Change:
    deed = entry.deed
    request = back.target(deed).request(Write(deed.target_entity, Action.PAY, payload))
    memory = Memory(deed.entity, deed.target_entity, deed.row_id, payload, links=links)
    return back.change(deed, Action.PAY, request=request, fields=row_fields(entry.entity, payload), memory=memory)


# ---- whether it is as the run left it


def _why_left_alone(back: WayBack, entry: _Entry) -> Diagnostic | None:
    """What became of an entry since the run; None when it is to be taken back."""
    deed, record = entry.deed, back.record_name(entry.deed)
    since = back.deeds.since(deed, (deed.pair, ""))
    if since.taken_back_by is not None:
        goes_on = since.changed_by is None and _is_half_way(entry)
        return None if goes_on else complaints.already(record, since.taken_back_by)
    if since.changed_by is not None:
        return complaints.changed_by_run(record, deed.run, since.changed_by)
    if _is_as_met(entry) and _is_as_left(entry):
        return None
    return complaints.changed_by_hand(record, deed.run, back.system_title(deed))


def _is_as_met(entry: _Entry) -> bool:
    """Whether what stood before is what the run's first row says of it: that it took it back, or was the first."""
    if not _takes_back(entry, entry.met):
        return entry.stood is None
    return _is_for_the_same(entry, entry.met, entry.stood)


def _is_as_left(entry: _Entry) -> bool:
    """Whether the last row now says what the run's last row said."""
    kind = entry.inlet.kind
    same_kind = entry.last is not None and entry.last.get(kind) == entry.left.get(kind)
    return same_kind and _is_for_the_same(entry, entry.left, entry.last)


def _is_half_way(entry: _Entry) -> bool:
    """Whether the run's row was taken back and what stood before was never said again: a run ended in between."""
    ended = entry.standing is None and entry.stood is not None and not _takes_back(entry, entry.left)
    return ended and _is_for_the_same(entry, entry.left, entry.last)


def _takes_back(entry: _Entry, row: Row) -> bool:
    return row.get(entry.inlet.kind) == entry.inlet.reversal


def _is_for_the_same(entry: _Entry, row: Row, other: Row | None) -> bool:
    """Whether two rows are of one amount and settle the same."""
    names = {entry.inlet.amount, *entry.inlet.group}
    fields = [field for field in entry.entity.fields if field.name in names]
    return other is not None and all(same(row.get(f.name), other.get(f.name), f) for f in fields)
