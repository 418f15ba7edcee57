"""What is counted is what was sent: a call a changed record, and none for what has not changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.calls import _row, _runs

SETTINGS_MAX = 8


@pytest.mark.slow
def test_calls_are_counted_by_who_answers_them(tmp_path: Path) -> None:
    runs = dict(_runs(tmp_path, [3]))
    first, idle, changed = runs["everything for the first time"], runs["nothing changed"], runs["customers changed: 3"]
    assert first.writes == len(first.report.done) > 100
    assert idle.writes == 0
    assert changed.writes == 3
    assert len(changed.requests) - len(idle.requests) == 3
    assert all(counted.settings <= SETTINGS_MAX for counted in runs.values())
    assert runs["payments came in"].report.done
    assert not runs["no new payments"].report.done
    assert _row("idle", idle)[3] == "0"
