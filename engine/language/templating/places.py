"""Where the words of a template stand: Jinja tells lines only, and a consultant is shown the very word."""

from __future__ import annotations

from collections.abc import Iterable

from engine.diagnostics.source import SourceText, Span
from engine.model.frozen import changeable, field


@changeable
class Places:
    """The words and signs of a template. Each is given out once, in the order of its line."""

    source: SourceText
    _columns: dict[tuple[int, str], list[int]] = field(default_factory=dict)

    def learn(self, text: str, tokens: Iterable[tuple[int, str, str]]) -> None:
        """Take in Jinja's tokens (line, kind, word) of a laid out text: one behind the other they are that text."""
        at = 0
        for _, kind, token in tokens:
            found = text.find(token, at)
            if found < 0:
                continue
            at = found + len(token)
            if kind in _WORDS:
                # Where breaks were moved, words were not: they stand where they stand in the file.
                line = self.source.text.count("\n", 0, found) + 1
                column = found - self.source.text.rfind("\n", 0, found)
                self._columns.setdefault((line, token), []).append(column)

    def take(self, line: int, *words: str) -> Span:
        """The place of the first of these words that is there; the whole line where none is."""
        word = next((word for word in words if (line, word) in self._columns), None)
        if word is None:
            return self.line(line)
        columns = self._columns[line, word]
        column = columns.pop(0) if len(columns) > 1 else columns[0]
        return Span(self.source.path, line, column, line, column + len(word))

    def line(self, number: int) -> Span:
        """A line without what is blank on both its ends."""
        return line_of(self.source, number)


def line_of(source: SourceText, number: int) -> Span:
    """The place of a line; of one past the end, the last one."""
    number = min(max(number, 1), source.text.count("\n") + 1)
    text = source.line(number)
    start = len(text) - len(text.lstrip()) + 1 if text.strip() else 1
    return Span(source.path, number, start, number, max(start + 1, len(text.rstrip()) + 1))


_WORDS = ("name", "operator", "string", "integer", "float")
