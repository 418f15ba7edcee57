"""What was seen while rules ran: every expression's value where it was evaluated, every statement's turn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.language import typed
from engine.language.running.walk import Failed, Held, Walk
from engine.model.frozen import changeable, field, frozen


@frozen
class Seen:
    """An expression's value on one walk, or what stopped it. The walk is kept: its identity is the key."""

    walk: Walk
    value: Any = None
    reason: Held | Failed | None = None


@frozen
class Turn:
    """A statement's turn. `prefix` is the path of its body."""

    statement: typed.Statement
    walk: Walk
    prefix: str


@changeable
class Sightings:
    """A watch (see Watch) that remembers. A node of the tree is known by its identity, which the program keeps alive;
    a walk is one body, or one item of a list, and so tells apart what a node was there."""

    top: Walk | None = None
    turns: list[Turn] = field(default_factory=list)
    _seen: dict[int, dict[int, Seen]] = field(default_factory=dict)

    def began(self, walk: Walk) -> None:
        """The walk of the whole program begins."""
        self.top = walk

    def met(self, statement: typed.Statement, walk: Walk, prefix: str) -> None:
        """A statement's turn has come."""
        self.turns.append(Turn(statement, walk, prefix))

    def made(self, node: typed.Expression, walk: Walk, value: Any) -> None:
        """An expression has its value."""
        self._seen.setdefault(id(node), {})[id(walk)] = Seen(walk, value)

    def stopped(self, node: typed.Expression, walk: Walk, reason: Held | Failed) -> None:
        """An expression has none."""
        self._seen.setdefault(id(node), {})[id(walk)] = Seen(walk, None, reason)

    def of(self, node: typed.Expression, walk: Walk) -> Seen | None:
        """What was seen of an expression on a walk; None when it was not asked for."""
        return self._seen.get(id(node), {}).get(id(walk))

    def inside(self, walk: Walk, *nodes: typed.Expression | None) -> Iterator[Walk]:
        """The walks of a list's items on which one of these was evaluated, in the order of the items."""
        found: dict[int, Walk] = {}
        for node in nodes:
            for seen in self._seen.get(id(node), {}).values():
                if seen.walk.around is walk:
                    found.setdefault(id(seen.walk), seen.walk)
        return iter(found.values())
