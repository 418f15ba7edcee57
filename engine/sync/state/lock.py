"""One run a state at a time: a lock of the state's own, which dies with the process that holds it.

It is the state's and not the workspace folder's: two checkouts, or two hosts, that share one state share its lock too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from engine.model.text import say
from engine.sync.state.database import translated

_PATIENCE_SECONDS = 0.3  # who only looks whether a run is at work holds the lock for a moment
_POLL_SECONDS = 0.02
_CLASS = 0x77696E67  # "wing": tells our advisory locks from those of others in the same database


class Busy(Exception):
    """Another run of the same state is at work. `holds`: what it holds, as people are told."""

    def __init__(self, holds: str) -> None:
        super().__init__(f"another run holds {holds}")
        self.holds = holds


class RunLock(Protocol):
    """The lock of one state."""

    def held(self, patience_seconds: float = _PATIENCE_SECONDS) -> AbstractContextManager[None]:
        """Hold it for the length of a run. Raises Busy, almost at once, when another run holds it."""

    def is_held(self) -> bool:
        """Whether a run is at work now."""


class FileRunLock:
    """A file beside the database."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def held(self, patience_seconds: float = _PATIENCE_SECONDS) -> Iterator[None]:
        """See RunLock."""
        from filelock import FileLock, Timeout

        lock = FileLock(self.path, timeout=patience_seconds)
        try:
            lock.acquire(poll_interval=_POLL_SECONDS)
        except Timeout:
            raise Busy(self.path.name) from None
        try:
            yield
        finally:
            lock.release()

    def is_held(self) -> bool:
        """See RunLock; the file is not made by looking."""
        return self.path.exists() and _is_busy(self)


class AdvisoryRunLock:
    """A lock in PostgreSQL, of the schema that keeps the state: it goes with the connection that holds it."""

    def __init__(self, engine: sa.Engine) -> None:
        # Every statement for itself: a transaction would stand open for the length of the run.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def held(self, patience_seconds: float = _PATIENCE_SECONDS) -> Iterator[None]:
        """See RunLock. Raises Unreachable too."""
        with translated(self._engine):
            connection = self._engine.connect()
        try:
            with translated(self._engine):
                if not self._acquire(connection, patience_seconds):
                    raise Busy(say("a lock in the state's database"))
            yield
        finally:
            with suppress(sa.exc.SQLAlchemyError):  # a server that has gone has let the lock go
                connection.execute(sa.text("SELECT pg_advisory_unlock_all()"))
            connection.invalidate()  # no later user of the pool must hold it
            connection.close()

    def is_held(self) -> bool:
        """See RunLock."""
        return _is_busy(self)

    @staticmethod
    def _acquire(connection: sa.Connection, patience_seconds: float) -> bool:
        trying = sa.text("SELECT pg_try_advisory_lock(:kind, hashtext(current_schema()))")
        give_up_at = time.monotonic() + patience_seconds
        while not connection.scalar(trying, {"kind": _CLASS}):
            if time.monotonic() >= give_up_at:
                return False
            time.sleep(_POLL_SECONDS)
        return True


def lock_of(engine: sa.Engine) -> RunLock:
    """The lock of the state that an engine opens."""
    if engine.dialect.name == "sqlite":
        return FileRunLock(Path(f"{engine.url.database}.lock"))
    return AdvisoryRunLock(engine)


def _is_busy(lock: RunLock) -> bool:
    try:
        with lock.held(0):
            return False
    except Busy:
        return True
