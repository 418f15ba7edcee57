"""A clock for Go's client on which a wait is over in a moment, and the time is as late as if it had not been.

How long is waited, and how often, is asked of the client by tests of its own, on a clock that stands still.
"""

from __future__ import annotations

import time

from connectors.go.clock import Clock

# What a wait really takes at most: the stand-in does some things in the background, in a tenth of a second.
_SECONDS_MAX = 0.1


def hasty_clock() -> Clock:
    """A clock that is moved on by what its waits were shortened by."""
    saved = [0.0]

    def sleep(seconds: float) -> None:
        taken = min(seconds, _SECONDS_MAX)
        time.sleep(taken)
        saved[0] += seconds - taken

    return Clock(monotonic=lambda: time.monotonic() + saved[0], sleep=sleep)
