"""The part of YAML in which nearly every file is written, read at a tenth of what the whole of it costs.

Maps and lists by indentation, texts that are plain, quoted without escapes or blocks behind `|`, and maps and lists in
brackets on one line. Of anything else, mistakes too, it is not sure, and leaves the file to YAML's own reader: what it
does read, that reads to the same nodes.
"""

from __future__ import annotations

import re

from engine.diagnostics.source import SourceText, Span
from engine.mapping.nodes import Entry, ListNode, MapNode, Node, Style, TextNode
from engine.model.frozen import changeable
from engine.model.pattern import pattern

_DEPTH_MAX = 20  # far below what YAML's reader refuses
_LINE_MAX = 1000  # characters; YAML wants a key and its colon nearer than that

_QUOTED = r'"(?:[^"\\]|\\(?:["\\nrt]|u00[0-9a-f]{2}))*"|' + r"'(?:[^']|'')*'"
_KEY = pattern(rf"({_QUOTED}|\w(?:[\w ./-]*[\w./-])?):(?= |$)")
# A plain text ends where a comment begins; a colon before a space would make it a key.
_PLAIN = pattern(r"(?:-(?=\w))?[\w$(/.](?:[^ :#]|:(?! |$)|(?<! )#| +(?![ #]|$))*")
_IN_BRACKETS = pattern(rf"{_QUOTED}|-?\w(?:[\w .;/+*@&%$=()<>|!?~^-]*[\w.;/+*@&%$=()<>|!?~^-])?")
_ESCAPED = pattern(r"\\(?:u(....)|(.))")
_ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}
_REST = pattern(r" *(?: #.*)?$")
_BLOCK = pattern(r"\|(?: *| +#.*)$")
_GAP = pattern(r" *")


class _Unsure(Exception):
    """The file holds something that is left to YAML's own reader."""


@changeable
class _Reader:
    """A file while it is read. `at`: the line that is looked at, from 0; columns count from 0 too."""

    path: str
    lines: list[str]
    at: int = 0

    @property
    def line(self) -> str:
        return self.lines[self.at]

    def span(self, start: int, end: int) -> Span:
        """The place of some characters of the line that is looked at."""
        return Span(self.path, self.at + 1, start + 1, self.at + 1, end + 1)


def read_plain(source: SourceText) -> MapNode | None:
    """What a file holds; None when it is not sure to be read right, or not right."""
    if not source.text.endswith("\n") or not "".join(set(source.text) - {"\n"}).isprintable():
        return None
    reader = _Reader(source.path, source.text.split("\n"))
    try:
        if _next_column(reader) != 0:
            return None
        root = _map(reader, 0, 0)
        return root if _next_column(reader) < 0 else None
    except _Unsure:
        return None


def _next_column(reader: _Reader) -> int:
    """Where the next line begins that says something, which empty ones and comments do not; -1 at the file's end."""
    while reader.at < len(reader.lines):
        begun = reader.line.lstrip(" ")
        if begun and not begun.startswith("#"):
            if len(reader.line) > _LINE_MAX:
                raise _Unsure
            return len(reader.line) - len(begun)
        reader.at += 1
    return -1


# ---- by indentation


def _map(reader: _Reader, column: int, depth: int) -> MapNode:
    """The map whose keys begin at a column, the first on the line that is looked at."""
    entries: dict[str, Entry] = {}
    while True:
        found = _KEY.match(reader.line, column)
        if found is None or depth > _DEPTH_MAX:
            raise _Unsure
        key = _text(found[1], reader.span(*found.span(1)))
        if key.text in entries:
            raise _Unsure
        entries[key.text] = Entry(key, _value(reader, found.end(), column, depth + 1))
        following = _next_column(reader)
        if following < column:
            known = tuple(entries.values())
            return MapNode(known, known[0].key.span)
        if following > column:
            raise _Unsure


def _list(reader: _Reader, column: int, depth: int) -> ListNode:
    """The list whose dashes stand at a column, the first on the line that is looked at."""
    items: list[Node] = []
    while reader.line.startswith("- ", column):
        start = _after_gap(reader.line, column + 2)
        if depth > _DEPTH_MAX:
            raise _Unsure
        item = (
            _map(reader, start, depth + 1) if _KEY.match(reader.line, start) else _inline(reader, start, column, depth)
        )
        items.append(item)
        following = _next_column(reader)
        if following > column:
            raise _Unsure
        if following < column:
            break
    return ListNode(tuple(items), items[0].span)


