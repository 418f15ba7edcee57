"""Which column of a view each header of a file is; what lacks, and what nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.win.exports.complaints import Complaint, doubled_header, missing_column, unknown_header
from connectors.win.exports.map import ExportMap, folded
from connectors.win.exports.shape import Shape
from connectors.win.exports.sheet import Sheet
from engine.model.likeness import nearest


@dataclass(frozen=True, slots=True)
class Columns:
    """`places`: where each column stands in a row. `missing`: columns that are not there, and read as empty.

    `unknown`: headers that are no column's, and are not read.
    """

    places: Mapping[str, int]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    complaints: tuple[Complaint, ...]


def columns_in(sheet: Sheet, shape: Shape, names: ExportMap) -> Columns:
    """The columns of a sheet. A column that must be there has to stand there, or be given by the map."""
    known = names.headers[shape.name]
    found: dict[str, list[int]] = {}
    for place, header in enumerate(sheet.header):
        column = known.get(folded(header))
        if column is not None:
            found.setdefault(column, []).append(place)
    missing = tuple(column for column in shape.columns if column not in found)
    unknown = _unknown(sheet, shape, names)
    complaints = _complaints(sheet, shape, names, found, missing, unknown)
    return Columns({column: places[0] for column, places in found.items()}, missing, unknown, complaints)


def _unknown(sheet: Sheet, shape: Shape, names: ExportMap) -> tuple[str, ...]:
    ignored = names.ignored.get(shape.name, frozenset()) | names.headers[shape.name].keys() | {""}
    return tuple(header for header in sheet.header if folded(header) not in ignored)


def _complaints(
    sheet: Sheet,
    shape: Shape,
    names: ExportMap,
    found: Mapping[str, list[int]],
    missing: tuple[str, ...],
    unknown: tuple[str, ...],
) -> tuple[Complaint, ...]:
    place, known = sheet.place, names.headers[shape.name]
    if not found:
        near = next((near for header in sheet.header if (near := nearest(folded(header), known)) is not None), None)
        return (unknown_header(place, sheet.header, near),)
    doubled = [
        doubled_header(place, column, [sheet.header[at] for at in places])
        for column, places in found.items()
        if len(places) > 1
    ]
    absent = names.absent.get(shape.name, {})
    needed = [column for column in missing if column in shape.given and column not in absent]
    return (*doubled, *(_missing(sheet, shape, names, column, unknown) for column in needed))


def _missing(sheet: Sheet, shape: Shape, names: ExportMap, column: str, unknown: tuple[str, ...]) -> Complaint:
    """What is said of a column that must be there: how it may be called, and which header may be meant."""
    headers = [header for header, meant in names.headers[shape.name].items() if meant == column]
    near = next((header for header in unknown if nearest(folded(header), headers) is not None), None)
    return missing_column(sheet.place, column, headers, near)
