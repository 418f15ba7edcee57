"""The engine as a library: load a mapping, run it over records. The public names stand in `engine` itself."""

from __future__ import annotations

from pathlib import Path

from engine.diagnostics.diagnostic import Diagnostic
from engine.faces.systems import library
from engine.mapping.mapping import Mapping, load_mapping_file


class MappingError(Exception):
    """A mapping has errors. `diagnostics`: all of them, and its warnings."""

    def __init__(self, path: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        errors = "; ".join(f"{d.code} {d.message}" for d in diagnostics if d.is_error)
        super().__init__(f"{path}: {errors}")
        self.diagnostics = diagnostics


def load_mapping(path: str | Path) -> Mapping:
    """Load and check a mapping file. Raises MappingError with every diagnostic when it has errors."""
    loaded = load_mapping_file(Path(path), library())
    if loaded.mapping is None:
        raise MappingError(str(path), tuple(loaded.diagnostics))
    return loaded.mapping
