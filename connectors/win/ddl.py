"""The SQL that a site runs, made from the catalog: schema, views to fill in, inlets, and a login that can do no more.

One template a view: every column by its name and type, each to be given a column of Win's, or left NULL.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from connectors.win.catalog import CATALOG, INLETS, VIEWS, columns_of
from connectors.win.views import CHANGED_AT, ROW_VERSION
from engine.model.schema import Entity, Field
from engine.model.types import Kind

SCHEMA = "wingo"

_FILL_IN = "instead of this line: FROM Win's own table, and its columns for the NULLs above"
_NUMBER_DIGITS = {2: 9, 4: 19, 6: 19}
_ID_UNITS = 50
_ALWAYS = frozenset({"status", "received_at"})  # this product fills them in with every row
UNIQUE = {"payment_in": "go_entry_id", "time_in": "go_id"}
# A word of some dialect, which then must be quoted where it names a column.
_RESERVED = frozenset({"text", "date", "type", "name", "level", "status", "source", "comment", "error", "kind"})


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a kind of database says it. `schema`: None where there is none. `begin`: the statements before all others.

    `stamps`: columns that a view may have, where the workspace reads by changes.
    """

    name: str
    schema: str | None
    begin: tuple[str, ...]
    text: str
    whole: str
    number: str
    flag: str
    date: str
    moment: str
    identity: str
    stamps: tuple[tuple[str, str], ...]
    quotes: str
    create_view: str
    alter: str
    between: str
    login: str


_MSSQL_LOGIN = """\
-- The login of this product: it reads the views and appends to the inlets, and needs no right to Win's own tables, as
-- dbo owns both these and the views. With Windows authentication: CREATE LOGIN [FIRM\\wingo] FROM WINDOWS.
CREATE LOGIN wingo_reader WITH PASSWORD = N'<a long password>';
CREATE USER wingo_reader FOR LOGIN wingo_reader WITH DEFAULT_SCHEMA = wingo;
GRANT SELECT ON SCHEMA::wingo TO wingo_reader;
"""
_POSTGRESQL_LOGIN = """\
-- The login of this product: it reads the views and appends to the inlets.
CREATE ROLE wingo_reader LOGIN PASSWORD '<a long password>';
GRANT USAGE ON SCHEMA wingo TO wingo_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA wingo TO wingo_reader;
"""

DIALECTS = {
    "mssql": Dialect(
        name="mssql",
        schema=SCHEMA,
        begin=("CREATE SCHEMA wingo AUTHORIZATION dbo;\n",),
        text="nvarchar({length})",
        whole="int",
        number="decimal({digits},{scale})",
        flag="bit",
        date="date",
        moment="datetime2(3)",
        identity="int IDENTITY(1,1) NOT NULL PRIMARY KEY",
        stamps=((ROW_VERSION, "binary(8)"), (CHANGED_AT, "datetime2(3)")),
        quotes="[]",
        create_view="CREATE OR ALTER VIEW",
        alter="{name} {type} {null}",
        between="GO\n",
        login=_MSSQL_LOGIN,
    ),
    "postgresql": Dialect(
        name="postgresql",
        schema=SCHEMA,
        begin=("CREATE SCHEMA wingo;\n",),
        text="varchar({length})",
        whole="integer",
        number="numeric({digits},{scale})",
        flag="boolean",
        date="date",
        moment="timestamptz",
        identity="integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        stamps=((ROW_VERSION, "bigint"), (CHANGED_AT, "timestamptz")),
        quotes='""',
        create_view="CREATE OR REPLACE VIEW",
        alter="{name} TYPE {type}",
        between="",
        login=_POSTGRESQL_LOGIN,
    ),
    "sqlite": Dialect(
        name="sqlite",
        schema=None,
        begin=(),
        text="TEXT",
        whole="INTEGER",
        number="TEXT",
        flag="INTEGER",
        date="TEXT",
        moment="TEXT",
        identity="INTEGER PRIMARY KEY",
        stamps=((ROW_VERSION, "INTEGER"), (CHANGED_AT, "TEXT")),
        quotes='""',
        create_view="CREATE VIEW",
        alter="{name} {type}",
        between="",
        login="",
    ),
}


def ddl(dialect: str, *, inlets: bool = False) -> str:
    """All that a site runs, as one script; with `inlets`, their tables alone. Raises KeyError for another dialect."""
    spoken = DIALECTS[dialect]
    parts = [table_ddl(spoken, name) for name in INLETS]
    if not inlets:
        views = [view_ddl(spoken, name) for name in VIEWS]
        last = [f"{spoken.login}{_grants(spoken)}"] if spoken.login else []
        parts = [*spoken.begin, *views, *parts, *last]
    return f"{spoken.between}\n".join(parts)


def view_ddl(dialect: Dialect, view: str) -> str:
    """The template of a view: each column as NULL of its type, with the key first and what may be NULL marked."""
    entity = CATALOG.entities[view]
    fields = list(columns_of(entity))
    lines = [
        f"    {column_ddl(dialect, field)}{'' if field is fields[-1] else ','}{_note(entity, field)}\n"
        for field in fields
    ]
    lines += [f"    -- , CAST(NULL AS {kind}) AS {name}\n" for name, kind in dialect.stamps]
    return f"{dialect.create_view} {place(dialect, view)} AS\nSELECT\n{''.join(lines)}WHERE 1 = 0; -- {_FILL_IN}\n"


