"""A mapping's file loaded: as it was kept when nothing it is made of has changed since, else read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from engine.diagnostics.source import Span
from engine.language.subject import Linked
from engine.mapping.assembly import assemble
from engine.mapping.library import Library
from engine.mapping.mapping import Loaded, finish
from engine.mapping.runner import Runner
from engine.model.schema import Series

_NOWHERE = Span("", 1, 1, 1, 1)


def load(path: Path, library: Library, linked: Mapping[str, Linked], live: Iterable[Series] = ()) -> Loaded:
    """The mapping of a file. `linked`, `live`: see assembly. Never raises for content."""
    if library.cache is None:
        return finish(assemble(path, library, linked, live), path, library)
    from engine.mapping.cached import name_of

    try:
        name = name_of(path, library, linked, live)
    except OSError:  # reading the file tells why
        return finish(assemble(path, library, linked, live), path, library)
    kept = _found(name, path, library)
    loaded = kept or finish(assemble(path, library, linked, live), path, library)
    if kept is None:
        _keep(name, loaded, path, library)
    return _running(loaded, name, library)


def _found(name: str, path: Path, library: Library) -> Loaded | None:
    from engine.mapping.cached import UNREADABLE, unpacked

    assert library.cache is not None
    content = library.cache.find(f"{name}.mapping")
    if content is None:
        return None
    try:
        templates, loaded = unpacked(content, library)
    except UNREADABLE:
        return None
    same = all(_template(one, path, library) == text for one, text in templates)
    return loaded if same and isinstance(loaded, Loaded) else None


def _keep(name: str, loaded: Loaded, path: Path, library: Library) -> None:
    from engine.mapping.cached import UNPACKABLE, packed

    assert library.cache is not None
    templates = tuple((one, _template(one, path, library)) for one in loaded.templates)
    try:
        content = packed((templates, loaded), library)
    except UNPACKABLE:
        return
    library.cache.keep(f"{name}.mapping", content)


def _template(name: str, path: Path, library: Library) -> str | None:
    """What a template holds now."""
    from engine.mapping.templates import read_template

    read = read_template(name, _NOWHERE, path.parent, library)
    return None if read.text is None else read.text.text


def _running(loaded: Loaded, name: str, library: Library) -> Loaded:
    """A mapping that finds its compiled functions under the same name."""
    mapping = loaded.mapping
    if mapping is None:
        return loaded
    from engine.mapping.cached import KeptFunctions

    kept = KeptFunctions(name, library, mapping.program)
    runner = Runner(mapping.program, mapping.target, mapping.continues is not None, kept)
    return replace(loaded, mapping=replace(mapping, runner=runner))
