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
SOME_TIME = "2026-01-01T00:00:00+00:00"  # a cursor before all that happens here


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
    before = len(books.standin.requests())
    books.read(SOME_TIME)
    assert [r["path"] for r in books.standin.requests()[before:] if "Match" in r["path"]] == [
        "/v2/Customerledger/EntriesByMatchId"  # one for both
    ]


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
    assert (tuple(reading.rows), reading.cursor, reading.complete) == ((), None, None)


def test_the_cursor_is_the_latest_change_and_overlaps(server: Any, go: GoConnection, reply: Any) -> None:
    stamps = ["2026-11-24T03:00:00.1234567+00:00", "2026-11-24T02:59:58+00:00", "2026-11-24T01:00:00+00:00"]
    listed = [
        {"Id": f"v{n}", "BalanceLastChangedDateTimeOffset": stamp, "Balance": 1, "MatchId": None}
        for n, stamp in enumerate(stamps)
    ]
    server.script = [reply(body=listed), reply(204), reply(204), reply(body=listed[:2])]
    first = go.read("payment")
    assert first.complete is None
    assert first.cursor is not None
    cursor = parse_cursor(first.cursor)
    assert cursor is not None
    assert format_ticks(cursor.ticks) == stamps[0]
    assert len(cursor.marks) == 2  # what the next overlap will show again
    second = go.read("payment", first.cursor)
    wanted = format_ticks(parse_ticks(stamps[0]) - OVERLAP_TICKS)
    assert server.seen[2].path == (
        "/v2/OutgoingInvoices?balanceLastChangedDateTimeOffsetGreaterThan="
        + wanted.replace(":", "%3A").replace("+", "%2B")
        + "&PageSize=20000&OrderBy=Id"
    )
    again = parse_cursor(second.cursor)
    assert again is not None
    assert again.ticks == cursor.ticks
    third = go.read("payment", stamps[1])  # a bare timestamp is a cursor too
    assert third.complete == frozenset({"v0", "v1"})


def test_what_is_no_cursor_reads_everything(server: Any, go: GoConnection, reply: Any) -> None:
    listed = [{"Id": "v1", "BalanceLastChangedDateTimeOffset": "soon"}, {"Id": "v2"}]
    server.script = [reply(body=listed), reply(204), reply(body=listed), reply(204)]
    reading = go.read("payment", "yesterday")
    assert reading.complete is None
    assert server.seen[0].path == "/v2/OutgoingInvoices?PageSize=20000&OrderBy=Id"
    assert server.seen[1].path.startswith("/v2/Customerledger/Statement?")
    assert go.read("payment", reading.cursor).complete == frozenset(), "a change that has no time is asked for again"
    assert "GreaterThan=1969-12-31" in server.seen[2].path


def test_an_invoice_without_its_id_is_no_answer(server: Any, go: GoConnection, reply: Any) -> None:
    server.script = [reply(body=[{"BalanceLastChangedDateTimeOffset": "2026-11-24T03:00:00Z", "MatchId": 7}])]
    with pytest.raises(Unreachable, match="Id"):
        go.read("payment")


def test_an_entry_without_its_amount_is_no_answer(server: Any, go: GoConnection, reply: Any) -> None:
    changed = [{"Id": "v1", "BalanceLastChangedDateTimeOffset": "2026-11-24T03:00:00Z", "MatchId": 7}]
    for since in (None, SOME_TIME):
        server.script = [reply(body=changed), reply(body=[{"Id": 1, "VoucherId": "x", "MatchId": 7}])]
        with pytest.raises(Unreachable, match="Amount"):
            go.read("payment", since)


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
    [row] = go.read("payment", SOME_TIME).rows
    assert (row["voucher_type"], row["amount"], row["currency"]) == ("Unknown", Decimal(10), "NOK")
    assert row["posting_date"] == date(2026, 11, 2)


# ---- replicas that do not know the same yet


class Ledger:
    """What two replicas answer: one knows the balances, the other the entries, and they may not agree."""

    def __init__(self, server: Any, go: GoConnection, reply: Any) -> None:
        self.server, self.go, self.reply = server, go, reply

    def read(self, since: str | None, listed: list[dict[str, Any]], *entries: Any) -> Reading:
        answers = [answer if not isinstance(answer, list) else self.reply(body=answer) for answer in entries]
        self.server.script = [self.reply(body=listed), *answers]
        return self.go.read("payment", since)


@pytest.fixture
def replicas(server: Any, go: GoConnection, reply: Any) -> Ledger:
    return Ledger(server, go, reply)


def listed(voucher: str, balance: int, match_id: int | None, second: int = 0) -> dict[str, Any]:
    """An invoice in the list, its balance as it changed in that second."""
    stamp = f"2026-11-24T03:{second // 60:02}:{second % 60:02}.0000000+00:00"
    return {"Id": voucher, "BalanceLastChangedDateTimeOffset": stamp, "Balance": balance, "MatchId": match_id}


def billed(voucher: str, balance: int, match_id: int = 7) -> dict[str, Any]:
    """The entry of an invoice of a thousand."""
    entry = {"Id": int(voucher[1:]), "VoucherId": voucher, "VoucherType": "OutgoingInvoice", "InvoiceNo": voucher[1:]}
    return {**entry, "Amount": 1000, "Balance": balance, "PostingDate": "2026-11-01", "MatchId": match_id}


