"""The demo's folder, made anew each time: what somebody edited in it is kept beside, under another name.

The databases and what the stand-in holds begin again; they are the demo's own. Files of other names are left alone.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from engine.model.ports import Demo, DemoData

_MADE = ("state.db", "state.db-wal", "state.db-shm", "state.db.lock", "go.json")
_MARK = ".wingo-demo"  # a folder that holds it was made here, and may be made anew
_HEAD = "Made by `wingo demo`; another `wingo demo` makes it anew. The files that it wrote, as they were then:\n"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that somebody had edited, and the name under which it is kept."""

    name: str
    kept_as: str


def is_free(folder: Path) -> bool:
    """Whether a demo may be made there: it is empty, or holds one already."""
    return not folder.exists() or not any(folder.iterdir()) or (folder / _MARK).is_file()


def make_folder(
    folder: Path, shipped: Path, demo: Demo, customers: int | None = None
) -> tuple[DemoData, tuple[Kept, ...]]:
    """Copy the shipped workspace and make its database; what was edited there, and where it is kept. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {file.relative_to(shipped).as_posix(): file for file in sorted(shipped.rglob("*")) if file.is_file()}
    kept = tuple(_keep(folder, files))
    for name in _MADE:
        (folder / name).unlink(missing_ok=True)
    for name, file in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, folder / name)
    digests = "".join(f"{_digest(file)}  {name}\n" for name, file in files.items())
    (folder / _MARK).write_text(_HEAD + digests, encoding="utf-8")
    return demo.build(folder, customers), kept


def _keep(folder: Path, files: Mapping[str, Path]) -> Iterator[Kept]:
    """Give each file that is neither as it was written nor as it will be another name, which no mapping's file has."""
    written = _written(folder)
    for name, file in files.items():
        mine = folder / name
        if mine.is_file() and _digest(mine) not in (written.get(name), _digest(file)):
            free = next(path for n in count(1) if not (path := mine.with_name(f"{mine.name}.kept-{n}")).exists())
            mine.rename(free)
            yield Kept(name, free.relative_to(folder).as_posix())


def _written(folder: Path) -> Mapping[str, str]:
    """The digests of the files as an earlier demo wrote them; one of an older version noted none."""
    mark = folder / _MARK
    lines = mark.read_text(encoding="utf-8").splitlines()[1:] if mark.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
