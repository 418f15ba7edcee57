"""The layout of a block of rules: where texts, comments, brackets and statements begin and end.

The grammar reads what is left when that is known, character for character in the same place, and after a mistake the
parser goes on at the next statement. Nothing here knows what a statement says.
"""

from __future__ import annotations

import re
from enum import Enum

from engine.model.frozen import changeable, field, frozen
from engine.model.pattern import pattern

NESTING_MAX = 200  # brackets in brackets, steps in steps: what a person can read ends long before
HOLES_MAX = 20  # texts in holes of texts

# What cannot begin a statement, and so continues the line before.
_CONTINUES = pattern(r"(?:else|then|and|or|is|in|within|when)\b(?![ ]*(?:<->|=(?!=)))|[|?)\]*/+\-=<>!,{:.]")
# What cannot end a statement either; the next line continues it unless that plainly begins one.
_EXPECTS_MORE = pattern(r"(?:\b(?:else|then|and|or|is|in|within|when|if|not|each)|\?\?|[-+*/|=<>,.])$")
_BEGINS = pattern(
    r"(?:let|skip|create|check|warn|drop)\b(?![ ]*[,)=.])|[^\W\d][\w.\[\]]*[ ]*(?:<->|=(?!=)|\{|when\b[^\n]*\{)"
)
_MARK = pattern(r'["#\n()\[\]{}]')
_IN_TEXT = pattern(r'[\\"{\n]')
_IN_HOLE = pattern(r'["}\n]')
_BLANK_LINES = pattern(r"(?:[^\S\n]*(?:#[^\n]*)?\n)*[^\S\n]*")
_PAIRS = {")": "(", "]": "[", "}": "{"}


class SlipKind(Enum):
    """A mistake that shows in the layout alone."""

    TEXT_OPEN = "text open"
    HOLE_OPEN = "hole open"
    BRACKET_OPEN = "bracket open"
    BODY_OPEN = "body open"
    CLOSES_NOTHING = "closes nothing"
    TOO_DEEP = "too deep"


@frozen
class Slip:
    """A mistake of the layout, from `start` to `end` (offsets in the text)."""

    kind: SlipKind
    start: int
    end: int


@frozen
class Piece:
    """One statement's place; of one with a body also where that opens and closes, and the pieces inside."""

    start: int
    end: int
    opening: int | None = None
    closing: int | None = None
    inner: tuple[Piece, ...] = ()


@frozen
class Layout:
    """`masked`: the text as the grammar reads it, of the same length. `pieces`: its statements in order."""

    masked: str
    pieces: tuple[Piece, ...]
    slips: tuple[Slip, ...]


@changeable
class _Frame:
    """A block or a body while it is read: the pieces so far, and where the piece being read stands."""

    pieces: list[Piece] = field(default_factory=list)
    start: int | None = None
    opening: int | None = None
    closing: int | None = None
    inner: tuple[Piece, ...] = ()

    def begin(self, start: int) -> None:
        self.start, self.opening, self.closing, self.inner = start, None, None, ()

    def finish(self, end: int) -> None:
        if self.start is not None and self.start < end:
            self.pieces.append(Piece(self.start, end, self.opening, self.closing, self.inner))
        self.start = None


@changeable
class _Scan:
    """What is known while a text is laid out. `wary`: a plain new statement closes what is open."""

    text: str
    wary: bool
    masked: list[str]
    slips: list[Slip] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=lambda: [_Frame()])

    @property
    def in_brackets(self) -> bool:
        return bool(self.open) and self.text[self.open[-1]] != "{"

    def blank(self, start: int, end: int) -> None:
        self.masked[start:end] = " " * (end - start)

    def slip(self, kind: SlipKind, start: int, end: int) -> None:
        self.slips.append(Slip(kind, start, end))


