"""Where saved values came from: told once in the file, and read back as each change's JSON has it."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from engine.faces.systems import library
from engine.model import exact_json
from engine.model.change import Pending
from engine.sync.later_changes import NewRecord
from engine.sync.plan import Plan, PlanRefused
from engine.sync.planning.planner import make_plan
from engine.sync.saving.payload_told import outline, tells
from engine.sync.saving.plan_file import Recipe, opened_plan_file
from engine.sync.saving.plan_line import beginning_of, change_line, deed_of
from engine.sync.saving.saved_plans import make_again, save_plan
from engine.sync.saving.sources import Gathering, Sources, restored
from parts.firm import Firm


def _filled(firm: Firm) -> Plan:
    """A plan of new records of several shapes, an update and a refusal."""
    firm.win.insert("department", row_id="d1", department_no="10", name="Regnskap")
    firm.customer(10001, "Fjord AS", department_no="10", payment_days=14)
    firm.sync("department", "customer")
    firm.win.run("UPDATE customer SET email = 'ny@fjord.example'")
    firm.customer(10002, "Vik AS", city="Bergen", postal_code="5003", payment_days=30, department_no="10")
    firm.customer(10003, "Nes AS", payment_days=14)
    firm.customer(10004, "Kari Nordmann", is_person=True)
    firm.customer(77, "Utenfor AS")
    firm.invoice(5001, 10002, ("100.00", "25.00"))
    return firm.plan()


def test_every_line_reads_back_as_the_change_s_json(firm: Firm) -> None:
    plan, gathering = _filled(firm), Gathering()
    written = [gathering.line(change, "00" * 32).text for change in plan.changes]
    sources = Sources(**exact_json.loads(exact_json.dumps(gathering.told())))
    read = [restored(exact_json.loads(line), sources) for line in written]
    assert read == [exact_json.loads(exact_json.dumps(change_line(change, "00" * 32))) for change in plan.changes]
    assert sum(type(change) is NewRecord for change in plan.changes) == 3
    assert len(sources.shapes) == 3
    assert any("code" in field for line in read for field in line["fields"])


def test_a_rule_is_named_once_however_many_records_it_fills(firm: Firm) -> None:
    for number in range(10001, 10021):
        firm.customer(number, f"Kunde {number}")
    plan, gathering = firm.plan("customer"), Gathering()
    lines = [gathering.line(change, None).text for change in plan.changes]
    assert len(lines) == 20
    told = gathering.told()
    assert len(told["shapes"]) == 1
    assert len({(rule["file"], rule["line"]) for rule in told["rules"]}) == len(told["rules"])
    assert not any("customer.yaml" in line for line in lines)


def test_what_a_payload_tells_is_not_told_twice(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS", city="Bergen", postal_code="5003")
    plan, gathering = firm.plan("customer"), Gathering()
    [line] = [exact_json.loads(gathering.line(change, None).text) for change in plan.changes]
    assert "values" not in line
    assert line["payload"]["MailAddress"]["City"] == "Bergen"


PENDING = Pending("department", "10")


@pytest.mark.parametrize(
    ("payload", "body", "told"),
    [
        ({"Name": "Fjord"}, {"Name": "Fjord", "City": None}, True),
        ({"At": {"City": "Os"}}, {"At": {"City": "Os", "Code": None}}, True),
        ({"DepartmentId": PENDING}, {"DepartmentId": PENDING}, True),
        ({"Name": "Fjord"}, {"Name": "Vik"}, False),
        ({"Name": "Fjord", "Kind": 1}, {"Name": "Fjord"}, False),
        ({"Name": "Fjord"}, {"Name": "Fjord", "Path": 1}, False),
        ({"At": "Os"}, {"At": {"City": "Os"}}, False),
        ({"Lines": [1]}, {"Lines": [1]}, False),
        ([{"Name": "Fjord"}], {"Name": "Fjord"}, False),
        ({}, {"Name": None}, True),
    ],
)
def test_a_payload_tells_the_values_or_not(payload: Any, body: dict[str, Any], told: bool) -> None:
    assert tells(payload, body) is told


def test_payloads_that_are_built_otherwise_have_another_outline() -> None:
    built = ({"A": 1, "B": 2}, {"A": 1}, {"A": {"B": 2}}, {"A": 1, "B": {"C": 1}}, {"A": {"C": 1}, "B": 1})
    assert len({outline(one) for one in built}) == len(built)
    assert outline({"A": {"B": 2}}) == outline({"A": {"B": 3}})


def test_the_deed_of_a_new_record_is_the_same_without_its_fields(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    [change] = firm.plan("customer").changes
    assert isinstance(change, NewRecord)
    assert change.request is not None
    assert beginning_of(change, change.request).deed() == exact_json.dumps(deed_of(change_line(change, "00" * 32)))


def test_a_line_is_written_as_exactly_as_anything(firm: Firm) -> None:
    plan = _filled(firm)
    for change in plan.changes:
        line = change_line(change, None)
        assert exact_json.line(line) == exact_json.dumps(line)


def test_a_file_of_the_first_format_holds_as_it_did(firm: Firm) -> None:
    """There every field has its rule beside it, and there are no sources."""
    _filled(firm)
    path = firm.folder / "plan.wingo"
    with firm.open() as workspace, path.open("w+b") as file:
        plan = make_plan(workspace.office)
        save_plan(file, plan, workspace.office, library(), Recipe("plan", {"wanted": None}), "kari", "1")
    older = _in_first_format(path, plan)
    with opened_plan_file(path) as saved, opened_plan_file(older) as first:
        assert list(first.changes()) == list(saved.changes())
        assert first.head == saved.head
    with firm.open() as workspace, opened_plan_file(older) as first:
        assert make_again(first, workspace.office, make_plan).id == plan.id
    firm.win.run("UPDATE customer SET name = 'Ny AS' WHERE customer_no = 10002")
    with firm.open() as workspace, opened_plan_file(older) as first, pytest.raises(PlanRefused) as refusal:
        make_again(first, workspace.office, make_plan)
    [told] = refusal.value.diagnostics
    assert told.message == "the plan is stale: customer 10002: Name is another now"


def _in_first_format(path: Path, plan: Plan) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    head = exact_json.loads(members["plan.jsonl"].partition(b"\n")[0])
    lines = [{**head, "format": 1}, *(change_line(change, None) for change in plan.changes)]
    members["plan.jsonl"] = "".join(exact_json.dumps(line) + "\n" for line in lines).encode()
    del members["sources.json"], members["manifest.json"]
    digests = {name: f"sha256:{hashlib.sha256(content).hexdigest()}" for name, content in members.items()}
    members["manifest.json"] = exact_json.dumps({"members": digests}).encode()
    older = path.with_name("first.wingo")
    with zipfile.ZipFile(older, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return older
