"""Eleven digits are taken for a person's number wherever they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.functions.personal import MASK, may_be_personal, redact


@pytest.mark.parametrize(
    "text", ["01010112345", "010101 12345", "010101-12345", "0101 0112 345", "fnr. 01010112345, ring 22334455"]
)
def test_a_personal_number_is_recognised(text: str) -> None:
    assert may_be_personal(text)


@pytest.mark.parametrize("text", ["", "974760673", "010101123456", "22334455"])
def test_other_numbers_are_let_be(text: str) -> None:
    assert not may_be_personal(text)
    assert redact(text) == text


@given(st.integers(0, 10**11 - 1), st.text(st.characters(exclude_categories=["Nd"])))
def test_a_masked_text_shows_no_personal_number(number: int, around: str) -> None:
    masked = redact(f"{around}{number:011}{around}")
    assert masked == f"{around}{MASK}{around}"
    assert not may_be_personal(masked)
