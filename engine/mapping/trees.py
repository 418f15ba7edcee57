"""Trees of statements, looked at without their places: what they fill, whether two say the same, what they read."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TypeAlias

from engine.language import ast

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
    if not is_dataclass(one):
        return one == other
    names = (f.name for f in fields(one) if not f.name.endswith("span"))
    return all(same(getattr(one, name), getattr(other, name)) for name in names)


def first_names(tree: object) -> set[str]:
    """The first name of every path in a tree: fields, lets, items."""
    if isinstance(tree, ast.Path):
        return {tree.names[0].text}
    if isinstance(tree, tuple):
        return {name for part in tree for name in first_names(part)}
    if is_dataclass(tree):
        return {name for f in fields(tree) for name in first_names(getattr(tree, f.name))}
    return set()
