"""Win on a real PostgreSQL: the demo's rows read as they are from SQLite, and payments written exactly once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import create_engine, select

from connectors.win.catalog import CATALOG, columns_of
from connectors.win.connection import WinConnection
from connectors.win.connector import WinConnector
from connectors.win.paging import order_key, paged_rows
from connectors.win.views import Views, column_names
from engine.model.change import Action, Write
from engine.model.failure import Conflict, Denied, Failure, Missing, Rejected, Unreachable
from engine.model.record import Fault, Row, Value
from engine.model.schema import Entity, Field
from engine.model.types import Kind
from parts.giro_reader import read_giro

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
_VIEWS = [name for name, entity in CATALOG.entities.items() if name not in ("payment_in", "time_in")]
_INLET = """
CREATE TABLE wingo.payment_in (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, client_no integer NOT NULL, invoice_no integer NOT NULL,
    kind varchar(20) NOT NULL, amount numeric(19,4) NOT NULL, date date NOT NULL, kid varchar(25),
    go_entry_id varchar(100) NOT NULL UNIQUE, status varchar(20) NOT NULL, error varchar(2000),
    received_at timestamp NOT NULL, processed_at timestamptz)
"""


@pytest.fixture
def site(postgres: Any) -> Any:
    """An empty site: every view of the contract as a table, and the inlet."""
    postgres.run("DROP SCHEMA IF EXISTS wingo CASCADE", "CREATE SCHEMA wingo", _INLET)
    for name in _VIEWS:
        columns = map(_column, columns_of(CATALOG.entities[name]))
        postgres.run(f"CREATE TABLE wingo.{name} ({', '.join(columns)})")
    return postgres


@pytest.fixture
def open_win(site: Any, tmp_path: Path) -> Iterator[Callable[..., WinConnection]]:
    opened: list[WinConnection] = []

    def open_one(user: str = "postgres", folder: Path = tmp_path, **settings: object) -> WinConnection:
        opened.append(WinConnector(lambda: NOW).open({"url": site.url(user), **settings}, folder))
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()


def _column(field: Field) -> str:
    scale = field.type.scale
    number = "integer" if scale == 0 else f"numeric(19,{scale})"
    kinds = {Kind.NUMBER: number, Kind.FLAG: "boolean", Kind.DATE: "date", Kind.DATETIME: "timestamptz"}
    return f"{field.name} {kinds.get(field.type.kind, f'varchar({field.type.length_max or 36})')}"


def _fill(site: Any, view: str, *rows: Mapping[str, object]) -> None:
    names = column_names(CATALOG.entities[view])
    marks = ", ".join(["%s"] * len(names))
    with site.connect() as connection, connection.cursor() as cursor:
        statement = f"INSERT INTO wingo.{view} ({', '.join(names)}) VALUES ({marks})"
        cursor.executemany(statement, [[row.get(name) for name in names] for row in rows])


def _payment(**other: Value) -> Write:
    row: dict[str, Value] = {
        "client_no": 1,
        "invoice_no": 5001,
        "kind": "INNBETALING",
        "amount": Decimal("12.50"),
        "date": date(2026, 11, 20),
        "kid": None,
        "go_entry_id": "77:ab",
    }
    return Write("payment_in", Action.PAY, {**row, **other})


def _plain(entity: Entity, row: Any) -> dict[str, Value]:
    return {field.name: row[field.name] for field in columns_of(entity)}


@pytest.mark.parametrize("client", [None, 1, 2])
def test_the_demo_reads_the_same_from_a_server_as_from_a_file(
    site: Any, open_win: Callable[..., WinConnection], demo_folder: Path, client: int | None
) -> None:
    settings = {"pdf_folder": "pdfs", "invoice_client": client}
    file = WinConnector().open({"url": "sqlite:///win.db", **settings}, demo_folder)
    whole = WinConnector().open({"url": "sqlite:///win.db", "pdf_folder": "pdfs"}, demo_folder)
    for name in _VIEWS:
        typed = [_plain(CATALOG.entities[name], row) for row in whole.read(name).rows]
        _fill(site, name, *({k: v for k, v in row.items() if not isinstance(v, Fault)} for row in typed))
    server = open_win(folder=demo_folder, **settings)
    for name in _VIEWS:
        key = CATALOG.entities[name].key
        expected, found = list(file.read(name).rows), list(server.read(name).rows)
        # A server orders texts by its own language; what matters is that each row is there, once.
        assert _sorted(found, key) == _sorted(expected, key), name
    file.close()
    whole.close()


def _sorted(rows: list[Any], key: tuple[str, ...]) -> list[Any]:
    return sorted(rows, key=lambda row: str([row[name] for name in key]))


def test_a_payment_is_written_once_and_left_to_the_site(site: Any, open_win: Callable[..., WinConnection]) -> None:
    win = open_win()
    request = win.request(_payment())
    assert win.recover(request) is None
    receipt = win.send(request)
    assert (receipt.id, receipt.values["status"], receipt.values["amount"]) == (1, "NY", Decimal("12.5"))
    assert win.send(request) == receipt == win.recover(request)
    with pytest.raises(Conflict):
        win.send(win.request(_payment(amount=Decimal(13))))


@pytest.mark.parametrize("kind", ["uuid PRIMARY KEY", "varchar(36) PRIMARY KEY"])
def test_runs_at_once_write_one_row(site: Any, open_win: Callable[..., WinConnection], kind: str) -> None:
    site.run("DROP TABLE wingo.payment_in", _INLET.replace("integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY", kind))
    connections = [open_win() for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        ids = list(pool.map(lambda win: win.send(win.request(_payment())).id, connections))
    assert len(ids) == 4
    assert len(set(ids)) == 1


def test_times_are_written_in_utc_whatever_the_session_speaks(
    site: Any, open_win: Callable[..., WinConnection]
) -> None:
    site.run("ALTER ROLE postgres SET timezone TO 'Europe/Oslo'")
    win = open_win()
    for kind in ("timestamp", "timestamptz"):
        site.run(f"ALTER TABLE wingo.payment_in ALTER received_at TYPE {kind}")
        assert win.send(win.request(_payment(go_entry_id=kind))).values["received_at"] == NOW
    site.run("ALTER ROLE postgres RESET timezone")


def test_a_reading_sees_one_moment(site: Any, open_win: Callable[..., WinConnection]) -> None:
    """More invoices than a chunk: their lines are asked for later, when they have been changed."""
    numbers = range(1, 602)
    _fill(site, "invoice", *({"client_no": 1, "invoice_no": number} for number in numbers))
    _fill(site, "invoice_line", *({"client_no": 1, "invoice_no": n, "line_no": 1, "net": 1} for n in numbers))
    rows = iter(open_win().read("invoice").rows)
    first = next(rows)
    site.run("UPDATE wingo.invoice_line SET net = 99")
    nets = {line["net"] for row in (first, *rows) for line in cast("tuple[Row, ...]", row["lines"])}
    assert nets == {Decimal(1)}


def test_a_site_without_invoices_still_has_customers(site: Any, open_win: Callable[..., WinConnection]) -> None:
    _fill(site, "customer", {"customer_no": 10001, "invoice_client_no": 1}, {"customer_no": 2, "invoice_client_no": 2})
    site.run("DROP TABLE wingo.invoice")
    assert [row["customer_no"] for row in open_win(invoice_client=1).read("customer").rows] == [10001]


def test_the_doctor_tells_all_that_lacks(site: Any, open_win: Callable[..., WinConnection]) -> None:
    site.run("DROP TABLE wingo.project", "ALTER TABLE wingo.contact_person DROP COLUMN title")
    (views,) = (finding for finding in open_win().examine() if finding.topic == "views")
    assert "wingo.project" in views.message
    assert "wingo.contact_person has no title" in views.message


def test_an_own_statement_speaks_the_servers_own_language(
    site: Any, open_win: Callable[..., WinConnection], tmp_path: Path
) -> None:
    _fill(site, "department", {"department_no": "10", "name": "100 % æ"}, {"department_no": "11", "name": "x"})
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "department.sql").write_text(
        "WITH d AS (SELECT * FROM wingo.department WHERE name LIKE '%\\%%' AND name <> 'a:b')\n"
        "SELECT department_no::char(9), gen_random_uuid() AS row_id, name, '7'::text AS manager_no, 1 AS active FROM d;"
        " -- slutt;\n",
        encoding="utf-8",
    )
    (row,) = open_win().read("department").rows
    assert (row["department_no"], row["name"], row["manager_no"], row["active"]) == ("10", "100 % æ", 7, True)


def test_a_login_gets_no_further_than_its_rights(site: Any, open_win: Callable[..., WinConnection]) -> None:
    grants = ("GRANT USAGE ON SCHEMA wingo TO reader", "GRANT SELECT ON wingo.customer TO reader")
    site.run("DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN", *grants)
    win = open_win("reader")
    assert list(win.read("customer").rows) == []
    with pytest.raises(Denied):
        list(win.read("employee").rows)
    site.run("GRANT SELECT ON wingo.payment_in TO reader")
    with pytest.raises(Denied):
        win.send(win.request(_payment()))
    site.run("GRANT INSERT ON wingo.payment_in TO reader")
    assert win.send(win.request(_payment())).values["status"] == "NY"
    site.run("DROP OWNED BY reader", "DROP ROLE reader")


@pytest.mark.parametrize(
    ("user", "database", "kind"), [("nobody", "postgres", Denied), ("postgres", "nowhere", Unreachable)]
)
def test_a_server_that_lets_nobody_in_is_told_without_the_password(
    site: Any, tmp_path: Path, user: str, database: str, kind: type[Failure]
) -> None:
    url = f"postgresql+psycopg://{user}:hemmelig@127.0.0.1:{site.port}/{database}"
    with pytest.raises(kind) as raised:
        WinConnector().open({"url": url}, tmp_path)
    assert "hemmelig" not in str(raised.value)


def test_a_refused_row_is_told_without_its_content(site: Any, open_win: Callable[..., WinConnection]) -> None:
    site.run("ALTER TABLE wingo.payment_in ADD CONSTRAINT small CHECK (amount < 1000)")
    win = open_win()
    with pytest.raises(Rejected) as raised:
        win.send(win.request(_payment(amount=Decimal(54321))))
    assert "small" in raised.value.detail
    assert "54321" not in raised.value.detail


def test_missing_views_are_named_with_their_schema(site: Any, open_win: Callable[..., WinConnection]) -> None:
    site.run("DROP TABLE wingo.employee")
    with pytest.raises(Missing) as raised:
        list(open_win().read("employee").rows)
    assert raised.value.request == "reading wingo.employee"


def test_a_connection_that_was_cut_is_made_anew(site: Any, open_win: Callable[..., WinConnection]) -> None:
    win = open_win()
    assert list(win.read("customer").rows) == []
    site.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    assert list(win.read("customer").rows) == []


def test_the_doctor_warns_of_a_login_that_may_do_everything(site: Any, open_win: Callable[..., WinConnection]) -> None:
    [found] = [finding for finding in open_win().examine() if finding.topic == "login"]
    assert (found.state, found.message) == ("warning", "it is superuser, and may change all of the database")
    assert "wingo views" in found.remedy


@pytest.mark.parametrize(
    "collation",
    [
        "provider = icu, locale = 'nb-NO'",
        "provider = icu, locale = 'nb-NO-u-ks-level2', deterministic = false",  # a and A are one key
        "provider = icu, locale = 'da-u-ks-level1-ka-shifted', deterministic = false",  # and so are a, à, a-
        "provider = libc, locale = 'C'",
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_lose_nothing_whatever_a_key_s_collation_holds_equal(
    site: Any, tmp_path: Path, collation: str, size: int
) -> None:
    """Order and comparison are the column's own, both in the database: å and aa, A and a, as it will have them."""
    keys = ("å", "aa", "Aa", "AA", "Å", "a", "A", "a-1", "a1", "A-1", "ø", "Z", "z", "æ", "10", "9", "05", "5", "á", "")
    site.run("DROP COLLATION IF EXISTS wingo.other", f"CREATE COLLATION wingo.other ({collation})")
    site.run("ALTER TABLE wingo.project ALTER project_no TYPE varchar(20) COLLATE wingo.other")
    rows = [{"project_no": key, "row_id": f"{key} {n}"} for n in range(2) for key in (*keys, None)]
    _fill(site, "project", *rows)
    source = Views(tmp_path, "wingo").source("project")
    engine = create_engine(site.url())
    with engine.connect() as connection:
        key = order_key(source, CATALOG.entities["project"])
        pages = paged_rows(connection, select(source.c.row_id), key, nulls_last=True, size=size)
        given = [str(row[0]) for row in pages]
    engine.dispose()
    assert sorted(given) == sorted(row["row_id"] for row in rows)


