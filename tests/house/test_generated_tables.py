"""Tables that are made from the grammar say what the grammar says."""

from __future__ import annotations

from engine.language.parsing import automaton, grammar


def test_the_automaton_is_not_stale() -> None:
    assert automaton.FILE.read_text(encoding="utf-8") == grammar.tables(), "grammar.py's first lines say how"
