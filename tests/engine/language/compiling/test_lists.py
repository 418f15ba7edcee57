"""Lists that are gone through: items chosen and counted, and what one item's failure keeps the others from."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from engine.language.outcome import Refused
from engine.model.change import Pending
from parts.agreement import Judge
from parts.compiled_rules import RECORD, TODAY, World, left, mapping_of, payload

LINES: tuple[dict[str, Any], ...] = (
    {"line_no": 1, "net": Decimal("1.50"), "vat": Decimal("0.25"), "text": "a", "code": "A", "ok": True},
    {"line_no": 2, "net": Decimal("2.50"), "vat": Decimal("0.75"), "text": None, "code": "B", "ok": None},
    {"line_no": 3, "net": None, "vat": 1, "text": "c", "code": None, "ok": False},
)


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("Amount1 = sum(each line in lines: line.vat)", Decimal("2.00")),
        ("Amount1 = sum(each line in lines when line.net is present: line.net)", Decimal("4.00")),
        ("Amount1 = sum(each line in lines: line.net)", None),
        ("Amount1 = sum(each line in lines when no: line.vat)", 0),
        ("Amount1 = min(each line in lines: line.vat)", Decimal("0.25")),
        ("Amount1 = max(each line in lines: line.vat)", 1),
        ("Whole1 = max(each line in lines when no: line.line_no)", None),
        ("Whole1 = count(each line in lines)", 3),
        ("Whole1 = count(each line in lines when line.ok)", 1),
        ("Whole1 = count(each line in lines when not line.ok)", 1),
        ("Whole1 = count(each line in lines: line.text)", 2),
        ("Whole1 = count(each line in extras)", 0),
        ("Amount1 = sum(each line in lines: line.vat / 3) | round(2)", Decimal("0.67")),
        ("Whole1 = count(each line in lines when count(each part in line.parts) > 0)", 0),
    ],
)
def test_an_aggregate(rule: str, value: Any) -> None:
    (made,) = payload(rule, {"lines": LINES}).values()
    assert (made, type(made)) == (value, type(value))


@pytest.mark.parametrize("rows", [(), None, [], tuple(map(MappingProxyType, LINES)), list(LINES)])
def test_rows_may_stand_in_any_list(rows: Any) -> None:
    made = payload(
        "Whole1 = count(each line in lines)\nLines = each line in lines {\n    Text = line.text\n}", {"lines": rows}
    )
    assert made["Whole1"] == len(made["Lines"]) == len(rows or ())


@pytest.mark.parametrize("rows", [(7,), [LINES[0], None], "text", 7, {"a": 1}, Pending("order", "1")])
def test_what_is_no_list_of_rows_is_left(rows: Any) -> None:
    assert isinstance(left("Whole1 = count(each line in lines)", {"lines": rows}), Refused)


def test_what_is_no_row_is_left_though_an_item_before_it_failed() -> None:
    rules = "Whole1 = count(each line in lines: line.text | integer) else 7"
    assert isinstance(left(rules, {"lines": [LINES[0], "x"]}), Refused)
    assert payload(rules, {"lines": LINES}) == {"Whole1": 7}


def test_every_item_is_looked_at_before_the_first_ones_body_asks() -> None:
    rules = (
        "Whole1 = count(each line in lines when (line.line_no | link(customer, Open)) else yes:"
        " line.line_no | link(customer)) else 7"
    )
    mapping = mapping_of(rules)
    world = World({("customer", 1): 4, ("customer", 2): 4, ("customer", 3): 4})
    found = Judge(mapping).compare({**RECORD, "lines": LINES}, mapping.circumstances(world, today=TODAY))
    assert found.difference is None
    assert found.gave_up is None
    opened = [("customer.Open", number) for number in (1, 2, 3)]
    assert world.asked == [*opened, *(("customer", number) for number in (1, 2, 3))] * 2


def test_an_unreadable_condition_is_told_though_an_item_before_it_failed() -> None:
    rules = "Whole1 = count(each line in lines when line.ok is absent or line.ok: line.text | integer) else 7"
    assert isinstance(left(rules, {"lines": [LINES[0], {**LINES[1], "ok": "ja"}]}), Refused)


def test_items_of_items() -> None:
    rules = """Lines = each line in lines when line.parts is absent or line.net is present {
    Amount = line.net
    Parts = each part in line.parts when part.qty > 1 {
        Word = "{line.line_no}{part.word}"
        Qty = part.qty * 2 | round(3)
    }
}""".replace("line.parts is absent or ", "")
    parts = ({"word": "x", "qty": Decimal("2.125")}, {"word": "y", "qty": 1}, {"word": None, "qty": 7})
    made = payload(rules, {"lines": [{**LINES[0], "parts": parts}, LINES[1], LINES[2]]})
    assert made["Lines"] == [
        {"Amount": Decimal("1.50"), "Parts": [{"Word": "1x", "Qty": Decimal("4.250")}, {"Word": None, "Qty": 14}]},
        {"Amount": Decimal("2.50"), "Parts": []},
    ]


def test_a_template_is_given_the_items() -> None:
    made = payload('Text1 = render("lines.j2")', {"lines": LINES[:2]})
    assert made == {"Text1": "Fjord AS\n1. a\n2. -"}
    assert payload('Text1 = render("lines.j2")', {"lines": ()}) == {"Text1": "Fjord AS ingen"}


def test_a_loop_within_a_loop_over_the_same_list_keeps_them_apart() -> None:
    rules = (
        "Amount1 = sum(each line in lines: line.net)\n"
        "Lines = each line in lines {\n    Amount = sum(each other in lines: other.net * line.net) | round(2)\n}"
    )
    made = payload(rules, {"lines": ({"net": Decimal("0")}, {"net": Decimal("-3.10")})})
    assert [item["Amount"] for item in made["Lines"]] == [Decimal("0.00"), Decimal("9.61")]


def test_what_is_no_row_is_left_though_a_condition_before_it_failed() -> None:
    rules = "Flag1 = sum(each line in lines when (whole_1 | link(customer)) is present: 3) > 1 else no"
    assert isinstance(left(rules, {"whole_1": 7, "lines": ({"net": 1}, 5)}), Refused)
