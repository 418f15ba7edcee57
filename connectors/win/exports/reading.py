"""Reads a sheet's rows as they are kept, and notes what is wrong on the way: rows that are not whole, cells without a
content, numbers that may be two things."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from connectors.win.catalog import CATALOG, identities_of
from connectors.win.exports import complaints as told
from connectors.win.exports.cells import NO_VALUE, Convert, Decimals, Kept, Unusable, converter, typed_converter
from connectors.win.exports.columns import Columns
from connectors.win.exports.complaints import SHOWN, Complaint, Damaged
from connectors.win.exports.map import ExportMap
from connectors.win.exports.shape import LINE, Shape
from connectors.win.exports.sheet import Numbered, Sheet, is_filled
from engine.model.schema import Field
from engine.model.types import Kind

KeptRow: TypeAlias = "tuple[int, list[Kept]]"  # the line, and the cells of the columns that the sheet has
_Make: TypeAlias = Callable[[Sequence[object]], "list[Kept]"]

# Texts by which records are found: blanks around them tell nobody apart.
_IDENTITIES = frozenset(name for entity in CATALOG.entities.values() for name in identities_of(entity))


@dataclass(slots=True)
class Reading:
    """One reading of a sheet. `complaints` and `decimals` are filled while `rows` is gone through."""

    sheet: Sheet
    shape: Shape
    columns: Columns
    names: ExportMap
    decimals: Decimals
    complaints: list[Complaint] = field(default_factory=list)
    _doubtful: Complaint | None = None

    def rows(self) -> Iterator[KeptRow]:
        """The rows as they are kept; a damaged one is left out and complained of, until enough are."""
        make = self._make_typed() if self.sheet.epoch is not None else self._make_of_texts()
        try:
            for line, cells in self._whole_rows():
                try:
                    yield line, make(cells)
                except Unusable as unusable:
                    self.complaints.append(self._unusable(line, cells, unusable.value))
                if self.decimals.doubtful is not None and self._doubtful is None:
                    column = self._column_of(cells, self.decimals.doubtful)
                    self._doubtful = told.doubtful_number(self.sheet.place, line, column, self.decimals.doubtful)
        except Damaged as damaged:
            self.complaints.append(damaged.complaint)
        if self.decimals.undecided and self._doubtful is not None:
            self.complaints.append(self._doubtful)

    def _whole_rows(self) -> Iterator[Numbered]:
        """The rows that have as many cells as the header. A spreadsheet leaves out the empty cells at a row's end."""
        width, typed = len(self.sheet.header), self.sheet.epoch is not None
        ragged: tuple[int, int] | None = None  # told of when it is known whether it is the last row
        for line, cells in self.sheet.rows():
            if ragged is not None:
                self.complaints.append(told.ragged(self.sheet.place, *ragged, width, last=False))
                ragged = None
            if len(self.complaints) > SHOWN:
                return
            if len(cells) == width:
                yield line, cells
            elif typed and len(cells) < width:
                yield line, (*cells, *[None] * (width - len(cells)))
            elif len(cells) > width and not any(map(is_filled, cells[width:])):
                yield line, cells[:width]
            else:
                ragged = line, len(cells)
        if ragged is not None:
            self.complaints.append(told.ragged(self.sheet.place, *ragged, width, last=True))

    def _make_of_texts(self) -> _Make:
        parts = [(place, self._converter(column)) for column, place in self.columns.places.items()]

        def make(cells: Sequence[object]) -> list[Kept]:
            made: list[Kept] = []
            for place, convert in parts:
                cell: str = cells[place]  # type: ignore[assignment]  # a CSV file has nothing else
                made.append((cell if convert is None else convert(cell)) if cell else None)
            return made

        return make

    def _make_typed(self) -> _Make:
        assert self.sheet.epoch is not None
        parts = []
        for column, place in self.columns.places.items():
            kind, digits = self.shape.columns[column], column in self.names.digits
            convert = typed_converter(kind, self._converter(column), self.sheet.epoch, digits=digits)
            parts.append((place, convert))
        return lambda cells: [convert(cells[place]) for place, convert in parts]

    def _converter(self, column: str) -> Convert | None:
        kind, name = self.shape.columns[column], column.removeprefix(LINE)
        convert = converter(name, kind, self.names, self.decimals)
        return _stripped if convert is None and _is_identity(name, kind) else convert

    def _unusable(self, line: int, cells: Sequence[object], value: str | None) -> Complaint:
        column = self._column_of(cells, NO_VALUE if value is None else value)
        if value is None:
            return told.no_value(self.sheet.place, line, column)
        return told.error_value(self.sheet.place, line, column, value)

    def _column_of(self, cells: Sequence[object], content: object) -> str:
        """The header of the first cell of this content among those that are read."""
        places = sorted(self.columns.places.values())
        return next((self.sheet.header[place] for place in places if cells[place] == content), "")


def _is_identity(name: str, kind: Field) -> bool:
    return kind.type.kind is Kind.TEXT and name in _IDENTITIES


def _stripped(text: str) -> Kept:
    return text.strip() or None
