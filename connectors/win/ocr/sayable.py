"""Which payments an OCR giro file can say, and of the others why not: pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from connectors.win.catalog.inlets import CREDIT, PAYMENT, REVERSAL, WRITE_OFF
from connectors.win.inlet import Cells
from connectors.win.ocr.giro import ORE_MAX, Payment
from engine.model.record import Value
from engine.model.text import Text, say

# Digits; the last may be the hyphen that is the control digit of modulus 11 where that is ten.
_KID = re.compile(r"[0-9]{1,24}[0-9-]")
_CENTURY = range(2000, 2100)  # the years that two digits can say


@dataclass(frozen=True, slots=True)
class Invoice:
    """What Win says of the invoice that a payment settles."""

    kid: Value
    currency: Value
    total: Value
    paid_amount: Value
    status: Value


NOT_MONEY: Mapping[str, Text] = {
    WRITE_OFF: say("it was written off"),
    CREDIT: say("a credit note settles it"),
    REVERSAL: say("it takes an earlier payment back"),
}
NO_INVOICE = say("its invoice is not in Win")
NO_KID = say("it has no KID")
ODD_KID = say("its KID is none that a bank would take")
OTHER_KID = say("its KID is not the one on Win's invoice")
FOREIGN = say("it is not in kroner")
ODD_AMOUNT = say("its amount is no whole number of øre above zero")
ODD_DAY = say("its date has a year that two digits cannot say")

# Each as it is kept with a row, in English, and as it is said.
REASONS: Mapping[str, Text] = {
    str(text): text
    for text in (*NOT_MONEY.values(), NO_INVOICE, NO_KID, ODD_KID, OTHER_KID, FOREIGN, ODD_AMOUNT, ODD_DAY)
}


def why_not(row: Cells, invoice: Invoice | None) -> Text | None:
    """Why a row of the inlet cannot be said; None when it can. Whatever is not plainly right is left to a person."""
    kid, day = row["kid"], row["date"]
    if row["kind"] != PAYMENT:
        return NOT_MONEY.get(str(row["kind"]), NOT_MONEY[REVERSAL])
    if not isinstance(kid, str) or not kid.strip():
        return NO_KID
    if not _KID.fullmatch(kid):
        return ODD_KID
    if invoice is None:
        return NO_INVOICE
    if kid != _plain(invoice.kid):
        return OTHER_KID
    if _plain(invoice.currency) != "NOK":
        return FOREIGN
    if ore_of(row["amount"]) is None:
        return ODD_AMOUNT
    return None if isinstance(day, date) and day.year in _CENTURY else ODD_DAY


def _plain(text: Value) -> Value:
    """A text of Win's without the blanks around it: a column of fixed width fills up with them."""
    return text.strip() if isinstance(text, str) else text


def ore_of(amount: Value) -> int | None:
    """An amount in øre, None when it is no whole number of them above zero, or more than seventeen digits hold."""
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        return None
    ore = Decimal(amount).scaleb(2)
    return int(ore) if ore == ore.to_integral_value() and 0 < ore <= ORE_MAX else None


def as_payment(row: Cells, account: str) -> Payment:
    """A row that can be said, as a payment to an account."""
    ore, day = ore_of(row["amount"]), row["date"]
    assert ore is not None, row
    assert isinstance(day, date), row
    return Payment(account, day, ore, str(row["kid"]), int(str(row["id"])))
