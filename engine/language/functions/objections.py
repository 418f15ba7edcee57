"""What is wrong with an argument that is written out, said while a mapping is checked and not when it runs.

Each objection completes the sentence "`limit(0)`: the length …".
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.model.text import say


def whole_between(low: int, high: int) -> Callable[[Any], str | None]:
    """Objects to all but a whole number from `low` to `high`."""

    def objection(value: Any) -> str | None:
        number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        fits = number and low <= value <= high and value == int(value)
        return None if fits else say("must be a whole number from {low} to {high}", low=low, high=high)

    return objection


def not_empty(value: Any) -> str | None:
    """Objects to an empty text."""
    return None if value != "" else say("must not be empty")
