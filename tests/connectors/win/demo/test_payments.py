"""The demo's payments: bodies that the stand-in's control call takes, over invoices that will be posted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.win.demo import demo
from connectors.win.demo.edge_cases import EDGE_CASES

# Invoices that are held back, left out or not this firm's: no payment may name them.
_NOT_SENT = {
    case.key.split("/")[1]
    for case in EDGE_CASES
    if case.entity == "invoice"
    and any(word in case.expectation for word in ("waits for", "refused", "left out", "never posted"))
} | {"5034", "5035", "5036"}


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, object], ...]:
    folder: Path = tmp_path_factory.mktemp("payments")
    return demo.build(folder).payments


def _parts(body: Mapping[str, Any]) -> Iterator[tuple[str, Decimal | None]]:
    for part in body.get("Invoices", [body]):
        yield part["InvoiceNo"], part.get("Amount")
    if "With" in body:
        yield body["With"], None


def test_there_are_about_forty_of_every_kind(bodies: Any) -> None:
    kinds = Counter(body["Kind"] for body in bodies)
    assert 38 <= len(bodies) <= 46
    assert set(kinds) == {"payment", "write_off", "reversal", "unmatch", "match"}
    assert sum("Invoices" in body for body in bodies) == 2


def test_they_name_invoices_that_are_sent(bodies: Any, demo_rows: Any) -> None:
    rows = demo_rows("invoice")
    for body in bodies:
        for number, amount in _parts(body):
            row = rows[f"1/{number}"]
            assert number not in _NOT_SENT
            assert row["invoice_date"].isoformat() >= "2026-10-01"
            assert row["invoice_date"].isoformat() < str(body["Date"]) <= "2026-11-24"
            assert amount is None or (isinstance(amount, Decimal) and amount > 0)


def test_amounts_are_exact_to_the_cent(bodies: Any) -> None:
    for body in bodies:
        for _, amount in _parts(body):
            assert amount is None or amount == amount.quantize(Decimal("0.01"))


def test_what_they_leave_is_what_the_edge_cases_say(bodies: Any, demo_rows: Any) -> None:
    """A reckoning of its own, from the bodies alone: paid and lost of each invoice."""
    paid: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for body in bodies:
        for number, amount in _parts(body):
            if body["Kind"] == "payment":
                paid[number] += amount
            elif body["Kind"] in ("reversal", "unmatch"):
                paid[number] -= amount
            elif body["Kind"] == "write_off":
                lost[number] += amount
    rows = demo_rows("invoice")
    total = {number: rows[f"1/{number}"]["total"] for number in paid | lost}
    assert paid["5046"] == total["5046"]
    assert 0 < paid["5067"] < total["5067"]
    assert paid["5066"] == total["5066"]
    assert paid["5070"] > total["5070"]
    assert paid["5072"] == total["5072"]
    assert (paid["5077"], lost["5077"]) == (0, total["5077"])
    assert paid["5078"] + lost["5078"] == total["5078"]
    assert paid["5079"] == paid["5080"] == 0
    assert paid["5081"] == total["5081"]


def test_a_credit_note_is_matched_with_the_invoice_that_it_credits(bodies: Any, demo_rows: Any) -> None:
    for body in bodies:
        if body["Kind"] == "match":
            credit = demo_rows("invoice")[f"1/{body['With']}"]
            assert credit["type"] == "KREDITNOTA"
            assert str(credit["credited_invoice_no"]) == body["InvoiceNo"]
