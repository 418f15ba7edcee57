"""The doctor's visit to a real PostgreSQL, by the login that the site's own statements make: each fault is named by
view and column, and the SQL that is printed with it mends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from connectors.win.connection import WinConnection
from connectors.win.connector import WinConnector
from connectors.win.ddl import DIALECTS, ddl, view_ddl
from engine.model.ports import Finding
from parts.postgres import Postgres

_numbers = count(1)


class _Server:
    """A site whose statements were all run, and nothing else."""

    def __init__(self, server: Postgres, folder: Path) -> None:
        self._server, self._folder = server, folder
        self._name = f"doctor_{next(_numbers)}"
        self._opened: list[WinConnection] = []
        server.run("DROP ROLE IF EXISTS wingo_reader", f"CREATE DATABASE {self._name}")
        self.run(ddl("postgresql"))

    def run(self, *statements: str) -> None:
        self._server.run(*statements, database=self._name)

    def recast(self, view: str, column: str, kind: str) -> None:
        """Make a column of a view of another type."""
        cell = rf"CAST\(NULL AS [^)]*(\([^)]*\))?\) AS (\"?{column}\"?)(?=,?\s)"
        told, found = re.subn(cell, rf"CAST(NULL AS {kind}) AS \2", view_ddl(DIALECTS["postgresql"], view))
        assert found == 1
        self.run(f"DROP VIEW wingo.{view}", told)
        self.run(f"GRANT SELECT ON wingo.{view} TO wingo_reader")

    def visit(self, *topics: str) -> list[Finding]:
        """What the doctor says of topics; of all, what is not well."""
        url = self._server.url("wingo_reader", self._name)
        self._opened.append(win := WinConnector().open({"url": url}, self._folder))
        return [f for f in win.examine() if f.topic in topics or (not topics and f.state != "ok")]

    def mend(self, finding: Finding) -> None:
        """Run what a remedy prints."""
        self.run(finding.remedy.partition("\n")[2])

    def close(self) -> None:
        for win in self._opened:
            win.close()
        self._server.run(f"DROP DATABASE {self._name} WITH (FORCE)", "DROP ROLE wingo_reader")


@pytest.fixture
def server(postgres: Postgres, tmp_path: Path) -> Iterator[_Server]:
    made = _Server(postgres, tmp_path)
    yield made
    made.close()


def test_a_site_that_ran_what_it_was_given_is_well(server: _Server) -> None:
    assert server.visit() == []
    (login,) = server.visit("login")
    assert login.message == "may read the views and append to the inlets, and no more"


@pytest.mark.parametrize(
    ("view", "column", "kind", "state", "told"),
    [
        ("invoice", "total", "double precision", "error", "a binary fraction, in which amounts are not exact"),
        ("invoice", "net", "real", "error", "a binary fraction, in which amounts are not exact"),
        ("invoice_line", "price", "numeric(12,2)", "warning", "a number that keeps 2 of 4 decimals"),
        ("invoice_line", "net", "numeric(12,1)", "error", "a number that keeps 1 of 4 decimals"),
        ("invoice_line", "vat", "bigint", "error", "a number that keeps 0 of 4 decimals"),
        ("invoice", "paid_amount", "money", "error", "no number"),
        ("invoice", "vat", "text", "warning", "a text, of which only numbers as 1234.50 are read"),
        ("customer", "customer_no", "varchar(20)", "error", "a text, where whole numbers are expected"),
        ("customer", "payment_days", "varchar(20)", "warning", "a text, where whole numbers are expected"),
        (
            "customer",
            "payment_days",
            "numeric(9,2)",
            "warning",
            "a number with decimals, where whole ones are expected",
        ),
        ("customer", "manager_no", "text", "error", "a text, where whole numbers are expected"),
        ("department", "department_no", "integer", "error", "a number, which loses the zeros before it"),
        ("customer", "postal_code", "integer", "warning", "a number, which loses the zeros before it"),
        ("customer", "name", "text", "warning", "longer than the 200 letters that mappings count on"),
        ("customer", "name", "varchar(30)", "warning", "30 letters, where 200 are expected"),
        ("customer", "row_id", "uuid", "warning", "a unique identifier, which drivers write in different ways"),
        ("customer", "city", "bytea", "error", "no text"),
        ("customer", "active", "varchar(1)", "warning", "a text, of which only 0 and 1 are read"),
        ("customer", "vat_free", "numeric(3,1)", "error", "no flag"),
        ("invoice", "due_date", "timestamp", "warning", "a date with a time of day, which is read only at midnight"),
        ("invoice", "due_date", "text", "warning", "a text, of which only days as 2026-11-24 are read"),
        ("invoice", "due_date", "integer", "error", "no date"),
    ],
)
def test_a_column_of_another_type_is_named(
    server: _Server, view: str, column: str, kind: str, state: str, told: str
) -> None:
    server.recast(view, column, kind)
    (found,) = server.visit()
    assert (found.topic, found.state) == ("columns", state)
    assert re.fullmatch(rf"wingo\.{view}\.{column} is [a-z ]+: {told}", found.message)
    # The remedy's line, put into the view in the place of the faulty one, mends it.
    line = found.remedy.partition("\n")[2]
    assert line.startswith("CAST(… AS ")
    server.recast(view, column, line[len("CAST(… AS ") :].rpartition(") AS ")[0])
    assert server.visit() == []


@pytest.mark.parametrize("kind", ["smallint", "bigint", "numeric(10,0)"])
def test_whole_numbers_of_any_width_are_well(server: _Server, kind: str) -> None:
    server.recast("customer", "customer_no", kind)
    assert server.visit() == []


@pytest.mark.parametrize(
    ("column", "kind"), [("total", "numeric"), ("total", "numeric(38,10)"), ("voided", "smallint")]
)
def test_more_room_than_is_needed_is_well(server: _Server, column: str, kind: str) -> None:
    server.recast("invoice", column, kind)
    assert server.visit() == []


@pytest.mark.parametrize(
    ("fault", "state", "told"),
    [
        ("DROP TABLE wingo.payment_in", "error", 'relation "wingo.payment_in" does not exist'),
        ("REVOKE SELECT ON wingo.payment_in FROM wingo_reader", "error", "permission denied for table payment_in"),
        ("ALTER TABLE wingo.payment_in DROP error", "error", "wingo.payment_in has no error"),
        (
            "ALTER TABLE wingo.payment_in ALTER amount TYPE float",
            "error",
            "wingo.payment_in.amount is double precision: a binary fraction, in which amounts are not exact",
        ),
        (
            "ALTER TABLE wingo.payment_in ALTER kid TYPE varchar(10)",
            "warning",
            "wingo.payment_in.kid is character varying: 10 letters, where 25 are expected",
        ),
        (
            "ALTER TABLE wingo.payment_in DROP CONSTRAINT payment_in_go_entry_id",
            "error",
            "nothing keeps an entry of Go from standing twice in wingo.payment_in",
        ),
        (
            "REVOKE INSERT ON wingo.payment_in FROM wingo_reader",
            "error",
            "the login may not insert into wingo.payment_in",
        ),
    ],
)
def test_a_fault_of_the_inlet_is_told_with_what_mends_it(server: _Server, fault: str, state: str, told: str) -> None:
    server.run(fault)
    (found,) = server.visit()
    assert (found.topic, found.state, found.message) == ("inlet", state, told)
    server.mend(found)
    for left in server.visit():  # a table that was made anew is granted next
        server.mend(left)
    assert server.visit() == []


def test_a_unique_index_is_as_good_as_a_constraint(server: _Server) -> None:
    server.run(
        "ALTER TABLE wingo.payment_in DROP CONSTRAINT payment_in_go_entry_id",
        "CREATE UNIQUE INDEX once ON wingo.payment_in (go_entry_id)",
    )
    assert server.visit() == []


@pytest.mark.parametrize("index", ["(go_entry_id, kind)", "(go_entry_id) WHERE client_no = 1"])
def test_an_index_that_lets_an_entry_stand_twice_is_not(server: _Server, index: str) -> None:
    server.run(
        "ALTER TABLE wingo.payment_in DROP CONSTRAINT payment_in_go_entry_id",
        f"CREATE UNIQUE INDEX once ON wingo.payment_in {index}",
    )
    assert [found.topic for found in server.visit()] == ["inlet"]


def test_a_login_with_too_few_rights_is_told_which(server: _Server) -> None:
    server.run("REVOKE SELECT ON wingo.customer, wingo.invoice_line FROM wingo_reader")
    found = server.visit("views")[0]
    assert found.state == "error"
    assert "wingo.customer: permission denied for view customer" in found.message
    assert "GRANT SELECT ON wingo.invoice_line TO wingo_reader;" in found.remedy
    server.mend(found)
    assert server.visit() == []


@pytest.mark.parametrize(
    ("grants", "told"),
    [
        (("UPDATE ON wingo.customer",), "UPDATE on wingo.customer"),
        (("UPDATE (name) ON wingo.customer",), "UPDATE on wingo.customer"),
        (("INSERT, DELETE ON wingo.invoice",), "INSERT, DELETE on wingo.invoice"),
        (("UPDATE, DELETE ON wingo.payment_in",), "UPDATE, DELETE on wingo.payment_in"),
        (("INSERT ON public.kunde", "TRUNCATE ON wingo.time_in"), "INSERT on public.kunde, TRUNCATE on wingo.time_in"),
    ],
)
def test_a_login_that_may_do_more_than_it_should_is_told_what(
    server: _Server, grants: tuple[str, ...], told: str
) -> None:
    server.run("CREATE TABLE public.kunde (nr int)", *(f"GRANT {grant} TO wingo_reader" for grant in grants))
    (found,) = server.visit()
    assert (found.topic, found.state) == ("login", "warning")
    assert found.message == f"it may do more than it should: {told}"
    server.mend(found)
    assert server.visit() == []
