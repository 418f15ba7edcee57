"""Workspaces of the demo: its overlay, its database and its PDFs, copied for every test that may change them."""

from __future__ import annotations

import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.faces.cli.main import main
from engine.faces.systems import demos, standins
from engine.model.ports import RunningStandIn

ROOT = Path(__file__).parents[3]
Wingo = Callable[..., Result]


@pytest.fixture
def wingo(monkeypatch: pytest.MonkeyPatch) -> Wingo:
    """Run a command; what it prints and its exit code. An exception that nobody caught fails the test."""
    monkeypatch.delenv("WINGO_WORKSPACE", raising=False)

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's workspace as it is before its first command; not to be changed."""
    folder = tmp_path_factory.mktemp("template") / "demo"
    shutil.copytree(ROOT / "mappings" / "customers" / "demo", folder)
    demos()["win"].build(folder)
    return folder


@pytest.fixture
def demo_workspace(demo_template: Path, tmp_path: Path) -> Path:
    """A demo workspace of the test's own."""
    folder = tmp_path / "demo"
    shutil.copytree(demo_template, folder)
    return folder


@dataclass(frozen=True)
class LiveGo:
    """A stand-in that serves while a test runs."""

    running: RunningStandIn

    def control(self, method: str, path: str, body: object = None) -> object:
        """A control call (commands.md); its JSON answer."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.running.url}/standin/{path}", data, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def settings_line(self, **changes: str) -> str:
        """The `go:` line of a workspace that reaches it; `changes` set or replace settings."""
        settings = {"connector": "go", **self.running.settings, "requests_per_second": "0", **changes}
        return "go: " + json.dumps(settings)


@pytest.fixture
def live_go() -> Iterator[LiveGo]:
    """A stand-in without a rate limit."""
    running = standins()["go"].start(limit=0)
    yield LiveGo(running)
    running.stop()


@pytest.fixture
def set_line() -> Callable[[Path, str, str], None]:
    """Replace the line of a folder's workspace.yaml that begins with a key; an empty line takes it out."""

    def replace(folder: Path, key: str, line: str) -> None:
        path = folder / "workspace.yaml"
        lines = path.read_text(encoding="utf-8").splitlines()
        assert any(text.startswith(f"{key}:") for text in lines)
        changed = [line if text.startswith(f"{key}:") else text for text in lines]
        path.write_text("\n".join(changed) + "\n", encoding="utf-8")

    return replace


@pytest.fixture(scope="session")
def synced_template(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's workspace after its first sync; not to be changed."""
    folder = tmp_path_factory.mktemp("synced") / "demo"
    shutil.copytree(demo_template, folder)
    result = CliRunner().invoke(main, ["-w", str(folder), "sync", "--yes"])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def synced_workspace(synced_template: Path, tmp_path: Path) -> Path:
    """A synced demo workspace of the test's own."""
    folder = tmp_path / "demo"
    shutil.copytree(synced_template, folder)
    return folder


@pytest.fixture
def in_win() -> Callable[..., None]:
    """Change a workspace's Win database by a statement, as somebody in Win would."""

    def change(folder: Path, statement: str, *values: object) -> None:
        with closing(sqlite3.connect(folder / "win.db")) as database, database:
            assert database.execute(statement, values).rowcount > 0

    return change


@pytest.fixture
def at_a_terminal() -> Callable[..., tuple[int, str]]:
    """Run the program at a terminal of its own: the answer that somebody types, then the arguments."""
    return _answering


def _answering(answer: str, *arguments: str) -> tuple[int, str]:
    """Run the program at a terminal of its own where somebody types; its exit code and all it printed."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-c", "from engine.faces.cli.main import main; main()", *arguments]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=environment)
    os.close(follower)
    printed = b""
    asked = False
    try:
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:  # the terminal ends with its last user
                break
            if not part:
                break
            printed += part
            if not asked and b"/N]" in printed:
                asked = True
                os.write(leader, f"{answer}\n".encode())
        return process.wait(timeout=60), printed.decode()
    finally:
        process.kill()
        process.wait()
        os.close(leader)
