"""A table as it stands in a file: its header, and its rows with their numbers, which may be read more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeAlias

from connectors.win.exports.complaints import Place
from engine.model.text import Text

Numbered: TypeAlias = "tuple[int, Sequence[object]]"  # a row, and the line or the row of the sheet that it stands in
_TITLE_LINES = 10  # above the header: `Kundeliste per 24.11.2026`, `[Vouchers]`


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows`: those below the header, anew each time; they raise Damaged where they cannot be read on.

    `decimal`: the sign that decimals most likely have. `epoch`: what the days of a workbook are counted from.
    `told`: how it was read, for the doctor; `certain`: whether that needs no look.
    """

    place: Place
    header: tuple[str, ...]
    rows: Callable[[], Iterator[Numbered]]
    decimal: str
    told: Text | str
    certain: bool = True
    epoch: datetime | None = None


def header_of(rows: Iterable[Numbered]) -> Numbered | None:
    """The first row with more than one cell; what stands above it is a title. None where there is none."""
    return next((row for row in islice(rows, _TITLE_LINES) if sum(map(is_filled, row[1])) > 1), None)


def is_filled(cell: object) -> bool:
    """Whether a cell has a content."""
    return cell is not None and cell != ""


def without_empty_end(cells: Sequence[object]) -> Sequence[object]:
    """The cells up to the last that has a content."""
    end = len(cells)
    while end and not is_filled(cells[end - 1]):
        end -= 1
    return cells[:end]
