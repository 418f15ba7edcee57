"""The mapping engine: it knows rules and plans, and no customer system.

Public names are loaded when they are first used, so that a command pays only for the floors it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.faces.library import MappingError, load_mapping
    from engine.language.outcome import Desired, Refused, Skipped
    from engine.mapping.mapping import NoWayBack

__all__ = ["Desired", "MappingError", "NoWayBack", "Refused", "Skipped", "load_mapping"]

_PLACES = {
    "Desired": "engine.language.outcome",
    "MappingError": "engine.faces.library",
    "NoWayBack": "engine.mapping.mapping",
    "Refused": "engine.language.outcome",
    "Skipped": "engine.language.outcome",
    "load_mapping": "engine.faces.library",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
