"""What a mapping makes of one record: Desired, Refused or Skipped; never an exception for data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.model.frozen import frozen
from engine.model.schema import Reserved, Series

# Answers `link` and `find`: (kind, name, key) -> value, or None when there is none yet, or NoSuchRecord.
References: TypeAlias = Callable[[str, str, Any], Any]


@frozen
class NoSuchRecord:
    """The answer to a `link` to a record that its own system does not have either: nothing says that it will come.

    `system`: what people call that system.
    """

    system: str


@frozen
class Circumstances:
    """What a run tells a mapping beside the record: nothing else reaches a rule.

    `series`: the ranges behind each name of the mapping's `series:`. `reserved`: numbers with a message of their own.
    """

    today: date
    references: References
    series: Mapping[str, tuple[Series, ...]]
    reserved: tuple[Reserved, ...] = ()


@frozen
class Lookup:
    """How an id was looked up: what References was asked, and the value that it was found by, as texts print it."""

    kind: str
    name: str
    code: str


class Desired:
    """A target-shaped record. In `payload`, `empty` is None and `nothing` is left out; numbers with decimals are
    Decimal, whole ones int, dates date.

    `creates`: False when `create when` plainly fails: the record is only kept up to date, not created.
    It is made for every record, so it is slotted and not frozen, which would cost more than many a rule.
    """

    __slots__ = ("_diagnostics", "_lookups", "_origins", "creates", "payload")

    def __init__(
        self,
        payload: dict[str, Any],
        diagnostics: tuple[Diagnostic, ...] = (),
        origins: Mapping[str, Span] | None = None,
        creates: bool = True,
        lookups: Mapping[str, Lookup] | None = None,
    ) -> None:
        self.payload = payload
        self.creates = creates
        self._diagnostics = diagnostics
        self._origins: Mapping[str, Span] = {} if origins is None else origins
        self._lookups: Mapping[str, Lookup] = {} if lookups is None else lookups

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is said of the record: warnings."""
        return self._diagnostics

    @property
    def origins(self) -> Mapping[str, Span]:
        """The rule behind each value, by path (`MailAddress.City`, `OutgoingInvoiceLines[0].VatId`)."""
        return self._origins

    @property
    def lookups(self) -> Mapping[str, Lookup]:
        """By path too, of an id that `link` or `find` gave, by what it was found."""
        return self._lookups

    def giving(self, payload: dict[str, Any]) -> Desired:
        """The same with another payload."""
        return Desired(payload, self.diagnostics, self.origins, self.creates, self.lookups)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Desired) and self._told() == other._told()

    __hash__ = None  # type: ignore[assignment]  # it holds what may change

    def __repr__(self) -> str:
        return f"Desired{self._told()!r}"

    def _told(self) -> tuple[object, ...]:
        return self.payload, self.diagnostics, self.origins, self.creates, self.lookups


@frozen
class Refused:
    """The record is held back; every failing check and rule is among `diagnostics`."""

    diagnostics: tuple[Diagnostic, ...]

    @property
    def waits(self) -> bool:
        """Whether all that holds it back is a prerequisite that has not arrived."""
        errors = [d for d in self.diagnostics if d.is_error]
        return bool(errors) and all(d.waits_for is not None for d in errors)


@frozen
class Skipped:
    """The record is left out; `span` is the `skip` that said so."""

    span: Span | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


Outcome: TypeAlias = Desired | Refused | Skipped
