"""What was last sent of each record, what it was made from and how it stood in the target: read in one go, replaced
when something is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa

from engine.model import exact_json
from engine.model.exact_json import ReadLater
from engine.model.record import fingerprint
from engine.sync.plan import Memory, Origin, Standing
from engine.sync.state.records import Mark, Sent
from engine.sync.state.row import replace
from engine.sync.state.tables import RUNS, SENT

# Whose values they are: the master's entity, the key, the mapping.
Record: TypeAlias = tuple[str, str, str]

_ORIGIN = ("made_from", "asked", "made")
_STANDING = ("shown", "telling")


def read_sent(
    connection: sa.Connection, entity: str, mapping: str, part: str, keys: Collection[str] | None = None
) -> dict[str, Sent]:
    """What a mapping last sent of the records of an entity, by key: of these, or of all of them."""
    with_run = SENT.outerjoin(RUNS, RUNS.c.id == SENT.c.run)
    names = ("key", "fingerprint", "values", *_ORIGIN)
    query = sa.select(*(SENT.c[name] for name in names), RUNS.c.mappings).select_from(with_run)
    of_these = query.where(SENT.c.entity == entity, SENT.c.mapping == mapping, SENT.c.part == part)
    if keys is not None:
        of_these = of_these.where(SENT.c.key.in_(keys))
    return {key: _sent(*columns) for key, *columns in map(tuple, connection.execute(of_these).fetchall())}


def read_marks(connection: sa.Connection, entity: str, mapping: str, keys: Collection[str]) -> dict[str, Mark]:
    """By what is told of these records that they are as they were, by key."""
    query = sa.select(*(SENT.c[name] for name in ("key", *Mark._fields)))
    of_these = query.where(SENT.c.entity == entity, SENT.c.mapping == mapping, SENT.c.part == "", SENT.c.key.in_(keys))
    return {row[0]: Mark._make(row[1:]) for row in connection.execute(of_these).fetchall()}


def write_sent(
    connection: sa.Connection,
    record: Record,
    part: str,
    values: Mapping[str, Any],
    run: int | None,
    origin: Origin | None,
) -> None:
    """Note what a run has sent of a record, and from what it was made, if that is known."""
    identity = {**dict(zip(("entity", "key", "mapping"), record, strict=True)), "part": part}
    content = {"fingerprint": fingerprint(values), "values": exact_json.dumps(values), "run": run}
    told = {**_origin_columns(origin, values), **dict.fromkeys(_STANDING)}  # how it stands is seen when it is read
    replace(connection, SENT, identity, {**content, **told})


def write_unchanged(connection: sa.Connection, unchanged: Iterable[tuple[Record, Memory]]) -> None:
    """Note what records are made from now of which nothing is sent, and how they stand in the target."""
    afresh: list[dict[str, Any]] = []
    as_before: list[dict[str, Any]] = []
    for record, memory in unchanged:
        row = {**dict(zip(_OF, record, strict=True)), **_standing_columns(memory.stands)}
        if memory.made_from is None:
            as_before.append(row)
        else:
            afresh.append({**row, **_origin_columns(memory.made_from, memory.made_from.made or {})})
    _update(connection, (*_ORIGIN, *_STANDING), afresh)
    _update(connection, _STANDING, as_before)


_OF = ("of_entity", "of_key", "of_mapping")


def _update(connection: sa.Connection, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        record = (SENT.c[name.removeprefix("of_")] == sa.bindparam(name) for name in _OF)
        noted = sa.update(SENT).where(*record, SENT.c.part == "")
        connection.execute(noted.values({name: sa.bindparam(name) for name in columns}), rows)


def _sent(
    digest: str,
    values: str,
    made_from: str | None,
    asked: str | None,
    made: str | None,
    mappings: str | None,
) -> Sent:
    made_otherwise = None if made is None else ReadLater(made)
    return Sent(digest, ReadLater(values), mappings, made_from, asked, made_otherwise)


def _origin_columns(origin: Origin | None, values: Mapping[str, Any]) -> dict[str, str | None]:
    """What values were made from. Those that do not come back as they were cannot stand for what rules would make."""
    if origin is None or exact_json.loads(exact_json.dumps(values)) != values:
        return dict.fromkeys(_ORIGIN)
    made = None if origin.made is None else exact_json.dumps(origin.made)
    return {"made_from": origin.digest, "asked": exact_json.dumps(origin.asked), "made": made}


def _standing_columns(stands: Standing | None) -> dict[str, str | None]:
    """How a record stands; what proofs ask of it is kept as it is read again, for all values came back as they were."""
    if stands is None:
        return dict.fromkeys(_STANDING)
    return {"shown": stands.digest, "telling": exact_json.dumps(stands.telling)}
