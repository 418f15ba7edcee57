"""Law: of any Win database, its views read by SQL, from CSV files and from a workbook are equal records."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.win.catalog import CATALOG, VIEWS
from connectors.win.connector import WinConnector
from connectors.win.demo import demo
from connectors.win.views import column_names
from engine.model.record import Row
from parts.exported_files import FOLDER, WORKBOOK, ExportedFiles
from strategies.exported_files import Hand, Rows, hands, win_rows


# An example writes and reads two dozen files.
@settings(max_examples=max(10, settings().max_examples // 3))
@given(win_rows(), hands(), st.sampled_from((None, 1, 2)))
def test_whoever_wrote_the_files(rows: Rows, hand: Hand, client: int | None) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _as_database(folder, rows)
        _as_files(folder, rows, hand)
        _assert_equal(folder, client)


def test_the_demo(tmp_path: Path) -> None:
    """Its edge cases too; of an empty text, a file says that there is none."""
    demo.build(tmp_path / "demo")
    with closing(sqlite3.connect(tmp_path / "demo" / "win.db")) as database:
        rows = {view: _rows_of(database, view) for view in VIEWS}
    _as_database(tmp_path, rows)
    hand = Hand(";", "utf-8", "\r\n", ",", "\u00a0", True, ("Nei", "Ja"), 1, False, True, True, False)
    _as_files(tmp_path, rows, hand)
    assert sum(map(len, rows.values())) > 400
    _assert_equal(tmp_path, None)


def _rows_of(database: sqlite3.Connection, view: str) -> list[dict[str, object]]:
    names = column_names(CATALOG.entities[view])
    rows = database.execute(f"SELECT {', '.join(names)} FROM {view}")
    # No workbook can hold a control character.
    return [
        {
            name: _printable(cell) or None if isinstance(cell, str) else cell
            for name, cell in zip(names, row, strict=True)
        }
        for row in rows
    ]


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter >= " " or letter == "\n")


def _as_database(folder: Path, rows: Rows) -> None:
    with closing(sqlite3.connect(folder / "win.db")) as database, database:
        for view, own in rows.items():
            names = column_names(CATALOG.entities[view])
            database.execute(f"CREATE TABLE {view} ({', '.join(names)})")
            marks = ", ".join(f":{name}" for name in names)
            database.executemany(f"INSERT INTO {view} ({', '.join(names)}) VALUES ({marks})", own)


def _as_files(folder: Path, rows: Rows, hand: Hand) -> None:
    files = ExportedFiles(folder)
    for view, own in rows.items():
        files.written(f"{view}.csv", hand.table(view, own), hand)
    files.workbook(**{view: hand.sheet(view, own) for view, own in rows.items()})


def _assert_equal(folder: Path, client: int | None) -> None:
    by_sql = _read(folder, "sqlite:///win.db", client)
    for url in (f"csv:///{FOLDER}", f"xlsx:///{WORKBOOK}"):
        by_file = _read(folder, url, client)
        assert [differing for view in VIEWS for differing in _differences(by_sql[view], by_file[view])] == [], url


def _differences(rows: list[Row], others: list[Row]) -> list[tuple[str, object, object]]:
    assert len(rows) == len(others)
    pairs = zip(rows, others, strict=True)
    return [(name, row[name], other[name]) for row, other in pairs for name in row if row[name] != other[name]]


def _read(folder: Path, url: str, client: int | None) -> dict[str, list[Row]]:
    settings = {"url": url, "invoice_client": client, "pdf_folder": "pdfs"}
    with closing(WinConnector().open(settings, folder)) as connection:
        return {view: list(connection.read(view).rows) for view in VIEWS}
