"""Sees every exchange of every stand-in of this process, and keeps what breaks the vendor's specification.

A process that was forked cannot tell the test what it saw: there the stand-in fails its request instead.
"""

from __future__ import annotations

import os

from connectors.standin.call import Exchange
from parts.specification import Specification


class Watchman:
    """Holds exchanges against the specification. `lenient`: what is said next may be beyond it."""

    def __init__(self, specification: Specification) -> None:
        self.specification = specification
        self.breaches: list[str] = []
        self.lenient = False
        self._process = os.getpid()

    def see(self, exchange: Exchange) -> None:
        """Note what an exchange breaks."""
        breach = None if self.lenient else self.specification.breach(exchange)
        if breach is None:
            return
        assert os.getpid() == self._process, breach
        self.breaches.append(breach)

    def take(self) -> list[str]:
        """What was noted since last time."""
        taken, self.breaches, self.lenient = self.breaches, [], False
        return taken
