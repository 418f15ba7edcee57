"""Every driver error becomes one kind of failure, with a remedy; a class that nobody thought of does not slip by."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import exc

from connectors.win.failures import failure_of, translated
from engine.model.failure import Conflict, Denied, Failure, Missing, Rejected, Retryable, Unreachable


class _Told(Exception):
    """A server driver's error: psycopg tells the state as an attribute."""

    def __init__(self, state: str, words: str) -> None:
        super().__init__(words)
        self.sqlstate = state


def _wrapped(kind: type[exc.DBAPIError], cause: Exception) -> exc.DBAPIError:
    return kind("SELECT secret FROM customer", {"name": "hemmelig"}, cause)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("no such table: customer", Missing),
        ("no such column: kid", Missing),
        ("table payment_in has no column named kid", Missing),
        ('near "SELEC": syntax error', Missing),
        ("no such function: FORMAT", Missing),
        ("database is locked", Retryable),
        ("attempt to write a readonly database", Denied),
        ("unable to open database file", Unreachable),
        ("file is not a database", Unreachable),
        ("database disk image is malformed", Unreachable),
        ("disk I/O error", Unreachable),
        ("cannot modify payment_in because it is a view", Rejected),
        ("something never heard of", Unreachable),
    ],
)
def test_sqlite_is_told_by_its_words(words: str, kind: type[Failure]) -> None:
    failure = failure_of(_wrapped(exc.OperationalError, sqlite3.OperationalError(words)), "reading customer")
    assert type(failure) is kind
    assert failure.remedy
    assert failure.detail == words


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("42P01", Missing),
        ("42703", Missing),
        ("42S02", Missing),
        ("42501", Denied),
        ("28P01", Denied),
        ("28000", Denied),
        ("23505", Conflict),
        ("23502", Rejected),
        ("40001", Retryable),
        ("55P03", Retryable),
        ("53300", Retryable),
        ("08006", Unreachable),
        ("57P01", Unreachable),
        ("22003", Rejected),
        ("42601", Missing),
    ],
)
def test_servers_are_told_by_their_state(state: str, kind: type[Failure]) -> None:
    psycopg = failure_of(_wrapped(exc.ProgrammingError, _Told(state, "some words")), "reading customer")
    odbc = failure_of(_wrapped(exc.ProgrammingError, Exception(state, "some words")), "reading customer")
    assert type(psycopg) is type(odbc) is kind


@pytest.mark.parametrize(
    ("state", "words", "kind"),
    [
        ("42000", "The SELECT permission was denied on the object 'customer', schema 'wingo'. (229)", Denied),
        ("42000", "Cannot open database 'win' requested by the login. The login failed. (4060)", Denied),
        ("42000", "Incorrect syntax near 'LIMIT'. (102)", Missing),
        ("42000", "Snapshot isolation transaction failed accessing database 'x'. (3952)", Missing),
        ("42S02", "Invalid object name 'wingo.customer'. (208)", Missing),
        ("42S22", "Invalid column name 'kid'. (207)", Missing),
        ("23000", "Violation of UNIQUE KEY constraint. Cannot insert duplicate key in object. (2627)", Conflict),
        ("23000", "Cannot insert the value NULL into column 'amount'. (515)", Rejected),
        ("23000", 'The INSERT statement conflicted with the CHECK constraint "small". (547)', Rejected),
        ("40001", "Transaction was deadlocked on lock resources. (1205)", Retryable),
        ("HYT00", "Query timeout expired", Retryable),
        ("HYT00", "Login timeout expired", Unreachable),
        ("08001", "TCP Provider: Error code 0x2749", Unreachable),
        ("01000", "Can't open lib 'ODBC Driver 18 for SQL Server' : file not found", Unreachable),
        ("IM002", "Data source name not found and no default driver specified", Unreachable),
    ],
)
def test_sql_server_is_told_by_its_state_or_by_its_words(state: str, words: str, kind: type[Failure]) -> None:
    """pyodbc gives the state first; mssql-python gives no state, and the same words of the server."""
    said = f"[{state}] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]{words}"
    odbc = failure_of(_wrapped(exc.ProgrammingError, Exception(state, said)), "reading customer")
    own = failure_of(_wrapped(exc.ProgrammingError, Exception(f"Driver Error: x; DDBC Error: {words}")), "reading")
    assert type(odbc) is kind
    assert state in ("08001",) or type(own) is kind
    assert odbc.remedy


def test_a_unique_row_that_is_there_is_a_conflict_and_a_missing_value_is_not() -> None:
    unique = sqlite3.IntegrityError("UNIQUE constraint failed: payment_in.go_entry_id")
    null = sqlite3.IntegrityError("NOT NULL constraint failed: payment_in.amount")
    assert type(failure_of(_wrapped(exc.IntegrityError, unique), "INSERT")) is Conflict
    assert type(failure_of(_wrapped(exc.IntegrityError, null), "INSERT")) is Rejected


def _all_kinds(kind: type[exc.SQLAlchemyError]) -> set[type[exc.SQLAlchemyError]]:
    found = {kind}
    for below in kind.__subclasses__():
        found |= _all_kinds(below)
    return found


def test_every_class_of_driver_error_becomes_a_failure() -> None:
    kinds = [kind for kind in _all_kinds(exc.DBAPIError) if kind.__module__ == exc.__name__]
    assert len(kinds) > 7
    for kind in kinds:
        error = kind("SELECT 1", {}, Exception("odd"))  # type: ignore[call-arg]
        with pytest.raises(Failure), translated("reading customer"):
            raise error


def test_an_error_of_the_library_itself_becomes_a_failure_too() -> None:
    with pytest.raises(Unreachable), translated("reading customer"):
        raise exc.TimeoutError("no connection became free")


def test_the_statement_and_its_values_are_never_shown() -> None:
    failure = failure_of(_wrapped(exc.DataError, sqlite3.DataError("wrong\n  here")), "reading customer")
    assert "hemmelig" not in str(failure)
    assert "SELECT" not in str(failure)
    assert failure.detail == "wrong here"


def test_a_lost_answer_to_a_write_may_have_happened() -> None:
    lost = _wrapped(exc.OperationalError, Exception("server closed the connection"))
    asked = failure_of(lost, "INSERT", writing=True)
    assert isinstance(asked, Unreachable)
    assert asked.may_have_happened
    read = failure_of(lost, "reading")
    assert isinstance(read, Unreachable)
    assert not read.may_have_happened
