"""How the cost of a plan grows with the register: from 1,000 customers on, each size in a process of its own.

`python -m bench.growth --largest 1000000`. The exponent is the slope of a straight line through the logarithms: 1 is
linear.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from statistics import linear_regression

from bench.child import measured
from bench.machine import described
from bench.report import Report


def main(arguments: Sequence[str] | None = None) -> None:
    """Plan ever larger registers, print; with --write keep it in RESULTS.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--smallest", type=int, default=1_000, metavar="N")
    parser.add_argument("--largest", type=int, default=100_000, metavar="N")
    parser.add_argument("--write", action="store_true", help="keep the figures in RESULTS.md")
    asked = parser.parse_args(arguments)
    report = Report(
        "growth",
        "Growth",
        "A plan with its plan file of ever more customers against an empty Go, without HTTP, as in the section on "
        "planning. Memory: the process's peak.",
        described(),
        ("customers", "seconds", "processor", "µs a customer", "peak MB"),
    )
    points = []
    for size in sizes(asked.smallest, asked.largest):
        found = measured("bench.planned", size, "saved")["saved"]
        points.append((size, found["processor"]))
        each = f"{found['seconds'] / size * 1e6:,.0f}"
        costs = (f"{found['seconds']:.2f}", f"{found['processor']:.2f}", each, f"{found['megabytes']:,.0f}")
        report.rows.append((f"{size:,}", *costs))
    if len(points) > 1:
        report.notes.append(f"exponent of the processor's time on a log-log fit: {exponent(points):.2f}")
    report.finish(asked.write)


def sizes(smallest: int, largest: int) -> Iterator[int]:
    """1,000, 3,000, 10,000 … up to the largest, which is always among them."""
    size, factors = smallest, (3, 10 / 3)
    turn = 0
    while size < largest:
        yield size
        size = round(size * factors[turn % 2])
        turn += 1
    yield largest


def exponent(points: Sequence[tuple[int, float]]) -> float:
    """The slope through the points' logarithms."""
    return linear_regression([math.log(size) for size, _ in points], [math.log(cost) for _, cost in points]).slope


if __name__ == "__main__":
    main()
