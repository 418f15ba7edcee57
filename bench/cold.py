"""A cold start: from the start of a process to its first mapped record, beside a Python that does nothing.

`python -m bench.cold`. The cache of compiled mappings, where there is one, is empty for each of the first processes and
filled for the others: it stands in a folder of the benchmark's own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.machine import described
from bench.report import Report

_NOTHING = ("-c", "import time; print(time.monotonic())")
_ENGINE = ("-m", "bench.started")
_COMMANDS = (
    ("wingo --help", ("--help",)),
    ("wingo check of one mapping", ("check", str(Path(__file__).parent / "workloads" / "customer.yaml"))),
)
_WINGO = "import sys; from engine.faces.cli.main import main; sys.argv[0] = 'wingo'; main()"


def main(arguments: Sequence[str] | None = None) -> None:
    """Start processes, print; with --write keep it in RESULTS.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.cold", description=__doc__)
    parser.add_argument("--starts", type=int, default=15, metavar="N")
    parser.add_argument("--write", action="store_true", help="keep the figures in RESULTS.md")
    asked = parser.parse_args(arguments)
    report = Report(
        "cold",
        "A cold start",
        f"Median of {asked.starts} processes each, in turns; the files are in the system's cache. To the first record: "
        "the customer workload's mapping loaded, checked and run. Commands: to the end of the process.",
        described(),
        ("what", "ms", "with the cache filled"),
    )
    for title, empty, filled in _figures(asked.starts):
        report.rows.append((title, f"{empty:.0f}", "" if filled is None else f"{filled:.0f}"))
    report.finish(asked.write)


def _figures(starts: int) -> list[tuple[str, float, float | None]]:
    with TemporaryDirectory() as folder:
        warm = Path(folder) / "warm"
        _arrival(_ENGINE, warm)  # fills the cache
        told: dict[str, tuple[list[float], list[float]]] = {}
        for turn in range(starts):
            fresh = Path(folder) / f"empty{turn}"
            _note(told, "Python that does nothing", _arrival(_NOTHING, fresh), None)
            _note(told, "to the first mapped record", _arrival(_ENGINE, fresh), _arrival(_ENGINE, warm))
            for title, command in _COMMANDS:
                ended = _ended(command, fresh / title), _ended(command, warm)
                _note(told, title, *ended)
    medians = statistics.median
    return [(title, medians(empty), medians(filled) if filled else None) for title, (empty, filled) in told.items()]


def _note(told: dict[str, tuple[list[float], list[float]]], title: str, empty: float, filled: float | None) -> None:
    lists = told.setdefault(title, ([], []))
    lists[0].append(empty)
    if filled is not None:
        lists[1].append(filled)


def _arrival(command: Sequence[str], cache: Path) -> float:
    """Milliseconds from before the process starts to the moment that it prints; one clock serves all processes."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *command], check=True, stdout=subprocess.PIPE, env=_around(cache), encoding="utf-8"
    )
    return (float(done.stdout) - began) * 1e3


def _ended(command: Sequence[str], cache: Path) -> float:
    """Milliseconds that a command takes, until its process is gone."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", _WINGO, *command], check=True, stdout=subprocess.DEVNULL, env=_around(cache))
    return (time.monotonic() - began) * 1e3


def _around(cache: Path) -> dict[str, str]:
    """The environment, with a cache folder of the benchmark's own."""
    return {**os.environ, "XDG_CACHE_HOME": str(cache)}


if __name__ == "__main__":
    main()
