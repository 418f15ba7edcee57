"""`wingo sync` and `wingo payments`: they ask first, do what was planned, and say what they did."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import Result
from filelock import FileLock

if TYPE_CHECKING:
    from tests.engine.faces.conftest import LiveGo

Wingo = Callable[..., Result]
SetLine = Callable[[Path, str, str], None]
InWin = Callable[..., None]
AtATerminal = Callable[..., tuple[int, str]]


@pytest.fixture
def small_workspace(demo_workspace: Path, set_line: SetLine) -> Path:
    """A demo workspace of departments and employees alone."""
    set_line(demo_workspace, "entities", "entities: [department, employee]")
    return demo_workspace


def report(result: Result, code: int = 0) -> dict[str, Any]:
    assert result.exit_code == code, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_a_sync_says_what_was_done_and_a_second_one_does_nothing(wingo: Wingo, small_workspace: Path) -> None:
    first = report(wingo("-w", small_workspace, "sync", "--yes", "--format", "json"))
    assert first["done"]["department"]["create"] == 6
    assert [(one["entity"], one["key"], one["code"]) for one in first["held"]] == [("employee", "1200", "R301")]
    second = report(wingo("-w", small_workspace, "sync", "--yes", "--format", "json"))
    assert second["done"] == {}
    assert second["held"] == first["held"]


def test_text_is_a_table_then_what_is_held_back(wingo: Wingo, small_workspace: Path) -> None:
    result = wingo("-w", small_workspace, "sync", "--yes")
    assert result.exit_code == 0
    assert "created" in result.stdout.splitlines()[0]
    assert "1 record is held back" in result.stdout
    assert "  ! employee 1200" in result.stdout
    assert result.stdout.rstrip().endswith(" s.")


def test_verbose_names_every_change_that_took_hold(wingo: Wingo, small_workspace: Path) -> None:
    printed = wingo("-w", small_workspace, "sync", "--yes", "-v").stdout
    assert any(line.startswith("  + department 10 ") and "POST /Departments" in line for line in printed.splitlines())


def test_only_the_named_entities_are_synced(wingo: Wingo, small_workspace: Path) -> None:
    done = report(wingo("-w", small_workspace, "sync", "employee", "--yes", "--format", "json"))["done"]
    assert set(done) == {"employee"}


def test_strict_fails_for_what_is_held_back(wingo: Wingo, small_workspace: Path) -> None:
    assert wingo("-w", small_workspace, "sync", "--yes", "--strict").exit_code == 1


def test_where_nobody_can_answer_nothing_is_sent(wingo: Wingo, small_workspace: Path) -> None:
    for command in ("sync", "payments"):
        result = wingo("-w", small_workspace, command)
        assert result.exit_code == 2
    assert "--yes" in wingo("-w", small_workspace, "sync").stderr
    assert report(wingo("-w", small_workspace, "sync", "--yes", "--format", "json"))["done"]


def test_at_a_terminal_the_plan_is_shown_and_a_no_sends_nothing(
    wingo: Wingo, small_workspace: Path, at_a_terminal: AtATerminal
) -> None:
    code, printed = at_a_terminal("n", "-w", str(small_workspace), "sync")
    assert code == 0
    assert "POST /Departments" in printed
    assert "Carry out these" in printed
    assert "Nothing was sent." in printed
    assert wingo("-w", small_workspace, "plan", "department", "--detailed-exitcode").exit_code == 10


def test_at_a_terminal_a_yes_carries_the_plan_out(
    wingo: Wingo, small_workspace: Path, at_a_terminal: AtATerminal
) -> None:
    code, printed = at_a_terminal("y", "-w", str(small_workspace), "sync")
    assert code == 0
    assert "Nothing was sent." not in printed
    assert wingo("-w", small_workspace, "plan", "department", "--detailed-exitcode").exit_code == 0


def test_a_guard_stops_a_sync(wingo: Wingo, synced_workspace: Path, set_line: SetLine, in_win: InWin) -> None:
    set_line(synced_workspace, "guards", "guards: {max_updates: 0}")
    in_win(synced_workspace, "UPDATE department SET name = 'Lønn og personal' WHERE department_no = 20")
    stopped = report(wingo("-w", synced_workspace, "sync", "department", "--yes", "--format", "json"), code=3)
    assert stopped["done"] == {}
    assert [d["code"] for d in stopped["diagnostics"]] == ["P401"]
    allowed = wingo("-w", synced_workspace, "sync", "department", "--yes", "--allow", "max_updates")
    assert allowed.exit_code == 0


def test_one_run_of_a_workspace_at_a_time(wingo: Wingo, small_workspace: Path) -> None:
    with FileLock(small_workspace / "state.db.lock"):
        result = wingo("-w", small_workspace, "sync", "--yes", "--format", "json")
    assert [d["code"] for d in report(result, code=1)["diagnostics"]] == ["P904"]


def test_a_go_that_does_not_answer_ends_with_4(
    wingo: Wingo, small_workspace: Path, live_go: LiveGo, set_line: SetLine
) -> None:
    set_line(small_workspace, "go", live_go.settings_line())
    live_go.running.stop()
    result = wingo("-w", small_workspace, "sync", "--yes", "--format", "json")
    assert [d["code"] for d in report(result, code=4)["diagnostics"]] == ["P901"]


@pytest.mark.parametrize("mischief", ["drop_before", "drop_after"])
def test_what_was_cut_off_in_the_middle_is_brought_to_its_end_by_a_later_run(
    wingo: Wingo, small_workspace: Path, live_go: LiveGo, set_line: SetLine, mischief: str
) -> None:
    set_line(small_workspace, "go", live_go.settings_line())
    live_go.control("PUT", "mischief", [{"on": "POST /v2/Departments", "nth": 3, "times": 1, "do": mischief}])
    assert wingo("-w", small_workspace, "sync", "--yes").exit_code in (0, 1, 4)
    assert wingo("-w", small_workspace, "sync", "--yes").exit_code == 0
    ledger = live_go.control("GET", "ledger")
    assert isinstance(ledger, dict)
    codes = [department["Code"] for department in ledger["departments"]]
    assert len(codes) == len(set(codes)) == 6


def test_payments_come_back_into_win_once(
    wingo: Wingo, demo_workspace: Path, live_go: LiveGo, set_line: SetLine, in_win: InWin
) -> None:
    set_line(demo_workspace, "go", live_go.settings_line())
    assert wingo("-w", demo_workspace, "sync", "--yes").exit_code == 0
    ledger = live_go.control("GET", "ledger")
    assert isinstance(ledger, dict)
    invoice = next(v for v in ledger["vouchers"] if v.get("CurrencyCode") == "NOK" and v["InvoiceNo"])
    live_go.control(
        "POST",
        "payments",
        {"InvoiceNo": invoice["InvoiceNo"], "Amount": 1, "Date": "2026-11-20", "Kind": "payment"},
    )
    first = report(wingo("-w", demo_workspace, "payments", "--yes", "--format", "json"))
    assert first["done"] == {"payment": {"pay": 1}}
    again = report(wingo("-w", demo_workspace, "payments", "--yes", "--format", "json"))
    assert again["done"] == {}
    in_win(demo_workspace, "DELETE FROM payment_in")
    changed = report(wingo("-w", demo_workspace, "payments", "--yes", "--format", "json"))
    assert changed["done"] == {}, "nothing changed in Go"
    mended = report(wingo("-w", demo_workspace, "payments", "--all", "--yes", "--format", "json"))
    assert mended["done"] == {"payment": {"pay": 1}}


def test_a_workspace_that_brings_nothing_back_has_no_payments(wingo: Wingo, small_workspace: Path) -> None:
    result = wingo("-w", small_workspace, "payments", "--yes")
    assert result.exit_code == 2
    assert "payment" in result.stderr
