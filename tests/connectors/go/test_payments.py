"""go.payment against the stand-in: what a bank or a person does in Go, and the allocations that come of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from connectors.go.connection import GoConnection
from connectors.go.payments import OVERLAP_TICKS, parse_cursor
from connectors.go.timestamps import format_ticks, parse_ticks
from engine.model.change import Action, Write
from engine.model.failure import Unreachable
from engine.model.ports import Reading

OpenGo = Callable[..., GoConnection]


class Books:
    """A company with a customer, whose invoices are posted and paid by these few words."""

    def __init__(self, go: GoConnection, standin: Any) -> None:
        self.go, self.standin = go, standin
        customer = go.send(go.request(Write("customer", Action.CREATE, {"Number": 10001, "Name": "Fjord AS"})))
        self.account_id = customer.values["SubledgerAccountId"]
        accounts = {row["AccountNo"]: row["Id"] for row in go.setting("GeneralLedgerAccount")}
        codes = {row["Code"]: row["Id"] for row in go.setting("VatCode")}
        self.line = {"AccountId": accounts[3000], "VatId": codes["3"]}
        self.ids: dict[str, str | int] = {}

    def post(self, number: str, amount: str, *, credit: bool = False, due: int = 30, **changes: Any) -> None:
        entity = "outgoing_credit_note_voucher" if credit else "outgoing_invoice_voucher"
        values: dict[str, Any] = {
            "InvoiceNo": number,
            "CustomerAccountId": self.account_id,
            "VoucherDate": date(2026, 10, 1),
            "DueDate": date(2026, 10, due),
            "CurrencyCode": "NOK",
            "Cid": f"00{number}",
            "OutgoingInvoiceLines": ({**self.line, "CurrencyAmount": Decimal(amount)},),
            **changes,
        }
        self.ids[number] = self.go.send(self.go.request(Write(entity, Action.POST, values))).id

    def read(self, since: str | None = None) -> Reading:
        return self.go.read("payment", since)

    def told(self, since: str | None = None) -> list[tuple[str, str, bool, Decimal]]:
        """Number, type, write-off and amount of each allocation, in the order of invoices."""
        found = [
            (str(row["invoice_no"]), str(row["voucher_type"]), bool(row["is_write_off"]), Decimal(str(row["amount"])))
            for row in self.read(since).rows
        ]
        return sorted(found)


@pytest.fixture
def books(standin: Any, open_go: OpenGo) -> Books:
    return Books(open_go(standin.settings), standin)


def test_a_payment_tells_all_that_a_mapping_needs(books: Books) -> None:
    books.post("5001", "1250.00")
    books.standin.pay(InvoiceNo="5001", Amount=1250.00, Date="2026-11-20", VoucherType="IncomingOcrGiro", Cid="005001")
    [row] = books.read().rows
    assert set(row) == {field.name for field in books.go.catalog.entities["payment"].fields}
    assert row["voucher_id"] == books.ids["5001"]
    assert isinstance(row["entry_id"], int)
    assert row["amount"] == Decimal("1250.00")
    assert row["posting_date"] == date(2026, 11, 20)
    assert (row["invoice_no"], row["cid"], row["currency"], row["customer_no"]) == ("5001", "005001", "NOK", 10001)
    assert (row["voucher_type"], row["is_write_off"]) == ("IncomingOcrGiro", False)


def test_part_whole_and_too_much(books: Books) -> None:
    for number in ("5001", "5002", "5003"):
        books.post(number, "1000.00")
    books.standin.pay(InvoiceNo="5001", Amount=400, Date="2026-11-01")
    books.standin.pay(InvoiceNo="5002", Amount=600, Date="2026-11-01")
    books.standin.pay(InvoiceNo="5002", Amount=400, Date="2026-11-02")
    books.standin.pay(InvoiceNo="5003", Amount=1200, Date="2026-11-03")
    assert books.told() == [
        ("5001", "IncomingPayments", False, Decimal("400")),
        ("5002", "IncomingPayments", False, Decimal("400")),
        ("5002", "IncomingPayments", False, Decimal("600")),
        ("5003", "IncomingPayments", False, Decimal("1000")),
    ]


def test_one_payment_for_several_invoices(books: Books) -> None:
    books.post("5001", "100.00", due=20)
    books.post("5002", "200.00", due=10)
    items = [{"InvoiceNo": "5001", "Amount": 100}, {"InvoiceNo": "5002", "Amount": 150}]
    books.standin.pay(Invoices=items, Date="2026-11-01")
    assert books.told() == [
        ("5001", "IncomingPayments", False, Decimal("100")),
        ("5002", "IncomingPayments", False, Decimal("150")),
    ]
    assert len({row["entry_id"] for row in books.read().rows}) == 1
    assert len([r for r in books.standin.requests() if "EntriesByMatchId" in r["path"]]) == 2  # one a reading


def test_a_write_off_is_told_as_one(books: Books) -> None:
    books.post("5001", "1000.00")
    books.standin.pay(InvoiceNo="5001", Amount=900, Date="2026-11-01")
    books.standin.pay(InvoiceNo="5001", Amount=100, Date="2026-12-31", Kind="write_off")
    assert [(kind, off, amount) for _, kind, off, amount in books.told()] == [
        ("IncomingPayments", False, Decimal("900")),
        ("ManualJournal", True, Decimal("100")),
    ]


def test_a_credit_note_and_its_invoice_settle_each_other(books: Books) -> None:
    books.post("5001", "1000.00")
    books.post("5002", "250.00", credit=True)
    books.standin.pay(InvoiceNo="5001", Kind="match", With="5002", Date="2026-11-01")
    assert books.told() == [
        ("5001", "OutgoingCreditNote", False, Decimal("250")),
        ("5002", "OutgoingCreditNote", False, Decimal("250")),
    ]


def test_a_credit_note_that_is_paid_out(books: Books) -> None:
    books.post("5002", "250.00", credit=True)
    books.standin.pay(InvoiceNo="5002", Amount=250, Date="2026-11-01", VoucherType="OutgoingPayments")
    assert books.told() == [("5002", "OutgoingPayments", False, Decimal("250"))]


@pytest.mark.parametrize("rate", ["12.00", "11.00", None])
def test_currency_is_paid_in_currency_and_agio_is_no_payment(books: Books, rate: str | None) -> None:
    books.post("5001", "1000.00", CurrencyCode="EUR", CurrencyExchangeRate=Decimal("11.7325"))
    changes = {"ExchangeRate": rate} if rate else {}
    books.standin.pay(InvoiceNo="5001", Amount=400.5, Date="2026-11-01", **changes)
    assert books.told() == [("5001", "IncomingPayments", False, Decimal("400.5"))]
    books.standin.pay(InvoiceNo="5001", Amount=599.5, Date="2026-11-02", **changes)
    assert sum(amount for *_, amount in books.told()) == Decimal(1000)
    [first, second] = books.read().rows
    assert first["currency"] == second["currency"] == "EUR"


def test_what_is_undone_is_gone_and_said_to_be_examined(books: Books) -> None:
    books.post("5001", "1000.00")
    books.standin.pay(InvoiceNo="5001", Amount=1000, Date="2026-11-01")
    first = books.read()
    assert len(tuple(first.rows)) == 1
    books.standin.pay(InvoiceNo="5001", Kind="reversal", Date="2026-11-05")
    second = books.read(first.cursor)
    assert tuple(second.rows) == ()
    assert second.complete == frozenset({books.ids["5001"]})
    books.standin.pay(InvoiceNo="5001", Amount=1000, Date="2026-11-06")
    third = books.read(second.cursor)
    [row] = third.rows
    assert row["posting_date"] == date(2026, 11, 6)
    books.standin.pay(InvoiceNo="5001", Kind="unmatch")
    assert tuple(books.read(third.cursor).rows) == ()
    books.standin.pay(InvoiceNo="5001", Kind="match")
    assert len(books.told(third.cursor)) == 1


def test_a_match_tells_of_all_its_invoices_though_only_one_changed(books: Books) -> None:
    books.post("5001", "100.00")
    books.post("5002", "100.00")
    books.standin.pay(Invoices=[{"InvoiceNo": "5001", "Amount": 100}, {"InvoiceNo": "5002", "Amount": 50}])
    first = books.read()
    books.standin.pay(InvoiceNo="5002", Amount=50)
    again = books.read(first.cursor)
    assert again.complete == frozenset({books.ids["5001"], books.ids["5002"]})
    assert sorted((str(r["invoice_no"]), Decimal(str(r["amount"]))) for r in again.rows) == [
        ("5001", Decimal(100)),
        ("5002", Decimal(50)),
        ("5002", Decimal(50)),
    ]


def test_a_reading_with_nothing_new_is_one_call(books: Books) -> None:
    for number in range(5001, 5011):
        books.post(str(number), "100.00")
        books.standin.pay(InvoiceNo=str(number), Amount=100)
    first = books.read()
    assert len(tuple(first.rows)) == 10
    before = books.go.calls
    second = books.read(first.cursor)
    assert (tuple(second.rows), second.complete, second.cursor) == ((), frozenset(), first.cursor)
    assert books.go.calls == before + 1
    books.standin.pay(InvoiceNo="5001", Kind="unmatch")
    third = books.read(second.cursor)
    assert third.complete == frozenset({books.ids["5001"]})
    assert third.cursor != second.cursor


def test_an_empty_ledger_has_no_cursor(books: Books) -> None:
    reading = books.read()
    assert (tuple(reading.rows), reading.cursor, reading.complete) == ((), None, frozenset())


def test_the_cursor_is_the_latest_change_and_overlaps(server: Any, go: GoConnection, reply: Any) -> None:
    stamps = ["2026-11-24T03:00:00.1234567+00:00", "2026-11-24T02:59:58+00:00", "2026-11-24T01:00:00+00:00"]
    listed = [
        {"Id": f"v{n}", "BalanceLastChangedDateTimeOffset": stamp, "Balance": 1, "MatchId": None}
        for n, stamp in enumerate(stamps)
    ]
    server.script = [reply(body=listed), reply(204), reply(body=listed[:2])]
    first = go.read("payment")
    assert first.complete == frozenset({"v0", "v1", "v2"})
    assert first.cursor is not None
    cursor = parse_cursor(first.cursor)
    assert cursor is not None
    assert format_ticks(cursor.ticks) == stamps[0]
    assert len(cursor.marks) == 2  # what the next overlap will show again
    second = go.read("payment", first.cursor)
    wanted = format_ticks(parse_ticks(stamps[0]) - OVERLAP_TICKS)
    assert server.seen[1].path == (
        "/v2/OutgoingInvoices?balanceLastChangedDateTimeOffsetGreaterThan="
        + wanted.replace(":", "%3A").replace("+", "%2B")
        + "&PageSize=20000"
    )
    again = parse_cursor(second.cursor)
    assert again is not None
    assert again.ticks == cursor.ticks
    third = go.read("payment", stamps[1])  # a bare timestamp is a cursor too
    assert third.complete == frozenset({"v0", "v1"})


def test_what_is_no_cursor_reads_everything(server: Any, go: GoConnection, reply: Any) -> None:
    server.script = [reply(body=[{"Id": "v1", "BalanceLastChangedDateTimeOffset": "soon"}, {"Id": "v2"}])]
    reading = go.read("payment", "yesterday")
    assert reading.complete == frozenset({"v1", "v2"})
    assert server.seen[0].path == "/v2/OutgoingInvoices?PageSize=20000"


def test_a_match_that_was_undone_meanwhile_has_no_entries(server: Any, go: GoConnection, reply: Any) -> None:
    changed = [{"Id": "v1", "BalanceLastChangedDateTimeOffset": "2026-11-24T03:00:00Z", "MatchId": 7}]
    for answer in (reply(404, {"title": "Object(s) not found"}), reply(204)):
        server.script = [reply(body=changed), answer]
        reading = go.read("payment")
        assert (tuple(reading.rows), reading.complete) == ((), frozenset({"v1"}))
    server.script = [reply(body=changed), reply(400, {"title": "Bad"})]
    with pytest.raises(Exception, match="Bad"):
        go.read("payment")


def test_an_invoice_without_its_id_is_no_answer(server: Any, go: GoConnection, reply: Any) -> None:
    server.script = [reply(body=[{"BalanceLastChangedDateTimeOffset": "2026-11-24T03:00:00Z", "MatchId": 7}])]
    with pytest.raises(Unreachable, match="Id"):
        go.read("payment")


def test_an_entry_without_its_amount_is_no_answer(server: Any, go: GoConnection, reply: Any) -> None:
    changed = [{"Id": "v1", "BalanceLastChangedDateTimeOffset": "2026-11-24T03:00:00Z", "MatchId": 7}]
    server.script = [reply(body=changed), reply(body=[{"Id": 1, "VoucherId": "x"}])]
    with pytest.raises(Unreachable, match="Amount"):
        go.read("payment")


def test_a_voucher_type_that_is_new_is_unknown(server: Any, go: GoConnection, reply: Any) -> None:
    changed = [{"Id": "v1", "BalanceLastChangedDateTimeOffset": "2026-11-24T03:00:00Z", "MatchId": 7}]
    entries = [
        {
            "Id": 1,
            "VoucherId": "v1",
            "VoucherType": "OutgoingInvoice",
            "InvoiceNo": "7",
            "Amount": 10,
            "Balance": 0,
            "PostingDate": "2026-11-01",
            "DueDate": "2026-11-15T00:00:00",
        },
        {"Id": 2, "VoucherId": "v2", "VoucherType": "CarrierPigeon", "Amount": -10, "VoucherDate": "2026-11-02"},
    ]
    server.script = [reply(body=changed), reply(body=entries)]
    [row] = go.read("payment").rows
    assert (row["voucher_type"], row["amount"], row["currency"]) == ("Unknown", Decimal(10), "NOK")
    assert row["posting_date"] == date(2026, 11, 2)


# ---- all at once, out of the ledger's statement


def test_the_statement_tells_the_same_in_one_call(books: Books) -> None:
    for number in ("5001", "5002", "5003"):
        books.post(number, "1000.00")
    books.post("5004", "250.00", credit=True)
    books.post("5005", "100.00", CurrencyCode="EUR", CurrencyExchangeRate=Decimal("11.6425"))
    books.standin.pay(InvoiceNo="5001", Amount=1200, Date="2026-11-01")
    items = [{"InvoiceNo": "5002", "Amount": 1000}, {"InvoiceNo": "5003", "Amount": 150}]
    books.standin.pay(Invoices=items, Date="2026-11-02")
    books.standin.pay(InvoiceNo="5003", Kind="match", With="5004", Date="2026-11-03")
    books.standin.pay(InvoiceNo="5003", Amount=1, Date="2026-11-04", Kind="write_off")
    books.standin.pay(InvoiceNo="5005", Amount=40, Date="2026-11-05")
    books.standin.pay(InvoiceNo="5001", Date="2026-11-06", Kind="reversal")
    by_match = list(books.read().rows)
    before = books.go.calls
    whole = list(books.go.read("ledger_payment").rows)
    assert books.go.calls - before == 1
    order = lambda row: (str(row["entry_id"]), str(row["voucher_id"]))  # noqa: E731
    assert sorted(whole, key=order) == sorted(by_match, key=order)
    assert len(whole) > 4


def test_a_statement_that_is_none_is_no_answer(server: Any, go: GoConnection, reply: Any) -> None:
    server.script = [reply(body=[{"Id": 1, "MatchId": 7}])]
    with pytest.raises(Unreachable) as unusable:
        list(go.read("ledger_payment").rows)
    assert unusable.value.request == "GET /Customerledger/Statement"
