"""The SQL that a site runs: made from the catalog, printed by a command, told in the docs, and taken by databases."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from connectors.win.catalog import CATALOG, INLETS, VIEWS
from connectors.win.connector import WinConnector
from connectors.win.ddl import DIALECTS, ddl
from connectors.win.views import column_names
from engine.faces.cli.main import main
from engine.model.ports import SiteMade

DOCS = Path(__file__).parents[3] / "docs" / "win.md"


def _printed(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["views", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_command_prints_what_the_connector_gives(dialect: str) -> None:
    assert _printed("--dialect", dialect) == ddl(dialect)
    assert _printed("--dialect", dialect, "--inlets") == ddl(dialect, inlets=True)


def test_another_dialect_is_wrong_usage_that_names_those_there_are() -> None:
    result = CliRunner().invoke(main, ["views", "--dialect", "oracle"])
    assert result.exit_code == 2
    assert "mssql, postgresql, sqlite" in result.output


def test_the_docs_tell_the_t_sql_that_is_printed() -> None:
    told = re.findall(r"```sql\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert _printed("--dialect", "mssql") in told


def test_the_connector_is_one_whose_views_a_site_makes() -> None:
    connector = WinConnector()
    assert isinstance(connector, SiteMade)
    assert connector.ddl("mssql") == ddl("mssql")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_view_and_inlet_has_every_column(dialect: str) -> None:
    statements = re.split(r"(?=CREATE )", ddl(dialect))
    for name in (*VIEWS, *INLETS):
        (statement,) = (s for s in statements if re.match(rf"CREATE .*(VIEW|TABLE) (wingo\.)?{name}\b", s))
        for column in column_names(CATALOG.entities[name]):
            assert re.search(rf"""(AS |^    )["\[]?{column}\b""", statement, re.MULTILINE), (name, column)


def test_sqlite_takes_it(tmp_path: Path) -> None:
    made = sqlite3.connect(tmp_path / "win.db")
    made.executescript(ddl("sqlite"))
    made.close()
    win = WinConnector().open({"url": "sqlite:///win.db"}, tmp_path)
    assert [finding.message for finding in win.examine() if finding.topic == "views"] == ["8 of 8"]
    win.close()


def test_postgresql_takes_it_and_the_login_can_do_no_more(postgres: Any, tmp_path: Path) -> None:
    postgres.run("DROP SCHEMA IF EXISTS wingo CASCADE", "DROP ROLE IF EXISTS wingo_reader", ddl("postgresql"))
    win = WinConnector().open({"url": postgres.url("wingo_reader")}, tmp_path)
    found = list(win.examine())
    states = {finding.topic: (finding.state, finding.message) for finding in found}
    assert len(states) == len(found)
    assert states["columns"] == ("ok", "of the types that are expected")
    assert (states["views"], states["login"]) == (
        ("ok", "8 of 8"),
        ("ok", "may read the views and append to the inlets, and no more"),
    )
    assert states["inlet"] == ("ok", "wingo.payment_in")
    win.close()
    postgres.run("DROP SCHEMA wingo CASCADE", "DROP OWNED BY wingo_reader", "DROP ROLE wingo_reader")


def test_t_sql_is_in_batches_as_its_tools_want_them() -> None:
    batches = re.split(r"^GO\n", ddl("mssql"), flags=re.MULTILINE)
    alone = [batch for batch in batches if re.search(r"CREATE (SCHEMA|OR ALTER VIEW)", batch)]
    assert len(alone) == len(VIEWS) + 1
    assert all(batch.count("CREATE ") == 1 for batch in alone)
