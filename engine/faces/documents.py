"""A workspace's documents, read and checked: all that is known of it without a connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText
from engine.faces.systems import catalogs, library
from engine.mapping.collection import LoadedMappings, load_mappings
from engine.mapping.library import Library
from engine.mapping.workspace import Workspace, load_workspace
from engine.model.frozen import frozen


@frozen
class Documents:
    """A workspace's documents: all that is known without a connection."""

    workspace: Workspace | None
    mappings: LoadedMappings | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, SourceText]

    @property
    def has_errors(self) -> bool:
        """Whether something must be mended before it can run."""
        return any(d.is_error for d in self.diagnostics)


# How a workspace's mappings are loaded: those of its folder, or those that a plan file holds.
Loading: TypeAlias = Callable[[Workspace, Library], LoadedMappings]


def read_documents(folder: Path, load: Loading = load_mappings) -> Documents:
    """Read and check a workspace's documents."""
    loaded = load_workspace(folder, catalogs())
    if loaded.workspace is None:
        return Documents(None, None, tuple(loaded.diagnostics), loaded.sources)
    mappings = load(loaded.workspace, library())
    diagnostics = (*loaded.diagnostics, *mappings.diagnostics)
    return Documents(loaded.workspace, mappings, diagnostics, {**loaded.sources, **mappings.sources})
