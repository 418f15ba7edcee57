"""From what files say to what runs: entities, tables and series looked up, rules checked, in one piece."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from engine.diagnostics.diagnostic import Diagnostic, Severity
from engine.diagnostics.source import SourceText
from engine.language import ast, typed
from engine.language.subject import Linked, Subject
from engine.mapping import complaints
from engine.mapping.document import TextNode
from engine.mapping.layer import Layer
from engine.mapping.library import Library, find_file, known_files, shown
from engine.mapping.overlay import read_chain
from engine.mapping.table import lay_tables, read_shared
from engine.mapping.templates import read_template, templates_named
from engine.mapping.trees import calls_in
from engine.model.frozen import frozen
from engine.model.schema import Catalog, Entity, Field, Series


@frozen
class Ends:
    """The two entities that a mapping joins, with their catalogs."""

    source: Entity
    target: Entity
    source_catalog: Catalog
    target_catalog: Catalog


@frozen
class Assembled:
    """A mapping's parts. `ends`, `program` and `layer` are None when errors leave them unknown.

    `key`: of a second pass that of the mapping which it continues. `texts`: every file that was read, bases first.
    `templates`: the names of those that rules render.
    """

    layer: Layer | None
    ends: Ends | None
    program: typed.Program | None
    key: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    texts: tuple[SourceText, ...]
    templates: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it can run."""
        return self.program is not None and not any(d.is_error for d in self.diagnostics)


def assemble(path: Path, library: Library, linked: Mapping[str, Linked], live: Iterable[Series] = ()) -> Assembled:
    """Read a mapping's file with its bases and check it. Never raises for content.

    `linked`: what `link` may name. `live`: number series that are known beside the target catalog's own.
    """
    chain = read_chain(path, library)
    diagnostics, texts = list(chain.diagnostics), list(chain.texts)
    layer = chain.layer
    ends = _ends(layer, library, diagnostics) if layer is not None else None
    if layer is None or ends is None:
        return Assembled(layer, None, None, (), tuple(diagnostics), tuple(texts))
    key = _key(layer, ends, path, library, diagnostics)
    diagnostics += _unknown(layer.adopt, ends.target.fields, ends.target.title)
    diagnostics += _series_complaints(layer, ends.target_catalog, live)
    calls = tuple(calls_in((layer.select, layer.statements)))
    tables = _tables(layer, calls, path, library, diagnostics, texts)
    templates = _templates(calls, path, library, diagnostics, texts)
    program = _check(_subject(layer, ends, tables, templates, linked, texts), layer, diagnostics)
    return Assembled(layer, ends, program, key, tuple(diagnostics), tuple(texts), tuple(templates))


def digest(texts: Iterable[SourceText]) -> str:
    """A hash of what files hold, wherever they lie."""
    whole = hashlib.sha256()
    for text in texts:
        content = text.text.encode()
        whole.update(len(content).to_bytes(8, "big") + content)
    return f"sha256:{whole.hexdigest()}"


# ---- what the header names


def _ends(layer: Layer, library: Library, diagnostics: list[Diagnostic]) -> Ends | None:
    source = _entity(layer.source, library, diagnostics)
    target = _entity(layer.target, library, diagnostics)
    if source is None or target is None:
        return None
    return Ends(source, target, library.catalogs[source.system], library.catalogs[target.system])


def _entity(node: TextNode | None, library: Library, diagnostics: list[Diagnostic]) -> Entity | None:
    assert node is not None, "the schema asks for it where nothing is extended"
    entity = library.entity(node.text)
    if entity is None:
        diagnostics.append(complaints.unknown_entity(node.span, node.text, library.titles()))
    return entity


def _key(layer: Layer, ends: Ends, path: Path, library: Library, diagnostics: list[Diagnostic]) -> tuple[str, ...]:
    """The key's fields; of a second pass those of the mapping that it continues."""
    if layer.continues is None:
        if not layer.key:
            diagnostics.append(complaints.no_key(layer.place))
        diagnostics += _unknown(layer.key, ends.source.fields, ends.source.title)
        return tuple(node.text for node in layer.key)
    beside = path.parent / f"{layer.continues.text}.yaml"
    file = beside if beside.is_file() else find_file(f"base/{layer.continues.text}", path.parent, library)
    continued = read_chain(file, library).layer if file is not None else None
    if continued is None:
        known = {*known_files("base", path.parent, library), *(file.stem for file in path.parent.glob("*.yaml"))}
        known -= {path.stem}
        diagnostics.append(complaints.unknown_continued(layer.continues.span, layer.continues.text, known))
        return ()
    return tuple(node.text for node in continued.key)


