"""Loaded mappings and their compiled functions in a form that lasts, and the names that say what they were made of.

A name is a hash of all that could make a difference: every file that a mapping might read (those of its own folder, and
the bases and tables of the shelves it stands under), what it is told of other mappings and of number series, both
catalogs, this program and this Python. The templates that a mapping names are held against the entry when it is found.
"""

from __future__ import annotations

import hashlib
import io
import marshal
import os
import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from engine.diagnostics.source import SourceText
from engine.language import functions as _registered  # noqa: F401  # which fills the registry
from engine.language import typed
from engine.language.functions.registry import FUNCTIONS, Function
from engine.language.subject import Linked
from engine.mapping.file_state import State, are_settled, state_of
from engine.mapping.library import Library, chain_of, find_file, read_header, shelves, shown
from engine.mapping.runner import Functions, Runner
from engine.model.frozen import field_names, told
from engine.model.schema import Catalog, Entity, Field, Series

# What says that an entry cannot be read after all: written by a program that its name does not tell from this one.
UNREADABLE = (
    pickle.UnpicklingError,
    AttributeError,
    EOFError,
    ImportError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
)


def name_of(path: Path, library: Library, linked: Mapping[str, Linked], live: Iterable[Series]) -> str:
    """The name of the entry of a mapping's file. Raises OSError when a file cannot be read."""
    entities = sorted(
        "/".join((name, one.entity.title, *(made.title for made in one.made))) for name, one in linked.items()
    )
    types = sorted({series.type for series in live})
    # Where a folder lies and how its files are shown is told by any file of it, be it there or not.
    files = [path, *(folder / "_.yaml" for folder in folders_of(path, library))]
    told = [(str(file.absolute()), shown(file, library), _folder_digest(file.parent)) for file in files]
    catalogs = [(system, _catalog_digest(catalog)) for system, catalog in library.catalogs.items()]
    return _hash(repr((program_stamp(), entities, types, told, catalogs)))


def folders_of(path: Path, library: Library) -> tuple[Path, ...]:
    """The folders of all YAML files that a mapping's file may read, or would read if they were there."""
    chain = [path, *chain_of(path, library)]
    header = read_header(path, library)
    if header is not None and header.continues:
        beside = path.parent / f"{header.continues}.yaml"
        continued = beside if beside.is_file() else find_file(f"base/{header.continues}", path.parent, library)
        chain += [] if continued is None else chain_of(continued, library)
    kinds = [shelf / kind for file in chain for shelf in shelves(file.parent, library) for kind in ("base", "tables")]
    return tuple(dict.fromkeys((*(file.parent for file in chain), *kinds)))


def covers(path: Path, library: Library, read: Iterable[SourceText], templates: Iterable[SourceText | None]) -> bool:
    """Whether a name tells of all texts that were read: a header that is oddly written hides a base from it."""
    rendered = [text for text in templates if text is not None]
    folders = folders_of(path, library)
    files = {shown(file, library) for folder in folders for file in folder.glob("*.yaml")} | {shown(path, library)}
    return all(text in rendered or text.path in files for text in read)


