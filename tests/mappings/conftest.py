"""What the tests of the shipped mappings share: the shipped library, and its mappings, each loaded once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from connectors.go.catalog import CATALOG as GO
from connectors.win.catalog import CATALOG as WIN
from engine.mapping.library import Library
from engine.mapping.mapping import Mapping, load_mapping_file

MAPPINGS = Path(__file__).parents[2] / "mappings"


@lru_cache(maxsize=1)
def _library() -> Library:
    return Library(catalogs={"win": WIN, "go": GO}, shipped=MAPPINGS)


@lru_cache
def _mapping(name: str) -> Mapping:
    loaded = load_mapping_file(MAPPINGS / f"{name}.yaml", _library())
    assert loaded.mapping is not None, [diagnostic.message for diagnostic in loaded.diagnostics]
    return loaded.mapping


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped mappings, with the real catalogs of both systems."""
    return _library()


@pytest.fixture(scope="session")
def shipped() -> Callable[[str], Mapping]:
    """A mapping of ours by its path below `mappings/`: `base/customer`."""
    return _mapping
