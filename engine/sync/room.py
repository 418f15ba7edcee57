"""How many numbers a series has left."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.schema import Series

# A series is nearly full when less than one number in twenty is left: of Go's 999 employees the last 49, of its 10,000
# customers the last 499. That is mostly time enough to widen it.
_NEARLY_FULL = 20


@dataclass(frozen=True, slots=True)
class Room:
    """A series of a system and its numbers. `taken`: that stand in the target; `planned`: that a plan gives to records
    it makes. `is_known`: False when the target was not asked, so that nothing counts as taken."""

    system: str
    series: Series
    taken: int
    planned: int
    is_known: bool = True

    @property
    def size(self) -> int:
        """How many numbers the series has."""
        return max(0, self.series.end - self.series.start + 1)

    @property
    def left(self) -> int:
        """How many are left after the plan; below 0 when they do not suffice."""
        return self.size - self.taken - self.planned

    @property
    def is_nearly_full(self) -> bool:
        """Whether it is time to widen the series."""
        return self.left * _NEARLY_FULL < self.size