def paid(entry: int, amount: int, match_id: int = 7) -> dict[str, Any]:
    kind = {"Id": entry, "VoucherId": f"p{entry}", "VoucherType": "IncomingPayments", "MatchId": match_id}
    return {**kind, "Amount": -amount, "Balance": 0, "PostingDate": "2026-11-02"}


def amounts(reading: Reading) -> list[tuple[str, Decimal]]:
    return [(str(row["voucher_id"]), Decimal(str(row["amount"]))) for row in reading.rows]


def test_a_match_that_the_ledger_does_not_know_yet_is_left_for_the_next_reading(replicas: Ledger, reply: Any) -> None:
    changed = [listed("v1", 0, 7)]
    for nothing in (reply(404, {"title": "Object(s) not found"}), reply(204), [paid(9, 5)], [billed("v1", 400)]):
        reading = replicas.read(SOME_TIME, changed, nothing)
        assert (tuple(reading.rows), reading.complete) == ((), frozenset())
        again = replicas.read(reading.cursor, changed, [billed("v1", 0), paid(9, 1000)])
        assert (amounts(again), again.complete) == ([("v1", Decimal(1000))], frozenset({"v1"}))
        assert replicas.read(again.cursor, changed).complete == frozenset(), "it is examined once"
    with pytest.raises(Exception, match="Bad"):
        replicas.read(SOME_TIME, changed, reply(400, {"title": "Bad"}))


def test_what_is_sure_goes_on_and_the_cursor_stays_before_what_is_not(replicas: Ledger) -> None:
    """However long the ledger lags behind: what came after is told once, and the one that waits is never passed."""
    first = replicas.read(
        SOME_TIME, [listed("v1", 0, 7), listed("v2", 400, 8, 600)], [billed("v1", 600)], [billed("v2", 400, 8)]
    )
    assert first.complete == frozenset({"v2"})
    cursor = parse_cursor(first.cursor)
    assert cursor is not None
    assert format_ticks(cursor.ticks) == listed("v1", 0, 7)["BalanceLastChangedDateTimeOffset"]
    second = replicas.read(first.cursor, [listed("v1", 0, 7), listed("v2", 400, 8, 600)], [billed("v1", 600)])
    assert (second.complete, second.cursor) == (frozenset(), first.cursor)
    third = replicas.read(
        second.cursor, [listed("v1", 0, 7), listed("v2", 400, 8, 600)], [billed("v1", 0), paid(9, 1000)]
    )
    assert (amounts(third), third.complete) == ([("v1", Decimal(1000))], frozenset({"v1"}))
    cursor = parse_cursor(third.cursor)
    assert cursor is not None
    assert format_ticks(cursor.ticks) == listed("v2", 400, 8, 600)["BalanceLastChangedDateTimeOffset"]


def test_all_vouchers_of_a_match_that_lags_behind_wait(replicas: Ledger) -> None:
    """A payment that came meanwhile is shared out anew between them: what stands of one may be wrong of the other."""
    changed = [listed("v1", 0, 7), listed("v2", 1000, 7)]
    reading = replicas.read(SOME_TIME, changed, [billed("v1", 400), billed("v2", 1000), paid(9, 600)])
    assert (tuple(reading.rows), reading.complete) == ((), frozenset())
    again = replicas.read(reading.cursor, changed, [billed("v1", 0), billed("v2", 1000), paid(9, 1000)])
    assert (amounts(again), again.complete) == ([("v1", Decimal(1000))], frozenset({"v1", "v2"}))


def test_a_voucher_that_moved_to_another_match_is_not_told_out_of_its_old_one(replicas: Ledger) -> None:
    changed = [listed("v1", 0, 8), listed("v2", 0, 7)]
    old = [billed("v1", 0), billed("v2", 0), paid(9, 2000)]
    reading = replicas.read(SOME_TIME, changed, old, [])
    assert (amounts(reading), reading.complete) == ([("v2", Decimal(1000))], frozenset({"v2"}))


def test_a_statement_that_lags_behind_is_no_proof_of_absence(replicas: Ledger) -> None:
    changed = [listed("v1", 0, 7), listed("v2", 0, 8), listed("v3", 1000, None)]
    reading = replicas.read(None, changed, [billed("v1", 1000), billed("v2", 0, 8), paid(9, 1000, 8)])
    assert (amounts(reading), reading.complete) == ([("v2", Decimal(1000))], frozenset({"v2", "v3"}))
    again = replicas.read(reading.cursor, changed, [billed("v1", 0), paid(8, 1000)])
    assert (amounts(again), again.complete) == ([("v1", Decimal(1000))], frozenset({"v1"}))


def test_a_match_that_was_undone_is_gone_when_the_list_says_so(replicas: Ledger) -> None:
    reading = replicas.read(SOME_TIME, [listed("v1", 1000, None)])
    assert (tuple(reading.rows), reading.complete) == ((), frozenset({"v1"}))


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
    by_match = list(books.read(SOME_TIME).rows)
    assert sorted(map(str, books.read().rows)) == sorted(map(str, by_match)), "without a cursor it is the same"
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
