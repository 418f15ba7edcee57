"""Terminal text: columns, and colour that only repeats what the words say."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from engine.model.frozen import frozen

_COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "grey": "90", "bold": "1"}


@frozen
class Paint:
    """Whether colour is used."""

    colour: bool = False

    def __call__(self, text: str, colour: str) -> str:
        """The text in a colour, or plain."""
        return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if self.colour else text


def paint_for(stream: object, no_color: bool) -> Paint:
    """Colour on a terminal, unless --no-color or NO_COLOR says no."""
    is_terminal = bool(getattr(stream, "isatty", lambda: False)())
    return Paint(is_terminal and not no_color and not os.environ.get("NO_COLOR"))


def is_terminal() -> bool:
    """Whether a person looks on: progress is only for them."""
    return sys.stderr.isatty()


def width(text: str) -> int:
    """Columns that a text takes on a terminal; wide letters take two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_letter_width, text))


def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def shortened(text: str, columns: int) -> str:
    """A text on one line, its last words left out where it is longer; a single word is kept whole."""
    from engine.faces.phrases import one_line

    words = one_line(text).split()
    if width(" ".join(words)) <= columns:
        return " ".join(words)
    while len(words) > 1 and width(" ".join(words)) > columns - 2:
        words.pop()
    return " ".join(words) + " …"


def pad(text: str, columns: int) -> str:
    """A text filled with spaces to a number of columns."""
    return text + " " * max(0, columns - width(text))


def pad_left(text: str, columns: int) -> str:
    """A text at the right end of a number of columns."""
    return " " * max(0, columns - width(text)) + text


def table(rows: Iterable[Sequence[str]], *, numbers_from: int = 1, gap: int = 2) -> list[str]:
    """Rows as aligned lines; columns from `numbers_from` on are numbers, at their right end."""
    listed = [list(row) for row in rows]
    if not listed:
        return []
    widths = [max(width(row[column]) for row in listed) for column in range(len(listed[0]))]
    return [
        (" " * gap)
        .join(
            pad_left(text, widths[column]) if column >= numbers_from else pad(text, widths[column])
            for column, text in enumerate(row)
        )
        .rstrip()
        for row in listed
    ]
