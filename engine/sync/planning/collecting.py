"""Python's garbage collector while a plan is made: it looks through all that is kept less often.

A plan makes millions of objects that stay to its end. To go through all of them whenever a quarter more have come
costs as much as half of the planning; rings of objects that nobody needs any more are young, and found as before.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects before the youngest are looked through; how often that is before the middle ones are, and then all.
_THRESHOLDS = (20_000, 10, 200)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let the collector go through everything seldom until the block ends; one that is more patient is left so."""
    before = gc.get_threshold()
    if before[0] and before < _THRESHOLDS:
        gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
