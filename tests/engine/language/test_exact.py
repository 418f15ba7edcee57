"""Numbers are exact: held against Fraction, which cannot be wrong."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language import exact
from engine.language.exact import Number

WHOLE = st.integers(-(10**40), 10**40)
DECIMALS = st.builds(lambda digits, scale: Decimal(digits).scaleb(-scale, exact.EXACT), WHOLE, st.integers(0, 30))
FRACTIONS = st.builds(Fraction, st.integers(-(10**20), 10**20), st.integers(1, 10**12))
NUMBERS: st.SearchStrategy[Number] = st.one_of(WHOLE, DECIMALS, FRACTIONS)


@settings(max_examples=200)
@given(NUMBERS, NUMBERS)
def test_sums_and_products_are_those_of_fractions(left: Number, right: Number) -> None:
    assert Fraction(exact.add(left, right)) == Fraction(left) + Fraction(right)
    assert Fraction(exact.subtract(left, right)) == Fraction(left) - Fraction(right)
    assert Fraction(exact.multiply(left, right)) == Fraction(left) * Fraction(right)


@given(NUMBERS, NUMBERS.filter(bool))
def test_quotients_are_those_of_fractions(left: Number, right: Number) -> None:
    assert exact.divide(left, right) == Fraction(left) / Fraction(right)


@given(NUMBERS, NUMBERS)
def test_comparison_is_that_of_fractions(left: Number, right: Number) -> None:
    expected = (Fraction(left) > Fraction(right)) - (Fraction(left) < Fraction(right))
    assert exact.compare(left, right) == expected


@given(NUMBERS)
def test_signs_are_those_of_fractions(value: Number) -> None:
    assert Fraction(exact.negate(value)) == -Fraction(value)
    assert Fraction(exact.absolute(value)) == abs(Fraction(value))
    assert exact.negate(exact.negate(value)) == value


def rounded_by_hand(value: Fraction, places: int, mode: str) -> Fraction:
    """The definition: the two neighbours, and which of them the mode takes."""
    scaled = abs(value) * Fraction(10) ** places
    below = scaled.numerator // scaled.denominator
    rest = scaled - below
    up = {
        exact.HALF_AWAY: rest >= Fraction(1, 2),
        exact.HALF_EVEN: rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1),
        exact.DOWN: False,
    }[mode]
    return (-1 if value < 0 else 1) * Fraction(below + up) / Fraction(10) ** places


@settings(max_examples=300)
@given(NUMBERS, st.integers(-5, 12), st.sampled_from(exact.ROUNDING_MODES))
def test_rounding_is_that_of_the_definition(value: Number, places: int, mode: str) -> None:
    assert Fraction(exact.round_number(value, places, mode)) == rounded_by_hand(Fraction(value), places, mode)


@given(st.integers(-(10**6), 10**6), st.integers(0, 6), st.sampled_from(exact.ROUNDING_MODES))
def test_ties_are_rounded_by_the_mode_whatever_they_are_made_of(number: int, places: int, mode: str) -> None:
    tie = Fraction(2 * number + 1, 2) / Fraction(10) ** places
    as_decimal = Decimal(10 * number + 5).scaleb(-places - 1, exact.EXACT)
    assert as_decimal == tie
    expected = rounded_by_hand(tie, places, mode)
    assert Fraction(exact.round_number(tie, places, mode)) == expected
    assert Fraction(exact.round_number(as_decimal, places, mode)) == expected


@given(NUMBERS, st.integers(1, 12), st.sampled_from(exact.ROUNDING_MODES))
def test_rounding_gives_just_the_decimals_asked_for(value: Number, places: int, mode: str) -> None:
    rounded = exact.round_number(value, places, mode)
    assert isinstance(rounded, Decimal)
    assert rounded.as_tuple().exponent == -places
    assert exact.round_number(rounded, places, mode) == rounded
    assert rounded or not rounded.is_signed()  # never -0.00


@given(NUMBERS, st.integers(-5, 0))
def test_rounding_to_no_decimals_gives_an_int(value: Number, places: int) -> None:
    assert type(exact.round_number(value, places)) is int


def test_no_digit_is_lost_where_pythons_own_context_loses_some() -> None:
    long = Decimal("1234567890123456789012345678901234567890.12")
    assert exact.add(long, Decimal("0.01")) == Decimal("1234567890123456789012345678901234567890.13")
    assert long + Decimal("0.01") != exact.add(long, Decimal("0.01"))
    assert exact.negate(long) == Decimal("-1234567890123456789012345678901234567890.12")
    assert exact.absolute(exact.negate(long)) == long


def test_the_context_would_rather_raise_than_round() -> None:
    with pytest.raises(decimal.Inexact):
        exact.EXACT.quantize(Decimal("0.125"), Decimal("0.01"))


def test_zero_has_no_sign() -> None:
    assert str(exact.round_number(Decimal("-0.001"), 2)) == "0.00"
    assert str(exact.round_number(Fraction(-1, 1000), 2)) == "0.00"
    assert str(exact.multiply(Decimal("-1.5"), 0)) == "0.0"
    assert str(exact.negate(Decimal("0.00"))) == "0.00"


def test_sums_keep_their_decimals() -> None:
    assert str(exact.add(Decimal("12.50"), 1)) == "13.50"
    assert str(exact.add(Decimal("0.10"), Decimal("0.20"))) == "0.30"


def test_a_quotient_that_comes_out_even_is_an_int() -> None:
    assert type(exact.divide(Decimal("7.5"), Decimal("2.5"))) is int
    assert exact.divide(1, 3) == Fraction(1, 3)
    assert type(exact.multiply(exact.divide(1, 3), 3)) is int


def test_nothing_is_divided_by_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        exact.divide(1, Decimal("0.00"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12, 12),
        (Decimal("12.00"), 12),
        (Fraction(12), 12),
        (Decimal("12.50"), None),
        (Fraction(1, 3), None),
        (Decimal("-3.0"), -3),
    ],
)
def test_whole_numbers_are_told_from_others(value: Number, expected: int | None) -> None:
    assert exact.whole(value) == expected
    assert expected is None or type(exact.whole(value)) is int


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (512, "512"),
        (Decimal("12.50"), "12.50"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-7, 20), "-0.35"),
        (Fraction(4, 2), "2"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_numbers_are_written_in_plain_digits(value: Number, expected: str) -> None:
    assert exact.number_text(value) == expected
