"""Every kind of statement that SQL Server is sent, as its dialect writes it, kept in golden/mssql and read by eye.

The flows are real; SQLite answers in the server's place, with what only SQL Server has asked of it differently. To keep
new texts after a change that is meant: REWRITE_GOLDEN=1, then read what became different.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, TextClause, create_engine, event, text
from sqlalchemy.dialects import mssql
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.elements import ReleaseSavepointClause

from connectors.win.catalog import CATALOG
from connectors.win.connect import Database
from connectors.win.connection import WinConnection
from connectors.win.paging import order_key, page_of
from connectors.win.settings import parse_settings
from connectors.win.views import Views
from engine.model.change import Action, Write
from parts.win_site import Site

GOLDEN = Path(__file__).parent / "golden" / "mssql"
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


class _SqlServer(Database):
    """A database that is treated as a SQL Server."""

    @property
    def dialect(self) -> str:
        return "mssql"

    @property
    def sees_one_moment(self) -> bool:
        return True


def _written(statement: Any) -> str:
    compiled = statement.compile(dialect=mssql.dialect(paramstyle="named"), compile_kwargs={"render_postcompile": True})
    # A line a column or a condition: what became different is then seen at a glance.
    broken = re.sub(
        r"(, (?=\S+ AS [ck]\d)|(?<=\S) (?=ORDER BY|AND ))", lambda found: f"{found[0].rstrip()}\n  ", str(compiled)
    )
    return re.sub(r"_savepoint_\d+", "_savepoint", re.sub(r" +\n", "\n", broken)) + ";\n"


def _as_sqlite(statement: Any) -> Any:
    """What SQLite is asked in its place: it has no WITH TIES, no schema of the server's own, no rights."""
    own = r"\bsys\.|HAS_PERMS|_MEMBER|INFORMATION_|USER_NAME"
    if "SYSUTCDATETIME" in str(statement):
        return text("SELECT '2026-11-24 12\\:00\\:00'")
    if "CHANGE_TRACKING_" in str(statement):
        return text("SELECT 5, 0")
    if "CHANGETABLE" in str(statement):
        return text("SELECT 1 WHERE 1 = 0")
    if isinstance(statement, TextClause) and re.search(own, str(statement)):
        return text("SELECT 0 WHERE 1 = 0")
    if isinstance(statement, Select) and statement._fetch_clause is not None:
        return statement.fetch(None).limit(5000)
    return statement


def _recording(engine: Engine) -> list[str]:
    sent: list[str] = []

    def record(_connection: Any, statement: Any, many: Any, one: Any, _options: Any) -> Any:
        # What ends a savepoint is not sent: SQL Server's dialect leaves it out.
        if not isinstance(statement, str | ReleaseSavepointClause):
            sent.append(_written(statement))
            statement = _as_sqlite(statement)
        return statement, many, one

    event.listen(engine, "before_execute", record, retval=True)
    return sent


