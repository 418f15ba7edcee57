"""Timestamps keep all seven decimals, whatever their offset."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.go.timestamps import format_ticks, parse_ticks


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2026-11-24T03:00:00.1234567+00:00", "2026-11-24T03:00:00.1234567+00:00"),
        ("2026-11-24T03:00:00.1234567Z", "2026-11-24T03:00:00.1234567+00:00"),
        ("2026-11-24T04:00:00.1+01:00", "2026-11-24T03:00:00.1000000+00:00"),
        ("2026-11-24T03:00:00", "2026-11-24T03:00:00.0000000+00:00"),
        ("2026-11-24T03:00:00.99999999+00:00", "2026-11-24T03:00:00.9999999+00:00"),  # cut, never rounded up
        ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5000000+00:00"),
    ],
)
def test_a_timestamp_is_exact(text: str, same: str) -> None:
    assert format_ticks(parse_ticks(text)) == same


@pytest.mark.parametrize("text", ["", "today", "2026-11-24", "2026-13-24T03:00:00Z"])
def test_what_is_no_timestamp_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"timestamp|month"):
        parse_ticks(text)


@settings(max_examples=50)
@given(st.integers(0, 4 * 10**16))
def test_parse_undoes_format(ticks: int) -> None:
    assert parse_ticks(format_ticks(ticks)) == ticks
