"""`wingo plan` is a dry run whose JSON is a contract (commands.md); here it is held to it on the demo."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import Result

if TYPE_CHECKING:
    from tests.engine.faces.conftest import LiveGo

Wingo = Callable[..., Result]
SetLine = Callable[[Path, str, str], None]
InWin = Callable[..., None]

CHANGE = {"entity", "mapping", "key", "action", "request", "payload", "fields", "diagnostics"}
ACTIONS = ["create", "update", "adopt", "post", "attach", "pay", "unchanged", "skipped", "refused", "wait"]


def planned(wingo: Wingo, folder: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    result = wingo("-w", folder, "plan", "--format", "json", *arguments)
    assert result.exit_code == code, result.output
    answer: dict[str, Any] = json.loads(result.stdout, parse_float=Decimal)
    return answer


def deeds(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [change for change in plan["changes"] if change["action"] not in ("refused", "wait", "skipped")]


@pytest.fixture(scope="module")
def first_plan(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The plan of a demo that was never synced."""
    import shutil

    from click.testing import CliRunner

    from engine.faces.cli.main import main

    folder = tmp_path_factory.mktemp("first") / "demo"
    shutil.copytree(demo_template, folder)
    result = CliRunner().invoke(main, ["-w", str(folder), "plan", "--format", "json"])
    assert result.exit_code == 0, result.output
    plan: dict[str, Any] = json.loads(result.stdout, parse_float=Decimal)
    return plan


def test_a_plan_has_the_agreed_head(first_plan: dict[str, Any]) -> None:
    assert first_plan["format"] == 1
    assert first_plan["workspace"] == "demo"
    assert len(first_plan["plan"]) == 26
    assert first_plan["created_at"].endswith("+00:00")
    assert first_plan["mappings"].startswith("sha256:")
    assert first_plan["series"].startswith("sha256:")


def test_every_change_has_every_member(first_plan: dict[str, Any]) -> None:
    assert first_plan["changes"]
    for change in first_plan["changes"]:
        assert set(change) == CHANGE
        assert change["action"] in ACTIONS
        held = change["action"] in ("refused", "wait", "skipped")
        assert (change["request"] is None) == held
        assert not held or change["payload"] is None
        if change["action"] in ("refused", "wait"):
            assert [d for d in change["diagnostics"] if d["severity"] == "error"]


def test_the_summary_counts_the_changes(first_plan: dict[str, Any]) -> None:
    counted: dict[str, Counter[str]] = {}
    for change in first_plan["changes"]:
        counted.setdefault(change["entity"], Counter())[change["action"]] += 1
    summary = {
        entity: {action: number for action, number in counts.items() if action not in ("unchanged", "drift")}
        for entity, counts in first_plan["summary"].items()
    }
    assert summary == {entity: dict(counts) for entity, counts in counted.items()}
    assert all("drift" in counts for counts in first_plan["summary"].values())


def test_every_field_that_is_sent_names_its_rule(first_plan: dict[str, Any]) -> None:
    created = [change for change in first_plan["changes"] if change["action"] == "create"]
    assert created
    for change in created:
        assert change["fields"]
        for field in change["fields"]:
            assert field["rule"]["file"].endswith(".yaml"), field
            assert field["rule"]["line"] > 0


def test_amounts_are_numbers_with_their_exact_digits(first_plan: dict[str, Any]) -> None:
    lines = [
        line
        for change in first_plan["changes"]
        if change["action"] == "post"
        for line in change["payload"]["OutgoingInvoiceLines"]
    ]
    assert lines
    assert all(isinstance(line["CurrencyAmount"], int | Decimal) for line in lines)


def test_nothing_that_comes_back_is_planned_unless_it_is_named(wingo: Wingo, synced_workspace: Path) -> None:
    assert "payment" not in planned(wingo, synced_workspace)["summary"]
    assert set(planned(wingo, synced_workspace, "payment")["summary"]) <= {"payment"}


