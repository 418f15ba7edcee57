"""The lines of a voucher held against those that were posted: amounts, and what they were posted on.

The order of lines is not compared: a source may number them anew. Their sum is the voucher's own matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from engine.model.placeholder import Placeholder
from engine.model.schema import Entity

Line: TypeAlias = Mapping[str, Any]


def differing_lines(entity: Entity, desired: Mapping[str, Any], posted: Mapping[str, Any]) -> list[str]:
    """The fields in which lines differ, as paths. None where no lines were kept."""
    if entity.total is None:
        return []
    lines, amount = entity.total
    ours, theirs = desired.get(lines), posted.get(lines)
    if not isinstance(ours, (list, tuple)) or not isinstance(theirs, (list, tuple)):
        return []
    compared = [amount, *(name for name in entity.line_content if not _is_open(ours, theirs, name))]
    if _said(ours, compared) == _said(theirs, compared):
        return []
    # What was only exchanged between lines differs in no field by itself.
    differing = [name for name in compared if _said(ours, [name]) != _said(theirs, [name])]
    return [f"{lines}.{name}" for name in differing or compared]


def _said(lines: Sequence[Line], names: Sequence[str]) -> Counter[tuple[Any, ...]]:
    """What the lines say in these fields, and how many of them say the same."""
    return Counter(tuple(line.get(name) for name in names) for line in lines)


def _is_open(ours: Sequence[Line], theirs: Sequence[Line], name: str) -> bool:
    """Whether a field stands for an id that has no value yet, so that it cannot be compared."""
    return any(isinstance(line.get(name), (Placeholder, Mapping)) for line in (*ours, *theirs))
