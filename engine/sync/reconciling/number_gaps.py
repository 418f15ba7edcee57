"""Gaps in running numbers: those that no record of the source has, and those that the target does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from engine.model.text import say
from engine.sync.reconciling.reconciliation import Gap

VOID, LEFT_OUT, HELD, MISSING = "void", "left_out", "held", "missing"


@dataclass(frozen=True, slots=True)
class Numbered:
    """One record of the source with its running number. `cause`: why the target does not hold it, "" when it does."""

    sequence: str
    number: int
    cause: str = ""
    reason: str = ""


def gaps_of(entity: str, records: Iterable[Numbered]) -> Iterator[Gap]:
    """The gaps of each run of numbers, from its first number to its last; neighbours of one reason are one gap."""
    by_sequence: dict[str, dict[int, Numbered]] = {}
    for record in records:
        numbers = by_sequence.setdefault(record.sequence, {})
        before = numbers.get(record.number)
        if before is None or before.cause:
            numbers[record.number] = record
    for sequence, numbers in sorted(by_sequence.items()):
        yield from _gaps(entity, sequence, numbers)


def _gaps(entity: str, sequence: str, numbers: Mapping[int, Numbered]) -> Iterator[Gap]:
    unexplained = say("no record has this number")
    known = sorted(numbers)
    found = [
        Gap(entity, sequence, before + 1, after - 1, MISSING, unexplained)
        for before, after in pairwise(known)
        if after - before > 1
    ]
    told = (numbers[number] for number in known if numbers[number].cause)
    # Neighbouring numbers have one difference from their place.
    for _, group in groupby(enumerate(told), lambda item: (item[1].number - item[0], item[1].cause, item[1].reason)):
        run = [record for _, record in group]
        found.append(Gap(entity, sequence, run[0].number, run[-1].number, run[0].cause, run[0].reason))
    yield from sorted(found, key=lambda gap: gap.first)
