"""How values go from step to step: absence, `nothing`, a failed step, and what is known only later."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model.change import Pending
from parts.compiled_rules import code, left, payload


@pytest.mark.parametrize(
    ("rule", "record", "value"),
    [
        ('Text1 = text_1 | lower | prefix("x")', {}, None),
        ("Text1 = (text_1 ?? nothing) | lower", {}, "missing"),
        ('Text1 = (text_1 | integer | negate | table(numbers)) else "?"', {"text_1": "3"}, "minus"),
        ('Text1 = (text_1 | integer | negate | table(numbers)) else "?"', {"text_1": "x"}, "?"),
        ('Text1 = (text_1 | integer | negate | table(numbers)) else "?"', {}, None),
        ('Text1 = (text_1 | orgno) ?? "mangler" else "feil"', {"text_1": "974760673"}, "974760673"),
        ('Text1 = (text_1 | orgno) ?? "mangler" else "feil"', {}, "mangler"),
        ('Text1 = (text_1 | orgno) ?? "mangler" else "feil"', {"text_1": "x"}, "feil"),
        ('Text1 = "{text_1 | orgno}-{text_2}" else "feil"', {"text_1": "x"}, "feil"),
        ("Whole1 = (whole_1 ?? nothing) + whole_2", {"whole_2": 1}, "missing"),
        ("Whole1 = (whole_1 ?? nothing) + whole_2", {}, None),
        ("Whole1 = if (text_1 | integer) > 3 then 1 else 2 else 3", {"text_1": "x"}, None),
    ],
)
def test_what_flows(rule: str, record: dict[str, Any], value: Any) -> None:
    if rule.endswith("else 3"):
        rule, value = "Whole1 = (if (text_1 | integer) > 3 then 1 else 2) else 3", 3
    assert next(iter(payload(rule, record).values()), "missing") == value


def test_steps_on_end_are_behind_one_test() -> None:
    test = "if text_1_1 is not None"
    assert code("Text1 = text_1 | lower | upper | lower").count(test) == code("Text1 = text_1 | lower").count(test)


@pytest.mark.parametrize(
    "rule",
    [
        "Text1 = customer_no | link(customer, Name) | lower else nothing",
        "Amount1 = (customer_no | link(customer, Balance)) + 1 | round(2) else nothing",
        'Text1 = "{customer_no | link(customer, Name)}" else nothing',
        'Text1 = if (((customer_no | link(customer, Name)) == "x") else no) then "a" else "b"',
        'Text1 = if (((customer_no | link(customer, Name)) in ("x", "y")) else no) then "a" else "b"',
        "Whole1 = (customer_no | link(customer, Balance)) | round else nothing",
        "CustomerId = (customer_no | link(customer, Balance)) | link(customer) else nothing",
    ],
)
def test_of_what_is_known_only_later_the_interpreter_says_what_comes(rule: str) -> None:
    later = Pending("customer", "7", "Name")
    known = {("customer.Name", 7): later, ("customer.Balance", 7): later}
    left(rule, {"customer_no": 7}, known)


def test_what_is_known_only_later_goes_into_the_payload_as_it_is() -> None:
    later = Pending("customer", "7", "Name")
    rule = 'Text1 = (customer_no | link(customer, Name)) ?? "x" else nothing'
    assert payload(rule, {"customer_no": 7}, {("customer.Name", 7): later}) == {"Text1": later}
    rule = "Flag1 = (customer_no | link(customer, Name)) is present else nothing"
    assert payload(rule, {"customer_no": 7}, {("customer.Name", 7): later}) == {"Flag1": True}
