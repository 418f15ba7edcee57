"""Trees of statements, looked at without their places: what they fill, whether two say the same, what they read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from engine.diagnostics.source import Span
from engine.language import ast
from engine.model.frozen import field_names

Named: TypeAlias = "ast.Rule | ast.Block | ast.Each | ast.Item"
NAMED = (ast.Rule, ast.Block, ast.Each, ast.Item)
Names: TypeAlias = tuple[str, ...]


def names_of(statement: Named) -> Names:
    """What a statement fills, as written: ("MailAddress", "City")."""
    return tuple(name.text for name in statement.target.names)


def within(names: Names, above: Names) -> bool:
    """Whether a target is another one or a part of it."""
    return names[: len(above)] == above


def same(one: object, other: object) -> bool:
    """Whether two trees say the same, wherever they stand."""
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    names = _fields(one)
    if not names:
        return one == other
    return all(same(getattr(one, name), getattr(other, name)) for name in names if not name.endswith("span"))


def first_names(tree: object) -> set[str]:
    """The first name of every path in a tree: fields, lets, items."""
    if isinstance(tree, ast.Path):
        return {tree.names[0].text}
    if isinstance(tree, tuple):
        return {name for part in tree for name in first_names(part)}
    return {found for name in _fields(tree) for found in first_names(getattr(tree, name))}


def calls_in(tree: object) -> Iterator[ast.Call]:
    """Every call of a function in a tree, in the order in which they are written."""
    waiting = [tree]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, tuple):
            waiting.extend(reversed(piece))
            continue
        if isinstance(piece, ast.Call):
            yield piece
        waiting.extend(getattr(piece, name) for name in reversed(_parts(piece)))


_LEAVES = (Span, ast.Path, ast.Literal, ast.Name)


def _parts(piece: object) -> tuple[str, ...]:
    """The fields in which a piece of a tree may have others."""
    return () if isinstance(piece, _LEAVES) else _fields(piece)


def _fields(piece: object) -> tuple[str, ...]:
    """The fields of a piece of a tree; none of what is no piece."""
    return field_names(type(piece))
