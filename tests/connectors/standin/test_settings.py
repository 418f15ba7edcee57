"""A new company's settings are Norwegian defaults and are read like lists."""

from __future__ import annotations

from decimal import Decimal


def test_default_series(go):
    rows = go.rows("/SubLedgerNumberSeries")
    assert [(row["SubLedgerNumberSeriesType"], row["FromInclusive"], row["ToInclusive"]) for row in rows] == [
        ("Customer", 10000, 19999),
        ("Supplier", 20000, 29999),
        ("Employee", 1, 999),
    ]
    assert all(row["IsDefault"] and not row["IsClientTrust"] for row in rows)
    assert rows[0]["GeneralLedgerAccountId"] == go.account(1500)
    assert go.get(f"/SubLedgerNumberSeries/{rows[0]['Id'].upper()}").json() == rows[0]
    assert go.get("/SubLedgerNumberSeries/1").status_code == 404


def test_the_series_filter_minds_case(go):
    assert len(go.rows("/SubLedgerNumberSeries", subLedgerNumberSeriesType="Customer")) == 1
    assert go.rows("/SubLedgerNumberSeries", subLedgerNumberSeriesType="customer") == []
    assert len(go.rows("/SubLedgerNumberSeries", generalLedgerAccountNos="1500-2400")) == 2
    assert go.rows("/SubLedgerNumberSeries", isDefault="false") == []


def test_the_chart_holds_the_usual_accounts_under_ids_of_their_own(go):
    rows = go.rows("/GeneralLedgerAccounts")
    numbers = {row["AccountNo"] for row in rows}
    assert {1500, 1920, 2400, 2700, 3000, 3100, 3200, 3900, 7740, 7830, 8060, 8160} <= numbers
    assert len({row["Id"] for row in rows}) == len(rows)
    assert not {row["Id"] for row in rows} & numbers
    by_number = {row["AccountNo"]: row for row in rows}
    assert by_number[3000]["VatCode"] == "3"
    assert by_number[3000]["GeneralLedgerAccountType"] == "Income"
    kinds = {number: by_number[number]["GeneralLedgerAccountType"] for number in (1500, 2000, 2400, 7740)}
    assert kinds == {1500: "Asset", 2000: "Equity", 2400: "Liability", 7740: "Expense"}
    assert [row["AccountNo"] for row in go.rows("/GeneralLedgerAccounts", accountNos="3000,7740")] == [3000, 7740]
    assert go.get(f"/GeneralLedgerAccounts/{by_number[3000]['Id']}").json()["AccountNo"] == 3000
    assert go.get("/GeneralLedgerAccounts/3000").status_code == 404
    assert go.rows("/GeneralLedgerAccounts", lastChangedDateTimeOffsetGreaterThan="2026-01-01T00:00:00Z") == []


def test_vat_codes_in_force_and_ended(go):
    rows = go.rows("/VatCodes")
    rates = {row["Code"]: row["Rate"] for row in rows}
    assert len(rates) == len(rows)
    assert (rates["3"], rates["31"], rates["33"], rates["0"]) == (Decimal("0.25"), Decimal("0.15"), Decimal("0.12"), 0)
    assert {"1", "5", "51", "52", "6"} <= set(rates)
    ended = [row for row in go.rows("/VatCodes", includeExpired="true") if row["Code"] == "33"]
    assert [(row["Rate"], row["ValidTo"]) for row in ended] == [
        (Decimal("0.10"), "2017-12-31"),
        (Decimal("0.12"), "2020-03-31"),
        (Decimal("0.06"), "2021-09-30"),
        (Decimal("0.12"), None),
    ]
    assert go.rows("/VatCodes", isActive="false") == []


def test_payment_terms_currencies_and_the_rest(go):
    terms = go.rows("/PaymentTerms")
    assert [row["CreditDays"] for row in terms] == list(range(61))
    assert [row["CreditDays"] for row in terms if row["IsDefault"]] == [14]
    assert go.get("/PaymentTerms/1").status_code == 404
    assert [row["Code"] for row in go.rows("/Currencies")] == ["NOK", "EUR", "USD", "SEK", "DKK", "GBP"]
    assert [row["Code"] for row in go.rows("/Currencies", currencyCode="EUR")] == ["EUR"]
    financial = go.get("/FinancialSettings").json()
    assert (financial["CurrencyCode"], financial["CurrencyGainsAccountNo"]) == ("NOK", 8060)
    assert go.get("/OrganizationSettings").json()["Name"] == "Demo Regnskap AS"


def test_the_lock_date_is_left_out_until_there_is_one(go):
    assert go.get("/LockDateSettings").json() == {}
    go.control("PUT", "settings", {"LockDate": "2026-10-31"})
    assert go.get("/LockDateSettings").json() == {"LockDate": "2026-10-31"}
    go.control("PUT", "settings", {"LockDate": None})
    assert go.get("/LockDateSettings").json() == {}
