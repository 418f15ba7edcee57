"""Registers over real parts: created once, updated by what differs, adopted, retired, never renumbered."""

from __future__ import annotations

from typing import Any

from engine.model import exact_json
from engine.model.change import Action
from engine.model.schema import Entity, Nature
from engine.sync.plan import change_json
from engine.sync.planning.holdings import SettingRows
from engine.sync.planning.known import KnownEntity
from engine.sync.state.records import Link
from parts.firm import Firm, decision


def _actions(firm: Firm) -> list[tuple[str, str, str]]:
    return [(c.entity, c.key, c.action.value) for c in firm.changes()]


def test_a_department_is_created_with_its_exact_request(firm: Firm) -> None:
    firm.win.insert("department", row_id="d1", department_no="10", name="Regnskap")
    change = decision(firm.plan("department"), "department", "10")
    assert change.action is Action.CREATE
    assert change.request is not None
    assert (change.request.method, change.request.path) == ("POST", "/Departments")
    assert change.request.payload == {"Code": "10", "Name": "Regnskap", "IsActive": True}
    assert firm.requests("POST") == []


def test_a_second_sync_sends_nothing(firm: Firm) -> None:
    firm.win.insert("department", row_id="d1", department_no="10", name="Regnskap")
    firm.customer(10001, email="Post@Fjord.no", city="Bergen", postal_code="5003")
    assert len(firm.sync().done) == 2
    writes = len(firm.requests("POST"))
    report = firm.sync()
    assert report.done == []
    assert len(firm.requests("POST")) == writes
    assert firm.requests("PATCH") == []


