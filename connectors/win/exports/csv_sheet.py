"""A CSV file as a sheet: its letters and its delimiter told, its rows read as they are asked for.

Quotation marks are taken at their word: one that is not closed, or goes on behind its end, is a broken file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

from connectors.win.exports.complaints import Damaged, Place, broken_letters, broken_row, empty, unreadable
from connectors.win.exports.decoding import Encoding, encoding_of
from connectors.win.exports.map import folded
from connectors.win.exports.sheet import Numbered, Sheet, header_of, is_filled, without_empty_end
from engine.model.text import Text, say

_HEAD_LETTERS = 1 << 16
_DELIMITERS = {";": say("semicolon"), ",": say("comma"), "\t": say("tab")}
_HINT = "sep="  # what Excel is told the delimiter by, in a first line of its own


def open_csv(path: Path, known: Collection[str], said: str | None) -> Sheet:
    """A file's sheet. `known`: folded headers that it may have. `said`: the workspace's word on the encoding.

    Raises Damaged where there is no header, or its letters cannot be told.
    """
    place = Place(path.name)
    try:
        encoding = encoding_of(path, place, said)
        with path.open(encoding=encoding.name, newline="") as file:
            head = file.read(_HEAD_LETTERS)
    except UnicodeDecodeError:
        raise Damaged(broken_letters(place, 1, encoding.shown)) from None
    except OSError as problem:
        raise Damaged(unreadable(place, problem.strerror)) from None
    delimiter = _delimiter(head, known)
    found = _header(head, delimiter)
    if found is None:
        raise Damaged(empty(place))
    line, cells = found

    def rows() -> Iterator[Numbered]:
        return _rows(path, place, encoding, delimiter, below=line)

    header = tuple(str(cell).strip() for cell in without_empty_end(cells))
    told = _told(encoding, delimiter)
    return Sheet(place, header, rows, "." if delimiter == "," else ",", told, certain=encoding.certain)


def _told(encoding: Encoding, delimiter: str) -> Text:
    return say("{encoding}, {delimiter}", encoding=encoding.shown, delimiter=_DELIMITERS[delimiter])


def _delimiter(head: str, known: Collection[str]) -> str:
    """The delimiter by which the header has most known names; of equals, most cells."""

    def worth(delimiter: str) -> tuple[int, int]:
        found = _header(head, delimiter)
        cells = [folded(str(cell)) for cell in found[1]] if found is not None else []
        return sum(cell in known for cell in cells), len(cells)

    return max(_DELIMITERS, key=worth)


def _header(head: str, delimiter: str) -> Numbered | None:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)

    def lines() -> Iterator[Numbered]:
        try:
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error:  # the rows say of it what is to be said
            return

    return header_of(lines())


def _rows(path: Path, place: Place, encoding: Encoding, delimiter: str, *, below: int) -> Iterator[Numbered]:
    """The rows below the header; a row's number is that of its first line. Empty lines are passed over."""
    try:
        with path.open(encoding=encoding.name, newline="") as file:
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            first = 1
            try:
                for cells in reader:
                    if first > below and any(map(is_filled, cells)):
                        yield first, cells
                    first = reader.line_num + 1
            except csv.Error as error:
                raise Damaged(broken_row(place, first, str(error))) from None
            except UnicodeDecodeError:
                raise Damaged(broken_letters(place, first, encoding.shown)) from None
    except OSError as problem:
        raise Damaged(unreadable(place, problem.strerror)) from None
