"""Saved plans below the command: as of their own day, once, whole, and written change by change."""

from __future__ import annotations

import dataclasses
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from engine.faces.systems import library
from engine.mapping.bundle import Bundle
from engine.model import exact_json
from engine.model.change import Action, Request
from engine.sync.plan import Change, FieldChange, Memory, Plan, PlanRefused, Section
from engine.sync.planning.planner import Office, make_plan
from engine.sync.saving.new_file import new_file
from engine.sync.saving.plan_file import Head, Recipe, opened_plan_file, plan_lines, write_plan_file
from engine.sync.saving.plan_line import change_line, deed_of
from engine.sync.saving.saved_plans import admit, make_again, save_plan, use_up
from engine.sync.saving.sources import Gathering
from parts.firm import Firm


def save(firm: Firm, *entities: str, office: Office | None = None) -> Path:
    path = firm.folder / "plan.wingo"
    with firm.open() as workspace, new_file(path) as file:
        made_from = office or workspace.office
        plan = make_plan(made_from, entities or None)
        save_plan(file, plan, made_from, library(), Recipe("plan", {"wanted": entities or None}), "kari", "1")
    return path


def again(firm: Firm, path: Path, *entities: str) -> Plan:
    with firm.open() as workspace, opened_plan_file(path) as saved:
        return make_again(saved, workspace.office, partial(make_plan, wanted=entities or None))


def codes(refusal: pytest.ExceptionInfo[PlanRefused]) -> list[str]:
    return [d.code for d in refusal.value.diagnostics]


def test_that_time_passes_makes_nothing_stale(firm: Firm) -> None:
    """A row that takes a payment back is of the day on which it was planned, whenever it is written."""
    firm.customer(10001)
    firm.invoice(5001, 10001, ("100.00", "25.00"))
    firm.sync()
    firm.pay(5001, "125.00")
    firm.payments()
    firm.pay(5001, "125.00", kind="reversal")
    path = save(firm, "payment")
    planned_on = firm.clock.world("Europe/Oslo").today()
    firm.clock.moved += timedelta(days=40)
    plan = again(firm, path, "payment")
    [change] = plan.deeds
    assert change.request is not None
    payload = cast(dict[str, Any], change.request.payload)
    assert [value for value in payload.values() if isinstance(value, date)] == [planned_on]
    with opened_plan_file(path) as saved:
        assert (plan.id, plan.created_at) == (saved.head.plan, saved.head.created_at)


def test_a_mapping_that_changes_while_the_plan_is_made_is_noticed(firm: Firm) -> None:
    overlay = firm.folder / "customer.yaml"
    overlay.write_text("extends: base/customer\nrules: |\n  PhoneNumber = empty\n", encoding="utf-8")
    firm.customer(10001)
    with firm.open() as workspace:
        overlay.write_text("extends: base/customer\nrules: |\n  EmailAddress = empty\n", encoding="utf-8")
        with pytest.raises(PlanRefused) as refusal:
            save(firm, office=workspace.office)
        assert workspace.office.store is not None
    assert codes(refusal) == ["P402"]
    assert not (firm.folder / "plan.wingo").exists()


def test_of_two_who_apply_it_at_once_one_wins(firm: Firm) -> None:
    """The lock lies beside one folder; the state may be shared, and says the last word."""
    firm.customer(10001)
    path = save(firm)
    with firm.open() as workspace, opened_plan_file(path) as saved:
        store = workspace.office.store
        assert store is not None
        admit(saved, workspace.office.workspace, store)
        use_up(saved, store, 7)
        with pytest.raises(PlanRefused) as refusal:
            use_up(saved, store, 8)
    assert codes(refusal) == ["P403"]
    assert "by run 7" in refusal.value.diagnostics[0].message


def test_another_order_is_a_difference(firm: Firm) -> None:
    for number in (10001, 10002):
        firm.customer(number)
    path = save(firm)

    def turned(office: Office) -> Plan:
        plan = make_plan(office)
        sections = tuple(dataclasses.replace(s, changes=s.changes[::-1]) for s in plan.sections)
        return dataclasses.replace(plan, sections=sections)

    with firm.open() as workspace, opened_plan_file(path) as saved:
        with pytest.raises(PlanRefused) as refusal:
            make_again(saved, workspace.office, turned)
        assert refusal.value.diagnostics[0].message == "the plan is stale: the order is another now"
        assert make_again(saved, workspace.office, make_plan).id == saved.head.plan


def test_the_same_change_to_another_record_is_a_difference(firm: Firm) -> None:
    firm.customer(10001)
    firm.sync()
    firm.win.run("UPDATE customer SET name = 'Ny AS'")
    path = save(firm)

    def elsewhere(office: Office) -> Plan:
        plan = make_plan(office)
        [section] = [s for s in plan.sections if s.mapping == "customer"]
        [change] = section.changes
        assert change.request is not None
        moved = dataclasses.replace(change, request=dataclasses.replace(change.request, path="/Customers/1"))
        return dataclasses.replace(plan, sections=(dataclasses.replace(section, changes=(moved,)),))

    with firm.open() as workspace, opened_plan_file(path) as saved, pytest.raises(PlanRefused) as refusal:
        make_again(saved, workspace.office, elsewhere)
    assert refusal.value.diagnostics[0].message.endswith("customer 10001: it goes to another record of the target now")


