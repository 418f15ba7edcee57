"""Invoices that were posted and are voided in Win afterwards: reversed, their numbers free again, never patched."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model.change import Action
from engine.sync.guards import refusals
from engine.sync.plan import Change
from parts.firm import Firm, decision

VOID = "UPDATE invoice SET voided = 1 WHERE invoice_no = {}"


@pytest.fixture
def posted(firm: Firm) -> Firm:
    """Two invoices that stand in Go."""
    firm.customer(10001)
    firm.invoice(5001, 10001, ("1000.00", "250.00"), pdf_path=firm.pdf("5001.pdf"))
    firm.invoice(5002, 10001, ("200.00", "50.00"))
    firm.sync()
    return firm


def of_invoice(firm: Firm, key: str = "1/5001") -> Change:
    return decision(firm.plan("invoice"), "invoice", key)


def code_of(change: Change) -> list[str]:
    return [diagnostic.code for diagnostic in change.diagnostics]


def vouchers(firm: Firm) -> dict[str, list[bool]]:
    """Whether each voucher is reversed, by its number, in the order they were posted."""
    found: dict[str, list[bool]] = {}
    for row in firm.ledger()["vouchers"]:
        found.setdefault(row["InvoiceNo"], []).append(row["IsReversed"])
    return found


def test_a_voided_invoice_is_reversed_once(posted: Firm) -> None:
    posted.win.run(VOID.format(5001))
    change = of_invoice(posted)
    assert change.action is Action.REVERSE
    assert change.request is not None
    assert change.request.path.startswith("/Vouchers/Reverse/")
    assert change.alters
    posted.sync()
    assert vouchers(posted) == {"5001": [True], "5002": [False]}
    assert posted.changes() == []
    assert len([r for r in posted.writes() if "Reverse" in r["path"]]) == 1
    assert posted.requests("PATCH") == []


def test_one_that_is_issued_again_is_posted_anew_with_its_document(posted: Firm) -> None:
    posted.win.run(VOID.format(5001))
    posted.sync()
    posted.win.run("UPDATE invoice SET voided = 0, net = 800, vat = 200, total = 1000 WHERE invoice_no = 5001")
    posted.win.run("UPDATE invoice_line SET net = 800, vat = 200 WHERE invoice_no = 5001")
    assert [change.action for change in posted.changes()] == [Action.POST, Action.ATTACH]
    posted.sync()
    assert vouchers(posted) == {"5001": [True, False], "5002": [False]}
    assert len(posted.ledger()["documents"]) == 2
    assert posted.changes() == []


def test_a_paid_one_stands_until_its_match_is_undone(posted: Firm) -> None:
    posted.pay(5001, "250.00")
    posted.win.run(VOID.format(5001))
    change = of_invoice(posted)
    assert (change.action, code_of(change)) == (Action.REFUSED, ["P703"])
    posted.pay(5001, "250.00", kind="unmatch")
    assert of_invoice(posted).action is Action.REVERSE


def test_one_of_a_closed_period_stands(posted: Firm) -> None:
    posted.control("PUT", "settings", {"LockDate": "2026-10-31"})
    posted.win.run(VOID.format(5001))
    change = of_invoice(posted)
    assert (change.action, code_of(change)) == (Action.REFUSED, ["P703"])
    assert posted.sync().done == []
    assert vouchers(posted)["5001"] == [False]


def test_of_one_that_somebody_reversed_in_go_only_the_link_goes(posted: Firm) -> None:
    identity = next(row["Id"] for row in posted.ledger()["vouchers"] if row["InvoiceNo"] == "5001")
    with posted.open() as workspace:
        go: Any = workspace.office.connections["go"]
        from engine.model.change import Write

        go.send(go.request(Write("outgoing_invoice_voucher", Action.REVERSE, {}, identity)))
    posted.win.run(VOID.format(5001))
    change = of_invoice(posted)
    assert (change.action, change.request, code_of(change)) == (Action.REVERSE, None, ["P702"])
    posted.sync()
    assert posted.changes() == []
    assert len([r for r in posted.writes() if "Reverse" in r["path"]]) == 1


def test_a_rule_that_leaves_an_invoice_out_reverses_nothing(posted: Firm) -> None:
    posted.win.run("UPDATE customer SET is_internal = 1 WHERE customer_no = 10001")
    change = of_invoice(posted)
    assert (change.action, code_of(change)) == (Action.SKIPPED, ["P102"])


def test_many_at_once_are_stopped_by_the_guard(firm: Firm) -> None:
    firm.customer(10001)
    for number in range(6001, 6021):
        firm.invoice(number, 10001, ("100.00", "25.00"))
    firm.sync()
    firm.win.run("UPDATE invoice SET voided = 1")
    with firm.open() as workspace:
        plan = firm.plan("invoice")
        [guard] = refusals(plan, workspace.office, ())
        assert "20 of 20" in guard.message
        assert refusals(plan, workspace.office, ("max_update_share",)) == []


def test_one_that_a_person_posted_is_a_persons_to_reverse(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    firm.invoice(5001, 10001, ("1000.00", "250.00"))
    request = of_invoice(firm).request
    assert request is not None
    assert isinstance(request.payload, dict)
    firm.control("POST", "invoices", {k: v for k, v in request.payload.items() if k != "ExternalImportReference"})
    assert "adopt" in [change.action.value for change in firm.sync().done]
    firm.win.run(VOID.format(5001))
    change = of_invoice(firm)
    assert (change.action, code_of(change)) == (Action.REFUSED, ["P703"])
    assert "was not posted in PowerOffice Go from here" in change.diagnostics[0].message
