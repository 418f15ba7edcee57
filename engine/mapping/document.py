"""YAML as consultants write it, read to frozen nodes: every scalar is text, and knows its place in the file.

This is the only place that knows the YAML library, which most files never meet: plain_yaml.py reads them. No implicit
types, no aliases, no tags, one document, unique keys: what a file says is what stands in it. Positions of block texts
are kept, so that a rule's place is the file's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Embedded, SourceText, Span
from engine.mapping import complaints
from engine.mapping.nodes import Entry, ListNode, MapNode, Node, Style, TextNode
from engine.mapping.plain_yaml import read_plain
from engine.model.frozen import changeable, frozen, replace
from engine.model.pattern import pattern
from engine.model.text import say

__all__ = [  # the nodes too: who reads a document looks at its nodes
    "DEPTH_MAX",
    "SIZE_MAX",
    "Document",
    "Entry",
    "ListNode",
    "MapNode",
    "Node",
    "Style",
    "TextNode",
    "decoded",
    "embed",
    "file_content",
    "items_at",
    "map_at",
    "plain",
    "read_content",
    "read_file",
    "read_text",
    "text_at",
]

SIZE_MAX = 2_000_000  # bytes; a mapping is read by people; a larger table is read line by line
DEPTH_MAX = 30
# Control characters; and what YAML takes for line breaks and editors do not: lines would be counted differently.
_ODD = pattern("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


@frozen
class Document:
    """A file's content; `root` is None when it could not be read."""

    source: SourceText
    root: MapNode | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether an error was met while reading."""
        return any(diagnostic.is_error for diagnostic in self.diagnostics)


def read_file(path: Path, shown: str) -> Document:
    """Read a YAML file. Never raises for what a file may hold: all is in `diagnostics` (D1xx).

    `shown`: the name that diagnostics use for it.
    """
    source = SourceText(shown, "")
    try:
        content = file_content(path)
    except OSError as failure:
        return Document(
            source, None, (complaints.unreadable(source.whole(), failure.strerror or say("no reason given")),)
        )
    return read_content(content, shown)


def file_content(path: Path, size_max: int = SIZE_MAX) -> bytes:
    """What a file holds; of one that is too large no more than shows that it is. Raises OSError."""
    with path.open("rb") as file:
        return file.read(size_max + 1)


def read_content(content: bytes, shown: str) -> Document:
    """Read YAML from what a file holds; see `read_file`."""
    source = SourceText(shown, "")
    if len(content) > SIZE_MAX:
        return Document(source, None, (complaints.too_large(source.whole(), SIZE_MAX),))
    return _read(*decoded(content, shown))


def read_text(text: str, shown: str) -> Document:
    """Read YAML from a text; see `read_file`."""
    return _read(*_looked_over(SourceText(shown, _with_plain_breaks(text))))


def decoded(content: bytes, shown: str) -> tuple[SourceText, Diagnostic | None]:
    """The text of a file that people write, and what makes it unreadable: its encoding, or a character unseen.

    Its line breaks are one character each, whatever machine it was written on.
    """
    try:
        return _looked_over(SourceText(shown, _with_plain_breaks(content.decode("utf-8-sig"))))
    except UnicodeDecodeError as failure:
        return _not_utf8(content, failure, shown)


def _not_utf8(content: bytes, failure: UnicodeDecodeError, shown: str) -> tuple[SourceText, Diagnostic]:
    """The text with a mark in place of each byte that is none, so that the first of them can be shown."""
    before = _with_plain_breaks(content[: failure.start].decode("utf-8-sig", "replace"))
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    text = SourceText(shown, _with_plain_breaks(content.decode("utf-8-sig", "replace")))
    return text, complaints.not_utf8(Span(shown, line, column, line, column + 1))


def _with_plain_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _looked_over(source: SourceText) -> tuple[SourceText, Diagnostic | None]:
    return source, _odd_character(source)


def _read(source: SourceText, wrong: Diagnostic | None) -> Document:
    if wrong is not None:
        return Document(source, None, (wrong,))
    quickly = read_plain(source)
    if quickly is not None:
        return Document(source, quickly)
    reading = _Reading(source, source.text.split("\n"), [])
    root = _read_events(reading)
    return Document(source, root, tuple(reading.diagnostics))


def embed(node: TextNode) -> Embedded | None:
    """The text as an expression's source with its place in the file; None when the text was folded over lines."""
    span = node.span
    if node.style is Style.FOLDED:
        return None
    if node.style is Style.BLOCK:
        return Embedded(span.path, node.text, span.line + 1, node.indent + 1, node.indent)
    return Embedded(span.path, node.text, span.line, span.column + (node.style is Style.QUOTED))