@pytest.fixture
def sent_by(site: Site, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """What a use of a connection sends; the same statement once."""
    usual = dict(sqlite3.adapters)
    for kind, adapter in ((Decimal, str), (datetime, str), (date, str)):
        sqlite3.register_adapter(kind, adapter)

    def connect() -> sqlite3.Connection:
        made = sqlite3.connect(":memory:")
        made.execute(f"ATTACH DATABASE '{site.path}' AS wingo")
        return made

    def run(use: Callable[[WinConnection], object], client: int | None = None, changes: str = "full") -> str:
        engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
        plain = parse_settings({"url": "mssql://db/win", "changes": changes}, tmp_path)
        settings = replace(plain, invoice_client=client)
        connection = WinConnection(_SqlServer(engine, embedded=False, title="win"), settings, lambda: NOW)
        sent = _recording(engine)
        use(connection)
        return "\n".join(dict.fromkeys(sent))

    yield run
    sqlite3.adapters.clear()
    sqlite3.adapters.update(usual)


def _is_golden(name: str, found: str) -> None:
    path = GOLDEN / f"{name}.sql"
    if os.environ.get("REWRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("entity", CATALOG.entities)
def test_reading(site: Site, sent_by: Callable[..., str], entity: str) -> None:
    for number in (5001, 5002):
        site.insert("invoice", client_no=1, invoice_no=number)
    _is_golden(f"read_{entity}", sent_by(lambda win: list(win.read(entity).rows)))


FIRMS = ("employee", "customer", "contact_person", "project", "invoice")


@pytest.mark.parametrize("entity", FIRMS)
def test_reading_of_one_firm(sent_by: Callable[..., str], entity: str) -> None:
    _is_golden(f"read_{entity}_of_a_firm", sent_by(lambda win: list(win.read(entity).rows), client=1))


@pytest.mark.parametrize(("entity", "last"), [("customer", (1,)), ("project", ("P",)), ("invoice_line", (1, None, 3))])
def test_the_pages_behind_a_key(tmp_path: Path, entity: str, last: tuple[Any, ...]) -> None:
    views = Views(tmp_path, "wingo")
    key = order_key(views.source(entity), CATALOG.entities[entity])
    query = views.source(entity).select().with_only_columns(views.source(entity).c.row_id)
    _is_golden(f"next_page_of_{entity}", _written(page_of(query, key, last, nulls_last=False, size=5000)))


_CHANGED = """
SELECT {key} FROM CHANGETABLE(CHANGES dbo.[Kunde], :since) AS c JOIN dbo.Kunde AS k ON k.Id = c.Id
"""


@pytest.mark.parametrize("way", ["row_version", "changed_at", "change_tracking"])
@pytest.mark.parametrize("entity", ["customer", "invoice"])
def test_reading_by_changes(site: Site, sent_by: Callable[..., str], entity: str, way: str) -> None:
    for view in ("customer", "invoice", "invoice_line"):
        for column in ("row_version", "changed_at"):
            site.run(f"ALTER TABLE {view} ADD COLUMN {column} TEXT")
    site.insert("customer", customer_no=1)
    site.insert("invoice", client_no=1, invoice_no=5001)
    key = {"customer": "k.Nr AS customer_no", "invoice": "k.Klient AS client_no, k.Nr AS invoice_no"}[entity]
    site.view_file(f"{entity}.changes", _CHANGED.format(key=key))

    def twice(win: WinConnection) -> None:
        assert list(win.read(entity).rows) == list(win.read(entity).rows) != []

    _is_golden(f"read_{entity}_by_{way}", sent_by(twice, changes=way))


def test_an_own_statement(sent_by: Callable[..., str], site: Site) -> None:
    site.view_file("department", "SELECT * FROM wingo.department WHERE name <> '12:30';")
    _is_golden("read_own_statement", sent_by(lambda win: list(win.read("department").rows)))


def test_writing(sent_by: Callable[..., str]) -> None:
    values = {"client_no": 1, "invoice_no": 5001, "kind": "INNBETALING", "amount": Decimal("12.50")}
    write = Write("payment_in", Action.PAY, {**values, "date": date(2026, 11, 20), "go_entry_id": "77:æ"})

    def pay(win: WinConnection) -> None:
        request = win.request(write)
        assert win.recover(request) is None
        assert win.send(request) == win.recover(request)

    _is_golden("write_payment_in", sent_by(pay))


def test_what_is_elsewhere(sent_by: Callable[..., str]) -> None:
    _is_golden("read_customer_elsewhere", sent_by(lambda win: list(win.read("customer").elsewhere()), client=1))


def test_the_doctors_visit(sent_by: Callable[..., str]) -> None:
    _is_golden("examine", sent_by(lambda win: list(win.examine())))


def test_no_text_is_there_that_nobody_sends() -> None:
    names = {path.stem for path in GOLDEN.glob("*.sql")}
    firms = {f"read_{entity}_of_a_firm" for entity in FIRMS}
    pages = {f"next_page_of_{entity}" for entity in ("customer", "project", "invoice_line")}
    others = {"read_own_statement", "read_customer_elsewhere", "write_payment_in", "examine"}
    ways = ("row_version", "changed_at", "change_tracking")
    changes = {f"read_{entity}_by_{way}" for entity in ("customer", "invoice") for way in ways}
    assert names == {f"read_{entity}" for entity in CATALOG.entities} | firms | pages | others | changes


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.sql")), ids=lambda path: path.stem)
def test_nothing_of_another_dialect_is_in_them(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert re.findall(r"\b(LIMIT|NULLS (?:FIRST|LAST)|true|false|NOLOCK|ILIKE|TEXT)\b|\|\||::", written) == []
    assert re.findall(r"(?<![\[.\w])text(?![\]\w])", written) == []
