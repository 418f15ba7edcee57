"""Timestamps have seven digits, rise strictly, and are read with any offset."""

from __future__ import annotations

import re
from datetime import date

import pytest

from connectors.standin.stamps import Clock, parse_day, parse_stamp, today


def test_stamps_rise_even_when_the_clock_stands_still_or_goes_back():
    times = iter([1_000_000_000, 1_000_000_000, 500])
    clock = Clock(lambda: next(times))
    stamps = [clock.stamp() for _ in range(3)]
    assert stamps == [
        "1970-01-01T00:00:01.0000000+00:00",
        "1970-01-01T00:00:01.0000001+00:00",
        "1970-01-01T00:00:01.0000002+00:00",
    ]


def test_the_form_of_a_stamp():
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00", Clock().stamp())


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2026-11-24T04:00:00.1234567+01:00", "2026-11-24T03:00:00.1234567+00:00"),
        ("2026-11-24T03:00:00Z", "2026-11-24T03:00:00.0000000+00:00"),
        ("2026-11-24T03:00:00.123456789Z", "2026-11-24T03:00:00.1234567+00:00"),
        ("2026-11-24T03:00", "2026-11-24T03:00:00.0000000+00:00"),
        ("2026-11-24", "2026-11-24T00:00:00.0000000+00:00"),
    ],
)
def test_timestamps_are_read(given, read):
    assert parse_stamp(given) == read
    assert parse_day(given) == "2026-11-24"


@pytest.mark.parametrize("given", ["", "24.11.2026", "2026-13-01", "2026-11-24T25:00:00Z", "2026-11-24 x"])
def test_what_is_no_timestamp_is_refused(given):
    with pytest.raises(ValueError, match=r".+"):
        parse_stamp(given)


def test_what_is_no_day_is_refused():
    with pytest.raises(ValueError, match="no date"):
        parse_day("24.11.2026")
    assert date.fromisoformat(today())
