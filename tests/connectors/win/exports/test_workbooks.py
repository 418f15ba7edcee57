"""Workbooks as people save them: numbers where texts belong, days in both systems, formulas, files that are cut off."""

from __future__ import annotations

import builtins
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from connectors.win.exports import workbook as workbooks
from engine.model.failure import Failure, Missing, Rejected
from engine.model.record import Fault
from parts.exported_files import WORKBOOK, ExportedFiles

_HEADER = (
    "Kundenr",
    "Navn",
    "Postnr",
    "Land",
    "Telefon",
    "Opprettet",
    "Rabatt",
    "Mva-fri",
    "Purring",
    "Intern",
    "Aktiv",
)


def _customer(number: object = 10001, **cells: object) -> list[object]:
    row = dict(zip(_HEADER, (number, "Fjord AS", None, None, None, None, None, False, True, False, True), strict=True))
    return list((row | cells).values())


def _refused(files: ExportedFiles, view: str = "customer") -> Failure:
    with pytest.raises(Failure) as raised:
        files.sheet_rows(view)
    assert raised.value.remedy
    return raised.value


@pytest.mark.parametrize(
    ("postal_code", "country", "read"),
    [
        (150, None, "0150"),
        (150.0, "Norge", "0150"),
        (5003, "NO", "5003"),
        (150, "IS", "150"),
        ("150", None, "150"),
        ("0150", None, "0150"),
    ],
)
def test_a_norwegian_postal_code_gets_its_zero_back(
    files: ExportedFiles, postal_code: object, country: object, read: str
) -> None:
    files.workbook(Kunder=[_HEADER, _customer(Postnr=postal_code, Land=country)])
    assert files.sheet_rows("customer")[0]["postal_code"] == read


def test_numbers_where_texts_belong_are_read_as_their_digits(files: ExportedFiles) -> None:
    files.workbook(
        Kunder=[
            _HEADER,
            _customer(10001.0, Telefon=22334455.0, Rabatt=12.1),
            _customer("10002", Navn=150.5, Rabatt=0.1 + 0.2),
        ],
        Avdelinger=[("Nr", "Navn", "Aktiv"), (10.0, "Lønn", 1), (20, "Stab", 0.0)],
    )
    first, second = files.sheet_rows("customer")
    assert (first["customer_no"], first["phone"], first["discount_percent"]) == (10001, "22334455", Decimal("12.1"))
    assert (second["customer_no"], second["name"], second["discount_percent"]) == (10002, "150.5", Decimal("0.3"))
    assert [row["department_no"] for row in files.sheet_rows("department")] == ["10", "20"]


def test_a_number_with_more_digits_than_excel_keeps_is_no_text(files: ExportedFiles) -> None:
    files.workbook(Kunder=[_HEADER, _customer(Telefon=12345678901234567890)])
    assert isinstance(files.sheet_rows("customer")[0]["phone"], Fault)


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
@pytest.mark.parametrize("number_format", ["dd.mm.yyyy", "General"])
def test_days_are_read_in_both_systems(files: ExportedFiles, epoch: datetime | None, number_format: str) -> None:
    book = files.workbook(Kunder=[_HEADER])
    if epoch is not None:
        book.epoch = epoch
    book["Kunder"].append(_customer(Opprettet=date(2026, 11, 24)))
    book["Kunder"].cell(2, 6).number_format = number_format
    files.save(book)
    assert files.sheet_rows("customer")[0]["created_date"] == date(2026, 11, 24)


def test_a_day_with_a_time_and_a_day_in_a_text_are_faults(files: ExportedFiles) -> None:
    files.workbook(Kunder=[_HEADER, _customer(Opprettet=datetime(2026, 11, 24, 13, 5), Telefon=date(2026, 12, 3))])
    (row,) = files.sheet_rows("customer")
    assert isinstance(row["created_date"], Fault)
    assert isinstance(row["phone"], Fault)


def test_texts_of_a_sheet_are_read_as_those_of_a_file(files: ExportedFiles) -> None:
    cells = {"Navn": "Sol_x000D_\nMåne", "Opprettet": "1.2.2026", "Rabatt": "1 234,5", "Mva-fri": "Nei", "Aktiv": "X"}
    files.workbook(Kunder=[_HEADER, _customer(**cells)])
    (row,) = files.sheet_rows("customer")
    assert (row["name"], row["created_date"]) == ("Sol\r\nMåne", date(2026, 2, 1))
    assert (row["discount_percent"], row["vat_free"], row["active"]) == (Decimal("1234.5"), False, True)


