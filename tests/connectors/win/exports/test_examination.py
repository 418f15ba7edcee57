"""The doctor tells of every file how it was read, and names what was not."""

from __future__ import annotations

from engine.model.ports import Finding
from parts.exported_files import WORKBOOK, ExportedFiles

_CLIENTS = (
    "client_no;name;org_no;vat_registered;bank_account;address_1;postal_code;city;country\n1;Lerke;9;Ja;1;a;1;b;NO\n"
)


def _of(findings: list[Finding], topic: str) -> list[tuple[str, str]]:
    return [(finding.state, finding.message) for finding in findings if finding.topic == topic]


def test_each_file_is_told_with_its_letters_its_delimiter_and_its_decimals(files: ExportedFiles) -> None:
    files.csv("firma.csv", _CLIENTS)
    files.csv("aktivitet.csv", "Nr,Navn,Type,Pris,Aktiv\n1,Lønn,Fakturerbar,12.50,Ja\n2,Møte,Intern,,Ja\n", "cp850")
    files.csv("avdeling.csv", "Nr\tNavn\tAktiv\n1\tO\u2019Brien\tJa\n", "cp1252")
    found = files.findings(invoice_client=1)
    assert _of(found, "exported files") == [("ok", str(files.exports))]
    assert _of(found, "activity")[0] == ("ok", "aktivitet.csv: 2 rows, CP850, comma, decimal point")
    assert _of(found, "department")[0] == ("warning", "avdeling.csv: 1 row, Windows-1252, tab")
    assert _of(found, "invoice client") == [("ok", "1 Lerke")]
    assert _of(found, "inlet")[0][0] == "warning"
    assert _of(found, "login") == []


def test_what_is_not_read_and_what_lacks_is_named(files: ExportedFiles) -> None:
    files.csv("Avdeling.csv", "Nr;Navn;Aktiv;Saldo;Farge\n10;Lønn;Ja;1;blå\n")
    files.csv("Notater.csv", "a;b\n")
    (files.folder / "exports.toml").write_text('[ignored]\ndepartment = ["Farge"]\n', encoding="utf-8")
    found = files.findings(exports="exports.toml")
    assert ("warning", "Avdeling.csv: not read: Saldo") in _of(found, "department")
    assert ("ok", "Avdeling.csv: without manager_no") in _of(found, "department")
    assert ("warning", "no view is called so: Notater.csv") in _of(found, "exported files")
    assert _of(found, "customer")[0][0] == "error"
    assert _of(found, "activity") == []  # no shipped mapping reads it


def test_a_number_that_the_file_alone_cannot_explain_is_told(files: ExportedFiles) -> None:
    files.csv("aktivitet.csv", "Nr;Navn;Type;Pris;Aktiv\n1;a;Intern;1.234;Ja\n")
    assert ("warning", "aktivitet.csv: 1.234 may have decimals or thousands") in _of(files.findings(), "activity")


def test_the_first_faults_are_told_and_the_rest_counted(files: ExportedFiles) -> None:
    files.table("avdeling.csv", ("Nr", "Navn", "Leder", "Aktiv"), *((n, "a", "Kari", "Ja") for n in range(1, 9)))
    (told,) = [message for state, message in _of(files.findings(), "department") if state == "warning"]
    assert told.startswith("avdeling.csv, line 2, manager_no: 'Kari' is not a whole number; avdeling.csv, line 3")
    assert told.endswith("and 3 more")


def test_sheets_are_told_as_such(files: ExportedFiles) -> None:
    files.workbook(Avdelinger=[("Nr", "Navn", "Leder", "Aktiv"), (10, "Lønn", "Kari", True)])
    found = _of(files.findings(url=f"xlsx:///{WORKBOOK}"), "department")
    assert found == [
        ("ok", "eksport.xlsx, sheet Avdelinger: 1 row, workbook"),
        ("warning", "eksport.xlsx, sheet Avdelinger, row 2, manager_no: 'Kari' is not a whole number"),
    ]
