"""The lock of a workspace: whoever only looks does not stand in a run's way."""

from __future__ import annotations

import threading
from pathlib import Path

from filelock import FileLock

from engine.sync.state.lock import is_held, run_lock


def test_looking_tells_whether_a_run_is_at_work(tmp_path: Path) -> None:
    path = tmp_path / ".wingo.lock"
    assert not is_held(path)
    assert not path.exists()
    with run_lock(path):
        assert is_held(path)
    assert not is_held(path)


def test_a_run_that_begins_while_somebody_looks_is_not_turned_away(tmp_path: Path) -> None:
    path = tmp_path / ".wingo.lock"
    look = FileLock(path, thread_local=False)  # released by the timer's thread
    look.acquire()
    timer = threading.Timer(0.05, look.release)
    timer.start()
    with run_lock(path):
        assert is_held(path)
    timer.join()