def lay_out(text: str, *, wary: bool = False) -> Layout:
    """The layout of a block of rules.

    `wary`: there is a mistake somewhere, so a line that plainly begins a statement ends what was left open before it.
    """
    scan = _Scan(text, wary, list(_plain_spaces(text)))
    position = _skip_blank_lines(scan, 0)
    scan.frames[-1].begin(position)
    while mark := _MARK.search(text, position):
        position = _read(scan, mark[0], mark.start())
    _report_open(scan)
    while len(scan.frames) > 1:
        _leave_body(scan, len(text))
    scan.frames[0].finish(_trimmed(scan, len(text)))
    return Layout("".join(scan.masked), tuple(scan.frames[0].pieces), tuple(scan.slips))


def lay_out_expression(text: str, *, in_hole: bool = False) -> Layout:
    """The layout of one expression: line breaks mean nothing, and in the hole of a text `#` begins no comment."""
    scan = _Scan(text, False, list(_plain_spaces(text)))
    position = 0
    while mark := _MARK.search(text, position):
        position = mark.end()
        if mark[0] == "\n" or (mark[0] == "#" and not in_hole):
            position = mark.end() if mark[0] == "\n" else _line_end(text, mark.start())
            scan.blank(mark.start(), position)
        elif mark[0] == '"':
            position = _text(scan, mark.start())
        elif mark[0] in "([{":
            _open(scan, mark.start())
        elif mark[0] in ")]}":
            _close(scan, mark.start())
    _report_open(scan)
    return Layout("".join(scan.masked), (), tuple(scan.slips))


def text_end(text: str, start: int) -> tuple[int, Slip | None]:
    """Where the text that begins with the quote at `start` ends (exclusive), and what is wrong with it.

    Quotes inside a hole belong to the hole; a text ends on its line.
    """
    marks = [start]  # offsets of open quotes and, between them, of open holes
    position = start + 1
    while marks:
        in_text = text[marks[-1]] == '"'
        mark = (_IN_TEXT if in_text else _IN_HOLE).search(text, position)
        if mark is None or mark[0] == "\n":
            return _line_end(text, position), _open_text(text, marks, _line_end(text, position))
        position = mark.end()
        if mark[0] == "\\":
            position += text[position : position + 1] not in ("", "\n")
        elif mark[0] == "}" or (mark[0] == '"' and in_text):
            marks.pop()
        else:
            marks.append(mark.start())
        if len(marks) > 2 * HOLES_MAX:
            return _line_end(text, position), Slip(SlipKind.TOO_DEEP, mark.start(), mark.end())
    return position, None


def _open_text(text: str, marks: list[int], end: int) -> Slip:
    hole = next((offset for offset in marks if text[offset] == "{"), None)
    if hole is not None:
        return Slip(SlipKind.HOLE_OPEN, hole, hole + 1)
    return Slip(SlipKind.TEXT_OPEN, marks[0], end)


def _read(scan: _Scan, mark: str, start: int) -> int:
    """Take in one mark; returns where to read on."""
    if mark == '"':
        return _text(scan, start)
    if mark == "\n" or mark == "#":
        return _line_break(scan, start)
    if mark in "([":
        _open(scan, start)
    elif mark == "{":
        return _enter_body(scan, start)
    elif mark == "}":
        _close_body(scan, start)
    else:
        _close(scan, start)
    return start + 1


def _text(scan: _Scan, start: int) -> int:
    end, slip = text_end(scan.text, start)
    if slip is not None:
        scan.slips.append(slip)
    scan.blank(start + 1, end)
    scan.masked[end - 1] = '"'
    return end


def _line_break(scan: _Scan, start: int) -> int:
    """From the end of a line (or its comment) to the next line that says something."""
    end = _skip_blank_lines(scan, start)
    if end == len(scan.text) or scan.text.find("\n", start, end) < 0:
        return end
    if scan.in_brackets and not (scan.wary and _begins_outside(scan, end)):
        return end
    while scan.in_brackets:
        _report_innermost(scan)
    frame = scan.frames[-1]
    if frame.start is None:
        frame.begin(end)
    elif not _continues(scan, start, end):
        frame.finish(_trimmed(scan, start))
        scan.masked[scan.text.find("\n", start, end)] = "\n"
        frame.begin(end)
    return end


