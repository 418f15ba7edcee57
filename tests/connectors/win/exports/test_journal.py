"""Win's invoice journal: rows become invoices with lines, journals add up, and the PDFs of the ZIP stay findable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast
from zipfile import ZipFile

import pytest

from engine.model.failure import Failure
from engine.model.record import Row
from parts.exported_files import ExportedFiles

_HEADER = (
    "Fakturaklient;Fakturanr;Bilagstype;Kundenr;Fakturadato;Forfallsdato;Valuta;Sum eks. mva;Sum mva;Totalbeløp;KID;"
    "Konto;Mva-kode;Tekst;Antall;Pris;Linjebeløp;Linje mva"
)
_FIRST = "1;5001;Faktura;10001;15.10.2026;29.10.2026;NOK;300,00;50,00;350,00;000512-;{};{};{};{};{};{};{}"
_LINES = (
    _FIRST.format(3000, 3, "Lønn", "2", "100,00", "200,00", "50,00"),
    _FIRST.format(3100, 0, "Porto", "", "", "100,00", "0,00"),
)
_CREDIT = "1;5002;Kreditnota;10001;16.10.2026;16.10.2026;EUR;10,00;0,00;10,00;;3100;0;Rabatt;1;10,00;10,00;0,00"


def _journal(files: ExportedFiles, *rows: str, name: str = "Fakturajournal.csv") -> None:
    files.csv(name, "\r\n".join((_HEADER, *rows)) + "\r\n", "cp1252")


def _refused(files: ExportedFiles, **settings: object) -> Failure:
    with pytest.raises(Failure) as raised:
        files.rows("invoice", **settings)
    assert raised.value.remedy
    return raised.value


def _lines(row: Row) -> list[tuple[object, ...]]:
    lines = cast("tuple[Row, ...]", row["lines"])
    return [(line["line_no"], line["text"], line["net"], line["vat"], line["account"]) for line in lines]


def test_one_row_a_line_becomes_invoices_with_lines(files: ExportedFiles) -> None:
    _journal(files, *_LINES, _CREDIT)
    invoice, credit = files.rows("invoice")
    assert (invoice["client_no"], invoice["invoice_no"], invoice["row_id"]) == (1, 5001, "1/5001")
    assert (invoice["type"], credit["type"]) == ("FAKTURA", "KREDITNOTA")
    assert (invoice["invoice_date"], invoice["kid"], invoice["total"]) == (date(2026, 10, 15), "000512-", Decimal(350))
    assert _lines(invoice) == [(1, "Lønn", 200, 50, 3000), (2, "Porto", 100, 0, 3100)]
    assert (invoice["voided"], invoice["paid_amount"], invoice["status"], invoice["rounding"]) == (
        False,
        0,
        "UBETALT",
        0,
    )
    # A krone is a krone; what another currency is worth, the journal must say.
    assert invoice["exchange_rate"] == 1
    assert not isinstance(credit["exchange_rate"], Decimal)
    assert [row["row_id"] for row in files.rows("invoice_line")] == ["1/5001/1", "1/5001/2", "1/5002/1"]


def test_a_journal_that_names_no_firm_is_the_workspaces(files: ExportedFiles) -> None:
    text = "\n".join(row.partition(";")[2] for row in (_HEADER, *_LINES))
    files.csv("journal 1.csv", text)
    (files.exports / "journal 1.csv").rename(files.exports / "fakturajournal.csv")
    assert [row["client_no"] for row in files.rows("invoice", invoice_client=1)] == [1]
    assert "invoice_client" in _refused(files).remedy


def test_journals_add_up_and_an_invoice_stands_in_one_of_them(files: ExportedFiles) -> None:
    _journal(files, *_LINES, name="Fakturajournal 2026-10.csv")
    _journal(files, _CREDIT, name="Fakturajournal 2026-11.csv")
    assert [row["invoice_no"] for row in files.rows("invoice")] == [5001, 5002]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            (_LINES[0], _LINES[1].replace("000512-", "000599-")),
            "invoice 1/5001: kid differs: Fakturajournal.csv, line 2 and Fakturajournal.csv, line 3",
        ),
        ((_LINES[0].replace(";5001;", ";;"),), "Fakturajournal.csv, line 2, invoice_no: the cell is empty"),
        ((_LINES[0][:40],), "line 2: 6 cells where the header has 18"),
    ],
)
def test_a_damaged_journal_is_refused_with_its_places(files: ExportedFiles, rows: tuple[str, ...], said: str) -> None:
    _journal(files, *rows)
    assert said in _refused(files).detail
    with pytest.raises(Failure):
        files.rows("invoice_line")


def test_a_journal_beside_invoices_is_refused(files: ExportedFiles) -> None:
    _journal(files, *_LINES)
    files.csv("faktura.csv", "Fakturanr\n1\n")
    assert "each of these is invoice" in _refused(files).detail


# ---- PDFs

_PDF = b"%PDF-1.4\n%%EOF\n"


def test_pdfs_are_taken_out_of_the_zip_and_stay(files: ExportedFiles) -> None:
    _journal(files, *_LINES, _CREDIT, name="oktober.csv")
    files.zip("oktober.zip", Faktura_5001_pdf=_PDF, kreditnota_0005002_pdf=_PDF + b"2", other_pdf=_PDF)
    connection = files.open()
    paths = [Path(str(row["pdf_path"])) for row in connection.read("invoice").rows]
    connection.close()
    assert [path.read_bytes() for path in paths] == [_PDF, _PDF + b"2"]
    assert {path.parent.parent for path in paths} == {files.exports}
    written = paths[0].stat().st_mtime_ns
    assert [Path(str(row["pdf_path"])) for row in files.rows("invoice")] == paths
    assert paths[0].stat().st_mtime_ns == written
    assert sorted(path.name for path in paths[0].parent.iterdir()) == ["Faktura_5001.pdf", "kreditnota_0005002.pdf"]


def test_another_zip_gets_another_folder(files: ExportedFiles) -> None:
    """So that what a saved plan names is what was there when it was made."""
    _journal(files, *_LINES, name="oktober.csv")
    paths = []
    for content in (_PDF, _PDF + b"altered"):
        files.zip("oktober.zip", Faktura_5001_pdf=content)
        paths.append(Path(str(files.rows("invoice")[0]["pdf_path"])))
    assert [path.read_bytes() for path in paths] == [_PDF, _PDF + b"altered"]


def test_a_column_may_name_the_pdf(files: ExportedFiles) -> None:
    rows = (f"{_HEADER};PDF", *(f"{row};Mappe\\Æ 1.PDF" for row in _LINES), f"{_CREDIT};missing.pdf")
    files.csv("oktober.csv", "\n".join(rows))
    with ZipFile(files.exports / "oktober.zip", "w") as archive:
        archive.writestr("Mappe/Æ 1.pdf", _PDF)
    found, missing = (Path(str(row["pdf_path"])) for row in files.rows("invoice", pdf_folder="pdfs"))
    assert found.read_bytes() == _PDF
    assert missing == files.folder / "pdfs" / "missing.pdf"


@pytest.mark.parametrize(
    "name", ["../Faktura_5001.pdf", "/Faktura_5001.pdf", "a/../../Faktura_5001.pdf", "C:\\Faktura_5001.pdf"]
)
def test_a_name_that_leads_out_of_the_folder_is_not_followed(files: ExportedFiles, name: str) -> None:
    _journal(files, *_LINES, name="oktober.csv")
    with ZipFile(files.exports / "oktober.zip", "w") as archive:
        archive.writestr(name, _PDF)
    before = sorted(files.folder.rglob("*"))
    assert files.rows("invoice")[0]["pdf_path"] is None
    assert sorted(files.folder.rglob("*")) == before
    assert any("leads out of its folder" in f.message for f in files.findings())


def test_two_pdfs_that_may_be_an_invoices_are_none(files: ExportedFiles) -> None:
    _journal(files, *_LINES, name="oktober.csv")
    files.zip("oktober.zip", a_5001_pdf=_PDF, b_5001_pdf=_PDF)
    assert files.rows("invoice")[0]["pdf_path"] is None


@pytest.mark.parametrize("cut", [0, 60])
def test_a_zip_that_is_cut_off_holds_back_its_pdfs_alone(files: ExportedFiles, cut: int) -> None:
    _journal(files, *_LINES, name="oktober.csv")
    files.zip("oktober.zip", Faktura_5001_pdf=_PDF)
    path = files.exports / "oktober.zip"
    path.write_bytes(path.read_bytes()[:cut])
    assert files.rows("invoice")[0]["pdf_path"] is None
    assert any("oktober.zip: it cannot be unpacked" in f.message for f in files.findings())


def test_a_member_that_is_broken_waits(files: ExportedFiles) -> None:
    _journal(files, *_LINES, name="oktober.csv")
    files.zip("oktober.zip", Faktura_5001_pdf=_PDF)
    path = files.exports / "oktober.zip"
    path.write_bytes(path.read_bytes().replace(b"%PDF", b"%PDX"))
    (row,) = files.rows("invoice")
    assert not Path(str(row["pdf_path"])).exists()
    assert any("cannot be unpacked" in f.message for f in files.findings())