def test_the_same_data_give_the_same_bytes(wingo: Wingo, demo_workspace: Path) -> None:
    first, second = (planned(wingo, demo_workspace) for _ in range(2))
    assert first.pop("plan") != second.pop("plan")
    assert first.pop("created_at") <= second.pop("created_at")
    assert json.dumps(first, default=str) == json.dumps(second, default=str)


def test_only_the_named_entities_are_planned(wingo: Wingo, demo_workspace: Path) -> None:
    plan = planned(wingo, demo_workspace, "department", "employee")
    assert set(plan["summary"]) == {"department", "employee"}


def test_an_entity_that_is_not_there_is_wrong_usage(wingo: Wingo, demo_workspace: Path) -> None:
    result = wingo("-w", demo_workspace, "plan", "custmer")
    assert result.exit_code == 2
    assert "did you mean 'customer'?" in result.stderr
    assert "it has department" in wingo("-w", demo_workspace, "plan", "zzz").stderr


def test_text_shows_each_change_with_its_request_and_the_counts_last(wingo: Wingo, demo_workspace: Path) -> None:
    result = wingo("-w", demo_workspace, "plan", "department", "employee")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert any(line.startswith("department · ") for line in lines)
    assert any(line.startswith("  + 10 ") and line.endswith("POST /Departments") for line in lines)
    assert any(line.startswith("  ! 1200 ") for line in lines)
    assert lines[-1].endswith("when applied.")
    assert "\x1b" not in result.stdout


def test_verbose_shows_every_field_and_what_is_unchanged(wingo: Wingo, synced_workspace: Path) -> None:
    short = wingo("-w", synced_workspace, "plan", "department").stdout
    assert short.splitlines()[-1].startswith("nothing to do")
    actions = {c["action"] for c in planned(wingo, synced_workspace, "department", "-v")["changes"]}
    assert actions == {"unchanged"}


def test_long_changes_are_cut_and_say_so(wingo: Wingo, demo_workspace: Path) -> None:
    short = wingo("-w", demo_workspace, "plan", "customer").stdout
    assert "more fields  (-v shows them)" in short
    assert "(-v shows them)" not in wingo("-w", demo_workspace, "plan", "customer", "-v").stdout


def test_the_exit_code_may_tell_whether_there_is_something_to_do(
    wingo: Wingo, demo_workspace: Path, tmp_path: Path
) -> None:
    assert wingo("-w", demo_workspace, "plan", "department").exit_code == 0
    assert wingo("-w", demo_workspace, "plan", "department", "--detailed-exitcode").exit_code == 10


def test_after_a_sync_there_is_nothing_to_do(wingo: Wingo, synced_workspace: Path) -> None:
    result = wingo("-w", synced_workspace, "plan", "--detailed-exitcode", "--format", "json")
    assert result.exit_code == 0
    assert deeds(json.loads(result.stdout)) == []


def test_strict_fails_for_what_is_held_back(wingo: Wingo, demo_workspace: Path) -> None:
    assert wingo("-w", demo_workspace, "plan", "employee", "--strict").exit_code == 1


def test_exactly_what_changed_in_win_is_planned_with_its_rule(
    wingo: Wingo, synced_workspace: Path, in_win: InWin
) -> None:
    in_win(synced_workspace, "UPDATE department SET name = 'Lønn og personal' WHERE department_no = 20")
    [change] = deeds(planned(wingo, synced_workspace))
    assert (change["entity"], change["key"], change["action"]) == ("department", "20", "update")
    [field] = change["fields"]
    assert (field["target"], field["after"]) == ("Name", "Lønn og personal")
    assert field["rule"]["file"] == "mappings/base/department.yaml"
    assert {step["op"] for step in change["payload"]} == {"replace"}


