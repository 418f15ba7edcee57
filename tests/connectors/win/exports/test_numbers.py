"""Numbers are read digit by digit, however people part thousands and decimals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.win.exports.numbers import COMMA, DOUBTFUL, POINT, plain_number


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("0", "0"),
        ("-12", "-12"),
        ("\u221212,50", "-12.50"),
        ("12,50-", "-12.50"),
        ("1234,5", "1234.5"),
        ("1234.50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234\u00a0567,5", "1234567.5"),
        ("1\u202f234", "1234"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("-1.234.567,00", "-1234567.00"),
        (",5", "0.5"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        ("  7  ", "7"),
    ],
)
@pytest.mark.parametrize("decimal", [COMMA, POINT])
def test_a_number_that_is_one_thing_only(text: str, plain: str, decimal: str) -> None:
    assert plain_number(text, decimal)[0] == plain


@pytest.mark.parametrize("text", ["", "kr 5", "1,2,3", "1.23,456.7", "12 34", "1e3", "--1", "5%", "1 23,50", "½", "٣"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert plain_number(text, COMMA)[0] is None


@pytest.mark.parametrize(("decimal", "plain"), [(COMMA, "1234"), (POINT, "1.234")])
def test_one_sign_before_three_digits_is_what_the_file_says(decimal: str, plain: str) -> None:
    assert plain_number("1.234", decimal) == (plain, DOUBTFUL)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_what_is_written_with_thousands_is_read_as_it_was(amount: object) -> None:
    english = format(amount, ",.2f")
    norwegian = english.translate(str.maketrans({",": "\u00a0", ".": ","}))
    german = english.translate(str.maketrans({",": ".", ".": ","}))
    for text in (english, norwegian, german):
        assert plain_number(text, COMMA)[0] == format(amount, ".2f"), text
