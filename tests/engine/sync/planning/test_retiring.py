"""Recoded records over real parts: the old self out of use, the new one made, and what is one's only handed over."""

from __future__ import annotations

from engine.model.change import Action
from parts.firm import Firm, decision


def _recode(firm: Firm, new: int) -> None:
    firm.win.run("UPDATE customer SET customer_no = ?", new)


def test_a_recoded_customer_hands_its_reference_over_whichever_key_comes_first(firm: Firm) -> None:
    firm.customer(10005)
    firm.sync()
    for old, new in ((10005, 10009), (10009, 10001)):
        _recode(firm, new)
        assert [(c.key, c.action) for c in firm.changes()] == [
            (str(old), Action.UPDATE),
            (str(new), Action.CREATE),
        ]
        report = firm.sync()
        assert report.failed == []
        assert firm.go("customers", Number=old)["IsArchived"] is True
        assert firm.go("customers", ExternalImportReference="win:customer:c10005")["Number"] == new
        assert firm.changes() == []


def test_recoded_back_it_comes_into_use_again_and_nothing_of_it_is_drift(firm: Firm) -> None:
    firm.win.insert("department", row_id="d1", department_no="10", name="Lønn")
    firm.sync()
    firm.win.run("UPDATE department SET department_no = '15'")
    firm.sync()
    firm.win.run("UPDATE department SET department_no = '10'")
    plan = firm.plan("department")
    assert [(c.key, c.action) for c in plan.deeds] == [("15", Action.UPDATE), ("10", Action.UPDATE)]
    assert plan.summary["department"]["drift"] == 0
    firm.sync()
    assert {d["Code"]: d["IsActive"] for d in firm.ledger()["departments"]} == {"10": True, "15": False}
    assert firm.changes() == []


def test_an_account_with_a_balance_stays_in_use_until_it_is_paid(firm: Firm) -> None:
    firm.customer(10005)
    firm.invoice(5001, 10005, ("100.00", "25.00"))
    firm.sync()
    _recode(firm, 10009)
    change = decision(firm.plan("customer"), "customer", "10005")
    assert [d.code for d in change.diagnostics] == ["P107", "P109"]
    assert firm.sync("customer").failed == []
    assert firm.go("customers", Number=10005)["IsArchived"] is False
    assert firm.changes("customer") == []
    firm.pay(5001, "125.00")
    firm.sync("customer")
    assert firm.go("customers", Number=10005)["IsArchived"] is True


def test_the_old_self_stays_while_the_new_one_is_held_back(firm: Firm) -> None:
    firm.customer(10005)
    firm.sync()
    _recode(firm, 77)  # in no series
    plan = firm.plan("customer")
    assert plan.deeds == []
    assert plan.sections[0].missing == ("10005",)


def _allow(firm: Firm) -> None:
    path = firm.folder / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "archive_missing: yes\n", encoding="utf-8")


def test_a_record_that_win_no_longer_has_is_archived_only_where_the_workspace_allows_it(firm: Firm) -> None:
    for number in (10005, 10006):
        firm.customer(number, f"Kunde {number}")
    firm.sync()
    firm.win.run("DELETE FROM customer WHERE customer_no = 10005")
    assert firm.plan("customer").deeds == []
    _allow(firm)
    plan = firm.plan("customer")
    assert [(c.key, c.action, [d.code for d in c.diagnostics]) for c in plan.deeds] == [
        ("10005", Action.UPDATE, ["P110"])
    ]
    assert plan.sections[0].missing == ("10005",), "the guard counts it"
    assert firm.sync("customer").failed == []
    assert {c["Number"]: c["IsArchived"] for c in firm.ledger()["customers"]} == {10005: True, 10006: False}
    assert firm.changes() == []
    firm.customer(10005, "Kunde 10005")
    assert firm.sync("customer").failed == []
    assert firm.go("customers", Number=10005)["IsArchived"] is False


def test_a_record_that_win_no_longer_has_stays_while_its_account_has_a_balance(firm: Firm) -> None:
    _allow(firm)
    firm.customer(10005)
    firm.invoice(5001, 10005, ("100.00", "25.00"))
    firm.sync()
    firm.win.run("DELETE FROM customer")
    plan = firm.plan("customer")
    assert plan.deeds == []
    assert [d.code for d in decision(plan, "customer", "10005").diagnostics] == ["P110", "P109"]
    firm.pay(5001, "125.00")
    firm.sync("customer")
    assert firm.go("customers", Number=10005)["IsArchived"] is True


def test_a_record_that_win_no_longer_has_stays_in_use_for_its_invoice(firm: Firm) -> None:
    _allow(firm)
    firm.customer(10005)
    firm.sync()
    firm.win.run("DELETE FROM customer")
    firm.invoice(5001, 10005, ("100.00", "25.00"))
    plan = firm.plan("customer", "invoice")
    assert [(c.entity, c.action) for c in plan.deeds] == [("invoice", Action.POST)]
    assert firm.sync("customer", "invoice").failed == []
    assert firm.go("customers", Number=10005)["IsArchived"] is False


def test_a_row_id_that_stands_on_several_rows_tells_no_recoding(firm: Firm) -> None:
    overlay = 'mapping: customer\nextends: base/customer\nrules: |\n  ExternalImportReference = "{customer_no}"\n'
    (firm.folder / "customer.yaml").write_text(overlay, encoding="utf-8")
    firm.customer(10005)
    firm.sync()
    firm.win.run("DELETE FROM customer")
    for number in (10006, 10007):
        firm.customer(number, f"Kunde {number}")
    firm.win.run("UPDATE customer SET row_id = 'c10005'")
    plan = firm.plan("customer")
    assert {c.action for c in plan.deeds} == {Action.CREATE}
    assert plan.sections[0].missing == ("10005",)
