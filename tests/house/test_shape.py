"""The shape of the code: one file one noun, short functions, and no drawer for what has no name yet (house.md)."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path for floor in ("engine", "connectors") for path in (ROOT / floor).rglob("*.py"))
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
FUNCTION_LINES_MEDIAN = 10
NO_NOUNS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "shared"}
# The outermost face may answer for everything; nobody else may catch what he does not know.
CATCHES_ALL = {"engine/faces/cli/main.py"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def test_there_is_code_to_look_at() -> None:
    assert len(FILES) > 100


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_no_file_has_grown_past_one_noun(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES_MAX


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_no_function_has_grown_past_one_thought(path: Path) -> None:
    assert [f"{f.name}: {_lines(f)} lines" for f in _functions(path) if _lines(f) > FUNCTION_LINES_MAX] == []


def test_most_functions_are_short() -> None:
    lengths = [_lines(function) for path in FILES for function in _functions(path)]
    assert statistics.median(lengths) < FUNCTION_LINES_MEDIAN


def test_every_file_has_found_its_noun() -> None:
    assert [_name(path) for path in FILES if path.stem.strip("_") in NO_NOUNS] == []


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_file_says_first_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_only_the_outermost_face_catches_everything() -> None:
    caught = {
        _name(path)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and _catches_all(node)
    }
    assert caught <= CATCHES_ALL


def _catches_all(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in _EVERYTHING) for kind in kinds)


_EVERYTHING = {"Exception", "BaseException"}


def test_the_tests_stand_where_the_code_stands() -> None:
    """tests/engine/x/test_y.py speaks of engine/x: a folder of tests without its folder of code is a stray."""
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    mirrored = [folder for folder in sorted(folders) if folder.parts and folder.parts[0] in ("engine", "connectors")]
    assert mirrored
    assert [folder.as_posix() for folder in mirrored if not (ROOT / folder).is_dir()] == []