def _saved_with(files: ExportedFiles, cell: str) -> None:
    """A workbook in which the name of the first customer is written as a program would write it."""
    files.workbook(Kunder=[_HEADER, _customer(Navn="HER")])
    path = files.folder / WORKBOOK
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].decode()
    at = sheet.index('<c r="B2"')
    end = sheet.index("</c>", at) + len("</c>")
    members["xl/worksheets/sheet1.xml"] = (sheet[:at] + cell + sheet[end:]).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_a_formula_gives_the_value_that_was_saved_with_it(files: ExportedFiles) -> None:
    _saved_with(files, '<c r="B2" t="str"><f>UPPER("ås")</f><v>ÅS</v></c>')
    assert files.sheet_rows("customer")[0]["name"] == "ÅS"


def test_a_formula_whose_value_is_an_empty_text_is_empty(files: ExportedFiles) -> None:
    _saved_with(files, '<c r="B2" t="str"><f>IF(1=2,"a","")</f><v></v></c>')
    assert files.sheet_rows("customer")[0]["name"] is None


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('<c r="B2"><f>A2</f></c>', "eksport.xlsx, sheet Kunder, row 2, Navn: the formula has no value"),
        ('<c r="B2" t="e"><f>A2/0</f><v>#DIV/0!</v></c>', "row 2, Navn: #DIV/0! is an error of the spreadsheet"),
    ],
)
def test_a_formula_without_a_value_is_refused_with_its_place(files: ExportedFiles, cell: str, said: str) -> None:
    _saved_with(files, cell)
    assert said in _refused(files).detail


def test_titles_empty_rows_and_short_rows_do_no_harm(files: ExportedFiles) -> None:
    files.workbook(
        Avdelinger=[
            ("Avdelinger per 24.11.2026",),
            (),
            ("Nr", "Navn", "Leder", "Aktiv", None),
            ("10", "Lønn", 1, "Ja"),
            (),
            ("20", "Stab", None, "Nei"),
        ]
    )
    assert [(row["department_no"], row["active"]) for row in files.sheet_rows("department")] == [
        ("10", True),
        ("20", False),
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("Nr", "Navn", "Aktiv"), (1, "a", 1, "b")], "sheet Avdelinger, row 2: 4 cells where the header has 3"),
        (
            [("Nr", "Navn", "Aktiv"), (1, "a", 1), (None,), (1, "b", 1)],
            "row 2 and eksport.xlsx, sheet Avdelinger, row 4",
        ),
        ([("Nr", "Navn", "Aktiv"), (None, "a", 1)], "row 2, department_no: the cell is empty"),
        ([], "there is no header"),
    ],
)
def test_a_damaged_sheet_is_refused_with_its_place(files: ExportedFiles, rows: Any, said: str) -> None:
    files.workbook(Avdelinger=rows, Kunder=[_HEADER, _customer()])
    assert said in _refused(files, "department").detail
    assert len(files.sheet_rows("customer")) == 1


def test_a_workbook_that_is_cut_off_is_refused(files: ExportedFiles) -> None:
    files.workbook(Kunder=[_HEADER, *(_customer(n) for n in range(500))])
    whole = (files.folder / WORKBOOK).read_bytes()
    for size in (0, 10, len(whole) // 2, len(whole) - 30):
        (files.folder / WORKBOOK).write_bytes(whole[:size])
        failure = _refused(files)
        assert isinstance(failure, Rejected)
        assert "no whole workbook" in failure.detail


def test_a_workbook_that_was_altered_is_refused(files: ExportedFiles) -> None:
    files.workbook(Kunder=[_HEADER, *(_customer(n) for n in range(500))])
    path = files.folder / WORKBOOK
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 400
    content[at : at + 50] = bytes(50)
    path.write_bytes(content)
    assert "no whole workbook" in _refused(files).detail


def test_a_bomb_is_not_unfolded(files: ExportedFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    files.workbook(Kunder=[_HEADER, _customer()])
    monkeypatch.setattr(workbooks, "MEMBER_BYTES_MAX", 500)
    assert "unfolds to more than" in _refused(files).detail


def test_a_sheet_that_is_not_there_is_missing(files: ExportedFiles) -> None:
    files.workbook(Kunder=[_HEADER, _customer()], Notater=[("a", "b")])
    assert isinstance(_refused(files, "department"), Missing)
    found = files.findings(url=f"xlsx:///{WORKBOOK}")
    assert any("eksport.xlsx, sheet Notater" in f.message and f.state == "warning" for f in found)


def test_without_openpyxl_it_is_said_how_to_get_it(files: ExportedFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    files.workbook(Kunder=[_HEADER, _customer()])
    for name in [name for name in sys.modules if name.partition(".")[0] == "openpyxl"]:
        monkeypatch.delitem(sys.modules, name)
    real = builtins.__import__

    def without(name: str, *arguments: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "openpyxl":
            raise ModuleNotFoundError(name=name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ValueError, match=r"pip install wingo\[xlsx\]"):
        files.open(f"xlsx:///{WORKBOOK}")
