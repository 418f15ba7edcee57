"""Law: what cannot be sent is held back with its reason and its remedy, and everything else is sent all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from parts.command_line import wingo
from parts.firm import Firm


@pytest.fixture
def busy(firm: Firm) -> Firm:
    """A firm with something in every register, and an invoice that can be posted."""
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn")
    firm.customer(10001, "Fjord AS", department_no="10")
    firm.customer(10002, "Nordlys AS")
    firm.win.insert(
        "project", row_id="p1", project_no="P1", name="Årsoppgjør", customer_no=10001, level=1, fee_type="FASTPRIS"
    )
    firm.invoice(5001, 10001, ("1000.00", "250.00"), pdf_path=firm.pdf("5001.pdf"))
    return firm


@dataclass(frozen=True)
class Held:
    """What is held back, by which code, what is said and what still stands in Go afterwards."""

    name: str
    make: Callable[[Firm], object]
    record: tuple[str, str]
    code: str
    says: tuple[str, ...]
    remedy: str
    invoices: tuple[str, ...] = ("5001",)


def in_a_locked_period(firm: Firm) -> None:
    firm.control("PUT", "settings", {"LockDate": "2026-10-10"})
    firm.invoice(5002, 10001, ("80.00", "20.00"), invoice_date="2026-10-05")


def of_a_customer_outside_the_series(firm: Firm) -> None:
    firm.customer(77, "Utenfor AS")
    firm.invoice(5002, 77, ("80.00", "20.00"))


def of_an_account_that_go_lacks(firm: Firm) -> None:
    firm.invoice(5002, 10001, ("80.00", "20.00"))
    firm.win.run("UPDATE invoice_line SET account = 3970 WHERE invoice_no = 5002")


HELD = [
    Held(
        "a number outside the series",
        lambda firm: firm.customer(77, "Utenfor AS"),
        ("customer", "77"),
        "R301",
        ("77 lies in no customer series (10000-19999)",),
        "external ledger number in Win",
    ),
    Held(
        "a number of the chart of accounts",
        lambda firm: firm.customer(1500, "Kunder AS"),
        ("customer", "1500"),
        "R301",
        ("1000-9999 belongs to the chart of accounts",),
        "external ledger number in Win",
    ),
    Held(
        "an invoice whose customer is held back",
        of_a_customer_outside_the_series,
        ("invoice", "1/5002"),
        "R202",
        ("customer 77",),
        "once the other record has been sent",
    ),
    Held(
        "an invoice whose customer Win does not have",
        lambda firm: firm.invoice(5002, 10999, ("80.00", "20.00")),
        ("invoice", "1/5002"),
        "R206",
        ("Win has no customer 10999",),
        "Create that one in Win, or correct the record that names it",
    ),
    Held(
        "a PDF that is not there",
        lambda firm: firm.invoice(5002, 10001, ("80.00", "20.00"), pdf_path="5002.pdf"),
        ("invoice", "1/5002"),
        "P301",
        ("5002.pdf is not there",),
        "Make the invoice's PDF anew",
        ("5001", "5002"),
    ),
    Held(
        "a PDF that is none",
        lambda firm: firm.invoice(5002, 10001, ("80.00", "20.00"), pdf_path=firm.pdf("5002.pdf", b"<html>")),
        ("invoice", "1/5002"),
        "P303",
        ("5002.pdf is not a PDF",),
        "Make the invoice's PDF anew",
        ("5001", "5002"),
    ),
    Held(
        "an invoice in a locked period",
        in_a_locked_period,
        ("invoice", "1/5002"),
        "P203",
        ("2026-10-05", "2026-10-10"),
        "Open the period in Go",
    ),
    Held(
        "an invoice whose lines do not add up",
        lambda firm: firm.invoice(5002, 10001, ("80.00", "20.00"), total="200.00"),
        ("invoice", "1/5002"),
        "R204",
        ("100", "200"),
        "Correct the record",
    ),
    Held(
        "an amount that is none",
        lambda firm: firm.invoice(5002, 10001, ("80.00", "20.00"), total="mye"),
        ("invoice", "1/5002"),
        "R101",
        ("mye",),
        "Correct the field",
    ),
    Held(
        "an account that Go does not have",
        of_an_account_that_go_lacks,
        ("invoice", "1/5002"),
        "R203",
        ("3970",),
        "Add the setting",
    ),
    Held(
        "what Go refuses",
        lambda firm: firm.customer(10003, "Feil AS", email="ingen adresse"),
        ("customer", "10003"),
        "P501",
        ("POST /Customers", "EmailAddress"),
        "mend the record",
    ),
]


@pytest.mark.parametrize("held", HELD, ids=lambda held: held.name)
def test_of_one_record(busy: Firm, held: Held) -> None:
    held.make(busy)
    sent = wingo(busy.folder, "sync", "--yes", "--format", "json", code=0).json
    told = {(one["entity"], one["key"]): one for one in sent["held"]}
    assert told[held.record]["code"] == held.code
    for words in held.says:
        assert words in told[held.record]["message"]
    assert held.remedy in told[held.record]["help"]

    text = wingo(busy.folder, "sync", "--yes", "--strict", code=1).out
    assert f" {' '.join(held.record)} " in text
    assert held.remedy in text
    assert_sent(busy, *held.invoices)


def assert_sent(firm: Firm, *invoices: str) -> None:
    ledger = firm.ledger()
    assert {row["Number"] for row in ledger["customers"]} == {10001, 10002}
    assert [row["Code"] for row in ledger["projects"]] == ["P1"]
    assert sorted(row["InvoiceNo"] for row in ledger["vouchers"]) == list(invoices)


def told(firm: Firm, *arguments: str) -> list[dict[str, Any]]:
    """The diagnostics of a run in which an entity could not be planned; the text says the same."""
    found: list[dict[str, Any]] = wingo(firm.folder, *arguments, "--format", "json", code=1).json["diagnostics"]
    text = wingo(firm.folder, *arguments, code=1).err
    for one in found:
        assert f"error[{one['code']}]: {one['message']}" in text
        assert one["help"] in text
    return found


def test_of_a_view_that_is_not_there(busy: Firm) -> None:
    busy.win.run("ALTER TABLE project RENAME TO elsewhere")
    found = told(busy, "plan")
    assert {(one["code"], "project" in one["message"]) for one in found} == {("P903", True)}
    assert "views/project.sql" in found[0]["help"]
    assert wingo(busy.folder, "plan", code=1).out.splitlines()[-1].count(" left out. ") == 1
    wingo(busy.folder, "sync", "--yes", code=1)
    ledger = busy.ledger()
    assert ledger["projects"] == []
    assert [row["InvoiceNo"] for row in ledger["vouchers"]] == ["5001"]


def test_of_a_column_that_is_not_there(busy: Firm) -> None:
    busy.win.run("ALTER TABLE project DROP COLUMN name")
    found = told(busy, "sync", "--yes")
    assert {one["code"] for one in found} == {"P903"}
    assert "project: the view has no column name" in found[0]["message"]
    assert [row["InvoiceNo"] for row in busy.ledger()["vouchers"]] == ["5001"]


def test_of_a_view_of_the_sites_own_that_is_wrong(busy: Firm) -> None:
    busy.win.view_file("project", "SELEC nothing")
    found = told(busy, "plan")
    assert {one["code"] for one in found} == {"P903"}
    assert "project" in found[0]["message"]


def test_of_a_start_date_that_is_missing(busy: Firm) -> None:
    path = busy.folder / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("invoices_from: 2026-10-01\n", ""), encoding="utf-8")
    found = told(busy, "sync", "--yes")
    assert [one["code"] for one in found] == ["P205", "P205"]
    assert "invoices_from" in found[0]["help"]
    assert_sent(busy)


def test_of_an_inlet_that_lacks_a_column(busy: Firm) -> None:
    wingo(busy.folder, "sync", "--yes", code=0)
    busy.pay(5001, "250.00")
    busy.win.run("ALTER TABLE payment_in DROP COLUMN kid")
    found = told(busy, "payments", "--yes")
    assert [one["code"] for one in found] == ["P903"]
    assert "payment_in has no column kid" in found[0]["message"].replace(": the view", "")
    busy.win.run("ALTER TABLE payment_in ADD COLUMN kid TEXT")
    report = wingo(busy.folder, "payments", "--yes", "--format", "json", code=0).json
    assert report["done"] == {"payment": {"pay": 1}}, "no payment was lost meanwhile"
    [(paid,)] = busy.win.run("SELECT paid_amount FROM invoice WHERE invoice_no = 5001")
    assert Decimal(paid) == Decimal(250)
