"""Clocks on which a wait is over in a moment, and the time is as late as if it had not been.

How long is waited, and how often, is asked of the client and of the runs by tests of their own, on clocks that stand
still.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.go.clock import Clock
from engine.sync.world import World, new_plan_id

# What a wait really takes at most: the stand-in does some things in the background, in a tenth of a second.
_SECONDS_MAX = 0.1


class _Haste:
    """How far the time is ahead by what waits were shortened by."""

    ahead = 0.0

    def sleep(self, seconds: float) -> None:
        taken = min(seconds, _SECONDS_MAX)
        time.sleep(taken)
        self.ahead += seconds - taken


def hasty_clock() -> Clock:
    """For Go's client."""
    haste = _Haste()
    return Clock(monotonic=lambda: time.monotonic() + haste.ahead, sleep=haste.sleep)


def hasty_world(timezone: str) -> World:
    """For a command's runs."""
    haste = _Haste()
    return World(
        lambda: datetime.now(UTC) + timedelta(seconds=haste.ahead), haste.sleep, new_plan_id, ZoneInfo(timezone)
    )
