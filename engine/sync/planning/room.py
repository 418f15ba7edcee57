"""Counting how many numbers each series has left once a plan is carried out, and what is to be said of the series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from engine.diagnostics.diagnostic import Diagnostic
from engine.mapping.series import described, overlaps
from engine.model.schema import Series
from engine.sync import series_complaints as complaints
from engine.sync.later_changes import NewRecord
from engine.sync.planning.job import SectionDraft
from engine.sync.planning.ranges import default_series
from engine.sync.room import Room


def rooms_of(sections: Iterable[SectionDraft]) -> tuple[Room, ...]:
    """The room in every series of a kind that these sections give numbers of; each series once, in order."""
    by_kind: dict[tuple[str, str], list[SectionDraft]] = defaultdict(list)
    for section in sections:
        target = section.job.mapping.target
        if target.number is not None and target.series is not None and section.job.mapping.continues is None:
            by_kind[target.system, target.series].append(section)
    return tuple(room for (_, kind), those in by_kind.items() for room in _rooms(kind, those))


def series_notes(sections: Iterable[SectionDraft], rooms: Iterable[Room]) -> Iterator[Diagnostic]:
    """What is to be looked at before a plan is carried out; it holds no record back."""
    by_system = {s.job.target.catalog.title: s.job.series for s in sections if s.job.series}
    for title, series in by_system.items():
        for lower, upper in overlaps(series):
            yield complaints.series_overlap(title, described(lower), described(upper))
    for room in rooms:
        if room.planned and room.is_nearly_full:
            yield complaints.series_filling(room, described(room.series))


def _rooms(kind: str, sections: list[SectionDraft]) -> Iterator[Room]:
    job = sections[0].job
    taken, planned = _taken(sections), [number for section in sections for number in _planned(section)]
    default = default_series(job.series, job.mapping.target)
    for series in sorted((one for one in job.series if one.type == kind), key=lambda one: (one.start, one.end)):
        coming = sum(_lies_in(series, number) if number is not None else series is default for number in planned)
        standing = sum(_lies_in(series, number) for number in taken)
        yield Room(job.target.catalog.system, series, standing, coming, not job.offline)


def _taken(sections: Iterable[SectionDraft]) -> set[int]:
    """The numbers that stand in the target, of whatever record."""
    found: set[int] = set()
    for section in sections:
        number = section.job.mapping.target.number
        values = (row.get(number or "") for row in section.job.existing().values())
        found.update(value for value in values if isinstance(value, int))
    return found


def _planned(section: SectionDraft) -> Iterator[int | None]:
    """The number of every record that is made; None of one that is numbered from the default series."""
    for change in section.changes.values():
        if isinstance(change, NewRecord):
            yield change.number if isinstance(change.number, int) else None


def _lies_in(series: Series, number: int) -> bool:
    return series.start <= number <= series.end