def _value(reader: _Reader, position: int, column: int, depth: int) -> Node:
    """What stands behind a key whose map begins at a column: on its line, or below it."""
    if not _REST.match(reader.line, position):
        return _inline(reader, _after_gap(reader.line, position), column, depth)
    reader.at += 1
    below = _next_column(reader)
    if below >= column and reader.line.startswith("- ", below):
        return _list(reader, below, depth)
    if below > column:
        return _map(reader, below, depth)
    raise _Unsure


def _inline(reader: _Reader, position: int, column: int, depth: int) -> Node:
    """A text or what stands in brackets, up to the line's end; a block goes on below it."""
    line = reader.line
    if _BLOCK.match(line, position):
        return _block(reader, position, column)
    if line[position : position + 1] in ("{", "["):
        node, end = _bracketed(reader, position, depth)
    else:
        pattern = _IN_BRACKETS if line[position : position + 1] in ('"', "'") else _PLAIN
        node, end = _scalar(reader, pattern, position)
    if not _REST.match(line, end):
        raise _Unsure
    reader.at += 1
    return node


def _block(reader: _Reader, position: int, column: int) -> TextNode:
    """The lines below a `|`, as far as they are indented; empty ones at the end are none of them."""
    place = reader.span(position, position + 1)
    reader.at += 1
    first, end, indent = reader.at, reader.at, 0
    while reader.at < len(reader.lines):
        begun = reader.line.lstrip(" ")
        if begun:
            indent = indent or len(reader.line) - len(begun)
            if indent <= column:
                raise _Unsure  # nothing stands in it
            if not reader.line.startswith(" " * indent):
                break
            end = reader.at + 1
        elif reader.line:
            raise _Unsure  # spaces that YAML may count
        reader.at += 1
    if indent <= column:
        raise _Unsure
    content = [line[indent:] for line in reader.lines[first:end]]
    return TextNode("\n".join(content) + "\n", place, Style.BLOCK, indent)


# ---- on one line


def _bracketed(reader: _Reader, position: int, depth: int) -> tuple[Node, int]:
    """The map or list whose bracket opens at a position, or the text there, and where it ends."""
    opening = reader.line[position : position + 1]
    if opening not in ("{", "["):
        return _scalar(reader, _IN_BRACKETS, position)
    if depth > _DEPTH_MAX:
        raise _Unsure
    closing = "}" if opening == "{" else "]"
    place, end = reader.span(position, position + 1), _after_gap(reader.line, position + 1)
    entries: dict[str, Entry] = {}
    items: list[Node] = []
    while reader.line[end : end + 1] != closing or entries or items:
        if opening == "{":
            key, end = _scalar(reader, _IN_BRACKETS, end)
            if key.text in entries or not reader.line.startswith(": ", end):
                raise _Unsure
            value, end = _bracketed(reader, _after_gap(reader.line, end + 1), depth + 1)
            entries[key.text] = Entry(key, value)
        else:
            value, end = _bracketed(reader, end, depth + 1)
            items.append(value)
        end = _after_gap(reader.line, end)
        if reader.line[end : end + 1] == closing:
            break
        if not reader.line.startswith(", ", end):
            raise _Unsure
        end = _after_gap(reader.line, end + 1)
    if opening == "{":
        known = tuple(entries.values())
        return MapNode(known, known[0].key.span if known else place), end + 1
    return ListNode(tuple(items), items[0].span if items else place), end + 1


def _scalar(reader: _Reader, pattern: re.Pattern[str], position: int) -> tuple[TextNode, int]:
    found = pattern.match(reader.line, position)
    if found is None:
        raise _Unsure
    return _text(found[0], reader.span(*found.span())), found.end()


def _text(written: str, place: Span) -> TextNode:
    if written[0] == "'":
        return TextNode(written[1:-1].replace("''", "'"), place, Style.QUOTED)
    if written[0] == '"':
        return TextNode(_ESCAPED.sub(_unescaped, written[1:-1]), place, Style.QUOTED)
    return TextNode(written, place)


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _ESCAPES[found[2]]


def _after_gap(line: str, position: int) -> int:
    found = _GAP.match(line, position)
    assert found is not None
    return found.end()
