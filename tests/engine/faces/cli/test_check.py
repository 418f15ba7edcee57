"""`wingo check` says everything that can be known without a connection, once, at its place."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

ROOT = Path(__file__).parents[4]
DIAGNOSTIC = {"code", "severity", "message", "help", "file", "line", "column", "end_line", "end_column"}
Wingo = Callable[..., Result]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def codes(result: Result) -> list[str]:
    return [diagnostic["code"] for diagnostic in json.loads(result.stdout)["diagnostics"]]


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


DEPARTMENT = """\
mapping: department
from: win.department
to: go.department
key: department_no
rules: |
  Code = "{department_no}"
  Name = name
"""


def test_the_shipped_mappings_have_no_error_and_no_warning(wingo: Wingo) -> None:
    result = wingo("check", ROOT / "mappings")
    assert result.exit_code == 0
    ending = r"\d+ files, \d+ rules, \d+ two-way: all proved(; \d+ notes \(-v shows them\))? \(\d+\.\d s\)\n"
    assert re.fullmatch(ending, result.stdout)
    assert result.stderr == ""


def test_without_a_path_the_workspace_is_checked(wingo: Wingo, demo_workspace: Path) -> None:
    result = wingo("-w", demo_workspace, "check", "--format", "json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["summary"] == {"errors": 0, "warnings": 0}
    assert answer["rules"] > 100


def test_the_workspace_may_be_named_by_the_environment(
    wingo: Wingo, demo_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WINGO_WORKSPACE", str(demo_workspace))
    assert wingo("check").exit_code == 0


def test_a_folder_without_a_workspace_says_so(wingo: Wingo, here: Path) -> None:
    result = wingo("check", "--format", "json")
    assert result.exit_code == 1
    assert codes(result) == ["D201"]


def test_json_is_the_same_every_time_and_has_the_agreed_members(wingo: Wingo, here: Path) -> None:
    write(here, "b.yaml", DEPARTMENT.replace("= name", "= nane"))
    write(here, "a.yaml", DEPARTMENT.replace("Name =", "Naem ="))
    first, second = (wingo("check", ".", "--format", "json") for _ in range(2))
    assert first.stdout == second.stdout
    answer = json.loads(first.stdout)
    assert all(set(diagnostic) == DIAGNOSTIC for diagnostic in answer["diagnostics"])
    assert [d["file"] for d in answer["diagnostics"]] == sorted(d["file"] for d in answer["diagnostics"])


def test_a_mistake_is_told_with_its_file_line_and_columns(wingo: Wingo, here: Path) -> None:
    write(here, "department.yaml", DEPARTMENT.replace("= name", "= nane"))
    result = wingo("check", "department.yaml", "--format", "json")
    assert result.exit_code == 1
    found = next(d for d in json.loads(result.stdout)["diagnostics"] if d["code"] == "N101")
    assert (found["file"], found["line"], found["column"]) == ("department.yaml", 7, 10)
    assert (found["end_line"], found["end_column"]) == (7, 14)
    assert "name" in found["help"]


def test_in_text_the_diagnostics_are_on_standard_output_and_the_counts_last(wingo: Wingo, here: Path) -> None:
    write(here, "department.yaml", DEPARTMENT.replace("= name", "= nane"))
    result = wingo("check", "department.yaml")
    assert result.exit_code == 1
    assert "--> department.yaml:7:10" in result.stdout
    assert re.search(r"\n1 error in 1 file(; 1 note \(-v shows it\))? \(\d\.\d s\)\n$", result.stdout)
    assert result.stderr == ""


def test_quiet_leaves_the_counts_out(wingo: Wingo, here: Path) -> None:
    write(here, "department.yaml", DEPARTMENT)
    assert wingo("check", "-q", "department.yaml").stdout == ""


def test_verbose_shows_what_is_only_information(wingo: Wingo, here: Path) -> None:
    write(here, "department.yaml", DEPARTMENT)
    assert "C301" not in wingo("check", "department.yaml").stdout
    assert "info[C301]" in wingo("check", "-v", "department.yaml").stdout


def test_broken_yaml_is_located(wingo: Wingo, here: Path) -> None:
    write(here, "department.yaml", 'mapping: "department\nfrom: win.department\n')
    result = wingo("check", "department.yaml", "--format", "json")
    assert result.exit_code == 1
    assert codes(result) == ["D105"]


def test_a_file_that_is_like_nothing_known_is_taken_for_a_mapping(wingo: Wingo, here: Path) -> None:
    write(here, "notes.yaml", "colour: blue\n")
    result = wingo("check", "notes.yaml", "--format", "json")
    assert result.exit_code == 1
    assert "D111" in codes(result)


def test_tables_series_and_links_are_checked_by_what_they_are(wingo: Wingo, here: Path) -> None:
    write(here, "tables/vat.yaml", "table: vta\nrows: {1: 2}\n")
    write(here, "series.yaml", "series:\n  - {type: Customer, from: 20, to: 10}\n")
    write(here, "snapshot.yaml", "series:\n  - {type: Customer, from: 20, to: 10}\n")
    write(here, "links.yaml", "customer: [10001]\n")
    result = wingo("check", ".", "--format", "json")
    assert result.exit_code == 1
    found = {(d["file"], d["code"]) for d in json.loads(result.stdout)["diagnostics"]}
    assert ("tables/vat.yaml", "D301") in found
    assert ("series.yaml", "D303") in found
    assert ("snapshot.yaml", "D303") in found
    assert ("links.yaml", "D113") in found


def test_a_folder_is_looked_through_and_hidden_ones_are_not(wingo: Wingo, here: Path) -> None:
    write(here, "deep/er/department.yaml", DEPARTMENT.replace("= name", "= nane"))
    write(here, ".git/department.yaml", DEPARTMENT.replace("= name", "= nane"))
    write(here, "deep/letter.md", "# no mapping\n")
    result = wingo("check", ".", "--format", "json")
    files = {diagnostic["file"] for diagnostic in json.loads(result.stdout)["diagnostics"]}
    assert files == {"deep/er/department.yaml"}


def test_a_workspace_below_a_folder_is_checked_as_one(wingo: Wingo, demo_workspace: Path, here: Path) -> None:
    shutil.copytree(demo_workspace, here / "customers" / "demo")
    write(here, "customers/demo/customer.yaml", "mapping: customer\nextends: base/custmer\n")
    result = wingo("check", "customers", "--format", "json")
    assert "O103" in codes(result)
    assert codes(wingo("check", "customers/demo/workspace.yaml", "--format", "json")) == codes(result)


def test_what_is_met_on_two_ways_is_said_once(wingo: Wingo, here: Path) -> None:
    write(here, "department.yaml", DEPARTMENT.replace("= name", "= nane"))
    result = wingo("check", "department.yaml", ".", "--format", "json")
    assert codes(result).count("N101") == 1


def test_a_variable_that_is_not_set_is_information(wingo: Wingo, demo_workspace: Path) -> None:
    path = demo_workspace / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("sqlite:///win.db", "${NOBODY_SETS_THIS}"), "utf-8")
    result = wingo("-w", demo_workspace, "check", "--format", "json")
    assert result.exit_code == 0
    found = next(d for d in json.loads(result.stdout)["diagnostics"] if d["code"] == "D203")
    assert found["severity"] == "info"


def test_a_warning_does_not_fail_and_is_counted(wingo: Wingo, demo_workspace: Path) -> None:
    write(demo_workspace, "leftover.yaml", DEPARTMENT.replace("mapping: department", "mapping: leftover"))
    result = wingo("-w", demo_workspace, "check")
    assert result.exit_code == 0
    assert "warning[D207]" in result.stdout
    assert re.search(r"\n1 warning in \d+ files", result.stdout)


def test_a_wrong_value_in_a_mapping_s_tests_is_said_too(wingo: Wingo, here: Path) -> None:
    write(here, "department.yaml", DEPARTMENT + "tests:\n  - given: {nane: Lønn}\n")
    assert "D404" in codes(wingo("check", "department.yaml", "--format", "json"))


def test_a_path_that_is_not_there_is_wrong_usage(wingo: Wingo, here: Path) -> None:
    result = wingo("check", "nowhere.yaml")
    assert result.exit_code == 2
    assert "nowhere.yaml" in result.stderr


def test_a_format_that_is_not_known_is_wrong_usage(wingo: Wingo) -> None:
    assert wingo("check", "--format", "xml").exit_code == 2


def test_a_broken_table_is_located_too(wingo: Wingo, here: Path) -> None:
    write(here, "tables/vat.yaml", "table: vat\nrows: {1: 2\n")
    assert codes(wingo("check", ".", "--format", "json")) == ["D105"]


def test_a_base_that_is_not_there_is_the_one_thing_that_is_told(wingo: Wingo, demo_workspace: Path) -> None:
    """Others link to the customer: that it extends nothing known is no mistake of theirs."""
    file = demo_workspace / "customer.yaml"
    text = file.read_text(encoding="utf-8").replace("extends: base/customer", "extends: base/custmer")
    file.write_text(text, encoding="utf-8")
    told = json.loads(wingo("-w", demo_workspace, "check", "--format", "json").stdout)["diagnostics"]
    assert [d["code"] for d in told if d["severity"] == "error"] == ["O103"]


def test_a_source_that_is_not_there_is_the_one_thing_that_is_told(wingo: Wingo, demo_workspace: Path) -> None:
    file = demo_workspace / "customer.yaml"
    text = file.read_text(encoding="utf-8").replace("mapping: customer\n", "mapping: customer\nfrom: win.custmer\n")
    file.write_text(text, encoding="utf-8")
    told = json.loads(wingo("-w", demo_workspace, "check", "--format", "json").stdout)["diagnostics"]
    assert [d["code"] for d in told if d["severity"] == "error"] == ["D121"]


def test_a_folder_without_a_workspace_says_how_to_make_one(wingo: Wingo, here: Path) -> None:
    text = wingo("-w", here / "fjord", "check").stdout
    assert "error[D201]: there is no workspace here: fjord/workspace.yaml is not there\n" in text
    assert "`wingo init DIR` makes a new one, `wingo demo` one to look at." in text
    assert " |" not in text
    assert re.search(r"\n1 error \(\d\.\d s\)\n$", text)


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("format_", ["json", "sarif", "github"])
def test_what_is_kept_is_told_in_the_same_bytes(
    wingo: Wingo, here: Path, monkeypatch: pytest.MonkeyPatch, language: str, format_: str
) -> None:
    """Mappings that are right and that have mistakes: without a cache, with a new one, with a full one."""
    write(here, "department.yaml", DEPARTMENT)
    write(here, "wrong.yaml", f"{DEPARTMENT}  Name = nam\n  IsActive = name | upper | lost\n")
    write(here, "broken.yaml", f"{DEPARTMENT}  Name = = =\n")
    said = []
    for cache in ("off", "cache", "cache"):
        monkeypatch.setenv("WINGO_CACHE", cache)
        result = wingo("--lang", language, "check", "--format", format_, ".")
        assert result.exit_code == 1
        said.append((result.stdout_bytes, result.stderr_bytes))
    assert len(list((here / "cache").glob("*.mapping"))) == 3
    assert said[0] == said[1] == said[2]
