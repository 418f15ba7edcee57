"""`wingo show ENTITY`: a mapping as it runs, base and overlay merged, each rule with the file and line it came from."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.diagnostics.languages import ENGLISH, Language
from engine.faces.cli.options import Options, format_option, general_options
from engine.faces.cli.paint import Paint, pad, paint_for, width
from engine.faces.cli.stops import WRONG, stop
from engine.faces.cli.wanted import no_entity
from engine.faces.way_phrases import back_json, back_lines, two_way_phrase

if TYPE_CHECKING:
    from engine.diagnostics.source import Span
    from engine.faces.documents import Documents
    from engine.language.inverting.telling import GivenBack
    from engine.language.typed import Table, Way
    from engine.mapping.mapping import Mapping
    from engine.mapping.series_choice import SeriesChoice
    from engine.mapping.statement_lines import StatementLine

_RULE_COLUMNS_MAX = 90  # a place stands right of the rules, and a rule longer than this pushes its own further
_ROWS_SHOWN = 8


@click.command("show")
@click.argument("entity")
@format_option("text", "json")
@general_options
def show_command(options: Options, entity: str) -> None:
    """Show a mapping as it runs: base and overlay merged, each rule with its file and line."""
    found = _mappings(options, options.folder, entity)
    if options.json:
        from engine.model import exact_json

        click.echo(exact_json.dumps({"mappings": [mapping_json(mapping, options.tr) for mapping in found]}, indent=2))
        return
    paint = paint_for(sys.stdout, options.no_color)
    for number, mapping in enumerate(found):
        for line in [""] * (number > 0) + list(mapping_lines(mapping, paint, options.tr, whole=options.verbose)):
            click.echo(line)


def _mappings(options: Options, folder: Path, entity: str) -> list[Mapping]:
    """The mapping of that name and the second passes that continue it."""
    from engine.faces.documents import read_documents

    documents = read_documents(folder)
    loaded = documents.mappings.mappings if documents.mappings is not None else ()
    found = [mapping for mapping in loaded if entity in (mapping.name, mapping.continues)]
    if not any(mapping.name == entity for mapping in found):
        raise _missing(options, documents, entity)
    return found


def _missing(options: Options, documents: Documents, entity: str) -> Exception:
    """Why there is nothing to show: its files have errors, or the workspace has no such entity."""
    entities = documents.workspace.entities if documents.workspace is not None else ()
    if documents.has_errors and (entity in entities or not entities):
        errors = [diagnostic for diagnostic in documents.diagnostics if diagnostic.is_error]
        return stop(options, WRONG, errors, documents.sources)
    return no_entity(entity, entities)


# ---- for programs


def mapping_json(mapping: Mapping, tr: Language = ENGLISH) -> dict[str, object]:
    """A mapping as data; `origin` says whether a part is the base's or an overlay's, `replaces` what of a lower file it
    took the place of. `two_way`: of a rule that runs back, its class and what it gives to which field.
    """
    select = _select(mapping)
    return {
        "mapping": mapping.name,
        "file": mapping.file,
        "files": list(mapping.files),
        "from": mapping.source.title,
        "to": mapping.target.title,
        "continues": mapping.continues,
        "key": list(mapping.key),
        "adopt": list(mapping.adopt),
        "series": {name: _series_json(mapping, name, choice) for name, choice in mapping.series.items()},
        "select": None if select is None else _statement_json(mapping, select),
        "rules": [
            {**_statement_json(mapping, line), "two_way": _way_json(mapping, line, tr)} for line in mapping.rules
        ],
        "tables": {name: _table_json(mapping, table) for name, table in mapping.program.tables.items()},
    }


def _series_json(mapping: Mapping, name: str, choice: SeriesChoice) -> dict[str, object]:
    chosen = {"type": choice.type} if choice.type is not None else {"from": choice.start, "to": choice.end}
    return {**chosen, **_origin_json(mapping, mapping.series_places[name])}


def _statement_json(mapping: Mapping, line: StatementLine) -> dict[str, object]:
    return {"text": line.text, **_origin_json(mapping, line.span)}


def _origin_json(mapping: Mapping, span: Span | None) -> dict[str, object]:
    return {
        "file": None if span is None else span.path,
        "line": None if span is None else span.line,
        "origin": origin_of(mapping, None if span is None else span.path),
        "replaces": [_place_json(place) for place in replaced_by(mapping, span)],
    }


def _place_json(span: Span) -> dict[str, object]:
    return {"file": span.path, "line": span.line}


def _way_json(mapping: Mapping, line: StatementLine, tr: Language) -> dict[str, object] | None:
    way = _way(mapping, line)
    if way is None:
        return None
    return {"class": way.step_class.value, "back": back_json(_given_back(mapping, way), tr)}


def _table_json(mapping: Mapping, table: Table) -> dict[str, object]:
    """A table is laid over the ones `below` it, row by row, and replaces none of them."""
    below = [_place_json(place) for place in table.below]
    return {**_place_json(table.span), "below": below, "rows": dict(table.rows)}


def origin_of(mapping: Mapping, file: str | None) -> str | None:
    """`base` for the lowest of a mapping's files, `overlay` for those laid over it; None for a closing brace."""
    if file is None:
        return None
    return "base" if file == mapping.files[0] else "overlay"


