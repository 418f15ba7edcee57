"""Finds exported files: which there are, and which view each is of, by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from connectors.win.exports.complaints import Place
from connectors.win.exports.csv_sheet import open_csv
from connectors.win.exports.map import ExportMap, folded_file
from connectors.win.exports.shape import JOURNAL
from connectors.win.exports.sheet import Sheet

State: TypeAlias = "dict[str, tuple[int, int]]"


@dataclass(frozen=True, slots=True)
class Export:
    """A file or a sheet. `shape`: what it holds by its name, None where nobody knows. `archive`: the ZIP beside it."""

    place: Place
    shape: str | None
    open: Callable[[], Sheet]
    archive: Path | None = None


def csv_exports(folder: Path, names: ExportMap, said: str | None) -> Iterator[Export]:
    """The CSV files of a folder, by name. `said`: the workspace's word on their encoding."""
    archives = {path.stem.casefold(): path for path in _files(folder, ".zip")}
    for path in _files(folder, ".csv"):
        archive = archives.get(path.stem.casefold())
        shape = names.files.get(folded_file(path.stem))
        if archive is not None and shape in (None, "invoice"):
            shape = JOURNAL
        known = names.headers[shape].keys() if shape is not None else frozenset()
        yield Export(Place(path.name), shape, partial(open_csv, path, known, said), archive)


def sheet_exports(file: str, sheets: Mapping[str, Callable[[], Sheet]], names: ExportMap) -> Iterator[Export]:
    """The sheets of a workbook."""
    for title, opened in sheets.items():
        yield Export(Place(file, title), names.files.get(folded_file(title)), opened)


def state_of(place: Path) -> State:
    """How the files are at this moment: their sizes, and when they were written."""
    files = _files(place, ".csv") if place.is_dir() else [place]
    stats = {path.name: path.stat() for path in files}
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in stats.items()}


def _files(folder: Path, suffix: str) -> list[Path]:
    """The folder's own files; those that a program hides from people are no exports."""
    return sorted(p for p in folder.iterdir() if p.suffix.lower() == suffix and p.name[0] not in ".~" and p.is_file())
