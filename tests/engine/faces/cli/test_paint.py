"""Columns line up for what a terminal shows, and colour only repeats what the words say."""

from __future__ import annotations

import io

import pytest

from engine.faces.cli.paint import Paint, pad, pad_left, paint_for, table, width


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("text", "columns"), [("Lønn", 4), ("日本", 4), ("o\u0308l", 2), ("", 0)])
def test_width_is_what_a_terminal_gives(text: str, columns: int) -> None:
    assert width(text) == columns
    assert width(pad(text, 6)) == width(pad_left(text, 6)) == 6


def test_a_table_has_words_left_and_numbers_right() -> None:
    assert table([["", "create", "update"], ["customer", "5", "·"], ["日本", "12", "3"]]) == [
        "          create  update",
        "customer       5       ·",
        "日本          12       3",
    ]
    assert table([]) == []


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert paint_for(Terminal(), False).colour
    assert not paint_for(Terminal(), True).colour
    assert not paint_for(io.StringIO(), False).colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not paint_for(Terminal(), False).colour


def test_painted_text_is_the_text_between_codes() -> None:
    assert Paint(True)("x", "red") == "\x1b[31mx\x1b[0m"
    assert Paint(False)("x", "red") == "x"
