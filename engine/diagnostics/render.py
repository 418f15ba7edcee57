"""Diagnostics as a person reads them, an excerpt with its underlines, and as a program reads them, JSON.

Only layout is decided here; every word comes with the diagnostic.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic, Severity
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.source import SourceText, Span
from engine.model.frozen import frozen, replace

_Place: TypeAlias = tuple[Span, str, bool]  # with what is said of it, and whether it is the main one

_TAB = "    "
_LINE_MAX = 200  # characters of a line that are shown
_BEFORE = 60  # and of those, how many before the first mark
_UNSEEN = ("Cc", "Cf", "Zl", "Zp")  # categories of characters that would not be seen, or would move the rest
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


@frozen
class _Mark:
    """One underline of one line: display columns from 0, the end exclusive."""

    start: int
    end: int
    text: str
    primary: bool


@frozen
class _Paint:
    """The colours of one diagnostic, or none."""

    on: bool
    colour: str

    def strong(self, text: str) -> str:
        """The diagnostic's own colour, bold."""
        return f"\x1b[1;{self.colour}m{text}\x1b[0m" if self.on and text else text

    def frame(self, text: str) -> str:
        """The frame round the excerpt, and what stands beside the main point."""
        return f"\x1b[34m{text}\x1b[0m" if self.on and text else text


def render_text(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, SourceText],
    color: bool = False,
    language: Language = ENGLISH,
) -> str:
    """All diagnostics with their excerpts, an empty line between two; empty when there are none.

    `sources`: the texts by the path that spans name; a place whose text is not among them is named without excerpt.
    """
    return "\n".join(_render(said_in(diagnostic, language), sources, color, language) for diagnostic in diagnostics)


def said_in(diagnostic: Diagnostic, language: Language) -> Diagnostic:
    """A diagnostic with its texts in a language, its usual remedy among them; codes and places are the same in all."""
    return replace(
        diagnostic,
        message=language.of(diagnostic.message),
        note=language.of(diagnostic.note),
        help=language.of(help_of(diagnostic)),
        labels=tuple(replace(label, text=language.of(label.text)) for label in diagnostic.labels),
    )


def as_json(diagnostic: Diagnostic, language: Language = ENGLISH) -> dict[str, str | int | None]:
    """The members that `--format json` prints of one diagnostic; place members are None where it has no place."""
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": language.of(diagnostic.message),
        "help": language.of(help_of(diagnostic)),
        "file": span.path if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": span.end_line if span else None,
        "end_column": span.end_column if span else None,
    }


def help_of(diagnostic: Diagnostic) -> str:
    """The diagnostic's remedy, or the usual one of its code."""
    if diagnostic.help:
        return diagnostic.help
    entry = CODES.get(diagnostic.code)
    return entry.remedy if entry else ""


def _render(diagnostic: Diagnostic, sources: Mapping[str, SourceText], color: bool, language: Language) -> str:
    paint = _Paint(color, _COLOURS[diagnostic.severity])
    head = paint.strong(f"{language(diagnostic.severity.value)}[{diagnostic.code}]")
    places = _places(diagnostic)
    gutter = max((len(str(span.line)) for span, _, _ in places), default=1)
    lines = [f"{head}: {diagnostic.message}"]
    for path in dict.fromkeys(span.path for span, _, _ in places):
        here = [place for place in places if place[0].path == path]
        lines += _excerpt(here, sources.get(path), gutter, paint)
    lines += _help(diagnostic.help, language, gutter, paint)
    return "\n".join(lines) + "\n"


def _places(diagnostic: Diagnostic) -> list[_Place]:
    """Every place with its text and whether it is the main one, the main one first."""
    if diagnostic.span is None:
        return []
    labels = [(label.span, label.text, False) for label in diagnostic.labels]
    return [(diagnostic.span, diagnostic.note, True), *labels]


def _help(text: str, language: Language, gutter: int, paint: _Paint) -> list[str]:
    if not text:
        return []
    first, *others = text.split("\n")
    margin, title = " " * (gutter + 1), f"{language('help')}: "
    beneath = margin + " " * (len("= ") + len(title))
    return [f"{margin}{paint.frame('=')} {title}{first}", *(beneath + other for other in others)]


