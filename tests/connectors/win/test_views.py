"""A view of the database or a statement of the site's own; what lacks is named whole, with where to mend it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import postgresql

from connectors.win.views import Views
from engine.model.failure import Missing


def test_a_missing_view_is_named_with_its_remedy(site: Any) -> None:
    site.run("DROP TABLE customer")
    with pytest.raises(Missing) as raised:
        site.rows("customer")
    assert raised.value.request == "reading customer"
    assert "no such table: customer" in raised.value.detail
    assert "views/customer.sql" in raised.value.remedy


def test_missing_columns_are_all_named_at_once(site: Any) -> None:
    site.run("ALTER TABLE customer DROP COLUMN email")
    site.run("ALTER TABLE customer DROP COLUMN currency")
    with pytest.raises(Missing) as raised:
        site.rows("customer")
    assert "email, currency" in raised.value.detail
    assert raised.value.request == "reading customer"
    assert "NULL" in raised.value.remedy


def test_a_column_called_as_a_reserved_word_is_missed_too(site: Any) -> None:
    """SQLite reads a quoted name that is no column as a text, so only the look beforehand can tell."""
    site.run("ALTER TABLE invoice_line DROP COLUMN text")
    site.insert("invoice", client_no=1, invoice_no=5001)
    with pytest.raises(Missing) as raised:
        site.rows("invoice")
    assert raised.value.request == "reading invoice_line"


def test_other_entities_still_work(site: Any) -> None:
    site.run("DROP TABLE customer")
    site.insert("department", department_no="10", name="Lønn")
    connection = site.open()
    with pytest.raises(Missing):
        list(connection.read("customer").rows)
    assert [row["name"] for row in connection.read("department").rows] == ["Lønn"]


def test_an_own_statement_replaces_the_view(site: Any) -> None:
    site.run("DROP TABLE department")
    site.run("CREATE TABLE Avdeling (Nr TEXT, Navn TEXT, Sluttet INTEGER)")
    site.run("INSERT INTO Avdeling VALUES ('10', 'Lønn', 0), ('2', 'Regnskap', 1)")
    site.view_file(
        "department",
        "-- Avdelinger; klokken 12:30 :x '::'\n"
        "WITH a AS (SELECT Nr, Navn, Sluttet FROM Avdeling)\n"
        "SELECT Nr AS Department_No, 'r-' || Nr AS row_id, Navn || ' 10:30 :ti' AS name,\n"
        "       NULL AS manager_no, NOT Sluttet AS active FROM a ;  \n-- slutt\n",
    )
    rows = site.rows("department")
    assert [(row["department_no"], row["name"], row["active"]) for row in rows] == [
        ("10", "Lønn 10:30 :ti", True),
        ("2", "Regnskap 10:30 :ti", False),
    ]


def test_an_own_statement_may_read_the_view_that_it_replaces(site: Any) -> None:
    site.insert("customer", customer_no=10001, name="Fjord")
    site.insert("customer", customer_no=10002, name="Testkunde")
    site.view_file("customer", "SELECT * FROM customer WHERE name <> 'Testkunde'")
    assert [row["name"] for row in site.rows("customer")] == ["Fjord"]


_PLAIN = "SELECT department_no, row_id, name, manager_no, active FROM department"


@pytest.mark.parametrize(
    "statement",
    [
        f"{_PLAIN}; -- slutt; på visningen",
        f"{_PLAIN};\n/* slutt;\n   på visningen */\n;\n",
        f"{_PLAIN} -- ;",
        f"/* ; */ -- ;\n{_PLAIN} WHERE name <> ';' AND name <> 'it''s -- not ;';;",
        f"{_PLAIN} WHERE name <> 'x\n--y'",
        f'WITH "d;" AS ({_PLAIN}) SELECT * FROM "d;" WHERE name NOT LIKE \'%x%\';',
        _PLAIN.replace(", ", " ,\r\n") + ";\r\n",
    ],
)
def test_an_own_statement_may_end_as_people_end_theirs(site: Any, statement: str) -> None:
    site.insert("department", department_no="10", name="Revisjon")
    site.view_file("department", statement)
    assert [row["name"] for row in site.rows("department")] == ["Revisjon"]


def test_an_own_statement_that_lacks_a_column_is_named_by_its_file(site: Any) -> None:
    site.view_file("department", "SELECT department_no, row_id, name, active FROM department")
    with pytest.raises(Missing) as raised:
        site.rows("department")
    assert raised.value.request == "reading views/department.sql"
    assert "manager_no" in raised.value.detail
    assert "views/department.sql" in raised.value.remedy


@pytest.mark.parametrize("statement", ["SELEC 1", "", "SELECT 1; SELECT 2", "SELECT * FROM nowhere"])
def test_a_broken_statement_is_named_by_its_file(site: Any, statement: str) -> None:
    site.view_file("department", statement)
    with pytest.raises(Missing) as raised:
        site.rows("department")
    assert "views/department.sql" in raised.value.request
    assert "views/department.sql" in raised.value.remedy


def test_a_statement_that_is_no_text_is_named(site: Any) -> None:
    site.view_file("department", "")
    (site.folder / "views" / "department.sql").write_bytes("SELECT 'æ'".encode("cp865"))
    with pytest.raises(Missing) as raised:
        site.rows("department")
    assert raised.value.request == "reading views/department.sql"
    assert "UTF-8" in raised.value.remedy


def test_own_lines_and_own_invoices_go_together(site: Any) -> None:
    site.insert("invoice", client_no=1, invoice_no=5001)
    site.insert("invoice_line", client_no=1, invoice_no=5001, line_no=1, text="egen")
    site.view_file("invoice_line", "SELECT * FROM invoice_line")
    site.view_file("invoice", "SELECT * FROM invoice")
    (row,) = site.rows("invoice", invoice_client=1)
    assert [line["text"] for line in row["lines"]] == ["egen"]


def test_on_a_server_the_views_stand_in_their_schema(tmp_path: Any) -> None:
    views = Views(tmp_path, "wingo")
    source = views.source("department")
    written = str(select(source.c.name).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
    assert "FROM wingo.department" in written
    assert views.place("department") == "wingo.department"
