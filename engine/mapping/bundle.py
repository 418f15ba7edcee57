"""The files that a workspace's mappings were read from, in one piece: a plan file holds them, and they load from it.

The bundle keeps where each file lay among the shelves, so that names such as `base/customer` find the same files
again, and the name that diagnostics use for it. Connections, guards, links and series are not of it: they stay the
workspace's own, and no secret is ever among these files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from engine.diagnostics.source import Span
from engine.mapping.collection import LoadedMappings, load_mappings
from engine.mapping.library import Library, shelves, shown
from engine.mapping.mapping import Mapping
from engine.mapping.workspace import FILE, Workspace
from engine.model.frozen import frozen, replace

_SHIPPED = "shipped"  # the shelf that the program brings
_SITE = "site"  # the nearest `mappings` folder above the workspace, where that is another one
_ALONE = "workspace"  # a workspace below no `mappings` folder


@frozen
class BundledFile:
    """One file. `place`: its shelf and its path there ("shipped/base/customer.yaml"). `name`: what diagnostics say."""

    place: str
    name: str
    content: bytes


@frozen
class Bundle:
    """All files, in the order of their places. `folder`: the workspace's place. `entities`: the workspace's list."""

    folder: str
    entities: tuple[str, ...]
    files: tuple[BundledFile, ...]


def pack(workspace: Workspace, mappings: Iterable[Mapping], library: Library) -> Bundle:
    """The files that these mappings were read from, and the bases that say what `link` may name.

    Raises OSError for a file that can be read no more.
    """
    read = {name for mapping in mappings for name in mapping.sources}
    folder = workspace.folder.resolve() if ".." in workspace.folder.parts else workspace.folder
    roots = _roots(folder, library)
    found = {}
    for path, is_base in _candidates(folder, roots):
        name = shown(path, library)
        if is_base or name in read:
            found[_place(path, roots)] = (name, path.read_bytes())
    files = tuple(BundledFile(place, *found[place]) for place in sorted(found))
    return Bundle(_place(folder, roots), workspace.entities, files)


def load_bundle(bundle: Bundle, workspace: Workspace, library: Library) -> LoadedMappings:
    """Load the mappings of a bundle for a workspace, whatever lies in its folder now. Never raises for content.

    Raises OSError when there is no room for them to lie while they are read.
    """
    with TemporaryDirectory(prefix="wingo-") as top:
        names = {}
        for file in bundle.files:
            path = _path(Path(top), file.place)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
            names[path] = file.name
        there = replace(
            workspace,
            folder=_path(Path(top), bundle.folder),
            entities=bundle.entities,
            places={entity: workspace.places.get(entity, _NOWHERE) for entity in bundle.entities},
        )
        return load_mappings(there, replace(library, shipped=_path(Path(top), _SHIPPED), names=names, cache=None))


_NOWHERE = Span(FILE, 1, 1, 1, 2)


def is_place(text: str) -> bool:
    """Whether a text names a place of a bundle, and nothing outside it."""
    path = PurePosixPath(text)
    return path.as_posix() == text and path.parts[:1] in ((_SHIPPED,), (_SITE,), (_ALONE,)) and ".." not in path.parts


def _roots(folder: Path, library: Library) -> dict[str, Path]:
    """The folders that files may come from, the workspace's nearest first."""
    shipped = library.shipped.absolute()
    above = [shelf for shelf in shelves(folder, library) if shelf != shipped]
    roots = {_SITE: above[0]} if above else {}
    if not any(_is_below(folder, root) for root in (*roots.values(), shipped)):
        roots[_ALONE] = folder
    return {**roots, _SHIPPED: shipped}


def _candidates(folder: Path, roots: dict[str, Path]) -> Iterator[tuple[Path, bool]]:
    """Every file that may have been read, and whether it is a base."""
    for path in (*folder.glob("*.yaml"), *folder.rglob("*.j2")):
        yield path, False
    for name, root in roots.items():
        if name != _ALONE:
            for path in (*root.rglob("*.yaml"), *root.rglob("*.j2")):
                yield path, path.parent == root / "base" and path.suffix == ".yaml"


def _place(path: Path, roots: dict[str, Path]) -> str:
    name = next(name for name, root in roots.items() if _is_below(path, root))
    return PurePosixPath(name, *path.relative_to(roots[name]).parts).as_posix()


def _is_below(path: Path, root: Path) -> bool:
    return path == root or root in path.parents


def _path(top: Path, place: str) -> Path:
    """Where a place lies below a folder: each shelf is a `mappings` folder of its own, as the search for names asks."""
    root, *parts = PurePosixPath(place).parts
    return top.joinpath(root, "mappings", *parts)
