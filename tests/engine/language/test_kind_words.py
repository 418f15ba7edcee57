"""Every kind of value has its words."""

from __future__ import annotations

from engine.language.kind_words import KIND_WORDS
from engine.model.types import Kind


def test_every_kind_has_words_of_its_own() -> None:
    assert set(KIND_WORDS) == set(Kind)
    for words in zip(*((w.label, w.one, w.none) for w in KIND_WORDS.values()), strict=True):
        assert len(set(words)) == len(Kind)
