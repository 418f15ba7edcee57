"""Reads the map that is shipped (`exports.toml`) and one that a workspace lays over it, and checks the latter.

A workspace's file is named among win's settings (`exports:`); it has only the lines that differ.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from connectors.win.exports.map import Digits, ExportMap, by_folded, folded, folded_file
from connectors.win.exports.shape import SHAPES
from engine.model.likeness import nearest
from engine.model.text import Text, say

SHIPPED = Path(__file__).with_name("exports.toml")
_ANY = "any"
_NUMBER = "{invoice_no}"
_COLUMNS = frozenset(column for shape in SHAPES.values() for column in shape.columns)

_Read = dict[str, Any]


def load_map(path: Path | None) -> ExportMap:
    """The shipped map, with a file laid over it. Raises ValueError that names the file and what is wrong in it."""
    if path is None:
        return shipped_map()
    try:
        own = _read(path)
    except OSError as problem:
        reason = problem.strerror or say("it cannot be opened")
        raise ValueError(say("exports: {file} cannot be read: {reason}", file=path.name, reason=reason)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        text = say("exports: {file} is not TOML: {reason}", file=path.name, reason=str(problem))
        raise ValueError(text) from None
    fault = next(_faults(own), None)
    if fault is not None:
        raise ValueError(say("exports: {file}: {fault}", file=path.name, fault=fault))
    return _map(_laid_over(own, _read(SHIPPED)))


@cache
def shipped_map() -> ExportMap:
    """The map that is shipped."""
    return _map(_read(SHIPPED))


def _read(path: Path) -> _Read:
    with path.open("rb") as file:
        return tomllib.load(file)


def _laid_over(own: _Read, below: _Read) -> _Read:
    """Tables are joined, line by line; all else of one's own takes the place of what is below."""
    return below | {
        name: _laid_over(value, below[name]) if isinstance(value, dict) and isinstance(below.get(name), dict) else value
        for name, value in own.items()
    }


def _map(read: Mapping[str, Any]) -> ExportMap:
    flags = {folded_flag(word): int(said == "true") for said, words in read["flags"].items() for word in words}
    return ExportMap(
        files={folded_file(name): shape for shape in SHAPES for name in (shape, *read["files"].get(shape, ()))},
        headers={shape: _headers(shape, read["headers"]) for shape in SHAPES},
        values={column: by_folded(words) for column, words in read["values"].items()},
        flags=flags,
        absent=read["absent"],
        digits={column: _digits(said) for column, said in read["digits"].items()},
        ignored={shape: frozenset(map(folded, names)) for shape, names in read["ignored"].items()},
        pdf=read["journal"]["pdf"],
    )


def folded_flag(word: str) -> str:
    """A word of a flag: `-1` is not `1`, but both may be said."""
    return word.strip().casefold()


def _headers(shape: str, read: Mapping[str, Mapping[str, list[str]]]) -> dict[str, str]:
    """The columns of a shape by their headers: those of any view, before them the view's own, before all the names."""
    columns = SHAPES[shape].columns
    found: dict[str, str] = {}
    for lines in (read[_ANY], read.get(shape, {}), {name: [name] for name in columns}):
        found |= by_folded({column: names for column, names in lines.items() if column in columns})
    return found


def _digits(said: Mapping[str, Any]) -> Digits:
    countries = said.get("country")
    return Digits(said["digits"], None if countries is None else frozenset(map(folded, countries)))


# ---- what may be wrong in a workspace's map


def _faults(own: Mapping[str, Any]) -> Iterator[Text]:
    for section, table in own.items():
        if section not in _CHECKS:
            yield _unknown(section, _CHECKS)
        elif not isinstance(table, dict):
            yield _no_table(section, table)
        else:
            yield from _CHECKS[section](table)


def _faults_in_files(table: _Read) -> Iterator[Text]:
    for shape, names in table.items():
        yield from _strange(shape, SHAPES)
        yield from _no_words(shape, names)


def _faults_in_headers(table: _Read) -> Iterator[Text]:
    for shape, columns in table.items():
        if shape != _ANY:
            yield from _strange(shape, SHAPES)
        if not isinstance(columns, dict):
            yield _no_table(f"headers.{shape}", columns)
            continue
        known = SHAPES[shape].columns if shape in SHAPES else _COLUMNS
        for column, names in columns.items():
            yield from _strange(column, known)
            yield from _no_words(column, names)


def _faults_in_values(table: _Read) -> Iterator[Text]:
    for column, words in table.items():
        yield from _strange(column, _COLUMNS)
        if not isinstance(words, dict):
            yield _no_table(f"values.{column}", words)
            continue
        for word, others in words.items():
            yield from _no_words(word, others)


def _faults_in_absent(table: _Read) -> Iterator[Text]:
    for shape, columns in table.items():
        yield from _strange(shape, SHAPES)
        if not isinstance(columns, dict):
            yield _no_table(f"absent.{shape}", columns)
            continue
        for column, word in columns.items():
            yield from _strange(column, SHAPES[shape].columns if shape in SHAPES else _COLUMNS)
            if not isinstance(word, str):
                yield say("{name} is {value!r}: it is a text, as a cell has it", name=column, value=word)


def _faults_in_digits(table: _Read) -> Iterator[Text]:
    for column, said in table.items():
        yield from _strange(column, _COLUMNS)
        if not isinstance(said, dict) or type(said.get("digits")) is not int:
            yield say("{name} is {value!r}: it is a table with digits, a whole number", name=column, value=said)
        elif "country" in said:
            yield from _no_words("country", said["country"])


def _faults_in_ignored(table: _Read) -> Iterator[Text]:
    for shape, names in table.items():
        yield from _strange(shape, SHAPES)
        yield from _no_words(shape, names)


def _faults_in_flags(table: _Read) -> Iterator[Text]:
    for said, words in table.items():
        yield from _strange(said, ("true", "false"))
        yield from _no_words(said, words)


def _faults_in_journal(table: _Read) -> Iterator[Text]:
    for name, pattern in table.items():
        yield from _strange(name, ("pdf",))
        if not isinstance(pattern, str) or _NUMBER not in pattern or not _compiles(pattern):
            yield say("{name} is {value!r}: it is a pattern with {hole} in it", name=name, value=pattern, hole=_NUMBER)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern.replace(_NUMBER, "1"))
    except re.error:
        return False
    return True


_CHECKS: Mapping[str, Callable[[_Read], Iterator[Text]]] = {
    "files": _faults_in_files,
    "headers": _faults_in_headers,
    "absent": _faults_in_absent,
    "values": _faults_in_values,
    "flags": _faults_in_flags,
    "digits": _faults_in_digits,
    "ignored": _faults_in_ignored,
    "journal": _faults_in_journal,
}


def _strange(name: str, known: Iterable[str]) -> Iterator[Text]:
    if name not in known:
        yield _unknown(name, known)


def _unknown(name: str, known: Iterable[str]) -> Text:
    near = nearest(name, known)
    if near is None:
        return say("there is no {name}; there are {names}", name=name, names=", ".join(known))
    return say("there is no {name}, did you mean {near}?", name=name, near=near)


def _no_table(name: str, value: object) -> Text:
    return say("{name} is {value!r}: it is a table, [{name}]", name=name, value=value)


def _no_words(name: str, value: object) -> Iterator[Text]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        yield say("{name} is {value!r}: it is a list of texts", name=name, value=value)
