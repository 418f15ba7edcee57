"""Tables, links, settings and series: what is asked, in which order, and what an answer of another kind comes to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.language.outcome import NoSuchRecord
from engine.model.change import Pending
from parts.agreement import Judge
from parts.compiled_rules import RECORD, TODAY, World, mapping_of, payload, refused


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("kind | table(letters) else nothing", "Alfa"),
        ("count_1 | table(numbers) else nothing", "missing"),
        ('(count_1 + 4) | table(numbers) else "?"', "sju"),
        ('amount_1 | table(numbers) else "?"', "to"),
        ('"Æ" | table(partial) else "?"', None),
        ('"Ø" | table(partial) else "?"', "?"),
        ('("Æ" | table(partial)) ?? "x" else "y"', "x"),
    ],
)
def test_a_table(rule: str, value: str | None) -> None:
    made = payload(f"Text1 = {rule}", {"amount_1": Decimal("2.5")})
    assert made.get("Text1", "missing") == value


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (7, 7),
        ("id-4", "id-4"),
        (None, "missing"),
        (NoSuchRecord("Win"), "missing"),
        (Decimal("1.5"), "missing"),
        (True, "missing"),
        (10**1200, "missing"),
        (10**40, 10**40),
        (Pending("customer", "7"), Pending("customer", "7")),
    ],
)
def test_a_link_to_an_id(answer: Any, value: Any) -> None:
    made = payload(
        "CustomerId = customer_no | link(customer) else nothing", {"customer_no": 7}, {("customer", 7): answer}
    )
    assert made.get("CustomerId", "missing") == value


@pytest.mark.parametrize(
    ("rule", "field", "answer", "value"),
    [
        ("Text1 = 7 | link(customer, Name) else nothing", "Name", "Fjord", "Fjord"),
        ("Text1 = 7 | link(customer, Name) else nothing", "Name", 7, "missing"),
        ("Flag1 = 7 | link(customer, Open) else nothing", "Open", True, True),
        ("Flag1 = 7 | link(customer, Open) else nothing", "Open", "yes", "missing"),
        ("Day1 = 7 | link(customer, Since) else nothing", "Since", date(2026, 1, 1), date(2026, 1, 1)),
        ("Day1 = 7 | link(customer, Since) else nothing", "Since", "2026-01-01", "missing"),
        ("Amount1 = 7 | link(customer, Balance) else nothing", "Balance", Decimal("2.50"), Decimal("2.50")),
        ("Amount1 = 7 | link(customer, Balance) else nothing", "Balance", 2, 2),
        ("Amount1 = 7 | link(customer, Balance) else nothing", "Balance", Decimal("NaN"), "missing"),
    ],
)
def test_a_link_to_another_field(rule: str, field: str, answer: Any, value: Any) -> None:
    made = payload(rule, None, {(f"customer.{field}", 7): answer})
    assert next(iter(made.values()), "missing") == value


def test_a_link_by_several_keys_knows_whole_numbers() -> None:
    rules = 'Text1 = if ((link(order, key=[client_no, amount_1]) is present) else no) then "ja" else "nei"'
    assert payload(rules, {"amount_1": Decimal("7.00")}, {("order", (1, 7)): 4}) == {"Text1": "ja"}
    assert payload(rules, {"amount_1": None}) == {"Text1": "nei"}
    assert payload(rules, {"amount_1": Decimal("7.50")}) == {"Text1": "nei"}


def test_a_setting_by_its_day() -> None:
    rules = "VatId = text_1 | find(Vat, by=Code, at=day_1) else nothing"
    day, known = date(2026, 1, 31), {("Vat.Code", ("3", date(2026, 1, 31))): 9}
    assert payload(rules, {"text_1": "3", "day_1": day}, known) == {"VatId": 9}
    assert payload(rules, {"text_1": "3"}, known) == {"VatId": None}
    assert payload(rules, {"text_1": "4", "day_1": day}, known) == {}


def test_no_day_is_asked_for_of_what_failed_before() -> None:
    """Who answers links may count them."""
    day = "1999-12-31 + (if (count_1 | link(customer)) is present then 14 else 1)"
    mapping = mapping_of(f'VatId = ("x" | table(numbers)) | find(Vat, by=Code, at=({day})) else empty')
    world = World({("customer", 3): 7})
    assert Judge(mapping).compare(RECORD, mapping.circumstances(world, today=TODAY)).difference is None
    assert world.asked == []


def test_a_setting_of_a_number_beyond_all_bounds_is_refused() -> None:
    rules = "AccountId = count_1 | find(Account, by=No) else nothing"
    assert refused(rules, None, {("Account.No", 3): 10**1200})
    assert payload(rules, None, {("Account.No", 3): "a4"}) == {"AccountId": "a4"}


@pytest.mark.parametrize(("number", "value"), [(5, 5), (9, 9), (10, "missing"), (None, None), (4, "missing")])
def test_a_number_within_a_series(number: int | None, value: Any) -> None:
    made = payload("Whole1 = whole_1 within series.project else nothing", {"whole_1": number})
    assert made.get("Whole1", "missing") == value


def test_a_number_outside_every_series_is_refused() -> None:
    assert refused("Whole1 = whole_1 within series.project", {"whole_1": 10})


def test_questions_are_asked_in_the_order_of_the_rules() -> None:
    mapping = mapping_of(
        "let person = count_1 | link(customer) else nothing\n".replace("nothing", "empty")
        + "CustomerId = person\nDepartmentId = name | link(department) else nothing\nLedgerId = "
        "(order_no | link(customer, LedgerId)) else nothing\nFlag1 = person is present"
    )
    world = World()
    found = Judge(mapping).compare(RECORD, mapping.circumstances(world, today=TODAY))
    assert found.difference is None
    assert found.gave_up is None
    assert world.asked[: len(world.asked) // 2] == [
        ("customer", 3),
        ("department", "Fjord AS"),
        ("customer.LedgerId", 5001),
    ]
