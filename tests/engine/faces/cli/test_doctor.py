"""`wingo doctor` looks at both sides, says how each thing is mended, and sends nothing."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import Result

from engine.mapping.series import read_snapshot

if TYPE_CHECKING:
    from tests.engine.faces.conftest import LiveGo

Wingo = Callable[..., Result]
SetLine = Callable[[Path, str, str], None]
DIAGNOSTIC = {"code", "severity", "message", "help", "file", "line", "column", "end_line", "end_column"}


def visited(wingo: Wingo, folder: Path, *arguments: str, code: int) -> dict[str, Any]:
    result = wingo("-w", folder, "doctor", "--format", "json", *arguments)
    assert result.exit_code == code, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def finding(answer: dict[str, Any], system: str, topic: str) -> dict[str, str]:
    [found] = [f for f in answer["findings"] if (f["system"], f["topic"]) == (system, topic)]
    return dict(found)


@pytest.fixture
def live_workspace(demo_workspace: Path, live_go: LiveGo, set_line: SetLine) -> Path:
    """A demo workspace whose Go serves as long as the test runs."""
    set_line(demo_workspace, "go", live_go.settings_line())
    return demo_workspace


@pytest.fixture
def sound_workspace(live_workspace: Path, set_line: SetLine) -> Path:
    """One with nothing to mend: departments, and employees that are all within their series and tied to a client."""
    set_line(live_workspace, "entities", "entities: [department, employee]")
    with sqlite3.connect(live_workspace / "win.db") as database:
        database.execute("DELETE FROM employee WHERE employee_no > 999")
        database.execute("UPDATE employee SET invoice_client_no = 1, active = 1")
    database.close()
    return live_workspace


def test_the_demo_s_own_faults_are_found_on_both_sides(wingo: Wingo, demo_workspace: Path) -> None:
    answer = visited(wingo, demo_workspace, code=1)
    managers = finding(answer, "Win", "managers")
    assert managers["state"] == "error"
    assert "Ola Ås has no invoice client" in managers["message"]
    series = finding(answer, "PowerOffice Go", "series")
    assert series["state"] == "error"
    assert "2 customers" in series["message"]
    assert series["remedy"]
    codes = {d["code"] for d in answer["diagnostics"]}
    assert {"R301", "R303", "R304", "R203", "P301", "P601"} <= codes
    assert all(set(diagnostic) == DIAGNOSTIC for diagnostic in answer["diagnostics"])


def test_the_summary_counts_what_the_diagnostics_say(wingo: Wingo, demo_workspace: Path) -> None:
    answer = visited(wingo, demo_workspace, code=1)
    severities = [d["severity"] for d in answer["diagnostics"]]
    assert answer["summary"] == {"errors": severities.count("error"), "warnings": severities.count("warning")}


def test_a_record_s_finding_names_the_record_and_its_rule(wingo: Wingo, demo_workspace: Path) -> None:
    answer = visited(wingo, demo_workspace, code=1)
    said = [d for d in answer["diagnostics"] if d["message"].startswith("customer 77:")]
    assert [(d["code"], d["file"]) for d in said] == [("R301", "mappings/base/customer.yaml")]


def test_json_is_the_same_every_time(wingo: Wingo, live_workspace: Path) -> None:
    first, second = (wingo("-w", live_workspace, "doctor", "--format", "json").stdout for _ in range(2))
    assert first == second


def test_text_has_a_mark_a_topic_and_a_remedy_and_counts_last(wingo: Wingo, demo_workspace: Path) -> None:
    result = wingo("-w", demo_workspace, "doctor")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "Win"
    assert "PowerOffice Go" in lines
    [managers] = [index for index, line in enumerate(lines) if line.startswith("  ✗ managers ")]
    assert lines[managers + 1].startswith(" " * 20)
    assert lines[managers + 1].strip().startswith("Win: Meny")
    assert any(line.startswith("  ✓ keys ") for line in lines)
    assert any(line.startswith("  ! pdf folder ") for line in lines)
    assert re.fullmatch(r"\d+ to mend, \d+ to look at", lines[-1])
    assert "\x1b" not in result.stdout


def test_the_counts_of_text_are_those_of_the_findings(wingo: Wingo, demo_workspace: Path) -> None:
    states = [f["state"] for f in visited(wingo, demo_workspace, code=1)["findings"]]
    last = wingo("-w", demo_workspace, "doctor").stdout.splitlines()[-1]
    assert last == f"{states.count('error')} to mend, {states.count('warning')} to look at"


def test_where_all_is_well_it_ends_with_nothing(wingo: Wingo, sound_workspace: Path) -> None:
    (sound_workspace / "pdfs" / "faktura-5016.pdf").write_bytes(b"%PDF-1.4")
    result = wingo("-w", sound_workspace, "doctor")
    assert result.exit_code == 0, result.stdout
    assert result.stdout.splitlines()[-1] == "nothing to mend"


def test_it_sends_nothing(wingo: Wingo, live_workspace: Path, live_go: LiveGo) -> None:
    wingo("-w", live_workspace, "doctor", "--write")
    requests = live_go.control("GET", "requests")
    assert isinstance(requests, list)
    assert requests
    writes = [r for r in requests if r["method"] != "GET" and not r["path"].endswith("/OAuth/Token")]
    assert writes == []


def test_invoices_in_the_closed_period_are_named_to_look_at(
    wingo: Wingo, live_workspace: Path, live_go: LiveGo
) -> None:
    live_go.control("PUT", "settings", {"LockDate": "2026-10-31"})
    answer = visited(wingo, live_workspace, code=1)
    found = finding(answer, "PowerOffice Go", "lock date")
    assert found["state"] == "warning"
    assert re.match(r"2026-10-31; \d+ invoices.* dated in the closed period: 1/\d+", found["message"])
    closed = [d for d in answer["diagnostics"] if d["code"] == "P203"]
    assert closed
    assert {d["severity"] for d in closed} == {"warning"}


def test_an_account_that_go_lacks_is_named_with_its_invoice(wingo: Wingo, live_workspace: Path) -> None:
    found = finding(visited(wingo, live_workspace, code=1), "PowerOffice Go", "settings")
    assert "invoice 1/5035: account 3970 is not in Go" in found["message"]


def test_what_a_connector_and_the_plan_say_of_one_topic_is_one_finding(wingo: Wingo, live_workspace: Path) -> None:
    found = finding(visited(wingo, live_workspace, code=1), "Win", "pdf folder")
    assert "faktura-5016.pdf" in found["message"]
    assert "is not a PDF" in found["message"]


def test_the_series_are_written_as_they_are_in_go(wingo: Wingo, live_workspace: Path) -> None:
    before = visited(wingo, live_workspace, code=1)
    assert not (live_workspace / "series.yaml").exists()
    result = wingo("-w", live_workspace, "doctor", "--write")
    assert "series.yaml holds 3 series now" in result.stderr
    snapshot = read_snapshot(live_workspace / "series.yaml", "series.yaml")
    assert snapshot.diagnostics == ()
    assert snapshot.series is not None
    assert [(one.type, one.start, one.end) for one in snapshot.series if one.type == "Customer"] == [
        ("Customer", 10000, 19999)
    ]
    assert visited(wingo, live_workspace, code=1) == before


def test_a_snapshot_that_is_stale_is_something_to_look_at(wingo: Wingo, sound_workspace: Path) -> None:
    (sound_workspace / "series.yaml").write_text(
        "series:\n  - {type: Customer, name: Kunder, from: 10000, to: 10999}\n", encoding="utf-8"
    )
    found = finding(visited(wingo, sound_workspace, code=0), "Workspace", "snapshot")
    assert (found["state"], found["remedy"]) == ("warning", "wingo doctor --write")
    wingo("-w", sound_workspace, "doctor", "--write")
    assert "snapshot" not in {f["topic"] for f in visited(wingo, sound_workspace, code=0)["findings"]}


def test_a_go_that_does_not_answer_is_one_finding_and_ends_with_4(
    wingo: Wingo, live_workspace: Path, live_go: LiveGo
) -> None:
    live_go.running.stop()
    answer = visited(wingo, live_workspace, "--write", code=4)
    [found] = [f for f in answer["findings"] if f["system"] == "PowerOffice Go"]
    assert (found["topic"], found["state"]) == ("connection", "error")
    assert found["remedy"]
    assert finding(answer, "Win", "database")["state"] == "ok"
    assert not (live_workspace / "series.yaml").exists()


def test_wrong_keys_are_one_finding_that_shows_no_key(
    wingo: Wingo, demo_workspace: Path, live_go: LiveGo, set_line: SetLine
) -> None:
    set_line(demo_workspace, "go", live_go.settings_line(client_key="not-the-right-one"))
    result = wingo("-w", demo_workspace, "doctor", "--format", "json")
    assert result.exit_code == 4
    assert "not-the-right-one" not in result.output
    assert finding(json.loads(result.stdout), "PowerOffice Go", "keys")["state"] == "error"


def test_a_database_that_is_not_there_does_not_keep_the_doctor_from_go(wingo: Wingo, live_workspace: Path) -> None:
    (live_workspace / "win.db").unlink()
    answer = visited(wingo, live_workspace, code=4)
    assert finding(answer, "Win", "connection")["state"] == "error"
    assert "P901" in {d["code"] for d in answer["diagnostics"]}
    assert finding(answer, "PowerOffice Go", "keys")["state"] == "ok"


def test_a_setting_that_is_wrong_is_a_finding_of_its_system(
    wingo: Wingo, live_workspace: Path, set_line: SetLine
) -> None:
    set_line(live_workspace, "win", 'win: {connector: win, url: "${NOBODY_SETS_THIS}"}')
    answer = visited(wingo, live_workspace, code=1)
    found = finding(answer, "Win", "settings")
    assert "NOBODY_SETS_THIS" in found["message"]
    assert finding(answer, "PowerOffice Go", "keys")["state"] == "ok"


def test_an_entity_that_cannot_be_planned_is_said(wingo: Wingo, sound_workspace: Path, set_line: SetLine) -> None:
    set_line(sound_workspace, "entities", "entities: [department, employee, customer, invoice]")
    set_line(sound_workspace, "invoices_from", "")
    answer = visited(wingo, sound_workspace, code=1)
    assert "P205" in {d["code"] for d in answer["diagnostics"]}


def test_a_missing_view_is_said_once(wingo: Wingo, live_workspace: Path, set_line: SetLine) -> None:
    with sqlite3.connect(live_workspace / "win.db") as database:
        database.execute("ALTER TABLE project RENAME TO project_elsewhere")
    database.close()
    answer = visited(wingo, live_workspace, code=1)
    assert finding(answer, "Win", "views")["state"] == "error"
    assert [f for f in answer["findings"] if f["system"] == "Workspace"] == []


def test_a_workspace_with_errors_is_not_visited(wingo: Wingo, demo_workspace: Path) -> None:
    (demo_workspace / "customer.yaml").write_text("mapping: customer\nextends: base/custmer\n", encoding="utf-8")
    result = wingo("-w", demo_workspace, "doctor")
    assert result.exit_code == 1
    assert "error[O103]" in result.stderr
    assert result.stdout == ""


def test_a_folder_that_cannot_be_written_to_is_said(
    wingo: Wingo, sound_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    result = wingo("-w", sound_workspace, "doctor", "--write")
    assert result.exit_code == 1
    assert "Permission denied" in result.stderr


@pytest.mark.parametrize(("answer", "code"), [("status:403", 1), ("status:500", 4)])
def test_what_only_the_plan_meets_is_a_finding_too(
    wingo: Wingo, sound_workspace: Path, live_go: LiveGo, answer: str, code: int
) -> None:
    live_go.control("PUT", "mischief", [{"on": "GET /v2/Employees*", "nth": 1, "times": 100, "do": answer}])
    found = visited(wingo, sound_workspace, code=code)
    errors = [f for f in found["findings"] if f["state"] == "error"]
    assert len(errors) == 1
    assert "Employees" in errors[0]["message"]
    assert errors[0]["remedy"]


def test_at_a_terminal_it_says_what_it_looks_at_and_uses_colour(
    sound_workspace: Path, at_a_terminal: Callable[..., tuple[int, str]]
) -> None:
    code, printed = at_a_terminal("", "-w", str(sound_workspace), "doctor")
    assert code == 0
    assert "Looking" in printed
    assert "\x1b[32m✓\x1b[0m keys" in printed
    _, plain = at_a_terminal("", "-w", str(sound_workspace), "doctor", "--no-color", "-q")
    assert "\x1b[" not in plain


def test_many_reasons_are_cut_and_counted(wingo: Wingo, sound_workspace: Path) -> None:
    with sqlite3.connect(sound_workspace / "win.db") as database:
        database.execute("UPDATE employee SET employee_no = employee_no + 5000")
    database.close()
    answer = visited(wingo, sound_workspace, code=1)
    lines = finding(answer, "PowerOffice Go", "series")["message"].splitlines()
    head = re.fullmatch(r"(\d+) employees are outside the number series: (\d+, ){4}\d+ and (\d+) more", lines[0])
    assert head is not None
    number, more = int(head[1]), int(head[3])
    assert number == more + 5 > 10
    assert lines[-1] == f"and {more} more reasons"
    assert sum(d["code"] == "R301" for d in answer["diagnostics"]) == number
