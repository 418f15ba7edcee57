"""The border: exact numbers, dates, flags and texts; what is not of its type is a Fault that says why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.win.values import MISSING, amount_text, canonical, reader_of
from engine.model import types
from engine.model.record import Fault
from engine.model.schema import Field
from engine.model.types import Type

AMOUNT, WHOLE = types.number(4), types.number(0)


def read(declared: Type, value: object) -> object:
    return reader_of(Field("f", declared))(value)


@pytest.mark.parametrize(
    ("declared", "given", "expected"),
    [
        (AMOUNT, "1234.50", Decimal("1234.5")),
        (AMOUNT, " 12.5000 ", Decimal("12.5")),
        (AMOUNT, "-0.00", Decimal(0)),
        (AMOUNT, "1000", Decimal(1000)),
        (AMOUNT, 1000, Decimal(1000)),
        (AMOUNT, 1000.0, Decimal(1000)),
        (AMOUNT, Decimal("99.9900"), Decimal("99.99")),
        (AMOUNT, "999999999999999.9999", Decimal("999999999999999.9999")),
        (WHOLE, 512, 512),
        (WHOLE, "512", 512),
        (WHOLE, "512.00", 512),
        (WHOLE, 512.0, 512),
        (WHOLE, Decimal("7.0"), 7),
        (types.FLAG, 1, True),
        (types.FLAG, 0, False),
        (types.FLAG, "1", True),
        (types.FLAG, " 0 ", False),
        (types.FLAG, True, True),
        (types.FLAG, Decimal(1), True),
        (types.DATE, "2026-11-24", date(2026, 11, 24)),
        (types.DATE, "2026-11-24 00:00:00", date(2026, 11, 24)),
        (types.DATE, "2026-11-24T00:00:00.000", date(2026, 11, 24)),
        (types.DATE, date(2026, 11, 24), date(2026, 11, 24)),
        (types.DATE, datetime(2026, 11, 24), date(2026, 11, 24)),
        (types.DATETIME, "2026-11-24T03:00:00+01:00", datetime(2026, 11, 24, 2, tzinfo=UTC)),
        (types.DATETIME, datetime(2026, 11, 24, 3), datetime(2026, 11, 24, 3, tzinfo=UTC)),
        (types.text(20), " as it\nis ", " as it\nis "),
        (types.text(20), "", ""),
        (types.text(20), None, None),
        (types.text(20), 10, "10"),
        (types.text(20), Decimal("10.50"), "10.50"),
        (types.text(20), "å".encode(), "å"),
        (types.identifier("payment_in"), 7, 7),
        (types.identifier("payment_in"), "ab-7", "ab-7"),
    ],
)
def test_values_arrive_exactly(declared: Type, given: object, expected: object) -> None:
    got = read(declared, given)
    assert got == expected
    assert type(got) is type(expected)


def test_numbers_are_shown_without_trailing_zeros() -> None:
    assert str(read(AMOUNT, "1250.00")) == "1250"
    assert str(read(AMOUNT, Decimal("1E+3"))) == "1000"


def test_a_moment_keeps_its_offset() -> None:
    got = read(types.DATETIME, "2026-11-24T03:00:00+01:00")
    assert isinstance(got, datetime)
    assert got.tzinfo == timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("declared", "given"),
    [
        (AMOUNT, "1234,50"),
        (AMOUNT, "1e3"),
        (AMOUNT, "kr 100"),
        (AMOUNT, 0.1),
        (AMOUNT, float("nan")),
        (AMOUNT, 2.0**60),
        (AMOUNT, Decimal("NaN")),
        (AMOUNT, True),
        (AMOUNT, b"12"),
        (AMOUNT, "1.23456"),
        (WHOLE, "512.5"),
        (WHOLE, "femti"),
        (WHOLE, 512.5),
        (WHOLE, True),
        (types.FLAG, 2),
        (types.FLAG, "ja"),
        (types.FLAG, []),
        (types.DATE, "24.11.2026"),
        (types.DATE, "2026-02-30"),
        (types.DATE, "2026-11-24 13:00:00"),
        (types.DATE, datetime(2026, 11, 24, 13)),
        (types.DATE, 20261124),
        (types.DATETIME, "in the morning"),
        (types.DATETIME, 5),
        (types.text(20), b"\xe6\xf8\xe5"),
        (types.text(20), 1.5),
        (types.text(20), True),
    ],
)
def test_what_is_not_of_its_type_is_a_fault(declared: Type, given: object) -> None:
    got = read(declared, given)
    assert isinstance(got, Fault)
    assert got.reason


def test_a_fault_shows_what_was_met() -> None:
    assert read(AMOUNT, "kr 100") == Fault("kr 100", "not an exact number")
    broken = read(types.text(20), "æøå".encode("cp865"))
    assert isinstance(broken, Fault)
    assert "UTF-8" in broken.reason


@pytest.mark.parametrize("page", ["cp850", "cp865"])
def test_letters_that_were_read_by_another_code_page_are_a_fault(page: str) -> None:
    """Without a word they would be cleaned away as control characters, and a customer be sent as Blbr."""
    broken = read(types.text(20), "Blåbær".encode(page).decode("latin-1"))
    assert isinstance(broken, Fault)
    assert isinstance(read(types.text(20), b"Bl\x86b\x91r".decode("utf-8", "replace")), Fault)
    for whole in ("Blåbær", "a\x07b\nc\x85", "“€ 5 – 東京”", "\xa0"):
        assert read(types.text(20), whole) == whole


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_nothing_is_absence_or_a_fault(nothing: object) -> None:
    assert read(types.number(4, absent=True), nothing) is None
    assert read(types.DATE.optional(), nothing) is None
    assert read(types.DATE, nothing) == MISSING
    assert Fault("", "missing: the view gives no value") == MISSING


@settings(max_examples=50)
@given(st.decimals(min_value=-(10**15), max_value=10**15, places=4, allow_nan=False, allow_infinity=False))
def test_an_amount_survives_the_database_text(amount: Decimal) -> None:
    assert read(AMOUNT, amount_text(amount)) == amount
    assert canonical(amount) == amount
    assert "E" not in str(canonical(amount))


@pytest.mark.parametrize(
    ("amount", "text"),
    [("1234.5", "1234.50"), ("10", "10.00"), ("-0.125", "-0.125"), ("0", "0.00"), ("1E+2", "100.00")],
)
def test_amounts_are_kept_with_two_decimals_at_least(amount: str, text: str) -> None:
    assert amount_text(Decimal(amount)) == text
