"""What a mapping's `series:` chooses, and the ranges behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.model.frozen import frozen
from engine.model.schema import Series


@frozen
class SeriesChoice:
    """What stands behind a name of `series:`: all live series of a `type`, or the range `start`–`end`, inclusive."""

    type: str | None = None
    start: int = 0
    end: int = 0


def resolve(name: str, choice: SeriesChoice, live: Iterable[Series]) -> tuple[Series, ...]:
    """The ranges that a choice stands for; a trust series is chosen only by a range of its own."""
    if choice.type is None:
        return (Series("", name, choice.start, choice.end),)
    return tuple(series for series in live if series.type == choice.type and not series.trust)


def resolve_all(choices: Mapping[str, SeriesChoice], live: Iterable[Series]) -> dict[str, tuple[Series, ...]]:
    """The ranges behind each name of a mapping's `series:`."""
    known = tuple(live)
    return {name: resolve(name, choice, known) for name, choice in choices.items()}