def _continues(scan: _Scan, start: int, end: int) -> bool:
    """Whether the line at `end` goes on with the statement that `start` is the end of."""
    if scan.text[end] == "}" or _CONTINUES.match(scan.text, end):
        return True
    before = "".join(scan.masked[scan.text.rfind("\n", 0, start) + 1 : start]).rstrip()
    return bool(_EXPECTS_MORE.search(before)) and not _BEGINS.match(scan.text, end)


def _begins_outside(scan: _Scan, end: int) -> bool:
    """Whether the line at `end` plainly begins a statement, no deeper than the one that is open."""
    start = scan.frames[-1].start
    if scan.text[end] == "}":
        return True
    return start is not None and bool(_BEGINS.match(scan.text, end)) and _column(scan, end) <= _column(scan, start)


def _open(scan: _Scan, start: int) -> None:
    scan.open.append(start)
    if len(scan.open) == NESTING_MAX + 1:
        scan.slip(SlipKind.TOO_DEEP, start, start + 1)


def _close(scan: _Scan, start: int) -> None:
    if scan.open and scan.text[scan.open[-1]] == _PAIRS[scan.text[start]]:
        scan.open.pop()
    else:
        scan.slip(SlipKind.CLOSES_NOTHING, start, start + 1)


def _enter_body(scan: _Scan, start: int) -> int:
    frame = scan.frames[-1]
    frame.opening = start if frame.opening is None else frame.opening
    _open(scan, start)
    end = _skip_blank_lines(scan, start + 1)
    scan.frames.append(_Frame())
    scan.frames[-1].begin(end)
    return end


def _close_body(scan: _Scan, start: int) -> None:
    while scan.in_brackets and len(scan.frames) > 1:
        _report_innermost(scan)
    if len(scan.frames) == 1:
        scan.slip(SlipKind.CLOSES_NOTHING, start, start + 1)
        scan.blank(start, start + 1)
        return
    scan.open.pop()
    _leave_body(scan, start)


def _leave_body(scan: _Scan, closing: int) -> None:
    body = scan.frames.pop()
    body.finish(_trimmed(scan, closing))
    frame = scan.frames[-1]
    frame.closing = closing
    frame.inner += tuple(body.pieces)


def _report_open(scan: _Scan) -> None:
    while scan.open:
        _report_innermost(scan)


def _report_innermost(scan: _Scan) -> None:
    start = scan.open.pop()
    kind = SlipKind.BODY_OPEN if scan.text[start] == "{" else SlipKind.BRACKET_OPEN
    scan.slip(kind, start, start + 1)


def _skip_blank_lines(scan: _Scan, start: int) -> int:
    """Blank the comments, empty lines and indentation from `start` on; returns where the next words begin."""
    matched = _BLANK_LINES.match(scan.text, start)
    end = matched.end() if matched else start
    if end < len(scan.text) and scan.text[end] == "#":  # a comment that ends the whole text
        end = len(scan.text)
    scan.blank(start, end)
    return end


def _plain_spaces(text: str) -> str:
    """Every kind of white space as a space (a no-break space comes along with a paste); same length."""
    return re.sub(r"[^\S\n]", " ", text)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _column(scan: _Scan, offset: int) -> int:
    """How far the first words of the line of `offset` are indented."""
    start = scan.text.rfind("\n", 0, offset) + 1
    line = scan.text[start : _line_end(scan.text, offset)]
    return len(line) - len(line.lstrip())


def _trimmed(scan: _Scan, end: int) -> int:
    """The end of the words before `end`."""
    while end > 0 and scan.masked[end - 1] in " \n":
        end -= 1
    return end
