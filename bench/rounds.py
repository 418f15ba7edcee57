"""Taking turns: every contestant works once a round, so that what else the machine does falls on all of them alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

# Maps one record, in the form that the contestant likes.
Work: TypeAlias = Callable[[Any], Any]
_SAMPLE = 40


@contextmanager
def quiet() -> Iterator[None]:
    """Without the garbage collector, and with all that stands in memory out of its way."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def seconds_each(work: Work, records: Iterable[Any]) -> float:
    """Seconds of the processor's time that work over some records takes; what other processes do is not counted."""
    started = time.process_time()
    for record in records:
        work(record)
    return time.process_time() - started


def rounds(
    contestants: Mapping[str, tuple[Work, Sequence[Any]]], count: int, budget_seconds: float
) -> dict[str, list[float]]:
    """Seconds a record of every contestant, round by round.

    A contestant that would need more than `budget_seconds` a round works on the first records only. The order is
    turned round every other time: who goes first finds the caches of the last one.
    """
    told: dict[str, list[float]] = {name: [] for name in contestants}
    with quiet():
        shares = {name: _share(work, records, budget_seconds) for name, (work, records) in contestants.items()}
        for number in range(count):
            names = list(contestants)
            for name in names if number % 2 == 0 else reversed(names):
                work, part = contestants[name][0], shares[name]
                told[name].append(seconds_each(work, part) / len(part))
    return told


def _share(work: Work, records: Sequence[Any], budget_seconds: float) -> Sequence[Any]:
    """As many records as fit the budget, spread over all of them."""
    sample = records[:_SAMPLE]
    seconds_each(work, sample)  # what is made at the first call is not what is measured
    each = seconds_each(work, sample) / len(sample)
    count = max(_SAMPLE, int(budget_seconds / each))
    return records if count >= len(records) else records[:: -(-len(records) // count)]


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """The median of the ratios of each round: both worked while the machine was as busy as it was."""
    return statistics.median(a / b for a, b in zip(one, other, strict=True))
