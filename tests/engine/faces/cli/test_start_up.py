"""What a start pays for: no library is imported before it is used.

A library that a command begins to need is added here with its reason: everybody who waits for a prompt pays for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
BASE = ROOT / "mappings" / "base"
RULES = 'mapping: a\nfrom: win.customer\nto: go.customer\nkey: customer_no\nrules: |\n  Name = name ?? "-"\n'
OURS = {"connectors", "engine"}
PROGRAM = {"click"}  # it reads a command's arguments
# Each says what is wrong with a file; one that is right meets none of them.
OF_MISTAKES = {"jsonschema", "lark", "ruamel"}
HEAVY = {
    "alembic",
    "babel",
    "httpx",
    "hypothesis",
    "jinja2",
    "phonenumbers",
    "rich",
    "sqlalchemy",
    "starlette",
    "stdnum",
    "structlog",
}

TELL = """
import json, sys

print("\\n" + json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def imported(program: str, folder: Path) -> set[str]:
    """The libraries that a program imports which are not Python's own, nor what every Python here begins with."""
    found = _tops(program, folder) - _tops("", folder) - OURS - set(sys.stdlib_module_names)
    return {name for name in found if not name.startswith("_sysconfigdata")}


def _tops(program: str, folder: Path) -> set[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WINGO_", "COV", "LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-c", program + TELL],
        cwd=folder,
        env={**kept, "WINGO_CACHE": "cache", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def command(*arguments: object) -> str:
    """A program that runs a command."""
    told = [str(argument) for argument in arguments]
    return f"from engine.faces.cli.main import main\n\nmain({told!r}, standalone_mode=False)\n"


# ---- the library


@pytest.mark.parametrize("path", sorted(BASE.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_mapping_is_loaded_and_run_with_python_alone(path: Path, tmp_path: Path) -> None:
    program = f"from engine import load_mapping\n\nload_mapping({str(path)!r}).run({{}})\n"
    assert imported(program, tmp_path) == set()


def test_a_record_is_mapped_with_python_alone(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(RULES, encoding="utf-8")
    program = """
from engine import Desired, load_mapping

outcome = load_mapping("a.yaml").run({"customer_no": 512, "name": "Fjord AS"})
assert isinstance(outcome, Desired), outcome
"""
    assert imported(program, tmp_path) == set()


def test_what_is_kept_is_loaded_with_python_alone(tmp_path: Path) -> None:
    """The second time nothing is checked, whatever it would take to check it."""
    (tmp_path / "a.yaml").write_text(RULES, encoding="utf-8")
    program = """
import sys

from engine import load_mapping

load_mapping("a.yaml").compile()
assert ("engine.language.checker" in sys.modules) is """
    for is_checked in (True, False):
        assert imported(f"{program}{is_checked}\n", tmp_path) == set()


# ---- the program


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("check", "--help")])
def test_help_needs_only_what_reads_arguments(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert imported(command(*arguments), tmp_path) == PROGRAM


@pytest.mark.parametrize("path", sorted(BASE.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_check_of_a_shipped_file_needs_no_more(path: Path, tmp_path: Path) -> None:
    for _ in ("made", "kept"):
        assert imported(command("check", path), tmp_path) == PROGRAM


@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_check_of_a_workspace_needs_no_more_in_any_language(language: str, demo_workspace: Path) -> None:
    assert imported(command("-w", demo_workspace, "--lang", language, "check"), demo_workspace) == PROGRAM


@pytest.mark.parametrize(
    ("text", "further"),
    [(f"{RULES}  Number =\n", "lark"), (f"{RULES}adopted: Name\n", "jsonschema"), (f"{RULES}adopt: [Name\n", "ruamel")],
    ids=["rule", "form", "yaml"],
)
def test_a_mistake_asks_for_the_library_that_knows_it(text: str, further: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    used = imported(command("check", "a.yaml"), tmp_path)
    assert used & OF_MISTAKES == {further}
    assert used & HEAVY == set()


@pytest.mark.parametrize("wanted", [(), ("-v", "--record", "recording")], ids=["unwatched", "watched"])
def test_who_asks_for_no_events_does_not_wait_for_what_makes_them(
    wanted: tuple[str, ...], demo_workspace: Path
) -> None:
    used = imported(command("-w", demo_workspace, "plan", "department", "--offline", *wanted), demo_workspace)
    assert "sqlalchemy" in used  # it planned
    assert "structlog" not in used
