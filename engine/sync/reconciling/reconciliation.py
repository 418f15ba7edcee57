"""What holding both sides against each other came to: counts and sums by period, differences, gaps, what was left out.

Values stand by the name of their system, so nothing here knows which way records travel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.render import as_json
from engine.model.record import Value

AMOUNT, BALANCE, COUNT = "amount", "balance", "count"
_MISSING = "missing_in_"


def missing_in(system: str) -> str:
    """The kind of a difference: the system lacks the record."""
    return _MISSING + system


class Period(Enum):
    """How long the periods are; the values are the words of `--period`."""

    MONTH = "month"
    YEAR = "year"

    def of(self, day: date | None) -> str:
        """The period of a day: `2026-10`, `2026`; nothing for a record without a date."""
        if day is None:
            return ""
        return f"{day:%Y-%m}" if self is Period.MONTH else f"{day:%Y}"


@dataclass(frozen=True, slots=True)
class Window:
    """What is looked at: postings from `since` to `until`, both inclusive; None leaves that end open."""

    since: date | None = None
    until: date | None = None
    period: Period = Period.MONTH

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it; a record without a date always does."""
        if day is None:
            return True
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Difference:
    """One record in which the systems do not agree.

    `values`: what each system says, by its name (an amount, a count, a key or an id), None where it has nothing.
    `days`: the posting dates that they give. `parts`: the payments behind a difference of their invoice.
    `code`: of the diagnostic behind `reason`, where there is one. `settles`: of a payment, the record that it settles.
    `held`: it is missing because it is held back.
    """

    entity: str
    key: str
    kind: str
    values: Mapping[str, Value]
    title: str = ""
    currency: str = ""
    days: tuple[date | None, ...] = ()
    reason: str = ""
    remedy: str = ""
    code: str = ""
    settles: str = ""
    held: bool = False
    parts: tuple[Difference, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether one of the systems lacks the record."""
        return self.kind.startswith(_MISSING)

    @property
    def stands_otherwise(self) -> bool:
        """Whether both have the record, and neither has one that says what the other's says."""
        return self.kind == COUNT and set(self.values.values()) == {0, 1}

    def is_missing_in(self, system: str) -> bool:
        """Whether this system lacks the record."""
        return self.kind == missing_in(system)


@dataclass(frozen=True, slots=True)
class Tally:
    """One system's records of a line. `total` is None where records have no amount, `open` where it cannot be told."""

    count: int = 0
    total: Decimal | None = None
    open: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entity in one period and currency, by system."""

    entity: str
    period: str
    currency: str
    sides: Mapping[str, Tally]

    @property
    def agrees(self) -> bool:
        """Whether all systems say the same; what cannot be told contradicts nothing."""
        sides = list(self.sides.values())
        opens = {side.open for side in sides if side.open is not None}
        return len({(side.count, side.total) for side in sides}) == 1 and len(opens) <= 1


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers `first` to `last` of a run that the target does not hold.

    `cause`: "missing" (the source has no such record either), "void", "left_out", "held"; `reason` says it.
    """

    entity: str
    sequence: str
    first: int
    last: int
    cause: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Records of one entity that are not held against the other side, and why; `keys` of the first few."""

    entity: str
    code: str
    reason: str
    count: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotCompared:
    """One amount that could not be compared. `what`: "total" or "balance"."""

    entity: str
    key: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Both sides' books held against each other. `systems`: what people call them, by name, the master first.

    `start`: the day from which vouchers are posted. `problems`: entities that could not be read, and why.
    """

    workspace: str
    window: Window
    start: date | None
    systems: Mapping[str, str]
    lines: tuple[Line, ...]
    differences: tuple[Difference, ...]
    gaps: tuple[Gap, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    calls: int = field(default=0, compare=False)

    @property
    def titles(self) -> tuple[str, ...]:
        """What people call the systems, the master first."""
        return tuple(self.systems.values())


def reconciliation_json(found: Reconciliation, language: Language = ENGLISH) -> dict[str, Any]:
    """A reconciliation as programs read it."""
    window = found.window
    return {
        "workspace": found.workspace,
        "from": window.since,
        "to": window.until,
        "period": window.period.value,
        "summary": [_line_json(line) for line in found.lines],
        "differences": [_difference_json(item, language) for item in found.differences],
        "gaps": [
            {
                "entity": gap.entity,
                "sequence": gap.sequence,
                "from": gap.first,
                "to": gap.last,
                "cause": gap.cause,
                "reason": language.of(gap.reason),
            }
            for gap in found.gaps
        ],
        "left_out": [
            {
                "entity": item.entity,
                "code": item.code or None,
                "reason": language.of(item.reason),
                "count": item.count,
                "keys": item.keys,
            }
            for item in found.left_out
        ],
        "not_compared": [
            {"entity": item.entity, "key": item.key, "what": item.what, "reason": language.of(item.reason)}
            for item in found.not_compared
        ],
        "diagnostics": [as_json(problem, language) for problem in found.problems],
    }


def _line_json(line: Line) -> dict[str, Any]:
    sides = {
        system: {"count": side.count, "total": side.total, "open": side.open} for system, side in line.sides.items()
    }
    return {"entity": line.entity, "period": line.period or None, "currency": line.currency or None, **sides}


def _difference_json(item: Difference, language: Language) -> dict[str, Any]:
    return {
        "entity": item.entity,
        "key": item.key,
        "kind": item.kind,
        **item.values,
        "title": item.title,
        "currency": item.currency or None,
        "date": next((day for day in item.days if day is not None), None),
        "held": item.held,
        "code": item.code or None,
        "reason": language.of(item.reason),
        "help": language.of(item.remedy),
        "settles": item.settles or None,
        "payments": [_difference_json(part, language) for part in item.parts],
    }
