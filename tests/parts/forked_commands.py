"""The real command in processes of their own, each forked off one that has read the program and the shipped mappings.

To start is half of what a small command takes, and the laws run hundreds. The one that they are forked off has no
other threads and opened nothing that a child would share. Run by itself, this module is that one.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

_SHIPPED = Path(__file__).parents[2] / "mappings"


class Mother:
    """The process that commands are forked off, one at a time."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "parts.forked_commands"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            bufsize=0,
        )
        atexit.register(self._end)

    def run(
        self,
        command: list[str],
        folder: Path,
        environment: Mapping[str, str],
        files: tuple[Path, Path, Path],
        timeout: float,
    ) -> int:
        """Run a command in a folder, its input, output and errors in `files`; its exit code, less than zero for a
        signal. Raises TimeoutError, when it was killed for taking longer than so many seconds.
        """
        errand = {
            "command": command,
            "folder": str(folder),
            "environment": dict(environment),
            "files": [str(file) for file in files],
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(errand).encode() + b"\n")
        child = self._told()
        if not select.select([self._process.stdout], [], [], timeout)[0]:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            self._told()
            raise TimeoutError(f"{' '.join(command)} took longer than {timeout} s")
        return self._told()

    def _told(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

    def _end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()


@lru_cache(maxsize=1)
def mother() -> Mother:
    """The one of this test process."""
    return Mother()


# ---- in the mother


def _bear() -> None:
    _read_ahead()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _run(**json.loads(line))
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _read_ahead() -> None:
    """What every command would import and read; its waits are short."""
    from engine.sync import world
    from parts.haste import hasty_clock, hasty_world

    world.real_world = hasty_world  # before the faces take it up
    import connectors.go.connection
    import connectors.standin.server
    import connectors.win.connection  # noqa: F401
    from connectors.go import GoConnector
    from engine.faces.cli.inspection import inspect_paths
    from engine.faces.systems import connectors as installed

    systems = installed()
    assert isinstance(systems, dict)
    systems["go"] = GoConnector(hasty_clock())
    inspect_paths((_SHIPPED,), _SHIPPED)


def _run(command: list[str], folder: str, environment: dict[str, str], files: list[str]) -> None:
    """Be the command: in its folder, with its environment, at its files; and end as it ends."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = command
    for number, (file, mode) in enumerate(zip(files, ("r", "w", "w"), strict=True)):
        _stand_in(number, file, mode)
    from engine.faces.cli.main import main

    try:
        main()
    except SystemExit as end:
        sys.stdout.flush()
        os._exit(end.code if isinstance(end.code, int) else 1)
    os._exit(70)


def _stand_in(number: int, file: str, mode: str) -> None:
    """Put a file in the place of standard input, output or errors."""
    opened: IO[Any] = open(file, mode, encoding="utf-8")  # noqa: SIM115
    os.dup2(opened.fileno(), number)
    name = ("stdin", "stdout", "stderr")[number]
    setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
    opened.close()


if __name__ == "__main__":
    _bear()
