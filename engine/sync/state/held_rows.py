"""The state's held records: what is held back now, and what was, so that a run can be asked about it years later.

An episode is a record held for one code; when the code changes or the record goes, the episode is kept as released.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias

import sqlalchemy as sa

from engine.model import exact_json
from engine.model.change import Action
from engine.model.text import as_data, from_data
from engine.sync.state.records import Held
from engine.sync.state.tables import HELD, RELEASED

Place: TypeAlias = tuple[str, str, str]  # mapping, key, action


def read_held(connection: sa.Connection) -> list[Held]:
    """Every record that is held back."""
    query = sa.select(HELD).order_by(HELD.c.mapping, HELD.c.key, HELD.c.action)
    return [_held(row._mapping) for row in connection.execute(query)]


def read_held_after(connection: sa.Connection, run: int) -> list[Held]:
    """Every record that was held back when a run had ended, as it was last told of."""
    began = [sa.func.coalesce(table.c.run, 0) <= run for table in (HELD, RELEASED)]
    queries = [sa.select(HELD).where(began[0]), sa.select(RELEASED).where(began[1], RELEASED.c.until_run > run)]
    found = [_held(row._mapping) for query in queries for row in connection.execute(query)]
    return sorted(found, key=lambda item: item.place)


def write_held(
    connection: sa.Connection, run: int, now: str, answered: Collection[Place], held: Iterable[Held]
) -> None:
    """Note what a run holds back, and release what it has an answer for and does not hold; others stay as they are.

    What is held still keeps its since and counts a try more, be it for a new reason: first refused, then not taken.
    """
    before = {item.place: item for item in read_held(connection)}
    holding = {item.place: item for item in held}
    told = [item for place, item in before.items() if place in holding or place in answered]
    released = [item for item in told if item.place not in holding or holding[item.place].code != item.code]
    given_up = {_record(item): item for item in told if item.place not in holding}
    rows = [_row(item, before.get(place, given_up.get(_record(item))), run, now) for place, item in holding.items()]
    if told:
        connection.execute(_DELETE, [dict(zip(_PLACE, item.place, strict=True)) for item in told])
    if released:
        connection.execute(sa.insert(RELEASED), [_released(item, run, now) for item in released])
    if rows:
        connection.execute(sa.insert(HELD), rows)


_PLACE = ("at_mapping", "at_key", "at_action")
_DELETE = sa.delete(HELD).where(
    HELD.c.mapping == sa.bindparam("at_mapping"),
    HELD.c.key == sa.bindparam("at_key"),
    HELD.c.action == sa.bindparam("at_action"),
)


def _record(item: Held) -> tuple[str, str, bool]:
    """What it is that is held, whatever for; a voucher's file is something else than the voucher."""
    return item.mapping, item.key, item.action == Action.ATTACH.value


def _released(item: Held, run: int, now: str) -> dict[str, Any]:
    kept = {"since": item.since, "tries": item.tries, "run": item.run}
    return {**_content(item), **kept, "until": now, "until_run": run}


def _row(item: Held, before: Held | None, run: int, now: str) -> dict[str, Any]:
    return {
        **_content(item),
        "row": None if item.row is None else exact_json.dumps(item.row),
        "since": before.since if before else now,
        "tries": before.tries + 1 if before else 1,
        "run": before.run if before and before.code == item.code else run,
    }


def _content(item: Held) -> dict[str, Any]:
    return {
        "mapping": item.mapping,
        "key": item.key,
        "action": item.action,
        "code": item.code,
        "message": item.message,
        "words": exact_json.dumps(as_data(item.message)),
        "entity": item.entity,
        "title": item.title,
        "remedy": exact_json.dumps(as_data(item.remedy)),
        "waits_for": item.waits_for,
    }


def _held(row: Mapping[Any, Any]) -> Held:
    kept = row.get("row")
    return Held(
        row["mapping"],
        row["key"],
        row["action"],
        row["code"],
        row["message"] if row["words"] is None else from_data(exact_json.loads(row["words"])),
        row["waits_for"],
        None if kept is None else exact_json.loads(kept),
        row["since"],
        row["tries"],
        row["entity"] or row["mapping"],
        row["title"] or "",
        "" if row["remedy"] is None else from_data(exact_json.loads(row["remedy"])),
        row["run"],
    )
