"""Runs in processes of their own, to be killed: each is forked off one that has read the firm's documents.

What a run's process does before it opens its systems takes longer than the run, and is no place to be killed at. The
one that it is forked off has no other threads, and opened nothing that a child would share.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from parts.firm import Firm

_ARRIVAL_SECONDS_MAX = 0.6  # what is under way is delayed by half of that


class Mortals(AbstractContextManager["Mortals"]):
    """A firm's runs that may be killed, one at a time. Its documents are those of when this was made."""

    def __init__(self, firm: Firm) -> None:
        self._firm = firm
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-m", "parts.mortal", str(firm.folder)]
        self._mother = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0
        )

    def __exit__(self, *_: object) -> None:
        assert self._mother.stdin is not None
        assert self._mother.stdout is not None
        self._mother.stdin.close()
        self._mother.wait(timeout=60)
        self._mother.stdout.close()

    def start(self, *command: str) -> int:
        """Begin `sync`, `payments`, or `revert` and a run's number; the process's id."""
        assert self._mother.stdin is not None
        self._mother.stdin.write(" ".join(command).encode() + b"\n")
        return self._told()

    def is_over(self) -> bool:
        """Whether what was begun last has ended."""
        return bool(select.select([self._mother.stdout], [], [], 0)[0])

    def ended(self) -> int:
        """Wait for its end; its exit code, less than zero for the signal that killed it."""
        return self._told()

    @staticmethod
    def kill(process: int) -> None:
        """Kill it, unless it has just ended by itself."""
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)

    def kill_at(self, write: int, *command: str, answered: bool) -> bool:
        """Start a run and kill it at its n-th write: as soon as it was answered, or while it is under way; whether it
        was killed. What was under way has arrived when this returns, if it ever does.
        """
        delay = {"on": "P* /v2/*", "nth": write, "times": 1, "do": "slow:0.3"}
        self._firm.mischief(*([] if answered else [delay]))
        before = len(self._firm.writes())
        process = self.start(*command)
        while not self.is_over():
            made = self._firm.writes()[before:]
            if len(made) >= write and (not answered or made[write - 1]["status"] is not None):
                self.kill(process)
                break
            time.sleep(0.002)
        ended = self.ended()
        # One that was cut off before all of it was sent is never answered.
        give_up_at = time.monotonic() + _ARRIVAL_SECONDS_MAX
        while any(one["status"] is None for one in self._firm.writes()[before:]) and time.monotonic() < give_up_at:
            time.sleep(0.01)
        return ended == -signal.SIGKILL

    def _told(self) -> int:
        assert self._mother.stdout is not None
        return int(self._mother.stdout.readline())


def _bear(folder: Path) -> None:
    """Read the documents, and fork a run off for each line that comes in."""
    import connectors.go.connection  # noqa: F401  (what opening it would import)
    from engine.faces.documents import read_documents

    documents = read_documents(folder)
    assert documents.mappings is not None, documents.diagnostics
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _run(folder, documents.mappings, line.split())
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _run(folder: Path, mappings: Any, command: list[str]) -> None:
    """The run itself, by the machine's own clock."""
    from engine.faces.opening import opened
    from engine.sync.planning.planner import make_plan
    from engine.sync.reverting.revert import make_revert
    from engine.sync.running.run import Errand, run

    name, *rest = command
    plans = {"sync": make_plan, "payments": partial(make_plan, wanted=["payment"])}
    make = plans[name] if name in plans else partial(make_revert, run=int(rest[0]))
    with opened(folder, load=lambda *_: mappings) as workspace:
        run(workspace.office, Errand(name, "test", "0", make), workspace.lock)


if __name__ == "__main__":
    _bear(Path(sys.argv[1]))