def _hash(text: str) -> str:
    """A hash of a text; names of files may hold what is no UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


# This floor and those below it, which know nothing of the others.
_FLOORS = ("model", "diagnostics", "language", "mapping")


@lru_cache(maxsize=1)
def program_stamp() -> str:
    """This Python, and this program as far as it makes mappings: a change in either makes all entries strangers."""
    package = Path(__file__).parents[1]
    sources = (entry for floor in _FLOORS for entry in _sources(package / floor))
    stamps = sorted(f"{entry.path}:{entry.stat().st_mtime_ns}:{entry.stat().st_size}" for entry in sources)
    return _hash("\n".join((sys.version, *stamps)))


def _sources(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _sources(entry.path)
        elif entry.name.endswith((".py", ".json", ".lark")):
            yield entry


# ---- files


def _folder_digest(folder: Path) -> str:
    """A hash of the YAML files of a folder, by their names and contents."""
    if not folder.is_dir():
        return ""
    found = [state_of(entry.path, entry.stat()) for entry in os.scandir(folder) if entry.name.endswith(".yaml")]
    files = tuple(sorted(found))
    return _digest_of(files) if are_settled(*files) else _digest_of.__wrapped__(files)


@lru_cache(maxsize=512)
def _digest_of(files: tuple[State, ...]) -> str:
    whole = hashlib.sha256()
    for path, *_ in files:
        content = hashlib.sha256(Path(path).read_bytes()).digest()
        whole.update(os.fsencode(os.path.basename(path)) + b"\0" + content)
    return whole.hexdigest()


# ---- catalogs


def _catalog_digest(catalog: Catalog) -> str:
    found = _CATALOG_DIGESTS.get(id(catalog))
    if found is None or found[0] is not catalog:
        found = _CATALOG_DIGESTS[id(catalog)] = catalog, _hash(_plain(catalog))
    return found[1]


_CATALOG_DIGESTS: dict[int, tuple[Catalog, str]] = {}
_PLAIN = frozenset((str, int, bool, type(None)))


def _plain(value: Any) -> str:
    """A value written the same in every process: sets have no order of their own."""
    kind = type(value)
    if kind in _PLAIN:
        return repr(value)
    if field_names(kind):
        return f"{kind.__name__}({','.join(f'{name}={_plain(inner)}' for name, inner in told(value))})"
    if isinstance(value, frozenset):
        return f"{{{','.join(sorted(map(_plain, value)))}}}"
    if isinstance(value, tuple):
        return f"({','.join(map(_plain, value))})"
    if isinstance(value, Mapping):
        return f"[{','.join(f'{key!r}:{_plain(inner)}' for key, inner in value.items())}]"
    return repr(value)


# ---- forms


def packed(value: Any, library: Library) -> bytes:
    """A value as bytes; what belongs to the catalogs and the language is named, and not copied.

    Raises one of UNPACKABLE for what has no such form.
    """
    out = io.BytesIO()
    _Packer(out, library).dump(value)
    return out.getvalue()


def unpacked(content: bytes, library: Library) -> Any:
    """The value of bytes that `packed` made, and a seal vouches for. Raises one of UNREADABLE."""
    return _Unpacker(io.BytesIO(content), library).load()


UNPACKABLE = (pickle.PicklingError, AttributeError, RecursionError, TypeError, ValueError)


class KeptFunctions:
    """Where the compiled functions of a mapping are kept."""

    def __init__(self, name: str, digest: str, library: Library, program: typed.Program) -> None:
        self._name = f"{_hash(name + digest)}.functions"
        self._library = library
        self._program = program

    def find(self) -> Functions | None:
        """What was compiled before; None when nothing was."""
        assert self._library.cache is not None
        content = self._library.cache.find(self._name)
        if content is None:
            return None
        try:
            found: Functions = _Unpacker(io.BytesIO(content), self._library, self._program).load()
        except UNREADABLE:
            return None
        return found

    def keep(self, functions: Functions) -> None:
        """Keep what was compiled."""
        assert self._library.cache is not None
        out = io.BytesIO()
        try:
            _Packer(out, self._library, self._program).dump(functions)
        except UNPACKABLE:
            return
        self._library.cache.keep(self._name, out.getvalue())


class _Packer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, library: Library, program: typed.Program | None = None) -> None:
        super().__init__(out, pickle.HIGHEST_PROTOCOL)
        self._program = program
        self._names = {id(one): name for name, one in _named(library)}

    def persistent_id(self, value: Any) -> Any:
        """The name of what is not copied."""
        if isinstance(value, Catalog | Entity | Field):
            return self._names.get(id(value))
        if isinstance(value, Function):
            return ("function", value.name)
        if isinstance(value, Runner):
            return ("runner",)
        return ("program",) if value is self._program and value is not None else None

    def reducer_override(self, value: Any) -> Any:
        """Code has no pickled form of its own."""
        return (marshal.loads, (marshal.dumps(value),)) if isinstance(value, CodeType) else NotImplemented


class _Unpacker(pickle.Unpickler):
    def __init__(self, content: io.BytesIO, library: Library, program: typed.Program | None = None) -> None:
        super().__init__(content)
        self._library = library
        self._program = program

    def persistent_load(self, name: Any) -> Any:
        """What a name stands for; None for a runner, which is made anew."""
        kind, *rest = name
        if kind == "function":
            return FUNCTIONS[rest[0]]
        if kind == "runner":
            return None
        if kind == "program":
            return self._program
        found: Any = self._library.catalogs[rest[0]]
        if len(rest) > 1:
            found = found.entities[rest[1]]
        for position in rest[2:]:
            found = found.fields[position]
        return found


def _named(library: Library) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Everything of the catalogs with its name."""
    for system, catalog in library.catalogs.items():
        yield ("catalog", system), catalog
        for title, entity in catalog.entities.items():
            yield ("catalog", system, title), entity
            yield from _fields(("catalog", system, title), entity.fields)


def _fields(name: tuple[Any, ...], fields: tuple[Field, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    for position, field in enumerate(fields):
        yield (*name, position), field
        yield from _fields((*name, position), field.fields)
