"""The names that rules may use where they stand: fields and references of the record, list items, lets.

Lets are visible in all of their body, whatever the order, and in the bodies inside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from engine.model.frozen import changeable, field, frozen
from engine.model.schema import Entity, Field
from engine.model.text import say

if TYPE_CHECKING:
    from engine.language import ast, typed
    from engine.language.checking.view import View

TODAY = "today"


@changeable
class LetEntry:
    """A let of one body, typed when it is first read. `view`: from where its expression looks."""

    statement: ast.Let
    view: View
    value: typed.Expression | None = None
    open: bool = False  # being typed: met again, it stands in a circle
    used: bool = False


@frozen
class ItemSource:
    """What a list item is: the list's field, and its absolute path in the record."""

    field: Field
    path: tuple[str, ...]


@frozen
class Scope:
    """The names of one body, and of the bodies around it."""

    record: Entity
    parent: Scope | None = None
    items: Mapping[str, ItemSource] = field(default_factory=dict)
    lets: dict[str, LetEntry] = field(default_factory=dict)


def find_let(scope: Scope, name: str) -> LetEntry | None:
    """The let of that name, the innermost first."""
    return next((level.lets[name] for level in _outward(scope) if name in level.lets), None)


def find_item(scope: Scope, name: str) -> ItemSource | None:
    """The list item of that name."""
    return next((level.items[name] for level in _outward(scope) if name in level.items), None)


def names(scope: Scope) -> list[str]:
    """Every name that an expression may begin with, for "did you mean"."""
    found = [*fields_and_references(scope.record), TODAY]
    for level in _outward(scope):
        found += [*level.items, *level.lets]
    return found


def fields_and_references(entity: Entity) -> list[str]:
    """What the record itself offers to read."""
    return [*(f.name for f in entity.fields), *(r.name for r in entity.references)]


def owner(scope: Scope, name: str) -> str | None:
    """What already has this name, so that no let or item may take it; None when it is free."""
    if name == TODAY:
        return say("the run's date")
    if scope.record.find(name) is not None:
        return say("a field of {title}", title=scope.record.title)
    if scope.record.reference(name) is not None:
        return say("a reference of {title}", title=scope.record.title)
    return say("an item of a list") if find_item(scope, name) is not None else None


def _outward(scope: Scope) -> Iterator[Scope]:
    level: Scope | None = scope
    while level is not None:
        yield level
        level = level.parent