def test_an_update_names_only_what_differs_with_its_rule(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS", email="post@fjord.example")
    firm.sync()
    firm.win.run("UPDATE customer SET name = 'Fjord Bygg AS', email = 'NY@FJORD.EXAMPLE' WHERE customer_no = 10001")
    change = decision(firm.plan(), "customer", "10001")
    assert change.action is Action.UPDATE
    assert [(f.target, f.before, f.after) for f in change.fields] == [
        ("Name", "Fjord AS", "Fjord Bygg AS"),
        ("EmailAddress", "post@fjord.example", "ny@fjord.example"),
    ]
    assert all(f.rule is not None and f.rule.path == "mappings/base/customer.yaml" for f in change.fields)
    firm.sync()
    held = firm.go("customers", Number=10001)
    assert (held["Name"], held["EmailAddress"]) == ("Fjord Bygg AS", "ny@fjord.example")
    assert firm.changes() == []


def test_case_alone_is_no_change_where_the_rule_ends_in_lower(firm: Firm) -> None:
    firm.customer(10001, email="post@fjord.example")
    firm.sync()
    id_ = firm.go("customers", Number=10001)["Id"]
    firm.control("PATCH", f"records/customers/{id_}", {"EmailAddress": "Post@FJORD.example"})
    assert firm.changes() == []


def test_what_was_edited_in_go_is_drift_and_only_owned_fields_are_set_back(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    firm.sync()
    id_ = firm.go("customers", Number=10001)["Id"]
    firm.control("PATCH", f"records/customers/{id_}", {"Name": "Endret i Go", "WebsiteUrl": "https://fjord.example"})
    plan = firm.plan()
    change = decision(plan, "customer", "10001")
    assert [(f.target, f.drift) for f in change.fields] == [("Name", True)]
    assert plan.summary["customer"]["drift"] == 1
    firm.sync()
    held = firm.go("customers", Number=10001)
    assert (held["Name"], held["WebsiteUrl"]) == ("Fjord AS", "https://fjord.example")


def test_an_address_is_patched_field_by_field_and_whole_where_there_was_none(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    firm.win.run("UPDATE customer SET city = 'Bergen', postal_code = '5003'")
    change = decision(firm.plan(), "customer", "10001")
    assert change.request is not None
    steps: Any = change.request.payload
    assert [step["path"] for step in steps] == ["/MailAddress"]
    firm.sync()
    firm.win.run("UPDATE customer SET city = 'Oslo'")
    change = decision(firm.plan(), "customer", "10001")
    assert change.request is not None
    assert change.request.payload == [{"op": "replace", "path": "/MailAddress/City", "value": "Oslo"}]
    firm.sync()
    assert firm.changes() == []


def test_a_manager_follows_in_a_second_pass(firm: Firm) -> None:
    firm.win.insert("department", row_id="d1", department_no="10", name="Lønn", manager_no=7)
    firm.win.insert(
        "employee",
        row_id="e7",
        employee_no=7,
        first_name="Ola",
        last_name="Ås",
        invoice_client_no=1,
        department_no="10",
    )
    assert _actions(firm) == [
        ("department", "10", "create"),
        ("employee", "7", "create"),
        ("department", "10", "update"),
    ]
    firm.sync()
    employee = firm.go("employees", Number=7)
    assert firm.go("departments", Code="10")["ManagerEmployeeId"] == employee["Id"]
    assert employee["DepartmentId"] == firm.go("departments", Code="10")["Id"]
    assert firm.changes() == []


def test_a_sub_project_follows_its_main_project_and_a_task_is_folded(firm: Firm) -> None:
    firm.customer(10001)
    common = {"fee_type": "LØPENDE"}
    firm.win.insert("project", row_id="p3", project_no="A3", parent_project_no="A2", level=3, name="Oppgave", **common)
    firm.win.insert("project", row_id="p2", project_no="A2", parent_project_no="Z1", level=2, name="Del", **common)
    firm.win.insert("project", row_id="p1", project_no="Z1", level=1, name="Hoved", customer_no=10001, **common)
    firm.sync("customer")
    keys = [c.key for c in firm.changes("project") if c.action is Action.CREATE]
    assert keys[0] == "Z1"
    firm.sync()
    projects = {p["Name"]: p for p in firm.ledger()["projects"]}
    assert set(projects) == {"Hoved", "Del", "Del / Oppgave"}
    assert projects["Del / Oppgave"]["ParentProjectId"] == projects["Hoved"]["Id"]
    assert firm.changes() == []


def test_a_number_outside_the_series_is_refused_and_what_needs_it_waits(firm: Firm) -> None:
    firm.customer(77)
    firm.win.insert("contact_person", row_id="k1", contact_id="K1", customer_no=77, first_name="Kari", last_name="Å")
    firm.customer(10001)
    plan = firm.plan()
    refused, waiting = decision(plan, "customer", "77"), decision(plan, "contact_person", "K1")
    assert refused.action is Action.REFUSED
    assert [d.code for d in refused.diagnostics if d.is_error] == ["R301"]
    assert waiting.action is Action.WAIT
    assert waiting.diagnostics[0].waits_for == "customer:77"
    assert [c.key for c in firm.sync().done] == ["10001"]
    with firm.open() as workspace:
        assert workspace.office.store is not None
        held = {(h.mapping, h.key): h for h in workspace.office.store.held()}
    assert held["contact_person", "K1"].waits_for == "customer:77"
    firm.win.run("UPDATE customer SET external_ledger_no = 10077 WHERE customer_no = 77")
    assert len(firm.sync().done) == 2
    with firm.open() as workspace:
        assert workspace.office.store is not None
        assert workspace.office.store.held() == []


def test_the_owner_of_a_number_goes_on_and_equal_external_numbers_are_both_refused(firm: Firm) -> None:
    firm.customer(10001, "Eier AS")
    firm.customer(501, "Tar AS", external_ledger_no=10001)
    firm.customer(502, "En AS", external_ledger_no=10500)
    firm.customer(503, "To AS", external_ledger_no=10500)
    plan = firm.plan("customer")
    found = {c.key: (c.action.value, [d.code for d in c.diagnostics if d.is_error]) for c in plan.changes}
    assert found["10001"][0] == "create"
    assert found["501"] == ("refused", ["R303"])
    assert found["502"] == found["503"] == ("refused", ["R304"])


def test_a_number_that_was_sent_is_never_changed(firm: Firm) -> None:
    firm.customer(501, external_ledger_no=10001)
    firm.sync()
    firm.win.run("UPDATE customer SET external_ledger_no = 10002")
    change = decision(firm.plan(), "customer", "501")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "R302")


def test_a_recoded_department_is_retired_and_made_anew(firm: Firm) -> None:
    firm.win.insert("department", row_id="d1", department_no="10", name="Lønn")
    firm.sync()
    firm.win.run("UPDATE department SET department_no = '15'")
    assert _actions(firm) == [("department", "10", "update"), ("department", "15", "create")]
    firm.sync()
    assert firm.go("departments", Code="10")["IsActive"] is False
    assert firm.go("departments", Code="15")["IsActive"] is True
    assert firm.changes() == []


def test_a_missing_row_is_no_order_to_delete(firm: Firm) -> None:
    firm.customer(10001)
    firm.customer(10002, "Vik AS")
    firm.sync()
    firm.win.run("DELETE FROM customer WHERE customer_no = 10002")
    plan = firm.plan("customer")
    assert plan.deeds == []
    assert plan.sections[0].missing == ("10002",)


def test_a_record_that_stands_in_go_is_adopted_not_made_twice(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS", email="ny@fjord.example")
    firm.sync()
    (firm.folder / "state.db").unlink()
    firm.win.run("UPDATE customer SET email = 'post@fjord.example'")
    change = decision(firm.plan(), "customer", "10001")
    assert change.action is Action.ADOPT
    assert [f.target for f in change.fields] == ["EmailAddress"]
    firm.sync()
    assert len(firm.ledger()["customers"]) == 1
    assert firm.changes() == []


def test_a_linked_record_that_go_lost_waits_for_a_person(firm: Firm) -> None:
    firm.win.insert("department", row_id="d1", department_no="10", name="Lønn")
    firm.sync()
    firm.control("POST", "reset")
    change = decision(firm.plan("department"), "department", "10")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "P101")


def test_an_inactive_customer_is_left_out_until_an_invoice_needs_it(firm: Firm) -> None:
    firm.customer(10001, "Sover AS", active=0)
    assert firm.changes() == []
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    assert _actions(firm) == [("customer", "10001", "create"), ("invoice", "1/5001", "post")]
    firm.sync()
    assert firm.go("customers", Number=10001)["IsArchived"] is False
    # It has a balance now: it is archived when that is paid, and until then no run tries.
    assert firm.changes() == []
    firm.win.run("UPDATE customer SET name = 'Sover godt AS'")
    firm.sync()
    firm.pay(5001, "125.00")
    change = decision(firm.plan("customer"), "customer", "10001")
    assert [(f.target, f.after, f.drift) for f in change.fields] == [("IsArchived", True, False)]
    firm.sync()
    assert firm.go("customers", Number=10001)["IsArchived"] is True


def test_a_customer_that_an_invoice_kept_in_use_is_archived_when_it_is_paid(firm: Firm) -> None:
    firm.customer(10001, "Sover AS")
    firm.sync()
    firm.win.run("UPDATE customer SET active = 0")
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    assert firm.changes() == []
    firm.pay(5001, "125.00")
    [change] = firm.changes("customer")
    assert [(f.target, f.before, f.after) for f in change.fields] == [("IsArchived", False, True)]


def test_an_archived_customer_is_brought_back_before_its_invoice(firm: Firm) -> None:
    firm.customer(10001, "Sover AS")
    firm.sync()
    firm.win.run("UPDATE customer SET active = 0")
    firm.sync()
    assert firm.go("customers", Number=10001)["IsArchived"] is True
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    assert _actions(firm) == [("customer", "10001", "update"), ("invoice", "1/5001", "post")]
    firm.sync()
    assert firm.go("customers", Number=10001)["IsArchived"] is False
    assert firm.changes() == []


def test_nothing_is_sent_to_an_account_that_somebody_decided_against(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    (firm.folder / "links.yaml").write_text("customer: {10001: 999999}\n", encoding="utf-8")
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    plan = firm.sync().plan
    customer, invoice = decision(plan, "customer", "10001"), decision(plan, "invoice", "1/5001")
    assert (customer.action, customer.diagnostics[0].code) == (Action.REFUSED, "P106")
    assert (invoice.action, invoice.diagnostics[0].code) == (Action.WAIT, "R202")
    assert firm.ledger()["vouchers"] == []
    (firm.folder / "links.yaml").unlink()
    assert [(change.entity, change.action) for change in firm.sync().done] == [("invoice", Action.POST)]


def test_links_yaml_decides(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    firm.sync()
    id_ = firm.go("customers", Number=10001)["Id"]
    (firm.folder / "state.db").unlink()
    firm.win.run("UPDATE customer SET row_id = 'annen'")
    firm.win.run("UPDATE customer SET name = 'Helt Annet AS'")
    assert decision(firm.plan("customer"), "customer", "10001").action in (Action.ADOPT, Action.REFUSED)
    (firm.folder / "links.yaml").write_text(f"customer: {{10001: {id_}}}\n", encoding="utf-8")
    assert decision(firm.plan("customer"), "customer", "10001").action is Action.ADOPT
    (firm.folder / "links.yaml").write_text("customer: {10001: 99}\n", encoding="utf-8")
    change = decision(firm.plan("customer"), "customer", "10001")
    assert (change.action, change.diagnostics[0].code) == (Action.REFUSED, "P106")


def test_a_personal_number_is_told_nowhere(firm: Firm) -> None:
    firm.customer(10001, org_no="923609016", email="feil 01017000027")
    report = firm.sync()
    assert [r.problem.code for r in report.failed if r.problem] == ["P501"]
    assert "01017000027" not in str([r.problem for r in report.failed])
    firm.win.run("UPDATE customer SET email = NULL")
    firm.sync()
    id_ = firm.go("customers", Number=10001)["Id"]
    firm.control("PATCH", f"records/customers/{id_}", {"OrganizationNumber": "01017000027"})
    change = decision(firm.plan(), "customer", "10001")
    assert [(f.target, f.before) for f in change.fields] == [("OrganizationNumber", "***********")]


def test_an_id_that_was_looked_up_has_its_code_beside_it(firm: Firm) -> None:
    for number in ("10", "20"):
        firm.win.insert("department", row_id=f"d{number}", department_no=number, name=f"Avdeling {number}")
    firm.customer(10001, payment_days=14, department_no="10")
    codes = {f.target: (f.code_before, f.code) for f in decision(firm.plan(), "customer", "10001").fields}
    assert codes["PaymentTermId"] == ("", "14")
    assert codes["DepartmentId"] == ("", "")  # no id yet, and the placeholder names the department itself
    firm.sync()
    firm.win.run("UPDATE customer SET payment_days = 30, department_no = '20' WHERE customer_no = 10001")
    change = decision(firm.plan(), "customer", "10001")
    codes = {f.target: (f.code_before, f.code) for f in change.fields}
    assert codes == {"PaymentTermId": ("14", "30"), "DepartmentId": ("10", "20")}
    told = {item["target"]: item for item in change_json(change)["fields"]}
    assert (told["PaymentTermId"]["code_before"], told["PaymentTermId"]["code"]) == ("14", "30")
    assert change.request is not None
    assert "code" not in exact_json.dumps(change.request.payload).lower()  # what is sent is only the ids


def test_an_id_that_nobody_knows_has_no_code(firm: Firm) -> None:
    with firm.open() as workspace:
        go = workspace.office.connections["go"]
        term = next(row for row in go.setting("PaymentTerm") if row["CreditDays"] == 30)
        asked = ("PaymentTerm", "CreditDays")
        assert SettingRows(go).code_of(*asked, term["Id"]) == "30"
        assert SettingRows(go).code_of(*asked, -1) == ""
        assert SettingRows(go, offline=True).code_of(*asked, term["Id"]) == ""


def test_a_record_that_is_adopted_is_known_by_its_id_too() -> None:
    entity = Entity("win", "customer", Nature.VIEW, ("customer_no",), ())
    known = KnownEntity(entity, {"1": Link("win.customer", "1", "customer", 11)}, unusable={"2"})
    assert known.by_target("12") is None
    known.add(Link("win.customer", "2", "customer", 12))
    found = known.by_target(12)
    assert found is not None
    assert (found.key, known.unusable) == ("2", set())


def test_a_field_that_this_connection_cannot_change_is_left_as_it_was_made(firm: Firm) -> None:
    workspace = firm.folder / "workspace.yaml"
    text = workspace.read_text(encoding="utf-8")
    workspace.write_text(text.replace("timeout_seconds: 2}", "timeout_seconds: 2, profile: go.toml}"), encoding="utf-8")
    (firm.folder / "go.toml").write_text('[patch]\nrefused = ["customer.PhoneNumber"]\n', encoding="utf-8")
    firm.customer(10001, "Fjord AS", phone="22 00 00 01")
    firm.sync()
    made = firm.go("customers", Number=10001)["PhoneNumber"]
    firm.win.run("UPDATE customer SET name = 'Fjord Bygg AS', phone = '22 00 00 02' WHERE customer_no = 10001")
    assert [f.target for f in decision(firm.plan(), "customer", "10001").fields] == ["Name"]
    firm.sync()
    held = firm.go("customers", Number=10001)
    assert (held["Name"], held["PhoneNumber"]) == ("Fjord Bygg AS", made)
    assert firm.changes() == []
