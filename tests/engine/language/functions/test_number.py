"""Numbers are read strictly: what is not plainly a number fails."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language import exact
from engine.language.functions import number as steps
from engine.language.functions.registry import StepFailed


@pytest.mark.parametrize("text", ["", " 12", "12 ", "+12", "1_000", "--1", "-", "٣", "１２", "0x1", "1.0", "9" * 1001])
def test_what_is_no_whole_number_fails(text: str) -> None:
    with pytest.raises(StepFailed, match="is not a whole number"):
        steps.integer(text)


@given(st.integers())
def test_every_whole_number_is_read_back(value: int) -> None:
    assert steps.integer(str(value)) == value
    assert steps.integer(value) == value
    assert steps.integer(Fraction(value)) == value


def test_a_quotient_is_whole_or_fails() -> None:
    assert steps.integer(Fraction(6, 2)) == 3
    with pytest.raises(StepFailed):
        steps.integer(Fraction(1, 3))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.sampled_from(".,"))
def test_every_decimal_is_read_back(value: Decimal, mark: str) -> None:
    read = steps.decimal(exact.number_text(value).replace(".", mark), mark)
    assert isinstance(read, Decimal)
    assert read == value
    assert read or not read.is_signed()


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("1 234 567,50", ",", Decimal("1234567.50")),
        ("1\u00a0234,5", ",", Decimal("1234.5")),
        ("1\u202f234.5", ".", Decimal("1234.5")),
        ("\u22121,50", ",", Decimal("-1.50")),
        ("1234567", ",", 1234567),
        ("-0", ".", 0),
        ("-0.00", ".", Decimal("0.00")),
        ("0012.50", ".", Decimal("12.50")),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, mark: str, expected: int | Decimal) -> None:
    read = steps.decimal(text, mark)
    assert str(read) == str(expected)
    assert type(read) is type(expected)


@pytest.mark.parametrize(
    "text", ["", ",5", "5,", "1.234,50", "12 34,5", "1  234", "NaN", "1e3", "1,2,3", "kr 5", "٣,5"]
)
def test_what_is_no_number_fails(text: str) -> None:
    with pytest.raises(StepFailed, match='is not a number with "," before its decimals'):
        steps.decimal(text, ",")
    with pytest.raises(StepFailed):
        steps.decimal("1" * 1001, ",")


def test_the_mark_is_no_pattern() -> None:
    with pytest.raises(StepFailed):
        steps.decimal("12x50", ".")
