"""What the README shows is true: its mapping compiles and changes something, its commands and files are there."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from engine.faces.cli.main import main
from engine.faces.systems import library
from engine.mapping.mapping import load_mapping_file

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_its_mapping_loads_without_a_complaint(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    path = tmp_path / "customer.yaml"
    path.write_text(shown, encoding="utf-8")
    loaded = load_mapping_file(path, library())
    assert [d.message for d in loaded.diagnostics if d.severity.value != "info"] == []
    assert loaded.mapping is not None


def test_its_commands_are_there() -> None:
    known = CliRunner().invoke(main, ["--help"]).output
    for command in re.findall(r"`wingo (?:-w \S+ )?(\w+)", README):
        assert f"  {command} " in known


def test_what_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists(), target
