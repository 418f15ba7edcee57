"""Traps 5 to 9: what a list shows, what it leaves out, and what it never tells."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from connectors.go.timestamps import format_ticks, parse_ticks
from connectors.standin import standin as stand_in
from engine.model.failure import Rejected
from parts.clerk import Clerk
from parts.plain_client import PlainClient

MANY = 20_001  # one more than the largest page
STAMP = "2026-11-02T08:00:00.0000001+00:00"


def test_trap_05_an_empty_list_is_204_without_a_body(api, clerk):
    for reply in (api.get("/Customers"), api.get("/Customers", lastChangedDateTimeOffsetGreaterThan="2999-01-01")):
        assert (reply.status_code, reply.content) == (204, b"")
    assert [clerk.rows(entity) for entity in clerk.go.catalog.entities] == [[]] * len(clerk.go.catalog.entities)
    assert clerk.payments("2026-01-01T00:00:00+00:00") == []


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A stand-in with more departments and ledger entries than fit on a page, in no order that one can rely on."""
    path = tmp_path_factory.mktemp("crowded") / "go.json"
    stamps = {"CreatedDateTimeOffset": STAMP, "LastChangedDateTimeOffset": STAMP}
    departments = [{"Id": n, "Code": str(n), "Name": f"Avdeling {n}", "IsActive": True, **stamps} for n in range(MANY)]
    tables = {"departments": departments, **paid_invoices(MANY // 2 + 1, stamps)}
    path.write_text(json.dumps({"companies": {"demo-client": {"settings": {"ShiftRows": True}, "tables": tables}}}))
    with stand_in.start(limit=0, data=path) as running:
        yield running


def paid_invoices(count: int, stamps: dict[str, str]) -> dict[str, list[Any]]:
    """So many invoices of one customer, each matched with a payment: twice as many entries."""
    both = {"AccountId": 1, "CurrencyCode": "NOK", "VoucherDate": "2026-10-01", "PostingDate": "2026-10-01", **stamps}
    entries = []
    for number in range(1, count + 1):
        match = {**both, "MatchId": number, "InvoiceNo": str(number)}
        owed = {"VoucherType": "OutgoingInvoice", "CurrencyAmount": 100, "Amount": 100}
        paid = {"VoucherType": "BankJournal", "CurrencyAmount": -100, "Amount": -100, "InvoiceNo": None}
        for identity, members in ((2 * number, owed), (2 * number + 1, paid)):
            entries.append({"Id": identity, "VoucherId": str(UUID(int=identity)), **match, **members})
    allocations = [
        {"Id": n, "DebitId": 2 * n, "CreditId": 2 * n + 1, "CurrencyAmount": 100, "Date": "2026-10-01"}
        for n in range(1, count + 1)
    ]
    return {"entries": entries, "allocations": allocations}


def clerk_of(running: Any, open_clerk: Any) -> Clerk:
    """A clerk of another stand-in than the test's own."""
    clerk: Clerk = open_clerk(**running.settings)
    return clerk


def test_trap_06_a_page_is_cut_in_silence_and_rows_shift_between_pages(crowded, open_clerk):
    api = PlainClient(crowded.url)
    first = api.get("/Departments")
    assert len(first.json()) == 5000
    assert "PageNumber=2" in json.loads(first.headers["X-Pagination"])["nextPageLink"]
    assert api.get("/Departments", PageSize=MANY).json()["title"] == "Invalid resourceParameter"
    pages = [api.get("/Departments", PageSize=20_000, PageNumber=number).json() for number in (1, 2)]
    api.close()
    assert sum(map(len, pages)) == MANY
    assert len({row["Id"] for page in pages for row in page}) < MANY  # one was shown twice, and one never
    found = clerk_of(crowded, open_clerk).rows("department")
    assert sorted(int(row["Id"]) for row in found) == list(range(MANY))


def test_trap_06_no_payment_is_lost_between_two_pages_of_the_ledger(crowded, open_clerk):
    found = clerk_of(crowded, open_clerk).rows("ledger_payment")
    assert sorted(int(row["invoice_no"]) for row in found) == list(range(1, MANY // 2 + 2))
    assert {row["amount"] for row in found} == {Decimal(100)}


def test_trap_07_a_change_filter_is_strictly_greater_than_and_the_cursor_overlaps(standin, api, clerk):
    clerk.post(clerk.customer(), "5001", "1250.00")
    standin.pay(InvoiceNo="5001", Amount=1250)
    changed = api.shown_invoice("5001")["BalanceLastChangedDateTimeOffset"]
    assert len(changed.partition(".")[2].partition("+")[0]) == 7
    before = format_ticks(parse_ticks(changed) - 1)
    assert api.rows("/OutgoingInvoices", balanceLastChangedDateTimeOffsetGreaterThan=changed) == []
    assert len(api.rows("/OutgoingInvoices", balanceLastChangedDateTimeOffsetGreaterThan=before)) == 1
    # A cursor at the very moment loses nothing, and one that has seen the row is not told of it again.
    assert clerk.payments(changed) == [("5001", "IncomingPayments", Decimal("1250.00"))]
    cursor = clerk.go.read("payment").cursor
    assert cursor.startswith(changed)
    assert clerk.payments(cursor) == []


def test_trap_08_a_customers_time_of_change_ignores_its_address_and_its_contact_persons(standin, api, clerk):
    customer = clerk.customer(MailAddress={"City": "Oslo", "ZipCode": "0150"})
    person = clerk.create("contact_person", below=customer.id, FirstName="Ola", LastName="Berg")
    changed = api.rows("/Customers")[0]["LastChangedDateTimeOffset"]
    standin.edit("customers", customer.id, MailAddress__City="Bergen")
    standin.edit("contact_persons", person.id, Title="Sjef")
    assert api.rows("/Customers", lastChangedDateTimeOffsetGreaterThan=changed) == []
    assert clerk.row("customer")["MailAddress"]["City"] == "Bergen"  # registers are read whole
    assert clerk.row("contact_person")["Title"] == "Sjef"


def test_trap_09_what_is_deleted_leaves_no_trace_and_what_is_in_use_stays(standin, api, clerk):
    department = clerk.create("department", Code="10", Name="Lønn", IsActive=True)
    other = clerk.create("department", Code="20", Name="Revisjon", IsActive=True)
    customer = clerk.customer(DepartmentId=other.id)
    clerk.post(customer, "5001", "1250.00")
    assert api.delete(f"/Departments/{department.id}").status_code == 200
    assert api.get("/Departments", lastChangedDateTimeOffsetGreaterThan="2000-01-01").json()[0]["Id"] == other.id
    refused = api.delete(f"/Departments/{other.id}")
    assert (refused.status_code, refused.json()["title"]) == (409, "Department conflict")
    assert api.patch(f"/Customers/{customer.id}", ("/IsArchived", True)).status_code == 400
    assert [row["Code"] for row in clerk.rows("department")] == ["20"]
    assert clerk.go.occupied("customer") == {customer.id: Decimal("1250.00")}  # known before it is tried
    with pytest.raises(Rejected, match="cannot be archived"):
        clerk.update("customer", customer.id, IsArchived=True)
