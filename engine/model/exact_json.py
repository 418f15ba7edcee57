"""JSON with exact amounts: decimals are written with their own digits and never become floats.

The standard encoder cannot write a Decimal, so this is the one place that does; output is deterministic.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, cast

from engine.model.pattern import pattern
from engine.model.placeholder import Placeholder


def loads(text: str | bytes) -> Any:
    """Parse JSON; numbers with a fraction become Decimal. Raises ValueError when it is not JSON."""
    return _DECODE(text) if isinstance(text, str) else json.loads(text, **_EXACTLY)


def dumps(value: object, *, sort_keys: bool = False, indent: int | None = None) -> str:
    """Write JSON. Raises TypeError for a float or any other value that has no exact form."""
    out: list[str] = []
    _write(value, out, sort_keys, indent, "\n")
    return "".join(out)


def line(value: object) -> str:
    """What `dumps` writes on one line, several times faster, of a value in which no number is a float: one would pass.

    The encoder of the standard library takes all but exact numbers; these pass through it as texts with a mark that
    occurs nowhere else, and lose mark and quotes after it.
    """
    text = "".join(_encode(value, 0))
    return _MARKED.sub(r"\1", text) if _MARK in text else text


class ReadLater(Mapping[str, Any]):
    """An object whose JSON is read when somebody looks into it: of a hundred thousand most are never looked into."""

    __slots__ = ("_content",)

    def __init__(self, text: str) -> None:
        self._content: str | dict[str, Any] = text

    def _read(self) -> dict[str, Any]:
        if isinstance(self._content, str):
            self._content = loads(self._content)
        return cast(dict[str, Any], self._content)

    def __getitem__(self, name: str) -> Any:
        return self._read()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __repr__(self) -> str:
        return repr(self._read())


def _encodable(value: object) -> object:
    """What the standard encoder can take in the place of a value that it does not know."""
    if isinstance(value, Mapping):
        return dict(value.items())
    if isinstance(value, Placeholder):
        return value.as_json()
    if isinstance(value, Decimal) and value.is_finite():
        return f"{_MARK}{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no exact JSON form")


_MARK = f"exact-{os.urandom(16).hex()}:"
_MARKED = pattern(f'"{_MARK}([-0-9.]+)"')


def _encoder() -> Callable[[object, int], Iterable[str]]:
    """The standard library's encoder in C, made once: `JSONEncoder.encode` makes one for every value, which takes as
    long as a payload of twenty fields."""
    known = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_encodable)
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return lambda value, _level: (known.encode(value),)
    made: Callable[[object, int], Iterable[str]] = make(
        None, _encodable, encode_basestring, None, ":", ",", False, False, True
    )
    return made


_encode = _encoder()


def pieces(members: Mapping[str, object], *, indent: int | None = None) -> Iterator[str]:
    """Write an object piece by piece: what `dumps` writes, but a member that is an iterator is a list whose items are
    asked for one by one. Raises TypeError as `dumps` does."""
    inner = _deeper("\n", indent)
    for position, (name, value) in enumerate(members.items()):
        yield ("," if position else "{") + inner + _label(name, indent)
        if isinstance(value, Iterator):
            yield from _items(value, indent, inner)
        else:
            yield _piece(value, indent, inner)
    yield ("\n}" if indent else "}") if members else "{}"


def _items(items: Iterator[object], indent: int | None, newline: str) -> Iterator[str]:
    inner, empty = _deeper(newline, indent), True
    for item in items:
        yield ("[" if empty else ",") + inner + _piece(item, indent, inner)
        empty = False
    yield "[]" if empty else newline + "]"


def _deeper(newline: str, indent: int | None) -> str:
    """The line break before what stands one step further in; nothing where all stands on one line."""
    return newline + " " * indent if indent else ""


def _label(name: object, indent: int | None) -> str:
    return encode_basestring(str(name)) + (": " if indent else ":")


def _piece(value: object, indent: int | None, newline: str) -> str:
    out: list[str] = []
    _write(value, out, False, indent, newline)
    return "".join(out)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


_EXACTLY: Mapping[str, Any] = {"parse_float": Decimal, "parse_constant": _refuse_constant}
_DECODE = json.JSONDecoder(**_EXACTLY).decode  # made once: `json.loads` would make one for every text


def _write(value: object, out: list[str], sort_keys: bool, indent: int | None, newline: str) -> None:
    if isinstance(value, Placeholder):
        value = value.as_json()
    if isinstance(value, Mapping):
        items = sorted(value.items()) if sort_keys else value.items()
        parts = [(_label(name, indent), inner) for name, inner in items]
        _write_group("{", "}", parts, out, sort_keys, indent, newline)
    elif isinstance(value, (list, tuple)):
        _write_group("[", "]", [("", inner) for inner in value], out, sort_keys, indent, newline)
    else:
        out.append(_scalar(value))


def _write_group(
    opening: str,
    closing: str,
    parts: list[tuple[str, Any]],
    out: list[str],
    sort_keys: bool,
    indent: int | None,
    newline: str,
) -> None:
    inner_line = _deeper(newline, indent) if parts else ""
    out.append(opening)
    for position, (label, inner) in enumerate(parts):
        out.append(("," if position else "") + inner_line + label)
        _write(inner, out, sort_keys, indent, inner_line or newline)
    out.append((newline if inner_line else "") + closing)


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, date):  # a datetime is a date too; both have their ISO form
        return encode_basestring(value.isoformat())
    raise TypeError(f"{value!r} has no exact JSON form")
