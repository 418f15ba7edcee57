"""Taking a run back: fields, records out of use, links, vouchers, rows of an inlet; what was changed since is left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.model import exact_json
from engine.model.change import Action, Request
from engine.sync.plan import Plan, PlanRefused, plan_json
from engine.sync.reverting.revert import make_revert
from engine.sync.state.records import Intent
from parts.firm import ENTITIES, Firm
from parts.linking import keep_link
from parts.taking_back import name_entities, newest, posted, revert, said, way_back


@pytest.fixture(autouse=True)
def _of_few_entities(firm: Firm) -> None:
    """What most of these tests need, and what loads in a moment."""
    name_entities(firm, "customer, invoice, credit_note, payment")


def _first_words(plan: Plan) -> str:
    return next(iter(plan.changes)).diagnostics[0].message


def _content(value: Any) -> Any:
    """What a record says, without Go's own clock and ids."""
    if isinstance(value, dict):
        return {k: _content(v) for k, v in value.items() if "Changed" not in k and k != "Id"}
    return value


def _addressed(firm: Firm, **cells: Any) -> None:
    address = {"address_1": "Storgata 1", "postal_code": "0155", "city": "Oslo", "country": "NO"}
    firm.customer(10001, "Fjord AS", **{**address, **cells})


# ---- fields


def test_fields_get_their_old_values_and_the_next_plan_sends_them_again(firm: Firm) -> None:
    _addressed(firm, email="post@fjord.example")
    firm.sync()
    before = firm.go("customers", Number=10001)
    firm.win.run("UPDATE customer SET name = 'Fjord Bygg AS', city = 'Bergen', email = NULL, phone = '22 00 00 00'")
    firm.sync()
    assert firm.go("customers", Number=10001)["MailAddress"]["City"] == "Bergen"
    report = revert(firm)
    assert report.failed == []
    assert _content(firm.go("customers", Number=10001)) == _content(before)
    (again,) = firm.changes()
    assert {field.target for field in again.fields} == {"Name", "MailAddress.City", "EmailAddress", "PhoneNumber"}
    assert not again.drift, "what was taken back was not changed by hand"


