"""Eleven digits are taken for a person's number wherever they stand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.personal import MASK, is_spelled_out, may_be_personal, redact, without_personal
from engine.model.record import Fault
from engine.model.text import Text, say
from engine.model.types import Kind


@pytest.mark.parametrize(
    "text", ["01010112345", "010101 12345", "010101-12345", "0101 0112 345", "fnr. 01010112345, ring 22334455"]
)
def test_a_personal_number_is_recognised(text: str) -> None:
    assert may_be_personal(text)


@pytest.mark.parametrize("text", ["", "974760673", "010101123456", "22334455"])
def test_other_numbers_are_let_be(text: str) -> None:
    assert not may_be_personal(text)
    assert redact(text) == text


@pytest.mark.parametrize(
    "text",
    ["01 01 70 123 45", "01.01.70 123 45", "41.01.70-123.45", "01 41 70 123 45", "31128112345", "fnr 0101 7012345"],
)
def test_one_that_is_spelled_out_begins_with_a_birth_date(text: str) -> None:
    assert is_spelled_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026.1.2026.1.1",
        "32 01 70 123 45",
        "01 13 70 123 45",
        "00 01 70 123 45",
        "01 01 70 123 4",
        "",
        "01 01 70 123 45 ringte",
    ],
)
def test_a_code_or_a_sentence_is_none_that_is_spelled_out(text: str) -> None:
    assert not is_spelled_out(text)


@given(st.integers(0, 10**11 - 1), st.text(st.characters(exclude_categories=["Nd"])))
def test_a_masked_text_shows_no_personal_number(number: int, around: str) -> None:
    masked = redact(f"{around}{number:011}{around}")
    assert masked == f"{around}{MASK}{around}"
    assert not may_be_personal(masked)


def test_a_masked_text_can_still_be_said_in_another_language() -> None:
    inner = say("{value} has more", value="010101 12345")
    masked = redact(say("{field} {number}: {why} {n}", field="fnr", number=1010112345 + 10**10, why=inner, n=7))
    assert masked == f"fnr {MASK}: {MASK} has more 7"
    assert isinstance(masked, Text)
    assert isinstance(masked.values["why"], Text)
    assert masked.values["n"] == 7


def test_a_number_that_only_the_whole_text_shows_is_masked_all_the_same() -> None:
    masked = redact(say("{first} {second}", first="010101", second="12345"))
    assert masked == MASK
    assert not isinstance(masked, Text)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("13097248022", MASK),
        (13097248022, MASK),
        ("13 09 72 48022", MASK),
        ("fnr. 130972 48022, Storgata 12, Oslo", f"fnr. {MASK}, Storgata 12, Oslo"),
        (Fault("13097248022", "not a date"), Fault(MASK, "not a date")),
        ({"a": ({"b": 13097248022},), "c": ["13 09 72 48022", 1]}, {"a": ({"b": MASK},), "c": [MASK, 1]}),
        ("+47 22 33 44 55 6", "+47 22 33 44 55 6"),
        ("974760673", "974760673"),
        (True, True),
        (None, None),
        (Decimal("123456789.01"), Decimal("123456789.01")),
    ],
)
def test_a_value_is_shown_without_a_personal_number(value: object, shown: object) -> None:
    assert without_personal(value) == shown


@pytest.mark.parametrize("value", ["13097248022", 13097248022])
def test_an_id_is_shown_as_it_is(value: object) -> None:
    assert without_personal(value, Kind.ID) == value
