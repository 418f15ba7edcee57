"""At a run's end, systems that take what they were sent in one piece are told that this was all."""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.failure import Failure
from engine.model.ports import HandsOver
from engine.sync import complaints
from engine.sync.planning.planner import Office


def hand_over(office: Office) -> Iterator[Diagnostic]:
    """Let what was sent go on; what is to be said of it. A system that cannot take it now takes it in the next run."""
    for connection in office.connections.values():
        if not isinstance(connection, HandsOver):
            continue
        try:
            yield from map(complaints.handed_over, connection.hand_over())
        except Failure as failure:
            yield complaints.system_failure(failure)
