"""A large demo is the small one and copies of its customers: as many as asked, each row whole and nobody else's."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from stdnum import luhn
from stdnum.no import orgnr

from connectors.win.catalog import CATALOG
from connectors.win.connector import WinConnector
from connectors.win.demo import demo
from connectors.win.demo.copy import Copy, series_for
from connectors.win.demo.place_names import place_name
from engine.model.record import Fault, key_text

Rows: TypeAlias = "Callable[[str], dict[str, Any]]"
CUSTOMERS = 205  # two whole copies, and one of 25 customers
THEIRS = ("customer", "contact_person", "project", "invoice", "invoice_line", "invoice_order", "time_entry")
SAME = ("type", "invoice_date", "due_date", "currency", "exchange_rate", "net", "vat", "rounding", "total", "status")


@pytest.fixture(scope="module")
def large_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    demo.build(folder, CUSTOMERS)
    return folder


@pytest.fixture(scope="module")
def large_rows(large_folder: Path) -> Iterator[Rows]:
    """All rows of a view of a large demo, by key."""
    connection = WinConnector().open({"url": "sqlite:///win.db", "pdf_folder": "pdfs"}, large_folder)
    yield lambda view: {key_text(row, CATALOG.entities[view].key): row for row in connection.read(view).rows}
    connection.close()


def dump(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "win.db")) as connection:
        return list(connection.iterdump())


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "pdfs").iterdir()}


@pytest.mark.parametrize("customers", [60, 61, 119, 120, 121])
def test_there_are_as_many_customers_as_asked(customers: int, tmp_path: Path) -> None:
    made = demo.build(tmp_path, customers)
    with closing(sqlite3.connect(tmp_path / "win.db")) as connection:
        assert connection.execute("SELECT count(*) FROM customer").fetchone() == (customers,)
    assert made.counts["customer"] == customers


def test_the_smallest_is_the_demo_itself(demo_folder: Path, tmp_path: Path) -> None:
    made = demo.build(tmp_path, demo.customers[0])
    assert made.standin == {}
    assert (tmp_path / "win.db").read_bytes() == (demo_folder / "win.db").read_bytes()
    assert files(tmp_path) == files(demo_folder)


def test_two_large_ones_are_equal(large_folder: Path, tmp_path: Path) -> None:
    demo.build(tmp_path, CUSTOMERS)
    assert dump(tmp_path) == dump(large_folder)


def test_the_small_one_stands_in_the_large_one_as_it_is(demo_folder: Path, large_folder: Path) -> None:
    assert set(dump(demo_folder)) <= set(dump(large_folder))
    assert files(demo_folder) == files(large_folder)


def test_everything_of_a_customer_is_copied_with_him(demo_rows: Rows, large_rows: Rows) -> None:
    for view in THEIRS:
        small, large = demo_rows(view), large_rows(view)
        assert 3 * len(small) <= len(large) <= 4 * len(small), view
    for view in ("invoice_client", "department", "employee", "activity"):
        assert demo_rows(view) == large_rows(view)


def test_no_value_is_faulty_and_texts_fit(large_rows: Rows) -> None:
    for view, entity in CATALOG.entities.items():
        for key, row in large_rows(view).items():
            for field in entity.fields:
                value = row[field.name]
                assert not isinstance(value, Fault), (view, key, field.name)
                if isinstance(value, str) and field.name != "pdf_path" and field.type.length_max is not None:
                    assert len(value.encode("utf-16-le")) // 2 <= field.type.length_max, (view, key, field.name)


def test_references_name_rows_that_are_there(large_rows: Rows) -> None:
    known = {view: large_rows(view) for view in CATALOG.entities}
    lacking: Counter[str] = Counter()
    for view in THEIRS:
        for row in known[view].values():
            for reference in CATALOG.entities[view].references:
                named = "/".join(str(row[here]) for here, _ in reference.columns)
                if "None" not in named and named not in known[reference.entity]:
                    lacking[named] += 1
    assert lacking == {"10999": 1, "101999": 1, "102999": 1}  # edge 15, in the demo and in its two whole copies


@pytest.mark.parametrize("view", CATALOG.entities)
def test_no_row_has_another_ones_id(view: str, large_rows: Rows) -> None:
    rows = large_rows(view)
    if any(field.name == "row_id" for field in CATALOG.entities[view].fields):
        assert len({row["row_id"] for row in rows.values()}) == len(rows)


def test_organisation_numbers_are_as_good_as_their_originals(demo_rows: Rows, large_rows: Rows) -> None:
    small, large = (
        [digits(row["org_no"]) for row in rows("customer").values() if not row["is_person"]]
        for rows in (demo_rows, large_rows)
    )
    good = Counter(number for number in large if orgnr.is_valid(number))
    shared = {number: times for number, times in good.items() if times > 1}
    assert shared == {"310000051": 2, "310003050": 2, "310006068": 2}  # edge 2, once in each whole copy
    bad = Counter(len(number) for number in small if not orgnr.is_valid(number))
    whole = Counter(len(number) for number in large if not orgnr.is_valid(number))
    assert all(whole[length] >= 3 * times for length, times in bad.items())


def digits(text: Any) -> str:
    return "".join(letter for letter in text or "" if letter.isdigit())


def test_every_printed_number_is_one_invoices_and_good(large_rows: Rows) -> None:
    printed = Counter(row["kid"] for row in large_rows("invoice").values() if row["kid"] is not None)
    assert set(printed.values()) == {1}
    assert sum(kid.endswith("-") for kid in printed) == 4
    odd = [kid for kid in printed if not kid.endswith("-") and not luhn.is_valid(kid)]
    assert odd == ["0005120501300"]


def test_copies_of_one_invoice_follow_one_another_as_dates_do_in_a_journal() -> None:
    numbers = [Copy(place, 3).invoice(number) for number in (4_981, 4_982, 4_983) for place in (1, 2, 3)]
    assert numbers == list(range(10_000, 10_009))


def test_a_copy_has_its_originals_dates_and_amounts(demo_rows: Rows, large_rows: Rows) -> None:
    large = large_rows("invoice")
    for key, row in demo_rows("invoice").items():
        for place in (1, 2):
            copied = large[f"{row['client_no']}/{Copy(place, 3).invoice(row['invoice_no'])}"]
            assert {name: copied[name] for name in SAME} == {name: row[name] for name in SAME}, key
            assert [(line["net"], line["vat"]) for line in copied["lines"]] == [
                (line["net"], line["vat"]) for line in row["lines"]
            ]


@pytest.mark.parametrize("place", [1, 2, 1_666, 166_666])
def test_a_number_stays_what_it_is_to_go(place: int) -> None:
    series: Any = series_for(166_666)
    inside, outside = (
        [one["name"] for one in series if one["from"] <= Copy(place, 166_666).customer(number) <= one["to"]]
        for number in (10_023, 77)
    )
    assert (inside, outside) == (["Flere kunder"], [])


def test_the_chart_of_accounts_gives_numbers_as_long_as_it_has_some() -> None:
    assert [Copy(place, 9_000).customer(1_500) for place in (1, 8_499, 8_500)] == [1_501, 9_999, 908_500_500]


def test_no_two_customers_of_any_copy_have_one_number() -> None:
    originals = (77, 512, 514, 520, 521, 522, 530, 1_500, *range(10_000, 11_000))
    numbers = [
        Copy(place, 20_000).customer(number) for place in (*range(1, 40), *range(8_480, 8_520)) for number in originals
    ]
    assert len(set(numbers)) == len(numbers)


def test_no_two_places_have_one_name() -> None:
    assert len({place_name(number) for number in range(5_000)}) == 5_000
    assert [place_name(number) for number in (0, 1, 40, 1_000)] == [
        "Bergbakken",
        "Bjørkbakken",
        "Bergberget",
        "Bergbakken Bergbakken",
    ]
