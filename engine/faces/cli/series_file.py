"""`series.yaml`, written: the number series as they were found, for checks and plans without a connection.

The file changes whole or not at all, and the same series give the same bytes.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from engine.model import exact_json
from engine.model.schema import Series

FILE = "series.yaml"
_HEAD = "# Number series as `wingo doctor --write` found them; `wingo plan --offline` reads them here.\n"
# What YAML reads as it stands between braces; anything else is quoted, in the form that JSON shares with YAML.
_PLAIN = re.compile(r"[A-Za-zÆØÅæøå][\wÆØÅæøå.-]*(?: [\wÆØÅæøå.-]+)*")


def write_series(folder: Path, series: Iterable[Series]) -> Path:
    """Write a workspace's snapshot. Raises OSError when the folder cannot be written to."""
    path = folder / FILE
    descriptor, name = tempfile.mkstemp(prefix=f".{FILE}.", dir=folder)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(series_text(series))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)  # a temporary file is its maker's alone
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)  # there is none once it has taken its place
    return path


def series_text(series: Iterable[Series]) -> str:
    """The snapshot's text, in the order of type and first number."""
    ordered = sorted(series, key=lambda one: (one.type, one.start, one.end))
    return f"{_HEAD}series:" + ("".join(f"\n  - {_line(one)}" for one in ordered) or " []") + "\n"


def yaml_text(text: str) -> str:
    """A text as YAML reads it back, quoted where it would read something else."""
    return text if _PLAIN.fullmatch(text) else exact_json.dumps(text)


def _line(series: Series) -> str:
    parts = {
        "type": yaml_text(series.type),
        "name": yaml_text(series.name),
        "from": str(series.start),
        "to": str(series.end),
        "default": _flag(series.default),
        "trust": _flag(series.trust),
    }
    return "{" + ", ".join(f"{name}: {value}" for name, value in parts.items()) + "}"


def _flag(value: bool) -> str:
    return "yes" if value else "no"
