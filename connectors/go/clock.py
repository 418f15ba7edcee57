"""The clock, the pause and the dice of a connection, in one object that a test replaces; the engine calls none."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime

from engine.model.frozen import frozen


def _now() -> datetime:
    return datetime.now(UTC)


@frozen
class Clock:
    """`monotonic` and `sleep` in seconds, `dice` between 0 and 1, `now` in UTC."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    dice: Callable[[], float] = random.random
    now: Callable[[], datetime] = _now


SYSTEM_CLOCK = Clock()
