"""What some paths hold: their mappings, and all that is to be said of their files without a connection.

A path is a file (a mapping, a table, series.yaml, links.yaml, workspace.yaml) or a folder: a workspace, or any folder
with such files below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText
from engine.model.frozen import frozen

if TYPE_CHECKING:
    from engine.mapping.collection import Met
    from engine.mapping.document import Document, MapNode
    from engine.mapping.library import Library
    from engine.mapping.mapping import Mapping as EntityMapping

WORKSPACE = "workspace.yaml"
_BY_NAME = {"series.yaml": "series", "links.yaml": "links"}


@frozen
class Inspection:
    """What was found. `mappings`: those without errors, each once; `sources`: the files' texts, for excerpts."""

    mappings: tuple[EntityMapping, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, SourceText]

    @property
    def has_errors(self) -> bool:
        """Whether something must be mended."""
        return any(diagnostic.is_error for diagnostic in self.diagnostics)


def inspect_paths(paths: Sequence[Path], folder: Path) -> Inspection:
    """Look at some paths; at the workspace in `folder` when there are none. Never raises for content."""
    from engine.faces.systems import library

    met: Met = {}
    if not paths:
        return _merged([_inspect_workspace(folder, met)])
    known = library()
    return _merged(part for path in paths for part in _inspect_path(path, known, met))


def _merged(parts: Iterable[Inspection]) -> Inspection:
    """One inspection of many; what is said or met twice (a base below two overlays) counts once.

    The form of a mapping's tests is a matter of its file, and looked at here; whether they hold is another command's.
    """
    mappings: dict[str, EntityMapping] = {}
    looked_at: dict[int, EntityMapping] = {}
    diagnostics: dict[Diagnostic, None] = {}
    sources: dict[str, SourceText] = {}
    for part in parts:
        diagnostics.update(dict.fromkeys(part.diagnostics))
        for mapping in part.mappings:
            if id(mapping) not in looked_at:
                diagnostics.update(dict.fromkeys(_said_of_tests(mapping)))
            looked_at[id(mapping)] = mapping
            mappings.setdefault(mapping.file, mapping)
        sources.update(part.sources)
    return Inspection(tuple(mappings.values()), tuple(sorted(diagnostics, key=_place)), sources)


def _said_of_tests(mapping: EntityMapping) -> tuple[Diagnostic, ...]:
    """What is wrong with the form of a mapping's tests; of a kept mapping that was said when it was kept."""
    if mapping.tests.said is not None:
        return mapping.tests.said
    from engine.mapping.examples import check_examples

    return check_examples(mapping)


def _place(diagnostic: Diagnostic) -> tuple[str, int, int]:
    span = diagnostic.span
    return ("", 0, 0) if span is None else (span.path, span.line, span.column)


# ---- folders


def _inspect_path(path: Path, library: Library, met: Met) -> Iterator[Inspection]:
    if not path.is_dir():
        yield _inspect_file(path, library, met)
    elif (path / WORKSPACE).is_file():
        yield _inspect_workspace(path, met)
    else:
        for inner in sorted(path.iterdir()):
            if inner.suffix == ".yaml" or (inner.is_dir() and not inner.name.startswith((".", "_"))):
                yield from _inspect_path(inner, library, met)


def _inspect_workspace(folder: Path, met: Met) -> Inspection:
    from engine.faces.documents import read_documents
    from engine.mapping.collection import load_mappings

    documents = read_documents(folder, partial(load_mappings, met=met))
    mappings = documents.mappings.mappings if documents.mappings is not None else ()
    return Inspection(tuple(mappings), documents.diagnostics, documents.sources)


# ---- files


def _inspect_file(path: Path, library: Library, met: Met) -> Inspection:
    from engine.mapping.document import read_file
    from engine.mapping.library import read_header, shown

    if path.name == WORKSPACE:
        return _inspect_workspace(path.parent, met)
    if path.name not in _BY_NAME and read_header(path, library) is not None:
        return _inspect_mapping(path, library)
    document = read_file(path, shown(path, library))
    sources = {document.source.path: document.source}
    if document.root is None:
        return Inspection((), document.diagnostics, sources)
    kind = _BY_NAME.get(path.name) or _kind(document.root)
    return (
        _inspect_mapping(path, library) if kind == "mapping" else Inspection((), _said(kind, path, document), sources)
    )


def _kind(root: MapNode) -> str:
    """What a file without a mapping's header is; one that is like nothing known is taken for a mapping."""
    names = {entry.key.text for entry in root.entries}
    if names & {"table", "rows"}:
        return "tables"
    return "series" if names == {"series"} else "mapping"


def _said(kind: str, path: Path, document: Document) -> tuple[Diagnostic, ...]:
    from engine.mapping.series import read_snapshot
    from engine.mapping.table import read_shared
    from engine.mapping.validation import validate

    if kind == "series":
        return read_snapshot(path, document.source.path).diagnostics
    if kind == "tables":
        return read_shared(path, document.source.path).diagnostics
    return (*document.diagnostics, *validate(document, kind))


def _inspect_mapping(path: Path, library: Library) -> Inspection:
    from engine.mapping.mapping import load_mapping_file

    loaded = load_mapping_file(path, library)
    mappings = () if loaded.mapping is None else (loaded.mapping,)
    return Inspection(mappings, loaded.diagnostics, loaded.sources)
