"""Every trap of Go's that docs/standin.md lists has a test of its own name, and no test names one that is not there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from connectors.standin.access import Rules
from connectors.standin.company import Settings
from connectors.standin.mischief import WORDS, read_items
from connectors.standin.switches import shown_rules, shown_settings

ROOT = Path(__file__).parents[2]
TRAPS = range(1, 35)


def _tested() -> set[int]:
    """The numbers in the names of the traps' tests."""
    found = set()
    for path in (ROOT / "tests" / "traps").glob("test_*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (number := re.match(r"test_trap_(\d\d)_", node.name)):
                found.add(int(number[1]))
    return found


def test_every_trap_has_a_test() -> None:
    assert sorted(_tested()) == list(TRAPS)


def test_every_trap_is_told_of() -> None:
    text = (ROOT / "docs" / "standin.md").read_text(encoding="utf-8")
    assert [int(number) for number in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)] == list(TRAPS)


def test_every_test_among_the_traps_names_one() -> None:
    names = [
        node.name
        for path in (ROOT / "tests" / "traps").glob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert [name for name in names if not name.startswith("test_trap_")] == []


def test_the_page_of_the_stand_in_tells_every_setting_and_every_mischief() -> None:
    text = (ROOT / "docs" / "standin.md").read_text(encoding="utf-8")
    settings = {**shown_settings(Settings("any")), **shown_rules(Rules())}
    assert [name for name in settings if f"`{name}`" not in text] == []
    actions = ("status:500", "slow:2.5", "lock:2026-10-31", "lapse:Invoicing", *WORDS)
    assert read_items([{"do": action} for action in actions])
    assert [action for action in actions if f"`{action}`" not in text] == []
