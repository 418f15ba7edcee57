"""What a server says of the login's rights: its roles, and what it may write to. A SQLite file has no logins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.engine import Connection, RowMapping

from connectors.win.failures import translated
from engine.model.failure import Denied, Missing, Rejected
from engine.model.text import say

# The right to do more than any table's rights tell; NULL when the login has none such.
_MIGHTY: Mapping[str, str] = {
    "postgresql": "SELECT CASE WHEN rolsuper THEN 'superuser' END FROM pg_roles WHERE rolname = current_user",
    "mssql": "SELECT CASE WHEN IS_SRVROLEMEMBER('sysadmin') = 1 THEN 'sysadmin' "
    "WHEN IS_ROLEMEMBER('db_owner') = 1 THEN 'db_owner' WHEN IS_ROLEMEMBER('db_datawriter') = 1 THEN 'db_datawriter' "
    "WHEN IS_ROLEMEMBER('db_ddladmin') = 1 THEN 'db_ddladmin' END",
}

# Every table and view of the database that the login may write to in any way, with the ways. Both servers show a login
# only what it has some right to, so these are few.
_WRITABLE: Mapping[str, str] = {
    "postgresql": """\
SELECT * FROM (
    SELECT n.nspname || '.' || c.relname AS place,
        has_any_column_privilege(c.oid, 'INSERT') AS may_insert,
        has_any_column_privilege(c.oid, 'UPDATE') AS may_update,
        has_table_privilege(c.oid, 'DELETE') AS may_delete,
        has_table_privilege(c.oid, 'TRUNCATE') AS may_truncate
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
) AS rights
WHERE may_insert OR may_update OR may_delete OR may_truncate
ORDER BY place""",
    "mssql": """\
SELECT place, may_insert, may_update, may_delete, may_alter FROM (
    SELECT TABLE_SCHEMA + N'.' + TABLE_NAME AS place,
        HAS_PERMS_BY_NAME(QUOTENAME(TABLE_SCHEMA) + N'.' + QUOTENAME(TABLE_NAME), 'OBJECT', 'INSERT') AS may_insert,
        HAS_PERMS_BY_NAME(QUOTENAME(TABLE_SCHEMA) + N'.' + QUOTENAME(TABLE_NAME), 'OBJECT', 'UPDATE') AS may_update,
        HAS_PERMS_BY_NAME(QUOTENAME(TABLE_SCHEMA) + N'.' + QUOTENAME(TABLE_NAME), 'OBJECT', 'DELETE') AS may_delete,
        HAS_PERMS_BY_NAME(QUOTENAME(TABLE_SCHEMA) + N'.' + QUOTENAME(TABLE_NAME), 'OBJECT', 'ALTER') AS may_alter
    FROM INFORMATION_SCHEMA.TABLES
) AS rights
WHERE may_insert = 1 OR may_update = 1 OR may_delete = 1 OR may_alter = 1
ORDER BY place""",
}

_NAME: Mapping[str, str] = {"postgresql": "SELECT current_user", "mssql": "SELECT USER_NAME()"}

# Whether an index keeps a column's values from standing twice: a constraint is one too.
_SINGLE: Mapping[str, str] = {
    "postgresql": """\
SELECT COUNT(*) FROM pg_index AS i
JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
WHERE i.indrelid = to_regclass(:place) AND i.indisunique AND i.indnkeyatts = 1 AND i.indpred IS NULL
    AND a.attname = :name""",
    "mssql": """\
SELECT COUNT(*) FROM sys.indexes AS i
WHERE i.object_id = OBJECT_ID(:place) AND i.is_unique = 1 AND i.has_filter = 0
    AND 1 = (SELECT COUNT(*) FROM sys.index_columns AS k
        WHERE k.object_id = i.object_id AND k.index_id = i.index_id AND k.key_ordinal > 0)
    AND EXISTS (SELECT 1 FROM sys.index_columns AS k
        WHERE k.object_id = i.object_id AND k.index_id = i.index_id AND k.key_ordinal = 1
            AND COL_NAME(k.object_id, k.column_id) = :name)""",
}


class Right(NamedTuple):
    """A table or view that the login may write to, and the ways, as SQL calls them."""

    place: str
    ways: tuple[str, ...]


def mighty_role(dialect: str, connection: Connection) -> str | None:
    """The role by which the login may do far more than it needs, None where there is none or it is not told."""
    role = _answer(_MIGHTY, dialect, connection)
    return None if role is None else str(role)


def rights(dialect: str, connection: Connection) -> tuple[Right, ...] | None:
    """All that the login may write to; None where this kind of database does not tell."""
    rows = _ask(_WRITABLE, dialect, connection)
    return None if rows is None else tuple(_right(dict(row)) for row in rows)


def _right(row: dict[str, Any]) -> Right:
    place = str(row.pop("place"))
    return Right(place, tuple(name.removeprefix("may_").upper() for name, may in row.items() if may))


def login_name(dialect: str, connection: Connection) -> str:
    """What the database calls the login, for the statements that a site runs."""
    return str(_answer(_NAME, dialect, connection) or "wingo_reader")


def stands_once(dialect: str, connection: Connection, place: str, column: str) -> bool | None:
    """Whether the database keeps a column's values from standing twice; None where it does not tell."""
    found = _answer(_SINGLE, dialect, connection, place=place, name=column)
    return None if found is None else bool(found)


def _answer(questions: Mapping[str, str], dialect: str, connection: Connection, **values: str) -> Any:
    rows = _ask(questions, dialect, connection, **values)
    return next(iter(rows[0].values()), None) if rows else None


def _ask(
    questions: Mapping[str, str], dialect: str, connection: Connection, **values: str
) -> Sequence[RowMapping] | None:
    """What a server answers; None where nothing is asked of its kind, or it is one that does not know the question."""
    question = questions.get(dialect)
    if question is None:
        return None
    try:
        # On PostgreSQL a statement that fails spoils its whole transaction, but for one inside it.
        with translated(say("looking at the login's rights")), connection.begin_nested():
            return connection.execute(text(question), values).mappings().all()
    except (Denied, Missing, Rejected):
        return None
