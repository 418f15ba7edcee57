"""Calls in code: the steps that are written out give what the functions themselves give."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from parts.compiled_rules import code, payload


@pytest.mark.parametrize("text", ["Ab cD", "ÆØÅ æ", "e\u0301A\u030a", "ǅ\u0130ß", "𝟙2", "a" * 60, "aaaa"])
@pytest.mark.parametrize(
    "step",
    [
        "lower",
        "upper",
        'prefix("e")',
        'prefix("\u0301x")',
        'suffix("\u0301")',
        'replace("a", "bb")',
        'replace("e", "")',
        'replace("a", "")',
        'replace("a", "\u0301")',
        "limit(3)",
        "limit(1)",
        "limit(50)",
        "pad(8)",
        'pad(8, "ab")',
        "digits",
        "squeeze",
        "trim",
        "prefix(name)",
        "limit(count_1)",
        'replace("a", name)',
        "lower | upper | lower",
        'first_name else "?"',
        'integer | prefix("n") else "?"'.replace('integer | prefix("n")', 'postal_code | prefix("n")'),
    ],
)
def test_a_text_step(step: str, text: str) -> None:
    payload(f"Text1 = free | {step}", {"free": text})


@pytest.mark.parametrize("number", ["0", "-0.00", "2.345", "-2.345", "2.5", "1E+2", "99999999999999999999.995"])
@pytest.mark.parametrize(
    "step",
    [
        "round(2)",
        "round(2, down)",
        "round(2, half_even)",
        "round",
        "negate | round(2)",
        "abs | round(1)",
        "round(4) | round(2)",
    ],
)
def test_a_number_step(step: str, number: str) -> None:
    payload(f"Amount1 = rate | {step}", {"rate": Decimal(number)})
    payload(f"Amount1 = rate / 7 | {step}", {"rate": Decimal(number)})
    payload(f"Amount1 = rate | {step}", {"rate": 7})


@pytest.mark.parametrize(
    ("rule", "record", "value"),
    [
        ("Text1 = text_1 | prefix(text_2)", {"text_1": "a"}, None),
        ("Text1 = text_1 | prefix(text_2 ?? nothing)", {"text_1": "a"}, "missing"),
        ("Text1 = text_1 | prefix(text_2 ?? nothing)", {}, None),
        ("Whole1 = made | days_between(day_1)", {}, None),
        ("Whole1 = made | year", {}, 2026),
        ("Whole1 = (text_1 | integer) ?? 5 else 6", {"text_1": "x"}, 6),
        ("Whole1 = (text_1 | integer) ?? 5 else 6", {}, 5),
        ("Whole1 = count_1 | abs | negate", {}, -3),
        ("Text1 = total | norwegian_amount", {}, "12,50"),
        ('Text1 = text_1 | phone("SE") else nothing', {"text_1": "08-123 456 00"}, "+46812345600"),
        ('Day1 = text_1 | date("dd.MM.yyyy") else nothing', {"text_1": "32.01.2026"}, "missing"),
    ],
)
def test_a_call(rule: str, record: dict[str, Any], value: Any) -> None:
    made = next(iter(payload(rule, record).values()), "missing")
    assert (made, type(made)) == (value, type(value))


def test_cheap_steps_are_written_out() -> None:
    assert ".lower()" in code("Text1 = name | lower")
    assert ".quantize(" in code("Amount1 = amount_2 | round(2)")
