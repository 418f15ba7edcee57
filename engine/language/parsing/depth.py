"""How deep a syntax tree is: what walks it by recursion must not meet Python's limit.

Measured without recursion; a long chain of `+` is as deep as it is long.
"""

from __future__ import annotations

from typing import Any

from engine.model.frozen import field_names


def deeper_than(node: object, limit: int) -> bool:
    """Whether more than `limit` pieces of a syntax tree (`ast` or `typed`) stand inside each other."""
    level: list[Any] = [node]
    for _ in range(limit):
        level = [child for parent in level for child in children(parent)]
        if not level:
            return False
    return True


def children(node: Any) -> list[Any]:
    """The pieces that a piece of a tree holds."""
    found: list[Any] = []
    for name in _names(type(node)):
        value = getattr(node, name)
        found.extend(value if isinstance(value, tuple) else (value,))
    return [child for child in found if _names(type(child))]


_NAMES: dict[type, tuple[str, ...]] = {}  # asked of every node, so found once a class


def _names(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a piece of a tree that may hold others; none for anything else."""
    if kind not in _NAMES:
        is_piece = kind.__module__.startswith("engine.language")
        _NAMES[kind] = tuple(name for name in field_names(kind) if name not in _LEAVES) if is_piece else ()
    return _NAMES[kind]


_LEAVES = ("span", "operator_span", "type", "field", "function")
