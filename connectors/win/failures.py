"""Every error of a database driver becomes a kind of engine.model.failure here, and nowhere else.

A failure names the system, what was asked (without secrets), what the database said and what a person can do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from connectors.win.catalog import TITLE
from engine.model.failure import Conflict, Denied, Failure, Missing, Rejected, Retryable, Unreachable
from engine.model.text import say


class Trouble(Enum):
    """What a driver's error means, whichever driver it is."""

    BUSY = "busy"
    DENIED = "denied"
    MISSING = "missing"
    BROKEN_SQL = "broken sql"
    CONFLICT = "conflict"
    REFUSED = "refused"
    GONE = "gone"
    NO_DRIVER = "no driver"
    NO_SNAPSHOT = "no snapshot"


_REMEDIES = {
    Trouble.BUSY: say("another program holds the database; try again in a moment"),
    Trouble.DENIED: say(
        "give the login of this product the right to read the views of schema wingo, and to insert into "
        "wingo.payment_in, or correct the user and password in the workspace's url; of a SQLite file, let this user "
        "write the file and its folder, which SQLite's WAL mode needs even for reading"
    ),
    Trouble.MISSING: say(
        "create the view with the columns that docs/win.md names, or put SQL of the site's own in the workspace's "
        "views folder, one file named as the view"
    ),
    Trouble.BROKEN_SQL: say("mend the statement in the workspace's views folder, or the view in the database"),
    Trouble.CONFLICT: say("look at the row that stands there already"),
    Trouble.REFUSED: say("compare the table with what docs/win.md says of it"),
    Trouble.NO_DRIVER: say(
        "install Microsoft's ODBC driver on this machine and name it in the url, as "
        "?driver=ODBC+Driver+18+for+SQL+Server does, or use mssql+mssqlpython://, which brings its own "
        "(pip install wingo[mssql]), and on Linux needs the libraries that docs/win.md names"
    ),
    Trouble.NO_SNAPSHOT: say(
        "ALTER DATABASE … SET ALLOW_SNAPSHOT_ISOLATION ON for every database that the views read, or for none"
    ),
    Trouble.GONE: say(
        "check that the database is running, or that its file may be read, and that the url in the workspace is right"
    ),
}

# Told by SQLSTATE where the driver gives one (PostgreSQL, ODBC): its whole text, or its class of two characters.
_BY_STATE = {
    "42P01": Trouble.MISSING,
    "42703": Trouble.MISSING,
    "42S02": Trouble.MISSING,
    "42S22": Trouble.MISSING,
    "3F000": Trouble.MISSING,
    "42501": Trouble.DENIED,
    "28": Trouble.DENIED,
    "25006": Trouble.DENIED,
    "23502": Trouble.REFUSED,
    "23514": Trouble.REFUSED,
    "23": Trouble.CONFLICT,
    "40": Trouble.BUSY,
    "53": Trouble.BUSY,
    "55P03": Trouble.BUSY,
    "55": Trouble.REFUSED,
    "0A": Trouble.REFUSED,
    "HYT00": Trouble.BUSY,
    "HYT01": Trouble.GONE,
    "IM002": Trouble.NO_DRIVER,
    "IM003": Trouble.NO_DRIVER,
    "08": Trouble.GONE,
    "57": Trouble.GONE,
    "HY000": Trouble.GONE,
    "3D000": Trouble.GONE,
    "42": Trouble.BROKEN_SQL,
    "22": Trouble.REFUSED,
}

# Of these, SQL Server says one and the same of very different things, so its words are asked first.
_BROAD_STATES = frozenset({"42000", "23000", "HY000", "01000", "HYT00"})

