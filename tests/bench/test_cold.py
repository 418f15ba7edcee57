"""A cold start is measured from outside, to the moment that the process itself tells."""

from __future__ import annotations

from pathlib import Path

from bench.cold import _ENGINE, _NOTHING, _arrival


def test_both_processes_arrive_after_they_were_started(tmp_path: Path) -> None:
    for command in (_NOTHING, _ENGINE):
        assert _arrival(command, tmp_path) > 0
