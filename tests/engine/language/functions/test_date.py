"""Dates are read by their format, and counted without running off the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.functions import date as steps
from engine.language.functions.registry import FUNCTIONS, StepFailed

FORMAT = next(parameter for parameter in FUNCTIONS["date"].parameters if parameter.name == "format")
WRITTEN = {
    "dd.MM.yyyy": "%d.%m.%Y",
    "yyyy-MM-dd": "%Y-%m-%d",
    "yyyyMMdd": "%Y%m%d",
    "MM/dd/yyyy": "%m/%d/%Y",
    "ddMMyy": "%d%m%y",
}


@given(st.dates(date(1969, 1, 1), date(2068, 12, 31)), st.sampled_from(sorted(WRITTEN)))
def test_every_date_is_read_back(day: date, format: str) -> None:
    assert steps.read_date(day.strftime(WRITTEN[format]), format) == day


@pytest.mark.parametrize(
    ("text", "format", "expected"),
    [
        ("1.2.2026", "d.M.yyyy", date(2026, 2, 1)),
        ("31.12.2026", "d.M.yyyy", date(2026, 12, 31)),
        ("01.02.2026", "dd.mm.yyyy", date(2026, 2, 1)),
        ("01.02.2026", "DD.MM.YYYY".replace("DD", "dd"), date(2026, 2, 1)),
        ("29.02.2024", "dd.MM.yyyy", date(2024, 2, 29)),
        ("68-01-01", "yy-MM-dd", date(2068, 1, 1)),
        ("69-01-01", "yy-MM-dd", date(1969, 1, 1)),
        ("00-01-01", "yy-MM-dd", date(2000, 1, 1)),
    ],
)
def test_formats_say_how_a_date_is_written(text: str, format: str, expected: date) -> None:
    assert steps.read_date(text, format) == expected


@pytest.mark.parametrize(
    "text", ["", "1.2.2026", "31.02.2026", "00.01.2026", "01.13.2026", "01.01.0000", "01.01.2026 ", "٠١.٠١.٢٠٢٦"]
)
def test_what_is_no_date_of_the_calendar_fails(text: str) -> None:
    with pytest.raises(StepFailed) as failure:
        steps.read_date(text, "dd.MM.yyyy")
    assert failure.value.reason in (
        "is not a date written as dd.MM.yyyy",
        "is not a day of the calendar, read as dd.MM.yyyy",
    )


@pytest.mark.parametrize(
    "format",
    [
        "",
        "dd.MM",
        "yyyy",
        "dd.MM.yyyy HH",
        "dd.dd.yyyy",
        "ddMMyyyy.dd",
        "d. MMMM yyyy",
        "dMyyyy",
        "ddd.MM.yyyy",
        "1dd.MM.yy",
    ],
)
def test_an_unreadable_format_is_objected_to_and_reads_nothing(format: str) -> None:
    assert FORMAT.objection is not None
    assert FORMAT.objection(format) == 'must name day, month and year once each, as in "dd.MM.yyyy" or "yyyyMMdd"'
    with pytest.raises(StepFailed):
        steps.read_date("01.01.2026", format)


def test_only_a_text_is_a_format() -> None:
    assert FORMAT.objection is not None
    assert FORMAT.objection(5) is not None
    assert FORMAT.objection("dd.MM.yyyy") is None


@given(st.dates(), st.integers(-4_000_000, 4_000_000))
def test_counting_days_goes_there_and_back_or_stops_at_the_end(day: date, days: int) -> None:
    later = steps.days_after(day, days)
    if later in (date.min, date.max):
        return
    assert steps.days_between(day, later) == days
    assert steps.add_days(later, -days) == day


def test_a_part_of_a_day_does_not_count() -> None:
    assert steps.days_after(date(2026, 1, 1), Decimal("1.9")) == date(2026, 1, 2)
    assert steps.days_after(date(2026, 1, 1), Fraction(-3, 2)) == date(2025, 12, 31)


def test_the_calendar_has_ends() -> None:
    assert steps.days_after(date(9999, 12, 31), 1) == date.max
    assert steps.days_after(date(1, 1, 1), -1) == date.min
    assert steps.days_after(date(2026, 1, 1), 10**30) == date.max


def test_a_moment_has_a_year_and_a_month_too() -> None:
    moment = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    assert steps.year(moment) == 2026
    assert steps.month(moment) == 1
