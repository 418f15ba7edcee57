"""`wingo demo` does the whole round and leaves a workspace in which there is nothing left to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Wingo = Callable[..., Result]


def test_the_whole_round_is_done_and_reported(wingo: Wingo, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    result = wingo("demo", folder)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Win ")
    assert lines[1].startswith("Go ")
    for entity in ("department", "employee", "customer", "contact_person", "project", "invoice", "credit_note"):
        assert any(line.split()[:1] == [entity] for line in lines), entity
    assert any(re.match(r"Payments +\d+ came back", line) for line in lines)
    assert re.search(r"\d+ records are held back", result.stdout)
    assert re.search(r"\d+ API calls", result.stdout)
    assert any(line.startswith("Try next:") for line in lines)
    printed = next(line for line in lines if line.startswith("Try next:"))
    assert f"wingo -w {folder} plan" in printed
    assert wingo("-w", folder, "plan", "--detailed-exitcode").exit_code == 0


def test_a_demo_may_be_made_anew(wingo: Wingo, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    first, second = (wingo("demo", folder) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    counts = [re.findall(r"^  (\w+ +.*)$", result.stdout, re.MULTILINE) for result in (first, second)]
    assert counts[0] == counts[1]


def test_a_folder_that_holds_something_else_is_left_alone(wingo: Wingo, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    result = wingo("demo", tmp_path)
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
