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

print("\\n" + json.dumps(sorted(sys.modules)))
"""

# What it takes to read and check a mapping, and what belongs to later stages: nothing that was kept needs it.
OF_CHECKING = {
    "engine.language.ast",
    "engine.language.checker",
    "engine.language.parser",
    "engine.mapping.assembly",
    "engine.mapping.finishing",
    "engine.mapping.layer",
    "engine.mapping.overlay",
}
OF_LATER_STAGES = {"engine.language.compiler", "engine.language.inverse", "engine.language.trace", "engine.sync"}
# Python's own that cost a start more than they give it; the first brings in what inspects and parses Python.
DEAR = {"dataclasses", "importlib.metadata", "inspect", "json", "random", "secrets", "shutil", "subprocess", "tempfile"}
# What is written in YAML, and the trees that stand for it.
OF_DOCUMENTS = {"engine.mapping.document", "engine.mapping.examples", "engine.mapping.nodes"}


def imported(program: str, folder: Path) -> set[str]:
    """The libraries that a program imports which are not Python's own, nor what every Python here begins with."""
    tops = {name.partition(".")[0] for name in modules(program, folder)}
    found = tops - OURS - set(sys.stdlib_module_names)
    return {name for name in found if not name.startswith("_sysconfigdata")}


def modules(program: str, folder: Path) -> set[str]:
    """The modules that a program imports which are not what every Python here begins with."""
    return _loaded(program, folder) - _loaded("", folder)


def _loaded(program: str, folder: Path) -> set[str]:
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


def test_the_first_record_of_what_is_kept_is_mapped_by_the_interpreter_alone(tmp_path: Path) -> None:
    """Neither what makes a mapping is imported, nor what makes it fast, nor what is dear in Python itself."""
    base = BASE / "customer.yaml"
    program = f"from engine import load_mapping\n\nload_mapping({str(base)!r}).run({{}})\n"
    modules(program, tmp_path)
    again = modules(program, tmp_path)
    assert "engine.language.interpreter" in again
    assert again & (OF_CHECKING | OF_LATER_STAGES | OF_DOCUMENTS | DEAR) == set()


# ---- the program


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("check", "--help")])
def test_help_needs_only_what_reads_arguments(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert imported(command(*arguments), tmp_path) == PROGRAM


def test_help_needs_nothing_of_mappings(tmp_path: Path) -> None:
    """Of what is dear in Python's own it imports what the library does that reads arguments."""
    found = modules(command("--help"), tmp_path)
    assert {name for name in found if name.startswith(("connectors", "engine.language", "engine.mapping"))} == set()
    least = "import click\n\nclick.command()(lambda: None)(['--help'], standalone_mode=False)\n"
    assert found & DEAR <= modules(least, tmp_path)


def test_a_check_of_what_is_kept_makes_nothing_anew(tmp_path: Path) -> None:
    checked = command("check", BASE / "customer.yaml")
    modules(checked, tmp_path)
    again = modules(checked, tmp_path)
    assert "engine.mapping.cached" in again
    assert (
        again & (OF_CHECKING | OF_LATER_STAGES | {"engine.language.interpreter", "engine.diagnostics.render"}) == set()
    )
    assert again & DEAR <= modules("import shutil\n\nimport click\n", tmp_path)


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
