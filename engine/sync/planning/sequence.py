"""The order of a section's changes: by key, but none before those that it comes behind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence


def in_sequence(keys: Collection[str], behind: Mapping[str, Sequence[str]]) -> list[str]:
    """The keys sorted, each after those that `behind` gives for it; a circle is cut where it is met.

    Walked with a stack: a chain of records may be longer than Python's calls go deep.
    """
    ordered: list[str] = []
    entered: set[str] = set()
    for key in sorted(keys):
        if key in entered:
            continue
        entered.add(key)
        path = [(key, iter(behind.get(key, ())))]
        while path:
            current, ahead = path[-1]
            first = next((k for k in ahead if k in keys and k not in entered), None)
            if first is None:
                ordered.append(current)
                path.pop()
            else:
                entered.add(first)
                path.append((first, iter(behind.get(first, ()))))
    return ordered
