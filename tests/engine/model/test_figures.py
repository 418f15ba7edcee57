"""Numbers and days within a sentence are English by themselves, and every language writes them its own way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics.languages import language
from engine.faces.systems import spoken
from engine.model import figures
from engine.model.naming import noun, record_named
from engine.model.text import as_data, from_data, say

NORWEGIAN = language("nb")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_a_number_keeps_its_exact_digits(value: Decimal) -> None:
    assert figures.number(value) == str(value)
    assert NORWEGIAN.of(figures.number(value)) == str(value).replace(".", ",")


@given(st.dates())
def test_a_day_is_written_in_full(value: date) -> None:
    assert figures.day(value) == value.isoformat()
    year, month, of_month = value.isoformat().split("-")
    assert NORWEGIAN.of(figures.day(value)) == f"{of_month}.{month}.{year}"


@pytest.mark.parametrize("text", ["5", "-5", "1E+3", "NaN", "10000-19999", "v1.2", ".5", "1.2.3", ""])
def test_what_is_no_number_with_decimals_is_the_same_everywhere(text: str) -> None:
    assert (figures.number(text), NORWEGIAN.of(figures.number(text))) == (text, text)


def test_what_was_kept_is_written_in_each_language_too() -> None:
    text = say("{day}: {n} of {total}", day=figures.day(date(2026, 1, 2)), n=figures.number("1.50"), total="2.00")
    assert NORWEGIAN.of(from_data(as_data(text))) == "02.01.2026: 1,50 of 2.00"


def test_a_record_is_named_in_the_language_that_is_spoken() -> None:
    assert record_named("contact_person", "K019") == "contact person K019"
    assert spoken("nb").of(record_named("contact_person", "K019")) == "kontaktperson K019"
    assert spoken("nb").of(noun("loyalty_card")) == "loyalty card"
