"""What a compiled mapping made: where its values come from is found out when it is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from engine.language.mapped import Mapped
from engine.language.outcome import Desired, Lookup
from parts.compiled_rules import RECORD, TODAY, World, mapping_of, taken

BLOCKS = """Address.City = name
Address.Spot when active {
    Mark = text_1 ?? nothing
}
Lines = each line in lines {
    Text = line.text
    AccountId = line.account | find(Account, by=No) else nothing
    Inner {
        Mark = name
    }
}
Lines = item {
    AccountId = 7 | find(Account, by=No) else nothing
}
CustomerId = customer_no | link(customer) else nothing
"""


def lookups(rules: str, record: dict[str, Any], known: dict[tuple[str, Any], Any]) -> dict[str, Lookup]:
    outcome = taken(rules, record, known)
    assert isinstance(outcome, Desired)
    return dict(outcome.lookups)


def mapped(rules: str, record: dict[str, Any] | None = None, known: Any = None) -> Mapped:
    mapping = mapping_of(rules)
    mapping.compile()
    found = mapping.run({**RECORD, **(record or {})}, World(known), today=TODAY)
    assert isinstance(found, Mapped)
    return found


def test_every_value_is_told_by_its_rule() -> None:
    lines = ({"text": "a", "account": 3}, {"text": None, "account": 4})
    known = {("Account.No", 3): 30, ("Account.No", 7): 70, ("customer", 9): 90}
    found = mapped(BLOCKS, {"lines": lines, "customer_no": 9}, known)
    assert set(found.origins) == {
        "Address.City",
        "Lines[0].Text",
        "Lines[0].AccountId",
        "Lines[0].Inner.Mark",
        "Lines[1].Text",
        "Lines[1].Inner.Mark",
        "Lines[2].AccountId",
        "CustomerId",
    }
    assert found.lookups == {
        "Lines[0].AccountId": Lookup("find", "Account.No", "3"),
        "Lines[2].AccountId": Lookup("find", "Account.No", "7"),
        "CustomerId": Lookup("link", "customer", "9"),
    }


@pytest.mark.parametrize(
    ("rules", "known"),
    [
        # One id found in two ways, of which the last one counts at each rule.
        (
            "AccountId = count_1 | find(Account, by=No) else nothing\n"
            "Lines = item {\n    AccountId = name | find(Account, by=Code) else nothing\n}",
            {("Account.No", 3): 30, ("Account.Code", "Fjord AS"): 30},
        ),
        # Two statements fill a list inside an item.
        (
            "Lines = item {\n    Parts = item {\n        Word = name\n    }\n"
            "    Parts = item {\n        Word = text_1\n    }\n}",
            {},
        ),
        # An id that a let holds, and one that another rule asked for.
        ("let it = count_1 | link(customer) else empty\nFlag1 = it is present\nCustomerId = it", {("customer", 3): 30}),
        ("CustomerId = count_1 | link(customer) else nothing", {("customer", 3): "a"}),
    ],
)
def test_it_is_what_the_interpreter_says(rules: str, known: dict[tuple[str, Any], Any]) -> None:
    taken(rules, {}, known)  # which compares both


def test_nobody_is_asked_again() -> None:
    mapping = mapping_of(
        "AccountId = count_1 | find(Account, by=No) else nothing\n"
        "Lines = item {\n    AccountId = name | find(Account, by=Code) else nothing\n}"
    )
    mapping.compile()
    world = World({("Account.No", 3): 30, ("Account.Code", "Fjord AS"): 30})
    found = mapping.run(RECORD, world, today=TODAY)
    asked = list(world.asked)
    assert isinstance(found, Desired)
    assert found.lookups["AccountId"] == Lookup("find", "Account.No", "3")
    assert found.origins is found.origins
    assert world.asked == asked


def test_it_equals_what_the_interpreter_made() -> None:
    mapping = mapping_of("Text1 = name")
    slow = mapping.run(RECORD, today=TODAY)
    mapping.compile()
    fast = mapping.run(RECORD, today=TODAY)
    assert type(fast) is Mapped
    assert type(slow) is Desired
    assert fast == slow
    assert fast.giving({"Text1": "x"}).origins == slow.origins
    assert repr(fast) == repr(slow)
