"""Drivers of servers: what each is given, and what is said where one is not there. Nothing is connected here."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from connectors.win.drivers import connect_arguments, not_loaded, statement_timer
from connectors.win.settings import Settings, parse_settings


def _settings(url: str, **others: object) -> Settings:
    return parse_settings({"url": url, **others}, Path())


@pytest.mark.parametrize("url", ["mssql://db/win", "mssql+pyodbc://db/win", "mssql+mssqlpython://db/win"])
def test_a_sql_server_is_given_its_times(url: str) -> None:
    assert connect_arguments(_settings(url)) == {"timeout": 15}
    assert connect_arguments(_settings(url, connect_seconds="7")) == {"timeout": 7}
    opened = SimpleNamespace(timeout=0)
    statement_timer(90)(opened, None)
    assert opened.timeout == 90


def test_postgresql_is_given_its_times_beside_what_the_url_says() -> None:
    plain = connect_arguments(_settings("postgresql+psycopg://db/win", statement_seconds=90))
    assert plain == {"connect_timeout": 15, "options": "-c statement_timeout=90s"}
    given = connect_arguments(_settings("postgresql+psycopg://db/win?options=-c%20work_mem%3D1MB"))
    assert given["options"] == "-c statement_timeout=300s -c work_mem=1MB"


def test_a_driver_that_is_not_known_here_is_left_its_own_ways() -> None:
    assert connect_arguments(_settings("oracle+oracledb://db/win")) == {}
    assert connect_arguments(_settings("nothing+known://db/win")) == {}


@pytest.mark.parametrize("name", ["connect_seconds", "statement_seconds"])
@pytest.mark.parametrize("value", ["0", "ti", "1.5", -1, True])
def test_a_time_that_is_none_is_named(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        _settings("mssql://db/win", **{name: value})


def test_a_driver_that_is_not_installed_is_named() -> None:
    message = not_loaded(ModuleNotFoundError("No module named 'pyodbc'", name="pyodbc"))
    assert "pyodbc" in message
    assert "pip" in message


def test_a_machine_without_odbc_is_told_of_the_driver_that_brings_its_own() -> None:
    message = not_loaded(ImportError("libodbc.so.2: cannot open shared object file"))
    assert "libodbc.so.2" in message
    assert "wingo[mssql]" in message
