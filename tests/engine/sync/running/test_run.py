"""A run over real parts: what is kept of it, and what it leaves to the next one."""

from __future__ import annotations

import pytest

from engine.model import exact_json
from engine.sync.plan import Plan
from engine.sync.planning.planner import fingerprint_of
from parts.firm import Firm


def test_a_run_is_kept_with_its_plan_its_mappings_and_what_it_did(firm: Firm) -> None:
    firm.customer(10001)
    report = firm.sync()
    with firm.open() as workspace:
        assert workspace.office.store is not None
        (run,) = workspace.office.store.runs()
        assert run["mappings"] == fingerprint_of(workspace.office.mappings)
    assert (run["command"], run["operator"], run["plan"]) == ("sync", "test", report.plan.id)
    assert exact_json.loads(run["counts"]) == {"customer": {"create": 1}}
    assert run["calls"] == report.calls > 0
    assert run["started_at"] <= run["ended_at"]


def test_what_nobody_approves_is_not_sent(firm: Firm) -> None:
    firm.customer(10001)
    seen: list[Plan] = []

    def decline(plan: Plan) -> bool:
        seen.append(plan)
        return False

    report = firm.sync(approve=decline)
    assert report.declined
    assert [c.key for c in seen[0].deeds] == ["10001"]
    assert firm.requests("POST") == []


def test_a_plan_without_deeds_asks_nobody(firm: Firm) -> None:
    def refuse(_plan: Plan) -> bool:
        raise AssertionError("nobody is to be asked")

    assert firm.sync(approve=refuse).done == []


def test_a_held_record_counts_its_tries_and_keeps_since_when(firm: Firm) -> None:
    firm.customer(77)
    firm.sync()
    firm.sync()
    with firm.open() as workspace:
        assert workspace.office.store is not None
        (held,) = workspace.office.store.held()
    assert (held.key, held.code, held.tries) == ("77", "R301", 2)
    firm.win.run("UPDATE customer SET external_ledger_no = 10077")
    firm.sync()
    with firm.open() as workspace:
        assert workspace.office.store is not None
        assert workspace.office.store.held() == []


def test_what_a_run_did_not_reach_stays_held_as_it_was(firm: Firm) -> None:
    for number in range(10001, 10006):
        firm.customer(number, f"Kunde {number}")
    firm.mischief({"on": "POST /v2/Customers", "nth": 1, "times": 5, "do": "status:400"})
    firm.sync()
    firm.mischief({"on": "POST /v2/Customers", "nth": 2, "times": 1, "do": "status:403"})
    report = firm.sync()
    assert report.execution.undone == 3
    with firm.open() as workspace:
        assert workspace.office.store is not None
        held = workspace.office.store.held()
    assert [(item.key, item.code, item.tries) for item in held] == [
        ("10002", "P902", 2),
        ("10003", "P501", 1),
        ("10004", "P501", 1),
        ("10005", "P501", 1),
    ]


def test_a_run_that_is_stopped_at_the_question_did_not_die(firm: Firm) -> None:
    firm.customer(10001)

    def interrupt(_plan: Plan) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        firm.sync(approve=interrupt)
    with firm.open() as workspace:
        assert workspace.office.store is not None
        (run,) = workspace.office.store.runs()
    assert (run["outcome"], run["approver"]) == ("stopped", None)
    assert run["ended_at"] is not None
    assert len(firm.sync().done) == 1, "its lock was given back"
