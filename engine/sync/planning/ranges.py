"""Proofs of a number against the target's series, whatever a rule lets through: a client trust's (R306), the chart of
accounts' (R307) and another kind's (R308) are never taken by accident.

A number that stands on a linked record already is let be: it is an account with history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.mapping.series import described
from engine.mapping.series_choice import SeriesChoice
from engine.model.schema import Entity, Reserved, Series
from engine.model.text import say
from engine.sync import series_complaints as complaints
from engine.sync.planning.draft import Draft, column
from engine.sync.planning.job import Job
from engine.sync.planning.numbers import Numbers


def out_of_range(job: Job, drafts: Sequence[Draft], numbers: Numbers) -> dict[str, Diagnostic]:
    """What is wrong with where the numbers of a set lie, by key."""
    target = job.mapping.target
    if target.number is None or target.series is None:
        return {}
    found: dict[str, Diagnostic] = {}
    plain = _plain_ranges(job, target)
    for draft, number in zip(drafts, column(drafts, target.number), strict=True):
        if number.__class__ is int and any(number in one for one in plain):
            continue
        if not isinstance(number, int):
            complaint = _unnumbered(job, target, draft)
        elif numbers.held.get(str(number)) == draft.key:
            complaint = None
        else:
            complaint = next(_misplaced(job, target, number, draft.desired.origins.get(target.number)), None)
        if complaint is not None:
            found[draft.key] = complaint
    return found


def trust_ranges(series: Iterable[Series]) -> tuple[Reserved, ...]:
    """The client trust series, as numbers that belong to something else."""
    return tuple(
        Reserved(one.start, one.end, say("the client trust series {name}", name=one.name))
        for one in series
        if one.trust
    )


def _plain_ranges(job: Job, target: Entity) -> list[range]:
    """The series in which every number is right: of the target's kind, no trust's, and lying in no other."""
    return [
        range(one.start, one.end + 1)
        for one in job.series
        if one.type == target.series and not one.trust
        if not any(other is not one and other.start <= one.end and one.start <= other.end for other in job.series)
    ]


def _misplaced(job: Job, target: Entity, number: int, span: Span | None) -> Iterator[Diagnostic]:
    assert target.number is not None, f"{target.title} has no number"
    here = [one for one in job.series if one.start <= number <= one.end]
    choices = job.mapping.series.values()
    for trust in (one for one in here if one.trust and not any(_names(choice, one) for choice in choices)):
        yield complaints.number_of_trust(target.number, number, described(trust), span)
    if not any(one.type == target.series for one in here):
        for reserved in job.target.catalog.reserved:
            if reserved.start <= number <= reserved.end:
                yield complaints.number_reserved(target.number, number, reserved, span)
    for other in (one for one in here if one.type != target.series):
        yield complaints.number_of_another_kind(target.number, number, described(other), span)


def _names(choice: SeriesChoice, trust: Series) -> bool:
    """Whether a mapping means this trust series: it chooses a range that lies wholly within it. A wider one does not
    name it, and a type never stands for it."""
    return choice.type is None and trust.start <= choice.start and choice.end <= trust.end


def _unnumbered(job: Job, target: Entity, draft: Draft) -> Diagnostic | None:
    """A record that would be given a number, when the target would take it from a client trust's series."""
    if draft.key in job.known.links:
        return None
    default = default_series(job.series, target)
    if default is None or not default.trust:
        return None
    return complaints.number_from_trust(job.target.catalog.title, described(default))


def default_series(series: Iterable[Series], target: Entity) -> Series | None:
    """The series from which the target numbers a record that comes without one."""
    return next((one for one in series if one.type == target.series and one.default), None)
