"""The register of codes is whole: what is said has an entry, and what has an entry is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from engine.diagnostics.codes import CODES

ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "engine" / "diagnostics" / "codes.py"
CODE = re.compile(r"[SDNTICOPR]\d{3}")
IN_YAML = re.compile(r"\b(?:refuse|warn): *(" + CODE.pattern + r")\b")


def _said() -> Iterator[tuple[str, str]]:
    """Every code that the engine names as a whole text, with its file; connectors raise failures and know no code."""
    for path in sorted((ROOT / "engine").rglob("*.py")):
        if path == REGISTER:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                yield node.value, path.relative_to(ROOT).as_posix()


def test_every_code_that_is_said_is_registered() -> None:
    assert sorted({(code, path) for code, path in _said() if code not in CODES}) == []


def test_every_code_that_is_registered_is_said() -> None:
    assert sorted(set(CODES) - {code for code, _ in _said()}) == []


def test_every_code_is_registered_once_and_in_order() -> None:
    entries = re.findall(r'Code\(\s*"(\w+)"', REGISTER.read_text(encoding="utf-8"))
    assert entries == list(CODES)
    families = list(dict.fromkeys(code[0] for code in entries))
    assert entries == sorted(entries, key=lambda code: (families.index(code[0]), code))


def test_every_entry_has_a_title_and_a_remedy() -> None:
    for entry in CODES.values():
        assert CODE.fullmatch(entry.code)
        assert entry.title
        assert not entry.title.endswith(".")
        assert entry.remedy.endswith(".")


def test_the_tests_of_shipped_mappings_expect_only_codes_that_exist() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "mappings").rglob("*.yaml"))]
    expected = {code for text in texts for code in IN_YAML.findall(text)}
    assert expected
    assert expected <= set(CODES)
