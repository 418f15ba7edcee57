"""The way back of vouchers: one that was posted is reversed, one that was only linked is linked no more."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.change import Action, Write
from engine.model.schema import Entity
from engine.sync.plan import Change, Memory
from engine.sync.reverting import complaints
from engine.sync.reverting.deeds import Deed
from engine.sync.reverting.register import link_again
from engine.sync.reverting.reversible import why_it_stands
from engine.sync.reverting.way_back import WayBack


def take_back_voucher(back: WayBack, deed: Deed) -> Change | None:
    """The way back of one deed about a voucher; None where another change tells of it."""
    if deed.action is Action.ATTACH:
        return _leave_file(back, deed)
    if deed.action is Action.POST:
        return _reverse(back, deed)
    if deed.requested:
        return back.change(deed, Action.REFUSED, diagnostics=[complaints.reversal_stands(back.record_name(deed))])
    row = back.row(deed)
    if deed.action is Action.ADOPT:
        return _unlink(back, deed)
    if row is None:
        back.may_lag(deed)
        gone = complaints.no_longer_there(back.record_name(deed), deed.target_id, back.system_title(deed))
        return back.change(deed, Action.SKIPPED, diagnostics=[gone])
    return link_again(back, deed)


def _leave_file(back: WayBack, deed: Deed) -> Change | None:
    """A file stays with its voucher; of a voucher that the same run posted, its reversal says so."""
    if _run_also(back, deed, Action.POST):
        return None
    return back.change(deed, Action.SKIPPED, diagnostics=[complaints.file_stays(back.record_name(deed))])


def _run_also(back: WayBack, deed: Deed, action: Action) -> bool:
    """Whether the run did this too, to the same record."""
    return any(other.action is action and other.pair == deed.pair for other in back.deeds.of_run)


def _unlink(back: WayBack, deed: Deed) -> Change:
    """A voucher that was there before the run: only its link goes."""
    record = back.record_name(deed)
    since = back.deeds.since(deed, (deed.pair, ""))
    if since.taken_back_by is not None:
        return back.change(deed, Action.SKIPPED, diagnostics=[complaints.already(record, since.taken_back_by)])
    if since.changed_by is not None or not back.is_linked(deed):
        said = complaints.linked_otherwise(record, deed.target_id)
        return back.change(deed, Action.SKIPPED, diagnostics=[said])
    return _give_up(back, deed, [complaints.voucher_stays(record, back.system_title(deed))])


def _give_up(back: WayBack, deed: Deed, notes: list[Diagnostic]) -> Change:
    """Forget a link, without a request."""
    back.row(deed)
    link = back.links(deed).pop(deed.key)
    memory = Memory(
        deed.entity,
        deed.target_entity,
        link.row_id,
        back.sent(deed),
        target_id=deed.target_id,
        values=link.values,
        forgets=True,
    )
    return back.change(deed, Action.REVERSE, diagnostics=notes, memory=memory)


def _reverse(back: WayBack, deed: Deed) -> Change:
    row = back.row(deed)
    if row is None:
        return _not_standing(back, deed)
    entity = back.entity(deed)
    refusal = why_it_stands(entity, back.target(deed), deed.target_id, row)
    if refusal is not None:
        return back.change(deed, Action.REFUSED, diagnostics=[refusal])
    _relieve(back, entity, row)
    attached = _run_also(back, deed, Action.ATTACH)
    notes = [complaints.file_stays(back.record_name(deed))] if attached else []
    write = Write(entity.name, Action.REVERSE, {}, deed.target_id)
    linked = back.is_linked(deed)
    memory = Memory(
        deed.entity, deed.target_entity, deed.row_id, target_id=deed.target_id, links=linked, forgets=linked
    )
    request = back.target(deed).request(write)
    return back.change(deed, Action.REVERSE, request=request, diagnostics=notes, memory=memory)


def _not_standing(back: WayBack, deed: Deed) -> Change:
    """A voucher that is not among those that stand: reversed already, or not shown (yet)."""
    record = back.record_name(deed)
    request = back.target(deed).request(Write(deed.target_entity, Action.REVERSE, {}, deed.target_id))
    if back.target(deed).recover(request) is None:
        back.may_lag(deed)
        said = complaints.not_shown(record, deed.target_id, back.system_title(deed))
        return back.change(deed, Action.REFUSED, diagnostics=[said])
    if back.is_linked(deed):
        return _give_up(back, deed, [complaints.reversed_by_hand(deed.target_id, back.system_title(deed))])
    by = back.deeds.since(deed, (deed.pair, "")).taken_back_by
    said = complaints.reversed_before(record) if by is None else complaints.already(record, by)
    return back.change(deed, Action.SKIPPED, diagnostics=[said])


def _relieve(back: WayBack, entity: Entity, row: Mapping[str, Any]) -> None:
    """Note by how much the account that a voucher stands on owes less once it is reversed."""
    reversal, party = entity.reversal, entity.reconciled and entity.find(entity.reconciled.party or "")
    if reversal is None or not party:
        return
    amount = row.get(reversal.open)
    if isinstance(amount, (int, Decimal)):
        back.relieved[party.type.entity or "", str(row.get(party.name))] += -amount if reversal.credits else amount
