"""A compiled function in a form that can be kept: it is made again of its code and its constants alone."""

from __future__ import annotations

import marshal
from datetime import date
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from engine import load_mapping
from engine.language.compiled import Compiled
from engine.language.compiler import compile_program, compile_ways
from engine.language.compiling import runtime
from engine.language.outcome import Circumstances, Desired
from engine.language.running.walk import NOTHING
from engine.mapping.mapping import Mapping

ROOT = Path(__file__).parents[3]
BASES = sorted((ROOT / "mappings" / "base").glob("*.yaml"))
SENTINELS = (runtime.MISS, runtime.UNSET, NOTHING)


def _compiled(mapping: Mapping) -> tuple[Compiled, Compiled]:
    forth = compile_program(mapping.program, mapping.target, mapping.continues is not None)
    back = compile_ways(mapping.program)
    assert forth is not None
    assert back is not None
    return forth, back


def _again(compiled: Compiled) -> Compiled:
    """Its code as it is kept."""
    return Compiled(marshal.loads(marshal.dumps(compiled.code)), compiled.constants)


@pytest.mark.parametrize("path", BASES, ids=lambda path: path.stem)
def test_no_constant_is_one_that_there_may_only_be_one_of(path: Path) -> None:
    """What stands for `nothing` and for a failed step is told by being the same object: a copy would be a value."""
    for compiled in _compiled(load_mapping(path)):
        assert not [name for name, value in compiled.constants.items() if any(value is one for one in SENTINELS)]


@pytest.mark.parametrize("path", BASES, ids=lambda path: path.stem)
def test_a_function_has_what_it_names(path: Path) -> None:
    """Its own constants, and the very objects of the runtime; no name of the two is the other's."""
    for compiled in _compiled(load_mapping(path)):
        known = compiled.function().__globals__  # type: ignore[attr-defined]
        assert dict(compiled.constants).items() <= known.items()
        for name in _names(compiled.code):
            if name in vars(runtime) and name not in compiled.constants:
                assert known[name] is getattr(runtime, name), name
        assert not set(compiled.constants) & set(vars(runtime))


def _names(code: CodeType) -> set[str]:
    return set(code.co_names).union(*(_names(one) for one in code.co_consts if isinstance(one, CodeType)))


def test_the_same_code_is_the_same_function() -> None:
    mapping = load_mapping(ROOT / "mappings" / "base" / "department.yaml")
    record: dict[str, Any] = {"department_no": "10", "name": "Salg", "active": True}
    circumstances = mapping.circumstances(today=date(2026, 11, 24))
    for compiled in _compiled(mapping):
        _same(compiled, _again(compiled), record, circumstances)
    made = _compiled(mapping)[0].function()(record, circumstances)
    assert isinstance(made, Desired)
    assert made == mapping.run(record, today=date(2026, 11, 24))


def _same(one: Compiled, other: Compiled, record: dict[str, Any], circumstances: Circumstances) -> None:
    assert one.code == other.code
    assert one.function()(record, circumstances) == other.function()(record, circumstances)
