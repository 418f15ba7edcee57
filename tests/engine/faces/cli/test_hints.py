"""A command that a text names can be pasted where the person is who reads it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from engine.diagnostics.languages import Language
from engine.faces.cli.hints import calling, pasteable
from engine.model.text import say
from parts.firm import Firm

Wingo = Callable[..., Result]


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    """How the program was called is looked at once a process; here it is called in many ways."""
    for one in (calling, pasteable):
        one.cache_clear()
    yield
    for one in (calling, pasteable):
        one.cache_clear()


def reworded(template: str, workspace: str | None) -> str:
    reword = pasteable(None if workspace is None else Path(workspace))
    return template if reword is None else reword(template)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("`wingo held` shows it", "`wingo -w fjord held` shows it"),
        ("`wingo plan`, then `wingo sync --yes`", "`wingo -w fjord plan`, then `wingo -w fjord sync --yes`"),
        ("`wingo init DIR` makes one", "`wingo init DIR` makes one"),
        ("`wingo demo`", "`wingo demo`"),
        ("`wingo demonstrate`", "`wingo -w fjord demonstrate`"),
        ("wingo itself is at fault", "wingo itself is at fault"),
        ("by wingo {version}", "by wingo {version}"),
        ("`wingo -w x plan`", "`wingo -w x plan`"),
    ],
)
def test_a_command_names_the_workspace_that_was_named(template: str, expected: str) -> None:
    assert reworded(template, "fjord") == expected
    assert reworded(template, None) == template


def test_a_folder_s_name_is_quoted_and_opens_no_hole() -> None:
    spoken = Language("en", reword=pasteable(Path("Fjord {og} Fjell")))
    assert spoken("`wingo retry {key}`", key=77) == "`wingo -w 'Fjord {og} Fjell' retry 77`"


def test_what_is_data_is_never_reworded() -> None:
    spoken = Language("en", reword=pasteable(Path("fjord")))
    assert spoken.of(say("{name}: `wingo held`", name="`wingo held` AS")) == "`wingo held` AS: `wingo -w fjord held`"


@pytest.mark.parametrize(
    ("called", "found", "expected"),
    [
        (".venv/bin/wingo", None, ".venv/bin/wingo"),
        ("my tools/wingo.exe", None, "'my tools/wingo.exe'"),
        (".venv/bin/wingo", "/usr/bin/wingo", "wingo"),
        ("/usr/lib/engine/faces/cli/main.py", None, "wingo"),
    ],
)
def test_a_program_that_no_shell_finds_is_called_as_it_was(
    called: str, found: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    monkeypatch.setattr(shutil, "which", lambda _name: found)
    assert calling() == expected
    assert reworded("`wingo init` or `wingo plan`", "fjord") == f"`{expected} init` or `{expected} -w fjord plan`"


def test_in_every_language_and_in_text_alone(wingo: Wingo, firm: Firm) -> None:
    firm.sync()
    named = f"`wingo -w {firm.folder} runs`"
    assert named in wingo("-w", firm.folder, "revert", "7").stderr
    assert named in wingo("-w", firm.folder, "--lang", "no", "revert", "7").stderr
    data = wingo("-w", firm.folder, "revert", "7", "--format", "json").stdout
    assert "`wingo runs`" in data


def test_who_names_no_workspace_is_told_of_none(wingo: Wingo, firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    firm.sync()
    monkeypatch.chdir(firm.folder)
    assert "`wingo runs`" in wingo("revert", "7").stderr
