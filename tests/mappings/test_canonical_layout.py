"""What ships, and what the pages show, is laid out as `wingo fmt` does it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.language.formatter import format_rules
from engine.mapping.canonical import canonical

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "mappings").rglob("*.yaml"))
PAGES = [ROOT / "README.md", ROOT / "mappings" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SNIPPETS = [
    (page, block)
    for page in PAGES
    for block in re.findall(r"```ya?ml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    if "rules: |" in block
]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_shipped_file_is_in_its_canonical_layout(path: Path) -> None:
    made = canonical(path.read_bytes(), _name(path))
    assert made.diagnostics == ()
    assert made.after.decode("utf-8") == made.before.decode("utf-8")


def test_the_pages_show_mappings_in_their_canonical_layout() -> None:
    assert len(SNIPPETS) >= 3
    for page, block in SNIPPETS:
        assert canonical(block.encode("utf-8"), _name(page)).after.decode("utf-8") == block


def test_the_consultants_page_shows_its_rules_in_their_canonical_layout() -> None:
    page = (ROOT / "mappings" / "README.md").read_text(encoding="utf-8")
    (rules,) = re.findall(r"```\n(Name .*?)\n```", page, re.DOTALL)
    assert format_rules(rules) == rules
