"""A consultant's own messages as templates: the words that ship with the base mappings are said in other languages too.

A hole is named by what it reads (`{customer_no}`, `{line_account}`), so that a translator knows what will stand there.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.language import typed
from engine.model.text import braced

_UNNAMED = "value"


def template_of(node: typed.Text) -> tuple[str, Mapping[str, typed.Expression]]:
    """A message's template as `engine.model.text.Text` takes it, with the expression of each hole."""
    holes: dict[str, typed.Expression] = {}
    pieces = [braced(part) if isinstance(part, str) else f"{{{_hole(part, holes)}}}" for part in node.parts]
    return "".join(pieces), holes


def _hole(part: typed.Expression, holes: dict[str, typed.Expression]) -> str:
    """The name of a hole; a second one of the same name that reads something else gets a number."""
    named = _name(part)
    name, number = named, 2
    while name in holes and not _reads_the_same(holes[name], part):
        name, number = f"{named}_{number}", number + 1
    holes[name] = part
    return name


def _reads_the_same(one: typed.Expression, other: typed.Expression) -> bool:
    """Whether two holes are one field or one let, wherever each of them stands."""
    if isinstance(one, typed.FieldRead) and isinstance(other, typed.FieldRead):
        return (one.item, one.path) == (other.item, other.path)
    return isinstance(one, typed.LetRead) and isinstance(other, typed.LetRead) and one.name == other.name


def _name(part: typed.Expression | None) -> str:
    if isinstance(part, typed.Call) and part.arguments:  # the value that is piped through it
        return _name(part.arguments[0])
    if isinstance(part, typed.FieldRead):
        return "_".join([*([part.item] if part.item else []), *part.path])
    return part.name if isinstance(part, typed.LetRead) else _UNNAMED
