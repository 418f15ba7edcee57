"""Times as a person reads them: as the clock stood where the customer is, how long ago, and how long it took."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from engine.diagnostics.languages import Language

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MINUTE_SECONDS = 60
_HOUR_SECONDS = 3600


def utc(moment: datetime) -> str:
    """As programs read it: `2026-11-24T07:15:03+00:00`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def local(moment: datetime, zone: ZoneInfo, tr: Language) -> str:
    """`2026-11-24 08:15`."""
    return moment.astimezone(zone).strftime(tr("%Y-%m-%d %H:%M"))


def local_exactly(moment: datetime, zone: ZoneInfo, tr: Language) -> str:
    """`2026-11-24 08:15:03`."""
    return moment.astimezone(zone).strftime(tr("%Y-%m-%d %H:%M:%S"))


def age(passed: timedelta, tr: Language) -> str:
    """In the largest whole unit, how long something is ago: `3 days`; never negative, where clocks differ."""
    passed = max(passed, timedelta())
    if passed >= timedelta(days=1):
        return tr.count(passed.days, "{n} day", "{n} days")
    hours, minutes = passed.seconds // _HOUR_SECONDS, passed.seconds // _MINUTE_SECONDS
    if hours:
        return tr.count(hours, "{n} hour", "{n} hours")
    if minutes:
        return tr.count(minutes, "{n} minute", "{n} minutes")
    return tr("less than a minute")


def duration(seconds: float, tr: Language) -> str:
    """How long something took: `2.1 s`, `3 min 12 s`."""
    if seconds < _MINUTE_SECONDS:
        tenths = round(seconds * 10)
        return tr("{seconds}.{tenths} s", seconds=tenths // 10, tenths=tenths % 10)
    minutes, rest = divmod(round(seconds), _MINUTE_SECONDS)
    return tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
