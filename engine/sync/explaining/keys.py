"""A record's key, from what people call the record."""

from __future__ import annotations

from engine.mapping.mapping import Mapping as EntityMapping
from engine.sync.planning.inlets import split_key


def key_named(mapping: EntityMapping, name: str) -> str:
    """The key of a mapping's record. The parts of a key may be joined by `:` too, as a payment's are in its entry's id
    (`901:6f1c`); and an inlet's row that takes another back (`901:6f1c~2`) is of the same record."""
    if mapping.target.inlet is not None:
        name, _ = split_key(name)
    parts = name.split(":")
    return "/".join(parts) if "/" not in name and len(parts) == len(mapping.key) else name
