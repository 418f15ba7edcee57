"""A row of the state: inserted, or put in the place of the one that has its identity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa


def insert(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> int:
    """Insert a row of a table that numbers its rows; the number."""
    key = connection.execute(sa.insert(table).values(**values)).inserted_primary_key
    assert key is not None, "the table numbers its rows"
    return int(key[0])


def replace(connection: sa.Connection, table: sa.Table, identity: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Update a row, or insert it: two plain statements that every database knows."""
    matches = sa.and_(*(table.c[name] == value for name, value in identity.items()))
    if connection.execute(sa.update(table).where(matches).values(**values)).rowcount == 0:
        connection.execute(sa.insert(table).values(**identity, **values))
