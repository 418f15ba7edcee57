"""The sheets of a workbook, read a row at a time by openpyxl; formulas give the values that were saved with them.

A ZIP that unfolds to more than was ever exported is not unfolded.
"""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from connectors.win.exports.cells import NO_VALUE
from connectors.win.exports.complaints import Damaged, Place, empty, no_workbook, too_large, unreadable
from connectors.win.exports.sheet import Numbered, Sheet, header_of, without_empty_end
from engine.model.text import say

if TYPE_CHECKING:
    from datetime import datetime

    from openpyxl.workbook import Workbook

MEMBER_BYTES_MAX = 4 << 30  # a full sheet of a million rows is half of it
TEXTS_BYTES_MAX = 1 << 30  # openpyxl holds all different texts of a workbook in memory

_CHUNK_BYTES = 1 << 20
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_TEXTS = "xl/sharedStrings.xml"
_UNVALUED_MAX = 100  # each is complained of; more would not be read
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# What is raised of a file that is cut off, altered, or something else.
_BROKEN = (BadZipFile, zlib.error, SyntaxError, EOFError, KeyError, ValueError, IndexError, TypeError, AttributeError)


@contextmanager
def opened_workbook(path: Path) -> Iterator[dict[str, Callable[[], Sheet]]]:
    """The sheets of a workbook by their names, each to be opened by itself, until the block ends.

    Raises Damaged when it is no whole workbook, ValueError when openpyxl is not installed. A sheet raises Damaged when
    it has no header.
    """
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ModuleNotFoundError as error:
        text = say("url: to read a workbook, openpyxl must be installed: pip install wingo[xlsx]")
        raise ValueError(text) from error
    place = Place(path.name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and validations that it does not know, and nobody reads
        try:
            _bound(path, place)
            workbook = load_workbook(path, read_only=True, data_only=True)
        except (InvalidFileException, *_BROKEN) as error:
            raise Damaged(no_workbook(place, str(error))) from None
        except OSError as problem:
            raise Damaged(unreadable(place, problem.strerror)) from None
        try:
            yield {sheet.title: _opener(path, workbook, sheet.title) for sheet in workbook.worksheets}
        finally:
            workbook.close()


def _bound(path: Path, place: Place) -> None:
    with ZipFile(path) as archive:
        for member in archive.infolist():
            most = TEXTS_BYTES_MAX if member.filename == _TEXTS else MEMBER_BYTES_MAX
            if member.file_size > most:
                raise Damaged(too_large(place, member.filename, most))


def _opener(path: Path, workbook: Workbook, title: str) -> Callable[[], Sheet]:
    place = Place(path.name, title)

    def opened() -> Sheet:
        rows = _read(path, place, workbook)
        found = header_of(rows)
        if found is None:
            raise Damaged(empty(place))
        line, cells = found
        header = tuple("" if cell is None else str(cell).strip() for cell in without_empty_end(cells))

        def below() -> Iterator[Numbered]:
            return (row for row in _read(path, place, workbook) if row[0] > line and any(c is not None for c in row[1]))

        epoch: datetime = workbook.epoch
        return Sheet(place, header, below, ",", say("workbook"), epoch=epoch)

    return opened


def _read(path: Path, place: Place, workbook: Workbook) -> Iterator[Numbered]:
    """The rows of a sheet, numbered; a formula without a value is NO_VALUE."""
    try:
        sheet = workbook[str(place.sheet)]
        sheet.reset_dimensions()  # what a program says of a sheet's size may be wrong
        without_value = _unvalued(path, str(place.sheet))
        for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield line, _marked(line, cells, without_value) if line in without_value else cells
    except _BROKEN as error:
        raise Damaged(no_workbook(place, str(error))) from None


def _marked(line: int, cells: tuple[object, ...], without_value: dict[int, set[int]]) -> tuple[object, ...]:
    return tuple(NO_VALUE if column in without_value[line] else cell for column, cell in enumerate(cells))


def _unvalued(path: Path, sheet: str) -> dict[int, set[int]]:
    """The columns, by row, of the formulas that have no value: openpyxl gives them as empty cells."""
    from openpyxl.utils.cell import coordinate_to_tuple

    found: dict[int, set[int]] = {}
    with ZipFile(path) as archive:
        member = _member(archive, sheet)
        if not _has_formulas(archive, member):
            return found
        with archive.open(member) as file:
            for _, element in ElementTree.iterparse(file):
                tag = _tag(element)
                if tag == "c" and _lacks_value(element):
                    row, column = coordinate_to_tuple(element.get("r", "A1"))
                    found.setdefault(row, set()).add(column - 1)
                elif tag == "row":
                    element.clear()
                if len(found) >= _UNVALUED_MAX:
                    break
    return found


def _lacks_value(cell: ElementTree.Element) -> bool:
    """Whether it is a formula without a value; an empty text is one."""
    parts = {_tag(child) for child in cell}
    return "f" in parts and parts.isdisjoint(("v", "is"))


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _has_formulas(archive: ZipFile, member: str) -> bool:
    with archive.open(member) as file:
        before = b""
        while chunk := file.read(_CHUNK_BYTES):
            if _FORMULA.search(before + chunk):
                return True
            before = chunk[-16:]
    return False


def _member(archive: ZipFile, sheet: str) -> str:
    """Where the workbook keeps its sheet of that name."""
    sheets = (e for e in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter() if _tag(e) == "sheet")
    relation = next(e.get(_RELATION) for e in sheets if e.get("name") == sheet)
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next(e.get("Target", "") for e in relations if e.get("Id") == relation)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
