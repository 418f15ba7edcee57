"""The entry points of what is installed, read from the files that name them.

`importlib.metadata` knows them too, but importing it, and the mail parser that it needs, takes longer than all else
that finding a connector costs. It is asked where something is installed in a way that these files do not tell of.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from engine.model.pattern import pattern

_INFO = pattern(r"([^-]+)(?:-.*)?\.(?:dist|egg)-info")
_POINT = pattern(r"(?P<name>[^=]+?)\s*=\s*(?P<module>[\w.]+)\s*(?::\s*(?P<object>[\w.]+))?")


def loaded(group: str) -> dict[str, Any]:
    """What the entry points of a group stand for, by their names in order. Raises what importing it raises."""
    return {name: _load(module, attribute) for name, (module, attribute) in sorted(entry_points(group).items())}


def entry_points(group: str) -> dict[str, tuple[str, str]]:
    """A group's entry points by name: the module, and what in it; empty for the module itself."""
    if not _in_folders():
        from importlib import metadata

        return {point.name: (point.module, point.attr or "") for point in metadata.entry_points(group=group)}
    found: dict[str, tuple[str, str]] = {}
    for file in _files():
        for name, module, attribute in _points(file.read_text(encoding="utf-8"), group):
            found[name] = (module, attribute)
    return found


def _in_folders() -> bool:
    """Whether all that is installed lies in folders: nothing in an archive, and nothing that only a finder knows."""
    finders = [finder for finder in sys.meta_path if hasattr(finder, "find_distributions")]
    archives = [place for place in sys.path if place.endswith(".egg") or Path(place).is_file()]
    return not archives and all(finder is PathFinder for finder in finders)


def _files() -> Iterator[Path]:
    """The files that name entry points. Of two distributions of one name the first on the path counts."""
    met: set[str] = set()
    for folder in dict.fromkeys(Path(place) for place in sys.path):
        for info in sorted(os.listdir(folder)) if folder.is_dir() else ():
            found = _INFO.fullmatch(info)
            if found is None:
                continue
            name, file = re.sub(r"[-_.]+", "-", found[1]).lower(), folder / info / "entry_points.txt"
            if name not in met and file.is_file():
                yield file
            met.add(name)


def _points(text: str, group: str) -> Iterator[tuple[str, str, str]]:
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]").strip()
        elif section == group and (point := _POINT.match(line)) and not line.startswith(("#", ";")):
            yield point["name"], point["module"], point["object"] or ""


def _load(module: str, attribute: str) -> Any:
    found: Any = import_module(module)
    for name in attribute.split(".") if attribute else ():
        found = getattr(found, name)
    return found
