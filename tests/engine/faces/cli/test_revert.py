"""`wingo revert`: the way back is shown, asked for, saved or carried out; a run that is not there is said."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from parts.firm import Firm

Wingo = Callable[..., Result]
AtATerminal = Callable[..., tuple[int, str]]


@pytest.fixture
def changed(firm: Firm) -> Firm:
    """A firm whose second run changed a customer's name and posted an invoice."""
    firm.control("PUT", "settings", {"ReversalSeconds": 0})
    firm.customer(10001, "Fjord AS")
    firm.sync()
    firm.win.run("UPDATE customer SET name = 'Fjord Bygg AS'")
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    return firm


def _name(firm: Firm) -> str:
    return str(firm.go("customers", Number=10001)["Name"])


def _runs(firm: Firm) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(firm.folder / "state.db")) as state:
        return state.execute("SELECT command, outcome, reverts FROM run ORDER BY id").fetchall()


def test_where_nobody_can_answer_the_way_back_is_shown_and_nothing_is_sent(wingo: Wingo, changed: Firm) -> None:
    result = wingo("-w", changed.folder, "revert", "2")
    assert result.exit_code == 2, result.output
    assert "nobody can answer here: say --yes" in result.stderr
    assert "Name  Fjord Bygg AS  ->  Fjord AS" in result.stdout
    assert "POST /Vouchers/Reverse/" in result.stdout
    assert f"Nothing was sent: `wingo -w {changed.folder} revert 2 --yes` carries it out." in result.stdout
    assert _name(changed) == "Fjord Bygg AS"
    assert len(_runs(changed)) == 2


def test_the_way_back_as_json(wingo: Wingo, changed: Firm) -> None:
    result = wingo("-w", changed.folder, "revert", "2", "--format", "json")
    plan = json.loads(result.stdout)
    reverse, update = plan["changes"]
    assert (reverse["action"], reverse["payload"], reverse["key"]) == ("reverse", None, "1/5001")
    assert update["payload"] == [{"op": "replace", "path": "/Name", "value": "Fjord AS"}]
    assert plan["summary"]["invoice"] == {"reverse": 1, "drift": 0}
    assert plan["reverts"] == 2


def test_with_yes_it_is_carried_out_and_noted(wingo: Wingo, changed: Firm) -> None:
    result = wingo("-w", changed.folder, "revert", "2", "--yes")
    assert result.exit_code == 0, result.output
    assert "reversed" in result.stdout
    assert result.stdout.rstrip().endswith("The next run does the same again, unless the data or the mappings are "
                                           "changed first.")  # fmt: skip
    assert _name(changed) == "Fjord AS"
    assert _runs(changed)[2] == ("revert", "done", 2)
    again = wingo("-w", changed.folder, "revert", "2", "--yes")
    assert again.exit_code == 0
    assert "Run 2 was taken back already." in again.stdout
    report = json.loads(wingo("-w", changed.folder, "revert", "2", "--yes", "--format", "json").stdout)
    assert report["done"] == {}


def test_at_a_terminal_it_is_asked_for(changed: Firm, at_a_terminal: AtATerminal) -> None:
    code, printed = at_a_terminal("n", "-w", str(changed.folder), "revert", "2")
    assert (code, "Carry out these 2 changes?" in printed) == (0, True)
    assert f"Nothing was sent: `wingo -w {changed.folder} revert 2 --yes` carries it out." in printed
    assert _name(changed) == "Fjord Bygg AS"


def test_what_cannot_be_taken_back_is_said_and_the_rest_goes(wingo: Wingo, changed: Firm) -> None:
    changed.pay(5001, "25.00")
    result = wingo("-w", changed.folder, "revert", "2", "--yes", "--strict")
    assert result.exit_code == 1
    assert "voucher 5001 is not as it was posted: 100.00 of 125.00 is open" in result.stdout
    assert "undo the payment's match first" in result.stdout
    assert _name(changed) == "Fjord AS"
    again = wingo("-w", changed.folder, "revert", "2")
    assert again.exit_code == 0
    assert "Nothing more of run 2 can be taken back now." in again.stdout


def test_it_speaks_norwegian(wingo: Wingo, changed: Firm) -> None:
    changed.pay(5001, "25.00")
    result = wingo("-w", changed.folder, "--lang", "nb", "revert", "2")
    assert "bilag 5001 er ikke slik det ble bokført: 100,00 av 125,00 er åpent" in result.stdout
    assert "Ingenting ble sendt" in result.stdout


@pytest.mark.parametrize("flags", [(), ("--yes",)])
def test_a_run_that_is_not_there_is_said_and_leaves_no_run(wingo: Wingo, firm: Firm, flags: tuple[str, ...]) -> None:
    firm.sync()
    result = wingo("-w", firm.folder, "revert", "7", *flags)
    assert result.exit_code == 1
    assert "P701" in result.stderr
    assert "there is no run 7; the newest is 1" in result.stderr
    assert len(_runs(firm)) == 1


