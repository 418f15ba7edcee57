"""Adoption over real parts: no record of Go ever becomes two records of Win."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.model.change import Action
from parts.firm import Firm, decision


@pytest.fixture
def named(firm: Firm) -> Firm:
    """A firm whose departments are recognised by name, and that has lost its state."""
    overlay = "mapping: department\nextends: base/department\nadopt: [Code, Name]\n"
    (firm.folder / "department.yaml").write_text(overlay, encoding="utf-8")
    firm.win.insert("department", row_id="d1", department_no="1", name="Lønn")
    firm.sync()
    _lose_state(firm.folder)
    firm.win.run("DELETE FROM department")
    return firm


def _lose_state(folder: Path) -> None:
    for path in folder.glob("state.db*"):
        path.unlink()


def test_a_record_that_two_could_be_is_neithers_until_a_person_decides(named: Firm) -> None:
    for code in ("A", "B"):
        named.win.insert("department", row_id=code, department_no=code, name="Lønn")
    id_ = named.go("departments", Code="1")["Id"]
    for change in (decision(named.plan("department"), "department", key) for key in ("A", "B")):
        assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "P103")
        assert (
            f"record {id_} in PowerOffice Go could be any of department A, department B"
            in change.diagnostics[0].message
        )
    (named.folder / "links.yaml").write_text(f"department: {{A: {id_}}}\n", encoding="utf-8")
    plan = named.plan("department")
    assert decision(plan, "department", "A").action is Action.ADOPT
    assert decision(plan, "department", "B").action is Action.CREATE
    named.sync()
    assert sorted(d["Code"] for d in named.ledger()["departments"]) == ["A", "B"]
    assert named.changes() == []


def test_two_decisions_for_one_record_are_both_refused(named: Firm) -> None:
    for code in ("A", "B"):
        named.win.insert("department", row_id=code, department_no=code, name=code)
    id_ = named.go("departments", Code="1")["Id"]
    (named.folder / "links.yaml").write_text(f"department: {{A: {id_}, B: {id_}}}\n", encoding="utf-8")
    for change in (decision(named.plan("department"), "department", key) for key in ("A", "B")):
        assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "P103")


def test_a_name_that_a_linked_record_has_hinders_no_new_one(named: Firm) -> None:
    named.win.insert("department", row_id="d1", department_no="1", name="Lønn")
    named.sync()
    named.win.insert("department", row_id="d2", department_no="2", name="Lønn")
    assert decision(named.plan("department"), "department", "2").action is Action.CREATE


def test_a_number_that_a_linked_record_has_is_not_taken_from_it(firm: Firm) -> None:
    firm.customer(501, "En AS", external_ledger_no=10001)
    firm.sync()
    firm.win.run("DELETE FROM customer")
    firm.customer(502, "To AS", external_ledger_no=10001)
    change = decision(firm.plan("customer"), "customer", "502")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "P105")


def test_several_candidates_are_a_persons_to_choose_from(named: Firm) -> None:
    for code in ("A", "B"):
        named.win.insert("department", row_id=code, department_no=code, name="Ny")
    named.sync()
    _lose_state(named.folder)
    named.win.run("DELETE FROM department")
    named.win.insert("department", row_id="c", department_no="C", name="Ny")
    change = decision(named.plan("department"), "department", "C")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "P103")
    id_ = named.go("departments", Code="B")["Id"]
    (named.folder / "links.yaml").write_text(f"department: {{C: {id_}}}\n", encoding="utf-8")
    named.sync()
    assert named.go("departments", Id=id_)["Code"] == "C"


def test_a_decision_wins_over_an_earlier_link(named: Firm) -> None:
    named.win.insert("department", row_id="d1", department_no="A", name="Regnskap")
    named.sync()
    other = named.go("departments", Code="1")["Id"]
    (named.folder / "department.yaml").unlink()
    (named.folder / "links.yaml").write_text(f"department: {{A: {other}}}\n", encoding="utf-8")
    change = decision(named.plan("department"), "department", "A")
    assert change.action is Action.ADOPT
    assert change.request is not None
    assert change.request.path == f"/Departments/{other}"
    assert not change.drift


def test_a_person_of_another_name_who_has_the_number_is_somebody_else(firm: Firm) -> None:
    firm.customer(10007, "Ola Nordmann", is_person=1, first_name="Ola", last_name="Nordmann")
    firm.sync()
    (firm.folder / "state.db").unlink()
    firm.win.run("UPDATE customer SET row_id = 'annen', name = 'Per Hansen', first_name = 'Per', last_name = 'Hansen'")
    change = decision(firm.plan("customer"), "customer", "10007")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "P104")


def _as_in_go(firm: Firm, **cells: object) -> None:
    """Customer 10007 stands in Go as these cells of Win make it; Win has no row of it, and no state remembers it."""
    firm.customer(10007, **{"name": "Fjord AS", **cells})
    firm.sync()
    _lose_state(firm.folder)
    firm.win.run("DELETE FROM customer")
    firm.control("PATCH", f"records/customers/{firm.go('customers')['Id']}", {"ExternalImportReference": None})


@pytest.mark.parametrize("name", ["FJORD  A/S", "fjord as", "Fjord-AS"])
def test_a_name_that_is_typed_otherwise_is_the_same_name(firm: Firm, name: str) -> None:
    _as_in_go(firm)
    firm.customer(10007, name)
    assert decision(firm.plan("customer"), "customer", "10007").action is Action.ADOPT


def test_one_organisation_number_makes_another_name_the_same_customer(firm: Firm) -> None:
    _as_in_go(firm, org_no="923609016")
    firm.customer(10007, "Nytt Navn AS", org_no="923 609 016 MVA")
    change = decision(firm.plan("customer"), "customer", "10007")
    assert change.action is Action.ADOPT
    assert {item.target: item.after for item in change.fields}["Name"] == "Nytt Navn AS"


def test_a_company_and_a_person_of_one_number_are_two(firm: Firm) -> None:
    _as_in_go(firm, name="Ola Nordmann", is_person=1, first_name="Ola", last_name="Nordmann")
    firm.customer(10007, "Fjord AS")
    change = decision(firm.plan("customer"), "customer", "10007")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "P104")
    assert "Ola Nordmann" in change.diagnostics[0].message
    assert firm.sync().done == []


def test_an_external_number_that_stands_on_somebody_else_s_record_is_told_beforehand(firm: Firm) -> None:
    _as_in_go(firm)
    id_ = firm.go("customers")["Id"]
    firm.control("PATCH", f"records/customers/{id_}", {"ExternalNumber": 10009})
    before = firm.ledger()["customers"]
    firm.customer(10009, "Fjord AS")
    firm.customer(10010, "Fjell AS")
    change = decision(firm.plan("customer"), "customer", "10009")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "P104")
    assert f"ExternalNumber 10009 stands on {id_} Fjord AS" in change.diagnostics[0].message
    assert [c.key for c in firm.sync().done] == ["10010"]
    assert [c for c in firm.ledger()["customers"] if c["Id"] == id_] == before
    (firm.folder / "links.yaml").write_text(f"customer: {{10009: {id_}}}\n", encoding="utf-8")
    again = decision(firm.plan("customer"), "customer", "10009")
    assert again.diagnostics[0].code == "R302", "its number in Go is an account with history"


def test_a_record_that_is_looked_for_by_another_field_may_not_take_a_number_either(firm: Firm) -> None:
    _as_in_go(firm)
    overlay = "mapping: customer\nextends: base/customer\nadopt: [ExternalImportReference]\n"
    (firm.folder / "customer.yaml").write_text(overlay, encoding="utf-8")
    firm.customer(10007, "Fjord AS")
    change = decision(firm.plan("customer"), "customer", "10007")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "P104")


def test_a_decision_for_another_number_links_nothing_and_sends_nothing_to_that_account(firm: Firm) -> None:
    firm.customer(10002, "Nordlys AS")
    firm.sync()
    other = firm.go("customers")["Id"]
    firm.customer(10001, "Fjord AS")
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    _lose_state(firm.folder)
    (firm.folder / "links.yaml").write_text(f"customer: {{10001: {other}}}\n", encoding="utf-8")
    refused = decision(firm.plan("customer", "invoice"), "customer", "10001")
    assert (refused.action, refused.diagnostics[0].code) == (Action.REFUSED, "R302")
    assert str(other) in refused.diagnostics[0].message
    report = firm.sync()
    assert {c.key: c.action for c in report.plan.changes if c.entity == "invoice"} == {"1/5001": Action.WAIT}
    assert decision(report.plan, "customer", "10002").action is Action.ADOPT, "it is this record's own"
    assert firm.ledger()["vouchers"] == []


def test_what_tells_more_is_held_against_all_before_what_tells_less(firm: Firm) -> None:
    overlay = (
        "mapping: customer\nextends: base/customer\nadopt: [ExternalImportReference, Number, OrganizationNumber]\n"
    )
    (firm.folder / "customer.yaml").write_text(overlay, encoding="utf-8")
    firm.customer(10002, "Fjord Nord AS", org_no="923609016")
    firm.sync()
    _lose_state(firm.folder)
    firm.control("PATCH", f"records/customers/{firm.go('customers')['Id']}", {"ExternalImportReference": None})
    firm.customer(10001, "Fjord Sør AS", org_no="923609016")
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    plan = firm.plan()
    assert decision(plan, "customer", "10002").action is Action.ADOPT, "the number is its own"
    assert decision(plan, "customer", "10001").action is Action.CREATE
    firm.sync()
    (voucher,) = firm.ledger()["vouchers"]
    assert voucher["CustomerAccountId"] == firm.go("customers", Number=10001)["SubledgerAccountId"]
