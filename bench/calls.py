"""API calls, the real limit of a fleet: how many a run sends, counted by the stand-in that answers them.

`python -m bench.calls`: the demo firm, sent whole; then a run with nothing changed, runs with a few changed customers,
and its customers' payments. A connection is opened for every run, as every command does.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bench.machine import described
from bench.report import Report
from connectors.go.source import SETTING_PATHS
from engine.faces.cli.demo_folder import make_folder
from engine.faces.opening import Opened, opened
from engine.faces.systems import demos
from engine.mapping.library import shipped_mappings
from engine.model.schema import Nature
from engine.sync.guards import GUARDS
from engine.sync.planning.planner import make_plan
from engine.sync.running.run import Errand, RunReport, run

_WRITES = ("POST", "PUT", "PATCH", "DELETE")
_API = "/v2"
_SETTINGS = {
    *(path for path, _ in SETTING_PATHS.values()),
    "/SubLedgerNumberSeries",
    "/LockDateSettings",
    "/ClientIntegrationInformation",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What one run did and asked. `requests`: method and path of each, without those for a token."""

    report: RunReport
    requests: list[tuple[str, str]]

    @property
    def writes(self) -> int:
        """How many requests change something."""
        return sum(method in _WRITES for method, _ in self.requests)

    @property
    def settings(self) -> int:
        """How many of the reads are of settings."""
        return sum(method == "GET" and path in _SETTINGS for method, path in self.requests)

    @property
    def lists(self) -> str:
        """The other reads, each path with how often it was asked."""
        asked = Counter(path for method, path in self.requests if method == "GET" and path not in _SETTINGS)
        return ", ".join(f"{path.lstrip('/')} {number}" for path, number in sorted(asked.items()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, print; with --write keep it in RESULTS.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.calls", description=__doc__)
    parser.add_argument("--changed", type=int, nargs="*", default=[1, 10, 50], metavar="N", help="customers")
    parser.add_argument("--write", action="store_true", help="keep the figures in RESULTS.md")
    asked = parser.parse_args(arguments)
    report = Report(
        "calls",
        "API calls",
        "The demo firm against the stand-in over HTTP, counted by the stand-in (a token is not a call). Each run is of "
        "all entities, or of the payments.",
        described(),
        ("run", "done", "calls", "writes", "settings", "other reads"),
    )
    with TemporaryDirectory() as folder:
        lists: dict[str, str] = {}  # the other reads, with the run that was the first to ask so
        for title, counted in _runs(Path(folder), asked.changed):
            report.rows.append(_row(title, counted))
            lists.setdefault(counted.lists, title)
    report.notes += [f"other reads, {title}: {asked_for}" for asked_for, title in lists.items()]
    report.finish(asked.write)


def _row(title: str, counted: Counted) -> tuple[str, ...]:
    total = len(counted.requests)
    other = total - counted.writes - counted.settings
    numbers = (len(counted.report.done), total, counted.writes, counted.settings, other)
    return title, *(f"{number:,}" for number in numbers)


def _runs(folder: Path, changed: Sequence[int]) -> Iterator[tuple[str, Counted]]:
    """Each run by its title, one after the other in one firm's life."""
    data, _ = make_folder(folder, shipped_mappings() / "customers" / "demo", demos()["win"])
    yield "everything for the first time", _run(folder)
    yield "nothing changed", _run(folder)
    for number in changed:
        _change(folder, number)
        yield f"customers changed: {number}", _run(folder)
    with opened(folder) as workspace:
        for payment in data.payments:
            for running in workspace.standins.values():
                running.pay(payment)
    yield "payments came in", _run(folder, payments=True)
    yield "no new payments", _run(folder, payments=True)


def _run(folder: Path, *, payments: bool = False) -> Counted:
    """One run in a workspace that is opened for it. Raises RuntimeError when it does not end well."""
    with opened(folder) as workspace:
        inlets = [m.name for m in workspace.office.mappings if m.target.nature is Nature.INLET]
        make = partial(make_plan, wanted=inlets if payments else None)
        errand = Errand("sync", "bench", version("wingo"), make, frozenset(GUARDS))
        report = run(workspace.office, errand, workspace.lock)
        if report.outcome != "done" or report.failed:
            raise RuntimeError(f"{report.outcome}: {[result.problem for result in report.failed[:3]]}")
        return Counted(report, _requests(workspace))


def _requests(workspace: Opened) -> list[tuple[str, str]]:
    """What the stand-in was asked since it was started, which is for this run."""
    told: list[tuple[str, str]] = []
    for running in workspace.standins.values():
        rows = httpx.get(f"{running.url}/standin/requests").raise_for_status().json()
        paths = [(row["method"], row["path"].partition("?")[0]) for row in rows]
        told += [(method, path.removeprefix(_API)) for method, path in paths if path.startswith(_API)]
    return told


def _change(folder: Path, count: int) -> None:
    """Give some customers that Go has another phone number. Raises RuntimeError when there are not that many."""
    with closing(sqlite3.connect(folder / "win.db")) as database, database:
        linked = "SELECT key FROM state.link WHERE entity = 'win.customer' ORDER BY key LIMIT ?"
        database.execute("ATTACH ? AS state", (str(folder / "state.db"),))
        keys = [key for (key,) in database.execute(linked, (count,))]
        if len(keys) < count:
            raise RuntimeError(f"the demo firm has {len(keys)} customers in Go")
        for place, key in enumerate(keys):
            phone = f"22 {count % 100:02d} {place // 100:02d} {place % 100:02d}"
            database.execute("UPDATE customer SET phone = ? WHERE customer_no = ?", (phone, int(key)))


if __name__ == "__main__":
    main()
