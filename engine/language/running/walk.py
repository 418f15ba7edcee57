"""The state of one record's walk through the rules: what was said, which lets are known, which list item is meant.

It is made for one record and thrown away; nothing of a record outlives it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import typed
from engine.language.outcome import Circumstances, Lookup
from engine.language.running.contract import Places
from engine.model.frozen import changeable, field, frozen


class Held(Exception):
    """The value cannot be made, and why has been said (`diagnostic`): the record is refused, and the rule is left."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Failed(Exception):
    """A step failed. `diagnostic` is what is said of it when no `else` answers; mostly one does, so it is worded late.

    `worded` makes it of what is `told`.
    """

    def __init__(self, worded: Callable[..., Diagnostic], *told: Any) -> None:
        super().__init__(worded.__name__)
        self._worded = worded
        self._told = told
        self._diagnostic: Diagnostic | None = None

    @property
    def diagnostic(self) -> Diagnostic:
        """Always the same one."""
        if self._diagnostic is None:
            self._diagnostic = self._worded(*self._told)
        return self._diagnostic


class Unmanaged:
    """The value of `nothing`: it flows through operators and steps as itself, and is left out of the payload."""

    __slots__ = ()


NOTHING = Unmanaged()


class Watch(Protocol):
    """Who looks on while rules run, and changes nothing: a trace comes of the evaluation itself, not of another one."""

    def began(self, walk: Walk) -> None:
        """The walk of the whole program begins."""

    def met(self, statement: typed.Statement, walk: Walk, prefix: str) -> None:
        """A statement's turn has come; `prefix` is the path of its body, `MailAddress.` or `Lines[0].`."""

    def made(self, node: typed.Expression, walk: Walk, value: Any) -> None:
        """An expression has its value."""

    def stopped(self, node: typed.Expression, walk: Walk, reason: Held | Failed) -> None:
        """An expression has none."""


@changeable
class Cell:
    """A let: not read yet, or its value, or the reason why it has none. `home` is where its names are looked up."""

    let: typed.Let
    home: Walk
    known: bool = False
    value: Any = None
    raised: Held | Failed | None = None


@frozen
class ListItem:
    """The item that a name stands for, and its number for messages, from 1."""

    row: Mapping[str, Any]
    number: int


@changeable
class Run:
    """What all rules of a record share. `system`: the target's title in messages.

    `failure`: what failed, while an `else` answers it. `filled`: what is being made now, for messages; nothing while
    a condition is asked.
    `lookups`: how each id was looked up, by what it identifies and itself.
    `unreadable`: the faulty fields that were complained about, with what was said.
    """

    program: typed.Program
    record: Mapping[str, Any]
    circumstances: Circumstances
    system: str
    diagnostics: list[Diagnostic] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    failure: Failed | None = None
    filled: str = ""
    lookups: dict[tuple[str | None, Any], Lookup] = field(default_factory=dict)
    unreadable: dict[tuple[int, tuple[str, ...]], Diagnostic] = field(default_factory=dict)

    def say(self, diagnostic: Diagnostic) -> None:
        """Add to what is said of the record."""
        self.diagnostics.append(diagnostic)


@frozen
class Walk:
    """Where an expression stands: the lets and the list items that its names may mean, and who looks on."""

    run: Run
    lets: dict[str, Cell]
    items: Mapping[str, ListItem]
    around: Walk | None = None
    watch: Watch | None = None

    def cell(self, name: str) -> Cell:
        """The let of that name, the innermost first. The checker has seen to it that there is one."""
        walk: Walk | None = self
        while walk is not None:
            if name in walk.lets:
                return walk.lets[name]
            walk = walk.around
        raise AssertionError(f"no let named {name} in a checked program")

    def inside(self, statements: Iterable[typed.Statement] = (), items: Mapping[str, ListItem] | None = None) -> Walk:
        """The walk of a body, with its own lets, and of one more item."""
        walk = Walk(self.run, {}, self.items if items is None else {**self.items, **items}, self, self.watch)
        walk.lets.update((s.name, Cell(s, walk)) for s in statements if isinstance(s, typed.Let))
        return walk


def begin(run: Run, watch: Watch | None = None) -> Walk:
    """The walk of a whole program."""
    walk = Walk(run, {}, {}, None, watch)
    walk.lets.update((s.name, Cell(s, walk)) for s in run.program.statements if isinstance(s, typed.Let))
    if watch is not None:
        watch.began(walk)
    return walk
