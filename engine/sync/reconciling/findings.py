"""What a reconciliation gathers: a sum for every line, the differences, what was left out or could not be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from engine.model.personal import redact
from engine.sync.reconciling.balances import Figures
from engine.sync.reconciling.reconciliation import Difference, LeftOut, Line, NotCompared, Tally, Window

_KEYS_SHOWN = 5
_ZERO = Decimal(0)


@dataclass(slots=True)
class _Sum:
    """One system's part of a line while it is added up. `told`: whether what is open of all of it is known."""

    count: int = 0
    total: Decimal | None = None
    open: Decimal | None = None
    told: bool = True


class Findings:
    """Gathers what lies in the window; entities keep the order in which they were begun, systems that of `systems`."""

    def __init__(self, window: Window, systems: tuple[str, ...]) -> None:
        self.window = window
        self._systems = systems
        self._sums: dict[str, dict[tuple[str, str], dict[str, _Sum]]] = {}
        self._differences: dict[str, list[Difference]] = {}
        self._left_out: dict[tuple[str, str, str], list[str]] = {}
        self._not_compared: list[NotCompared] = []

    def begin(self, entity: str) -> None:
        """Give an entity its place."""
        self._sums.setdefault(entity, {})
        self._differences.setdefault(entity, [])

    def count(self, entity: str, system: str) -> None:
        """Count a record without amounts."""
        self._sum(entity, "", "", system).count += 1

    def count_figures(self, entity: str, system: str, figures: Figures) -> None:
        """Count a document; one that cannot be read adds nothing to the sums, and is told of as not compared."""
        if not self.window.holds(figures.day):
            return
        summed = self._sum(entity, self.window.period.of(figures.day), figures.currency, system)
        summed.count += 1
        summed.total = (summed.total or _ZERO) + (figures.total or _ZERO)
        summed.open = (summed.open or _ZERO) + (figures.open or _ZERO)
        summed.told = summed.told and figures.open is not None

    def count_payment(self, entity: str, system: str, day: date | None, currency: str, amount: Decimal) -> None:
        """Count a payment, of which nothing is open."""
        if self.window.holds(day):
            summed = self._sum(entity, self.window.period.of(day), currency, system)
            summed.count += 1
            summed.total = (summed.total or _ZERO) + amount

    def add(self, difference: Difference) -> bool:
        """Add a difference, if one of its days lies in the window; whether it does. Nothing personal is shown of it."""
        if difference.days and not any(self.window.holds(day) for day in difference.days):
            return False
        self._differences.setdefault(difference.entity, []).append(self._shown(difference))
        return True

    def _shown(self, difference: Difference) -> Difference:
        return replace(
            difference,
            key=redact(difference.key),
            title=redact(difference.title),
            values={system: difference.values[system] for system in self._systems},
            parts=tuple(self._shown(part) for part in difference.parts),
        )

    def leave_out(self, entity: str, key: str, code: str, reason: str, day: date | None = None) -> None:
        """Note a record that is not held against the other side."""
        if self.window.holds(day):
            self._left_out.setdefault((entity, code, reason), []).append(redact(key))

    def pass_over(self, entity: str, key: str, what: str, reason: str, day: date | None = None) -> None:
        """Note an amount that cannot be compared."""
        if self.window.holds(day):
            self._not_compared.append(NotCompared(entity, redact(key), what, reason))

    def lines(self) -> tuple[Line, ...]:
        """The sums, by entity, period and currency."""
        return tuple(
            Line(entity, period, currency, self._sides(sums))
            for entity, lines in self._sums.items()
            for (period, currency), sums in sorted(lines.items())
        )

    def differences(self) -> tuple[Difference, ...]:
        """The differences, by entity and key."""
        listed = (sorted(found, key=lambda item: item.key) for found in self._differences.values())
        return tuple(difference for found in listed for difference in found)

    def left_out(self) -> tuple[LeftOut, ...]:
        """What was left out, by entity and reason."""
        return tuple(
            LeftOut(entity, code, reason, len(keys), tuple(keys[:_KEYS_SHOWN]))
            for (entity, code, reason), keys in self._left_out.items()
        )

    def not_compared(self) -> tuple[NotCompared, ...]:
        """What could not be compared."""
        return tuple(self._not_compared)

    def _sum(self, entity: str, period: str, currency: str, system: str) -> _Sum:
        line = self._sums.setdefault(entity, {}).setdefault((period, currency), {})
        return line.setdefault(system, _Sum())

    def _sides(self, sums: dict[str, _Sum]) -> dict[str, Tally]:
        """Every system's part of a line: one that has nothing has nothing of what the others have."""
        has_total = any(summed.total is not None for summed in sums.values())
        has_open = any(summed.open is not None for summed in sums.values())
        return {system: _tally(sums.get(system, _Sum()), has_total, has_open) for system in self._systems}


def _tally(summed: _Sum, has_total: bool, has_open: bool) -> Tally:
    total = (summed.total or _ZERO) if has_total else None
    is_open = (summed.open or _ZERO) if has_open and summed.told else None
    return Tally(summed.count, total, is_open)
