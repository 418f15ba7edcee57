"""One plan after another of one size, in a process of their own: `python -m bench.planned 1000 first saved again`.

Tells seconds and the peak of memory after each of the steps that are asked for, in their order.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any

from bench.child import peak_megabytes, tell
from bench.linking import send_all
from bench.office import office_of
from bench.workloads.customers import register
from engine.faces.systems import library
from engine.sync.planning.planner import Office, make_plan
from engine.sync.saving.plan_file import Recipe
from engine.sync.saving.saved_plans import save_plan


def main() -> None:
    """Do the steps, tell what they cost."""
    customers, *steps = sys.argv[1:]
    figures: dict[str, Any] = {"source": _timed(lambda: _exhaust(int(customers)))[0], "before": peak_megabytes()}
    with office_of(int(customers)) as office:
        for name in steps:
            before = time.process_time()
            seconds, counts = _timed(lambda step=_STEPS[name]: step(office))  # type: ignore[misc]
            processor = time.process_time() - before
            figures[name] = {
                "seconds": seconds,
                "processor": processor,
                "megabytes": peak_megabytes(),
                "counts": counts,
            }
    tell(figures)


def _timed(step: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    told = step()
    return time.perf_counter() - started, told


def _exhaust(customers: int) -> None:
    """What the source itself costs, without the engine."""
    for _ in register(customers):
        pass


def _plan(office: Office) -> Counter[str]:
    """A plan, and how many changes of each kind it holds."""
    return Counter(change.action.value for change in make_plan(office).changes)


def _saved(office: Office) -> int:
    """A plan with its file; how long the file is, in bytes."""
    plan = make_plan(office)
    with TemporaryFile() as file:
        save_plan(file, plan, office, library(), Recipe("plan", {"wanted": None}), "bench", "0")
        return file.seek(0, 2)


def _sent(office: Office) -> int:
    """All of it sent into memory; how many records. Not a figure: see bench.linking."""
    plan = make_plan(office)
    send_all(office, plan)
    return len(plan.deeds)


_STEPS: dict[str, Callable[[Office], Any]] = {"first": _plan, "saved": _saved, "sent": _sent, "again": _plan}

if __name__ == "__main__":
    main()
