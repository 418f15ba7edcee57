"""Answers to `link` and `find`, one lookup in a dict each: the engine and all beside it ask the same function."""

from __future__ import annotations

from typing import Any

from bench.workloads.customers import DEPARTMENTS, PAYMENT_TERMS
from bench.workloads.invoices import ACCOUNTS, VAT_RATES

TERMS = {days: 500 + days for days in PAYMENT_TERMS}
DEPARTMENT_IDS = {number: 7000 + int(number) for number in DEPARTMENTS}
_ACCOUNT_IDS = {account: 100_000 + account for account in ACCOUNTS}
_VAT_IDS = {code: 200 + place for place, code in enumerate(VAT_RATES)}
_LEDGER = {number: 900_000 + number for number in range(10000, 20000)}


def references(kind: str, name: str, key: Any) -> Any:
    """The id, or None when there is no such record or row. A key with a day is (value, day)."""
    return _ANSWERS[name].get(key[0] if type(key) is tuple else key)


_ANSWERS: dict[str, dict[Any, int]] = {
    "PaymentTerm.CreditDays": TERMS,
    "department": DEPARTMENT_IDS,
    "GeneralLedgerAccount.AccountNo": _ACCOUNT_IDS,
    "VatCode.Code": _VAT_IDS,
    "customer.SubledgerAccountId": _LEDGER,
}
