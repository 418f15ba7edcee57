"""Whether a voucher that stands can be taken back now, for whoever would reverse it: a run's way back, or a plan."""

from __future__ import annotations

from datetime import date

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.ports import Connection
from engine.model.record import Row
from engine.model.schema import Entity
from engine.sync.reverting import complaints


def why_it_stands(entity: Entity, target: Connection, target_id: str | int, row: Row) -> Diagnostic | None:
    """Why a standing voucher cannot be reversed now; None when it can. Raises a kind of Failure of a read.

    One that is settled in part is not: its payment would hang in the air, and no call says where it belongs.
    """
    number = row.get(entity.number or "") or target_id
    reversal = entity.reversal
    if reversal is None:
        return complaints.never_reversed(number, target.catalog.title)
    open_amount, total = row.get(reversal.open), row.get(reversal.total)
    if open_amount != total:
        return complaints.settled(number, open_amount, total)
    day = row.get(entity.posting_date or "")
    closed_until = None if reversal.in_closed_period else target.closed_until()
    if closed_until is not None and isinstance(day, date) and day <= closed_until:
        return complaints.closed_period(number, day, closed_until)
    return None
