"""What was sent reads back as it was planned: every field of every payload, nested ones too, over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model.change import Action
from parts.demo_firm import REGISTERS, Json, Round, of_action, sent_values
from parts.go_books import answered, leaves, standing


def _planned(demo_round: Round, entity: str) -> dict[str, Json]:
    """What a register's records should hold, by key: what is made, and what a second pass adds."""
    wanted: dict[str, Json] = {}
    for change in of_action(demo_round.plan, Action.CREATE, Action.UPDATE):
        if change["entity"] == entity:
            wanted.setdefault(change["key"], {}).update(sent_values(change))
    return wanted


def _differing(wanted: Json, held: Json) -> dict[str, tuple[Any, Any]]:
    found = leaves(held)
    return {path: (value, found.get(path)) for path, value in leaves(wanted).items() if found.get(path) != value}


@pytest.mark.parametrize("entity", REGISTERS)
def test_a_register_is_read_back_through_the_connector_field_by_field(demo_round: Round, entity: str) -> None:
    rows = {row["Id"]: row for row in demo_round.read_back[entity]}
    planned = _planned(demo_round, entity)
    assert len(planned) == len(rows) >= 6
    for key, wanted in planned.items():
        (held,) = standing(demo_round.ledger, entity, key)
        assert _differing(answered(demo_round.ledger, wanted), rows[held["Id"]]) == {}, key


def test_a_contact_person_stands_below_the_customer_that_its_path_names(demo_round: Round) -> None:
    for change in of_action(demo_round.plan, Action.CREATE):
        if change["entity"] == "contact_person":
            customer = change["request"]["path"].removeprefix("/ContactPersons/{customer:").removesuffix("}")
            (held,) = standing(demo_round.ledger, "contact_person", change["key"])
            (owner,) = standing(demo_round.ledger, "customer", customer)
            assert held["ContactId"] == owner["Id"]


@pytest.mark.parametrize("entity", ["invoice", "credit_note"])
def test_a_voucher_holds_every_field_and_every_line_that_was_planned(demo_round: Round, entity: str) -> None:
    posted = [change for change in of_action(demo_round.plan, Action.POST) if change["entity"] == entity]
    assert posted
    for change in posted:
        (held,) = standing(demo_round.ledger, entity, change["key"])
        wanted = answered(demo_round.ledger, change["payload"])
        assert _differing(wanted, held) == {}, change["key"]
        assert len(held["OutgoingInvoiceLines"]) == len(wanted["OutgoingInvoiceLines"])


def test_every_file_stands_at_its_voucher_byte_for_byte(demo_round: Round) -> None:
    attached = of_action(demo_round.plan, Action.ATTACH)
    wanted = {}
    for change in attached:
        (held,) = standing(demo_round.ledger, change["entity"], change["key"])
        wanted[held["Id"]] = {"bytes": change["payload"]["bytes"], "sha256": change["payload"]["sha256"]}
    assert demo_round.ledger["documents"] == wanted
    assert len(wanted) == len(attached) > 80


def test_what_is_empty_is_left_out_of_what_is_made(demo_round: Round) -> None:
    made = of_action(demo_round.plan, Action.CREATE, Action.POST)
    empty = {
        (change["entity"], change["key"], path)
        for change in made
        for path, value in leaves(change["payload"]).items()
        if value is None
    }
    assert empty == set()


def test_nothing_else_stands_in_go(demo_round: Round) -> None:
    made = of_action(demo_round.plan, Action.CREATE)
    for entity in REGISTERS:
        assert len(demo_round.ledger[f"{entity}s"]) == sum(change["entity"] == entity for change in made)
    assert len(demo_round.ledger["vouchers"]) == len(of_action(demo_round.plan, Action.POST))


def test_the_sending_asked_for_exactly_what_the_plan_showed(demo_round: Round) -> None:
    deeds = of_action(demo_round.plan, Action.CREATE, Action.UPDATE, Action.POST, Action.ATTACH)
    writes = [r for r in demo_round.requests if r["method"] != "GET" and r["path"].startswith("/v2")]
    assert [r["method"] for r in writes] == [change["request"]["method"] for change in deeds]
    assert {r["status"] for r in writes} <= {200, 201, 202, 204}
