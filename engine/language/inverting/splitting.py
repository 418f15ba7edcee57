"""A text with several holes, taken apart again: where each hole ends, and whether that is sure.

A hole ends at the literal behind it. That is sure when the literal's first sign cannot stand within what the hole
holds; a minus begins a number and never stands within one, so numbers may be parted by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any, TypeAlias

from engine.language import typed
from engine.language.running.values import printed
from engine.model.frozen import frozen
from engine.model.types import Kind, Type

_DATE_LENGTH = 10
_FORMS: Mapping[Kind, str] = {Kind.DATE: "[0-9]{4}-[0-9]{2}-[0-9]{2}", Kind.FLAG: "yes|no"}
_WHOLE, _DECIMAL, _DIGITS, _ANY = "-?[0-9]+", r"-?[0-9]+(?:\.[0-9]+)?", "[0-9]+", "(?s:.+)"
# What is inside a number or a date, behind its first sign.
_INSIDE: Mapping[str, str] = {_WHOLE: "0123456789", _DIGITS: "0123456789", _DECIMAL: "0123456789."}

Part: TypeAlias = str | typed.Expression


@frozen
class DoubleSplit:
    """A text that can be taken apart in two ways, and what the holes would hold in each."""

    text: str
    first: tuple[str, ...]
    second: tuple[str, ...]


def split(parts: tuple[Part, ...], text: str) -> list[tuple[typed.Expression, Any]] | None:
    """What each hole of a text holds, read as a value of the hole's type; None when the text is not of this form."""
    found: list[tuple[typed.Expression, Any]] = []
    rest = text
    for place, part in enumerate(parts):
        if isinstance(part, str):
            if not rest.startswith(part):
                return None
            rest = rest[len(part) :]
            continue
        written = rest[: _end(part, parts[place + 1 :], rest)]
        if not re.fullmatch(_form(part), written):
            return None
        found.append((part, _read(part.type, written)))
        rest = rest[len(written) :]
    return None if rest else found


def unsure_hole(parts: tuple[Part, ...]) -> typed.Expression | None:
    """The first hole of which it is not sure where it ends; the last one takes what is left."""
    for place, part in enumerate(parts):
        behind = parts[place + 1 :]
        if not isinstance(part, str) and any(not isinstance(other, str) for other in behind):
            literal = behind[0] if isinstance(behind[0], str) else ""
            if not _is_sure(_form(part), part.type, literal):
                return part
    return None


def double_split(parts: tuple[Part, ...]) -> DoubleSplit | None:
    """The shortest text that was found to split twice; None when there is none among the small ones."""
    holes = [part for part in parts if not isinstance(part, str)]
    literals = [part for part in parts if isinstance(part, str)]
    options = [[w for w in _writings(literals) if re.fullmatch(_form(hole), w)] for hole in holes]
    texts = {_joined(parts, values) for values in product(*options)}
    for text in sorted(texts, key=lambda found: (len(found), found)):
        splits = list(_all_splits(parts, text))
        if len(splits) > 1:
            return DoubleSplit(text, splits[1], splits[0])
    return None


def _writings(literals: list[str]) -> Iterator[str]:
    """What a hole may hold, to try it: digits, letters, and both parted as the text itself parts them."""
    yield from ("1", "2", "-1", "10", "a", "b", "2026-01-01", "1.5")
    for literal in literals:
        yield from (f"10{literal}2", f"a{literal}b", f"2{literal}1", f"1{literal}")


def _joined(parts: tuple[Part, ...], values: tuple[str, ...]) -> str:
    remaining = iter(values)
    return "".join(part if isinstance(part, str) else next(remaining) for part in parts)


def _all_splits(parts: tuple[Part, ...], text: str) -> Iterator[tuple[str, ...]]:
    """Every way to take a text apart."""
    if not parts:
        if not text:
            yield ()
        return
    part, behind = parts[0], parts[1:]
    if isinstance(part, str):
        if text.startswith(part):
            yield from _all_splits(behind, text[len(part) :])
        return
    for end in range(1, len(text) + 1):
        if re.fullmatch(_form(part), text[:end]):
            yield from ((text[:end], *rest) for rest in _all_splits(behind, text[end:]))


def _end(hole: typed.Expression, behind: tuple[Part, ...], rest: str) -> int:
    """How much of what is left a hole takes."""
    if all(isinstance(part, str) for part in behind):
        return len(rest) - sum(len(part) for part in behind if isinstance(part, str))
    if hole.type.kind is Kind.DATE:
        return _DATE_LENGTH
    literal = behind[0] if isinstance(behind[0], str) else ""
    found = rest.find(literal, 1)  # no hole is empty
    return len(rest) if found < 0 else found


def _is_sure(form: str, type_: Type, literal: str) -> bool:
    if type_.kind is Kind.DATE:
        return True  # always of one length
    if not literal:
        return False
    if type_.choices is not None:
        return not any(literal[0] in choice[1:] for choice in type_.choices)
    if type_.kind is Kind.FLAG:
        return literal[0] not in "eso"
    return form in _INSIDE and literal[0] not in _INSIDE[form]


def _form(hole: typed.Expression) -> str:
    """What a hole's value looks like when it is written."""
    type_ = hole.type
    if type_.kind is Kind.NUMBER:
        return _WHOLE if type_.scale == 0 else _DECIMAL
    if type_.kind in _FORMS:
        return _FORMS[type_.kind]
    if type_.choices is not None:
        return "|".join(re.escape(choice) for choice in sorted(type_.choices))
    return _DIGITS if _only_digits(hole) else _ANY


def _only_digits(hole: typed.Expression) -> bool:
    return isinstance(hole, typed.Call) and hole.function.name in ("digits", "orgno")


def _read(type_: Type, text: str) -> Any:
    """A hole's text as a value of its type; a text as it stands when it is none."""
    try:
        return _READERS[type_.kind](text) if type_.kind in _READERS else text
    except ValueError:
        return text


def _number(text: str) -> int | Decimal:
    return Decimal(text) if "." in text else int(text)


def _flag(text: str) -> bool:
    return text == printed(True)


_READERS: Mapping[Kind, Callable[[str], Any]] = {
    Kind.NUMBER: _number,
    Kind.DATE: date.fromisoformat,
    Kind.FLAG: _flag,
}
