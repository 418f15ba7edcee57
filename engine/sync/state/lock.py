"""One run a workspace at a time: an OS lock beside the state, which dies with the process that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE_SECONDS = 0.3  # who only looks whether a run is at work holds the lock for a moment
_POLL_SECONDS = 0.02


class Busy(Exception):
    """Another run of the same workspace is at work. `path`: the lock's file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"another run holds {path}")
        self.path = path


@contextmanager
def run_lock(path: Path, patience_seconds: float = _PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the workspace's lock for the length of a run. Raises Busy, almost at once, when another run holds it."""
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=patience_seconds)
    try:
        lock.acquire(poll_interval=_POLL_SECONDS)
    except Timeout:
        raise Busy(path) from None
    try:
        yield
    finally:
        lock.release()


def is_held(path: Path) -> bool:
    """Whether a run is at work now."""
    if not path.exists():
        return False
    try:
        with run_lock(path, 0):
            return False
    except Busy:
        return True
