"""What the engine never calls by itself: the clock, waiting, new identities. Injected, so that runs are repeatable."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# A target may serve reads from a replica that lags behind: a read means nothing until this long after the write, and a
# question after a lost reply until this long after the reply was given up. It covers a replica's lag, not a server that
# is still at work on the request: that is why what was lost twice stays open, and the next run asks once more.
SETTLE_SECONDS = 5.0

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U


@dataclass(frozen=True, slots=True)
class World:
    """`clock` gives the time in UTC, `sleep` waits seconds, `new_id` names a plan, `timezone` is the customer's.

    `day`: the date that counts as today, where a plan is made again as of the day that it was made; None: the clock's.
    """

    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    new_id: Callable[[], str]
    timezone: ZoneInfo
    day: date | None = None

    def today(self) -> date:
        """The date where the customer is."""
        return self.day or self.clock().astimezone(self.timezone).date()


def real_world(timezone: str) -> World:
    """The machine's clock and randomness."""
    return World(lambda: datetime.now(UTC), time.sleep, new_plan_id, ZoneInfo(timezone))


def new_plan_id() -> str:
    """A ULID: 48 bits of time in milliseconds, 80 of randomness, as 26 letters that sort by time."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -5, -5))