# Told by wording where there is no SQLSTATE (SQLite, and the connection errors of most drivers); first hit wins.
_BY_WORDS: tuple[tuple[str, Trouble], ...] = (
    (r"can't open lib|data source name not found|no default driver|failed to load the driver", Trouble.NO_DRIVER),
    (r"snapshot isolation", Trouble.NO_SNAPSHOT),
    (r"no such (table|column)|has no column|invalid (object|column) name", Trouble.MISSING),
    (r"(not null|check) constraint|datatype mismatch|cannot modify|cannot insert the value null", Trouble.REFUSED),
    (r"login timeout", Trouble.GONE),
    (r"query timeout expired|lock request time out|deadlock", Trouble.BUSY),
    (r"duplicate key", Trouble.CONFLICT),
    (r"database( table)? is locked|database schema is locked|database is busy", Trouble.BUSY),
    (r"readonly|read-only|permission|not authorized|access denied|password|login failed", Trouble.DENIED),
    (r"role .* does not exist|pg_hba", Trouble.DENIED),
    (r"syntax error|unrecognized token|incomplete input|no such function|wrong number of arg", Trouble.BROKEN_SQL),
    (r"you can only execute one statement|misuse of aggregate", Trouble.BROKEN_SQL),
    (r"unable to open|not a database|malformed|disk i/o|disk is full|connect", Trouble.GONE),
)

# What SQLAlchemy's own sorting of errors still tells when neither said anything.
_BY_CLASS = {
    "IntegrityError": Trouble.CONFLICT,
    "DataError": Trouble.REFUSED,
    "NotSupportedError": Trouble.REFUSED,
    "ProgrammingError": Trouble.BROKEN_SQL,
    "InternalError": Trouble.GONE,
    "InterfaceError": Trouble.GONE,
    "OperationalError": Trouble.GONE,
}


@contextmanager
def translated(request: str, *, writing: bool = False) -> Iterator[None]:
    """Run a block, and raise a kind of Failure for whatever the driver raises in it.

    `request`: what is asked, in words ("reading customer"). `writing`: a lost answer may mean that it was done.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise failure_of(error, request, writing=writing) from error


def failure_of(error: SQLAlchemyError, request: str, *, writing: bool = False) -> Failure:
    """The Failure that a driver's error is."""
    detail = _detail(error)
    trouble = trouble_of(error)
    remedy = _REMEDIES[trouble]
    if trouble is Trouble.BUSY:
        return Retryable(TITLE, request, detail, remedy=remedy)
    if trouble is Trouble.DENIED:
        return Denied(TITLE, request, detail, remedy=remedy)
    if trouble in (Trouble.MISSING, Trouble.BROKEN_SQL, Trouble.NO_SNAPSHOT):
        return Missing(TITLE, request, detail, remedy=remedy)
    if trouble is Trouble.CONFLICT:
        return Conflict(TITLE, request, detail, remedy=remedy)
    if trouble is Trouble.REFUSED:
        return Rejected(TITLE, request, detail, remedy=remedy)
    return Unreachable(TITLE, request, detail, remedy=remedy, may_have_happened=writing)


def trouble_of(error: SQLAlchemyError) -> Trouble:
    """What an error means: by its SQLSTATE, else by its words, else by its class; a broad SQLSTATE after the words."""
    by_state, broad = _by_state(error), _state(error) in _BROAD_STATES
    if by_state is not None and not broad:
        return by_state
    return _by_words(_detail(error).lower()) or by_state or _BY_CLASS.get(type(error).__name__, Trouble.GONE)


def _by_words(words: str) -> Trouble | None:
    return next((trouble for pattern, trouble in _BY_WORDS if re.search(pattern, words)), None)


def _by_state(error: SQLAlchemyError) -> Trouble | None:
    state = _state(error)
    return None if state is None else _BY_STATE.get(state) or _BY_STATE.get(state[:2])


def _state(error: SQLAlchemyError) -> str | None:
    """The SQLSTATE: psycopg gives it as an attribute, ODBC as the first argument."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    if cause is None:
        return None
    told = getattr(cause, "sqlstate", None) or (cause.args[0] if cause.args else None)
    return told if isinstance(told, str) and re.fullmatch(r"[0-9A-Z]{5}", told) else None


def _detail(error: SQLAlchemyError) -> str:
    """What the driver said, on one line, without the statement and its parameters (amounts, names, numbers)."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    # PostgreSQL's whole text repeats the statement and the row; its first line, where there is one, does not.
    said = getattr(getattr(cause, "diag", None), "message_primary", None) or str(cause or error)
    return " ".join(said.split())
