"""Where mappings and shared tables are found: the nearest `mappings/` folder above a file, then the shipped ones.

Headers are read without parsing a file, so that a mapping can be checked knowing what the others make of a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from engine.diagnostics.source import shown_path
from engine.language.subject import Linked
from engine.mapping.cache import Cache
from engine.mapping.file_state import State, are_settled, state_of
from engine.model.frozen import field, frozen
from engine.model.pattern import pattern
from engine.model.schema import Catalog, Entity

# A mapping's top level is written at the start of a line, and a block's content never is.
_HEADER = pattern(r"^(mapping|extends|from|to|continues)[ \t]*:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
_HEADER_WITHIN = 2_000_000  # characters; a longer file is refused where it is read
_CHAIN_MAX = 20  # bases above one file; a circle ends here and is reported where the chain is read


@frozen
class Library:
    """All catalogs by system, and the folder of the shipped mappings (it holds `base/` and `tables/`).

    `names`: of files that lie elsewhere than where they were read first, the names that diagnostics use for them.
    `cache`: where what was made of files is kept for the next process; None keeps nothing.
    """

    catalogs: Mapping[str, Catalog]
    shipped: Path
    names: Mapping[Path, str] = field(default_factory=dict)
    cache: Cache | None = None

    def entity(self, title: str) -> Entity | None:
        """The entity of a title such as `win.customer`."""
        system, _, name = title.partition(".")
        catalog = self.catalogs.get(system)
        return catalog.entities.get(name) if catalog else None

    def titles(self) -> tuple[str, ...]:
        """Every entity's title."""
        return tuple(e.title for catalog in self.catalogs.values() for e in catalog.entities.values())


@frozen
class Header:
    """What a mapping says it is; a part that neither it nor its bases say is empty."""

    name: str
    source: str
    target: str
    continues: str


def shipped_mappings() -> Path:
    """The folder of the shipped mappings: in a wheel inside the package, in a checkout at its top."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "shipped" / "mappings"
    return inside if inside.is_dir() else package.parent / "mappings"


def shelves(folder: Path, library: Library) -> tuple[Path, ...]:
    """The folders that `base/x` and `tables/x` are looked for in, the nearest first."""
    here = folder.absolute()
    nearest = next((above for above in (here, *here.parents) if above.name == "mappings"), None)
    return tuple(dict.fromkeys(shelf for shelf in (nearest, library.shipped) if shelf is not None))


def find_file(name: str, folder: Path, library: Library) -> Path | None:
    """The file of `base/customer` or `tables/vat`, as seen from a folder."""
    candidates = (shelf / f"{name}.yaml" for shelf in shelves(folder, library))
    return next((path for path in candidates if path.is_file()), None)


def known_files(kind: str, folder: Path, library: Library) -> Mapping[str, Path]:
    """Every file of `base` or `tables` by its stem, the nearest of a stem."""
    found: dict[str, Path] = {}
    for shelf in shelves(folder, library):
        for path in sorted((shelf / kind).glob("*.yaml")):
            found.setdefault(path.stem, path)
    return found


def shown(path: Path, library: Library) -> str:
    """A file's name in diagnostics; a shipped one is `mappings/base/customer.yaml` wherever it lies."""
    if path.absolute() in library.names:
        return library.names[path.absolute()]
    try:
        inside = path.absolute().relative_to(library.shipped.absolute())
    except ValueError:
        return shown_path(path)
    return f"mappings/{inside.as_posix()}" if inside.parts[0] in ("base", "tables", "templates") else shown_path(path)


def chain_of(path: Path, library: Library) -> tuple[Path, ...]:
    """A mapping's file and its bases, as their headers name them; without those that are not there."""
    return tuple(file for file, _ in _chain(path, library))


def _chain(path: Path, library: Library) -> Iterator[tuple[Path, Mapping[str, str]]]:
    current: Path | None = path
    for _ in range(_CHAIN_MAX):
        own = _header_lines(current) if current is not None else None
        if own is None or current is None:
            break
        yield current, own
        current = find_file(own["extends"], current.parent, library) if "extends" in own else None


def read_header(path: Path, library: Library) -> Header | None:
    """What a mapping's file and its bases say it is; None when there is no such file, or it is no mapping."""
    said: dict[str, str] = {}
    for _, own in _chain(path, library):
        said = {**own, **said}
    if not said:
        return None
    return Header(said.get("mapping", ""), said.get("from", ""), said.get("to", ""), said.get("continues", ""))


def _header_lines(path: Path) -> Mapping[str, str] | None:
    try:
        state = state_of(str(path), path.stat())
        return _lines_of(state) if are_settled(state) else _lines_of.__wrapped__(state)
    except (OSError, UnicodeDecodeError):
        return None


@lru_cache(maxsize=512)
def _lines_of(state: State) -> Mapping[str, str]:
    with open(state[0], encoding="utf-8-sig") as file:
        text = file.read(_HEADER_WITHIN)
    return dict(reversed(_HEADER.findall(text)))


def linked_entities(paths: Iterable[Path], library: Library) -> dict[str, Linked]:
    """What `link` may name: each source entity of these mappings, with the target entities that are made of it.

    The first file of a mapping's name counts. A mapping named as its entity comes before others that read the same
    one (an invoice before its credit note). Second passes make nothing, and rows of an inlet are not linked to.
    A file whose header is wrong is complained of itself; for others the base of its name stands in, where there is one.
    """
    ends: dict[str, tuple[Entity, Entity]] = {}
    for path in paths:
        header = read_header(path, library)
        if header is None or header.continues:
            continue
        source, target = library.entity(header.source), library.entity(header.target)
        if source is not None and target is not None:
            ends.setdefault(header.name, (source, target))
    linked: dict[str, Linked] = {}
    for _, (source, target) in sorted(ends.items(), key=lambda item: item[1][0].name != item[0]):
        if target.inlet is not None:
            continue
        known = linked.setdefault(source.name, Linked(source, ()))
        if known.entity is source and target not in known.made:
            linked[source.name] = Linked(source, (*known.made, target))
    return linked
