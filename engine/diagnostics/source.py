"""Where a piece of text stands: files, spans, and expressions embedded in YAML that keep their place in the file."""

from __future__ import annotations

from array import array
from functools import lru_cache
from pathlib import Path

from engine.model.frozen import frozen


@frozen
class Span:
    """A piece of a file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, end: Span) -> Span:
        """From the start of this span to the end of another one in the same file."""
        return Span(self.path, self.line, self.column, end.end_line, end.end_column)

    @property
    def start(self) -> Span:
        """The empty place before its first character."""
        return Span(self.path, self.line, self.column, self.line, self.column)

    @property
    def end(self) -> Span:
        """The empty place behind its last character."""
        return Span(self.path, self.end_line, self.end_column, self.end_line, self.end_column)


@frozen
class SourceText:
    """A file's name, as diagnostics show it, with its text."""

    path: str
    text: str

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; empty past the end."""
        starts = _line_starts(self.text)
        if not 0 < number < len(starts):
            return ""
        return self.text[starts[number - 1] : starts[number] - 1].rstrip("\r")

    def cut(self, span: Span) -> str:
        """A piece of the text, line breaks and all."""
        lines = [self.line(number) for number in range(span.line, span.end_line + 1)]
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return "\n".join(lines)

    def whole(self) -> Span:
        """The first character, for complaints about the file as such."""
        return Span(self.path, 1, 1, 1, 2)


# A line is asked for once a rule; to split the text each time would cost a file's length squared.
@lru_cache(maxsize=16)
def _line_starts(text: str) -> array[int]:
    """Where each line begins, and, one past the end, where the next one would."""
    starts = array("L", (0,))
    while (found := text.find("\n", starts[-1])) >= 0:
        starts.append(found + 1)
    starts.append(len(text) + 1)
    return starts


@frozen
class Embedded:
    """An expression's text and its absolute place in the YAML file that holds it.

    `line`, `column`: where the text's first character stands. Of a block scalar every line was indented by
    `indent` characters, which were taken off; of a text on one line, `indent` is 0 and only `column` counts.
    """

    path: str
    text: str
    line: int
    column: int
    indent: int = 0

    def span(self, line: int, column: int, end_line: int, end_column: int) -> Span:
        """The file's span of a piece of the text, itself counted from line 1 and column 1."""
        return Span(
            self.path,
            self.line + line - 1,
            self._column(line, column),
            self.line + end_line - 1,
            self._column(end_line, end_column),
        )

    def _column(self, line: int, column: int) -> int:
        return column + (self.column - 1 if line == 1 else self.indent)


def shown_path(path: Path) -> str:
    """A file's path as diagnostics show it: relative to the current folder when it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
