"""Connectors, stand-ins and demos, found by their entry points: another system is a package, not a change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from engine.mapping.library import Library, shipped_mappings
from engine.model.ports import Connector, Demo, StandIn
from engine.model.schema import Catalog


def _found(group: str) -> dict[str, Any]:
    return {point.name: point.load() for point in sorted(entry_points(group=group), key=lambda p: p.name)}


@cache
def connectors() -> Mapping[str, Connector]:
    """Every installed connector by its name."""
    return _found("wingo.connectors")


@cache
def standins() -> Mapping[str, StandIn]:
    """Every installed stand-in by the name of the connector that it answers."""
    return _found("wingo.standins")


@cache
def demos() -> Mapping[str, Demo]:
    """Every installed demo by the name of the connector that it makes data for."""
    return _found("wingo.demos")


@cache
def catalogs() -> Mapping[str, Catalog]:
    """Every connector's catalog by the system's name in mappings."""
    return {connector.catalog.system: connector.catalog for connector in connectors().values()}


def library() -> Library:
    """All catalogs, and the shipped mappings."""
    return Library(catalogs(), shipped_mappings())
