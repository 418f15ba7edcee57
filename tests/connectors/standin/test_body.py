"""JSON keeps the digits of numbers, whatever they are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.standin.body import amount_of, list_of, parse, text_of, whole_of, write

amounts = st.decimals(allow_nan=False, allow_infinity=False, places=None, min_value=-(10**12), max_value=10**12)
scalars = st.none() | st.booleans() | st.integers() | st.text() | amounts
bodies = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


@settings(max_examples=60)
@given(bodies)
def test_what_is_written_is_read_back(value):
    assert parse(write(value)) == value


@pytest.mark.parametrize("digits", ["0.10", "1250.00", "-0.005", "123456789012345678.90", "1E+3"])
def test_decimals_are_numbers_with_their_own_digits(digits):
    written = write({"Amount": Decimal(digits)}).decode()
    assert written == '{"Amount":' + format(Decimal(digits), "f") + "}"


def test_half_a_surrogate_pair_is_escaped():
    assert write({"Name": "\ud800", "Amount": Decimal("1.50")}) == b'{"Name":"\\ud800","Amount":1.50}'


def test_foreign_values_are_refused():
    for value in (object(), Decimal("NaN"), Decimal("Infinity")):
        with pytest.raises(TypeError):
            write({"Amount": value})
    with pytest.raises(ValueError, match="NaN"):
        parse("NaN")


def test_members_are_read_by_type():
    body = {"a": "x", "n": 5, "d": Decimal("1.5"), "t": True, "l": [{"b": 1}, 2], "s": "ab"}
    assert (text_of(body, "a"), text_of(body, "n"), text_of(body, "z")) == ("x", None, None)
    assert (whole_of(body, "n"), whole_of(body, "t"), whole_of(body, "d")) == (5, None, None)
    assert (amount_of(body, "d"), amount_of(body, "n"), amount_of(body, "a")) == (Decimal("1.5"), 5, 0)
    assert (list_of(body, "l"), list_of(body, "s"), list_of(body, "z")) == (({"b": 1},), (), ())
