"""The way back of links, tables and numbers: what is asked of the other side, and what no field can hold."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.mapping.library import Library
from engine.mapping.mapping import Mapping, NoWayBack, load_mapping_file
from engine.model.change import Pending
from parts.two_way import mapping_of
from parts.worlds import SMALL

CUSTOMER = """\
mapping: customer
from: win.customer
to: go.customer
key: customer_no
rules: |
  Number        =   customer_no
  Name          =   name
  DepartmentId <->  department_no | link(department) else nothing
"""
RECORD = {"customer_no": 1, "name": "Fjord", "department_no": "10", "kind": "FIRMA", "active": True}


@pytest.fixture
def customer(tmp_path: Path) -> Mapping:
    (tmp_path / "customer.yaml").write_text(CUSTOMER, encoding="utf-8")
    shipped = tmp_path / "shipped" / "base"
    shipped.mkdir(parents=True)
    (shipped / "department.yaml").write_text(SMALL.SHIPPED["base/department.yaml"], encoding="utf-8")
    library = Library({"win": SMALL.WIN, "go": SMALL.GO}, tmp_path / "shipped")
    loaded = load_mapping_file(tmp_path / "customer.yaml", library)
    assert loaded.mapping is not None, [d.message for d in loaded.diagnostics]
    return loaded.mapping


def asked(kind: str, name: str, key: Any) -> Any:
    return {("link", "10"): 4710, ("link", "11"): 4711, ("key", 4711): "11"}.get((kind, key))


def test_a_linked_id_is_the_key_of_its_record(customer: Mapping) -> None:
    assert customer.put({"DepartmentId": 4711}, RECORD, asked)["department_no"] == "11"
    assert customer.put({"DepartmentId": 4710}, RECORD, asked) == RECORD
    assert customer.put({"DepartmentId": None}, RECORD, asked)["department_no"] is None


def test_a_placeholder_tells_its_own_key(customer: Mapping) -> None:
    assert customer.put({"DepartmentId": Pending("department", "12")}, RECORD)["department_no"] == "12"


@pytest.mark.parametrize("value", [9999, Pending("employee", "12")])
def test_an_id_that_no_record_has_is_refused(customer: Mapping, value: Any) -> None:
    with pytest.raises(NoWayBack) as refused:
        customer.put({"DepartmentId": value}, RECORD, asked)
    assert {d.code[0] for d in refused.value.diagnostics} == {"R"}


@pytest.mark.parametrize(
    ("rule", "payload", "new"),
    [
        ('Text1 <-> "{whole_1}-{text_1}"', {"Text1": None}, {"whole_1": None, "text_1": "a"}),
        ("Flag1 <-> not flag_1", {"Flag1": None}, {"flag_1": None}),
        ("Whole1 <-> 10 - whole_1", {"Whole1": 3}, {"whole_1": 7}),
        ("Whole1 <-> whole_1 * 4", {"Whole1": 8}, {"whole_1": 2}),
        ("Amount1 <-> amount_1 / 4 | round(2)", {"Amount1": Decimal("0.25")}, {"amount_1": 1}),
        ("Text1 <-> text_1 ?? text_2\nText2 <-> text_2", {"Text1": "b", "Text2": "b"}, {"text_1": None, "text_2": "b"}),
    ],
)
def test_each_step_gives_back_what_it_was_given(rule: str, payload: dict[str, Any], new: dict[str, Any]) -> None:
    old = {"thing_no": 1, "whole_1": 5, "text_1": "a", "flag_1": True, "amount_1": Decimal("9.00")}
    found = mapping_of(rule).put(payload, old)
    assert {name: found.get(name) for name in new} == new


@pytest.mark.parametrize(
    ("rule", "payload"),
    [
        ("Whole1 <-> whole_1 * 4", {"Whole1": 7}),
        ("Whole1 <-> whole_1", {"Whole1": "seven"}),
        ("Text1 <-> code_1 | table(partial) else nothing", {"Text1": "Gamma"}),
        ('Text1 <-> "{thing_no}"', {"Text1": None}),
        ('Text1 <-> "K{whole_1}"', {"Text1": "L7"}),
        ("Text1 <-> code_1", {"Text1": "Q"}),
        ("Text1 <-> text_1", {"Text1": "x" * 41}),
    ],
)
def test_what_no_record_can_give_is_refused(rule: str, payload: dict[str, Any]) -> None:
    with pytest.raises(NoWayBack) as refused:
        mapping_of(rule).put(payload, {"thing_no": 1, "whole_1": 5})
    assert all(d.code.startswith("R4") for d in refused.value.diagnostics)
