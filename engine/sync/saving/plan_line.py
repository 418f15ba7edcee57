"""A change as a line of a plan file, and what of it counts when the plan is made again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.sync.plan import Change, change_json


def change_line(change: Change) -> dict[str, Any]:
    """A change as programs read it, and of what stands in the target already, its id."""
    target_id = change.memory.target_id if change.memory is not None else None
    return {**change_json(change), "target_id": target_id}


def deed_of(line: Mapping[str, Any]) -> dict[str, Any]:
    """What must be the same for a saved plan to hold: what is sent, what it is about, and what it takes the place of.

    Reasons and rules do not count: the words of a warning may change and the deed stay the same.
    """
    counting = ("entity", "mapping", "key", "action", "request", "payload", "target_id")
    before = {item["target"]: item["before"] for item in line["fields"] if item["before"] is not None}
    return {**{name: line[name] for name in counting}, "before": before}
