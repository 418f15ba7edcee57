"""Sending at the limit: how much of the rate that Go allows is used when there is work, and how often it was too much.

`python -m bench.pace`: the connector writes customers to the stand-in, which counts as Go does, ten requests a second
unless told otherwise. The first burst is left out: it would flatter a short run.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bench.machine import described
from bench.report import Report
from connectors.go import connector
from connectors.standin import standin
from engine.model.change import Action, Request

LIMITS = (10,)
SECONDS = 20


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, print; with --write keep it in RESULTS.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.pace", description=__doc__)
    parser.add_argument("--limits", type=int, nargs="*", default=LIMITS, metavar="N", help="requests a second")
    parser.add_argument("--seconds", type=int, default=SECONDS, metavar="N", help="how long to send for, about")
    parser.add_argument("--write", action="store_true", help="keep the figures in RESULTS.md")
    asked = parser.parse_args(arguments)
    report = Report(
        "pace",
        "Sending at the limit",
        "Customers written one by one to the stand-in over HTTP, with its limit and the connector's the same. The rate "
        "is by the arrival of requests at the stand-in, without the first burst; of the allowed rate, at least 95 % "
        "is asked for, and no 429.",
        described(),
        ("allowed a second", "requests", "sent a second", "of the allowed", "429"),
    )
    for limit in asked.limits:
        report.rows.append(_row(limit, sent_at_the_limit(limit, limit * asked.seconds)))
    report.finish(asked.write)


def sent_at_the_limit(limit: int, writes: int) -> list[tuple[float, int]]:
    """Write that many customers; of every request when it arrived, in seconds, and its status."""
    running = standin.start(limit=limit)
    try:
        with TemporaryDirectory() as folder:
            settings = {**running.settings, "connector": "go", "requests_per_second": limit}
            connection = connector.open(settings, Path(folder))
            try:
                for number in range(writes):
                    payload = {"Name": f"Kunde {number}", "IsPerson": False}
                    connection.send(Request("customer", Action.CREATE, "POST", "/Customers", payload))
            finally:
                connection.close()
        rows = httpx.get(f"{running.url}/standin/requests", trust_env=False).raise_for_status().json()
        return [(row["t"], row["status"]) for row in rows]
    finally:
        running.stop()


def steady_rate(limit: int, moments: Sequence[float]) -> float:
    """The requests a second from the second burst to the last: they leave in bursts of as many as are allowed."""
    first, last = limit, (len(moments) - 1) // limit * limit
    return (last - first) / (moments[last] - moments[first])


def _row(limit: int, requests: Sequence[tuple[float, int]]) -> tuple[str, ...]:
    rate = steady_rate(limit, [moment for moment, _ in requests])
    refused = sum(status == 429 for _, status in requests)
    return f"{limit}", f"{len(requests):,}", f"{rate:.2f}", f"{rate / limit:.1%}", f"{refused}"


if __name__ == "__main__":
    main()
