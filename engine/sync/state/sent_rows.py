"""What was last sent of each record, and what it was made from: read in one go, replaced when something is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias

import sqlalchemy as sa

from engine.model import exact_json
from engine.model.record import fingerprint
from engine.sync.plan import Origin
from engine.sync.state.records import Sent
from engine.sync.state.row import replace
from engine.sync.state.tables import RUNS, SENT

# Whose values they are: the master's entity, the key, the mapping.
Record: TypeAlias = tuple[str, str, str]

_ORIGIN = ("made_from", "asked", "made")


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
    replace(connection, SENT, identity, {**content, **_origin_columns(origin, values)})


def write_origins(connection: sa.Connection, origins: Iterable[tuple[Record, Origin]]) -> None:
    """Note what records are made from now of which nothing is sent; at least one."""
    rows = [
        {"of_entity": entity, "of_key": key, "of_mapping": mapping, **_origin_columns(origin, origin.made or {})}
        for (entity, key, mapping), origin in origins
    ]
    record = (SENT.c[name] == sa.bindparam(f"of_{name}") for name in ("entity", "key", "mapping"))
    noted = sa.update(SENT).where(*record, SENT.c.part == "")
    connection.execute(noted.values({name: sa.bindparam(name) for name in _ORIGIN}), rows)


def _sent(
    digest: str, values: str, made_from: str | None, asked: str | None, made: str | None, mappings: str | None
) -> Sent:
    return Sent(digest, _values(values), mappings, made_from, asked, None if made is None else _values(made))


def _values(text: str) -> Mapping[str, Any]:
    values: Mapping[str, Any] = exact_json.loads(text)
    return values


def _origin_columns(origin: Origin | None, values: Mapping[str, Any]) -> dict[str, str | None]:
    """What values were made from. Those that do not come back as they were cannot stand for what rules would make."""
    if origin is None or exact_json.loads(exact_json.dumps(values)) != values:
        return dict.fromkeys(_ORIGIN)
    made = None if origin.made is None else exact_json.dumps(origin.made)
    return {"made_from": origin.digest, "asked": exact_json.dumps(origin.asked), "made": made}
