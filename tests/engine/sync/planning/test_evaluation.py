"""Records that refer to their own entity: prerequisites first, circles told, and time that grows with their number."""

from __future__ import annotations

from typing import Any

import pytest

from engine.mapping.mapping import Mapping
from engine.model.change import Action
from parts.firm import Firm, decision


def _project(firm: Firm, number: str, parent: str | None = None, level: int = 1) -> None:
    firm.win.insert(
        "project", row_id=f"p{number}", project_no=number, parent_project_no=parent, level=level, name=f"P {number}",
        fee_type="TAK",
    )  # fmt: skip


def test_a_plan_is_ordered_by_key_where_prerequisites_allow_it(firm: Firm) -> None:
    for number, parent in (("100", None), ("100-1", "100"), ("200", None), ("150", "300"), ("300", None)):
        _project(firm, number, parent, 2 if parent else 1)
    assert [c.key for c in firm.changes("project")] == ["100", "100-1", "300", "150", "200"]


def test_records_in_a_circle_wait_and_so_do_those_behind_them(firm: Firm) -> None:
    for number, parent in (("A", "B"), ("B", "A"), ("C", "A"), ("D", "D"), ("E", "gone"), ("F", None)):
        _project(firm, number, parent, 2 if parent else 1)
    plan = firm.plan("project")
    assert {key: decision(plan, "project", key).action for key in "ABCDEF"} == {
        **dict.fromkeys("ABCDE", Action.WAIT),
        "F": Action.CREATE,
    }


def test_a_long_chain_runs_every_record_twice_at_most(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    count, runs, real = 120, [], Mapping.run

    def counting(self: Mapping, *arguments: Any, **more: Any) -> Any:
        runs.append(self.name)
        return real(self, *arguments, **more)

    for number in range(count):
        _project(firm, f"{number:03}", f"{number + 1:03}" if number + 1 < count else None, 2)
    monkeypatch.setattr(Mapping, "run", counting)
    assert len(firm.changes("project")) == count
    assert len(runs) <= 2 * count


def test_a_record_that_its_own_system_does_not_have_is_waited_for_without_a_promise(firm: Firm) -> None:
    _project(firm, "E", "gone", 2)
    firm.invoice(5001, 10999, ("100.00", "25.00"))
    plan = firm.plan("project", "invoice")
    for entity, key, missing in (("project", "E", "project:gone"), ("invoice", "1/5001", "customer:10999")):
        change = decision(plan, entity, key)
        assert change.action is Action.WAIT
        assert [(d.code, d.waits_for) for d in change.diagnostics] == [("R206", missing)]


def test_of_a_view_that_cannot_be_read_nobody_knows_what_it_lacks(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"), department_no="10")
    firm.win.run("DROP TABLE department")
    plan = firm.plan("customer", "invoice")
    assert plan.problems == ()
    assert decision(plan, "invoice", "1/5001").action is Action.POST


def test_a_workspace_with_invoices_alone_lets_them_wait_for_their_customers(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    path = firm.folder / "workspace.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(text[text.index("entities:") : text.index("invoices_from")], "entities: [invoice]\n"))
    change = decision(firm.plan(), "invoice", "1/5001")
    assert change.action is Action.WAIT
    assert change.diagnostics[0].waits_for == "customer:10001"
