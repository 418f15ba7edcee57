"""Expressions in code: what they give is what the interpreter gives, with its class and its digits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.language.outcome import Refused
from parts.compiled_rules import code, left, payload, refused


@pytest.mark.parametrize(
    ("rule", "record", "value"),
    [
        ('Text1 = "{name}, {order_no}/{total} {made} {active}"', {}, "Fjord AS, 5001/12.50 2026-01-31 yes"),
        ('Text1 = "{text_1}-{text_2}"', {"text_1": "a"}, None),
        ('Text1 = "{text_1}{text_2}"', {"text_1": "a", "text_2": "b"}, "ab"),
        ('Text1 = "{text_1 ?? nothing}!"', {}, "missing"),
        ('Text1 = "{text_1 ?? nothing}{text_2}"', {}, "missing"),
        ('Text1 = "{text_2}{text_1 ?? nothing}"', {}, None),
        ('Text1 = "{count_1 / whole_1}"', {"whole_1": 8}, "0.375"),
        ('Text1 = ""', {}, None),
        ("Text1 = empty", {}, None),
        ('Text1 = "{today}"', {}, "2026-02-28"),
        ('Text1 = text_1 ?? text_2 ?? "x"', {"text_2": " b "}, "b"),
        ('Text1 = if active then text_1 else "x"', {}, None),
        ('Text1 = if flag_1 then "y" else "x"', {}, "x"),
        ('Text1 = (text_1 | orgno) else text_2 ?? "x"', {"text_1": "nei"}, "x"),
        ('Text1 = text_1 | country | lower else "x"', {"text_1": "norge"}, "no"),
        ("Whole1 = count_1 + whole_1 * 2 - 1", {"whole_1": 4}, 10),
        ("Whole1 = count_1 + whole_1", {}, None),
        ("Whole1 = -count_1", {}, -3),
        ("Amount1 = -amount_1", {"amount_1": Decimal("0.00")}, Decimal("0.00")),
        ("Amount1 = total + amount_1", {"amount_1": Decimal("0.5")}, Decimal("13.00")),
        ("Fine = total * amount_1", {"amount_1": Decimal("-0.00")}, Decimal("0.0000")),
        ("Amount1 = total / 3 * 3 | round(2)", {}, Decimal("12.50")),
        ("Amount1 = count_1 / 8 | round(2)", {}, Decimal("0.38")),
        ("Whole1 = count_1 / 3 | round", {}, 1),
        ("Endless = rate", {"rate": Decimal("1.23456789")}, Decimal("1.23456789")),
        ("Day1 = made + count_1", {}, date(2026, 2, 3)),
        ("Day1 = made - count_1", {}, date(2026, 1, 28)),
        ("Day1 = day_1 - count_1", {}, None),
        ("Day1 = made + whole_1", {"whole_1": 10**9}, date.max),
        ("Flag1 = not flag_1", {"flag_1": False}, True),
        ('Text1 = render("plain.j2")', {}, "Hei Fjord AS,\n12.50 kr. den 2026-01-31"),
    ],
)
def test_an_expression_gives(rule: str, record: dict[str, Any], value: Any) -> None:
    made = next(iter(payload(rule, record).values()), "missing")
    assert (made, type(made)) == (value, type(value))


@pytest.mark.parametrize(
    ("rule", "record"),
    [
        ("Text1 = text_1 ?? refuse", {}),
        ('Text1 = text_1 ?? refuse "nei"', {}),
        ("Amount1 = total / amount_1 | round(2)", {"amount_1": Decimal("0.00")}),
    ],
)
def test_what_has_no_value_is_refused(rule: str, record: dict[str, Any]) -> None:
    assert len(refused(rule, record).diagnostics) == 1


def test_a_quotient_that_cannot_be_written_is_left() -> None:
    assert isinstance(left('Text1 = "{count_1 / whole_1}"', {"whole_1": 7}), Refused)


def test_a_text_that_grows_without_end_is_left() -> None:
    grown = "".join(f'let t{n} = "{{t{n - 1}}}{{t{n - 1}}}"\n' for n in range(1, 21))
    assert isinstance(left(f'let t0 = "{{name}}"\n{grown}Text1 = t20'), Refused)


@pytest.mark.parametrize("number", [Decimal("1E+70"), 10**40, Decimal("1." + "3" * 70)])
def test_a_number_beyond_all_amounts_is_the_interpreters(number: Any) -> None:
    left("Endless = rate", {"rate": number})


# ---- lets


def test_a_let_is_made_once() -> None:
    rules = 'let it = text_1 | lower | prefix("x")\nText1 = it\nText2 = it ?? "y"\nText3 = "{it}!"'
    assert code(rules).count("lower") == 1
    assert payload(rules, {"text_1": "A"}) == {"Text1": "xa", "Text2": "xa", "Text3": "xa!"}


def test_a_let_that_asks_is_asked_once_and_only_where_it_is_read() -> None:
    rules = (
        "let id = customer_no | link(customer) else empty\n"
        "CustomerId = if active then id else empty\n"
        'Text1 = if id is present then "ja" else "nei"'
    )
    record = {"customer_no": 7}
    for active in (True, False):
        made = payload(rules, {**record, "active": active}, {("customer", 7): 4})
        assert made == {"CustomerId": 4 if active else None, "Text1": "ja"}


def test_a_let_may_fail_wherever_it_is_read() -> None:
    rules = "let no_ = whole_1 within series.project\nWhole1 = no_ else 1\nWhole2 = no_ else 2"
    assert payload(rules, {"whole_1": 7}) == {"Whole1": 7, "Whole2": 7}
    assert payload(rules, {"whole_1": 70}) == {"Whole1": 1, "Whole2": 2}


def test_a_let_of_a_body_knows_its_item() -> None:
    rules = """let outer = "{name} {count_1}"
Lines = each line in lines {
    let inner = "{outer}:{line.text ?? outer}"
    Text = inner
    Inner when inner is present {
        Mark = inner | upper
    }
}"""
    made = payload(rules, {"lines": ({"text": "a"}, {"text": None})})
    assert [item["Text"] for item in made["Lines"]] == ["Fjord AS 3:a", "Fjord AS 3:Fjord AS 3"]
    assert made["Lines"][0]["Inner"] == {"Mark": "FJORD AS 3:A"}
