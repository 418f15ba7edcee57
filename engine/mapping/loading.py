"""A mapping's file loaded: as it was kept when nothing it is made of has changed since, else read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics.source import Span
from engine.language.subject import Linked
from engine.mapping.library import Library
from engine.mapping.mapping import Loaded
from engine.mapping.runner import Runner
from engine.model.frozen import replace
from engine.model.schema import Series

if TYPE_CHECKING:
    from engine.diagnostics.diagnostic import Diagnostic
    from engine.mapping.mapping import Mapping as EntityMapping
    from engine.mapping.templates import ReadTemplate

_NOWHERE = Span("", 1, 1, 1, 1)


def load(path: Path, library: Library, linked: Mapping[str, Linked], live: Iterable[Series] = ()) -> Loaded:
    """The mapping of a file. `linked`, `live`: see assembly. Never raises for content."""
    if library.cache is None:
        return _made(path, library, linked, live)
    live = tuple(live)
    name = _name(path, library, linked, live)
    kept = None if name is None else _found(name, path, library)
    if kept is not None and name is not None:
        return _running(kept, name, library)
    loaded = _made(path, library, linked, live)
    loaded = _examined(loaded)
    # What was written while it was read may be in it or not: of that no name tells.
    if name is None or name != _name(path, library, linked, live) or not _keep(name, loaded, path, library):
        return loaded
    return _running(loaded, name, library)


def _made(path: Path, library: Library, linked: Mapping[str, Linked], live: Iterable[Series]) -> Loaded:
    """The mapping as its files say it."""
    from engine.mapping.assembly import assemble
    from engine.mapping.finishing import finish

    return finish(assemble(path, library, linked, live), path, library)


def _examined(loaded: Loaded) -> Loaded:
    """With what is to be said of its tests, so that they need not be unpacked to be checked."""
    mapping = loaded.mapping
    if mapping is None:
        return loaded
    from engine.mapping.written_tests import WrittenTests

    items = mapping.tests.items
    return replace(loaded, mapping=replace(mapping, tests=WrittenTests(items, _said(mapping) if items else ())))


def _said(mapping: EntityMapping) -> tuple[Diagnostic, ...]:
    from engine.mapping.examples import check_examples

    return check_examples(mapping)


def _name(path: Path, library: Library, linked: Mapping[str, Linked], live: tuple[Series, ...]) -> str | None:
    """None when a file cannot be read; reading it to map by it tells why."""
    from engine.mapping.cached import name_of

    try:
        return name_of(path, library, linked, live)
    except OSError:
        return None


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
    same = all(_template(one, path, library) == read for one, read in templates)
    return loaded if same and isinstance(loaded, Loaded) else None


def _keep(name: str, loaded: Loaded, path: Path, library: Library) -> bool:
    """Keep what was loaded; False when the files are not those that it was loaded from."""
    from engine.mapping.cached import UNPACKABLE, covers, packed

    assert library.cache is not None
    templates = tuple((one, _template(one, path, library)) for one in loaded.templates)
    if not covers(path, library, loaded.sources.values(), (read.text for _, read in templates)):
        return False
    try:
        content = packed((templates, loaded), library)
    except UNPACKABLE:
        return False
    library.cache.keep(f"{name}.mapping", content)
    return True


def _template(name: str, path: Path, library: Library) -> ReadTemplate:
    """What a template holds now, or what is wrong with it."""
    from engine.mapping.templates import read_template

    return read_template(name, _NOWHERE, path.parent, library)


def _running(loaded: Loaded, name: str, library: Library) -> Loaded:
    """A mapping that finds its compiled functions under the same name, and its texts': templates are in them."""
    mapping = loaded.mapping
    if mapping is None:
        return loaded
    from engine.mapping.cached import KeptFunctions

    kept = KeptFunctions(name, mapping.digest, library, mapping.program)
    runner = Runner(mapping.program, mapping.target, mapping.continues is not None, kept)
    return replace(loaded, mapping=replace(mapping, runner=runner))
