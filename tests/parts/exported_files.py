"""A site that gives files: CSV in a folder, or sheets of a workbook, written as a test says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook

from connectors.win.connection import WinConnection
from connectors.win.connector import WinConnector
from engine.model.ports import Finding
from engine.model.record import Row
from strategies.exported_files import Hand

FOLDER, WORKBOOK = "eksport", "eksport.xlsx"


class ExportedFiles:
    """Files that a test writes; connections are closed when the test ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.exports = folder / FOLDER
        self.exports.mkdir()
        self._opened: list[WinConnection] = []

    def csv(self, name: str, text: str, encoding: str = "utf-8") -> None:
        """A file as it stands."""
        (self.exports / name).write_bytes(text.encode(encoding))

    def table(self, name: str, *rows: Sequence[object], delimiter: str = ";", encoding: str = "utf-8") -> None:
        """A file of rows, the header first."""
        written = io.StringIO()
        csv.writer(written, delimiter=delimiter).writerows(rows)
        self.csv(name, written.getvalue(), encoding)

    def written(self, name: str, rows: Iterable[Sequence[object]], hand: Hand) -> None:
        """A file as somebody writes it."""
        quoting = csv.QUOTE_ALL if hand.quoted else csv.QUOTE_MINIMAL
        written = io.StringIO()
        csv.writer(written, delimiter=hand.delimiter, lineterminator=hand.line_end, quoting=quoting).writerows(rows)
        self.csv(name, written.getvalue(), hand.encoding)

    def zip(self, name: str, **members: bytes) -> None:
        """A ZIP; `a_pdf` is the member a.pdf."""
        with ZipFile(self.exports / name, "w") as archive:
            for member, content in members.items():
                archive.writestr(member.replace("_pdf", ".pdf"), content)

    def workbook(self, **sheets: Iterable[Sequence[Any]]) -> Workbook:
        """A workbook of rows by sheet, the header first; a test may alter it and save it again by `save`."""
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        self.save(workbook)
        return workbook

    def save(self, workbook: Workbook) -> None:
        workbook.save(self.folder / WORKBOOK)

    def open(self, url: str = f"csv:///{FOLDER}", **settings: object) -> WinConnection:
        connection = WinConnector().open({"url": url, **settings}, self.folder)
        self._opened.append(connection)
        return connection

    def rows(self, view: str, **settings: object) -> list[Row]:
        """The rows of a view, of the folder."""
        return list(self.open(**settings).read(view).rows)

    def sheet_rows(self, view: str, **settings: object) -> list[Row]:
        """The rows of a view, of the workbook."""
        return self.rows(view, url=f"xlsx:///{WORKBOOK}", **settings)

    def findings(self, **settings: object) -> list[Finding]:
        """What the doctor finds."""
        return list(self.open(**settings).examine())

    def close(self) -> None:
        for connection in self._opened:
            connection.close()
