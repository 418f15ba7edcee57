"""A code table of a hundred thousand rows and more: read line by line, since YAML's reader would take minutes.

It is the same file as any other table, written so that every row stands on a line of its own: what is read here, YAML
reads to the same keys and values. What is not so written is told at its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText, Span
from engine.language.typed import Table
from engine.mapping import complaints, table_problems
from engine.model.frozen import frozen
from engine.model.pattern import pattern

_COMPLAINTS_MAX = 20

# A text without quotes begins with nothing that is a sign of YAML's, and has neither `:` nor `#` in it. The counts keep
# the time that a hostile line takes in proportion to its length.
_SCALAR = r"""(?:"(?P<{0}_double>[^"\\\n]*)"|'(?P<{0}_single>[^'\n]*)'|(?P<{0}_plain>[\w(/+$.][^:#\t\n]{{0,1000}}?))"""
_END = r"[ ]{0,200}(?:[ ]#[^\n]*)?(?:\n|\Z)"
_BLANK = r"[ ]*(?:#[^\n]*)?\n"
_HEAD = pattern(rf"(?:{_BLANK})*table:[ ]+{_SCALAR.format('name')}{_END}(?:{_BLANK})*rows:{_END}")
_ROW = pattern(rf"(?P<indent>[ ]+){_SCALAR.format('key')}[ ]{{0,200}}:(?:[ ]+{_SCALAR.format('value')})?{_END}")
_OTHER = pattern(r"(?P<blank>[ ]*(?:#[^\n]*)?)(?:\n|\Z)|[^\n]*(?:\n|\Z)")


@frozen
class LongTable:
    """What a file holds; None when it is no table that can be read line by line."""

    table: Table | None
    diagnostics: tuple[Diagnostic, ...]


def read_long_table(source: SourceText) -> LongTable:
    """Read `table: name`, `rows:` and a row a line. Never raises for content: D108, D305."""
    head = _HEAD.match(source.text)
    if head is None:
        return LongTable(None, (table_problems.no_table(source.whole()),))
    rows: dict[str, str] = {}
    diagnostics: list[Diagnostic] = []
    for found in _rows(source, head.end(), diagnostics):
        key = _text(found, "key")
        if key in rows:
            diagnostics.append(_twice(key, found, source, head.end()))
        rows[key] = intern(_text(found, "value"))  # a million rows have few values
        if len(diagnostics) >= _COMPLAINTS_MAX:
            break
    if diagnostics:
        return LongTable(None, tuple(diagnostics))
    return LongTable(Table(_text(head, "name"), rows, _place(head, "name", source)), ())


def _rows(source: SourceText, start: int, diagnostics: list[Diagnostic]) -> Iterator[re.Match[str]]:
    """The rows from a place on; complains about lines that are none."""
    at, indent = start, ""
    while at < len(source.text):
        found = _ROW.match(source.text, at)
        if found is not None and (not indent or found["indent"] == indent):
            indent = found["indent"]
            yield found
        else:
            found = _OTHER.match(source.text, at)
            assert found is not None
            if found["blank"] is None:
                diagnostics.append(table_problems.no_row(_span(source, at, max(at + 1, found.end() - 1))))
                if len(diagnostics) >= _COMPLAINTS_MAX:
                    return
        at = found.end()


def _text(found: re.Match[str], name: str) -> str:
    kinds = ("double", "single", "plain")
    return next((text for kind in kinds if (text := found[f"{name}_{kind}"]) is not None), "")


def _place(found: re.Match[str], name: str, source: SourceText) -> Span:
    start, end = next(span for kind in ("double", "single", "plain") if (span := found.span(f"{name}_{kind}"))[0] >= 0)
    return _span(source, start, max(end, start + 1))


def _span(source: SourceText, start: int, end: int) -> Span:
    """The place of some characters of one line; asked only where there is something to say."""
    line, before = source.text.count("\n", 0, start) + 1, source.text.rfind("\n", 0, start)
    return Span(source.path, line, start - before, line, end - before)


def _twice(key: str, found: re.Match[str], source: SourceText, start: int) -> Diagnostic:
    first = next(row for row in _rows(source, start, []) if _text(row, "key") == key)
    return complaints.duplicate_key(_place(found, "key", source), key, _place(first, "key", source))
