"""Values held against the target in code: what fits goes in its final form, what does not is left."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.language.outcome import Refused
from parts.compiled_rules import code, left, payload, refused

STRICT = """Title = name
Count = count_1
Sum = total
Home {
    Street = text_1 ?? "x"
}
Rows = item {
    RowNo = 1
}
Text1 = text_2
Flag1 = flag_1
Choice = code_1
CustomerId = customer_no | link(customer) else nothing
"""


@pytest.mark.parametrize(
    ("rule", "record", "value"),
    [
        ("Short = free", {"free": "æ" * 12}, "æ" * 12),
        ("Short = free", {"free": "😀" * 6}, "😀" * 6),
        ("Choice = kind", {"kind": "B"}, "B"),
        ("Choice = count_1 | table(chosen) else nothing", {"count_1": 7}, "B"),
        ("Amount1 = total", {"total": Decimal("-0.00")}, Decimal("0.00")),
        ("Amount1 = total", {"total": Decimal("2.5")}, Decimal("2.5")),
        ("Amount1 = total", {"total": Decimal("0E-8")}, Decimal("0.00")),
        ("Amount1 = total", {"total": Decimal("1E+3")}, Decimal("1000")),
        ("Amount1 = total", {"total": 7}, 7),
        ("Amount1 = count_1", {}, 3),
        ("Whole1 = count_1", {"count_1": Decimal("3.00")}, 3),
        ("Whole1 = count_1 * count_1 * count_1", {"count_1": 10**17}, 10**51),
        ("Endless = rate", {"rate": Decimal("1E+2")}, Decimal("100")),
        ("Fine = total | round(3)", {}, Decimal("12.500")),
        ("Moment = moment", {"moment": datetime(2026, 1, 1, tzinfo=UTC)}, datetime(2026, 1, 1, tzinfo=UTC)),
        ("Paper = paper", {"paper": " a.pdf "}, "a.pdf"),
        ("Paper = text_1 | lower", {"text_1": "A.PDF"}, "a.pdf"),
        ("Flag1 = active", {}, True),
    ],
)
def test_what_fits(rule: str, record: dict[str, Any], value: Any) -> None:
    made = next(iter(payload(rule, record).values()))
    assert (made, type(made), str(made)) == (value, type(value), str(value))


@pytest.mark.parametrize(
    ("rule", "record"),
    [
        ("Short = free", {"free": "æ" * 13}),
        ("Short = free", {"free": "😀" * 7}),
        ("Choice = kind", {"kind": "D"}),
        ("Amount1 = total", {"total": Decimal("2.505")}),
        ("Endless = rate / 3", {"rate": 1}),
    ],
)
def test_what_does_not_fit_is_refused(rule: str, record: dict[str, Any]) -> None:
    assert len(refused(rule, record).diagnostics) == 1


def test_what_its_own_field_cannot_hold_is_left() -> None:
    assert isinstance(left("Whole1 = count_1", {"count_1": Decimal("3.5")}), Refused)


# ---- the record as a whole


def test_a_record_that_has_all_it_must() -> None:
    made = payload(STRICT, {"text_2": "b"}, target="go.strict")
    assert list(made) == ["Title", "Count", "Sum", "Home", "Rows", "Text1", "Flag1", "Choice", "CustomerId"]


@pytest.mark.parametrize(
    "record",
    [
        {"text_2": None},
        {"text_2": None, "flag_1": False},
        {"text_2": "b", "code_1": "A"},
        {"text_2": "b", "code_1": "A", "customer_no": 7},
        {"text_2": "b", "name": " "},
        {"text_2": "b", "total": None},
    ],
)
def test_a_record_that_lacks_something_is_refused(record: dict[str, Any]) -> None:
    assert len(refused(STRICT, record, target="go.strict").diagnostics) == 1


def test_what_is_demanded_in_a_case_only_is_not_in_another() -> None:
    assert payload(STRICT, {"flag_1": True}, target="go.strict")["Text1"] is None
    assert payload(STRICT, {"text_2": "b", "code_1": "A", "customer_no": 7}, {("customer", 7): 4}, target="go.strict")


def test_a_demand_inside_an_object() -> None:
    rules = "Flag1 = flag_1\nAddress when text_1 is present {\n    City = text_1\n}"
    assert payload(rules, {"flag_1": False}, target="go.nested") == {"Flag1": False}
    assert payload(rules, {"flag_1": True, "text_1": "Oslo"}, target="go.nested")["Address"] == {"City": "Oslo"}
    assert isinstance(left(rules, {"flag_1": True}, target="go.nested"), Refused)


def test_a_list_that_must_hold_something() -> None:
    rules = STRICT.replace("Rows = item {", "Rows = each line in lines {")
    assert payload(rules, {"text_2": "b", "lines": ({},)}, target="go.strict")["Rows"] == [{"RowNo": 1}]
    assert refused(rules, {"text_2": "b", "lines": ()}, target="go.strict")


def test_a_second_pass_is_held_to_what_it_manages() -> None:
    assert payload("Text1 = text_1 ?? nothing", continues=True) == {}
    assert payload("Text1 = text_1", continues=True) == {"Text1": None}


def test_nothing_is_tested_that_is_known() -> None:
    assert "Again" not in code('Choice = "A"\nShort = "kort"')
