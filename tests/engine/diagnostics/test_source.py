"""Places survive the way from an expression into the YAML file that holds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.diagnostics.source import Embedded, SourceText, Span, shown_path


def test_a_block_was_indented_on_every_line() -> None:
    block = Embedded("m.yaml", "a\n  b\n", line=10, column=3, indent=2)
    assert block.span(1, 1, 1, 2) == Span("m.yaml", 10, 3, 10, 4)
    assert block.span(2, 3, 2, 4) == Span("m.yaml", 11, 5, 11, 6)


def test_a_text_on_one_line_only_stands_further_right() -> None:
    assert Embedded("m.yaml", "not x", 4, 9).span(1, 5, 1, 6) == Span("m.yaml", 4, 13, 4, 14)


def test_a_line_past_the_end_is_empty() -> None:
    source = SourceText("m.yaml", "a\r\nb")
    assert [source.line(number) for number in (0, 1, 2, 3)] == ["", "a", "b", ""]
    assert source.whole() == Span("m.yaml", 1, 1, 1, 2)


def test_a_span_reaches_to_the_end_of_another() -> None:
    assert Span("m", 1, 2, 1, 3).to(Span("m", 2, 1, 2, 9)) == Span("m", 1, 2, 2, 9)


def test_a_path_is_shown_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "a" / "b.yaml") == "a/b.yaml"
    assert shown_path(tmp_path.parent / "c.yaml") == str(tmp_path.parent / "c.yaml")
