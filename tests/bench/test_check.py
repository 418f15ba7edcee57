"""The workspaces that `check` is measured on are sound, and no two are the same."""

from __future__ import annotations

from pathlib import Path

from bench.check import _make, _touch
from engine.faces.cli.inspection import inspect_paths

COUNT = 4


def test_every_kind_of_workspace_passes_and_a_changed_one_too(tmp_path: Path) -> None:
    folders = [tmp_path / f"kunde{number}" for number in range(COUNT)]
    for number, folder in enumerate(folders):
        _make(folder, number)
    _touch(folders[0] / "customer.yaml")
    found = inspect_paths(folders, tmp_path)
    assert not found.has_errors, found.diagnostics
    assert len({(folder / "customer.yaml").read_text(encoding="utf-8") for folder in folders}) == COUNT
