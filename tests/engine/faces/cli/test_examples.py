"""`wingo test` runs the `tests:` of mappings, and says which promise does not hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

ROOT = Path(__file__).parents[4]
Wingo = Callable[..., Result]

DEPARTMENT = """\
mapping: department
from: win.department
to: go.department
key: department_no
rules: |
  Code = "{department_no}"
  Name = name
tests:
  - name: a name is sent as it is
    given:  {department_no: 10, name: Lønn}
    expect: {Name: Lønn}
  - name: a code is the number
    given:  {department_no: 10, name: Lønn}
    expect: {Code: "10"}
"""


def test_the_shipped_mappings_keep_their_promises(wingo: Wingo) -> None:
    # Few made-up records: whether the laws hold is asked in tests/laws, of more of them.
    result = wingo("test", ROOT / "mappings", "--examples", 3)
    assert result.exit_code == 0, result.stdout
    found = re.search(r"\n(\d+) passed, 0 failed in \d+ mappings; seed \d+ \(\d+\.\d s\)\n$", result.stdout)
    assert found is not None
    assert int(found[1]) > 100


def test_the_workspace_is_tested_without_a_path(wingo: Wingo, demo_workspace: Path) -> None:
    result = wingo("-w", demo_workspace, "test", "--examples", 3, "--format", "json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["failed"] == 0
    assert answer["passed"] == len(answer["tests"]) > 50
    assert answer["diagnostics"] == []


def test_a_promise_that_does_not_hold_is_located_and_fails(wingo: Wingo, tmp_path: Path, monkeypatch: object) -> None:
    path = tmp_path / "department.yaml"
    path.write_text(DEPARTMENT.replace("Name: Lønn", "Name: Lonn"), encoding="utf-8")
    result = wingo("test", path)
    assert result.exit_code == 1
    assert '✗ department: "a name is sent as it is"' in result.stdout
    assert "error[D401]" in result.stdout
    assert re.search(r"\n1 passed, 1 failed in 1 mapping; seed \d+ \(\d\.\d s\)\n$", result.stdout)
    assert result.stderr == ""


def test_json_names_every_test_and_is_the_same_every_time(wingo: Wingo, tmp_path: Path) -> None:
    path = tmp_path / "department.yaml"
    path.write_text(DEPARTMENT.replace("Name: Lønn", "Name: Lonn"), encoding="utf-8")
    first, second = (wingo("test", path, "--seed", 7, "--format", "json").stdout for _ in range(2))
    assert first == second
    answer = json.loads(first)
    assert [(one["name"], one["passed"], one["line"]) for one in answer["tests"]] == [
        ("a name is sent as it is", False, 9),
        ("a code is the number", True, 12),
    ]
    assert (answer["passed"], answer["failed"]) == (1, 1)
    assert [(d["code"], d["line"]) for d in answer["diagnostics"]] == [("D401", 11)]
    assert answer["summary"] == {"errors": 1, "warnings": 0}


def test_verbose_names_those_that_hold_too(wingo: Wingo, tmp_path: Path) -> None:
    path = tmp_path / "department.yaml"
    path.write_text(DEPARTMENT, encoding="utf-8")
    result = wingo("test", "-v", path)
    assert result.exit_code == 0
    assert "  ✓ department: a code is the number" in result.stdout


def test_quiet_says_nothing_when_all_holds(wingo: Wingo, tmp_path: Path) -> None:
    path = tmp_path / "department.yaml"
    path.write_text(DEPARTMENT, encoding="utf-8")
    assert wingo("test", "-q", path).stdout == ""


def test_a_mapping_with_errors_cannot_be_tested_and_fails(wingo: Wingo, tmp_path: Path) -> None:
    path = tmp_path / "department.yaml"
    path.write_text(DEPARTMENT.replace("= name", "= nane"), encoding="utf-8")
    result = wingo("test", path, "--format", "json")
    assert result.exit_code == 1
    assert "N101" in [d["code"] for d in json.loads(result.stdout)["diagnostics"]]


def test_what_could_not_be_tested_is_said_last(wingo: Wingo, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text(DEPARTMENT.replace("= name", "= nane"), encoding="utf-8")
    assert "\nnothing was tested: mend the error first (" in wingo("test", tmp_path / "broken.yaml").stdout
    (tmp_path / "worse.yaml").write_text(DEPARTMENT.replace("Name =", "Naem ="), encoding="utf-8")
    both = wingo("test", tmp_path / "broken.yaml", tmp_path / "worse.yaml").stdout
    assert re.search(r"\nnothing was tested: mend the \d errors first \(", both)
    (tmp_path / "sound.yaml").write_text(DEPARTMENT, encoding="utf-8")
    some = wingo("test", tmp_path / "broken.yaml", tmp_path / "sound.yaml")
    assert some.exit_code == 1
    assert "\n2 passed, 0 failed in 1 mapping; what has an error was not tested; seed " in some.stdout
