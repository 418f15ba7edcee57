"""One change of a plan, field by field, as a page shows it: what is sent, what stands there now, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.diagnostics.source import Span
from engine.faces.pages.speech import Speech
from engine.faces.phrases import place_of
from engine.language.outcome import Circumstances
from engine.language.reading import Reading, item_numbers, readings, values_read
from engine.mapping.mapping import Mapping as EntityMapping
from engine.model.change import Action
from engine.model.schema import Field
from engine.model.types import Kind
from engine.sync.kinds import Turn, turn_of
from engine.sync.plan import Change, FieldChange
from engine.sync.planning.diff import flatten

_ITEM = re.compile(r"(?P<list>.*?)\[(?P<number>\d+)\]\.(?P<name>.+)")
_VALUES_MAX = 20  # of a list that a rule sums up, as many items are named
NEW, CHANGED, CLEARED, SAME = "+", "~", "−", "="


@dataclass(frozen=True, slots=True)
class Why:
    """The rule behind a value, where it stands, and what it read: pairs of a name and a value."""

    rule: str
    place: str
    reads: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field: what is sent (`after`), what stands there now (`before`, None: nothing), and how they compare."""

    target: str
    after: str
    before: str | None
    sign: str
    drift: bool = False
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """A list that is sent, as a table: a row an item, with the reasons of its cells by column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    whys: tuple[tuple[tuple[str, Why], ...], ...]
    numbers: frozenset[str]  # columns that hold numbers


@dataclass(frozen=True, slots=True)
class Shown:
    """A change as it is laid out. `same`: fields that stand there already; `is_new`: nothing stands there yet."""

    rows: tuple[FieldRow, ...]
    lines: tuple[Lines, ...]
    same: tuple[FieldRow, ...]
    is_new: bool


@dataclass(slots=True)
class Viewer:
    """Lays out the changes of one mapping."""

    mapping: EntityMapping
    speech: Speech
    circumstances: Circumstances
    _readings: dict[Span, Reading] = field(init=False)

    def __post_init__(self) -> None:
        self._readings = readings(self.mapping.program)

    def show(self, change: Change) -> Shown:
        """A change with its fields in order; the items of lists stand in tables of their own."""
        plain = [item for item in change.fields if "[" not in item.target]
        listed = [item for item in change.fields if "[" in item.target]
        rows = tuple(self._row(change, item) for item in plain)
        is_new = change.standing is None and change.action is not Action.ADOPT
        same = () if is_new else tuple(self._same(change))
        return Shown(rows, tuple(self._lines(change, listed)), same, is_new)

    # ---- fields

    def _row(self, change: Change, item: FieldChange) -> FieldRow:
        declared = self.mapping.target.at(item.target)
        turn = turn_of(item.before, item.after)
        is_new = turn is Turn.FILLED or item.before is None
        sign = CLEARED if turn is Turn.CLEARED else NEW if is_new else CHANGED
        before = None if item.before is None else self.speech.value(item.before, declared, item.code_before)
        after = self.speech.value(item.after, declared, item.code)
        return FieldRow(item.target, after, before, sign, item.drift, self._why(change, item, None))

    def _same(self, change: Change) -> Iterator[FieldRow]:
        """The fields that are as they should be already; the two spellings may differ where they count as equal."""
        sent = change.memory.sent if change.memory else None
        changed = tuple(item.target for item in change.fields)
        for path, value in flatten(sent or {}):
            standing = _at(change.standing, path)
            if standing in (None, "") or value is None or _is_below(path, changed):
                continue
            declared = self.mapping.target.at(path)
            yield FieldRow(path, self.speech.value(value, declared), self.speech.value(standing, declared), SAME)

    # ---- lists

    def _lines(self, change: Change, listed: list[FieldChange]) -> Iterator[Lines]:
        tables: dict[str, dict[int, dict[str, FieldChange]]] = {}
        for item in listed:
            found = _ITEM.fullmatch(item.target)
            assert found is not None
            table = tables.setdefault(found["list"], {})
            table.setdefault(int(found["number"]), {})[found["name"]] = item
        numbers = self._item_numbers(change) if tables else {}
        for name, table in tables.items():
            yield self._table(change, name, table, numbers.get(name, []))

    def _table(
        self, change: Change, name: str, table: Mapping[int, Mapping[str, FieldChange]], made_of: list[int | None]
    ) -> Lines:
        columns = tuple(dict.fromkeys(column for cells in table.values() for column in cells))
        rows, whys = [], []
        for number, cells in sorted(table.items()):
            rows.append(tuple(self._cell(cells.get(column)) for column in columns))
            origin = made_of[number] if number < len(made_of) else None
            told = ((column, self._why(change, item, origin)) for column, item in cells.items())
            whys.append(tuple((column, why) for column, why in told if why is not None))
        numbers = frozenset(c for c in columns if self.mapping.target.kind_at(f"{name}.{c}") is Kind.NUMBER)
        return Lines(name, columns, tuple(rows), tuple(whys), numbers)

    def _cell(self, item: FieldChange | None) -> str:
        return "" if item is None else self.speech.value(item.after, self.mapping.target.at(item.target), item.code)

    def _item_numbers(self, change: Change) -> dict[str, list[int | None]]:
        if change.origin is None:
            return {}
        return item_numbers(self.mapping.program, change.origin, self.circumstances)

    # ---- reasons

    def _why(self, change: Change, item: FieldChange, origin: int | None) -> Why | None:
        """The rule behind a value; None where no rule made it (a row that takes another back)."""
        if item.rule is None:
            return None
        reading = self._readings.get(item.rule)
        source = reading.rule.source if reading else item.source
        read = values_read(reading, change.origin, origin) if reading and change.origin is not None else []
        told = tuple((of.name, self._read(value, of.field)) for of, value in read)
        return Why(source, place_of(item.rule), told)

    def _read(self, value: Any, declared: Field) -> str:
        """What was read: of all items of a list the first of them."""
        if not isinstance(value, tuple) or not value or isinstance(value[0], Mapping):
            return self.speech.value(value, declared)
        told = [self.speech.value(one, declared) for one in value[:_VALUES_MAX]]
        if len(value) > _VALUES_MAX:
            told.append(self.speech.tr("and {count} more", count=len(value) - _VALUES_MAX))
        return "; ".join(told)


def _is_below(path: str, changed: Iterable[str]) -> bool:
    return any(path == name or path.startswith((f"{name}.", f"{name}[")) for name in changed)


def _at(values: Any, path: str) -> Any:
    for name in path.split("."):
        values = values.get(name) if isinstance(values, Mapping) else None
    return values
