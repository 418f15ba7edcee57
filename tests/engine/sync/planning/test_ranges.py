"""Where a number lies: whatever a rule lets through, a client trust's, the chart's and another kind's are refused."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model.change import Action
from engine.sync.plan import Change
from parts.firm import Firm, decision

_OPEN = """\
mapping: customer
extends: base/customer
{series}
rules: |
  Number  =  {number}
"""


def _series(kind: str, name: str, first: int, last: int, **flags: bool) -> dict[str, Any]:
    return {
        "SubLedgerNumberSeriesType": kind,
        "Name": name,
        "FromInclusive": first,
        "ToInclusive": last,
        "IsDefault": flags.get("default", False),
        "IsClientTrust": flags.get("trust", False),
    }


USUAL = (
    _series("Customer", "Kunder", 10000, 19999, default=True),
    _series("Supplier", "Leverandører", 20000, 29999, default=True),
    _series("Employee", "Ansatte", 1, 999, default=True),
    _series("Customer", "Klientmidler", 60000, 60999, trust=True),
)


def _let_in(firm: Firm, *series: dict[str, Any], number: str = "customer_no", chosen: str = "") -> None:
    """A Go with these series, and a mapping that lets every number through."""
    firm.control("PUT", "settings", {"Series": list(series)})
    text = _OPEN.format(series=f"series: {{{chosen}}}" if chosen else "", number=number)
    (firm.folder / "customer.yaml").write_text(text, encoding="utf-8")


def _refused(firm: Firm, number: int) -> list[str]:
    change = decision(firm.plan("customer"), "customer", str(number))
    return _errors(change) if change.action is Action.REFUSED else []


def _errors(change: Change) -> list[str]:
    return [d.code for d in change.diagnostics if d.is_error]


@pytest.mark.parametrize(("number", "code"), [(60010, "R306"), (1500, "R307"), (20010, "R308")])
def test_a_number_that_belongs_to_something_else_is_refused_and_the_others_go_on(
    firm: Firm, number: int, code: str
) -> None:
    _let_in(firm, *USUAL)
    firm.customer(number)
    firm.customer(10001, "Nordlys AS")
    plan = firm.plan("customer")
    refused = decision(plan, "customer", str(number))
    assert (refused.action, _errors(refused)) == (Action.REFUSED, [code])
    assert refused.diagnostics[0].span is not None
    assert [c.key for c in firm.sync("customer").done] == ["10001"]


def test_a_trust_series_is_taken_when_the_mapping_names_it_by_a_range_of_its_own(firm: Firm) -> None:
    firm.customer(60010)
    _let_in(firm, *USUAL, chosen="trust: {from: 60000, to: 60999}", number="customer_no within series.trust")
    assert _refused(firm, 60010) == []
    _let_in(firm, *USUAL, chosen="wide: {from: 10000, to: 69999}", number="customer_no within series.wide")
    assert _refused(firm, 60010) == ["R306"], "a range that merely spans it does not name it"


def test_a_rule_that_asks_for_the_series_says_that_the_number_is_a_client_trust_s(firm: Firm) -> None:
    firm.control("PUT", "settings", {"Series": list(USUAL)})
    firm.customer(60010)
    change = decision(firm.plan("customer"), "customer", "60010")
    assert _errors(change) == ["R301"]
    assert "60000-60999 belongs to the client trust series Klientmidler" in change.diagnostics[0].message


def test_numbers_that_go_has_a_series_for_are_not_the_chart_s(firm: Firm) -> None:
    _let_in(firm, *USUAL, _series("Customer", "Gamle", 1000, 1999))
    firm.customer(1500)
    assert _refused(firm, 1500) == []


def test_a_number_in_the_series_of_two_kinds_is_refused_and_the_series_are_named(firm: Firm) -> None:
    firm.control("PUT", "settings", {"Series": [*USUAL, _series("Employee", "Vikarer", 10500, 10599)]})
    firm.customer(10001)
    firm.customer(10550, "Nordlys AS")
    plan = firm.plan("customer")
    assert decision(plan, "customer", "10001").action is Action.CREATE
    assert _errors(decision(plan, "customer", "10550")) == ["R308"]
    assert [(d.code, d.is_error) for d in plan.notes] == [("P207", False)]
    assert "Kunder 10000-19999 and Vikarer 10500-10599" in plan.notes[0].message


def test_a_number_that_was_sent_stays_when_the_series_change(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync("customer")
    firm.control("PUT", "settings", {"Series": [_series("Customer", "Klientmidler", 10000, 19999, trust=True)]})
    firm.win.run("UPDATE customer SET name = 'Fjell AS'")
    _let_in(firm, _series("Customer", "Klientmidler", 10000, 19999, trust=True))
    assert decision(firm.plan("customer"), "customer", "10001").action is Action.UPDATE


def test_a_record_without_a_number_gets_none_of_a_client_trust_s(firm: Firm) -> None:
    trust = _series("Customer", "Klientmidler", 60000, 60999, trust=True, default=True)
    firm.customer(10001)
    _let_in(firm, *USUAL[:1], number="empty")
    assert _refused(firm, 10001) == []
    _let_in(firm, {**USUAL[0], "IsDefault": False}, trust, number="empty")
    assert _refused(firm, 10001) == ["R306"]
    _let_in(firm, *USUAL[:1])
    firm.sync("customer")
    _let_in(firm, {**USUAL[0], "IsDefault": False}, trust, number="empty")
    assert _refused(firm, 10001) == [], "it has its number already"
