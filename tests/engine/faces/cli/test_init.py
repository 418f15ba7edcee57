"""`wingo init` makes a workspace that passes `check`, teaches by its comments, and overwrites nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from engine.diagnostics.languages import ENGLISH, LANGUAGES
from engine.faces.cli.init import FILES, TEMPLATES, workspace_texts
from engine.faces.systems import catalogs, spoken
from engine.mapping.validation import schema_of
from engine.mapping.workspace import Guards, load_workspace

Wingo = Callable[..., Result]
VARIABLES = {"WIN_URL", "GO_APPLICATION_KEY", "GO_CLIENT_KEY", "GO_SUBSCRIPTION_KEY"}


@pytest.fixture(params=LANGUAGES)
def made(request: pytest.FixtureRequest, wingo: Wingo, tmp_path: Path) -> Path:
    """A new workspace, in each language."""
    folder = tmp_path / "Fjord og Fjell"
    result = wingo("init", folder, "--lang", request.param)
    assert result.exit_code == 0, result.output
    assert len(result.stdout.splitlines()) == 4
    return folder


def checked(wingo: Wingo, folder: Path) -> list[dict[str, str]]:
    result = wingo("-w", folder, "check", "--format", "json")
    assert result.exit_code == 0, result.stdout
    answer = json.loads(result.stdout)
    assert answer["summary"] == {"errors": 0, "warnings": 0}
    found: list[dict[str, str]] = answer["diagnostics"]
    return found


def test_it_passes_the_check_without_a_warning(wingo: Wingo, made: Path) -> None:
    unset = {d["message"].split()[2] for d in checked(wingo, made) if d["code"] == "D203"}
    assert unset == VARIABLES
    example = (made / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(\w+)=$", example, re.MULTILINE)) == VARIABLES


def test_its_name_is_the_folder_s_and_its_guards_are_the_usual_ones(made: Path) -> None:
    workspace = load_workspace(made, catalogs()).workspace
    assert workspace is not None
    assert workspace.name == "Fjord og Fjell"
    assert workspace.guards == Guards()
    assert workspace.links == {}


def test_every_key_of_a_workspace_is_explained(made: Path) -> None:
    text = (made / "workspace.yaml").read_text(encoding="utf-8")
    schema = schema_of("workspace")
    named = set(schema["properties"]) | set(schema["properties"]["guards"]["properties"])
    named |= set(schema["$defs"]["win"]["properties"]) | set(schema["$defs"]["go"]["properties"])
    assert {key for key in named if not re.search(rf"\b{key}\b", text)} == set()


def test_what_its_comments_show_works_when_the_marks_are_taken_away(wingo: Wingo, made: Path) -> None:
    for name, begins in (("customer.yaml", "# rules:"), ("links.yaml", "# customer:")):
        path = made / name
        head, mark, example = path.read_text(encoding="utf-8").partition(begins)
        assert mark
        shown = re.sub(r"^# ?", "", mark + example, flags=re.MULTILINE)
        path.write_text(head + (shown.splitlines()[0] + "\n" if name == "links.yaml" else shown), encoding="utf-8")
    checked(wingo, made)
    assert wingo("test", made / "customer.yaml").exit_code == 0
    workspace = load_workspace(made, catalogs()).workspace
    assert workspace is not None
    assert workspace.links == {"customer": {"10001": 4711}}


def test_secrets_and_the_state_stay_out_of_version_control(made: Path) -> None:
    ignored = (made / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "state.db*"} <= set(ignored)


def test_the_files_are_utf8_with_plain_line_ends(made: Path) -> None:
    for name in FILES:
        content = (made / name).read_bytes()
        assert content.decode().endswith("\n")
        assert b"\r" not in content


def test_nothing_is_overwritten(wingo: Wingo, tmp_path: Path) -> None:
    (tmp_path / "links.yaml").write_text("customer: {1: 2}\n", encoding="utf-8")
    result = wingo("init", tmp_path)
    assert result.exit_code == 2
    assert "links.yaml" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["links.yaml"]
    assert wingo("init", tmp_path, "--force").exit_code == 2


def test_what_else_lies_in_the_folder_is_left_there(
    wingo: Wingo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "win.db").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    result = wingo("init", ".", "-q")
    assert (result.exit_code, result.output) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {*FILES, "win.db"}
    assert f"workspace: {tmp_path.name}\n" in (tmp_path / "workspace.yaml").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_told(wingo: Wingo, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    result = wingo("init", tmp_path / "fil" / "ny")
    assert result.exit_code in (1, 2)
    assert "fil" in result.stderr


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 24), "2026-12-01"),
        (date(2026, 12, 31), "2027-01-01"),
        (date(2028, 1, 31), "2028-02-01"),
        (date(2026, 10, 1), "2026-11-01"),
    ],
)
def test_posting_begins_with_the_month_to_come(today: date, first: str) -> None:
    text = workspace_texts("fjord", today, ENGLISH)["workspace.yaml"]
    assert f"\ninvoices_from: {first}\n" in text


@pytest.mark.parametrize("name", ["fjord", "Å: yes", "123", "a # b", '"', "{}", "no"])
def test_every_name_is_read_back_as_it_is(name: str, tmp_path: Path) -> None:
    for file, text in workspace_texts(name, date(2026, 11, 24), ENGLISH).items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    workspace = load_workspace(tmp_path, catalogs()).workspace
    assert workspace is not None
    assert workspace.name == name


def test_both_languages_say_the_same() -> None:
    texts = [workspace_texts("fjord", date(2026, 11, 24), spoken(code)) for code in LANGUAGES]
    assert {tuple(sorted(path.name for path in folder.iterdir())) for folder in TEMPLATES.iterdir()} == {
        tuple(sorted(FILES.values()))
    }
    settings = [_without_comments(text["workspace.yaml"]) for text in texts]
    assert settings[0] == settings[1]
    assert texts[0]["workspace.yaml"] != texts[1]["workspace.yaml"]


def _without_comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_a_folder_under_version_control_becomes_one_and_keeps_its_own_files(wingo: Wingo, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text("ours\n", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("*.pyc\n.env\n", encoding="utf-8")
    result = wingo("init", tmp_path, "-q")
    assert result.exit_code == 0, result.output
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "*.pyc\n.env\n"
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "ours\n"
    assert result.stderr == (
        "Your .gitignore is left as it is; it should have these lines too: state.db*, inlet.db*, mirror/, ocr/, pdfs/\n"
    )
    checked(wingo, tmp_path)
    again = wingo("init", tmp_path)
    assert again.exit_code == 2
    assert "workspace.yaml" in again.stderr


def test_a_gitignore_that_has_the_lines_already_is_not_spoken_of(wingo: Wingo, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text(workspace_texts("x", date(2026, 1, 1), ENGLISH)[".gitignore"], "utf-8")
    result = wingo("init", tmp_path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert ".gitignore" not in result.stdout


def test_the_next_commands_can_be_pasted(wingo: Wingo, tmp_path: Path) -> None:
    lines = wingo("init", tmp_path / "Fjord og Fjell").stdout.splitlines()
    assert any(f"wingo -w '{tmp_path}/Fjord og Fjell' doctor" in line for line in lines)
