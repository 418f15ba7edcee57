"""How full the series are once a plan is carried out: counted from what stands in Go and from what the plan makes."""

from __future__ import annotations

from typing import Any

from engine.faces.opening import opened
from engine.sync.plan import Plan
from engine.sync.planning.planner import make_plan
from parts.firm import Firm

_SERIES = """\
series:
  - {type: Customer, name: Kunder, from: 10001, to: 10004, default: yes, trust: no}
  - {type: Customer, name: Flere, from: 10101, to: 10200, default: no, trust: no}
  - {type: Supplier, name: Leverandører, from: 20000, to: 29999, default: yes, trust: no}
  - {type: Employee, name: Ansatte, from: 10151, to: 10999, default: yes, trust: no}
"""


def _narrow(firm: Firm, first: int, last: int) -> None:
    series: dict[str, Any] = {"SubLedgerNumberSeriesType": "Customer", "Name": "Kunder", "IsDefault": True}
    firm.control("PUT", "settings", {"Series": [{**series, "FromInclusive": first, "ToInclusive": last}]})


def _rooms(plan: Plan) -> list[tuple[str, int, int, int]]:
    return [(room.series.name, room.taken, room.planned, room.left) for room in plan.rooms]


def _offline(firm: Firm) -> Plan:
    with opened(firm.folder, offline=True) as workspace:
        return make_plan(workspace.office, ["customer"])


def test_what_stands_in_go_and_what_is_planned_are_counted(firm: Firm) -> None:
    _narrow(firm, 10001, 10100)
    for number in (10001, 10002):
        firm.customer(number, f"Kunde {number}")
    firm.sync("customer")
    firm.customer(10003, "Kunde 10003")
    firm.customer(999, "Utenfor AS")
    plan = firm.plan("customer")
    assert _rooms(plan) == [("Kunder", 2, 1, 97)]
    assert plan.notes == ()


def test_a_plan_that_nearly_fills_a_series_says_so_once_and_is_carried_out(firm: Firm) -> None:
    _narrow(firm, 10001, 10003)
    for number in (10001, 10002, 10003):
        firm.customer(number, f"Kunde {number}")
    report = firm.sync("customer")
    assert [d.code for d in report.plan.notes] == ["P208"]
    assert "Kunder 10001-10003 has 0 of 3 numbers left" in report.plan.notes[0].message
    assert len(report.done) == 3
    assert firm.plan("customer").notes == (), "a plan that takes no number warns of none"


def test_records_that_go_numbers_itself_may_be_more_than_the_series_holds(firm: Firm) -> None:
    _narrow(firm, 10001, 10002)
    overlay = "mapping: customer\nextends: base/customer\nrules: |\n  Number  =  empty\n"
    (firm.folder / "customer.yaml").write_text(overlay, encoding="utf-8")
    for number in (10001, 10002, 10003):
        firm.customer(number, f"Kunde {number}")
    plan = firm.plan("customer")
    assert _rooms(plan) == [("Kunder", 0, 3, -1)]
    assert "has 2 numbers, 0 are taken, and 3 more are to come" in plan.notes[0].message


def test_offline_the_room_and_the_overlaps_come_of_the_snapshot(firm: Firm) -> None:
    (firm.folder / "series.yaml").write_text(_SERIES, encoding="utf-8")
    for number in (10001, 10002, 10003, 10004, 10150, 10160):
        firm.customer(number, f"Kunde {number}")
    plan = _offline(firm)
    assert _rooms(plan) == [("Kunder", 0, 4, 0), ("Flere", 0, 1, 99)]
    assert not plan.rooms[0].is_known
    assert [d.code for d in plan.notes] == ["P207", "P208"]
    assert "offline, the numbers that the target holds are not counted" in plan.notes[1].message
    refused = {c.key: c.diagnostics[0].code for c in plan.changes if c.action.value == "refused"}
    assert refused == {"10160": "R308"}
