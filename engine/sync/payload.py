"""A payload read again from the journal or a plan file: which values it gave to which fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def steps_of(payload: Any) -> Mapping[str, Any]:
    """A payload's values by name; of a JSON Patch, its steps by the path that they set."""
    if isinstance(payload, list):
        return {step["path"].strip("/").replace("/", "."): step for step in payload}
    return payload or {}


def values_set(payload: Any, paths: Iterable[str]) -> dict[str, Any]:
    """The values that a payload gave to these paths, nested as a record has them; without those it does not tell."""
    told = steps_of(payload)
    found: dict[str, Any] = {}
    for path in paths:
        if path in told:
            put_at(found, path, told[path].get("value") if isinstance(payload, list) else told[path])
        elif has_path(told, path):
            put_at(found, path, value_at(told, path))
    return found


def has_path(values: Any, path: str) -> bool:
    """Whether nested values tell of a path (`MailAddress.City`), be it nothing."""
    first, _, rest = path.partition(".")
    if not isinstance(values, Mapping) or first not in values:
        return False
    return not rest or has_path(values[first], rest)


def value_at(values: Mapping[str, Any], path: str) -> Any:
    """The value at a path (`MailAddress.City`); None where there is none."""
    found: Any = values
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def put_at(values: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a path."""
    *way, last = path.split(".")
    for name in way:
        inner = values.get(name)
        values[name] = dict(inner) if isinstance(inner, Mapping) else {}
        values = values[name]
    values[last] = value
