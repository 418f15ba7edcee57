"""The program as a whole: its commands, its general options before or after a command, its exit codes."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import click
import pytest
from click.testing import Result

from engine.faces.cli.main import main

Wingo = Callable[..., Result]
COMMANDS = ["check", "demo", "doctor", "fmt", "payments", "plan", "show", "standin", "sync", "test"]


def test_help_lists_every_command_with_what_it_does(wingo: Wingo) -> None:
    result = wingo("--help")
    assert result.exit_code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_the_general_options(wingo: Wingo, command: str) -> None:
    result = wingo(command, "--help")
    assert result.exit_code == 0
    for option in ("-w, --workspace", "-q, --quiet", "-v, --verbose", "--no-color"):
        assert option in result.stdout


def test_the_version_is_that_of_the_distribution(wingo: Wingo) -> None:
    assert wingo("--version").stdout == f"wingo, version {version('wingo')}\n"


def test_a_command_that_is_not_there_is_wrong_usage(wingo: Wingo) -> None:
    assert wingo("frobnicate").exit_code == 2


def test_general_options_count_before_and_after_the_command(wingo: Wingo, demo_workspace: Path) -> None:
    for arguments in (("-w", demo_workspace, "check"), ("check", "-w", demo_workspace)):
        assert wingo(*arguments).exit_code == 0


def test_a_command_that_looks_like_another_is_suggested(wingo: Wingo) -> None:
    result = wingo("chekc")
    assert result.exit_code == 2
    assert "did you mean 'check'?" in result.stderr


def test_a_fault_of_our_own_ends_with_1_and_shows_no_data(
    wingo: Wingo, demo_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("Fjord AS, 01010112345")

    monkeypatch.setattr("engine.faces.cli.check.inspect_paths", fail)
    result = wingo("-w", demo_workspace, "check")
    assert result.exit_code == 1
    assert "RuntimeError" in result.stderr
    assert "01010112345" not in result.output
    assert "Traceback" in wingo("-w", demo_workspace, "check", "-v").stderr


def test_a_workspace_file_that_cannot_be_written_is_said(wingo: Wingo, demo_workspace: Path) -> None:
    (demo_workspace / "state.db.lock").mkdir()
    result = wingo("-w", demo_workspace, "sync", "--yes")
    assert result.exit_code == 1
    assert "error[P906]" in result.stderr
    assert "state.db.lock" in result.stderr


def test_a_language_may_be_called_otherwise(wingo: Wingo, tmp_path: Path) -> None:
    assert wingo("-w", tmp_path, "--lang", "no", "status").stderr.startswith("feil[D201]")
    unknown = wingo("-w", tmp_path, "--lang", "xx", "status")
    assert (unknown.exit_code, "'xx' is none of en|nb" in unknown.stderr) == (2, True)


@pytest.mark.parametrize("columns", [50, 80, 140])
def test_the_list_of_commands_says_what_each_says_of_itself(columns: int) -> None:
    context, told = click.Context(main, info_name="wingo"), click.HelpFormatter(width=columns)
    main.format_commands(context, told)
    by_each = click.HelpFormatter(width=columns)
    click.Group.format_commands(main, context, by_each)
    assert told.getvalue() == by_each.getvalue()
