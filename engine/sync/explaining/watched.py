"""One record that is looked at while a plan is made: its row, and what its rules made of it, as the plan had them."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.language.trace import Trace
from engine.model.record import Row


@dataclass(frozen=True, slots=True)
class Met:
    """A row of the record's key as a mapping read it, with the trace of its rules."""

    row: Row
    trace: Trace


@dataclass(slots=True)
class Watched:
    """The record of a key, of the mapping `entity` and of those that continue it. `met`: by the mapping's name.

    `keys`: all keys that the mapping's source has, so that a key that it lacks can be told from what it resembles.
    """

    entity: str
    key: str
    met: dict[str, Met] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    def note(self, mapping: str, row: Row, trace: Trace) -> None:
        """Keep what a mapping's rules made of the record; of several rounds the last one counts."""
        self.met[mapping] = Met(row, trace)
