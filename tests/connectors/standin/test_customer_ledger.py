"""The customer ledger's reads: open items, statements on a day, balances, matches."""

from __future__ import annotations

import pytest


@pytest.fixture
def paid(go, customer):
    go.invoice(customer, "1001", "100", VoucherDate="2026-10-01", Cid="123", CustomMatchingReference="m1")
    go.invoice(customer, "1002", "200", VoucherDate="2026-10-05")
    go.control("POST", "payments", {"InvoiceNo": "1001", "Amount": 60, "Date": "2026-10-20"})
    return customer


def test_open_items_on_a_day(go, paid):
    def found(date, **params):
        rows = go.rows("/Customerledger/OpenItems", date=date, **params)
        return [(row["InvoiceNo"], row["Balance"]) for row in rows]

    assert found("2026-10-02") == [("1001", 100)]
    assert found("2026-10-19") == [("1001", 100), ("1002", 200)]
    assert found("2026-10-20") == [("1001", 40), ("1002", 200)]
    assert found("2999-01-01", onlyBalancesLessThanAmount="true") == [("1001", 40)]
    assert found("2999-01-01", invoiceNos="1002,9") == [("1002", 200)]


def test_a_statement_before_today_shows_the_balance_of_its_day(go, paid):
    def found(first, last, **params):
        rows = go.rows("/Customerledger/Statement", fromDate=first, toDate=last, **params)
        return [(row["VoucherType"], row["Amount"], row["Balance"]) for row in rows]

    assert found("2026-10-01", "2026-10-01") == [("OutgoingInvoice", 100, 100)]
    assert found("2026-10-01", "2999-12-31", customMatchingReferences="m1") == [("OutgoingInvoice", 100, 40)]
    assert found("2026-10-01", "2999-12-31", voucherTypes="IncomingPayments") == [("IncomingPayments", -60, 0)]
    assert len(found("2026-10-01", "2999-12-31", onlyCreatedByCurrentIntegration="true")) == 2


def test_filters_on_the_customer_and_its_series(go, paid):
    series = go.rows("/SubLedgerNumberSeries")
    dates = {"fromDate": "2026-01-01", "toDate": "2999-12-31"}

    def count(**params):
        return len(go.rows("/Customerledger/Statement", **dates, **params))

    assert count(customerNos=str(paid["Number"])) == 3
    assert count(customerNos="1-9999") == 0
    assert count(externalNos="1-") == 0
    assert count(subLedgerNumberSeriesIds=series[0]["Id"]) == 3
    assert count(subLedgerNumberSeriesIds=series[1]["Id"]) == 0
    assert count(departmentCodes="-1") == 3
    assert count(projectCodes="P1", includeSubProject="true") == 0
    assert count(createdDateTimeOffsetGreaterThan="2999-01-01") == 0


def test_a_match_changes_the_times_of_what_it_joins(go, paid):
    dates = {"fromDate": "2026-01-01", "toDate": "2999-12-31"}
    rows = {row["InvoiceNo"]: row for row in go.rows("/Customerledger/Statement", **dates)}
    after = rows["1002"]["LastChangedDateTimeOffset"]
    changed = go.rows("/Customerledger/Statement", **dates, lastChangedDateTimeOffsetGreaterThan=after)
    assert {row["Amount"] for row in changed} == {100, -60}


def test_dates_are_required(go, detail):
    for path, params, name in (
        ("OpenItems", {}, "date"),
        ("Statement", {"fromDate": "2026-01-01"}, "toDate"),
        ("CustomerBalances", {}, "date"),
        ("EntriesByMatchId", {}, "matchId"),
        ("EntriesByMatchId", {"matchId": "x"}, "matchId"),
    ):
        reply = go.get(f"/Customerledger/{path}", **params)
        assert (reply.status_code, list(reply.json()["errors"])) == (400, [name])


def test_entries_by_match_and_what_is_no_match(go, paid):
    row = go.shown_invoice("1001")
    entries = go.rows("/CustomerLedger/EntriesByMatchId", matchId=row["MatchId"])
    assert [(e["Amount"], e["Balance"], e["MatchId"]) for e in entries] == [
        (100, 40, row["MatchId"]),
        (-60, 0, row["MatchId"]),
    ]
    assert go.shown_invoice("1002")["MatchId"] is None
    assert go.get("/Customerledger/EntriesByMatchId", matchId=1).status_code == 204


def test_balances_of_customers_with_entries(go, paid):
    go.make("/Customers", Name="Uten poster AS")

    def found(date, **params):
        rows = go.rows("/Customerledger/CustomerBalances", date=date, **params)
        return [(row["CustomerAccountNo"], row["Balance"]) for row in rows]

    assert found("2026-09-30") == []
    assert found("2026-10-19") == [(10000, 300)]
    assert found("2026-10-20") == [(10000, 240)]
    go.control("POST", "payments", {"Invoices": [{"InvoiceNo": "1001"}, {"InvoiceNo": "1002"}], "Date": "2026-10-21"})
    assert found("2026-10-21") == [(10000, 0)]
    assert found("2026-10-21", includeOnlyOpenItems="true") == []
