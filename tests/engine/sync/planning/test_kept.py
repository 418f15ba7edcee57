"""Records that are as they were are not mapped again, and whatever an outcome depends on has them mapped."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from engine.mapping.mapping import Mapping
from engine.model.change import Action
from engine.sync.planning import kept
from engine.sync.planning.diff import differences
from parts.firm import Firm, decision

TODAY_RULE = 'rules: |\n  warn end_date is absent or end_date >= today, "it ends"\n'


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The records whose rules were run, as `customer 10001`."""
    found: list[str] = []
    real = Mapping.run

    def noting(self: Mapping, record: Any, *arguments: Any, **more: Any) -> Any:
        found.append(f"{self.name} {self.key_of(record)}")
        return real(self, record, *arguments, **more)

    monkeypatch.setattr(Mapping, "run", noting)
    return found


@pytest.fixture
def settled(firm: Firm, runs: list[str]) -> Firm:
    """Two customers of a department, sent, and long enough ago that Go shows them."""
    firm.win.insert("department", row_id="d1", department_no="10", name="Regnskap")
    firm.customer(10001, "Fjord AS", department_no="10", payment_days=14)
    firm.customer(10002, "Vik AS", payment_days=14)
    firm.sync("department", "customer")
    firm.clock.sleep(60)
    runs.clear()
    return firm


def _overlay(firm: Firm, text: str) -> None:
    (firm.folder / "customer.yaml").write_text(f"mapping: customer\nextends: base/customer\n{text}", encoding="utf-8")


def _kept(firm: Firm) -> dict[str, str | None]:
    """The digests in the state by key."""
    with closing(sqlite3.connect(firm.folder / "state.db")) as state:
        return dict(state.execute("SELECT key, made_from FROM sent WHERE mapping = 'customer'").fetchall())


def test_what_was_just_sent_is_not_mapped_again(settled: Firm, runs: list[str]) -> None:
    assert settled.changes("customer") == []
    assert runs == []


def test_a_row_that_changed_is_mapped_and_no_other(settled: Firm, runs: list[str]) -> None:
    settled.win.run("UPDATE customer SET name = 'Vik Bygg AS' WHERE customer_no = 10002")
    assert [(c.key, c.action) for c in settled.changes("customer")] == [("10002", Action.UPDATE)]
    assert runs == ["customer 10002"]


def test_what_was_changed_by_hand_in_go_is_found_with_its_rule(settled: Firm, runs: list[str]) -> None:
    settled.control("PATCH", f"records/customers/{settled.go('customers', Number=10001)['Id']}", {"Name": "Fjørd"})
    settled.clock.sleep(60)
    change = decision(settled.plan("customer"), "customer", "10001")
    [field] = change.fields
    assert (field.target, field.before, field.after, field.drift) == ("Name", "Fjørd", "Fjord AS", True)
    assert field.rule is not None
    assert runs == ["customer 10001"]


def _edit_rules(firm: Firm) -> None:
    _overlay(firm, "rules: |\n  drop PhoneNumber\n")


def _widen_series(firm: Firm) -> None:
    kind = {"SubLedgerNumberSeriesType": "Customer", "Name": "Kunder", "IsDefault": True, "IsClientTrust": False}
    firm.control("PUT", "settings", {"Series": [{**kind, "FromInclusive": 10000, "ToInclusive": 29999}]})


@pytest.mark.parametrize(
    ("edit", "mapped"),
    [
        (_edit_rules, ["customer 10001", "customer 10002"]),
        (_widen_series, ["customer 10001", "customer 10002"]),
        (lambda firm: firm.clock.sleep(timedelta(days=2).total_seconds()), []),
    ],
)
def test_what_an_outcome_depends_on_has_it_mapped(
    settled: Firm, runs: list[str], edit: Callable[[Firm], None], mapped: list[str]
) -> None:
    edit(settled)
    assert settled.changes("customer") == []
    assert runs == mapped


def test_another_day_counts_where_a_rule_reads_the_day(firm: Firm, runs: list[str]) -> None:
    _overlay(firm, TODAY_RULE)
    firm.customer(10001, "Fjord AS", end_date="2026-11-27")
    firm.sync("customer")
    firm.clock.sleep(60)
    runs.clear()
    assert firm.changes("customer") == []
    assert runs == []
    firm.clock.sleep(timedelta(days=400).total_seconds())
    assert [d.code for d in decision(firm.plan("customer"), "customer", "10001").diagnostics] == ["R205"]
    assert runs == ["customer 10001"]


def test_a_department_that_comes_has_those_mapped_that_asked_for_it(firm: Firm, runs: list[str]) -> None:
    firm.customer(10001, "Fjord AS", department_no="10")
    firm.customer(10002, "Vik AS", department_no="20")
    firm.sync("customer")
    firm.clock.sleep(60)
    firm.win.insert("department", row_id="d1", department_no="10", name="Regnskap")
    runs.clear()
    assert [(c.entity, c.key) for c in firm.changes("department", "customer")] == [
        ("department", "10"),
        ("customer", "10001"),
    ]
    assert [run for run in runs if run.startswith("customer")] == ["customer 10001"]