def table_ddl(dialect: Dialect, inlet: str) -> str:
    """The table of an inlet, with the key that keeps an entry from being written twice."""
    cells = ",\n".join(f"    {_cell(dialect, inlet, field)}" for field in columns_of(CATALOG.entities[inlet]))
    return f"CREATE TABLE {place(dialect, inlet)} (\n{cells}\n);\n"


def column_ddl(dialect: Dialect, field: Field) -> str:
    """A column of a view's SELECT, with NULL where Win's own column is to stand."""
    return f"CAST(NULL AS {column_type(dialect, field)}) AS {_quoted(dialect, field.name)}"


def columns_ddl(dialect: Dialect, view: str, names: Iterable[str]) -> str:
    """The lines that the SELECT of a view lacks for some of its columns."""
    fields = [field for field in columns_of(CATALOG.entities[view]) if field.name in set(names)]
    return ",\n".join(column_ddl(dialect, field) for field in fields)


def recast_ddl(dialect: Dialect, field: Field) -> str:
    """A column of a view's SELECT, with what stands there now in a type that it should have."""
    return f"CAST(… AS {column_type(dialect, field)}) AS {_quoted(dialect, field.name)}"


def add_ddl(dialect: Dialect, inlet: str, name: str) -> str:
    """What gives an inlet's table a column that it lacks."""
    return f"ALTER TABLE {place(dialect, inlet)} ADD {_cell(dialect, inlet, _field(inlet, name))};"


def alter_ddl(dialect: Dialect, inlet: str, name: str) -> str:
    """What gives a column of an inlet's table the type that it should have."""
    field = _field(inlet, name)
    null = "NOT NULL" if _always(field) else "NULL"
    told = dialect.alter.format(name=_quoted(dialect, name), type=column_type(dialect, field), null=null)
    return f"ALTER TABLE {place(dialect, inlet)} ALTER COLUMN {told};"


def unique_ddl(dialect: Dialect, inlet: str) -> str:
    """What keeps an entry from being written twice, where a table does not."""
    name = UNIQUE[inlet]
    return f"ALTER TABLE {place(dialect, inlet)} ADD CONSTRAINT {inlet}_{name} UNIQUE ({name});"


def grant_ddl(dialect: Dialect, right: str, name: str, login: str) -> str:
    """What gives a login a right to a view or an inlet."""
    return f"GRANT {right} ON {place(dialect, name)} TO {_delimited(dialect, login)};"


def revoke_ddl(dialect: Dialect, right: str, whole_place: str, login: str) -> str:
    """What takes a login's right to a place away."""
    return f"REVOKE {right} ON {whole_place} FROM {_delimited(dialect, login)};"


def column_type(dialect: Dialect, field: Field) -> str:
    """The type of a field's column."""
    kind, scale = field.type.kind, field.type.scale
    if kind is Kind.NUMBER:
        return dialect.whole if not scale else dialect.number.format(digits=_NUMBER_DIGITS[scale], scale=scale)
    plain = {Kind.FLAG: dialect.flag, Kind.DATE: dialect.date, Kind.DATETIME: dialect.moment}
    return plain.get(kind) or dialect.text.format(length=field.type.length_max or _ID_UNITS)


def place(dialect: Dialect, name: str) -> str:
    """A view's or a table's name, with its schema where there is one."""
    return name if dialect.schema is None else f"{dialect.schema}.{name}"


def _grants(dialect: Dialect) -> str:
    return "".join(f"GRANT INSERT ON {place(dialect, name)} TO wingo_reader;\n" for name in INLETS)


def _note(entity: Entity, field: Field) -> str:
    if field.name in entity.key:
        return "  -- key"
    return "  -- may be NULL" if field.type.absent else ""


def _cell(dialect: Dialect, inlet: str, field: Field) -> str:
    name = _quoted(dialect, field.name)
    if field.name == "id":
        return f"{name} {dialect.identity}"
    unique = f" CONSTRAINT {inlet}_{field.name} UNIQUE" if field.name == UNIQUE[inlet] else ""
    # SQL Server leaves it to a session's settings what a column is that says nothing; so each says.
    return f"{name} {column_type(dialect, field)} {'NOT NULL' if _always(field) else 'NULL'}{unique}"


def _always(field: Field) -> bool:
    return not field.type.absent or field.name in _ALWAYS


def _field(inlet: str, name: str) -> Field:
    return next(field for field in CATALOG.entities[inlet].fields if field.name == name)


def _delimited(dialect: Dialect, name: str) -> str:
    """A name that may be anything, as a Windows login's is."""
    return name if name.isidentifier() else f"{dialect.quotes[0]}{name}{dialect.quotes[1]}"


def _quoted(dialect: Dialect, name: str) -> str:
    return f"{dialect.quotes[0]}{name}{dialect.quotes[1]}" if name in _RESERVED else name
