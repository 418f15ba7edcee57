"""The register of codes is whole: what is said has an entry, and what has an entry is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from engine.diagnostics.codes import CODES, FAMILIES

ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "engine" / "diagnostics" / "codes"
CODE = re.compile(r"[SDNTICOPR]\d{3}")
IN_YAML = re.compile(r"\b(?:refuse|warn): *(" + CODE.pattern + r")\b")


def _said() -> Iterator[tuple[str, str]]:
    """Every code that the engine names as a whole text, with its file; connectors raise failures and know no code."""
    for path in sorted((ROOT / "engine").rglob("*.py")):
        if path.parent == REGISTER:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                yield node.value, path.relative_to(ROOT).as_posix()


def test_every_code_that_is_said_is_registered() -> None:
    assert sorted({(code, path) for code, path in _said() if code not in CODES}) == []


def test_every_code_that_is_registered_is_said() -> None:
    assert sorted(set(CODES) - {code for code, _ in _said()}) == []


def test_every_code_is_registered_in_order_family_by_family() -> None:
    families = list(FAMILIES)
    assert {code[0] for code in CODES} == set(families)
    assert list(CODES) == sorted(CODES, key=lambda code: (families.index(code[0]), code))


def test_a_file_of_the_register_holds_one_family() -> None:
    for path in sorted(REGISTER.glob("*.py")):
        entries = re.findall(r'Code\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
        assert len({code[0] for code in entries}) <= 1, path.name


def test_every_entry_has_a_title_a_remedy_and_a_meaning() -> None:
    for entry in CODES.values():
        assert CODE.fullmatch(entry.code)
        assert entry.title
        assert not entry.title.endswith(".")
        assert entry.remedy.endswith(".")
        assert entry.meaning.endswith(".")


def test_the_tests_of_shipped_mappings_expect_only_codes_that_exist() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "mappings").rglob("*.yaml"))]
    expected = {code for text in texts for code in IN_YAML.findall(text)}
    assert expected
    assert expected <= set(CODES)
