"""Rows of every view of Win, and the ways in which people and programs write them to files.

Left out is what no reader could tell: a text that is empty (an empty cell is none), a lone number of three decimals
(`1.234` may be thousands), a carriage return (workbooks keep none).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from hypothesis import strategies as st

from connectors.win.catalog import CATALOG, VIEWS
from connectors.win.exports.map_file import shipped_map
from connectors.win.views import column_names
from engine.model.schema import Field
from engine.model.types import Kind

# Cells of SQLite, as docs/win.md gives them.
Rows: TypeAlias = "dict[str, list[dict[str, Any]]]"

_WORDS = (
    "Bjørk",
    "Ås Bygg",
    "ÆRLIG",
    "Kåre",
    "Næss",
    "Fjord AS",
    "0150",
    "007",
    "12.5",
    "5;6",
    'sa "ja"',
    "a\nb",
    "1,2",
    "-",
    "x",
)
_KEYS = ("1", "007", "10.1", "P1", "P1.1", "å-2")
_CLIENTS = (1, 2)
_NUMBERS = (1, 2, 77, 10001, 10002)
_WRONG = {Kind.NUMBER: "fjorten", Kind.DATE: "i morgen", Kind.FLAG: "kanskje"}


def win_rows() -> st.SearchStrategy[Rows]:
    """Rows by view; the keys of a view stand once, and references meet or miss."""
    return st.fixed_dictionaries({view: _rows(view) for view in VIEWS})


def _rows(view: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    entity = CATALOG.entities[view]
    cells = {name: _cell(name, entity.named[name], is_key=name in entity.key) for name in column_names(entity)}
    row = st.fixed_dictionaries(cells)
    return st.lists(row, max_size=4, unique_by=lambda drawn: tuple(drawn[name] for name in entity.key))


def _cell(name: str, kind: Field, *, is_key: bool) -> st.SearchStrategy[Any]:
    if is_key:
        return st.sampled_from(_NUMBERS if kind.type.kind is Kind.NUMBER else _KEYS)
    drawn = _CELLS[kind.type.kind](name, kind)
    if kind.type.kind in _WRONG:
        drawn = st.integers(0, 15).flatmap(lambda turn: st.just(_WRONG[kind.type.kind]) if turn == 15 else drawn)
    return st.none() | drawn if kind.type.absent else drawn


def _text(name: str, kind: Field) -> st.SearchStrategy[str]:
    if kind.type.choices is not None:
        return st.sampled_from((*sorted(kind.type.choices), "ANNET"))
    if name.endswith("_no") or name == "contact_id":
        return st.sampled_from(_KEYS)
    return st.lists(st.sampled_from(_WORDS), min_size=1, max_size=2).map(" ".join)


def _number(name: str, kind: Field) -> st.SearchStrategy[Any]:
    if not kind.type.scale:
        return st.sampled_from(_CLIENTS if "client" in name else _NUMBERS)
    places = kind.type.scale
    units = st.integers(-(10**11), 10**11) | st.integers(-1000, 1000)
    return units.map(lambda drawn: _canonical(Decimal(drawn).scaleb(-places)))


def _canonical(amount: Decimal) -> str:
    """At least two decimals, and never three."""
    digits = format(amount, "f").rstrip("0")
    places = len(digits.partition(".")[2])
    return format(amount, f".{4 if places == 3 else max(places, 2)}f")


_CELLS = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.FLAG: lambda _name, _kind: st.sampled_from((0, 1)),
    Kind.DATE: lambda _name, _kind: st.dates(date(1950, 1, 1), date(2040, 1, 1)).map(date.isoformat),
}


# ---- how files are written


@dataclass(frozen=True)
class Hand:
    """How somebody writes. `flags`: what no and yes are called. `header`: which of a column's names is taken.

    `numbers`: whether a workbook has numbers, days and flags as such. `left_out`: whether columns without any content
    are. `backwards`: whether the last column and the last row come first.
    """

    delimiter: str
    encoding: str
    line_end: str
    decimal: str
    thousands: str
    norwegian_days: bool
    flags: tuple[str, str]
    header: int
    quoted: bool
    numbers: bool
    left_out: bool
    backwards: bool

    def table(self, view: str, rows: list[dict[str, Any]]) -> list[list[Any]]:
        """A view's rows as texts, the header first."""
        return self._laid_out(view, rows, self._text)

    def sheet(self, view: str, rows: list[dict[str, Any]]) -> list[list[Any]]:
        """A view's rows as a spreadsheet has them, the header first."""
        return self._laid_out(view, rows, self._typed if self.numbers else self._text)

    def _laid_out(self, view: str, rows: list[dict[str, Any]], written: Any) -> list[list[Any]]:
        entity = CATALOG.entities[view]
        names = [
            name
            for name in column_names(entity)
            if not (self.left_out and entity.named[name].type.absent and all(row[name] is None for row in rows))
        ]
        step = -1 if self.backwards else 1
        made = [[written(name, entity.named[name], row[name]) for name in names][::step] for row in rows]
        return [[self._header(view, name) for name in names][::step], *made[::step]]

    def _header(self, view: str, name: str) -> str:
        headers = [header for header, column in shipped_map().headers[view].items() if column == name]
        return headers[self.header % len(headers)]

    def _text(self, _name: str, kind: Field, cell: Any) -> str | None:
        if cell is None or cell in _WRONG.values():
            return None if cell is None else str(cell)
        if kind.type.kind is Kind.FLAG:
            return self.flags[cell]
        if kind.type.kind is Kind.DATE and self.norwegian_days:
            return ".".join(reversed(cell.split("-")))
        if kind.type.kind is Kind.NUMBER and kind.type.scale:
            english = format(Decimal(cell), f",.{len(cell.partition('.')[2])}f")
            return english.translate(str.maketrans({",": self.thousands, ".": self.decimal}))
        if cell in (kind.type.choices or ()) and self.norwegian_days:
            return str(cell).capitalize().replace("_", " ")
        return str(cell)

    def _typed(self, name: str, kind: Field, cell: Any) -> Any:
        if cell is None or cell in _WRONG.values():
            return cell
        if kind.type.kind is Kind.FLAG:
            return bool(cell)
        if kind.type.kind is Kind.DATE:
            return date.fromisoformat(cell)
        if kind.type.kind is Kind.NUMBER:
            return float(cell) if kind.type.scale else cell
        # What a spreadsheet makes of digits, where it loses none; a lost zero comes back only where the map says so.
        plain = isinstance(cell, str) and cell.isdigit() and str(int(cell)) == cell
        return int(cell) if plain and name not in shipped_map().digits else cell


def hands() -> st.SearchStrategy[Hand]:
    """Ways of writing files; the sign for thousands is never the one for decimals."""
    signs = st.sampled_from(((",", ""), (",", "."), (",", " "), (",", "\u00a0"), (".", ""), (".", ","), (".", " ")))
    return st.builds(
        lambda signs, **more: Hand(decimal=signs[0], thousands=signs[1], **more),
        signs,
        delimiter=st.sampled_from((";", ",", "\t")),
        encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "cp865")),
        line_end=st.sampled_from(("\n", "\r\n")),
        norwegian_days=st.booleans(),
        flags=st.sampled_from((("0", "1"), ("Nei", "Ja"), ("N", "J"), ("false", "true"), ("usann", "SANN"))),
        header=st.integers(0, 20),
        quoted=st.booleans(),
        numbers=st.booleans(),
        left_out=st.booleans(),
        backwards=st.booleans(),
    )
