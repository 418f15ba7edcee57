"""Planning a whole register without HTTP: into an empty Go, with its plan file, and again when nothing has changed.

`python -m bench.plan --customers 100000`: the shipped mappings, both systems in memory behind the real port, the state
in a SQLite file. Each line is a process of its own.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from bench.child import measured
from bench.machine import described
from bench.report import Report

# What is shown, the steps of bench.planned, and the one of them that is measured.
_LINES = (
    ("against an empty Go", ("first",), "first"),
    ("the same, with its plan file", ("saved",), "saved"),
    ("again, nothing changed", ("sent", "again"), "again"),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Plan, print; with --write keep it in RESULTS.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.plan", description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000, metavar="N")
    parser.add_argument("--write", action="store_true", help="keep the figures in RESULTS.md")
    asked = parser.parse_args(arguments)
    report = Report(
        "plan",
        "Planning a register",
        f"{asked.customers:,} customers and their departments by the shipped mappings, no HTTP: both systems in memory "
        "behind the real port, the state in a SQLite file. Processor: the process's own share of the seconds, which "
        "other work on the machine hardly lengthens. Source: what making the rows costs, which is among them. Memory: "
        "the process's peak, Python and all modules among it.",
        described(),
        ("plan", "seconds", "processor", "of it source", "µs a customer", "peak MB", "gives"),
    )
    for title, steps, step in _LINES:
        report.rows.append(_row(title, measured("bench.planned", asked.customers, *steps), step, asked.customers))
    report.notes.append(
        "the Go of the last line, with every record, stands in the same process: its memory is among the peak, and so "
        "is that of the plan that filled it"
    )
    report.finish(asked.write)


def _row(title: str, figures: dict[str, Any], step: str, customers: int) -> tuple[str, ...]:
    found = figures[step]
    seconds, source = found["seconds"], figures["source"]
    each = f"{seconds / customers * 1e6:,.0f}"
    figures_shown = (f"{seconds:.2f}", f"{found['processor']:.2f}", f"{source:.2f}", each)
    return title, *figures_shown, f"{found['megabytes']:,.0f}", _gives(found["counts"])


def _gives(counts: Any) -> str:
    if isinstance(counts, int):
        return f"{counts / 1e6:.1f} MB"
    return ", ".join(f"{number:,} {action}" for action, number in counts.items())


if __name__ == "__main__":
    main()
