"""One run a workspace at a time: an OS lock beside the state, which dies with the process that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Another run of the same workspace is at work. `path`: the lock's file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"another run holds {path}")
        self.path = path


@contextmanager
def run_lock(path: Path) -> Iterator[None]:
    """Hold the workspace's lock for the length of a run. Raises Busy at once when another run holds it."""
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Busy(path) from None
    try:
        yield
    finally:
        lock.release()