def plain(node: Node) -> Any:
    """The node as dicts, lists and texts, for validation against a schema."""
    if isinstance(node, MapNode):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    return [plain(item) for item in node.items] if isinstance(node, ListNode) else node.text


def text_at(node: MapNode, key: str) -> TextNode | None:
    """The text under a key; None when there is none, or something else."""
    entry = node.find(key)
    return entry.value if entry is not None and isinstance(entry.value, TextNode) else None


def map_at(node: MapNode, key: str) -> MapNode | None:
    """The map under a key; None when there is none, or something else."""
    entry = node.find(key)
    return entry.value if entry is not None and isinstance(entry.value, MapNode) else None


def items_at(node: MapNode, key: str) -> tuple[Node, ...]:
    """The items under a key; a single text is a list of one, and nothing is none."""
    entry = node.find(key)
    if entry is None:
        return ()
    return entry.value.items if isinstance(entry.value, ListNode) else (entry.value,)


# ---- from events to nodes


@changeable
class _Reading:
    """One file while it is read."""

    source: SourceText
    lines: list[str]
    diagnostics: list[Diagnostic]


class _Stop(Exception):
    """The rest of the file cannot be made sense of; what is wrong is already among the diagnostics."""


def _odd_character(source: SourceText) -> Diagnostic | None:
    found = _ODD.search(source.text)
    if found is None:
        return None
    index = found.start()
    line = source.text.count("\n", 0, index) + 1
    column = index - source.text.rfind("\n", 0, index)
    return complaints.odd_character(Span(source.path, line, column, line, column + 1), found[0])


def _read_events(reading: _Reading) -> MapNode | None:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    events = YAML(typ="safe", pure=True).parse(reading.source.text)
    try:
        return _read_stream(events, reading)
    except _Stop:
        return None
    except MarkedYAMLError as failure:
        reading.diagnostics.append(_broken(failure, reading))
    except YAMLError as failure:
        reading.diagnostics.append(complaints.broken_yaml(reading.source.whole(), str(failure)))
    except (ValueError, AssertionError, IndexError) as failure:  # the library's own slips on hostile text
        reading.diagnostics.append(complaints.broken_yaml(reading.source.whole(), str(failure)))
    return None


def _broken(failure: Any, reading: _Reading) -> Diagnostic:
    """The library's complaint at the mark that helps: where an open quote or bracket began, else where it gave up."""
    problem = failure.problem or ""
    opened = any(part in problem for part in ("end of stream", "expected ',' or", "could not find expected"))
    mark = failure.context_mark if opened and failure.context_mark else failure.problem_mark
    if mark is None:
        return complaints.broken_yaml(reading.source.whole(), problem)
    line, column = mark.line + 1, mark.column + 1
    return complaints.broken_yaml(Span(reading.source.path, line, column, line, column + 1), problem)


