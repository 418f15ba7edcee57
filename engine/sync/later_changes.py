"""Changes of which nearly all is made when it is asked for: records that are new, and records that stay as they are.

A plan has a hundred thousand of them, and most of what one holds is looked at once or never.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.model.change import Action, Request
from engine.model.record import Value
from engine.sync.plan import Change, FieldChange, Memory


class NewFields(NamedTuple):
    """What a new record is filled with: the values as they are nested, the rules behind them by path, and by what ids
    were looked up."""

    body: Mapping[str, Any]
    origins: Mapping[str, Span]
    codes: Mapping[str, str]


class Making(Protocol):
    """How the larger parts of changes are made, each from its place among them; each time it is the same."""

    def request(self, place: int) -> Request:
        """What is sent."""

    def fields(self, place: int) -> tuple[FieldChange, ...]:
        """The fields that it fills."""

    def filled(self, place: int) -> NewFields:
        """The same in short."""

    def memory(self, place: int) -> Memory:
        """What the state keeps."""

    def title(self, place: int) -> str:
        """What a person calls the record."""

    def row(self, place: int) -> Mapping[str, Any] | None:
        """The source's row, where its cursor does not give it again."""

    def origin(self, place: int) -> Mapping[str, Any]:
        """The record as its rules read it."""

    def needs(self, place: int) -> tuple[tuple[str, str], ...]:
        """The records that must be there before it."""


class MadeLater(Change):
    """A change of which nearly all is made whenever it is asked for: a plan has a hundred thousand records of twenty
    fields, most of which nobody looks at one by one. `place`: what its maker knows it by."""

    __slots__ = ("_making", "place")

    place: int
    drift = False
    is_of_file = False

    def __getattr__(self, name: str) -> Any:
        """Called for what has no value yet."""
        if name in _MADE_LATER:
            return getattr(self._making, name)(self.place)
        raise AttributeError(name)


_MADE_LATER = frozenset({"request", "fields", "memory", "title", "row", "origin", "needs"})
_put = object.__setattr__  # it is frozen for everybody else


class NewRecord(MadeLater):
    """A change that makes a record of all its fields.

    `number`: what it takes of the numbers that lie in series, None where the target gives it one.
    """

    __slots__ = ("number",)

    number: Value
    sends = True

    @classmethod
    def later(
        cls,
        making: Making,
        place: int,
        entity: str,
        mapping: str,
        key: str,
        diagnostics: tuple[Diagnostic, ...],
        number: Value,
    ) -> NewRecord:
        """The change of these parts; `making` makes the others of its `place`."""
        change = object.__new__(cls)
        _put(change, "_making", making)
        _put(change, "place", place)
        _put(change, "entity", entity)
        _put(change, "mapping", mapping)
        _put(change, "key", key)
        _put(change, "action", Action.CREATE)
        _put(change, "diagnostics", diagnostics)
        _put(change, "standing", None)
        _put(change, "number", number)
        return change

    def filled(self) -> NewFields:
        """What stands in its fields, in short."""
        making: Making = self._making
        return making.filled(self.place)

    def needing(self, first: Iterable[tuple[str, str]]) -> NewRecord:
        """The same, needing further records to be there before it."""
        parts = self.place, self.entity, self.mapping, self.key, self.diagnostics, self.number
        more = NewRecord.later(self._making, *parts)
        _put(more, "needs", (*self.needs, *first))
        return more


class MakingUnchanged(Protocol):
    """The same of a record that stays as it is, of which nothing more is to be told."""

    def memory(self, place: int) -> Memory:
        """What it was made from, for the state."""

    def title(self, place: int) -> str:
        """What a person calls the record."""


class UnchangedRecord(MadeLater):
    """A change that leaves a record as it is, because it would be made as it was.

    `is_news`: the state does not know how it stands.
    """

    __slots__ = ("is_news",)

    is_news: bool
    action = Action.UNCHANGED
    request = None
    fields = ()
    row = origin = standing = None
    needs = ()
    sends = False

    @classmethod
    def later(
        cls,
        making: MakingUnchanged,
        place: int,
        entity: str,
        mapping: str,
        key: str,
        diagnostics: tuple[Diagnostic, ...],
        is_news: bool,
    ) -> UnchangedRecord:
        """The change of these parts; `making` makes the others of its `place`."""
        change = object.__new__(cls)
        _put(change, "_making", making)
        _put(change, "place", place)
        _put(change, "entity", entity)
        _put(change, "mapping", mapping)
        _put(change, "key", key)
        _put(change, "diagnostics", diagnostics)
        _put(change, "is_news", is_news)
        return change
