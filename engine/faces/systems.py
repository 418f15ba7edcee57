"""Connectors, stand-ins, demos and texts, found by their entry points: another system is a package, not a change."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics.languages import ENGLISH, OWN_TEXTS, Language, language
from engine.faces.entry_points import loaded
from engine.mapping.cache import user_cache
from engine.mapping.library import Library, shipped_mappings

if TYPE_CHECKING:
    from engine.model.ports import Connector, Demo, StandIn
    from engine.model.schema import Catalog


@cache
def connectors() -> Mapping[str, Connector]:
    """Every installed connector by its name."""
    return loaded("wingo.connectors")


@cache
def standins() -> Mapping[str, StandIn]:
    """Every installed stand-in by the name of the connector that it answers."""
    return loaded("wingo.standins")


@cache
def demos() -> Mapping[str, Demo]:
    """Every installed demo by the name of the connector that it makes data for."""
    return loaded("wingo.demos")


@cache
def catalogs() -> Mapping[str, Catalog]:
    """Every connector's catalog by the system's name in mappings."""
    return {connector.catalog.system: connector.catalog for connector in connectors().values()}


@cache
def spoken(code: str) -> Language:
    """A language with the engine's texts, the base mappings' and those of every installed package.

    Raises KeyError for an unknown one.
    """
    if code == ENGLISH.code:  # nothing is looked for: most commands pay nothing for other languages
        return ENGLISH
    folders: list[Path] = [OWN_TEXTS, shipped_mappings() / "texts", *loaded("wingo.texts").values()]
    return language(code, folders)


def library() -> Library:
    """All catalogs, the shipped mappings, and the user's cache."""
    return Library(catalogs(), shipped_mappings(), cache=user_cache(os.environ))
