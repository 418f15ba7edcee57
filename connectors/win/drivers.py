"""Drivers of servers: how each is told how long it may take, and what is said where one is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from connectors.win.settings import Settings
from engine.model.text import say

_Arguments = Callable[[Settings], Mapping[str, Any]]


def _of_psycopg(settings: Settings) -> Mapping[str, Any]:
    options = f"-c statement_timeout={settings.statement_seconds}s"
    given = settings.url.query.get("options")
    return {
        "connect_timeout": settings.connect_seconds,
        "options": f"{options} {given}" if isinstance(given, str) else options,
    }


def _of_odbc(settings: Settings) -> Mapping[str, Any]:
    return {"timeout": settings.connect_seconds}


# What each driver's connect() is given; of a driver that is not named here, its own ways are left alone.
_ARGUMENTS: Mapping[str, _Arguments] = {
    "postgresql+psycopg": _of_psycopg,
    "mssql+pyodbc": _of_odbc,
    "mssql+mssqlpython": _of_odbc,
}
# Drivers whose open connection holds the time-out of its statements.
_TIMED_BY_CONNECTION = frozenset({"mssql+pyodbc", "mssql+mssqlpython"})


def open_server(settings: Settings) -> Engine:
    """An engine for a server; nothing is connected yet. Raises ValueError when no driver for the URL is there."""
    try:
        engine = create_engine(settings.url, pool_pre_ping=True, connect_args=connect_arguments(settings))
    except ImportError as error:
        raise ValueError(not_loaded(error)) from error
    except (NoSuchModuleError, ArgumentError) as error:
        text = say("url: {name} is no kind of database that is known here", name=settings.url.drivername)
        raise ValueError(text) from error
    if _driver_name(settings.url) in _TIMED_BY_CONNECTION:
        event.listen(engine, "connect", statement_timer(settings.statement_seconds))
    return engine


def connect_arguments(settings: Settings) -> dict[str, Any]:
    """What the driver's connect() is given beside the URL."""
    arguments = _ARGUMENTS.get(_driver_name(settings.url))
    return {} if arguments is None else dict(arguments(settings))


def _driver_name(url: URL) -> str:
    """The URL's driver with what it stands for where it names none: `mssql` is `mssql+pyodbc`."""
    try:
        return f"{url.get_backend_name()}+{url.get_driver_name()}"
    except NoSuchModuleError:
        return url.drivername


def not_loaded(error: ImportError) -> str:
    """What is said of a driver that Python cannot load."""
    if isinstance(error, ModuleNotFoundError):
        return say("url: the driver for it is not installed ({name}); install it with pip", name=error.name)
    # pyodbc is there, and the machine has no ODBC for it to use.
    return say(
        "url: the driver for it cannot be loaded ({reason}); install what it needs on this machine, "
        "or use mssql+mssqlpython://, which brings it along: pip install wingo[mssql]",
        reason=error,
    )


def statement_timer(seconds: int) -> Callable[[Any, object], None]:
    """What gives each new connection of an ODBC driver the time that a statement may take."""

    def give_time(connection: Any, _record: object) -> None:
        connection.timeout = seconds

    return give_time