def _excerpt(places: list[_Place], source: SourceText | None, gutter: int, paint: _Paint) -> list[str]:
    """One file's part: its name, its lines, what is marked in each."""
    span, _, primary = places[0]
    arrow = "-->" if primary else ":::"
    lines = [f"{' ' * gutter}{paint.frame(arrow)} {span.path}:{span.line}:{span.column}"]
    if source is None:
        return lines
    bar = paint.frame(f"{' ' * gutter} |")
    lines.append(bar)
    previous = 0
    for number in sorted({place[0].line for place in places}):
        lines += _between(previous, number, source, gutter, paint)
        text, here = _clipped(source.line(number), [place for place in places if place[0].line == number])
        marks = [_mark(place, text) for place in here]
        lines.append(_line(number, text, gutter, paint))
        lines += [f"{bar} {row}" for row in _underlines(marks, paint)]
        previous = number
    return lines


def _between(previous: int, number: int, source: SourceText, gutter: int, paint: _Paint) -> list[str]:
    """What stands for the lines between two marked ones: nothing, the one line, or dots."""
    if not previous or number == previous + 1:
        return []
    if number != previous + 2:
        return [paint.frame("...")]
    text, _ = _clipped(source.line(previous + 1), [])
    return [_line(previous + 1, text, gutter, paint)]


def _clipped(line: str, places: list[_Place]) -> tuple[str, list[_Place]]:
    """A line that is too long to be read, cut to what stands round its first mark; the marks move with it."""
    if len(line) <= _LINE_MAX:
        return line, places
    first = min((span.column - 1 for span, _, _ in places), default=0)
    start = max(0, min(first - _BEFORE, len(line) - _LINE_MAX))
    end = start + _LINE_MAX
    text = f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
    shift, last = start - bool(start), len(text) + 1
    return text, [(_moved(span, shift, last), note, primary) for span, note, primary in places]


def _moved(span: Span, shift: int, last: int) -> Span:
    column, end_column = min(span.column - shift, last), min(span.end_column - shift, last)
    return replace(span, column=column, end_column=max(end_column, 1))


def _line(number: int, text: str, gutter: int, paint: _Paint) -> str:
    return f"{paint.frame(f'{number:>{gutter}} |')} {_display(text)}".rstrip()


def _mark(place: _Place, line: str) -> _Mark:
    """Where the underline stands when the line is displayed; a span of several lines is marked on its first."""
    span, text, primary = place
    end_column = span.end_column if span.end_line == span.line else len(line) + 1
    start = _width(_display(line[: span.column - 1])) + max(0, span.column - 1 - len(line))
    end = _width(_display(line[: end_column - 1]))
    return _Mark(start, max(end, start + 1), text, primary)


def _underlines(marks: list[_Mark], paint: _Paint) -> list[str]:
    """The row of underlines, with the text of the rightmost one, then the other texts from right to left."""
    ordered = sorted(marks, key=lambda mark: (mark.start, not mark.primary))
    rightmost = ordered[-1]
    row = _marker_row(ordered, paint)
    if rightmost.text and rightmost.end >= max(mark.end for mark in ordered):
        row += " " + _coloured(rightmost, paint)
        ordered = ordered[:-1]
    return [row, *_hanging([mark for mark in ordered if mark.text], paint)]


def _marker_row(marks: list[_Mark], paint: _Paint) -> str:
    """`----   ^^^^`; where two overlap the main one is seen."""
    cells = [" "] * max(mark.end for mark in marks)
    for mark in sorted(marks, key=lambda mark: mark.primary):
        sign = "^" if mark.primary else "-"
        cells[mark.start : mark.end] = sign * (mark.end - mark.start)
    if not paint.on:
        return "".join(cells)
    return "".join({"^": paint.strong("^"), "-": paint.frame("-")}.get(cell, cell) for cell in cells)


def _hanging(marks: list[_Mark], paint: _Paint) -> list[str]:
    """One row for each text below the underlines, with a stroke where a text further left will hang."""
    rows = []
    for position in range(len(marks) - 1, -1, -1):
        mark = marks[position]
        cells = [" "] * mark.start
        for other in marks[:position]:
            if other.start < mark.start:
                cells[other.start] = "|"
        rows.append("".join(cells) + _coloured(mark, paint))
    return rows


def _coloured(mark: _Mark, paint: _Paint) -> str:
    return paint.strong(mark.text) if mark.primary else paint.frame(mark.text)


def _display(text: str) -> str:
    """The text as a terminal shows it: tabs as four spaces, control characters visible."""
    return "".join(_TAB if c == "\t" else "�" if unicodedata.category(c) in _UNSEEN else c for c in text)


def _width(text: str) -> int:
    """How many columns a terminal gives to a text: East Asian wide characters take two, combining marks none."""
    return sum(_character_width(c) for c in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
