"""Timestamps with seven digits of a second and an offset, as the API writes them.

One clock for a whole server gives strictly rising stamps, so the order of changes is their order in time.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

_STAMP = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[Tt ](?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,](?P<fraction>\d+))?)?"
    r"(?P<offset>Z|z|[+-]\d\d:?\d\d)?"
)


class Clock:
    """Tells the time in stamps. `nanoseconds` gives nanoseconds since 1970."""

    def __init__(self, nanoseconds: Callable[[], int] = time.time_ns) -> None:
        self._nanoseconds = nanoseconds
        self._last = 0

    def stamp(self) -> str:
        """Now, and later than any stamp given before."""
        self._last = max(self._nanoseconds() // 100, self._last + 1)
        return format_ticks(self._last)

    def seconds(self) -> float:
        """Seconds since 1970, for waiting and ageing."""
        return self._nanoseconds() / 1e9


def format_ticks(ticks: int) -> str:
    """A stamp in UTC of `ticks`, tenths of a microsecond since 1970."""
    seconds, fraction = divmod(ticks, 10_000_000)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{fraction:07d}+00:00"


def parse_stamp(text: str) -> str:
    """The stamp in UTC of any ISO timestamp; digits past the seventh are cut. Raises ValueError."""
    match = _STAMP.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"'{text}' is no timestamp")
    offset = (match["offset"] or "Z").upper().replace("Z", "+00:00")
    moment = datetime.fromisoformat(f"{match['day']}T{match['time'] or '00:00'}{offset}").astimezone(UTC)
    fraction = (match["fraction"] or "")[:7].ljust(7, "0")
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{fraction}+00:00"


def parse_day(text: str) -> str:
    """The day of a date or timestamp; its time and offset do not count. Raises ValueError."""
    match = _STAMP.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"'{text}' is no date")
    return date.fromisoformat(match["day"]).isoformat()


def today() -> str:
    """Today's date in UTC."""
    return datetime.now(tz=UTC).date().isoformat()
