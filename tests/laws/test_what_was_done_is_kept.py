"""Runs, their requests and what was held back are kept for as long as the state is: nothing deletes them.

Accounting records are kept five years (bokføringsloven § 13); nobody has to remember not to clean up.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from engine.sync.state.tables import METADATA

ENGINE = Path(__file__).parents[2] / "engine"
KEPT = {"run", "journal", "released", "plan"}
DELETED = {"LINKS": "link", "SENT": "sent", "HELD": "held", "CURSORS": "cursor"}  # what stands now, not what was done


def _calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of something by that name, with its file."""
    for path in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
                yield path.relative_to(ENGINE).as_posix(), node


def _tables(path: str, call: ast.Call) -> set[str]:
    """What a delete is given; a name that a loop gives is followed to the loop's tables."""
    names = {node.id for argument in call.args for node in ast.walk(argument) if isinstance(node, ast.Name)}
    tree = ast.parse((ENGINE / path).read_text(encoding="utf-8"))
    for loop in ast.walk(tree):
        if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name) and loop.target.id in names:
            names |= {node.id for node in ast.walk(loop.iter) if isinstance(node, ast.Name)}
            names.discard(loop.target.id)
    return names


def test_the_tables_of_what_was_done_are_there() -> None:
    assert set(METADATA.tables) >= KEPT | set(DELETED.values())


def test_no_statement_deletes_what_was_done() -> None:
    deletes = [(path, _tables(path, call)) for path, call in _calls("delete")]
    assert deletes
    assert [(path, tables) for path, tables in deletes if not tables or not tables <= DELETED.keys()] == []


def test_no_text_of_sql_deletes_or_empties_anything() -> None:
    pattern = re.compile(r"\b(delete\s+from|truncate\s+table|drop\s+table)\b", re.IGNORECASE)
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted((ENGINE / "sync").rglob("*.py"))}
    assert {name for name, text in texts.items() if pattern.search(text)} == set()
    assert [path for path, _ in _calls("drop_table")] == []
