"""The real command in a process of its own: what it prints, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.model import exact_json
from parts.forked_commands import mother

WINGO = Path(sys.executable).parent / "wingo"
_OF_THE_CALLER = ("WINGO_WORKSPACE", "NO_COLOR", "FORCE_COLOR", "FIRM_KEY", "FIRM_CLIENT", "FIRM_SUBSCRIPTION")


@dataclass(frozen=True)
class Ran:
    """A command that ended. `out` is what it printed as data, `err` what it said beside that."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All that a person saw."""
        return self.out + self.err

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return exact_json.loads(self.out)


def wingo(
    folder: Path, *arguments: str, code: int | None = None, answer: str | None = None, timeout: float = 60, **env: str
) -> Ran:
    """Run the command in a folder, without a terminal; `code` is how it must end, `env` what it finds set besides."""
    around = {name: value for name, value in os.environ.items() if name not in _OF_THE_CALLER}
    run = _started if any(name.startswith("PYTHON") for name in env) else _forked
    ran = run([str(WINGO), *arguments], folder, {**around, **env}, answer or "", timeout)
    assert "Traceback" not in ran.said, ran.said
    assert code is None or ran.code == code, f"it ended with {ran.code}\n{ran.said}"
    return ran


def _forked(command: list[str], folder: Path, env: dict[str, str], answer: str, timeout: float) -> Ran:
    with TemporaryDirectory() as place:
        given, out, err = (Path(place) / name for name in ("in", "out", "err"))
        given.write_text(answer, encoding="utf-8")
        code = mother().run(command, folder, env, (given, out, err), timeout)
        return Ran(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def _started(command: list[str], folder: Path, env: dict[str, str], answer: str, timeout: float) -> Ran:
    """Started afresh, for what Python itself looks for in its environment."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=env,
        input=answer,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
