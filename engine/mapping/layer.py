"""One file of a mapping, read and parsed: a base, or an overlay that carries only what differs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText, Span
from engine.language import ast
from engine.language.parser import parse_expression, parse_rules
from engine.language.typed import Table
from engine.mapping import complaints
from engine.mapping.document import (
    Document,
    MapNode,
    TextNode,
    embed,
    file_content,
    items_at,
    map_at,
    read_content,
    read_file,
    text_at,
)
from engine.mapping.series import read_choice
from engine.mapping.series_choice import SeriesChoice
from engine.mapping.table import read_table
from engine.mapping.validation import validate
from engine.model.frozen import field, frozen, replace


@frozen
class Chosen:
    """A name of `series:` with what it stands for."""

    choice: SeriesChoice
    span: Span


@frozen
class Layer:
    """What a mapping's file says; of several files laid over each other, what they say together.

    `files`: the paths, as shown, that it was made of, the lowest base first. `place`: of the mapping's name.
    `tests`: the items of `tests:` with the number of files that each one stands on (its own included).
    `gone`: the statements that a later file replaced or dropped, with the number of that file; `drops`: those that say
    so. `replaces`: the places that a statement, a series or `select:` took of a lower file, by its own.
    """

    files: tuple[str, ...]
    place: Span
    name: TextNode | None
    extends: TextNode | None
    source: TextNode | None
    target: TextNode | None
    continues: TextNode | None
    select: ast.Expression | None
    key: tuple[TextNode, ...]
    adopt: tuple[TextNode, ...]
    series: Mapping[str, Chosen]
    tables: Mapping[str, Table]
    statements: tuple[ast.Statement, ...]
    tests: tuple[tuple[MapNode, int], ...]
    gone: tuple[tuple[ast.Statement, int], ...] = ()
    drops: tuple[ast.Drop, ...] = ()
    replaces: Mapping[Span, tuple[Span, ...]] = field(default_factory=dict)


@frozen
class ReadLayer:
    """A layer, None when its YAML is not a mapping's, and all that is to be said of the file.

    A layer whose rules have syntax errors holds those that could be read.
    """

    layer: Layer | None
    diagnostics: tuple[Diagnostic, ...]
    text: SourceText


def read_layer(path: Path, shown: str) -> ReadLayer:
    """Read one file of a mapping. Never raises for content: D1xx, S1xx."""
    try:
        content = file_content(path)
    except OSError:
        return _read(read_file(path, shown))  # which says why
    return _remembered(content, shown)


# A base is parsed once and not once a customer, wherever it lies: layers never change.
@lru_cache(maxsize=256)
def _remembered(content: bytes, shown: str) -> ReadLayer:
    return _read(read_content(content, shown))


# A name that stands twice or that nobody knows leaves a document that can be read.
_READABLE = ("D108", "D111")


def _read(document: Document) -> ReadLayer:
    diagnostics = [*document.diagnostics, *validate(document, "mapping")]
    root = document.root
    if root is None:
        return ReadLayer(None, tuple(diagnostics), document.source)
    wrong = [d for d in diagnostics if d.is_error and d.code not in _READABLE]
    whole = document.source.whole()
    if any(d.span == whole or _part_of(root, d) != "tests" for d in wrong):
        # What is wrong with the writing of the rules is told in the same run.
        _expression(text_at(root, "select"), diagnostics)
        _statements(text_at(root, "rules"), diagnostics)
        return ReadLayer(None, tuple(diagnostics), document.source)
    layer = _layer(document, root, diagnostics)
    return ReadLayer(replace(layer, tests=()) if wrong else layer, tuple(diagnostics), document.source)


def _part_of(root: MapNode, diagnostic: Diagnostic) -> str:
    """The name at the file's top under which something stands; empty for the file as a whole."""
    line = diagnostic.span.line if diagnostic.span is not None else 0
    return max(((e.key.span.line, e.key.text) for e in root.entries if e.key.span.line <= line), default=(0, ""))[1]


def _layer(document: Document, root: MapNode, diagnostics: list[Diagnostic]) -> Layer:
    name, series, tables = text_at(root, "mapping"), map_at(root, "series"), map_at(root, "tables")
    extends, continues, key = text_at(root, "extends"), text_at(root, "continues"), root.find("key")
    if continues is not None and key is not None:
        diagnostics.append(complaints.key_and_continues(key.key.span))
    place = name or extends
    return Layer(
        files=(document.source.path,),
        place=place.span if place is not None else document.source.whole(),
        name=name,
        extends=extends,
        source=text_at(root, "from"),
        target=text_at(root, "to"),
        continues=continues,
        select=_expression(text_at(root, "select"), diagnostics),
        key=_names(root, "key"),
        adopt=_names(root, "adopt"),
        series=_series(series, diagnostics) if series else {},
        tables=_tables(tables) if tables else {},
        statements=_statements(text_at(root, "rules"), diagnostics),
        tests=tuple((item, 1) for item in items_at(root, "tests") if isinstance(item, MapNode)),
    )


def _names(root: MapNode, key: str) -> tuple[TextNode, ...]:
    return tuple(item for item in items_at(root, key) if isinstance(item, TextNode))


def _expression(node: TextNode | None, diagnostics: list[Diagnostic]) -> ast.Expression | None:
    if node is None:
        return None
    embedded = embed(node)
    if embedded is None:
        diagnostics.append(complaints.folded_expression(node.span))
        return None
    parsed = parse_expression(embedded)
    diagnostics += parsed.diagnostics
    return parsed.expression


def _statements(node: TextNode | None, diagnostics: list[Diagnostic]) -> tuple[ast.Statement, ...]:
    if node is None:
        return ()
    embedded = embed(node)
    if embedded is None:
        diagnostics.append(complaints.folded_expression(node.span))
        return ()
    parsed = parse_rules(embedded)
    diagnostics += parsed.diagnostics
    return parsed.statements


def _series(node: MapNode, diagnostics: list[Diagnostic]) -> dict[str, Chosen]:
    chosen = {entry.key.text: Chosen(read_choice(entry.value), entry.key.span) for entry in node.entries}
    diagnostics += [
        complaints.range_upside_down(one.span, one.choice.start, one.choice.end)
        for one in chosen.values()
        if one.choice.type is None and one.choice.start > one.choice.end
    ]
    return chosen


def _tables(node: MapNode) -> dict[str, Table]:
    return {e.key.text: read_table(e.key, e.value) for e in node.entries if isinstance(e.value, MapNode)}
