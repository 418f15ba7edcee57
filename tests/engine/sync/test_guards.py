"""Guards: a second pass counts with the records that it continues."""

from __future__ import annotations

from engine.mapping.workspace import Guards
from engine.sync.guards import refusals
from parts.firm import Firm


def test_a_second_pass_that_would_change_all_its_records_is_refused(firm: Firm) -> None:
    for number in (1, 2):
        firm.win.insert(
            "employee", row_id=f"e{number}", employee_no=number, first_name="Ola", last_name=f"Ås {number}",
            invoice_client_no=1,
        )  # fmt: skip
    for number in range(20):
        firm.win.insert(
            "department", row_id=f"d{number}", department_no=f"{number:02}", name=f"A{number}", manager_no=1
        )
    firm.sync()
    firm.win.run("UPDATE department SET manager_no = 2")
    plan = firm.plan()
    assert len(plan.deeds) == 20
    guards = Guards()
    assert [d.message.partition(":")[0] for d in refusals(plan, guards, ())] == ["max_update_share"]
    assert refusals(plan, guards, ("max_update_share",)) == []


def test_a_record_that_both_passes_change_counts_once(firm: Firm) -> None:
    firm.win.insert("employee", row_id="e1", employee_no=1, first_name="Ola", last_name="Ås", invoice_client_no=1)
    for number in range(20):
        firm.win.insert("department", row_id=f"d{number}", department_no=f"{number:02}", name=f"A{number}")
    firm.sync()
    firm.win.run("UPDATE department SET manager_no = 1, name = 'Ny' WHERE department_no IN ('00', '01', '02', '03')")
    plan = firm.plan()
    assert len(plan.deeds) == 8
    assert refusals(plan, Guards(), ()) == []
