"""Proofs over a whole set of records: what only one may have, and messages that stay short however many share it."""

from __future__ import annotations

from engine.model.change import Action
from parts.firm import Firm, decision


def test_a_row_id_on_two_customers_refuses_both(firm: Firm) -> None:
    for number in (10001, 10002):
        firm.customer(number, f"Kunde {number}")
    firm.win.run("UPDATE customer SET row_id = 'one'")
    plan = firm.plan("customer")
    for key in ("10001", "10002"):
        change = decision(plan, "customer", key)
        assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "R305")


def test_a_number_that_all_records_share_is_told_in_few_words(firm: Firm) -> None:
    for number in range(501, 541):
        firm.customer(number, f"Kunde {number}", external_ledger_no=10500)
    change = decision(firm.plan("customer"), "customer", "501")
    assert change.diagnostics[0].code == "R304"
    assert "customer 502, customer 503" in change.diagnostics[0].message
    assert "and 34 more" in change.diagnostics[0].message
    assert "customer 540" not in change.diagnostics[0].message


def test_two_projects_that_become_one_code_and_name_in_go_are_not_one(firm: Firm) -> None:
    for code in ("A-1", "A.1"):
        firm.win.insert("project", row_id=code, project_no=code, level=1, name="Hoved", fee_type="TAK")
    report = firm.sync("project")
    assert ([c.key for c in report.done], [r.change.key for r in report.failed]) == (["A-1"], ["A.1"])
    with firm.open() as workspace:
        assert workspace.office.store is not None
        assert list(workspace.office.store.links("win.project")) == ["A-1"]
    assert len(firm.ledger()["projects"]) == 1
