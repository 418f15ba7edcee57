"""`wingo check` of a hundred customers' workspaces, and once more when nothing has changed.

`python -m bench.check`. Each workspace is the demo's with an overlay of its own, in a folder that goes afterwards; the
cache of compiled mappings, where there is one, is empty at first and stands in that folder too.
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
from engine.mapping.library import shipped_mappings

_WINGO = "import sys; from engine.faces.cli.main import main; sys.argv[0] = 'wingo'; main()"
_TIMES = 3
# What customers want otherwise, in turns: small things, and no two workspaces the same.
_OVERLAYS = (
    "  let credit_days = payment_days ?? {days}\n",
    "  drop SalesPersonEmployeeId\n  let credit_days = payment_days ?? {days}\n",
    "  SendPaymentReminders = reminders\n",
    "  UseInvoiceFee = not vat_free\n",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Check, print; with --write keep it in RESULTS.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.check", description=__doc__)
    parser.add_argument("--workspaces", type=int, default=100, metavar="N")
    parser.add_argument("--write", action="store_true", help="keep the figures in RESULTS.md")
    asked = parser.parse_args(arguments)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(asked.workspaces):
            _make(folder / "customers" / f"kunde{number:03d}", number)
        first = _checked(folder)
        again = [_checked(folder) for _ in range(_TIMES)]
        _touch(folder / "customers" / "kunde000" / "customer.yaml")
        one = _checked(folder)
    report = Report(
        "check",
        "Checking a fleet's mappings",
        f"`wingo check` of {asked.workspaces} workspaces, each the demo's with a small overlay of its own; a process "
        f"each time, from its start to its end. When nothing changed: the median of {_TIMES}.",
        described(),
        ("check", "seconds"),
    )
    report.rows += [
        ("for the first time", f"{first:.2f}"),
        ("again, nothing changed", f"{statistics.median(again):.2f}"),
        ("again, one overlay changed", f"{one:.2f}"),
    ]
    report.finish(asked.write)


def _make(folder: Path, number: int) -> None:
    """A customer's workspace: the demo's settings, an overlay of its own."""
    folder.mkdir(parents=True)
    demo = (shipped_mappings() / "customers" / "demo" / "workspace.yaml").read_text(encoding="utf-8")
    (folder / "workspace.yaml").write_text(
        demo.replace("workspace: demo", f"workspace: kunde{number}"), encoding="utf-8"
    )
    rules = _OVERLAYS[number % len(_OVERLAYS)].format(days=10 + number % 20)
    overlay = f"# kunde {number}\nmapping: customer\nextends: base/customer\nrules: |\n{rules}"
    (folder / "customer.yaml").write_text(overlay, encoding="utf-8")


def _touch(overlay: Path) -> None:
    """Change what one customer wants."""
    text = overlay.read_text(encoding="utf-8")
    overlay.write_text(f"{text}  DoNotAddLatePaymentFees = vat_free\n", encoding="utf-8")


def _checked(folder: Path) -> float:
    """Seconds of one check of all of them. Raises CalledProcessError when it finds something."""
    around = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-c", _WINGO, "check", str(folder / "customers")]
    began = time.perf_counter()
    done = subprocess.run(command, env=around, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        sys.stderr.write(done.stdout)
        done.check_returncode()
    return seconds


if __name__ == "__main__":
    main()