def test_another_personal_number_behind_the_same_mask_is_a_difference(firm: Firm) -> None:
    firm.customer(10001, "Fjord AS")
    firm.sync()

    def named_in_go(name: str) -> None:
        firm.control("PATCH", f"records/customers/{firm.go('customers', Number=10001)['Id']}", {"Name": name})
        firm.clock.sleep(10)

    named_in_go("Ola 010170 12345")
    path = save(firm)
    with zipfile.ZipFile(path) as archive:
        lines = archive.read("plan.jsonl").decode()
    assert "Ola ***********" in lines
    assert "12345" not in lines
    again(firm, path)
    named_in_go("Ola 020280 54321")
    with pytest.raises(PlanRefused) as refusal:
        again(firm, path)
    [told] = refusal.value.diagnostics
    assert told.message == "the plan is stale: customer 10001: what stands in Name is another now"


def test_what_is_sealed_cannot_be_found_without_the_key() -> None:
    field = FieldChange("Name", "***********", "Fjord AS", kept="01017012345")
    change = Change("customer", "customer", "1", Action.UPDATE, fields=(field,))
    seals = {change_line(change, key)["fields"][0]["seal"] for key in ("00" * 32, "01" * 32)}
    seals.add(change_line(dataclasses.replace(change, key="2"), "00" * 32)["fields"][0]["seal"])
    assert len(seals) == 3
    assert not any("01017012345" in seal for seal in seals)
    assert (
        "seal"
        not in change_line(dataclasses.replace(change, fields=(dataclasses.replace(field, kept="***********"),)), "00")[
            "fields"
        ][0]
    )


def test_several_fields_are_named_together(firm: Firm) -> None:
    firm.customer(10001, email="a@b.no")
    path = save(firm)
    firm.win.run("UPDATE customer SET email = 'c@d.no', phone = '22 33 44 55'")
    with pytest.raises(PlanRefused) as refusal:
        again(firm, path)
    [told] = refusal.value.diagnostics
    assert told.message == "the plan is stale: customer 10001: EmailAddress, PhoneNumber are others now"


# ---- long plans


class Asked:
    """Changes that are made when they are asked for, as a tuple of very many would be too large for a test."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked = 0

    def __iter__(self) -> Iterator[Change]:
        for number in range(1, self.count + 1):
            self.asked = number
            request = Request("customer", Action.CREATE, "POST", "/Customers", {"Number": number})
            memory = Memory("win.customer", "customer")
            yield Change("customer", "customer", str(number), Action.CREATE, request, memory=memory)


def _long(changes: Asked) -> tuple[Plan, Head]:
    made = datetime(2026, 11, 24, 3, tzinfo=UTC)
    section = Section("customer", "customer", "go", cast(tuple[Change, ...], changes))
    plan = Plan("01M8", "firm", made, "sha256:m", "sha256:s", (section,))
    return plan, Head("01M8", "firm", made, "sha256:m", "sha256:s", Recipe("plan", {"wanted": None}), "kari", "1")


def test_a_line_is_made_when_it_is_asked_for() -> None:
    changes = Asked(50_000)
    lines = plan_lines(*_long(changes), Gathering())
    assert exact_json.loads(next(lines))["summary"]["customer"]["create"] == 50_000
    assert [exact_json.loads(next(lines))["key"] for _ in range(3)] == ["1", "2", "3"]
    assert changes.asked == 3


def test_a_file_is_written_and_read_change_by_change(tmp_path: Path) -> None:
    changes = Asked(2_000)
    plan, head = _long(changes)
    with new_file(tmp_path / "plan") as file:
        write_plan_file(file, plan, head, (), Bundle("workspace", (), ()))
    assert changes.asked == 2_000
    with opened_plan_file(tmp_path / "plan") as saved:
        assert saved.head == head
        read = saved.changes()
        assert next(read)["payload"] == {"Number": 1}
        assert sum(1 for _ in read) == 1_999


def test_what_a_field_is_called_is_no_part_of_the_deed() -> None:
    """A file of an earlier version has no codes; it holds all the same."""
    field = FieldChange("PaymentTermId", 7011, 7031, code="30", code_before="14")
    line = change_line(Change("customer", "customer", "1", Action.UPDATE, fields=(field,)), None)
    older = change_line(
        Change(
            "customer", "customer", "1", Action.UPDATE, fields=(dataclasses.replace(field, code="", code_before=""),)
        ),
        None,
    )
    assert line != older
    assert deed_of(line) == deed_of(older)


# ---- a new file


def test_of_a_file_that_fails_nothing_is_left(tmp_path: Path) -> None:
    def half() -> None:
        with new_file(tmp_path / "plan") as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    (tmp_path / "plan").write_bytes(b"old")
    with new_file(tmp_path / "plan") as file:
        file.write(b"new")
        assert (tmp_path / "plan").read_bytes() == b"old"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"new"]


def test_what_no_plan_file_can_hold_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "plan").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    with pytest.raises(PlanRefused) as refusal, opened_plan_file(tmp_path / "plan"):
        pass
    assert codes(refusal) == ["P404"]
