"""Times in words: as large a unit as is whole, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.diagnostics.languages import ENGLISH
from engine.faces.systems import spoken
from engine.faces.times import age, duration, local, local_exactly, utc


@pytest.mark.parametrize(
    ("passed", "english", "norwegian"),
    [
        (timedelta(seconds=-5), "less than a minute", "under et minutt"),
        (timedelta(seconds=59), "less than a minute", "under et minutt"),
        (timedelta(minutes=1), "1 minute", "1 minutt"),
        (timedelta(minutes=59, seconds=59), "59 minutes", "59 minutter"),
        (timedelta(hours=1), "1 hour", "1 time"),
        (timedelta(hours=23, minutes=59), "23 hours", "23 timer"),
        (timedelta(days=1), "1 day", "1 dag"),
        (timedelta(days=400), "400 days", "400 dager"),
    ],
)
def test_how_long_ago(passed: timedelta, english: str, norwegian: str) -> None:
    assert (age(passed, ENGLISH), age(passed, spoken("nb"))) == (english, norwegian)


@pytest.mark.parametrize(
    ("seconds", "english", "norwegian"),
    [
        (0, "0.0 s", "0,0 s"),
        (2.54, "2.5 s", "2,5 s"),
        (60, "1 min 0 s", "1 min 0 s"),
        (3725.4, "62 min 5 s", "62 min 5 s"),
    ],
)
def test_how_long_it_took(seconds: float, english: str, norwegian: str) -> None:
    assert (duration(seconds, ENGLISH), duration(seconds, spoken("nb"))) == (english, norwegian)


def test_a_time_is_told_as_the_clock_stood_where_the_customer_is() -> None:
    oslo, moment = ZoneInfo("Europe/Oslo"), datetime(2026, 7, 1, 22, 30, 5, tzinfo=UTC)
    assert local(moment, oslo, ENGLISH) == "2026-07-02 00:30"
    assert local_exactly(moment, oslo, spoken("nb")) == "02.07.2026 00:30:05"
    assert utc(moment.astimezone(oslo)) == "2026-07-01T22:30:05+00:00"
