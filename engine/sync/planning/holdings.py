"""What the target holds: its registers and its settings, each read once a plan, and only when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.model.change import Unresolved
from engine.model.compact import compact
from engine.model.ports import Connection
from engine.model.record import Row
from engine.model.schema import Entity


class Holdings:
    """The target's records by entity and id; none of any when offline."""

    def __init__(self, target: Connection, *, offline: bool = False) -> None:
        self._target = target
        self._offline = offline
        self._records: dict[str, Mapping[str | int, Row]] = {}

    def of(self, entity: Entity) -> Mapping[str | int, Row]:
        """The entity's records by id."""
        if self._offline:
            return {}
        records = self._records.get(entity.name)
        return self.again(entity) if records is None else records

    def again(self, entity: Entity) -> Mapping[str | int, Row]:
        """The entity's records by id, read now."""
        rows = self._target.read(entity.name).rows
        records = self._records[entity.name] = {id_of(row, entity): compact(row) for row in rows}
        return records


def id_of(row: Row, entity: Entity) -> str | int:
    """A target's id of one of its records."""
    value = row[entity.key[0]]
    assert isinstance(value, (str, int)), f"{entity.title} has an id that is {value!r}"
    return value


class SettingRows:
    """The target's settings that rules look ids up in; each is read at most once a plan."""

    def __init__(self, target: Connection, *, offline: bool = False) -> None:
        self._target = target
        self._offline = offline
        self._indexes: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def find(self, setting: str, by: str, key: Any) -> Any:
        """The id of the row whose `by` field has the value, valid on the day when a day is given with it."""
        value, day = key if isinstance(key, tuple) else (key, None)
        if self._offline:
            return Unresolved(setting, by, value)
        declared = self._target.catalog.settings[setting]
        rows = self._index(setting, by).get(_setting_key(value), [])
        row = next((row for row in rows if _valid(row, declared.valid_from, declared.valid_to, day)), None)
        return None if row is None else row[declared.id]

    def code_of(self, setting: str, by: str, row_id: Any) -> str:
        """What the row with an id has in its `by` field; nothing when there is no such row."""
        if self._offline:
            return ""
        declared = self._target.catalog.settings[setting]
        row = next((row for row in self._target.setting(setting) if row[declared.id] == row_id), {})
        code = row.get(by)
        return "" if code is None else _setting_key(code)

    def _index(self, setting: str, by: str) -> dict[str, list[Row]]:
        index = self._indexes.get((setting, by))
        if index is None:
            index = self._indexes[setting, by] = {}
            for row in self._target.setting(setting):
                index.setdefault(_setting_key(row.get(by)), []).append(row)
        return index


def _setting_key(value: Any) -> str:
    """3000, 3000.00 and "3000" name the same account."""
    if isinstance(value, Decimal):
        value = format(value.normalize(), "f")
    return str(value)


def _valid(row: Row, valid_from: str | None, valid_to: str | None, day: date | None) -> bool:
    if day is None:
        return True
    start = row.get(valid_from) if valid_from else None
    end = row.get(valid_to) if valid_to else None
    return not (isinstance(start, date) and day < start) and not (isinstance(end, date) and day > end)
