"""Lost replies and dead runs while a run is taken back: every voucher is reversed once, every row appended once."""

from __future__ import annotations

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
