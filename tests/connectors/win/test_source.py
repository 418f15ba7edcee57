"""Reading real SQLite files: order, types, faults, chunks, lines, paths."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.win import open_view
from connectors.win.catalog import CATALOG
from connectors.win.source import resolve_path
from connectors.win.values import MISSING
from engine.model.failure import Missing
from engine.model.record import Fault


@pytest.mark.parametrize("view", list(CATALOG.entities))
def test_every_view_is_read_with_all_its_fields(site: Any, view: str) -> None:
    if view not in ("payment_in", "time_in"):
        site.insert(view)
    for row in site.rows(view):
        assert list(row) == [field.name for field in CATALOG.entities[view].fields]
        assert not [value for value in row.values() if isinstance(value, Fault)]


def test_rows_come_by_their_key_and_numbers_as_numbers(site: Any) -> None:
    for number in (10010, 512, 10002):
        site.insert("customer", customer_no=number)
    assert [row["customer_no"] for row in site.rows("customer")] == [512, 10002, 10010]


def test_values_are_typed_and_exact(site: Any) -> None:
    site.insert("customer", customer_no=512, name=" Bjørk ", discount_percent="2.5000", created_date="2020-02-29")
    (row,) = site.rows("customer")
    assert row["name"] == " Bjørk "
    assert row["discount_percent"] == Decimal("2.5")
    assert row["created_date"] == date(2020, 2, 29)
    assert row["active"] is True
    assert row["email"] is None


def test_amounts_that_sqlite_keeps_as_binary_are_read_by_their_digits(site: Any) -> None:
    site.run("DROP TABLE activity")
    site.run(
        "CREATE TABLE activity (activity_no, row_id, name, type, price DECIMAL(19,4), income_account, vat_code, active)"
    )
    for number, price in enumerate(("0.1", "1234.5600", "123456789012.3456", "7")):
        site.run("INSERT INTO activity VALUES (?, 'r', 'n', 'INTERN', ?, NULL, NULL, 1)", str(number), price)
    prices = [row["price"] for row in site.rows("activity")]
    assert prices[:2] == [Decimal("0.1"), Decimal("1234.56")]
    assert prices[3] == Decimal(7)
    assert isinstance(prices[2], Fault), "sixteen digits do not survive in a binary fraction: never guessed"
    site.run("UPDATE activity SET price = 0.1 + 0.2")
    assert {row["price"] for row in site.rows("activity")} == {Decimal("0.3")}


def test_amounts_as_text_keep_every_digit(site: Any) -> None:
    site.insert("activity", price="999999999999999.9999")
    assert site.rows("activity")[0]["price"] == Decimal("999999999999999.9999")


def test_what_is_not_of_its_type_is_a_fault_in_its_field_alone(site: Any) -> None:
    site.insert("customer", customer_no=10001, discount_percent="to prosent", created_date="i fjor", reminders=7)
    site.insert("customer", customer_no=10002, name="God")
    bad, good = site.rows("customer")
    assert bad["discount_percent"] == Fault("to prosent", "not an exact number")
    assert isinstance(bad["created_date"], Fault)
    assert isinstance(bad["reminders"], Fault)
    assert bad["customer_no"] == 10001
    assert not [value for value in good.values() if isinstance(value, Fault)]


def test_a_required_value_that_the_view_does_not_give_is_a_fault_and_a_text_is_absent(site: Any) -> None:
    site.run("DROP TABLE department")
    site.run("CREATE TABLE department (department_no, row_id, name, manager_no, active)")
    site.run("INSERT INTO department VALUES (10, NULL, NULL, NULL, NULL)")
    (row,) = site.rows("department")
    assert row == {"department_no": "10", "row_id": None, "name": None, "manager_no": None, "active": MISSING}


def test_a_key_is_the_same_however_wide_its_column(site: Any) -> None:
    site.insert("department", department_no="10    ", name="Revisjon  ")
    site.insert("customer", customer_no=1, department_no=" 10  ")
    (department,) = site.rows("department")
    (customer,) = site.rows("customer")
    assert department["department_no"] == customer["department_no"] == "10"
    assert department["name"] == "Revisjon  "  # cleaning other texts is the language's work


def test_words_of_win_are_passed_as_they_are(site: Any) -> None:
    site.insert("customer", customer_no=10001, delivery_type="BREVDUE")
    assert site.rows("customer")[0]["delivery_type"] == "BREVDUE"


def test_text_that_is_not_utf8_is_a_fault_and_the_rest_is_read(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_view, "CHUNK_ROWS", 2)
    for number in range(5):
        site.insert("department", department_no=str(number), name=f"Lønn {number}")
    site.run("UPDATE department SET name = CAST(x'4C9B6E6E' AS TEXT) WHERE department_no = '3'")
    rows = site.rows("department")
    assert [row["department_no"] for row in rows] == ["0", "1", "2", "3", "4"]
    assert isinstance(rows[3]["name"], Fault)
    assert rows[4]["name"] == "Lønn 4"


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1203])
def test_more_rows_than_a_chunk_arrive_once_each(site: Any, count: int) -> None:
    site.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
        "INSERT INTO department SELECT printf('%05d', i), 'r' || i, 'A', NULL, 1 FROM n WHERE ? > 0",
        count,
        count,
    )
    read = [row["department_no"] for row in site.rows("department")]
    assert read == [f"{number:05}" for number in range(1, count + 1)]


def test_lines_go_to_their_invoice_across_chunks(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_view, "CHUNK_ROWS", 3)
    for client in (1, 2):
        for invoice in range(5000, 5005):
            site.insert("invoice", client_no=client, invoice_no=invoice)
            for line in range(invoice % 3, 0, -1):
                site.insert(
                    "invoice_line",
                    client_no=client,
                    invoice_no=invoice,
                    line_no=line,
                    text=f"{client}/{invoice}/{line}",
                )
    rows = site.rows("invoice")
    assert len(rows) == 10
    for row in rows:
        named = f"{row['client_no']}/{row['invoice_no']}"
        expected = [f"{named}/{line}" for line in range(1, row["invoice_no"] % 3 + 1)]
        assert [line["text"] for line in row["lines"]] == expected


def test_one_query_reads_the_lines_of_a_whole_chunk(site: Any) -> None:
    from sqlalchemy import Engine, event

    for invoice in range(50):
        site.insert("invoice", client_no=1, invoice_no=invoice)
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        site.rows("invoice")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len([statement for statement in asked if "FROM invoice_line" in statement]) == 2  # its columns, its rows


def test_an_invoice_whose_key_is_faulty_has_no_lines(site: Any) -> None:
    site.run("DROP TABLE invoice")
    columns = ", ".join(field.name for field in CATALOG.entities["invoice"].fields[:-1])
    site.run(f"CREATE TABLE invoice ({columns})")
    site.run("INSERT INTO invoice (client_no, invoice_no) VALUES (1, 'fem')")
    (row,) = site.rows("invoice")
    assert isinstance(row["invoice_no"], Fault)
    assert row["lines"] == ()


def test_order_lines_go_to_their_order(site: Any) -> None:
    site.insert("invoice_order", order_no=801)
    site.insert("invoice_order_line", order_no=801, line_no=1, text="Akonto")
    (row,) = site.rows("invoice_order")
    assert [line["text"] for line in row["lines"]] == ["Akonto"]


def test_a_reading_that_is_left_halfway_gives_its_connection_back(site: Any) -> None:
    for number in range(3):
        site.insert("department", department_no=str(number))
    rows = iter(site.open().read("department").rows)
    next(rows)
    del rows
    site.run("DELETE FROM department")
    assert site.rows("department") == []


def test_a_reading_that_is_left_in_the_middle_of_a_statement_ends_it_first(
    site: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(2 * open_view.CHUNK_ROWS + 1):
        site.insert("department", department_no=f"{number:05}")
    rows = iter(site.open().read("department").rows)
    next(rows)
    del rows
    assert caplog.text == ""


def test_the_inlet_that_is_not_there_yet_has_no_rows(site: Any) -> None:
    site.run("DROP TABLE payment_in")
    assert site.rows("payment_in") == []
    assert site.run("SELECT COUNT(*) FROM sqlite_master WHERE name = 'payment_in'") == [(0,)]


def test_an_unknown_entity_is_missing(site: Any) -> None:
    with pytest.raises(Missing):
        site.open().read("supplier")


def test_paths_are_made_whole(site: Any) -> None:
    site.insert("invoice", client_no=1, invoice_no=1, pdf_path=" faktura-1.pdf ")
    site.insert("invoice", client_no=1, invoice_no=2, pdf_path=None)
    site.insert("invoice", client_no=1, invoice_no=3, pdf_path="  ")
    rows = site.rows("invoice", pdf_folder="pdfs")
    assert [row["pdf_path"] for row in rows] == [str(site.folder / "pdfs" / "faktura-1.pdf"), None, "  "]


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        ("a.pdf", "/pdfs/a.pdf"),
        ("2026/a.pdf", "/pdfs/2026/a.pdf"),
        (r"2026\a.pdf", "/pdfs/2026/a.pdf"),
        ("/other/a.pdf", "/other/a.pdf"),
        (r"C:\Win\a.pdf", r"C:\Win\a.pdf"),
        (r"\\server\win\a.pdf", r"\\server\win\a.pdf"),
    ],
)
def test_each_way_to_write_a_path(given: str, whole: str) -> None:
    assert resolve_path(given, Path("/pdfs")) == whole
