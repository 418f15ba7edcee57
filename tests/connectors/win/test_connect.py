"""Opening: what is not there is told and never made, a login is refused as such, reading cannot write."""

from __future__ import annotations

import socket
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from connectors.win import connect
from connectors.win.connect import one_moment, open_database
from connectors.win.connector import WinConnector
from connectors.win.settings import parse_settings
from engine.model.failure import Conflict, Denied, Retryable, Unreachable


def test_a_file_that_is_not_there_is_unreachable_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unreachable) as raised:
        WinConnector().open({"url": "sqlite:///win.db"}, tmp_path)
    assert "win.db" in raised.value.request
    assert raised.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "win.db").write_text("Kunde;Navn\n" * 200)
    with pytest.raises(Unreachable):
        WinConnector().open({"url": "sqlite:///win.db"}, tmp_path)


def test_an_unknown_kind_of_database_is_a_wrong_url(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^url: "):
        WinConnector().open({"url": "oraklet://db/win"}, tmp_path)


def test_a_driver_that_is_not_installed_is_a_wrong_url(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^url: the driver") as raised:
        WinConnector().open({"url": "mysql+mysqldb://win:hemmelig@db/win"}, tmp_path)
    assert "hemmelig" not in str(raised.value)


def test_a_transaction_for_reading_cannot_write(site: Any) -> None:
    database = open_database(parse_settings({"url": "sqlite:///win.db"}, site.folder))
    with pytest.raises(Denied), database.reading("trying") as connection:
        connection.execute(text("DELETE FROM customer"))
    database.close()


def test_a_write_that_ends_well_is_kept(site: Any) -> None:
    database = open_database(parse_settings({"url": "sqlite:///win.db"}, site.folder))
    with database.writing("trying") as connection:
        connection.execute(text("INSERT INTO activity VALUES ('1', 'r', 'n', 'INTERN', NULL, NULL, NULL, 1)"))
    assert site.run("SELECT COUNT(*) FROM activity") == [(1,)]
    database.close()


def test_a_broken_write_leaves_nothing(site: Any) -> None:
    database = open_database(parse_settings({"url": "sqlite:///win.db"}, site.folder))
    row = "('1', 'r', 'n', 'INTERN', NULL, NULL, NULL, 1)"
    with pytest.raises(Conflict), database.writing("trying") as connection:
        connection.execute(text(f"INSERT INTO activity VALUES {row}, {row}"))
    assert site.run("SELECT COUNT(*) FROM activity") == [(0,)]
    database.close()


def test_a_file_that_may_only_be_read_is_read(site: Any) -> None:
    site.insert("department", department_no="10", name="Lønn")
    site.path.chmod(0o444)
    assert [row["name"] for row in site.rows("department")] == ["Lønn"]


def test_a_held_database_is_worth_another_try(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "BUSY_TIMEOUT_SECONDS", 0.05)
    database = open_database(parse_settings({"url": "sqlite:///win.db"}, site.folder))
    with closing(sqlite3.connect(site.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Retryable), database.writing("trying"):
            pass
    database.close()


def test_a_path_with_odd_letters_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "Ås & sønn #1?"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "win.db")) as made, made:
        made.execute("CREATE TABLE t (a)")
    WinConnector().open({"url": "sqlite:///win.db"}, folder).close()


def test_a_server_that_does_not_answer_is_unreachable(tmp_path: Path) -> None:
    """A real socket that hangs up: what a wrong port or a stopped server looks like to a driver."""
    pytest.importorskip("psycopg")
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_hang_up, args=(server,), daemon=True).start()
        port = server.getsockname()[1]
        with pytest.raises(Unreachable) as raised:
            WinConnector().open({"url": f"postgresql+psycopg://win:hemmelig@127.0.0.1:{port}/win"}, tmp_path)
    assert "hemmelig" not in str(raised.value)


def _hang_up(server: socket.socket) -> None:
    while True:
        try:
            server.accept()[0].close()
        except OSError:
            return


def test_the_driver_error_stays_as_the_cause(site: Any) -> None:
    database = open_database(parse_settings({"url": "sqlite:///win.db"}, site.folder))
    with pytest.raises(Denied) as raised, database.reading("trying") as connection:
        connection.execute(text("DELETE FROM customer"))
    assert isinstance(raised.value.__cause__, OperationalError)
    database.close()


def test_a_sql_server_is_asked_for_one_moment_only_where_its_database_allows_it() -> None:
    """No SQL Server is here to try it on: what is asked of it is tested, and what is made of its answers."""
    asked: list[str] = []

    def answering(answer: object) -> Any:
        return lambda question: asked.append(question) or answer

    assert one_moment("mssql", answering(1)) == {"isolation_level": "SNAPSHOT"}
    assert [one_moment("mssql", answering(state)) for state in (0, 2, None)] == [{}, {}, {}]
    assert all("snapshot_isolation_state" in question for question in asked)
    assert one_moment("sqlite", answering(1)) == {}
    assert one_moment("postgresql", answering(0))["isolation_level"] == "REPEATABLE READ"
    assert len(asked) == 4, "nobody else is asked"
