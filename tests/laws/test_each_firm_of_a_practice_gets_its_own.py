"""Two firms of one practice: one Win database, two workspaces, two Go clients. Each gets its own and nothing of the
other's; people whom both need stand in both; a customer who moves leaves what is open where it was made."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.model.change import Action
from engine.sync.guards import refusals
from engine.sync.planning.planner import make_plan
from parts.firm import Firm

MOVING = 10010


@pytest.fixture
def firms(tmp_path: Path) -> Iterator[tuple[Firm, Firm]]:
    """Firm 1 has customer 10001 and the one who is to move, firm 2 has 10002; 10003 is nobody's.

    Employee 1 is firm 1's, 2 is firm 2's, 3 nobody's; 4 is firm 2's and leads a project of firm 1's; 5 is firm 2's and
    looks after a customer of firm 1's; 6 is firm 1's and manages a department.
    """
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one = Firm(tmp_path / "one")
    two = Firm(tmp_path / "two", number=2, beside=one)
    win = one.win
    for number in (1, 2):
        win.insert("invoice_client", client_no=number, name=f"Firma {number}")
    win.insert("department", row_id="d1", department_no="10", name="Felles", manager_no=6)
    for number, client in ((1, 1), (2, 2), (3, None), (4, 2), (5, 2), (6, 1)):
        win.insert("employee", row_id=f"e{number}", employee_no=number, invoice_client_no=client, department_no="10")
    one.customer(10001, invoice_client_no=1, manager_no=5)
    one.customer(10002, "Vidde AS", invoice_client_no=2)
    one.customer(10003, "Ingens AS")
    one.customer(MOVING, "Flyttbar AS", invoice_client_no=1)
    for number in (10001, 10002, MOVING):
        win.insert("contact_person", row_id=f"k{number}", contact_id=f"K{number}", customer_no=number, first_name="Ola")
    _project(one, "P1", 10001, manager_no=4)
    _project(one, "P2", 10002)
    _project(one, "P3", MOVING)
    one.invoice(5001, MOVING, ("100.00", "25.00"))
    two.invoice(5001, 10002, ("200.00", "50.00"))
    yield one, two
    two.close()
    one.close()


def _project(firm: Firm, number: str, customer: int, **cells: Any) -> None:
    firm.win.insert(
        "project",
        row_id=number,
        project_no=number,
        level=1,
        customer_no=customer,
        fee_type="LØPENDE",
        **cells,
    )


def _held(firm: Firm, register: str, field: str) -> set[Any]:
    return {row[field] for row in firm.ledger()[register]}


def _posted(firm: Firm) -> list[Decimal]:
    """The amounts of all lines of its vouchers."""
    return [line["CurrencyAmount"] for one in firm.ledger()["vouchers"] for line in one["OutgoingInvoiceLines"]]


def _sync(*firms: Firm) -> None:
    for firm in firms:
        report = firm.sync()
        assert (report.refusals, report.failed) == ((), [])


def _move(firm: Firm, number: int = MOVING) -> None:
    firm.win.run("UPDATE customer SET invoice_client_no = 2 WHERE customer_no = ?", number)


def _told(firm: Firm) -> list[tuple[str, str, str]]:
    return [(c.mapping, c.key, c.action.value) for c in firm.changes()]


def test_each_go_client_holds_its_own_and_nothing_of_the_others(firms: tuple[Firm, Firm]) -> None:
    one, two = firms
    _sync(one, two)
    assert _held(one, "customers", "Number") == {10001, 10003, MOVING}
    assert _held(two, "customers", "Number") == {10002, 10003}
    assert _held(one, "projects", "Code") == {"P1", "P3"}
    assert _held(two, "projects", "Code") == {"P2"}
    assert _held(one, "contact_persons", "ExternalCode") == {"K10001", f"K{MOVING}"}
    assert _held(two, "contact_persons", "ExternalCode") == {"K10002"}
    assert [_posted(firm) for firm in firms] == [[Decimal("125.00")], [Decimal("250.00")]]
    assert [_told(firm) for firm in firms] == [[], []]


def test_people_stand_in_every_go_client_that_needs_them(firms: tuple[Firm, Firm]) -> None:
    one, two = firms
    _sync(one, two)
    # Of firm 2: 4 leads a project of firm 1's, 5 looks after a customer of its. 6 comes to firm 2 with the department.
    assert _held(one, "employees", "Number") == {1, 3, 4, 5, 6}
    assert _held(two, "employees", "Number") == {2, 3, 4, 5, 6}
    assert one.go("projects", Code="P1")["ProjectManagerEmployeeId"] == one.go("employees", Number=4)["Id"]
    assert one.go("customers", Number=10001)["SalesPersonEmployeeId"] == one.go("employees", Number=5)["Id"]
    for firm in firms:
        assert firm.go("departments", Code="10")["ManagerEmployeeId"] == firm.go("employees", Number=6)["Id"]


def test_a_person_comes_with_the_first_record_that_needs_them(firms: tuple[Firm, Firm]) -> None:
    one, two = firms
    _sync(one, two)
    one.win.run("UPDATE customer SET manager_no = 2 WHERE customer_no = 10001")
    assert _told(one) == [("employee", "2", "create"), ("customer", "10001", "update")]
    _sync(one)
    assert one.go("customers", Number=10001)["SalesPersonEmployeeId"] == one.go("employees", Number=2)["Id"]
    assert _told(two) == []


def test_a_person_who_is_needed_no_more_stays_and_is_no_missing_row(firms: tuple[Firm, Firm]) -> None:
    one, two = firms
    _sync(one, two)
    one.win.run("UPDATE project SET manager_no = 1 WHERE project_no = 'P1'")
    one.win.run("UPDATE employee SET job_title = 'Rådgiver' WHERE employee_no = 4")
    plan = one.plan()
    (told,) = [c for c in plan.changes if (c.mapping, c.key) == ("employee", "4")]
    assert (told.action, [d.code for d in told.diagnostics]) == (Action.SKIPPED, ["P102"])
    assert all(section.missing == () for section in plan.sections)
    _sync(one, two)
    assert one.go("employees", Number=4).get("JobTitle") in (None, "")
    assert two.go("employees", Number=4)["JobTitle"] == "Rådgiver"


def test_a_customer_who_moves_is_created_there_and_leaves_what_is_open_here(firms: tuple[Firm, Firm]) -> None:
    one, two = firms
    _sync(one, two)
    before = one.ledger()
    _move(one)
    _project(one, "P4", MOVING)
    one.win.insert("contact_person", row_id="new", contact_id="KNEW", customer_no=MOVING, first_name="Kari")
    assert _told(one) == []
    assert {("customer", str(MOVING), "create"), ("project", "P4", "create")} <= set(_told(two))
    _sync(one, two)
    assert one.ledger() == before  # no reversal, nothing archived, and nothing of what is new
    assert MOVING in _held(two, "customers", "Number")
    assert _held(two, "projects", "Code") == {"P2", "P3", "P4"}
    assert [v["InvoiceNo"] for v in two.ledger()["vouchers"]] == ["5001"]


def test_what_is_open_stays_payable_here_and_reminders_reach_the_customer(firms: tuple[Firm, Firm]) -> None:
    one, two = firms
    _sync(one, two)
    _move(one)
    one.win.run("UPDATE customer SET email = 'ny@flyttbar.example' WHERE customer_no = ?", MOVING)
    _sync(one, two)
    for firm in firms:
        assert firm.go("customers", Number=MOVING)["EmailAddress"] == "ny@flyttbar.example"
    one.pay(5001, "125.00")
    two.pay(5001, "250.00")
    for firm in firms:
        assert firm.payments().failed == []
    found = one.win.run("SELECT client_no, paid_amount, status FROM invoice ORDER BY client_no")
    assert found == [(1, "125.00", "BETALT"), (2, "250.00", "BETALT")]


def test_one_who_leaves_the_practice_is_archived_only_when_nothing_is_open(firms: tuple[Firm, Firm]) -> None:
    one, two = firms
    _sync(one, two)
    _move(one)
    one.win.run("UPDATE customer SET active = 0 WHERE customer_no = ?", MOVING)
    _sync(one)
    assert one.go("customers", Number=MOVING)["IsArchived"] is False
    one.pay(5001, "125.00")
    _sync(one)
    assert one.go("customers", Number=MOVING)["IsArchived"] is True


def test_a_customer_who_moves_and_was_never_invoiced_is_no_missing_row(firms: tuple[Firm, Firm]) -> None:
    one, two = firms
    with one.win.at_once():
        for number in range(11000, 11030):
            one.customer(number, invoice_client_no=1)
    _sync(one, two)
    before = one.ledger()
    for number in range(11000, 11030):
        _move(one, number)
    with one.open() as workspace:
        plan = make_plan(workspace.office)
        assert refusals(plan, workspace.office, ()) == []
    moved = [c for c in plan.changes if c.mapping == "customer" and c.action is Action.SKIPPED]
    assert {c.diagnostics[0].code for c in moved} == {"P102"}
    assert len(moved) == 30
    _sync(one, two)
    assert one.ledger() == before
    assert _held(two, "customers", "Number") >= set(range(11000, 11030))


def test_one_who_moved_before_the_first_day_is_brought_by_an_invoice_alone(firms: tuple[Firm, Firm]) -> None:
    one, two = firms
    one.invoice(4001, 10002, ("100.00", "0.00"), invoice_date="2020-05-01")
    _sync(one, two)
    assert 10002 not in _held(one, "customers", "Number")
    one.invoice(5002, 10002, ("100.00", "0.00"))
    assert _told(one) == [("customer", "10002", "create"), ("invoice", "1/5002", "post")]


def test_a_manager_without_a_firm_leaves_the_department_without_one(firms: tuple[Firm, Firm]) -> None:
    one, two = firms
    one.win.run("UPDATE department SET manager_no = 3")
    _sync(one, two)
    for firm in firms:
        assert firm.go("departments", Code="10").get("ManagerEmployeeId") is None
        with firm.open() as workspace:
            findings = list(workspace.office.connections["win"].examine())
        assert [f.topic for f in findings if f.state == "error"] == ["managers"]
    one.win.run("UPDATE employee SET invoice_client_no = 2 WHERE employee_no = 3")
    _sync(one, two)
    for firm in firms:
        assert firm.go("departments", Code="10")["ManagerEmployeeId"] == firm.go("employees", Number=3)["Id"]
