"""A plan right after a run, against a Go whose reads lag behind: neither gone nor drifted, only not shown yet."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from engine.model.change import Action
from parts.firm import Firm, decision


@pytest.fixture
def lagging(firm: Firm) -> Firm:
    """A firm with a Go that shows everything half a second late; waiting takes a little real time too."""
    firm.control("PUT", "settings", {"Lag": Decimal("0.5")})
    moved = firm.clock.sleep

    def sleep(seconds: float) -> None:
        moved(seconds)
        time.sleep(0.6)

    firm.clock.sleep = sleep  # type: ignore[method-assign]
    return firm


def test_what_was_made_a_moment_ago_is_not_gone(lagging: Firm) -> None:
    lagging.customer(10001)
    lagging.invoice(5001, 10001, ("100.00", "25.00"))
    lagging.sync()
    report = lagging.sync()
    assert report.done == []
    assert {c.action for c in report.plan.changes} == {Action.UNCHANGED}
    assert lagging.clock.slept


def test_what_was_changed_a_moment_ago_is_no_drift(lagging: Firm) -> None:
    lagging.customer(10001)
    lagging.sync()
    time.sleep(0.6)
    lagging.win.run("UPDATE customer SET name = 'Nytt Navn AS'")
    lagging.sync()
    plan = lagging.plan("customer")
    assert (plan.deeds, plan.summary["customer"]["drift"]) == ([], 0)


def test_nobody_waits_when_everything_shows(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    firm.clock.slept.clear()
    assert firm.changes() == []
    assert firm.clock.slept == []


def test_absence_is_trusted_when_the_last_write_is_long_past(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    firm.clock.sleep(6)
    firm.clock.slept.clear()
    firm.control("POST", "reset")
    change = decision(firm.plan("customer"), "customer", "10001")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "P101")
    assert firm.clock.slept == []