def test_a_record_of_which_something_is_said_is_mapped_every_time(firm: Firm, runs: list[str]) -> None:
    firm.customer(10001, "Fjord AS", org_no="123")
    firm.sync("customer")
    firm.clock.sleep(60)
    assert _kept(firm) == {"10001": None}
    runs.clear()
    assert [d.code for d in decision(firm.plan("customer"), "customer", "10001").diagnostics] == ["R205"]
    assert runs == ["customer 10001"]


def test_two_that_are_alike_are_warned_of_though_neither_is_mapped(firm: Firm, runs: list[str]) -> None:
    firm.customer(10001, "Fjord AS")
    firm.customer(10002, "Fjord  AS")
    firm.sync("customer")
    firm.clock.sleep(60)
    runs.clear()
    assert [d.code for d in decision(firm.plan("customer"), "customer", "10002").diagnostics] == ["P108"]
    assert runs == []


def test_after_an_edit_of_the_rules_a_run_keeps_anew_what_stays_as_it_is(settled: Firm, runs: list[str]) -> None:
    before = _kept(settled)
    _edit_rules(settled)
    assert settled.sync("customer").done == []
    after = _kept(settled)
    assert after.keys() == before.keys()
    assert not set(after.values()) & set(before.values())
    runs.clear()
    assert settled.changes("customer") == []
    assert runs == []


def test_a_plan_keeps_nothing(settled: Firm) -> None:
    before = _kept(settled)
    _edit_rules(settled)
    settled.plan("customer")
    assert _kept(settled) == before


def test_what_is_worth_as_much_as_what_was_sent_is_kept_beside_it(settled: Firm, runs: list[str]) -> None:
    """Go has what the new rules want, and the state still knows what was sent: of that, drift is told."""
    _overlay(settled, 'rules: |\n  Name = name | replace("AS", "ASA")\n')
    fjord = f"records/customers/{settled.go('customers', Number=10001)['Id']}"
    settled.control("PATCH", fjord, {"Name": "Fjord ASA"})
    settled.control("PATCH", f"records/customers/{settled.go('customers', Number=10002)['Id']}", {"Name": "Vik ASA"})
    settled.clock.sleep(60)
    assert settled.sync("customer").done == []
    runs.clear()
    assert settled.changes("customer") == []
    assert runs == []
    settled.control("PATCH", fjord, {"Name": "Fjord AS"})
    settled.clock.sleep(60)
    [change] = settled.changes("customer")
    assert [(f.target, f.before, f.after, f.drift) for f in change.fields] == [("Name", "Fjord AS", "Fjord ASA", False)]
    assert runs == ["customer 10001"]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the records that were held against the target field by field are called there."""
    found: list[Any] = []

    def noting(desired: Any, *arguments: Any) -> Any:
        found.append(desired["Name"])
        return differences(desired, *arguments)

    monkeypatch.setattr(kept, "differences", noting)
    return found


def test_what_stands_as_it_stood_is_not_compared_again(settled: Firm, compared: list[Any]) -> None:
    settled.changes("customer")
    assert compared == ["Fjord AS", "Vik AS"]  # a plan keeps nothing
    compared.clear()
    settled.sync("customer")
    assert compared == ["Fjord AS", "Vik AS"]
    compared.clear()
    assert settled.changes("customer") == []
    assert compared == []


def test_what_was_changed_by_hand_in_go_is_found_though_it_stood_as_it_should(settled: Firm, runs: list[str]) -> None:
    settled.sync("customer")
    fjord = f"records/customers/{settled.go('customers', Number=10001)['Id']}"
    settled.control("PATCH", fjord, {"Name": "Fjørd"})
    settled.clock.sleep(60)
    [field] = decision(settled.plan("customer"), "customer", "10001").fields
    assert (field.before, field.after, field.drift) == ("Fjørd", "Fjord AS", True)
    assert runs == ["customer 10001"]
    settled.control("PATCH", fjord, {"Name": "Fjord AS"})
    settled.clock.sleep(60)
    runs.clear()
    assert settled.changes("customer") == []
    assert runs == []


def test_what_no_rule_fills_may_change_in_go(settled: Firm, compared: list[Any]) -> None:
    settled.sync("customer")
    fjord = f"records/customers/{settled.go('customers', Number=10001)['Id']}"
    settled.control("PATCH", fjord, {"WebsiteUrl": "https://fjord.example"})
    settled.clock.sleep(60)
    compared.clear()
    assert settled.changes("customer") == []
    assert compared == []


def test_a_record_that_is_out_of_use_is_held_against_go_each_time(settled: Firm, runs: list[str]) -> None:
    settled.win.run("UPDATE customer SET active = 0 WHERE customer_no = 10001")
    settled.sync("customer")
    for _ in range(2):
        settled.clock.sleep(60)
        runs.clear()
        assert settled.sync("customer").done == []
        assert runs == ["customer 10001"]
