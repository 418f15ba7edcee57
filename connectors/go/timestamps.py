"""Go's timestamps, exact to their seventh decimal, which the standard library's datetime would cut to six.

A change filter of Go's is strictly greater-than: a watermark that was rounded up loses rows, so none is rounded.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

TICKS_PER_SECOND = 10_000_000
_FORM = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:?\d{2})?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_ticks(text: str) -> int:
    """A timestamp as ticks of 100 ns since 1970, UTC; without an offset it is UTC. Raises ValueError."""
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no timestamp")
    moment = datetime.fromisoformat(match[1] + (match[3] or "Z"))
    fraction = (match[2] or "")[:7].ljust(7, "0")
    return (moment - _EPOCH) // timedelta(seconds=1) * TICKS_PER_SECOND + int(fraction)


def format_ticks(ticks: int) -> str:
    """The timestamp of ticks, in UTC with seven decimals."""
    seconds, fraction = divmod(ticks, TICKS_PER_SECOND)
    moment = _EPOCH + timedelta(seconds=seconds)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{fraction:07d}+00:00"
