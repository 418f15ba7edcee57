"""Lines held against those that were posted, whatever the state kept of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from connectors.go.catalog import CATALOG as GO
from engine.model.change import Pending
from engine.sync.planning.lines import differing_lines

VOUCHER = GO.entities["outgoing_invoice_voucher"]


def line(amount: str, account: Any = 1) -> dict[str, Any]:
    return {"AccountId": account, "VatId": 2, "CurrencyAmount": Decimal(amount)}


def differing(ours: Any, theirs: Any) -> list[str]:
    return differing_lines(VOUCHER, {"OutgoingInvoiceLines": ours}, {"OutgoingInvoiceLines": theirs})


def test_the_same_lines_in_another_order_and_with_other_decimals_are_the_same() -> None:
    assert differing((line("10"), line("5.50")), [line("5.5"), line("10.00")]) == []


def test_a_line_more_is_told_though_the_sum_is_the_same() -> None:
    assert differing((line("10"),), [line("10"), line("0")]) == [
        "OutgoingInvoiceLines.CurrencyAmount",
        "OutgoingInvoiceLines.AccountId",
        "OutgoingInvoiceLines.VatId",
    ]


def test_what_has_no_value_yet_is_not_compared() -> None:
    pending = Pending("account", "3000")
    assert differing((line("10", pending),), [line("10", {"link": "account:3000"})]) == []
    assert differing((line("11", pending),), [line("10", 1)]) == ["OutgoingInvoiceLines.CurrencyAmount"]


def test_where_no_lines_were_kept_nothing_is_told() -> None:
    assert differing((line("10"),), None) == []
    assert differing_lines(GO.entities["customer"], {}, {}) == []
