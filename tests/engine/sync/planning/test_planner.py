"""What a plan does with entities that cannot be planned: they are told, and the others go on."""

from __future__ import annotations

from pathlib import Path

from engine.model.change import Action
from parts.firm import Firm


def _without_start_date(folder: Path) -> None:
    path = folder / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("invoices_from: 2026-10-01\n", ""), encoding="utf-8")


def test_a_missing_view_leaves_its_entity_out_and_the_others_go_on(firm: Firm) -> None:
    firm.customer(10001)
    firm.win.run("DROP TABLE department")
    plan = firm.plan()
    assert {problem.code for problem in plan.problems} == {"P903"}
    assert [(c.entity, c.action) for c in plan.deeds] == [("customer", Action.CREATE)]
    assert "department" not in plan.summary


def test_nothing_is_posted_without_a_date_to_begin_from(firm: Firm) -> None:
    _without_start_date(firm.folder)
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    report = firm.sync()
    assert [c.entity for c in report.done] == ["customer"]
    assert {problem.code for problem in report.plan.problems} == {"P205"}
    assert firm.ledger()["vouchers"] == []


def test_a_state_that_was_lost_makes_nothing_twice(firm: Firm) -> None:
    firm.control("PUT", "settings", {"RefuseDuplicates": False})
    firm.win.insert("department", row_id="d1", department_no="10", name="Lønn", manager_no=7)
    firm.win.insert("employee", row_id="e7", employee_no=7, first_name="Ola", last_name="Ås", invoice_client_no=1)
    firm.customer(10001)
    firm.win.insert(
        "contact_person", row_id="k1", contact_id="K1", customer_no=10001, first_name="Kari", last_name="Ås"
    )
    firm.win.insert("project", row_id="p", project_no="P", level=1, name="Hoved", customer_no=10001, fee_type="TAK")
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.invoice(5002, 10001, ("40.00", "10.00"), type="KREDITNOTA", credited_invoice_no=5001)
    firm.sync()
    firm.pay(5001, "60.00")
    firm.payments()
    for path in firm.folder.glob("state.db*"):
        path.unlink()
    assert firm.payments().done == []  # the invoices are not known yet: held, and not written a second time
    assert {c.action for c in firm.sync().done} == {Action.ADOPT}
    assert firm.payments().done == []
    assert len(firm.win.run("SELECT * FROM payment_in")) == 1
    ledger = firm.ledger()
    names = ("departments", "employees", "customers", "contact_persons", "projects")
    assert [len(ledger[name]) for name in (*names, "vouchers")] == [1, 1, 1, 1, 1, 2]
    assert firm.changes() == []