def test_what_was_changed_in_go_by_hand_is_drift(
    wingo: Wingo, demo_workspace: Path, live_go: LiveGo, set_line: SetLine
) -> None:
    set_line(demo_workspace, "go", live_go.settings_line())
    set_line(demo_workspace, "entities", "entities: [department, employee]")
    assert wingo("-w", demo_workspace, "sync", "--yes").exit_code == 0
    ledger = live_go.control("GET", "ledger")
    assert isinstance(ledger, dict)
    department = next(one for one in ledger["departments"] if one["Code"] == "10")
    live_go.control("PATCH", f"records/departments/{department['Id']}", {"Name": "Endret i Go"})
    plan = planned(wingo, demo_workspace)
    [change] = deeds(plan)
    assert [(f["target"], f["before"], f["drift"]) for f in change["fields"]] == [("Name", "Endret i Go", True)]
    assert plan["summary"]["department"]["drift"] == 1
    assert "changed by hand" in wingo("-w", demo_workspace, "plan").stdout


def test_offline_no_call_is_made_and_ids_are_placeholders(
    wingo: Wingo, demo_workspace: Path, live_go: LiveGo, set_line: SetLine
) -> None:
    set_line(demo_workspace, "go", live_go.settings_line(client_key="${NOBODY_SETS_THIS}"))
    plan = planned(wingo, demo_workspace, "--offline")
    assert live_go.control("GET", "requests") == []
    assert not (demo_workspace / "state.db").exists()
    customers = [c for c in plan["changes"] if c["entity"] == "customer" and c["action"] == "create"]
    assert customers
    links = [c["payload"]["DepartmentId"]["link"] for c in customers if c["payload"].get("DepartmentId")]
    assert links
    assert all(link.startswith("department:") for link in links)


def test_offline_in_a_demo_needs_no_stand_in(wingo: Wingo, demo_workspace: Path) -> None:
    assert deeds(planned(wingo, demo_workspace, "--offline", "department"))
    assert not (demo_workspace / "go.json").exists()


def test_what_is_wrong_with_the_series_is_said_in_every_form_and_fails_nothing(
    wingo: Wingo, demo_workspace: Path
) -> None:
    (demo_workspace / "series.yaml").write_text(
        "series:\n"
        "  - {type: Customer, name: Kunder, from: 10000, to: 19999, default: yes}\n"
        "  - {type: Employee, name: Ansatte, from: 1, to: 8, default: yes}\n"
        "  - {type: Employee, name: Vikarer, from: 19000, to: 29999}\n",
        encoding="utf-8",
    )
    said = {d["code"]: d["severity"] for d in planned(wingo, demo_workspace, "--offline")["diagnostics"]}
    assert (said["P207"], said["P208"]) == ("warning", "warning")
    text = wingo("-w", demo_workspace, "plan", "--offline")
    assert text.exit_code == 0
    assert "Kunder 10000-19999 and Vikarer 19000-29999 share numbers" in text.stderr
    assert "numbers left after this plan" in text.stderr
    for form in ("html", "md"):
        assert "P207" in wingo("-w", demo_workspace, "plan", "--offline", "--format", form).stdout


def test_offline_what_comes_back_cannot_be_planned(wingo: Wingo, demo_workspace: Path) -> None:
    assert wingo("-w", demo_workspace, "plan", "payment", "--offline").exit_code == 2


def test_a_guard_refuses_after_the_plan_is_printed_and_may_be_allowed(
    wingo: Wingo, synced_workspace: Path, in_win: InWin, set_line: SetLine
) -> None:
    set_line(synced_workspace, "guards", "guards: {max_updates: 0}")
    in_win(synced_workspace, "UPDATE department SET name = 'Lønn og personal' WHERE department_no = 20")
    result = wingo("-w", synced_workspace, "plan", "department")
    assert result.exit_code == 3
    assert "Lønn og personal" in result.stdout
    assert "error[P401]" in result.stderr
    assert "--allow max_updates" in result.stderr
    assert wingo("-w", synced_workspace, "plan", "department", "--allow", "max_updates").exit_code == 0


def test_an_entity_that_cannot_be_read_is_left_out_and_said(wingo: Wingo, demo_workspace: Path, in_win: InWin) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(demo_workspace / "win.db")) as database, database:
        database.execute("ALTER TABLE department RENAME TO elsewhere")
    result = wingo("-w", demo_workspace, "plan", "department", "employee")
    assert result.exit_code == 1
    assert "P903" in result.stderr
    assert "employee · " in result.stdout
