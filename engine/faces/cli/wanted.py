"""The ENTITY arguments of a command: names of the workspace's mappings, or a usage error that says what is meant."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from engine.faces.cli.options import wrong_usage

if TYPE_CHECKING:
    from engine.sync.planning.planner import Office


def wanted_entities(office: Office, names: Sequence[str]) -> frozenset[str] | None:
    """The named entities; None when none was named. Raises UsageError for a name that the workspace does not have."""
    refuse_unknown(names, [mapping.name for mapping in office.mappings])
    return frozenset(names) or None


def refuse_unknown(names: Sequence[str], known: Sequence[str]) -> None:
    """Raises UsageError for a name that the workspace does not have."""
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, 1)
            meant = f"did you mean {close[0]!r}?" if close else f"it has {', '.join(known)}"
            raise wrong_usage(f"the workspace has no entity {name!r}; {meant}")
