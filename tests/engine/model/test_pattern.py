"""A pattern that waits is the one that `re.compile` gives."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from engine.model.pattern import _Pattern, pattern

ROOT = Path(__file__).parents[3]


def test_it_finds_what_the_compiled_one_finds() -> None:
    waiting, compiled = pattern(r"(a+)(b)?", re.IGNORECASE), re.compile(r"(a+)(b)?", re.IGNORECASE)
    for text in ("AAB", "xab", ""):
        assert str(waiting.match(text)) == str(compiled.match(text))
        assert str(waiting.search(text)) == str(compiled.search(text))
        assert waiting.sub("-", text) == compiled.sub("-", text)
        assert waiting.findall(text) == compiled.findall(text)
    assert waiting.pattern == compiled.pattern
    assert waiting.match is waiting.match


def test_what_is_no_pattern_is_told_when_it_is_used() -> None:
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.match("a")


def test_it_has_nothing_that_a_pattern_has_not() -> None:
    with pytest.raises(AttributeError):
        pattern("a").replace  # type: ignore[attr-defined]  # noqa: B018


def test_every_pattern_of_the_program_is_one() -> None:
    users = [path for path in (ROOT / "engine").rglob("*.py") if "import pattern\n" in path.read_text(encoding="utf-8")]
    modules = [import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in users]
    waiting: list[Any] = [one for module in modules for one in vars(module).values() if isinstance(one, _Pattern)]
    assert len(waiting) > 30
    assert [one.pattern for one in waiting if not isinstance(one.pattern, str)] == []