def replaced_by(mapping: Mapping, span: Span | None) -> tuple[Span, ...]:
    """The places that a part of a mapping took of a lower file."""
    return () if span is None else mapping.replaces.get(span, ())


def _way(mapping: Mapping, line: StatementLine) -> Way | None:
    """The way back of a two-way rule."""
    return next((way for way in mapping.program.ways if way.rule.span == line.span), None)


def _given_back(mapping: Mapping, way: Way) -> tuple[GivenBack, ...]:
    from engine.language.inverting.telling import given_back

    return given_back(way, mapping.program)


def _place(span: Span) -> str:
    return f"{span.path}:{span.line}"


def _select(mapping: Mapping) -> StatementLine | None:
    from engine.mapping.statement_lines import StatementLine

    if mapping.program.select is None:
        return None
    span = mapping.program.select.span
    text = mapping.sources[span.path].line(span.line)
    end = span.end_column - 1 if span.end_line == span.line else len(text)
    return StatementLine(text[span.column - 1 : end], span)


# ---- for people


def mapping_lines(mapping: Mapping, paint: Paint, tr: Language = ENGLISH, *, whole: bool) -> Iterator[str]:
    """A mapping as a person reads it: what it joins, its rules with their places, its tables."""
    yield paint(f"{mapping.name}: {mapping.source.title} -> {mapping.target.title}", "bold")
    yield from _header_lines(mapping, tr)
    yield ""
    yield from _statement_lines(mapping, paint, tr)
    for name, table in mapping.program.tables.items():
        yield ""
        yield from _table_lines(name, table, paint, tr, whole)


def _header_lines(mapping: Mapping, tr: Language) -> Iterator[str]:
    """What stands above the rules; all but the files under the document's own words."""
    files = " over ".join(reversed(mapping.files))  # a word of both languages
    yield "  " + tr("files      {files}", files=files)
    if mapping.continues is not None:
        yield f"  continues  {mapping.continues}"
    yield f"  key        {', '.join(mapping.key)}"
    if mapping.adopt:
        yield f"  adopt      {', '.join(mapping.adopt)}"
    for name, choice in mapping.series.items():
        stands_for = choice.type if choice.type is not None else f"{choice.start}-{choice.end}"
        yield f"  series     {name}: {stands_for}    {_origin(mapping, mapping.series_places[name], tr)}"
    if (select := _select(mapping)) is not None:
        yield f"  select     {select.text}    {_origin(mapping, select.span, tr)}"


def _statement_lines(mapping: Mapping, paint: Paint, tr: Language) -> Iterator[str]:
    lines = mapping.rules
    columns = min(_RULE_COLUMNS_MAX, max((width(line.text.split("\n")[0]) for line in lines), default=0))
    for line in lines:
        first, *others = line.text.split("\n")
        is_overlay = origin_of(mapping, line.file) == "overlay"
        place = paint(_origin(mapping, line.span, tr), "blue" if is_overlay else "grey") if line.span else ""
        way = _way(mapping, line)
        two_way = "" if way is None else two_way_phrase(way.step_class, tr)
        yield f"  {pad(first, columns)}  {place}  {two_way}".rstrip()
        yield from (f"  {other}" for other in others)
        if way is not None:
            indent = " " * (len(first) - len(first.lstrip()) + 6)
            yield from (paint(indent + back, "grey") for back in back_lines(_given_back(mapping, way), tr))


def _origin(mapping: Mapping, span: Span | None, tr: Language) -> str:
    """A part's place; of an overlay's with what it took the place of: `customer.yaml:9  overlay, replaces …`."""
    if span is None:
        return ""
    place, replaced = _place(span), replaced_by(mapping, span)
    if origin_of(mapping, span.path) != "overlay":
        return place
    if not replaced:
        return f"{place}  overlay"
    return tr("{place}  overlay, replaces {places}", place=place, places=", ".join(map(_place, replaced)))


def _table_lines(name: str, table: Table, paint: Paint, tr: Language, whole: bool) -> Iterator[str]:
    over = tr("over {places}", places=", ".join(map(_place, table.below))) if table.below else ""
    place = paint(f"{_place(table.span)}  {over}".rstrip(), "grey")
    title, count = paint(tr("table {name}", name=name), "bold"), tr.count(len(table.rows), "{n} row", "{n} rows")
    yield f"{title} · {count}    {place}"
    rows = list(table.rows.items())
    shown = rows if whole else rows[:_ROWS_SHOWN]
    columns = max((width(key) for key, _ in shown), default=0)
    yield from (f"  {pad(key, columns)}  {value}".rstrip() for key, value in shown)
    if len(shown) < len(rows):
        yield "  " + tr("… {n} more (-v shows them)", n=len(rows) - len(shown))
