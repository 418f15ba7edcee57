"""Code tables: a mapping's own and the shared files, laid over each other by key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText
from engine.language.typed import Table
from engine.mapping import complaints
from engine.mapping.document import (
    SIZE_MAX,
    Document,
    MapNode,
    TextNode,
    decoded,
    file_content,
    map_at,
    read_content,
    read_file,
    text_at,
)
from engine.mapping.validation import validate
from engine.model.frozen import frozen, replace

LONG_MAX = 100_000_000  # bytes; a million rows take 20 to 40 of them


@frozen
class SharedTable:
    """What a file of `mappings/tables/` holds; `table` is None when it could not be read."""

    table: Table | None
    diagnostics: tuple[Diagnostic, ...]
    source: SourceText


def read_table(name: TextNode, rows: MapNode) -> Table:
    """A table of a mapping's `tables:`; the document is valid. A row without a value gives an empty text."""
    return Table(name.text, _rows(rows), name.span)


def read_shared(path: Path, shown: str) -> SharedTable:
    """Read `tables/<name>.yaml`. Never raises for content: D1xx, D301."""
    try:
        content = file_content(path, LONG_MAX)
    except OSError:
        return _read(read_file(path, shown), path.stem)  # which says why
    if len(content) > SIZE_MAX:
        return _read_long(content, shown, path.stem)  # too large to be kept beside what is made of it
    return _remembered(content, shown, path.stem)


# A hundred customers share a table.
@lru_cache(maxsize=64)
def _remembered(content: bytes, shown: str, stem: str) -> SharedTable:
    return _read(read_content(content, shown), stem)


def _read(document: Document, stem: str) -> SharedTable:
    diagnostics = [*document.diagnostics, *validate(document, "tables")]
    if document.root is None or any(diagnostic.is_error for diagnostic in diagnostics):
        return SharedTable(None, tuple(diagnostics), document.source)
    name, rows = text_at(document.root, "table"), map_at(document.root, "rows")
    if name is None or rows is None:
        return SharedTable(None, tuple(diagnostics), document.source)
    if name.text != stem:
        diagnostics.append(complaints.table_misnamed(name.span, name.text, stem))
    # Rules find it by its file, whatever it calls itself.
    return SharedTable(Table(stem, _rows(rows), name.span), tuple(diagnostics), document.source)


def _read_long(content: bytes, shown: str, stem: str) -> SharedTable:
    """A table with so many rows that each must stand on a line of its own."""
    from engine.mapping.long_table import read_long_table

    if len(content) > LONG_MAX:
        whole = SourceText(shown, "")
        return SharedTable(None, (complaints.too_large(whole.whole(), LONG_MAX),), whole)
    source, wrong = decoded(content, shown)
    if wrong is not None:
        return SharedTable(None, (wrong,), source)
    long = read_long_table(source)
    if long.table is None or long.table.name == stem:
        return SharedTable(long.table, long.diagnostics, source)
    misnamed = complaints.table_misnamed(long.table.span, long.table.name, stem)
    return SharedTable(replace(long.table, name=stem), (*long.diagnostics, misnamed), source)


def lay_tables(base: Mapping[str, Table], over: Mapping[str, Table]) -> dict[str, Table]:
    """Both sets of tables; those of one name are merged by key, and the upper one's place and rows win."""
    merged = dict(base)
    for name, table in over.items():
        merged[name] = _over(base[name], table) if name in base else table
    return merged


def _over(below: Table, table: Table) -> Table:
    places = (*table.below, below.span, *below.below)
    return Table(table.name, {**below.rows, **table.rows}, table.span, places)


def _rows(node: MapNode) -> dict[str, str]:
    return {e.key.text: e.value.text for e in node.entries if isinstance(e.value, TextNode)}
