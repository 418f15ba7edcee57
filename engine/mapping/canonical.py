"""A mapping's file in its canonical layout: its rules laid out anew, and every byte around them left as it was.

Only the block `rules: |` and a `select:` written as a plain text are touched, and only when both say something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText
from engine.language.formatter import format_expression, format_rules
from engine.language.parser import parse_expression, parse_rules
from engine.mapping import complaints
from engine.mapping.document import (
    MapNode,
    Style,
    TextNode,
    embed,
    file_content,
    plain,
    read_content,
    read_file,
    text_at,
)
from engine.mapping.trees import same
from engine.model.frozen import frozen
from engine.model.pattern import pattern

_BREAK = pattern(r"(\r\n|\r|\n)")
# Most YAML files of a workspace hold no rules; to look is much cheaper than to read them.
_HAS_RULES = re.compile(rb"""(?:^|\xef\xbb\xbf|\r|\n)["']?(?:rules|select)["']?[ \t]*:""")
_BOM = "\ufeff"
# What would be a comment or a key in YAML, were it written without quotes.
_NOT_PLAIN = pattern(r": | #|:$")


@frozen
class Canonical:
    """What a file holds (`before`) and is to hold (`after`); they are the same bytes where nothing is to be done.

    `diagnostics`: the errors for which it is left alone.
    """

    before: bytes
    after: bytes
    diagnostics: tuple[Diagnostic, ...]
    source: SourceText

    @property
    def changes(self) -> bool:
        """Whether the file is laid out otherwise."""
        return self.before != self.after


def canonical_file(path: Path, shown: str) -> Canonical:
    """A file's canonical form; nothing is written. Never raises for what a file may hold: D1xx, S1xx.

    `shown`: the name that diagnostics use for it.
    """
    try:
        content = file_content(path)
    except OSError:
        document = read_file(path, shown)  # which says why
        return Canonical(b"", b"", document.diagnostics, document.source)
    return canonical(content, shown)


def canonical(content: bytes, shown: str) -> Canonical:
    """The canonical form of what a file holds; see `canonical_file`."""
    if not _HAS_RULES.search(content):
        return Canonical(content, content, (), SourceText(shown, ""))
    document = read_content(content, shown)
    errors = tuple(d for d in (*document.diagnostics, *_mistakes(document.root)) if d.is_error)
    if document.root is None or errors:
        return Canonical(content, content, errors, document.source)
    after = _rewritten(content.decode("utf-8"), document.root).encode("utf-8")
    assert after == content or _says_the_same(document.root, read_content(after, shown).root), shown
    return Canonical(content, after, (), document.source)


def _mistakes(root: MapNode | None) -> Iterator[Diagnostic]:
    """Why rules or `select:` cannot be laid out."""
    for name in ("rules", "select"):
        node = text_at(root, name) if root is not None else None
        if node is None:
            continue
        embedded = embed(node)
        if embedded is None:
            yield complaints.folded_expression(node.span)
        else:
            yield from (parse_rules if name == "rules" else parse_expression)(embedded).diagnostics


def _rewritten(text: str, root: MapNode) -> str:
    """The file's text with the parts laid out that are."""
    mark = _BOM if text.startswith(_BOM) else ""
    pieces = _BREAK.split(text[len(mark) :])
    lines, breaks = pieces[::2], [*pieces[1::2], ""]
    select, rules = text_at(root, "select"), text_at(root, "rules")
    if select is not None and select.style is Style.PLAIN:
        _write_select(lines, select)
    if rules is not None and rules.style is Style.BLOCK and rules.text.strip():
        _write_rules(lines, breaks, rules)
    return mark + "".join(line + end for line, end in zip(lines, breaks, strict=True))


def _write_select(lines: list[str], node: TextNode) -> None:
    span, made = node.span, format_expression(node.text)
    if not _NOT_PLAIN.search(made):
        line = lines[span.line - 1]
        lines[span.line - 1] = line[: span.column - 1] + made + line[span.end_column - 1 :]


def _write_rules(lines: list[str], breaks: list[str], node: TextNode) -> None:
    """Put the block's lines in place of the old ones, each with the line break that the file has there."""
    first = node.span.line  # counted from 0: the line below the indicator
    end = first + len(node.text.rstrip().split("\n"))
    indent = " " * node.indent
    made = [indent + line if line else "" for line in format_rules(node.text, node.indent).split("\n")]
    lines[first:end] = made
    breaks[first:end] = [*[breaks[first - 1]] * (len(made) - 1), breaks[end - 1]]


def _says_the_same(before: MapNode, after: MapNode | None) -> bool:
    """Whether two files say the same but for the layout of their rules: a last look before anything is written."""
    if after is None:
        return False
    ours = ("rules", "select")
    others = ({k: v for k, v in plain(root).items() if k not in ours} for root in (before, after))
    return next(others) == next(others) and all(same(_tree(before, name), _tree(after, name)) for name in ours)


def _tree(root: MapNode, name: str) -> object:
    node = text_at(root, name)
    embedded = embed(node) if node is not None else None
    if embedded is None:
        return None
    return parse_rules(embedded).statements if name == "rules" else parse_expression(embedded).expression
