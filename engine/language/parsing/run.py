"""One run of the parser over an embedded text: offsets become spans of the file, and mistakes are gathered.

Everything that reads the text (statements, the holes of its texts) shares one run, so a mistake is said in order.
"""

from __future__ import annotations

from bisect import bisect_right

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Embedded, Span
from engine.model.frozen import field, frozen

MISTAKES_MAX = 500  # told of one file: nobody reads on, and each is an excerpt


@frozen
class ParseRun:
    """A text that is being parsed. Offsets count from the text's first character."""

    embedded: Embedded
    line_starts: tuple[int, ...]
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole embedded text."""
        return self.embedded.text

    @property
    def is_full(self) -> bool:
        """Whether there are more mistakes already than are told."""
        return len(self.diagnostics) > MISTAKES_MAX

    def span(self, start: int, end: int) -> Span:
        """The place in the file of the characters from `start` to `end` (exclusive)."""
        return self.embedded.span(*self._line_column(start), *self._line_column(end))

    def _line_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


def parse_run_of(embedded: Embedded) -> ParseRun:
    """A fresh run of an embedded text."""
    starts = [0]
    while (found := embedded.text.find("\n", starts[-1])) >= 0:
        starts.append(found + 1)
    return ParseRun(embedded, tuple(starts))