def test_an_address_that_was_not_there_is_cleared_again(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    firm.win.run("UPDATE customer SET address_1 = 'Storgata 1', postal_code = '0155', city = 'Oslo'")
    firm.sync()
    assert firm.go("customers", Number=10001)["MailAddress"]["City"] == "Oslo"
    (change,) = way_back(firm).changes
    assert change.request is not None
    assert change.request.payload == [{"op": "replace", "path": "/MailAddress", "value": None}]
    revert(firm)
    assert firm.go("customers", Number=10001).get("MailAddress") is None


def test_a_second_pass_is_taken_back_too(firm: Firm) -> None:
    name_entities(firm, "department, employee")
    firm.win.insert("department", row_id="d1", department_no="10", name="Lønn")
    firm.win.insert("employee", row_id="e7", employee_no=7, first_name="Ola", last_name="Ås", invoice_client_no=1)
    firm.sync()
    firm.win.run("UPDATE department SET manager_no = 7, name = 'Lønn og HR'")
    firm.sync()
    assert firm.go("departments", Code="10")["ManagerEmployeeId"] is not None
    assert [(c.mapping, c.entity) for c in way_back(firm).changes] == [
        ("department_manager", "department"),
        ("department", "department"),
    ]
    revert(firm)
    department = firm.go("departments", Code="10")
    assert (department["ManagerEmployeeId"], department["Name"]) == (None, "Lønn")


def test_a_personal_number_goes_back_whole_and_is_never_shown(firm: Firm) -> None:
    firm.customer(10001, "Ola Nordmann")
    firm.sync()
    identity = firm.go("customers", Number=10001)["Id"]
    firm.control("PATCH", f"records/customers/{identity}", {"Name": "Ola 010170 12345"})
    firm.clock.sleep(10)
    firm.sync()
    plan = way_back(firm)
    shown = exact_json.dumps(plan_json(plan))
    assert "12345" not in shown
    assert "***********" in shown
    revert(firm)
    assert firm.go("customers", Number=10001)["Name"] == "Ola 010170 12345"


def test_what_was_changed_by_hand_since_is_left_alone(firm: Firm) -> None:
    _addressed(firm)
    firm.sync()
    firm.win.run("UPDATE customer SET name = 'Fjord Bygg AS', city = 'Bergen', phone = '22 00 00 00'")
    firm.sync()
    identity = firm.go("customers", Number=10001)["Id"]
    firm.control("PATCH", f"records/customers/{identity}", {"Name": "Skrevet i Go"})
    plan = way_back(firm)
    assert said(plan) == {"customer 10001 update": ["P702"]}
    assert sum(firm.clock.slept) > 0, "a change that is seen a moment after the run may be an old state"
    revert(firm)
    customer = firm.go("customers", Number=10001)
    assert (customer["Name"], customer["MailAddress"]["City"], customer["PhoneNumber"]) == (
        "Skrevet i Go",
        "Oslo",
        None,
    )


def test_what_a_later_run_changed_is_left_alone_until_that_run_is_taken_back(firm: Firm) -> None:
    firm.customer(10001, "A")
    firm.sync()
    for name in ("B", "C", "D"):
        firm.win.run("UPDATE customer SET name = ?", name)
        firm.sync("customer")
    last = newest(firm)
    assert f"run {last} changed Name" in _first_words(way_back(firm, last - 2))
    revert(firm, last)
    last -= 1
    assert said(way_back(firm, last - 1)) == {"customer 10001 skipped": ["P702"]}
    assert f"run {last} changed Name" in _first_words(way_back(firm, last - 1))
    revert(firm, last)
    assert firm.go("customers", Number=10001)["Name"] == "B"
    revert(firm, last - 1)
    assert firm.go("customers", Number=10001)["Name"] == "A"


def test_a_run_is_taken_back_once_and_taking_back_can_be_taken_back(firm: Firm) -> None:
    firm.customer(10001, "A")
    firm.sync()
    firm.win.run("UPDATE customer SET name = 'B'")
    firm.sync()
    number = newest(firm)
    revert(firm, number)
    assert said(way_back(firm, number)) == {"customer 10001 skipped": ["P705"]}
    revert(firm)  # the way back of the way back
    assert firm.go("customers", Number=10001)["Name"] == "B"
    assert firm.changes() == []
    revert(firm, number)
    assert firm.go("customers", Number=10001)["Name"] == "A"


# ---- what was made


def test_what_was_made_goes_out_of_use_dependants_first_and_is_brought_back_by_the_next_run(firm: Firm) -> None:
    name_entities(firm, ENTITIES)
    _fill_registers(firm)
    firm.sync()
    plan = way_back(firm)
    order = list(dict.fromkeys(change.entity for change in plan.changes))
    assert order == ["project", "contact_person", "customer", "department", "employee"]
    assert [c.mapping for c in plan.changes][-3:] == ["department_manager", "employee", "department"]
    assert {d.code for change in plan.deeds for d in change.diagnostics} == {"P704"}
    report = revert(firm)
    assert report.failed == []
    ledger = firm.ledger()
    assert [row["IsArchived"] for name in ("customers", "employees") for row in ledger[name]] == [True, True]
    assert {row["IsActive"] for name in ("departments", "contact_persons", "projects") for row in ledger[name]} == {
        False
    }
    assert {c.action for c in firm.changes()} == {Action.UPDATE}, "nothing is made twice"
    firm.sync()
    assert firm.go("customers", Number=10001)["IsArchived"] is False
    assert firm.changes() == []


def _fill_registers(firm: Firm) -> None:
    firm.win.insert("department", row_id="d1", department_no="10", name="Lønn", manager_no=7)
    firm.win.insert("employee", row_id="e7", employee_no=7, first_name="Ola", last_name="Ås", invoice_client_no=1)
    firm.customer(10001, department_no="10")
    firm.win.insert(
        "contact_person", row_id="k1", contact_id="K1", customer_no=10001, first_name="Kari", last_name="Ås"
    )
    firm.win.insert(
        "project", row_id="p1", project_no="P1", level=1, name="Revisjon", customer_no=10001, fee_type="TAK"
    )


def test_a_record_with_a_balance_stays_in_use(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    number = newest(firm)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    assert said(way_back(firm, number)) == {"customer 10001 refused": ["P703"]}


def test_a_customer_goes_out_of_use_once_its_invoice_of_the_same_run_is_reversed(firm: Firm) -> None:
    firm.control("PUT", "settings", {"ReversalSeconds": 0})
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    report = revert(firm)
    assert report.failed == []
    assert firm.go("customers", Number=10001)["IsArchived"] is True


def _customer_and_invoice(firm: Firm) -> int:
    """A run that made a customer together with an invoice of 125.00; its number."""
    firm.control("PUT", "settings", {"ReversalSeconds": 0})
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    return newest(firm)


def test_a_customer_stays_in_use_while_an_invoice_of_another_run_is_open(firm: Firm) -> None:
    number = _customer_and_invoice(firm)
    firm.invoice(5002, 10001, ("80.00", "20.00"))
    firm.sync()
    second = newest(firm)
    assert said(way_back(firm, number)) == {"invoice 1/5001 reverse": [], "customer 10001 refused": ["P703"]}
    assert revert(firm, number).failed == []
    assert firm.go("customers", Number=10001)["IsArchived"] is False
    revert(firm, second)
    assert said(way_back(firm, number))["customer 10001 update"] == ["P704"]
    assert revert(firm, number).failed == []
    assert firm.go("customers", Number=10001)["IsArchived"] is True


@pytest.mark.parametrize("credited", ["100.00", "40.00"])
def test_a_customer_stays_in_use_while_a_credit_note_or_a_payment_is_left(firm: Firm, credited: str) -> None:
    """Also where credit note and invoice came to nothing together, and Go would have let the customer go."""
    number = _customer_and_invoice(firm)
    vat = {"100.00": "25.00", "40.00": "10.00"}[credited]
    firm.invoice(5002, 10001, (credited, vat), type="KREDITNOTA")
    firm.sync()
    second = newest(firm)
    assert said(way_back(firm, number))["customer 10001 refused"] == ["P703"]
    revert(firm, second)
    firm.control("POST", "payments", {"CustomerNo": 10001, "Amount": 10, "Kind": "payment", "Date": "2026-11-01"})
    assert said(way_back(firm, number))["customer 10001 refused"] == ["P703"]


def test_a_customer_goes_out_of_use_with_the_invoice_and_the_credit_note_of_its_run(firm: Firm) -> None:
    firm.invoice(5002, 10001, ("40.00", "10.00"), type="KREDITNOTA")
    number = _customer_and_invoice(firm)
    assert said(way_back(firm, number))["customer 10001 update"] == ["P704"]
    assert revert(firm, number).failed == []
    assert firm.go("customers", Number=10001)["IsArchived"] is True


def test_a_record_that_is_out_of_use_already_or_gone_is_said(firm: Firm) -> None:
    name_entities(firm, "department")
    firm.win.insert("department", row_id="d1", department_no="10", name="Lønn")
    firm.win.insert("department", row_id="d2", department_no="20", name="Revisjon")
    firm.sync()
    number = newest(firm)
    identity = firm.go("departments", Code="10")["Id"]
    firm.control("PATCH", f"records/departments/{identity}", {"IsActive": False})
    _delete(firm, "Departments", firm.go("departments", Code="20")["Id"])
    firm.clock.sleep(10)
    assert said(way_back(firm, number)) == {
        "department 20 skipped": ["P702"],
        "department 10 skipped": ["P705"],
    }


def _delete(firm: Firm, path: str, identity: int) -> None:
    """As a person in Go does who takes a record away."""
    with firm.open() as workspace:
        workspace.office.connections["go"]._client._exchange(  # type: ignore[attr-defined]
            workspace.office.connections["go"]._client._asked("DELETE", f"/{path}/{identity}")  # type: ignore[attr-defined]
        )


def test_what_was_brought_back_into_use_since_is_left_alone(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    number = newest(firm)
    revert(firm, number)
    identity = firm.go("customers", Number=10001)["Id"]
    firm.control("PATCH", f"records/customers/{identity}", {"IsArchived": False})
    assert "by hand" in _first_words(way_back(firm, number))
    firm.control("PATCH", f"records/customers/{identity}", {"IsArchived": True})
    firm.sync("customer")  # Win says that it is active
    assert "changed IsArchived" in _first_words(way_back(firm, number))


def test_a_record_that_came_into_use_and_has_a_balance_now_stays_in_use(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync("customer")
    firm.win.run("UPDATE customer SET active = 0")
    firm.sync("customer")
    firm.win.run("UPDATE customer SET active = 1, name = 'Ny AS'")
    firm.sync("customer")
    number = newest(firm)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync("invoice")
    (change,) = way_back(firm, number).changes
    assert [field.target for field in change.fields] == ["Name"]
    assert [d.code for d in change.diagnostics] == ["P703"]


def test_a_whole_object_goes_back_without_what_only_the_target_writes(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync("customer")
    identity = firm.go("customers", Number=10001)["Id"]
    stood = {"Id": 5, "AddressLine1": "c/o 010170 12345", "AddressLine2": None, "City": "Oslo", "ZipCode": "0155"}
    request = Request("customer", Action.UPDATE, "PATCH", f"/Customers/{identity}", [])
    intent = Intent(
        "customer", "win.customer", "10001", "go", "customer", request,
        sent={"MailAddress": None}, before={"MailAddress": stood},
    )  # fmt: skip
    with firm.open() as workspace:
        store = workspace.office.store
        assert store is not None
        number = store.begin_run("sync", "test", "0")
        store.done(number, store.begin(number, intent), intent, identity, {})
    shown = exact_json.dumps(plan_json(way_back(firm, number)))
    assert "c/o ***********" in shown
    assert "12345" not in shown
    assert revert(firm, number).failed == []
    address = firm.go("customers", Number=10001)["MailAddress"]
    assert (address["AddressLine1"], address["City"]) == ("c/o 010170 12345", "Oslo")
    revert(firm, number)


def test_what_no_call_can_take_back_is_refused(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    with firm.open() as workspace:
        go = workspace.office.connections["go"]
        entities = {n: replace(e, retire=None, reversal=None) for n, e in go.catalog.entities.items()}
        go.catalog = replace(go.catalog, entities=entities)
        plan = make_revert(workspace.office, 1)
    assert said(plan) == {"invoice 1/5001 refused": ["P703"], "customer 10001 refused": ["P703"]}


def test_nothing_is_promised_of_an_account_that_no_voucher_names(firm: Firm) -> None:
    _customer_and_invoice(firm)
    with firm.open() as workspace:
        go = workspace.office.connections["go"]
        go.catalog = replace(
            go.catalog, entities={n: replace(e, reconciled=None) for n, e in go.catalog.entities.items()}
        )
        plan = make_revert(workspace.office, 1)
    assert said(plan) == {"invoice 1/5001 reverse": [], "customer 10001 refused": ["P703"]}


# ---- links


def test_an_adopted_record_gets_its_fields_back_and_its_link_is_given_up(firm: Firm) -> None:
    _stands_in_go(firm)
    before = _content(firm.go("customers", Number=10001))
    firm.customer(10001, "Fjord AS", phone="22 00 00 00")
    report = firm.sync()
    assert [c.action for c in report.done] == [Action.ADOPT]
    plan = way_back(firm)
    assert [c.action for c in plan.changes] == [Action.UPDATE]
    assert revert(firm).failed == []
    assert _content(firm.go("customers", Number=10001)) == before
    (again,) = firm.changes()
    assert again.action is Action.ADOPT
    revert(firm)  # the way back of the way back
    assert firm.go("customers", Number=10001)["PhoneNumber"] == "22 00 00 00"
    assert firm.changes() == []


def _stands_in_go(firm: Firm, name: str = "Fjord AS") -> None:
    """A customer that a person made in Go: sent from Win, and forgotten."""
    firm.customer(10001, name)
    firm.sync("customer")
    (firm.folder / "state.db").unlink()
    firm.win.run("DELETE FROM customer")
    identity = firm.go("customers", Number=10001)["Id"]
    firm.control("PATCH", f"records/customers/{identity}", {"ExternalImportReference": None, "ExternalNumber": None})
    firm.clock.sleep(10)


def test_a_record_that_was_only_linked_is_linked_no_more_without_a_call(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    (firm.folder / "state.db").unlink()
    firm.sync()
    (change,) = way_back(firm).changes
    assert (change.action, change.request) == (Action.REVERSE, None)
    writes = len(firm.requests("PATCH")) + len(firm.requests("POST"))
    assert revert(firm).failed == []
    assert len(firm.requests("PATCH")) + len(firm.requests("POST")) == writes
    assert [c.action for c in firm.changes()] == [Action.ADOPT]
    undone = newest(firm)
    revert(firm)  # linked again
    assert firm.changes() == []
    assert said(way_back(firm, undone)) == {"customer 10001 skipped": ["P705"]}


def test_a_link_that_is_another_one_by_now_is_left_alone(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    (firm.folder / "state.db").unlink()
    firm.sync()
    number = newest(firm)
    revert(firm, number)
    assert said(way_back(firm, number)) == {"customer 10001 skipped": ["P705"]}
    undone = newest(firm)
    firm.sync()  # linked again
    assert said(way_back(firm, undone)) == {"customer 10001 skipped": ["P702"]}
    _relink(firm, "win.customer")
    assert said(way_back(firm)) == {"customer 10001 skipped": ["P702"]}


# ---- vouchers


def test_vouchers_are_reversed_and_can_be_posted_anew(firm: Firm) -> None:
    firm.control("PUT", "settings", {"ReversalSeconds": 0})
    firm.customer(10001)
    firm.sync()
    firm.invoice(5001, 10001, ("100.00", "25.00"), pdf_path=firm.pdf("5001.pdf"))
    firm.invoice(5002, 10001, ("40.00", "10.00"), type="KREDITNOTA")
    firm.sync()
    plan = way_back(firm)
    assert said(plan) == {"credit_note 1/5002 reverse": [], "invoice 1/5001 reverse": ["P704"]}
    assert [c.request.payload for c in plan.deeds if c.request] == [None, None]
    report = revert(firm)
    taken_back = newest(firm)
    assert report.failed == []
    ledger = firm.ledger()
    assert [voucher["IsReversed"] for voucher in ledger["vouchers"]] == [True, True]
    assert sum(entry["Amount"] for entry in ledger["entries"]) == 0
    assert list(firm.payments().plan.changes) == [], "a reversal is no payment that waits"
    assert list(said(way_back(firm, taken_back)).values()) == [["P703"], ["P703"]], "a reversal is not taken back"
    assert {(c.key, c.action) for c in firm.changes()} == {
        ("1/5001", Action.POST),
        ("1/5001", Action.ATTACH),
        ("1/5002", Action.POST),
    }
    firm.sync()
    standing = [v["InvoiceNo"] for v in firm.ledger()["vouchers"] if not v["IsReversed"]]
    assert sorted(standing) == ["5001", "5002"]
    assert len(firm.ledger()["documents"]) == 2


@pytest.mark.parametrize("kind", ["payment", "write_off"])
def test_a_voucher_that_something_settles_is_not_reversed(firm: Firm, kind: str) -> None:
    number = posted(firm, 5001, 5002)
    firm.pay(5001, "25.00", kind)
    assert said(way_back(firm, number)) == {"invoice 1/5002 reverse": [], "invoice 1/5001 refused": ["P703"]}
    report = revert(firm, number)
    assert [v["InvoiceNo"] for v in firm.ledger()["vouchers"] if v["IsReversed"]] == ["5002"]
    assert report.outcome == "done"
    firm.pay(5001, "0", "unmatch")
    assert said(way_back(firm, number))["invoice 1/5001 reverse"] == []


def test_a_voucher_of_a_closed_period_is_not_reversed(firm: Firm) -> None:
    number = posted(firm, 5001)
    firm.control("PUT", "settings", {"LockDate": "2026-10-31"})
    plan = way_back(firm, number)
    assert said(plan) == {"invoice 1/5001 refused": ["P703"]}
    firm.control("PUT", "settings", {"LockDate": "2026-10-14"})
    assert said(way_back(firm, number)) == {"invoice 1/5001 reverse": []}


def test_a_voucher_that_a_person_reversed_is_only_forgotten(firm: Firm) -> None:
    number = posted(firm, 5001)
    identity = firm.go("vouchers", InvoiceNo="5001")["Id"]
    _post(firm, f"/Vouchers/Reverse/{identity}")
    (change,) = way_back(firm, number).changes
    assert (change.action, change.request, [d.code for d in change.diagnostics]) == (Action.REVERSE, None, ["P702"])
    revert(firm, number)
    assert [c.action for c in firm.changes()] == [Action.POST]
    assert said(way_back(firm, number)) == {"invoice 1/5001 skipped": ["P705"]}


def _post(firm: Firm, path: str) -> None:
    """As another program with the same keys does."""
    with firm.open() as workspace:
        workspace.office.connections["go"]._client.write("POST", path, None)  # type: ignore[attr-defined]


def test_a_voucher_that_go_does_not_show_is_not_taken_for_reversed(firm: Firm) -> None:
    number = posted(firm, 5001)
    firm.mischief({"on": "GET *OutgoingInvoices*", "nth": 1, "times": 99, "do": "status:204"})
    assert said(way_back(firm, number)) == {"invoice 1/5001 refused": ["P703"]}
    assert sum(firm.clock.slept) > 0


def test_a_reversed_voucher_is_known_by_the_run_that_took_it_back(firm: Firm) -> None:
    number = posted(firm, 5001)
    revert(firm, number)
    taken_back = newest(firm)
    (change,) = way_back(firm, number).changes
    assert [d.code for d in change.diagnostics] == ["P705"]
    assert f"run {taken_back}" in str(change.diagnostics[0].message)


def test_a_file_that_came_later_stays_with_its_voucher(firm: Firm) -> None:
    number = posted(firm, 5001)
    firm.win.run("UPDATE invoice SET pdf_path = ?", firm.pdf("5001.pdf"))
    firm.sync()
    assert said(way_back(firm)) == {"invoice 1/5001 skipped": ["P704"]}
    assert said(way_back(firm, number)) == {"invoice 1/5001 reverse": []}


def test_an_old_invoice_that_was_only_linked_is_linked_no_more(firm: Firm) -> None:
    posted(firm, 5001)
    (firm.folder / "state.db").unlink()
    firm.sync()
    plan = way_back(firm)
    assert said(plan) == {"invoice 1/5001 reverse": ["P704"], "customer 10001 reverse": []}
    number = newest(firm)
    assert revert(firm, number).failed == []
    assert said(way_back(firm, number))["invoice 1/5001 skipped"] == ["P705"]
    revert(firm)  # linked again
    assert firm.changes() == []


def test_a_payment_of_a_voucher_that_is_linked_no_more_waits_for_its_link(firm: Firm) -> None:
    posted(firm, 5001)
    (firm.folder / "state.db").unlink()
    firm.sync()
    revert(firm)
    firm.pay(5001, "25.00")
    assert [c.action for c in firm.payments().plan.changes] == [Action.WAIT]
    firm.sync()
    assert [c.action for c in firm.payments().done] == [Action.PAY]


def test_a_voucher_whose_link_is_another_by_now_or_that_is_gone_is_left_alone(firm: Firm) -> None:
    posted(firm, 5001)
    (firm.folder / "state.db").unlink()
    firm.sync()
    number = newest(firm)
    revert(firm, number)
    undone = newest(firm)
    identity = firm.go("vouchers", InvoiceNo="5001")["Id"]
    firm.sync()
    assert said(way_back(firm, number))["invoice 1/5001 skipped"] == ["P705"]
    assert said(way_back(firm, undone))["invoice 1/5001 skipped"] == ["P702"]
    _relink(firm, "win.invoice")
    assert said(way_back(firm, newest(firm)))["invoice 1/5001 skipped"] == ["P702"]
    (firm.folder / "state.db").unlink()
    firm.sync()
    revert(firm)
    third = newest(firm)
    _post(firm, f"/Vouchers/Reverse/{identity}")
    firm.clock.sleep(10)
    assert said(way_back(firm, third))["invoice 1/5001 skipped"] == ["P702"]


def _relink(firm: Firm, entity: str) -> None:
    """Link an entity's only record to another one, as a later run may have."""
    with firm.open() as workspace:
        store = workspace.office.store
        assert store is not None
        (link,) = store.links(entity).values()
        keep_link(store, replace(link, target_id="another"))


def test_a_voucher_that_is_reversed_and_linked_to_another_is_said(firm: Firm) -> None:
    number = posted(firm, 5001)
    _post(firm, f"/Vouchers/Reverse/{firm.go('vouchers', InvoiceNo='5001')['Id']}")
    _relink(firm, "win.invoice")
    assert "is reversed already" in _first_words(way_back(firm, number))


# ---- the run itself


def test_a_run_that_is_not_known_is_refused(firm: Firm) -> None:
    with pytest.raises(PlanRefused) as refused:
        way_back(firm, 1)
    assert "none yet" in refused.value.diagnostics[0].message
    firm.sync()
    with pytest.raises(PlanRefused) as refused:
        way_back(firm, 7)
    assert [d.code for d in refused.value.diagnostics] == ["P701"]


def test_a_run_that_did_nothing_has_no_way_back(firm: Firm) -> None:
    firm.sync()
    assert list(way_back(firm).changes) == []


def test_what_is_held_and_what_was_carried_out_stay_the_words_of_the_sync(firm: Firm) -> None:
    firm.customer(10001)
    firm.customer(77)  # in no series
    firm.sync()
    held = _state(firm)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync("invoice")
    firm.pay(5001, "1.00")
    report = revert(firm)
    assert [c.action for c in report.plan.changes] == [Action.REFUSED]
    assert _state(firm)[0] == held[0]


def _state(firm: Firm) -> tuple[list[tuple[str, int]], dict[str, str]]:
    with firm.open() as workspace:
        store = workspace.office.store
        assert store is not None
        return [(item.key, item.tries) for item in store.held()], store.carried_out()


def test_guards_hold_for_it(firm: Firm) -> None:
    for number in range(10001, 10023):
        firm.customer(number, f"Kunde {number}")
    firm.sync()
    report = revert(firm)
    assert [d.code for d in report.refusals] == ["P401"]
    assert report.done == []
    allowed = revert(firm, newest(firm) - 1, allowed=frozenset({"max_update_share"}))
    assert len(allowed.done) == 22


def test_a_mapping_or_a_system_that_the_workspace_has_no_more_does_not_stop_it(firm: Firm) -> None:
    firm.customer(10001, "A")
    firm.sync()
    firm.win.run("UPDATE customer SET name = 'B'")
    firm.sync()
    name_entities(firm, "department")
    assert revert(firm).failed == []
    assert firm.go("customers", Number=10001)["Name"] == "A"
    with firm.open() as workspace:
        office = workspace.office
        del office.connections["go"]  # type: ignore[attr-defined]
        plan = make_revert(office, newest(firm))
    assert said(plan) == {"customer 10001 refused": ["P703"]}
