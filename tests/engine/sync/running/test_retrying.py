"""Retrying: only the chosen records and what they need are sent; all else is left as it was, cursors too."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from typing import TypeVar

import pytest

from engine.model.change import Action
from engine.sync.plan import Plan, PlanRefused
from engine.sync.running.retrying import HeldRecord, SeveralHeld, chosen, make_retry
from engine.sync.running.run import Errand, RunReport, run
from engine.sync.state.records import Held
from engine.sync.state.store import Store
from parts.firm import Firm

T = TypeVar("T")


def _held(entity: str, key: str, action: str = "refused") -> Held:
    return Held(entity, key, action, "R301", "no", entity=entity)


HELD = [
    _held("customer", "512"),
    _held("customer", "77"),
    _held("project", "77"),
    _held("invoice", "1/5001", "post"),
    _held("invoice", "1/5001", "wait"),
    _held("payment", "901/6f1c"),
]


def retry(firm: Firm, *records: HeldRecord) -> RunReport:
    with firm.open() as workspace:
        made = Errand("retry", "test", "0", partial(make_retry, records=frozenset(records)))
        return run(workspace.office, made, workspace.lock)


def plan_of(firm: Firm, *records: HeldRecord) -> Plan:
    with firm.open() as workspace:
        return make_retry(workspace.office, frozenset(records))


def remembered(firm: Firm, ask: Callable[[Store], T]) -> T:
    """What the state answers."""
    with firm.open() as workspace:
        assert workspace.office.store is not None
        return ask(workspace.office.store)


def held(firm: Firm) -> list[Held]:
    return remembered(firm, Store.held)


def tries(firm: Firm) -> dict[tuple[str, str], int]:
    return {(item.entity, item.key): item.tries for item in held(firm)}


def deeds(plan: Plan) -> list[tuple[str, str, Action]]:
    return [(change.mapping, change.key, change.action) for change in plan.deeds]


# ---- which records are meant


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        (["512"], {("customer", "512")}),
        (["customer:77"], {("customer", "77")}),
        (["1/5001", "901/6f1c"], {("invoice", "1/5001"), ("payment", "901/6f1c")}),
        (["901:6f1c"], {("payment", "901/6f1c")}),
        (["payment:901:6f1c", "invoice:1/5001"], {("invoice", "1/5001"), ("payment", "901/6f1c")}),
        ([], {(item.entity, item.key) for item in HELD}),
    ],
)
def test_a_key_alone_will_do_where_it_is_held_once(names: Sequence[str], meant: set[HeldRecord]) -> None:
    assert chosen(HELD, names) == meant


def test_a_key_that_several_entities_have_must_be_said_with_its_entity() -> None:
    with pytest.raises(SeveralHeld) as told:
        chosen(HELD, ["77"])
    assert told.value.meant == ("customer:77", "project:77")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("513", "customer:512"),
        ("customer", "customer:512, customer:77"),
        ("invoice:5001", "invoice:1/5001"),
        ("5001", "invoice:1/5001"),
        ("custmer:512", "customer:512, customer:77"),
        ("payment:901", "payment:901/6f1c"),
    ],
)
def test_an_unknown_key_is_refused_with_those_that_may_be_meant(name: str, near: str) -> None:
    with pytest.raises(PlanRefused) as told:
        chosen(HELD, ["512", name])
    (diagnostic,) = told.value.diagnostics
    assert (diagnostic.code, diagnostic.help) == ("P112", f"did you mean {near}?")


def test_where_nothing_looks_like_it_the_usual_remedy_stands() -> None:
    with pytest.raises(PlanRefused) as told:
        chosen([], ["512"])
    assert [(d.code, d.help) for d in told.value.diagnostics] == [("P112", "")]


# ---- what is sent


def _two_refused_customers(firm: Firm) -> None:
    firm.customer(77, "Utenfor AS")
    firm.customer(903, "Borte AS")
    firm.customer(10001)
    firm.win.insert("contact_person", row_id="k1", contact_id="K1", customer_no=77, first_name="Kari", last_name="Å")
    firm.sync()


def test_only_the_chosen_record_goes_and_the_others_stay_held_as_they_were(firm: Firm) -> None:
    _two_refused_customers(firm)
    firm.win.run("UPDATE customer SET external_ledger_no = customer_no + 10000 WHERE customer_no IN (77, 903)")
    firm.win.run("UPDATE customer SET name = 'Fjord Bygg AS' WHERE customer_no = 10001")
    since = {item.key: item.since for item in held(firm)}
    report = retry(firm, ("customer", "77"))
    assert [(c.entity, c.key) for c in report.done] == [("customer", "77")]
    assert tries(firm) == {("customer", "903"): 1, ("contact_person", "K1"): 1}
    assert {item.key: item.since for item in held(firm)} == {k: since[k] for k in ("903", "K1")}
    assert firm.go("customers", Number=10001)["Name"] == "Fjord AS"
    assert {(c.entity, c.key) for c in firm.sync().done} == {
        ("customer", "903"),
        ("customer", "10001"),
        ("contact_person", "K1"),
    }


def test_what_it_needs_goes_first_near_and_far(firm: Firm) -> None:
    firm.customer(77)
    firm.customer(903)
    firm.win.insert("contact_person", row_id="k1", contact_id="K1", customer_no=77, first_name="Kari", last_name="Å")
    firm.sync()
    firm.win.run("UPDATE customer SET external_ledger_no = customer_no + 10000")
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn")
    firm.win.run("UPDATE customer SET department_no = '10' WHERE customer_no = 77")
    plan = plan_of(firm, ("contact_person", "K1"))
    assert deeds(plan) == [
        ("department", "10", Action.CREATE),
        ("customer", "77", Action.CREATE),
        ("contact_person", "K1", Action.CREATE),
    ]
    assert len(retry(firm, ("contact_person", "K1")).done) == 3
    assert tries(firm) == {("customer", "903"): 1}


def test_a_record_that_still_cannot_go_counts_a_try_and_so_does_no_other(firm: Firm) -> None:
    _two_refused_customers(firm)
    report = retry(firm, ("customer", "77"))
    assert report.done == []
    assert tries(firm) == {("customer", "77"): 2, ("customer", "903"): 1, ("contact_person", "K1"): 1}


def test_a_record_that_waits_for_one_that_is_still_refused_goes_on_waiting(firm: Firm) -> None:
    _two_refused_customers(firm)
    assert retry(firm, ("contact_person", "K1")).done == []
    assert tries(firm) == {("customer", "77"): 1, ("customer", "903"): 1, ("contact_person", "K1"): 2}


def test_a_record_that_is_gone_from_win_is_held_no_more(firm: Firm) -> None:
    _two_refused_customers(firm)
    firm.win.run("DELETE FROM customer WHERE customer_no = 903")
    retry(firm, ("customer", "903"))
    assert tries(firm) == {("customer", "77"): 1, ("contact_person", "K1"): 1}


def test_nothing_to_retry_plans_nothing(firm: Firm) -> None:
    firm.customer(10001)
    report = retry(firm)
    assert list(report.plan.sections) == []
    assert firm.requests() == []


def test_the_second_pass_of_a_record_goes_with_it_and_none_of_what_it_needs(firm: Firm) -> None:
    firm.win.insert("employee", row_id="e7", employee_no=7, first_name="Ola", last_name="Ås", invoice_client_no=1)
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn", manager_no=7)
    firm.mischief({"on": "POST /v2/Departments", "nth": 1, "times": 1, "do": "status:400"})
    firm.sync("department")
    assert {(item.mapping, item.key) for item in held(firm)} >= {("department", "10")}
    plan = plan_of(firm, ("department", "10"))
    assert deeds(plan) == [
        ("department", "10", Action.CREATE),
        ("employee", "7", Action.CREATE),
        ("department_manager", "10", Action.UPDATE),
    ]
    retry(firm, ("department", "10"))
    assert held(firm) == []
    assert firm.changes() == []


def test_a_record_under_a_new_key_takes_its_old_self_out_of_use_first(firm: Firm) -> None:
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn")
    firm.sync()
    firm.win.run("UPDATE department SET department_no = '11'")
    plan = plan_of(firm, ("department", "11"))
    assert deeds(plan) == [("department", "10", Action.UPDATE), ("department", "11", Action.CREATE)]


def test_a_pdf_that_waits_is_sent_by_itself(firm: Firm) -> None:
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"), pdf_path="5001.pdf")
    firm.invoice(5002, 10001, ("100.00", "25.00"), pdf_path="5002.pdf")
    firm.sync()
    firm.pdf("5001.pdf")
    firm.pdf("5002.pdf")
    report = retry(firm, ("invoice", "1/5001"))
    assert [(c.key, c.action) for c in report.done] == [("1/5001", Action.ATTACH)]
    assert tries(firm) == {("invoice", "1/5002"): 1}


# ---- what a part of a plan does not say


def test_a_retry_does_not_say_that_its_mappings_were_carried_out(firm: Firm) -> None:
    firm.customer(77)
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn")
    firm.sync("department")
    before = remembered(firm, Store.last_carried_out)
    retry(firm, ("customer", "77"))
    assert remembered(firm, Store.last_carried_out) == before


def test_a_retried_payment_moves_no_cursor_past_others(firm: Firm) -> None:
    firm.customer(10001)
    for number in (5001, 5002):
        firm.invoice(number, 10001, ("1000.00", "250.00"))
    firm.sync()
    firm.payments()
    _unlink(firm, "1/5001")
    firm.pay(5001, "1250.00")
    firm.payments()
    ((entity, key),) = tries(firm)
    cursor = remembered(firm, lambda store: store.cursor("payment"))
    firm.pay(5002, "1250.00")
    report = retry(firm, (entity, key))
    assert [(c.mapping, c.action) for c in report.done] == [("invoice", Action.ADOPT), ("payment", Action.PAY)]
    assert remembered(firm, lambda store: store.cursor("payment")) == cursor
    assert held(firm) == []
    assert firm.win.run("SELECT invoice_no FROM payment_in") == [(5001,)]
    firm.payments()
    assert firm.win.run("SELECT invoice_no FROM payment_in") == [(5001,), (5002,)]
    assert firm.payments().done == []


def _unlink(firm: Firm, key: str) -> None:
    with closing(sqlite3.connect(firm.folder / "state.db")) as state, state:
        state.execute("DELETE FROM link WHERE entity = 'win.invoice' AND key = ?", (key,))
