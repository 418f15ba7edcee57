"""How fast requests may leave: a sliding window that all connections with one subscription key share in a process.

Go counts the requests of a subscription key, whatever the company they are for. Other processes are not seen from
here; what they use up comes back as 429, which the client waits out.
"""

from __future__ import annotations

import hashlib
from threading import Lock
from weakref import WeakValueDictionary

from pyrate_limiter import InMemoryBucket, Rate, RateItem

from connectors.go.clock import Clock
from connectors.go.settings import Settings

# A little longer than Go's second: requests are counted when they arrive, not when they leave.
WINDOW_MILLISECONDS = 1040


class Pace:
    """Lets at most `per_second` requests pass a second; 0 lets all pass."""

    def __init__(self, per_second: int, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._bucket = InMemoryBucket([Rate(per_second, WINDOW_MILLISECONDS)]) if per_second else None

    def wait(self) -> float:
        """Return when the next request may leave: the seconds that it had to wait."""
        waited = 0.0
        while (milliseconds := self._take()) > 0:
            self._clock.sleep(milliseconds / 1000)
            waited += milliseconds / 1000
        return waited

    def _take(self) -> int:
        """Take a place in the window; else the milliseconds until one may be free."""
        if self._bucket is None:
            return 0
        with self._lock:
            item = RateItem("request", int(self._clock.monotonic() * 1000))
            self._bucket.leak(item.timestamp)
            if self._bucket.put(item):
                return 0
            waiting = self._bucket.waiting(item)
            assert isinstance(waiting, int)  # it is awaitable only of buckets on a network
            return max(waiting, 1)


_paces: WeakValueDictionary[tuple[str, str, int, Clock], Pace] = WeakValueDictionary()
_paces_lock = Lock()


def shared_pace(settings: Settings, clock: Clock) -> Pace:
    """The pace of a subscription key, one for all its connections in this process."""
    key_digest = hashlib.sha256(settings.subscription_key.encode()).hexdigest()
    key = (settings.base_url, key_digest, settings.requests_per_second, clock)
    with _paces_lock:
        pace = _paces.get(key)
        if pace is None:
            pace = _paces[key] = Pace(settings.requests_per_second, clock)
        return pace
