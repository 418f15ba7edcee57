"""Guards count what a plan would change: updates and missing rows, never creates or adoptions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from engine.mapping.workspace import Guards
from engine.sync.guards import changed_mappings, refusals
from engine.sync.planning.planner import make_plan
from parts.firm import Firm

OVERLAY = 'mapping: department\nextends: base/department\nrules: |\n  Name = "{name} {word}"\n'


def departments(firm: Firm, number: int) -> None:
    for place in range(number):
        firm.win.insert("department", row_id=f"d{place}", department_no=f"{place:02}", name=f"A{place}")


def employees(firm: Firm) -> None:
    for number in (1, 2):
        firm.win.insert(
            "employee", row_id=f"e{number}", employee_no=number, first_name="Ola", last_name=f"Ås {number}",
            invoice_client_no=1,
        )  # fmt: skip


def refused(firm: Firm, *entities: str, allowed: tuple[str, ...] = (), **guards: Any) -> list[str]:
    """The guards that refuse a plan made now; those that are not given are the usual ones."""
    with firm.open() as workspace:
        held_to = replace(workspace.office.workspace, guards=Guards(**guards))
        office = replace(workspace.office, workspace=held_to)
        found = refusals(make_plan(office, entities or None), office, allowed)
    assert {diagnostic.code for diagnostic in found} <= {"P401"}
    return [diagnostic.message.partition(":")[0] for diagnostic in found]


def change_mapping(firm: Firm, word: str = "ny") -> None:
    (firm.folder / "department.yaml").write_text(OVERLAY.replace("{word}", word), encoding="utf-8")


def test_a_second_pass_that_would_change_all_its_records_is_refused(firm: Firm) -> None:
    employees(firm)
    departments(firm, 20)
    firm.win.run("UPDATE department SET manager_no = 1")
    firm.sync()
    firm.win.run("UPDATE department SET manager_no = 2")
    assert len(firm.changes()) == 20
    assert refused(firm) == ["max_update_share"]
    assert refused(firm, "department_manager") == ["max_update_share"]
    assert refused(firm, allowed=("max_update_share",)) == []


def test_a_record_that_both_passes_change_counts_once(firm: Firm) -> None:
    employees(firm)
    departments(firm, 20)
    firm.sync()
    firm.win.run("UPDATE department SET manager_no = 1, name = 'Ny' WHERE department_no IN ('00', '01', '02', '03')")
    assert len(firm.changes()) == 8
    assert refused(firm) == []


@pytest.mark.parametrize(("renamed", "names"), [(2, []), (3, ["max_updates"])])
def test_as_many_updates_as_allowed_pass(firm: Firm, renamed: int, names: list[str]) -> None:
    departments(firm, 5)
    firm.sync()
    firm.win.run("UPDATE department SET name = 'Ny' WHERE CAST(department_no AS INTEGER) < ?", renamed)
    assert refused(firm, max_updates=2) == names


@pytest.mark.parametrize(("changed", "names"), [(1, []), (2, ["max_missing_share"])])
def test_a_share_that_is_just_reached_passes(firm: Firm, changed: int, names: list[str]) -> None:
    departments(firm, 20)
    firm.sync()
    firm.win.run("DELETE FROM department WHERE CAST(department_no AS INTEGER) < ?", changed)
    assert refused(firm) == names


def test_what_is_adopted_counts_as_little_as_what_is_made(firm: Firm) -> None:
    departments(firm, 25)
    firm.sync()
    firm.win.run("UPDATE department SET name = 'Ny'")
    for path in firm.folder.glob("state.db*"):
        path.unlink()
    assert len(firm.changes()) == 25
    assert refused(firm, max_updates=0) == []


def test_payments_that_would_be_taken_back_count_as_updates(firm: Firm) -> None:
    firm.customer(10001)
    for number in range(5001, 5021):
        firm.invoice(number, 10001, ("100.00", "25.00"))
    firm.sync()
    for number in range(5001, 5021):
        firm.pay(number, "125.00")
    assert refused(firm, "payment", max_updates=0) == [], "what is new is none"
    firm.payments()
    for number in range(5001, 5006):
        firm.control("POST", "payments", {"InvoiceNo": str(number), "Kind": "unmatch", "Date": "2026-11-02"})
    firm.clock.sleep(10)
    assert refused(firm, "payment") == ["max_update_share"]
    assert refused(firm, "payment", max_updates=4, max_update_share=1) == ["max_updates"]
    assert refused(firm, "payment", max_update_share=Decimal("0.25")) == []


def test_a_mapping_is_changed_when_it_is_otherwise_than_when_it_was_carried_out(firm: Firm) -> None:
    def changed() -> frozenset[str]:
        with firm.open() as workspace:
            return changed_mappings(workspace.office)

    departments(firm, 1)
    assert changed() == frozenset(), "before the first run nothing can have changed"
    firm.sync()
    change_mapping(firm)
    assert changed() == {"department"}
    firm.sync("employee")
    assert changed() == {"department"}, "only those that a run planned were carried out"
    firm.sync()
    assert changed() == frozenset()


def test_a_changed_mapping_may_alter_few_records_and_make_many(firm: Firm) -> None:
    departments(firm, 20)
    firm.sync()
    change_mapping(firm)
    firm.win.run("UPDATE department SET name = 'Fast'")
    firm.win.insert("department", row_id="n", department_no="99", name="Ny")
    assert refused(firm, max_update_share=1) == ["max_mapping_share"]
    assert refused(firm, max_update_share=1, max_mapping_share=1) == []
    assert refused(firm, max_update_share=1, allowed=("max_mapping_share",)) == []


def test_without_a_state_no_mapping_is_changed(firm: Firm) -> None:
    with firm.open() as workspace:
        assert changed_mappings(replace(workspace.office, store=None)) == frozenset()
