"""All mappings of a workspace, in the order in which their records must be sent: prerequisites first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText, Span
from engine.language.subject import Linked
from engine.mapping import complaints
from engine.mapping.library import (
    Library,
    find_file,
    known_files,
    linked_entities,
    read_header,
    shown,
)
from engine.mapping.loading import load
from engine.mapping.mapping import Loaded
from engine.mapping.mapping import Mapping as EntityMapping
from engine.mapping.workspace import FILE, Workspace
from engine.model.frozen import frozen
from engine.model.schema import Series

_OTHER_FILES = (Path(FILE).stem, "series", "links")


# What was loaded, by its file and by what it was told of others: what `link` may name, and the types of series.
# It is for the length of a command, which takes it that no file changes meanwhile.
Met: TypeAlias = dict[tuple[Path, frozenset[tuple[str, ...]], frozenset[str]], Loaded]


@frozen
class LoadedMappings:
    """The mappings that have no errors, prerequisites first, and all that is to be said of all files.

    `sources`: their texts by path, for excerpts.
    """

    mappings: tuple[EntityMapping, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, SourceText]


def load_mappings(workspace: Workspace, library: Library, met: Met | None = None) -> LoadedMappings:
    """Load a workspace's mappings: its files, the shipped ones for entities without, and their second passes.

    Never raises for content. Mappings come in the order of their links, ties in the order of `entities:`.
    `met`: what one command has loaded so far, of other workspaces too; it is added to.
    """
    met = {} if met is None else met
    diagnostics: list[Diagnostic] = []
    files = _files(workspace, library, diagnostics)
    diagnostics += _unused(workspace, library, files)
    bases = known_files("base", workspace.folder, library)
    linked = linked_entities([*files.values(), *bases.values()], library)
    live = workspace.series or ()
    loaded = [_load(path, library, linked, live, met) for path in files.values()]
    for one in loaded:
        diagnostics += one.diagnostics
    mappings = [one.mapping for one in loaded if one.mapping is not None]
    diagnostics += _name_complaints(loaded, files, workspace)
    diagnostics += _system_complaints(mappings, workspace)
    ordered, circle = order(mappings)
    if circle:
        diagnostics.append(complaints.circle_of_mappings(_place(circle[0], mappings, workspace), circle))
    sources = {path: text for one in loaded for path, text in one.sources.items()}
    return LoadedMappings(ordered, tuple(dict.fromkeys(diagnostics)), sources)


def _load(path: Path, library: Library, linked: Mapping[str, Linked], live: Iterable[Series], met: Met) -> Loaded:
    """A file's mapping. A hundred customers use most base mappings as they stand: each is checked once."""
    entities = frozenset((name, one.entity.title, *(made.title for made in one.made)) for name, one in linked.items())
    told = (path.absolute(), entities, frozenset(series.type for series in live))
    if told not in met:
        met[told] = load(path, library, linked, live)
    return met[told]


# ---- the files


def _files(workspace: Workspace, library: Library, diagnostics: list[Diagnostic]) -> dict[str, Path]:
    """The file of each entity by its name, each followed by the second passes over it."""
    files: dict[str, Path] = {}
    passes = _second_passes(workspace, library)
    for entity in workspace.entities:
        own = workspace.folder / f"{entity}.yaml"
        path = own if own.is_file() else find_file(f"base/{entity}", workspace.folder, library)
        if path is None:
            known = {*known_files("base", workspace.folder, library), *_own_files(workspace)}
            diagnostics.append(complaints.unknown_mapping(workspace.places[entity], entity, known))
        else:
            files[entity] = path
            files |= {name: second for name, (second, continued) in passes.items() if continued == entity}
    return files


def _own_files(workspace: Workspace) -> dict[str, Path]:
    """Every mapping's file of the workspace's folder by its stem."""
    found = {path.stem: path for path in sorted(workspace.folder.glob("*.yaml"))}
    return {stem: path for stem, path in found.items() if stem not in _OTHER_FILES}


def _second_passes(workspace: Workspace, library: Library) -> dict[str, tuple[Path, str]]:
    """Every second pass that the workspace or a base has, by its file's stem, with what it continues."""
    files = {**known_files("base", workspace.folder, library), **_own_files(workspace)}
    found = {}
    for stem, path in files.items():
        header = read_header(path, library)
        if header is not None and header.continues and stem not in workspace.entities:
            found[stem] = (path, header.continues)
    return found


def _unused(workspace: Workspace, library: Library, files: Mapping[str, Path]) -> Iterator[Diagnostic]:
    for stem, path in _own_files(workspace).items():
        if files.get(stem) != path:
            name = shown(path, library)
            yield complaints.unused_file(SourceText(name, "").whole(), stem, name)


# ---- what only shows when all are there


def _name_complaints(loaded: list[Loaded], files: Mapping[str, Path], workspace: Workspace) -> Iterator[Diagnostic]:
    first: dict[str, Span] = {}
    for one, stem in zip(loaded, files, strict=True):
        if one.mapping is None:
            continue
        name, span = one.mapping.name, one.mapping.place
        if name in first:
            yield complaints.name_taken(span, name, first[name])
        elif stem in workspace.entities and name != stem:
            yield complaints.misnamed_file(span, name, stem)
        first.setdefault(name, span)


def _system_complaints(mappings: list[EntityMapping], workspace: Workspace) -> Iterator[Diagnostic]:
    missing: dict[str, EntityMapping] = {}
    for mapping in mappings:
        for system in (mapping.source.system, mapping.target.system):
            if system not in workspace.systems:
                missing.setdefault(system, mapping)
    for system, mapping in missing.items():
        yield complaints.missing_system(_place(mapping.name, mappings, workspace), system)


def _place(name: str, mappings: list[EntityMapping], workspace: Workspace) -> Span:
    """Where the workspace names a mapping; of a second pass, where its own file does."""
    own = next(mapping.place for mapping in mappings if mapping.name == name)
    return workspace.places.get(name, own)


# ---- the order


def order(mappings: list[EntityMapping]) -> tuple[tuple[EntityMapping, ...], tuple[str, ...]]:
    """Mappings with prerequisites first, ties as they came; and the names of a circle, empty when there is none.

    Those of a circle come last, as they came.
    """
    waiting = {index: _prerequisites(index, mappings) for index in range(len(mappings))}
    ordered: list[int] = []
    while ready := [index for index, needed in waiting.items() if needed <= set(ordered)]:
        ordered.append(ready[0])
        del waiting[ready[0]]
    circle = tuple(mappings[index].name for index in _circle(waiting))
    return tuple(mappings[index] for index in (*ordered, *waiting)), circle


def _prerequisites(index: int, mappings: list[EntityMapping]) -> set[int]:
    """The mappings that must come before one: those that make what it links to, and the one that it continues.

    Of two that read one entity (an invoice and its credit note) only the earlier one can be a prerequisite.
    """
    mapping = mappings[index]
    return {
        other
        for other, made in enumerate(mappings)
        if other != index
        and (
            made.name == mapping.continues
            or (
                made.continues is None
                and made.target.inlet is None
                and made.source.name in mapping.program.links
                and (made.source is not mapping.source or (other < index and mapping.continues is None))
            )
        )
    }


def _circle(waiting: Mapping[int, set[int]]) -> tuple[int, ...]:
    """A way from one of those that wait back to itself; empty when none waits."""
    if not waiting:
        return ()
    trail = [min(waiting)]
    while True:
        following = min(needed for needed in waiting[trail[-1]] if needed in waiting)
        if following in trail:
            return (*trail[trail.index(following) :], following)
        trail.append(following)
