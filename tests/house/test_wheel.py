"""A released wheel holds all that the program needs, and does its whole round outside any checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the working tree, built with what is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [*PIP, "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    subprocess.run(build, check=True, capture_output=True)
    [built] = folder.glob("wingo-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content; its dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("site")
    install = [*PIP, "install", str(wheel), "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run(install, check=True, capture_output=True)
    return folder


def wingo(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program in a folder that is no checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("WINGO_", "COVERAGE_"))}
    # The wheel's own packages come before the checkout, which this environment knows as an editable install.
    environment |= {"PYTHONPATH": str(installed), "NO_COLOR": "1", "WINGO_CACHE": "off"}
    program = "from engine.faces.cli.main import main; main()"
    command = [sys.executable, "-W", "error::ResourceWarning", "-c", program, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_it_carries_everything_that_is_no_code(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = set((ROOT / "mappings").rglob("*.yaml"))
    assert shipped
    for path in shipped:
        assert f"engine/shipped/{path.relative_to(ROOT).as_posix()}" in names
    data = [p for floor in ("engine", "connectors") for p in (ROOT / floor).rglob("*") if p.suffix in _DATA]
    assert {path.suffix for path in data} >= {".json", ".lark", ".mako"}
    for path in data:
        assert path.relative_to(ROOT).as_posix() in names
    assert {"engine/py.typed", "connectors/py.typed"} <= names


_DATA = {".json", ".lark", ".mako", ".sql", ".j2", ".html", ".css", ".txt", ".po"}


def test_it_carries_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.startswith("wingo-")} == {"engine", "connectors"}
    assert [name for name in names if name.endswith((".pyc", ".db", ".log"))] == []


def test_its_program_is_the_wheel_s_and_not_the_checkout_s(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [sys.executable, "-c", "import engine, connectors; print(engine.__file__, connectors.__file__)"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert str(ROOT) not in where
    assert where.count(str(installed)) == 2


def test_the_demo_runs_outside_a_checkout_and_leaves_a_workspace(installed: Path, tmp_path: Path) -> None:
    round_ = wingo(installed, tmp_path, "demo")
    assert round_.returncode == 0, round_.stdout + round_.stderr
    assert "came back" in round_.stdout
    plan = wingo(installed, tmp_path, "-w", "demo", "plan", "--format", "json")
    assert plan.returncode == 0, plan.stderr
    actions = {change["action"] for change in json.loads(plan.stdout)["changes"]}
    assert actions <= {"refused", "wait", "skipped"}


@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_new_workspace_is_made_there(installed: Path, tmp_path: Path, language: str) -> None:
    made = wingo(installed, tmp_path, "init", "fjord", "--lang", language)
    assert made.returncode == 0, made.stderr
    done = wingo(installed, tmp_path, "-w", "fjord", "check", "--format", "json")
    assert json.loads(done.stdout)["summary"] == {"errors": 0, "warnings": 0}


def test_the_shipped_mappings_are_checked_and_tested_there(installed: Path, tmp_path: Path) -> None:
    shipped = str(installed / "engine" / "shipped" / "mappings")
    # A few records show that what the laws need is there; whether they hold is asked elsewhere.
    for command in (("check",), ("test", "--examples", "3")):
        done = wingo(installed, tmp_path, *command, shipped, "--format", "json")
        assert done.returncode == 0, done.stdout
        assert json.loads(done.stdout)["summary"]["errors"] == 0