def test_a_run_that_changed_nothing_has_no_way_back(wingo: Wingo, firm: Firm) -> None:
    firm.sync()
    assert "Run 1 changed nothing." in wingo("-w", firm.folder, "revert", "1").stdout
    assert "Run 1 changed nothing." not in wingo("-w", firm.folder, "-q", "revert", "1").stdout


def test_a_guard_stops_it_unless_it_is_let_pass(wingo: Wingo, changed: Firm) -> None:
    workspace = changed.folder / "workspace.yaml"
    text = workspace.read_text(encoding="utf-8").replace("max_updates: 200", "max_updates: 0")
    workspace.write_text(text, encoding="utf-8")
    for flags in ((), ("--yes",)):
        result = wingo("-w", changed.folder, "revert", "2", *flags)
        assert result.exit_code == 3
        assert "max_updates" in result.stderr
        assert "carries it out" not in result.stdout
    assert _name(changed) == "Fjord Bygg AS"
    assert wingo("-w", changed.folder, "revert", "2", "--yes", "--allow", "max_updates").exit_code == 0


def test_it_is_saved_and_applied_as_any_plan(wingo: Wingo, changed: Firm, tmp_path: Path) -> None:
    file = tmp_path / "back.plan"
    result = wingo("-w", changed.folder, "revert", "2", "--out", file)
    assert result.exit_code == 0, result.output
    assert f"`wingo -w {changed.folder} apply`" in result.stdout
    assert "Nothing was sent" not in result.stdout
    applied = wingo("-w", changed.folder, "apply", file)
    assert applied.exit_code == 0, applied.output
    assert _name(changed) == "Fjord AS"
    assert _runs(changed)[2] == ("apply", "done", 2)
    assert wingo("-w", changed.folder, "apply", file).exit_code == 1
    assert wingo("-w", changed.folder, "revert", "2", "--out", file, "--yes").exit_code == 2


def test_the_way_back_of_payments_is_not_told_as_payments_that_came_back(wingo: Wingo, changed: Firm) -> None:
    changed.pay(5001, "125")
    changed.payments()
    said = wingo("-w", changed.folder, "revert", "3", "--yes").stdout
    assert "rows written back" in said
    assert "came back" not in said
    first = wingo("-w", changed.folder, "runs").stdout.splitlines()[1]
    assert "revert 3" in first
    assert "1 row written back" in first
    runs = json.loads(wingo("-w", changed.folder, "runs", "--format", "json").stdout)["runs"]
    assert [run["reverts"] for run in runs] == [3, None, None, None]


def test_a_guarded_way_back_is_not_announced_as_ready(wingo: Wingo, changed: Firm, tmp_path: Path) -> None:
    workspace = changed.folder / "workspace.yaml"
    text = workspace.read_text(encoding="utf-8").replace("max_updates: 200", "max_updates: 0")
    workspace.write_text(text, encoding="utf-8")
    result = wingo("-w", changed.folder, "revert", "2", "--out", tmp_path / "way.plan")
    assert result.exit_code == 3
    assert "once, if the guards are allowed there too." in result.stdout


def test_a_run_that_was_taken_back_says_by_which(wingo: Wingo, changed: Firm) -> None:
    wingo("-w", changed.folder, "revert", "2", "--yes")
    wingo("-w", changed.folder, "revert", "2", "--yes")  # has nothing left to do, and took nothing back
    listed = json.loads(wingo("-w", changed.folder, "runs", "--format", "json").stdout)["runs"]
    assert {run["run"]: run["taken_back_by"] for run in listed} == {4: None, 3: None, 2: 3, 1: None}
    assert "; taken back by run 3\n" in wingo("-w", changed.folder, "runs").stdout
    assert re.search(r"^  taken back +by run 3$", wingo("-w", changed.folder, "runs", "2").stdout, re.MULTILINE)


def test_a_run_of_which_something_was_left_is_taken_back_in_part(wingo: Wingo, changed: Firm) -> None:
    identity = changed.go("customers", Number=10001)["Id"]
    changed.control("PATCH", f"records/customers/{identity}", {"Name": "Skrevet i Go"})
    wingo("-w", changed.folder, "revert", "2", "--yes")
    listed = json.loads(wingo("-w", changed.folder, "runs", "--format", "json").stdout)["runs"]
    assert [run["run"] for run in listed if run.get("taken_back_partly")] == [2]
    assert "; partly taken back by run 3\n" in wingo("-w", changed.folder, "runs").stdout
    assert re.search(r"^  taken back +partly, by run 3$", wingo("-w", changed.folder, "runs", "2").stdout, re.MULTILINE)


def test_a_way_back_that_was_itself_taken_back_does_not_count(wingo: Wingo, firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    firm.sync()
    firm.win.run("UPDATE customer SET name = 'Fjord Bygg AS'")
    firm.sync()
    for run in ("2", "3"):
        assert wingo("-w", firm.folder, "revert", run, "--yes").exit_code == 0
    assert _name(firm) == "Fjord Bygg AS"
    listed = json.loads(wingo("-w", firm.folder, "runs", "--format", "json").stdout)["runs"]
    assert {run["run"]: run["taken_back_by"] for run in listed} == {4: None, 3: 4, 2: None, 1: None}
