"""`wingo doctor` looks at both sides, says how each thing is mended, and sends nothing."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
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


def findings(answer: dict[str, Any], system: str, topic: str) -> list[dict[str, str]]:
    return [dict(f) for f in answer["findings"] if (f["system"], f["topic"]) == (system, topic)]


def finding(answer: dict[str, Any], system: str, topic: str) -> dict[str, str]:
    [found] = findings(answer, system, topic)
    return found


@pytest.fixture
def live_workspace(demo_workspace: Path, live_go: LiveGo, set_line: SetLine) -> Path:
    """A demo workspace whose Go serves as long as the test runs; its keys stand in .env."""
    keys = {
        f"{name}_key": live_go.running.settings[f"{name}_key"] for name in ("application", "client", "subscription")
    }
    lines = [f"{name.upper()}={value}" for name, value in keys.items()]
    (demo_workspace / ".env").write_text("\n".join(lines) + "\n", encoding="utf-8")
    set_line(demo_workspace, "go", live_go.settings_line(**{name: f"${{{name.upper()}}}" for name in keys}))
    return demo_workspace


@pytest.fixture
def sound_workspace(live_workspace: Path, set_line: SetLine) -> Path:
    """One with nothing to mend: departments, and employees that are all within their series and tied to a client."""
    set_line(live_workspace, "entities", "entities: [department, employee]")
    for name in ("customer.yaml", "invoice.yaml"):
        (live_workspace / name).unlink()
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
    for number, says in ((5046, "invoice 1/5035 and 1 other: "), (5047, "invoice 1/5035 and 2 others: ")):
        with closing(sqlite3.connect(live_workspace / "win.db")) as database, database:
            database.execute("UPDATE invoice_line SET account = 3970 WHERE invoice_no = ? AND client_no = 1", (number,))
        found = finding(visited(wingo, live_workspace, code=1), "PowerOffice Go", "settings")
        assert f"{says}account 3970 is not in Go" in found["message"]


def test_what_a_connector_and_the_plan_say_of_one_topic_stands_together(wingo: Wingo, live_workspace: Path) -> None:
    answer = visited(wingo, live_workspace, code=1)
    connector, plan = findings(answer, "Win", "pdf folder")
    assert "faktura-5016.pdf" in connector["message"]
    assert "is not a PDF" in plan["message"]
    assert connector["remedy"] != plan["remedy"]
    places = [place for place, f in enumerate(answer["findings"]) if f["topic"] == "pdf folder"]
    assert places[1] == places[0] + 1


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
    assert (found["state"], found["remedy"]) == ("warning", "`wingo doctor --write` writes it anew")
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
    assert [f for f in answer["findings"] if f["system"] == "Workspace" and f["state"] != "ok"] == []


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


def test_a_privilege_that_the_plan_misses_too_is_said_once(
    wingo: Wingo, sound_workspace: Path, live_go: LiveGo
) -> None:
    live_go.control("PUT", "settings", {"Subscriptions": ["Invoicing"]})
    live_go.control("PUT", "mischief", [{"on": "GET /v2/Employees*", "nth": 1, "times": 100, "do": "status:403"}])
    errors = [f for f in visited(wingo, sound_workspace, code=1)["findings"] if f["state"] == "error"]
    assert "privileges" in {f["topic"] for f in errors}
    assert len([f for f in errors if "Employees" in f["message"]]) == 0


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


# ---- the workspace itself, and a Go that is in use


def test_the_numbers_that_a_further_series_would_hold_are_named(wingo: Wingo, demo_workspace: Path) -> None:
    found = finding(visited(wingo, demo_workspace, code=1), "PowerOffice Go", "series")
    assert "a wider series would have to hold 77" in found["message"].splitlines(), (
        "1500 belongs to the chart of accounts"
    )
    with closing(sqlite3.connect(demo_workspace / "win.db")) as database, database:
        database.execute("UPDATE customer SET customer_no = 903 WHERE customer_no = 10003")
    found = finding(visited(wingo, demo_workspace, code=1), "PowerOffice Go", "series")
    assert "a wider series would have to hold 77 to 903" in found["message"].splitlines()


def test_how_many_numbers_each_series_has_left_is_told_to_people_and_programs(
    wingo: Wingo, sound_workspace: Path
) -> None:
    answer = visited(wingo, sound_workspace, code=0)
    [series] = answer["series"]
    planned = series["planned"]
    assert series == {
        "system": "go",
        "type": "Employee",
        "name": "Ansatte",
        "from": 1,
        "to": 999,
        "default": True,
        "trust": False,
        "taken": 0,
        "planned": planned,
        "left": 999 - planned,
    }
    found = finding(answer, "PowerOffice Go", "numbers left")
    assert found["state"] == "ok"
    line = f"Ansatte 1-999: {999 - planned} of 999 left, 0 taken, {planned} to come"
    assert found["message"] == line
    assert line in wingo("-w", sound_workspace, "doctor").stdout


def test_a_series_that_is_nearly_full_is_something_to_look_at(
    wingo: Wingo, sound_workspace: Path, live_go: LiveGo
) -> None:
    with closing(sqlite3.connect(sound_workspace / "win.db")) as database, database:
        numbers = [row[0] for row in database.execute("SELECT employee_no FROM employee")]
        for place, number in enumerate(numbers, 101):
            database.execute("UPDATE employee SET external_ledger_no = ? WHERE employee_no = ?", (place, number))
    ranges = (("Employee", "Ansatte", 101, 100 + len(numbers)), ("Customer", "Kunder", 10000, 19999))
    names = ("SubLedgerNumberSeriesType", "Name", "FromInclusive", "ToInclusive")
    live_go.control("PUT", "settings", {"Series": [dict(zip(names, one, strict=True)) for one in ranges]})
    answer = visited(wingo, sound_workspace, code=0)
    assert finding(answer, "PowerOffice Go", "numbers left")["state"] == "warning"
    assert [d["severity"] for d in answer["diagnostics"] if d["code"] == "P208"] == ["warning"]


def test_records_that_the_rules_hold_back_are_win_s_to_mend(wingo: Wingo, demo_workspace: Path) -> None:
    found = findings(visited(wingo, demo_workspace, code=1), "Win", "content")
    assert {f["state"] for f in found} == {"warning"}
    assert 'customer 10010: unknown country "Atlantis"' in found[0]["message"]


def test_each_finding_is_followed_by_what_mends_it(wingo: Wingo, demo_workspace: Path) -> None:
    answer = visited(wingo, demo_workspace, code=1)
    told = {f["message"].splitlines()[0]: f["remedy"] for f in findings(answer, "PowerOffice Go", "numbers")}
    assert told == {
        "1 customer is without a number of their own: 520": "Give the record another external ledger number in Win.",
        "2 customers are without a number of their own: 521, 522": (
            "Give all but one of them another external ledger number in Win."
        ),
    }
    lines = wingo("-w", demo_workspace, "doctor").stdout.splitlines()
    head = next(place for place, line in enumerate(lines) if "are without a number of their own: 521, 522" in line)
    assert lines[head + 3].strip() == "Give all but one of them another external ledger number in Win."


def test_files_with_warnings_are_something_to_look_at(wingo: Wingo, sound_workspace: Path) -> None:
    assert finding(visited(wingo, sound_workspace, code=0), "Workspace", "mappings")["state"] == "ok"
    (sound_workspace / "project.yaml").write_text("mapping: project\nextends: base/project\n", encoding="utf-8")
    found = finding(visited(wingo, sound_workspace, code=0), "Workspace", "mappings")
    assert (found["state"], found["message"]) == ("warning", "1 warning")
    (sound_workspace / "invoice.yaml").write_text("mapping: invoice\nextends: base/invoice\n", encoding="utf-8")
    assert finding(visited(wingo, sound_workspace, code=0), "Workspace", "mappings")["message"] == "2 warnings"


def test_the_order_in_which_entities_are_sent_is_said(wingo: Wingo, sound_workspace: Path, set_line: SetLine) -> None:
    set_line(sound_workspace, "entities", "entities: [employee, department]")
    found = finding(visited(wingo, sound_workspace, code=0), "Workspace", "order")
    assert found["message"] == "prerequisites first: department > employee > department_manager"


@pytest.mark.parametrize(
    ("day", "lock_date", "state", "says"),
    [
        ("2020-01-01", None, "ok", "2020-01-01: 104 to post, 0 to link, 0 older ones"),
        ("2099-01-01", None, "warning", "2099-01-01 is still to come"),
        ("2020-01-01", "2020-01-01", "warning", "lies in the period that is closed until 2020-01-01"),
        ("2020-01-02", "2020-01-01", "ok", "2020-01-02: "),
    ],
)
def test_the_first_day_of_posting_is_looked_at(
    wingo: Wingo,
    live_workspace: Path,
    live_go: LiveGo,
    set_line: SetLine,
    day: str,
    lock_date: str | None,
    state: str,
    says: str,
) -> None:
    set_line(live_workspace, "invoices_from", f"invoices_from: {day}")
    live_go.control("PUT", "settings", {"LockDate": lock_date})
    found = finding(visited(wingo, live_workspace, code=1), "Workspace", "invoices_from")
    assert (found["state"], says in found["message"]) == (state, True), found
    assert bool(found["remedy"]) == (state == "warning")


def test_where_nothing_is_posted_there_is_no_first_day(wingo: Wingo, sound_workspace: Path) -> None:
    topics = {f["topic"] for f in visited(wingo, sound_workspace, code=0)["findings"]}
    assert "invoices_from" not in topics
    assert "in use" not in topics


def test_a_state_that_cannot_be_written_to_is_told_with_the_rest(
    wingo: Wingo, sound_workspace: Path, set_line: SetLine
) -> None:
    set_line(sound_workspace, "state", "state: sqlite:///ingen/state.db")
    answer = visited(wingo, sound_workspace, code=1)
    assert finding(answer, "Workspace", "state")["state"] == "error"
    assert finding(answer, "PowerOffice Go", "keys")["state"] == "ok"
    set_line(sound_workspace, "state", "state: oracle://nowhere")
    assert finding(visited(wingo, sound_workspace, code=1), "Workspace", "state")["remedy"]


def test_a_go_that_is_in_use_is_counted_and_its_conflicts_are_named(
    wingo: Wingo, sound_workspace: Path, live_go: LiveGo
) -> None:
    assert wingo("-w", sound_workspace, "sync", "--yes").exit_code == 0
    for path in sound_workspace.glob("state.db*"):
        path.unlink()
    [ola] = [e for e in live_go.control("GET", "ledger")["employees"] if e["Number"] == 1]  # type: ignore[index, call-overload]
    somebody = {"FirstName": "En", "LastName": "Annen", "ExternalImportReference": None}
    live_go.control("PATCH", f"records/employees/{ola['Id']}", somebody)
    answer = visited(wingo, sound_workspace, code=1)
    found = finding(answer, "PowerOffice Go", "in use")
    assert found["state"] == "ok"
    assert re.fullmatch(
        r"linked to what stands there, and not made again: \d+ departments and \d+ employees", found["message"]
    )
    conflict = finding(answer, "PowerOffice Go", "conflicts")
    assert conflict["state"] == "error"
    assert conflict["message"].startswith("1 employee is at odds with what stands there: 1\n")
    assert "En Annen" in conflict["message"]
    assert "links.yaml" in conflict["remedy"]


def test_it_speaks_norwegian(wingo: Wingo, demo_workspace: Path) -> None:
    lines = wingo("-w", demo_workspace, "doctor", "--lang", "nb").stdout.splitlines()
    assert any(line.startswith("  ✓ nøkler ") for line in lines)
    assert any("2 kunder" in line and "utenfor" in line for line in lines)
    assert re.fullmatch(r"\d+ å rette, \d+ å se på", lines[-1])
    topics = {
        f["topic"]
        for f in json.loads(wingo("-w", demo_workspace, "doctor", "--lang", "nb", "--format", "json").stdout)[
            "findings"
        ]
    }
    assert {"keys", "series", "managers"} <= topics, "what programs read is the same in every language"
