"""What a mapping's file is promised, whatever stands in it: every stage answers, and says where and what is wrong.

One function for the law, for the fuzzer and for the mistakes that it once found.
"""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from connectors.go.catalog import CATALOG as GO
from connectors.win.catalog import CATALOG as WIN
from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import language
from engine.diagnostics.render import as_json, render_text
from engine.diagnostics.source import SourceText, Span
from engine.language.parser import parse_expression, parse_rules
from engine.language.subject import Linked
from engine.mapping import layer
from engine.mapping.assembly import assemble
from engine.mapping.finishing import finish
from engine.mapping.library import Library, known_files, linked_entities
from engine.mapping.mapping import Loaded
from engine.model.text import Text

MAPPINGS = Path(__file__).parents[2] / "mappings"
LIBRARY = Library({"win": WIN, "go": GO}, MAPPINGS)
_DAY = date(2026, 10, 1)
NAME, TEMPLATE = "customer.yaml", "letter.j2"
RECORD = {"customer_no": 10512, "name": "Fjord AS", "email": "post@fjord.no", "active": True, "payment_days": 14}


def examine(content: bytes, template: bytes | None = None) -> Loaded:
    """Load a file that holds this, and hold what comes of it to what is promised. Raises AssertionError.

    `template`: what stands in the file TEMPLATE beside it.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, beside = Path(folder, NAME), Path(folder, TEMPLATE)
        path.write_bytes(content)
        if template is not None:
            beside.write_bytes(template)
        library = Library(LIBRARY.catalogs, LIBRARY.shipped, {path.absolute(): NAME, beside.absolute(): TEMPLATE})
        loaded = _load(path, library)
        _forget()
        again = _load(path, library)
    assert loaded.diagnostics == again.diagnostics, "the same file is told in two ways"
    assert (loaded.mapping is None) == (again.mapping is None)
    for diagnostic in loaded.diagnostics:
        _look_at(diagnostic, loaded)
    if loaded.mapping is None:
        assert any(diagnostic.is_error for diagnostic in loaded.diagnostics), "refused, and nobody says why"
    else:
        for record in ({}, RECORD):
            loaded.mapping.run(record, today=_DAY)
    render_text(loaded.diagnostics, loaded.sources)
    render_text(loaded.diagnostics, loaded.sources, color=True, language=language("nb"))
    return loaded


@cache
def _linked() -> dict[str, Linked]:
    bases = known_files("base", MAPPINGS / "base", LIBRARY)
    return linked_entities(bases.values(), LIBRARY)


def _load(path: Path, library: Library) -> Loaded:
    return finish(assemble(path, library, _linked()), path, library)


def _forget() -> None:
    """What was remembered of a text would only say the same again."""
    layer._remembered.cache_clear()
    parse_rules.cache_clear()
    parse_expression.cache_clear()


def _look_at(diagnostic: Diagnostic, loaded: Loaded) -> None:
    assert diagnostic.code in CODES, diagnostic
    assert diagnostic.message, diagnostic
    as_json(diagnostic)
    texts = (diagnostic.message, diagnostic.note, diagnostic.help, *(label.text for label in diagnostic.labels))
    assert [text for text in texts if text and not isinstance(text, Text)] == [], diagnostic
    assert diagnostic.span is not None, f"nobody knows where: {diagnostic}"
    for span in (diagnostic.span, *(label.span for label in diagnostic.labels)):
        source = loaded.sources.get(span.path)
        assert source is not None, f"of another file: {diagnostic}"
        _look_up(span, source, diagnostic)


def _look_up(span: Span, source: SourceText, diagnostic: Diagnostic) -> None:
    """A place lies in its file; the end of a line, and of the file, are places too."""
    if span == source.whole():  # of the file as such, which may be empty
        return
    count = _line_count(source.text)
    assert (span.line, span.column) <= (span.end_line, span.end_column), f"ends before it begins: {diagnostic}"
    assert 1 <= span.line <= count, f"on no line of the file: {diagnostic}"
    assert 1 <= span.column <= len(source.line(span.line)) + 1, f"beside its line: {diagnostic}"
    assert span.end_line <= count + 1, f"ends below the file: {diagnostic}"


@lru_cache(maxsize=4)
def _line_count(text: str) -> int:
    return text.count("\n") + 1
