"""A pattern that waits is the one that `re.compile` gives."""

from __future__ import annotations

import re

import pytest

from engine.model.pattern import pattern


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
