"""Holds both sides' books against the auditor's, to the cent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from parts.auditor import Bill

Json = Mapping[str, Any]


def assert_go_holds(ledger: Json, bills: Mapping[str, Bill]) -> None:
    """Go holds each bill once, whole, of its kind, on its customer's account, in its currency and in NOK."""
    vouchers, entries = _vouchers(ledger), _entries(ledger)
    customers = {customer["SubledgerAccountId"]: customer for customer in ledger["customers"]}
    assert vouchers.keys() == bills.keys()
    for number, bill in bills.items():
        voucher, entry = vouchers[number], entries[vouchers[number]["Id"]]
        assert sum(line["CurrencyAmount"] for line in voucher["OutgoingInvoiceLines"]) == bill.total, number
        assert voucher["VoucherType"] == ("OutgoingCreditNote" if bill.credit else "OutgoingInvoice"), number
        assert entry["CurrencyAmount"] == (-bill.total if bill.credit else bill.total), number
        assert entry["Amount"] == bill.nok(bill.total), number
        assert (voucher["CurrencyCode"], entry["CurrencyCode"]) == (bill.currency, bill.currency), number
        assert voucher["CurrencyExchangeRate"] == bill.rate, number
        assert customers[voucher["CustomerAccountId"]]["ExternalNumber"] == bill.customer, number


def assert_open(ledger: Json, bills: Mapping[str, Bill]) -> None:
    """What is open in Go is what the auditor has open, in NOK."""
    vouchers, entries = _vouchers(ledger), _entries(ledger)
    found = {number: entries[vouchers[number]["Id"]]["Balance"] for number in bills}
    assert found == {number: bill.nok(bill.open) for number, bill in bills.items()}


def assert_win_says(rows: Iterable[tuple[Any, ...]], bills: Mapping[str, Bill]) -> None:
    """`rows`: number, status, paid amount and day of Win's invoices."""
    told = {str(number): (status, Decimal(paid), day) for number, status, paid, day in rows}
    assert {number: told[number] for number in bills} == {number: bill.status() for number, bill in bills.items()}


def _vouchers(ledger: Json) -> dict[str, Json]:
    standing = [voucher for voucher in ledger["vouchers"] if not voucher["IsReversed"]]
    vouchers = {voucher["InvoiceNo"]: voucher for voucher in standing}
    assert len(vouchers) == len(standing), "each number stands once"
    return vouchers


def _entries(ledger: Json) -> dict[str, Json]:
    """The customer ledger's entry of each voucher, by its voucher."""
    own = {voucher["Id"] for voucher in ledger["vouchers"]}
    return {entry["VoucherId"]: entry for entry in ledger["entries"] if entry["VoucherId"] in own}