def test_ocr_files_need_no_right_but_to_read(site: Any, open_win: Callable[..., WinConnection], tmp_path: Path) -> None:
    site.run("DROP TABLE wingo.payment_in")
    _fill(site, "invoice_client", {"client_no": 1, "name": "Lerke", "bank_account": "8601.11.17947"})
    _fill(site, "invoice", {"client_no": 1, "invoice_no": 5001, "kid": "0005120501300", "currency": "NOK"})
    grants = ("GRANT USAGE ON SCHEMA wingo TO reader", "GRANT SELECT ON ALL TABLES IN SCHEMA wingo TO reader")
    site.run("DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN", *grants)
    win = open_win("reader", inlet="ocr")
    win.send(win.request(_payment(kid="0005120501300")))
    assert [finding.message for finding in win.hand_over()] == [str(tmp_path / "ocr" / "wingo-0000001.ocr.txt")]
    _, (read,) = read_giro((tmp_path / "ocr" / "wingo-0000001.ocr.txt").read_bytes())
    assert (read.account, read.ore, read.kid) == ("86011117947", 1250, "0005120501300")
    inlet = [finding for finding in win.examine() if finding.topic == "inlet"]
    assert [finding.state for finding in inlet] == ["ok"]
    site.run("DROP OWNED BY reader", "DROP ROLE reader")
