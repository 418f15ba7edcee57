"""CSV files as people and programs write them: each trap by itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.model.failure import Failure, Missing, Rejected, Retryable, Unreachable
from engine.model.record import Fault
from parts.exported_files import ExportedFiles

_HEADER = ("Avdnr", "Navn", "Avdelingsleder", "Aktiv")
_ROW = ("10", "Lønn", "1", "Ja")


def _refused(files: ExportedFiles, view: str = "department", **settings: object) -> Failure:
    with pytest.raises(Failure) as raised:
        files.rows(view, **settings)
    assert raised.value.remedy
    return raised.value


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"])
def test_delimiter_and_letters_are_told_from_the_file(files: ExportedFiles, delimiter: str, encoding: str) -> None:
    files.table("Avdelinger.csv", _HEADER, _ROW, delimiter=delimiter, encoding=encoding)
    (row,) = files.rows("department")
    assert row == {"department_no": "10", "row_id": "10", "name": "Lønn", "manager_no": 1, "active": True}


@pytest.mark.parametrize("name", ["Avdeling.csv", "avdelinger 2026-11-24.CSV", "DEPARTMENT.csv", "Departments_3.csv"])
def test_a_file_is_known_by_its_name(files: ExportedFiles, name: str) -> None:
    files.table(name, _HEADER, _ROW)
    assert len(files.rows("department")) == 1


@pytest.mark.parametrize(
    "header",
    [
        ("department_no", "name", "manager_no", "active"),
        ("Department number", "Name", "Manager", "Active"),
        ("AVD.NR", "navn ", "Leder", "aktiv"),
        ("Nr", "Navn", "Leder", "Aktiv"),
    ],
)
def test_headers_may_be_norwegian_or_english(files: ExportedFiles, header: tuple[str, ...]) -> None:
    files.table("avdeling.csv", header, _ROW)
    assert files.rows("department")[0]["manager_no"] == 1


@pytest.mark.parametrize("above", ["sep=;\n", "Avdelinger per 24.11.2026\n\n", "[Departments]\r\n"])
def test_what_stands_above_the_header_is_passed_over(files: ExportedFiles, above: str) -> None:
    files.csv("avdeling.csv", f"{above}Nr;Navn;Aktiv\n10;Lønn;Ja\n")
    assert [row["name"] for row in files.rows("department")] == ["Lønn"]


def test_texts_stay_texts(files: ExportedFiles) -> None:
    files.csv(
        "kunder.csv",
        "Kundenr;Navn;Postnr;Telefon;Orgnr;Mva-fri;Purring;Intern;Aktiv\n"
        '10001;" Bjørk;\nSønn ""AS"" ";0150;004722334455;000000000;Nei;Ja;0;X\n',
    )
    (row,) = files.rows("customer")
    assert row["name"] == ' Bjørk;\nSønn "AS" '
    assert (row["postal_code"], row["phone"], row["org_no"]) == ("0150", "004722334455", "000000000")
    assert (row["vat_free"], row["reminders"], row["is_internal"], row["active"]) == (False, True, False, True)
    assert row["email"] is None


def test_amounts_dates_and_words_are_read_as_people_write_them(files: ExportedFiles) -> None:
    files.csv(
        "kunder.csv",
        "Kundenr;Navn;Rabatt;Opprettet;Sluttdato;Leveringsmåte;Betalingsfrist;Mva-fri;Purring;Intern;Aktiv\n"
        "10 001;Fjord AS;12,50;1.2.2026;2026-03-04;E-post;14;J;N;False;Sann\n"
        "10 002;Ås AS;1 000,5;24.11.2026 00:00:00;;Papir;14,0;1;0;usann;YES\n",
    )
    first, second = files.rows("customer")
    assert (first["customer_no"], first["discount_percent"]) == (10001, Decimal("12.5"))
    assert (first["created_date"], first["end_date"]) == (date(2026, 2, 1), date(2026, 3, 4))
    assert (first["delivery_type"], second["delivery_type"]) == ("EPOST", "UTSKRIFT")
    assert (second["discount_percent"], second["payment_days"]) == (Decimal("1000.5"), 14)
    assert (second["created_date"], second["end_date"]) == (date(2026, 11, 24), None)


def test_a_cell_that_is_not_of_its_kind_is_a_fault_of_its_record_alone(files: ExportedFiles) -> None:
    files.csv("avdeling.csv", "Nr;Navn;Leder;Aktiv\n10;Lønn;Kari;Ja\n20;Revisjon;2;kanskje\n30;Stab;;Ja\n")
    rows = files.rows("department")
    assert rows[0]["manager_no"] == Fault("Kari", "not a whole number")
    assert isinstance(rows[1]["active"], Fault)
    assert rows[2] == {"department_no": "30", "row_id": "30", "name": "Stab", "manager_no": None, "active": True}
    (found,) = [f for f in files.findings() if f.topic == "department" and f.state == "warning"]
    assert "avdeling.csv, line 2, manager_no: 'Kari' is not a whole number" in found.message
    assert "avdeling.csv, line 3, active: 'kanskje'" in found.message


@pytest.mark.parametrize(
    ("cells", "prices"),
    [
        (("1.234", "12,50"), ("1234", "12.5")),
        (("12,50", "1.234"), ("12.5", "1234")),
        (("1.234", "12.50"), ("1.234", "12.5")),
        (("1,234", "5"), ("1.234", "5")),
    ],
)
def test_the_file_shows_which_sign_stands_before_decimals(
    files: ExportedFiles, cells: tuple[str, str], prices: tuple[str, str]
) -> None:
    rows = [(n, "x", "FAKTURERBAR", price, "Ja") for n, price in enumerate(cells)]
    files.table("aktivitet.csv", ("Nr", "Navn", "Type", "Pris", "Aktiv"), *rows)
    assert [row["price"] for row in files.rows("activity")] == [Decimal(price) for price in prices]


def test_numbers_that_may_be_two_things_are_refused_where_the_file_shows_both_signs(files: ExportedFiles) -> None:
    rows = [(n, "x", "INTERN", price, "Ja") for n, price in enumerate(("12,50", "12.50", "1.234"))]
    files.table("aktivitet.csv", ("Nr", "Navn", "Type", "Pris", "Aktiv"), *rows)
    failure = _refused(files, "activity")
    assert "aktivitet.csv, line 4, Pris: 1.234 may have decimals or thousands" in failure.detail


# ---- damage


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no header"),
        ("\n\n", "there is no header"),
        ("10;Lønn;Ja\n20;Stab;Ja\n", "no column is known by 10, Lønn, Ja"),
        ("Nr;Nvn;Aktiv\n10;Lønn;Ja\n", "no header is name (navn, name); is it Nvn?"),
        ("Nr;Navn;Name;Aktiv\n10;a;b;Ja\n", "Navn, Name are both name"),
        ("Nr;Navn;Aktiv\n10;Lønn;Ja\n20;Re", "line 3: 2 cells where the header has 3"),
        ("Nr;Navn;Aktiv\n10;Lønn;Ja\n20;Stab;Ja;1\n30;a;Ja\n", "line 3: 4 cells where the header has 3"),
        ('Nr;Navn;Aktiv\n10;Lønn;Ja\n20;"Re\nvisjon', "line 3: unexpected end of data"),
        ('Nr;Navn;Aktiv\n10;"Lønn"x;Ja\n', "line 2: "),
        (
            "Nr;Navn;Aktiv\n10;a;Ja\n20;b;Ja\n10;c;Ja\n",
            "department_no 10 stands twice: avdeling.csv, line 2 and avdeling.csv, line 4",
        ),
        ("Nr;Navn;Aktiv\n10;a;Ja\n;Sum;\n", "avdeling.csv, line 3, department_no: the cell is empty"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(files: ExportedFiles, text: str, said: str) -> None:
    files.csv("avdeling.csv", text)
    failure = _refused(files)
    assert isinstance(failure, Rejected)
    assert said in failure.detail
    assert "avdeling.csv" in failure.detail
    assert any(f.topic == "department" and f.state == "error" and said in f.message for f in files.findings())


def test_empty_cells_behind_the_last_column_do_no_harm(files: ExportedFiles) -> None:
    files.csv("avdeling.csv", "Nr;Navn;Aktiv;\n10;Lønn;Ja;\n20;Stab;Ja;;\n\n;;\n30;a;Ja\n")
    assert [row["department_no"] for row in files.rows("department")] == ["10", "20", "30"]


def test_a_key_is_known_without_the_blanks_around_it(files: ExportedFiles) -> None:
    files.csv("avdeling.csv", "Nr;Navn;Aktiv\n10 ;Lønn;Ja\n 10;Stab;Ja\n")
    assert "stands twice" in _refused(files).detail


def test_damage_holds_back_its_view_alone_and_what_asks_it(files: ExportedFiles) -> None:
    files.table("avdeling.csv", _HEADER, _ROW)
    files.table("kunder.csv", ("Nr", "Navn", "Mva-fri", "Purring", "Intern", "Aktiv"), (1, "a", 0, 0, 0, 1))
    files.csv("faktura.csv", "Fakturanr\n1")
    assert len(files.rows("department", invoice_client=1)) == 1
    assert len(files.rows("customer")) == 1
    # Whose customers are invoiced by the firm cannot be known: leaving them out would look as if they were gone.
    assert "faktura.csv" in _refused(files, "customer", invoice_client=1).detail


def test_two_files_of_one_view_are_refused(files: ExportedFiles) -> None:
    for name in ("avdeling.csv", "Avdelinger 2025.csv"):
        files.table(name, _HEADER, _ROW)
    assert "avdeling.csv; Avdelinger 2025.csv" in _refused(files).detail or "Avdelinger" in _refused(files).detail


def test_a_view_that_was_not_exported_is_missing_and_says_how_to_call_it(files: ExportedFiles) -> None:
    failure = _refused(files, "customer")
    assert isinstance(failure, Missing)
    assert "kunder" in failure.remedy


def test_no_folder_is_no_answer(files: ExportedFiles) -> None:
    with pytest.raises(Unreachable):
        files.open("csv:///elsewhere")
    with pytest.raises(Unreachable):
        files.open("xlsx:///elsewhere.xlsx")


def test_a_file_that_grows_meanwhile_is_tried_again(files: ExportedFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    from connectors.win.exports import opening

    files.table("avdeling.csv", _HEADER, _ROW)
    real = opening.load_sheet

    def growing(*arguments: object) -> object:
        loaded = real(*arguments)  # type: ignore[arg-type]
        files.table("avdeling.csv", _HEADER, _ROW, ("20", "Stab", "", "Ja"))
        return loaded

    monkeypatch.setattr(opening, "load_sheet", growing)
    with pytest.raises(Retryable):
        files.open()


def test_nothing_is_written_and_nothing_comes_back(files: ExportedFiles) -> None:
    from connectors.win.inlet import NAME
    from engine.model.change import Action, Request

    files.table("avdeling.csv", _HEADER, _ROW)
    assert "no inlet" in _refused(files, "payment_in").detail
    row = {"client_no": 1, "invoice_no": 1, "kind": "INNBETALING", "amount": Decimal(1), "date": date(2026, 1, 1)}
    request = Request(NAME, Action.PAY, "INSERT", NAME, {**row, "go_entry_id": "1"})
    connection = files.open()
    for deed in (connection.send, connection.recover):
        with pytest.raises(Rejected, match="no inlet"):
            deed(request)


def test_the_private_database_is_gone_when_it_is_closed(files: ExportedFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    place = files.folder / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    files.table("avdeling.csv", _HEADER, _ROW)
    connection = files.open()
    assert list(place.iterdir())
    connection.close()
    assert list(place.iterdir()) == []


def test_a_statement_of_the_sites_own_may_read_the_files(files: ExportedFiles) -> None:
    files.csv("kunder.csv", "Nr;Navn;Mva-fri;Purring;Intern;Aktiv\n1;Test;0;0;0;1\n2;Fjord;0;0;0;1\n")
    (files.folder / "views").mkdir()
    (files.folder / "views" / "customer.sql").write_text("SELECT * FROM customer WHERE name <> 'Test'", "utf-8")
    assert [row["name"] for row in files.rows("customer")] == ["Fjord"]
