"""Each edge case of the demo is really played by the row that it names: one test a row, and a look at what it says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from stdnum import luhn
from stdnum.no import orgnr

from connectors.win.demo.edge_cases import EDGE_CASES, EdgeCase

_STATIC = {*range(1, 26), 28, 29, 30, 31, 33, 34, 35}


def test_every_edge_case_that_rows_can_play_is_played() -> None:
    assert {case.number for case in EDGE_CASES} == _STATIC
    assert len({(case.number, case.entity, case.key) for case in EDGE_CASES}) == len(EDGE_CASES)


@pytest.mark.parametrize("case", EDGE_CASES, ids=lambda case: f"{case.number}-{case.entity}-{case.key}")
def test_the_row_is_there(case: EdgeCase, demo_rows: Any) -> None:
    assert case.key in demo_rows(case.entity)
    assert case.title
    assert case.expectation


def _digits(text: str | None) -> str:
    return "".join(letter for letter in text or "" if letter.isdigit())


def _lines(row: Any) -> list[Any]:
    return list(row["lines"])


# What makes a row play its part, by (view, key).
_PLAYS: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("customer", "10003"): lambda r: r["org_no"] is None and r["delivery_type"] == "EHF" and r["email"],
    ("customer", "10004"): lambda r: not r["org_no"] and r["email"] is None and r["invoice_email"] is None,
    ("customer", "10005"): lambda r: not orgnr.is_valid(_digits(r["org_no"])) and len(_digits(r["org_no"])) == 9,
    ("customer", "10006"): lambda r: len(_digits(r["org_no"])) == 11,
    ("customer", "10007"): lambda r: r["country"] == "SE",
    ("customer", "10011"): lambda r: r["is_person"] and r["first_name"] and r["last_name"],
    ("customer", "10012"): lambda r: r["is_person"] and not r["first_name"] and len(r["name"].split()) > 2,
    ("customer", "77"): lambda r: r["external_ledger_no"] is None,
    ("customer", "1500"): lambda r: r["external_ledger_no"] is None,
    ("employee", "1200"): lambda r: r["external_ledger_no"] is None,
    ("customer", "520"): lambda r: r["external_ledger_no"] == 10020,
    ("customer", "521"): lambda r: r["external_ledger_no"] == 10900,
    ("customer", "522"): lambda r: r["external_ledger_no"] == 10900,
    ("customer", "530"): lambda r: r["external_ledger_no"] == 10530,
    ("employee", "1013"): lambda r: r["external_ledger_no"] == 113,
    ("department", "05"): lambda r: not r["active"],
    ("department", "20"): lambda r: r["manager_no"] == 2,
    ("department", "40"): lambda r: r["manager_no"] == 14,
    ("project", "P110"): lambda r: r["manager_no"] == 14,
    ("employee", "14"): lambda r: not r["active"] and r["end_date"],
    ("employee", "4"): lambda r: r["invoice_client_no"] == 2,
    ("employee", "12"): lambda r: r["invoice_client_no"] == 2,
    ("project", "P200"): lambda r: r["manager_no"] == 4,
    ("project", "P190"): lambda r: r["customer_no"] == 10015,
    ("customer", "10015"): lambda r: r["invoice_client_no"] == 2,
    ("customer", "10014"): lambda r: r["invoice_client_no"] == 2,
    ("invoice", "1/5037"): lambda r: r["customer_no"] == 10014,
    ("invoice", "1/5034"): lambda r: r["customer_no"] == 10999,
    ("customer", "10016"): lambda r: not r["active"],
    ("invoice", "1/5032"): lambda r: r["customer_no"] == 10016,
    ("customer", "10017"): lambda r: not r["active"],
    ("customer", "10000"): lambda r: r["is_internal"],
    ("invoice", "1/5033"): lambda r: r["customer_no"] == 10000,
    ("invoice", "1/5022"): lambda r: r["type"] == "KREDITNOTA" and r["credited_invoice_no"] == 5021,
    ("invoice", "1/5028"): lambda r: r["type"] == "KREDITNOTA" and r["credited_invoice_no"] == 5020,
    ("invoice", "1/5024"): lambda r: r["type"] == "KREDITNOTA" and r["credited_invoice_no"] == 5023,
    ("invoice", "1/5025"): lambda r: r["type"] == "KREDITNOTA" and r["credited_invoice_no"] == 5023,
    ("invoice", "1/5026"): lambda r: r["type"] == "KREDITNOTA" and r["credited_invoice_no"] is None,
    ("invoice", "1/5002"): lambda r: r["total"] == 0 and len(_lines(r)) == 2,
    ("invoice", "1/5003"): lambda r: [line["type"] for line in _lines(r)].count("TEKST") == 2,
    ("invoice", "1/5004"): lambda r: r["total"] > 0 and any(line["net"] < 0 for line in _lines(r)),
    ("invoice", "1/5005"): lambda r: r["total"] == Decimal("-7812.5"),
    ("invoice", "1/5006"): lambda r: r["rounding"] == Decimal("0.04"),
    ("invoice", "1/5007"): lambda r: r["rounding"] == 0 and _lines(r)[-1]["type"] == "AVRUNDING",
    ("invoice", "1/5008"): lambda r: sum(round(n["net"] + n["vat"], 2) for n in _lines(r)) != r["total"],
    ("invoice", "1/5010"): lambda r: (r["currency"], r["exchange_rate"]) == ("EUR", Decimal("11.6425")),
    ("invoice", "1/5011"): lambda r: (r["currency"], r["exchange_rate"]) == ("USD", Decimal("10.418025")),
    ("invoice", "1/5012"): lambda r: r["currency"] == "",
    ("invoice", "1/5039"): lambda r: {line["vat_code"] for line in _lines(r)} == {"52"},
    ("invoice", "1/4998"): lambda r: r["invoice_date"].month == 9,
    ("invoice", "1/5001"): lambda r: r["invoice_date"].isoformat() == "2026-10-01",
    ("invoice", "1/5015"): lambda r: r["kid"] is None,
    ("invoice", "1/5013"): lambda r: r["kid"].startswith("000"),
    ("invoice", "1/5014"): lambda r: r["kid"].endswith("-"),
    ("time_entry", "T00010"): lambda r: r["source"] == "GO" and r["go_id"],
    ("project", "P100-1-1"): lambda r: r["level"] == 3,
    ("project", "2026.1.1.1"): lambda r: r["level"] == 3,
    ("invoice", "1/5042"): lambda r: r["project_no"] == "P100-1-1",
    ("invoice", "1/5048"): lambda r: r["invoice_date"].isoformat() == "2026-10-25",
    ("customer", "10021"): lambda r: "\n" in r["name"] and "\x07" in r["name"],
}


@pytest.mark.parametrize(("view", "key"), list(_PLAYS), ids=lambda part: part)
def test_the_row_plays_its_part(view: str, key: str, demo_rows: Any) -> None:
    assert _PLAYS[view, key](demo_rows(view)[key])
    assert (view, key) in {(case.entity, case.key) for case in EDGE_CASES}


def test_two_customers_share_one_good_number(demo_rows: Any) -> None:
    rows = demo_rows("customer")
    first, second = (_digits(rows[key]["org_no"]) for key in ("10001", "10002"))
    assert first == second
    assert orgnr.is_valid(first)


def test_names_are_equal_but_for_spaces(demo_rows: Any) -> None:
    first, second = (demo_rows("customer")[key]["name"] for key in ("10018", "10019"))
    assert first != second
    assert first.split() == second.split()


def test_other_organisation_numbers_are_good_and_nobody_elses(demo_rows: Any) -> None:
    abroad = {"10007"}
    numbers = {key: _digits(row["org_no"]) for key, row in demo_rows("customer").items() if row["org_no"]}
    checked = {key: number for key, number in numbers.items() if key not in abroad | {"10002", "10005", "10006"}}
    assert all(orgnr.is_valid(number) for number in checked.values())
    assert len(set(checked.values())) == len(checked)


def test_printed_numbers_pass_their_check(demo_rows: Any) -> None:
    own = {"1/5013", "1/5014"}
    kids = {key: row["kid"] for key, row in demo_rows("invoice").items() if row["kid"] and key not in own}
    assert len(kids) > 100
    assert all(luhn.is_valid(kid) for kid in kids.values())


def test_the_manager_without_a_firm_is_one_and_the_other_left(demo_rows: Any) -> None:
    employees = demo_rows("employee")
    assert employees["2"]["invoice_client_no"] is None
    assert employees["14"]["active"] is False


def test_pdfs_are_as_their_edge_case_says(demo_rows: Any) -> None:
    paths = {key: row["pdf_path"] for key, row in demo_rows("invoice").items()}
    assert paths["1/5019"] is None
    assert not Path(paths["1/5016"]).exists()
    assert b"%PDF-" not in Path(paths["1/5017"]).read_bytes()
    late = Path(paths["1/5018"]).read_bytes()
    assert 0 < late.find(b"%PDF-") < 1024
    plain = [path for key, path in paths.items() if key not in ("1/5016", "1/5017", "1/5018", "1/5019")]
    assert len(plain) == 116
    assert all(Path(path).read_bytes().startswith(b"%PDF-1.4") for path in plain)
