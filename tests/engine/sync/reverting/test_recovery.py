"""Lost replies and dead runs while a run is taken back: every voucher is reversed once, every row appended once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial

import pytest

from engine.model.change import Action
from engine.sync.reverting.revert import make_revert
from engine.sync.running.run import Errand, RunReport, run
from parts.firm import Firm
from parts.mortal import Mortals

REVERSAL = "POST *Vouchers/Reverse*"


def _revert(firm: Firm, number: int) -> RunReport:
    errand = Errand("revert", "test", "0", partial(make_revert, run=number))
    with firm.open() as workspace:
        return run(workspace.office, errand, workspace.lock)


def _posted(firm: Firm, invoices: int) -> int:
    """Run 1 sends a customer with its invoices; its number."""
    firm.control("PUT", "settings", {"ReversalSeconds": 0})
    firm.customer(10001)
    for number in range(5001, 5001 + invoices):
        firm.invoice(number, 10001, ("100.00", "25.00"))
    firm.sync()
    return 1


def _expect_all_reversed_once(firm: Firm, invoices: int) -> None:
    ledger = firm.ledger()
    assert [v["IsReversed"] for v in ledger["vouchers"]] == [True] * invoices
    types = [entry["VoucherType"] for entry in ledger["entries"]]
    assert (types.count("OutgoingInvoice"), types.count("ReversalVoucher")) == (invoices, invoices)
    assert sum(entry["Amount"] for entry in ledger["entries"]) == 0
    assert firm.go("customers", Number=10001)["IsArchived"] is True
    assert sum(change.action is Action.POST for change in firm.changes()) == invoices, "each may be posted anew"


@pytest.mark.parametrize("what", ["drop_after", "drop_before", "status:500", "garbage"])
def test_a_reply_that_is_lost_is_asked_for_before_anything_is_sent_again(firm: Firm, what: str) -> None:
    number = _posted(firm, 2)
    firm.mischief({"on": REVERSAL, "nth": 1, "times": 1, "do": what})
    assert _revert(firm, number).failed == []
    asked = [r["path"] for r in firm.requests("POST") if "Reverse" in r["path"]]
    # What never arrived is sent once more, after its absence was certain; what arrived is not.
    arrived = what in ("drop_after", "garbage")
    assert len(asked) == (2 if arrived else 3)
    assert (sum(firm.clock.slept) > 4.9) is not arrived
    _expect_all_reversed_once(firm, 2)


def test_what_a_dead_run_left_open_is_settled_before_anything_is_sent(firm: Firm) -> None:
    number = _posted(firm, 1)

    class Dies(BaseException):
        pass

    def die(_seconds: float) -> None:
        raise Dies

    firm.mischief({"on": REVERSAL, "nth": 1, "times": 1, "do": "drop_after"},
                  {"on": "GET *OutgoingInvoices*", "nth": 2, "times": 99, "do": "status:204"})  # fmt: skip
    sleep, firm.clock.sleep = firm.clock.sleep, die  # type: ignore[method-assign, assignment]
    with pytest.raises(Dies):
        _revert(firm, number)
    firm.clock.sleep = sleep  # type: ignore[method-assign]
    firm.mischief()
    report = _revert(firm, number)
    assert report.recovered == 1
    assert [c.action for c in report.done] == [Action.UPDATE], "the voucher was reversed by the dead run"
    _expect_all_reversed_once(firm, 1)


@pytest.mark.slow
def test_killed_at_two_places_everything_is_taken_back_exactly_once(firm: Firm) -> None:
    number = _posted(firm, 4)
    with Mortals(firm) as runs:
        revert = ("revert", str(number))
        kills = [runs.kill_at(1, *revert, answered=False), runs.kill_at(2, *revert, answered=True)]
    assert kills == [True, True]
    firm.mischief()
    _revert(firm, number)
    _expect_all_reversed_once(firm, 4)


# ---- updates of which nobody could say whether they took hold


def _renamed_without_an_answer(firm: Firm, what: str) -> int:
    """A run that renames a customer; no reply came, and what it sent was not kept (as of an unlinked record)."""
    firm.customer(10001, "Fjord AS")
    firm.sync()
    firm.win.run("UPDATE customer SET name = 'Vik AS'")
    firm.mischief({"on": "PATCH *Customers*", "nth": 1, "times": 99, "do": what})
    firm.sync()
    firm.mischief()
    _in_state(firm, "UPDATE journal SET memory = json_set(memory, '$.sent', NULL) WHERE outcome IS NULL")
    return 2


def _in_state(firm: Firm, statement: str) -> None:
    with closing(sqlite3.connect(firm.folder / "state.db")) as state, state:
        state.execute(statement)


_UNKNOWN = "UPDATE journal SET outcome = 'unknown', outcome_at = intent_at WHERE outcome IS NULL"


@pytest.mark.parametrize("asked", [True, False])
def test_an_update_whose_outcome_is_unknown_is_taken_back_if_it_took_hold(firm: Firm, asked: bool) -> None:
    number = _renamed_without_an_answer(firm, "drop_after")
    if not asked:  # by an earlier version
        _in_state(firm, _UNKNOWN)
    assert firm.go("customers", Number=10001)["Name"] == "Vik AS"
    report = _revert(firm, number)
    assert (report.recovered, [change.action for change in report.done]) == (int(asked), [Action.UPDATE])
    assert firm.go("customers", Number=10001)["Name"] == "Fjord AS"


def test_an_update_whose_outcome_is_unknown_and_that_never_arrived_is_no_deed(firm: Firm) -> None:
    number = _renamed_without_an_answer(firm, "drop_before")
    _in_state(firm, _UNKNOWN)
    report = _revert(firm, number)
    assert [(c.action, [d.code for d in c.diagnostics]) for c in report.plan.changes] == [(Action.SKIPPED, ["P705"])]
    identity = firm.go("customers", Number=10001)["Id"]
    firm.control("PATCH", f"records/customers/{identity}", {"Name": "Skrevet i Go"})
    firm.clock.sleep(10)
    assert [d.code for c in _revert(firm, number).plan.changes for d in c.diagnostics] == ["P702"]
