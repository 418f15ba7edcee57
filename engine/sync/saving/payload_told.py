"""Whether a payload tells what a new record is filled with, and what it tells: nearly all do, and say it once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.model.change import Pending

_LEAVES = frozenset({str, int, bool, Decimal, Pending})


def tells(payload: Any, body: Mapping[str, Any]) -> bool:
    """Whether a payload holds the very values of a body, each under its name, and nothing else: what is absent is left
    out. Of a list, or a value of a kind that is rare, it is not said to."""
    if payload.__class__ is not dict:
        return False
    left = len(payload)
    for name, value in body.items():
        if value is None:
            continue
        there = payload.get(name)
        if value.__class__ in _LEAVES:
            if there is not value:
                return False
        elif value.__class__ is not dict or not tells(there, value):
            return False
        left -= 1
    return not left


def outline(payload: Any) -> Any:
    """How such a payload is built: the names in it, and of each object by its place the same."""
    inner = [(place, outline(value)) for place, value in enumerate(payload.values()) if value.__class__ is dict]
    return (tuple(payload), *inner)


def value_at(payload: Any, path: str) -> Any:
    """What such a payload holds at a path (`MailAddress.City`)."""
    for name in path.split("."):
        payload = payload[name]
    return payload
