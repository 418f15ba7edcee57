"""The comments of a block of rules, and where an empty line stands: what the grammar never sees."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from engine.language.parsing.layout import text_end
from engine.model.frozen import frozen
from engine.model.pattern import pattern

_MARK = pattern(r'["#]')
_ASIDE = "  "  # between a line and the comment behind it
_WIDTH_MAX = 120  # comments in one column end here, or each stands close to its own line


@frozen
class Remark:
    """A comment as it is written, from its `#` on, and its place in the text."""

    text: str
    start: int
    end: int


@frozen
class Line:
    """A line of the canonical layout: its indentation and words, and the comment behind them."""

    text: str
    remark: str = ""


class Remarks(tuple[Remark, ...]):
    """All comments of a text, in order."""

    def between(self, start: int, end: int) -> Sequence[Remark]:
        """Those that begin from `start` on and before `end`."""
        return self[bisect_left(self, start, key=_start) : bisect_left(self, end, key=_start)]


def remarks_of(text: str) -> Remarks:
    """The comments of a block whose texts are all closed."""
    found: list[Remark] = []
    position = 0
    while mark := _MARK.search(text, position):
        if mark[0] == '"':
            position, _ = text_end(text, mark.start())
            continue
        end = text.find("\n", mark.start())
        position = len(text) if end < 0 else end
        found.append(Remark(text[mark.start() : position].rstrip(), mark.start(), position))
    return Remarks(found)


def written(lines: Sequence[Line], margin: int) -> str:
    """The lines as one text. Comments behind neighbouring lines stand in one column."""
    made: list[str] = []
    index = 0
    while index < len(lines):
        run = index
        while run < len(lines) and lines[run].remark:
            run += 1
        if run == index:
            made.append(lines[index].text)
            index += 1
            continue
        made += _aside(lines[index:run], margin)
        index = run
    return "\n".join(made)


def _aside(lines: Sequence[Line], margin: int) -> list[str]:
    column = max(len(line.text) for line in lines)
    fits = all(margin + column + len(_ASIDE) + len(line.remark) <= _WIDTH_MAX for line in lines)
    return [line.text.ljust(column if fits else 0) + _ASIDE + line.remark for line in lines]


def _start(remark: Remark) -> int:
    return remark.start
