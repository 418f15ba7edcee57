"""Frozen data in a form whose text is the same in every process, to be digested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

DIGEST_BYTES = 16


def steady(value: Any) -> Any:
    """The form; a set has no order of its own."""
    if is_dataclass(value):
        return type(value).__name__, [steady(getattr(value, slot.name)) for slot in fields(value) if slot.compare]
    if isinstance(value, Mapping):
        return sorted((name, steady(inner)) for name, inner in value.items())
    if isinstance(value, (frozenset, tuple)):
        items = [steady(item) for item in value]
        return sorted(items) if isinstance(value, frozenset) else items
    return value
