"""The ENTITY arguments of a command: names of the workspace's mappings, or a usage error that says what is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from click import UsageError

from engine.faces.cli.options import wrong_usage
from engine.model.likeness import nearest

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
            raise no_entity(name, known)


def no_entity(name: str, known: Sequence[str]) -> UsageError:
    """What is wrong with a name that the workspace does not have."""
    near = nearest(name, known)
    meant = f"did you mean {near!r}?" if near is not None else f"it has {', '.join(known)}"
    return wrong_usage(f"the workspace has no entity {name!r}; {meant}")
