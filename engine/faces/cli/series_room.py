"""How many numbers are left in each series, as the doctor tells it: a finding for people, members for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.render import help_of
from engine.mapping.series import described
from engine.model.enumeration import beneath
from engine.model.ports import Finding
from engine.model.text import Text, say
from engine.sync.room import Room
from engine.sync.series_complaints import series_filling


def room_findings(rooms: Iterable[Room]) -> Iterator[tuple[str, Finding, tuple[Diagnostic, ...]]]:
    """One finding a system, with a diagnostic for each series that is nearly full."""
    by_system: dict[str, list[Room]] = {}
    for room in rooms:
        by_system.setdefault(room.system, []).append(room)
    for system, those in by_system.items():
        full = tuple(series_filling(room, described(room.series)) for room in those if room.is_nearly_full)
        remedies = dict.fromkeys(help_of(diagnostic) for diagnostic in full)
        state = "warning" if full else "ok"
        yield system, Finding(say("numbers left"), state, beneath(map(_line, those)), beneath(remedies)), full


def _line(room: Room) -> Text:
    return say(
        "{series}: {left} of {size} left, {taken} taken, {planned} to come",
        series=described(room.series),
        left=room.left,
        size=room.size,
        taken=room.taken,
        planned=room.planned,
    )


def rooms_json(rooms: Iterable[Room]) -> list[dict[str, Any]]:
    """The series as programs read them."""
    return [
        {
            "system": room.system,
            "type": room.series.type,
            "name": room.series.name,
            "from": room.series.start,
            "to": room.series.end,
            "default": room.series.default,
            "trust": room.series.trust,
            "taken": room.taken,
            "planned": room.planned,
            "left": room.left,
        }
        for room in rooms
    ]
