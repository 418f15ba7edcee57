"""Keys over real parts: clean as rules read them, one row each, and never absent."""

from __future__ import annotations

import pytest

from engine.model.change import Action
from engine.model.record import Fault, Row
from engine.sync.planning.identity import identity_of, key_faults
from parts.firm import Firm, decision


def test_a_key_is_its_columns_joined_and_clean() -> None:
    row: Row = {
        "client_no": 1,
        "invoice_no": 5001,
        "code": " D7\u200b ",
        "none": None,
        "bad": Fault("åtte", "no number"),
    }
    assert identity_of(row, ["client_no", "invoice_no"]) == "1/5001"
    assert identity_of(row, ["code", "none", "bad"]) == "D7//åtte"
    assert [column for column, _ in key_faults(row, row)] == ["none", "bad"]


def test_padded_codes_find_each_other(firm: Firm) -> None:
    firm.win.insert("department", row_id="d1", department_no="D7   ", name="Lønn", manager_no=7)
    firm.win.insert(
        "employee", row_id="e7", employee_no=7, first_name="Ola", last_name="Ås", department_no="D7 ",
        invoice_client_no=1,
    )  # fmt: skip
    firm.win.insert("project", row_id="p", project_no=" P1", level=1, name="Hoved", department_no="D7", fee_type="TAK")
    firm.win.insert("project", row_id="q", project_no="Q", level=2, parent_project_no="P1 ", name="Del", fee_type="TAK")
    firm.sync()
    department = firm.go("departments", Code="D7")
    assert firm.go("employees", Number=7)["DepartmentId"] == department["Id"]
    assert firm.go("projects", Name="Del")["ParentProjectId"] == firm.go("projects", Name="Hoved")["Id"]
    assert firm.changes() == []


def _loosen(firm: Firm, view: str) -> None:
    """Let a view read a table that takes any row, as views over old tables do; it starts with the rows there are."""
    firm.win.run(f"CREATE TABLE loose_{view} AS SELECT * FROM {view}")
    firm.win.view_file(view, f"SELECT * FROM loose_{view}")


def test_a_record_without_a_key_is_refused_and_never_sent(firm: Firm) -> None:
    for code in ("a", "b", "c"):
        firm.win.insert("department", row_id=code, department_no=code, name=f"Avdeling {code}")
    _loosen(firm, "department")
    for code, broken in (("a", None), ("b", ""), ("c", "  ")):
        firm.win.run("UPDATE loose_department SET department_no = ? WHERE row_id = ?", broken, code)
    change = decision(firm.plan("department"), "department", "")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "R101")
    assert firm.sync().done == []


def test_a_key_of_the_wrong_type_is_refused_under_its_own_text(firm: Firm) -> None:
    firm.win.insert("employee", row_id="e1", employee_no=1, first_name="Ola", last_name="Ås")
    _loosen(firm, "employee")
    firm.win.run("UPDATE loose_employee SET employee_no = 'åtte'")
    change = decision(firm.plan("employee"), "employee", "åtte")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "R101")


@pytest.fixture
def doubled(firm: Firm) -> Firm:
    """A firm whose invoice 5001 stands twice in the view, with different totals; 5002 stands once."""
    firm.customer(10001)
    for number in (5001, 5002):
        firm.invoice(number, 10001, ("100.00", "25.00"))
    _loosen(firm, "invoice")
    firm.win.run("INSERT INTO loose_invoice SELECT * FROM invoice WHERE invoice_no = 5001")
    firm.win.run("UPDATE loose_invoice SET row_id = 'other', total = '125.05' WHERE rowid = 3")
    return firm


def test_two_rows_of_one_key_are_refused_for_nobody_knows_which_is_right(doubled: Firm) -> None:
    change = decision(doubled.plan(), "invoice", "1/5001")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "R305")
    doubled.sync()
    assert [v["InvoiceNo"] for v in doubled.ledger()["vouchers"]] == ["5002"]


def test_a_number_used_by_an_invoice_and_a_credit_note_is_refused_on_both(doubled: Firm) -> None:
    doubled.win.run("UPDATE loose_invoice SET type = 'KREDITNOTA' WHERE rowid = 3")
    plan = doubled.plan("invoice", "credit_note")
    for entity in ("invoice", "credit_note"):
        assert [d.code for d in decision(plan, entity, "1/5001").diagnostics] == ["R305"]


def test_a_doubled_key_is_not_missing_and_not_left_out(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    _loosen(firm, "customer")
    firm.win.run("INSERT INTO loose_customer SELECT * FROM customer")
    firm.win.run("UPDATE loose_customer SET is_internal = 1 WHERE rowid = 2")
    plan = firm.plan("customer")
    assert [d.code for d in decision(plan, "customer", "10001").diagnostics] == ["R305"]
    assert plan.sections[0].missing == ()
