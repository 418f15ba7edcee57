"""`wingo runs`: who ran what and how it came out; of one run every request."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from click.testing import Result

from parts.firm import Firm

Wingo = Callable[..., Result]


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_one_run_tells_every_request_and_what_it_left_held_back(firm: Firm, wingo: Wingo) -> None:
    firm.customer(10001)
    firm.customer(10002, "Skog AS")
    firm.customer(77, "Utenfor AS")
    firm.mischief({"on": "POST /v2/Customers", "nth": 2, "times": 1, "do": "status:400"})
    firm.sync()
    firm.win.run("UPDATE customer SET external_ledger_no = 10077 WHERE customer_no = 77")
    firm.sync()
    printed = wingo("-w", firm.folder, "runs", "1").stdout
    made = firm.go("customers", Number=10001)["Id"]
    assert printed.startswith("Run 1 · sync · done\n  started ")
    assert f"  + customer 10001  POST /Customers  done: {made}\n" in printed
    assert "  + customer 10002  POST /Customers  refused: " in printed
    assert "Held back when it had ended\n  ! customer 10002  Skog AS     P501  " in printed
    assert "  ! customer 77     Utenfor AS  R301  " in printed
    second = wingo("-w", firm.folder, "runs", "2").stdout
    assert "  customer  2 created\n" in second
    assert "Held back" not in second


def test_one_run_as_programs_read_it(firm: Firm, wingo: Wingo) -> None:
    firm.customer(10001)
    firm.customer(77)
    firm.sync()
    story = told(wingo("-w", firm.folder, "runs", "1", "--format", "json"))
    assert (story["run"]["command"], story["run"]["outcome"]) == ("sync", "done")
    assert story["run"]["done"] == {"customer": {"create": 1}}
    (request,) = story["requests"]
    assert (request["key"], request["action"], request["outcome"]) == ("10001", "create", "done")
    assert request["target_id"] == firm.go("customers", Number=10001)["Id"]
    assert [(item["entity"], item["key"], item["tries"]) for item in story["held"]] == [("customer", "77", 1)]


def test_what_was_held_then_is_told_after_it_went(firm: Firm, wingo: Wingo) -> None:
    firm.customer(77)
    firm.sync()
    firm.sync()
    firm.win.run("UPDATE customer SET external_ledger_no = 10077")
    firm.sync()
    held = [told(wingo("-w", firm.folder, "runs", number, "--format", "json"))["held"] for number in (1, 2, 3)]
    assert [[item["code"] for item in of_run] for of_run in held] == [["R301"], ["R301"], []]


def test_only_so_many_are_shown_and_the_rest_is_counted(firm: Firm, wingo: Wingo) -> None:
    assert wingo("-w", firm.folder, "runs").stdout == "Nothing was run.\n"
    for _ in range(4):
        firm.sync("department")
    assert "There are 2 more (--limit)." in wingo("-w", firm.folder, "runs", "--limit", "2").stdout
    assert "There is one more (--limit)." in wingo("-w", firm.folder, "runs", "--limit", "3").stdout
    shown = told(wingo("-w", firm.folder, "runs", "--limit", "3", "--format", "json"))
    assert ([run["run"] for run in shown["runs"]], shown["more"]) == ([4, 3, 2], 1)
    assert "program" in wingo("-w", firm.folder, "runs", "-v").stdout.splitlines()[0]


def test_only_those_of_a_day_and_later_are_shown(firm: Firm, wingo: Wingo) -> None:
    firm.sync("department")
    assert len(told(wingo("-w", firm.folder, "runs", "--since", "2000-01-01", "--format", "json"))["runs"]) == 1
    assert told(wingo("-w", firm.folder, "runs", "--since", "2999-01-01", "--format", "json")) == {
        "runs": [],
        "more": 0,
    }


def test_an_unknown_run_is_wrong_usage(firm: Firm, wingo: Wingo) -> None:
    result = wingo("-w", firm.folder, "runs", "7")
    assert (result.exit_code, "nothing was run yet" in result.stderr) == (2, True)
    firm.sync("department")
    result = wingo("-w", firm.folder, "runs", "7")
    assert (result.exit_code, "the newest is 1" in result.stderr) == (2, True)


def test_a_run_that_a_system_did_not_let_in_is_kept_as_stopped(firm: Firm, wingo: Wingo) -> None:
    firm.mischief({"on": "GET /v2/*", "nth": 1, "times": 1, "do": "status:403"})
    assert wingo("-w", firm.folder, "sync", "--yes").exit_code == 4
    (run,) = told(wingo("-w", firm.folder, "runs", "--format", "json"))["runs"]
    assert (run["outcome"], run["plan"], run["done"]) == ("stopped", None, {})
    assert "stopped" in wingo("-w", firm.folder, "runs", "1").stdout.splitlines()[0]
