"""A cell of a file as the private database keeps it: in the form that docs/win.md gives for SQLite.

What is not of its column's kind stays as it is, and becomes a Fault where a database's does: when the row is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from connectors.win.exports.map import ExportMap, folded
from connectors.win.exports.map_file import folded_flag
from connectors.win.exports.numbers import COMMA, DOUBTFUL, POINT, plain_number
from engine.model.schema import Field
from engine.model.types import Kind

Kept: TypeAlias = "str | int | float | None"
Convert: TypeAlias = Callable[[str], Kept]
ConvertTyped: TypeAlias = Callable[[object], Kept]

NO_VALUE = object()  # of a formula that was never worked out
ERRORS = frozenset({"#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!"})

_REMEMBERED = 4096
_SURE_DIGITS = 15  # what a spreadsheet keeps of a number
_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?: 00:00(?::00)?)?")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Unusable(Exception):
    """A cell of a spreadsheet without a content that can be known; `value`: its error, None when there is none."""

    def __init__(self, value: str | None) -> None:
        super().__init__(value)
        self.value = value


@dataclass(slots=True)
class Decimals:
    """The sign before a file's decimals as it is taken, and what its numbers have shown of it.

    `doubtful`: the first cell that was read by it alone.
    """

    sign: str
    shown: set[str] = field(default_factory=set)
    doubtful: str | None = None

    def read(self, text: str) -> str | None:
        """A number in plain digits, None when it is none."""
        plain, shows = plain_number(text, self.sign)
        if shows == DOUBTFUL:
            self.doubtful = self.doubtful or text
        elif shows:
            self.shown.add(shows)
        return plain

    @property
    def contradicted(self) -> bool:
        """Whether a cell was read by the sign that all others speak against."""
        return self.doubtful is not None and bool(self.shown) and self.sign not in self.shown

    @property
    def undecided(self) -> bool:
        """Whether a cell was read by it where the others speak for both."""
        return self.doubtful is not None and {COMMA, POINT} <= self.shown


def converter(column: str, kind: Field, names: ExportMap, decimals: Decimals) -> Convert | None:
    """What makes of a text what is kept; None where texts stay as they are. An empty text is not asked for."""
    if kind.type.kind is Kind.NUMBER:
        return _whole(decimals) if kind.type.scale == 0 else _amount(decimals)
    if kind.type.kind is Kind.FLAG:
        return _remembered(lambda text: names.flags.get(folded_flag(text), text))
    if kind.type.kind is Kind.DATE:
        return _remembered(_day)
    if kind.type.choices is not None:
        words = {folded(word): word for word in kind.type.choices}
        others = {word: meant for word, meant in names.values.get(column, {}).items() if meant in kind.type.choices}
        known = others | words
        return _remembered(lambda text: known.get(folded(text), text))
    return None


def _remembered(convert: Convert) -> Convert:
    """The same, quickly for what comes again and again."""
    return lru_cache(maxsize=_REMEMBERED)(convert)


def _whole(decimals: Decimals) -> Convert:
    def convert(text: str) -> Kept:
        if text.isascii() and text.isdigit() and len(text) <= _SURE_DIGITS:
            return int(text)
        plain = decimals.read(text)
        if plain is None:
            return text
        digits, _, fraction = plain.partition(".")
        return text if fraction.strip("0") or len(digits) > _SURE_DIGITS else int(digits)

    return convert


def _amount(decimals: Decimals) -> Convert:
    def convert(text: str) -> Kept:
        plain = decimals.read(text)
        return text if plain is None else plain

    return convert


def _day(text: str) -> Kept:
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return text
    day, month, year = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


# ---- what a spreadsheet has for a cell


def typed_converter(kind: Field, convert: Convert | None, epoch: datetime, *, digits: bool = False) -> ConvertTyped:
    """What makes of a spreadsheet's cell what is kept. Raises Unusable for a formula that failed or has no value.

    `convert`: for texts. `epoch`: what days are counted from. `digits`: of a text whose first zeros a number has lost,
    numbers are kept as they are; they get them back when the whole row is known.
    """
    of_number = _OF_NUMBER.get(kind.type.kind)
    is_day = kind.type.kind is Kind.DATE

    def typed(cell: object) -> Kept:
        if cell is None or isinstance(cell, str):
            return _of_text(cell, convert)
        if isinstance(cell, bool):
            return int(cell) if kind.type.kind is Kind.FLAG else str(cell).upper()
        if isinstance(cell, int | float):
            if is_day:
                return _of_date(_day_of(cell, epoch))
            if of_number is not None:
                return of_number(cell, kind)
            return int(cell) if digits and cell == int(cell) else _text_of(cell)
        if isinstance(cell, datetime | date):
            return _of_date(cell) if is_day or of_number is not None else _serial(cell, epoch)
        if cell is NO_VALUE:
            raise Unusable(None)
        return str(cell)

    return typed


def _of_text(cell: str | None, convert: Convert | None) -> Kept:
    if not cell:
        return None
    if cell in ERRORS:
        raise Unusable(cell)
    text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), cell) if "_x" in cell else cell
    return text if convert is None else convert(text)


def _plain(cell: float) -> str:
    """The digits of a spreadsheet's number: the fifteen that it keeps."""
    return str(cell) if isinstance(cell, int) else format(Decimal(format(cell, f".{_SURE_DIGITS}g")), "f")


def _number(cell: float, kind: Field) -> Kept:
    plain = _plain(cell)
    whole, _, fraction = plain.partition(".")
    if kind.type.scale == 0 and not fraction.strip("0") and len(whole.lstrip("-")) <= _SURE_DIGITS:
        return int(whole)
    return plain


def _flag(cell: float, _kind: Field) -> Kept:
    return int(cell) if cell in (0, 1) else _plain(cell)


_OF_NUMBER: Mapping[Kind, Callable[[float, Field], Kept]] = {Kind.NUMBER: _number, Kind.FLAG: _flag}


def _text_of(cell: float) -> Kept:
    """A number where a text belongs. One of more digits than a spreadsheet keeps has lost some: it stays a number,
    which no text is."""
    if abs(cell) >= 10**_SURE_DIGITS:
        return float(cell)
    plain = _plain(cell)
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _day_of(cell: float, epoch: datetime) -> datetime | date | str:
    from openpyxl.utils.datetime import from_excel

    try:
        found = from_excel(cell, epoch)
    except (OverflowError, ValueError):
        return _plain(cell)
    return found if isinstance(found, datetime | date) else str(found)


def _of_date(found: datetime | date | str) -> str:
    if isinstance(found, datetime):
        return found.date().isoformat() if found.time() == time() else found.isoformat(" ")
    return found if isinstance(found, str) else found.isoformat()


def _serial(cell: datetime | date, epoch: datetime) -> float:
    """A day where a text belongs: what was typed is lost, and the spreadsheet's number of the day is no text."""
    from openpyxl.utils.datetime import to_excel

    return float(to_excel(cell, epoch))  # type: ignore[no-untyped-call]  # its stubs say nothing of it