def _read_stream(events: Iterator[Any], reading: _Reading) -> MapNode | None:
    """The one document of the stream; its root must be a map."""
    root: Node | None = None
    documents = 0
    for event in events:
        kind = type(event).__name__
        if kind == "DocumentStartEvent":
            documents += 1
            if documents > 1:
                raise _stop(reading, complaints.second_document(_span(event, reading)))
        elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
            root = _read_node(event, events, reading, 0)
    if root is None or (isinstance(root, TextNode) and not root.text):
        raise _stop(reading, complaints.empty_document(reading.source.whole()))
    if not isinstance(root, MapNode):
        raise _stop(reading, complaints.no_map(root.span))
    return root


def _stop(reading: _Reading, diagnostic: Diagnostic) -> _Stop:
    reading.diagnostics.append(diagnostic)
    return _Stop()


def _read_node(event: Any, events: Iterator[Any], reading: _Reading, depth: int) -> Node | None:
    """The node that an event begins; None for an alias, which is refused."""
    kind = type(event).__name__
    span = _span(event, reading)
    if kind == "AliasEvent":
        reading.diagnostics.append(complaints.alias(span, str(event.anchor)))
        return None
    if event.anchor is not None:
        reading.diagnostics.append(complaints.anchor(span, str(event.anchor)))
    if event.tag is not None and str(event.tag) != "!":
        reading.diagnostics.append(complaints.tag(span, str(event.tag).replace("tag:yaml.org,2002:", "!!")))
    if depth > DEPTH_MAX:
        raise _stop(reading, complaints.too_deep(span, DEPTH_MAX))
    if kind == "ScalarEvent":
        return _read_scalar(event, span, reading)
    if kind == "SequenceStartEvent":
        return _read_list(events, span, reading, depth)
    return _read_map(events, span, reading, depth)


def _read_list(events: Iterator[Any], span: Span, reading: _Reading, depth: int) -> ListNode:
    items: list[Node] = []
    for event in events:
        if type(event).__name__ == "SequenceEndEvent":
            break
        item = _read_node(event, events, reading, depth + 1)
        if item is not None:
            items.append(item)
    return ListNode(tuple(items), items[0].span if items else span)


def _read_map(events: Iterator[Any], span: Span, reading: _Reading, depth: int) -> MapNode:
    entries: dict[str, Entry] = {}
    for event in events:
        if type(event).__name__ == "MappingEndEvent":
            break
        key = _read_node(event, events, reading, depth + 1)
        value = _read_node(next(events), events, reading, depth + 1)
        if not isinstance(key, TextNode):
            if key is not None:
                reading.diagnostics.append(complaints.key_is_no_text(key.span))
        elif key.text in entries:
            reading.diagnostics.append(complaints.duplicate_key(key.span, key.text, entries[key.text].key.span))
        elif value is not None:
            entries[key.text] = Entry(key, value)
    found = tuple(entries.values())
    return MapNode(found, found[0].key.span if found else span)


def _read_scalar(event: Any, span: Span, reading: _Reading) -> TextNode:
    style = _style(event, span)
    if event.style not in ("|", ">"):
        return TextNode(str(event.value), span, style)
    indicator = Span(span.path, span.line, span.column, span.line, span.column + 1)
    return TextNode(str(event.value), indicator, style, _indent(str(event.value), span.line, reading.lines))


def _style(event: Any, span: Span) -> Style:
    if event.style == "|":
        return Style.BLOCK
    if event.style == ">" or span.end_line > span.line:
        return Style.FOLDED
    return Style.QUOTED if event.style in ('"', "'") else Style.PLAIN


def _indent(text: str, line: int, lines: list[str]) -> int:
    """How many characters were taken off each line of a block whose indicator stands on `line`."""
    for offset, content in enumerate(text.split("\n")):
        if content.strip():
            written = lines[line + offset]
            return len(written) - len(written.lstrip(" ")) - (len(content) - len(content.lstrip(" ")))
    return 0


def _span(event: Any, reading: _Reading) -> Span:
    start, end = event.start_mark, event.end_mark
    whole = Span(reading.source.path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
    return replace(whole, end_column=whole.column + 1) if whole.end_column == whole.column else whole