def _unknown(nodes: Iterable[TextNode], known: Iterable[Field], title: str) -> list[Diagnostic]:
    names = [field.name for field in known]
    return [complaints.unknown_column(n.span, n.text, title, names) for n in nodes if n.text not in names]


def _series_complaints(layer: Layer, catalog: Catalog, live: Iterable[Series]) -> list[Diagnostic]:
    known = {series.type for series in (*catalog.series, *live)}
    return [
        complaints.unknown_series_type(chosen.span, chosen.choice.type, known)
        for chosen in layer.series.values()
        if chosen.choice.type is not None and known and chosen.choice.type not in known
    ]


# ---- tables


def _tables(
    layer: Layer,
    calls: Iterable[ast.Call],
    path: Path,
    library: Library,
    diagnostics: list[Diagnostic],
    texts: list[SourceText],
) -> dict[str, typed.Table]:
    """The mapping's tables, laid over the shared ones of the same name, and those that rules use by name alone."""
    shared: dict[str, typed.Table] = {}
    for name in sorted({*layer.tables, *_tables_named(calls)}):
        file = find_file(f"tables/{name}", path.parent, library)
        if file is None:
            continue
        read = read_shared(file, shown(file, library))
        diagnostics += read.diagnostics
        texts.append(read.source)
        if read.table is not None:
            shared[name] = read.table
    return lay_tables(shared, layer.tables)


def _tables_named(calls: Iterable[ast.Call]) -> Iterator[str]:
    """The names that stand as `table(name)`."""
    for call in calls:
        if call.function.text == "table" and len(call.arguments) == 1:
            value = call.arguments[0].value
            if isinstance(value, ast.Path):
                yield value.names[0].text


def _templates(
    calls: Iterable[ast.Call], path: Path, library: Library, diagnostics: list[Diagnostic], texts: list[SourceText]
) -> dict[str, SourceText | None]:
    """The templates that rules name, by those names; None for one that cannot be read."""
    found: dict[str, SourceText | None] = {}
    for name, place in sorted(templates_named(calls).items()):
        read = read_template(name, place, path.parent, library)
        diagnostics += read.diagnostics
        texts += [] if read.text is None else [read.text]
        found[name] = None if read.diagnostics else read.text
    return found


# ---- rules


def _subject(
    layer: Layer,
    ends: Ends,
    tables: Mapping[str, typed.Table],
    templates: Mapping[str, SourceText | None],
    linked: Mapping[str, Linked],
    texts: Iterable[SourceText],
) -> Subject:
    return Subject(
        source=ends.source,
        target=ends.target,
        source_catalog=ends.source_catalog,
        target_catalog=ends.target_catalog,
        tables=tables,
        series=frozenset(layer.series),
        linked=linked,
        select=layer.select,
        statements=layer.statements,
        continues=layer.continues is not None,
        sources={text.path: text for text in texts},
        span=layer.place,
        templates=templates,
    )


def _check(subject: Subject, layer: Layer, diagnostics: list[Diagnostic]) -> typed.Program | None:
    from engine.language.checker import check

    checked = check(subject)
    slips = [d for d in diagnostics if d.is_error and (d.code.startswith("S") or d.code == "D109")]
    lost = {name for d in slips for name in _names_at(d, subject.sources)}
    diagnostics += [d for d in checked.diagnostics if not _is_silent(d, layer, slips, lost, subject.sources)]
    return checked.program


def _is_silent(
    diagnostic: Diagnostic, layer: Layer, slips: list[Diagnostic], lost: set[str], sources: Mapping[str, SourceText]
) -> bool:
    """Whether a finding is another one's echo: a rule that could not be read is missed, or its let is.

    What a base only warns of is said when that base is checked, not again by every overlay.
    """
    span = diagnostic.span
    if span is not None and diagnostic.severity is Severity.WARNING and span.path in layer.files[:-1]:
        return True
    if not slips:
        return False
    return diagnostic.code.startswith("C") or bool(lost & _names_at(diagnostic, sources))


def _names_at(diagnostic: Diagnostic, sources: Mapping[str, SourceText]) -> set[str]:
    """The let that a broken line begins, or the word that a finding underlines."""
    span = diagnostic.span
    if span is None or span.path not in sources:
        return set()
    line = sources[span.path].line(span.line)
    if not diagnostic.code.startswith("S"):
        return {line[span.column - 1 : span.end_column - 1]}
    words = line.split()
    return {words[1]} if len(words) > 1 and words[0] == "let" else set()
