"""Only money that came in, in kroner, with the KID that Win printed, is said in a file; of all else, why not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from connectors.win.ocr import sayable
from connectors.win.ocr.sayable import REASONS, Invoice, as_payment, ore_of, why_not
from engine.model.record import Value
from engine.model.text import Text

ROW: dict[str, Value] = {
    "id": 7,
    "client_no": 1,
    "invoice_no": 5001,
    "kind": "INNBETALING",
    "amount": Decimal("1250.5"),
    "date": date(2026, 11, 20),
    "kid": "0005120501300",
}
INVOICE = Invoice("0005120501300", "NOK", Decimal("1250.5"), Decimal(0), "UBETALT")


def test_money_with_the_invoices_kid_is_said_to_the_ore() -> None:
    assert why_not(ROW, INVOICE) is None
    assert as_payment(ROW, "86011117947").ore == 125050


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"kind": "TAP"}, sayable.NOT_MONEY["TAP"]),
        ({"kind": "KREDIT"}, sayable.NOT_MONEY["KREDIT"]),
        ({"kind": "REVERSERING"}, sayable.NOT_MONEY["REVERSERING"]),
        ({"kid": None}, sayable.NO_KID),
        ({"kid": "  "}, sayable.NO_KID),
        ({"kid": "12 34"}, sayable.ODD_KID),
        ({"kid": "1-2"}, sayable.ODD_KID),
        ({"kid": "7"}, sayable.ODD_KID),
        ({"kid": "٣٤٥"}, sayable.ODD_KID),
        ({"kid": "1" * 26}, sayable.ODD_KID),
        ({"kid": "5120501300"}, sayable.OTHER_KID),  # the zeros belong to it
        ({"amount": Decimal("-1250.5")}, sayable.ODD_AMOUNT),
        ({"amount": Decimal(0)}, sayable.ODD_AMOUNT),
        ({"amount": Decimal("0.005")}, sayable.ODD_AMOUNT),
        ({"amount": Decimal(10**15)}, sayable.ODD_AMOUNT),
        ({"date": date(1999, 12, 31)}, sayable.ODD_DAY),
        ({"date": date(2100, 1, 1)}, sayable.ODD_DAY),
    ],
)
def test_what_cannot_be_said_has_its_reason(cells: dict[str, Value], reason: Text) -> None:
    assert why_not({**ROW, **cells}, INVOICE) == reason
    assert REASONS[str(reason)] == reason


def test_an_invoice_in_another_currency_or_unknown_to_win_is_a_persons_matter() -> None:
    assert why_not(ROW, Invoice("0005120501300", "EUR", Decimal(1), Decimal(0), "UBETALT")) == sayable.FOREIGN
    assert why_not(ROW, None) == sayable.NO_INVOICE


def test_a_kid_may_end_with_a_hyphen() -> None:
    kid = "01003605014-"
    assert why_not({**ROW, "kid": kid}, Invoice(kid, "NOK", Decimal(1), Decimal(0), "UBETALT")) is None


def test_a_column_of_fixed_width_is_no_other_kid() -> None:
    padded = Invoice("0005120501300".ljust(25), "NOK ", Decimal(1), Decimal(0), "UBETALT")
    assert why_not(ROW, padded) is None


@pytest.mark.parametrize(("amount", "ore"), [("0.01", 1), ("1234.50", 123450), ("999999999999999.99", 10**17 - 1)])
def test_amounts_are_whole_ore(amount: str, ore: int) -> None:
    assert ore_of(Decimal(amount)) == ore
