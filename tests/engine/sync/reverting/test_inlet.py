"""Taking payments back: what a run wrote of each entry goes back as one, by rows; what was changed since is left."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model.change import Action
from parts.firm import Firm
from parts.taking_back import name_entities, newest, posted, revert, said, way_back


@pytest.fixture(autouse=True)
def _of_few_entities(firm: Firm) -> None:
    name_entities(firm, "customer, invoice, payment")


def _rows(firm: Firm) -> list[tuple[Any, ...]]:
    return firm.win.run("SELECT kind, amount, substr(go_entry_id, -2) FROM payment_in ORDER BY id")


def test_payments_are_taken_back_by_rows_and_come_again(firm: Firm) -> None:
    posted(firm, 5001)
    firm.pay(5001, "25.00")
    firm.payments()
    number = newest(firm)
    assert firm.win.run("SELECT status, paid_amount FROM invoice") == [("DELVIS", "25.00")]
    assert revert(firm, number).failed == []
    assert [row[:2] for row in _rows(firm)] == [("INNBETALING", "25.00"), ("REVERSERING", "25.00")]
    assert _rows(firm)[1][2] == "~2"
    assert firm.win.run("SELECT status, paid_amount FROM invoice") == [("UBETALT", "0.00")]
    assert list(said(way_back(firm, number)).values()) == [["P705"]]
    revert(firm)  # the way back of the way back
    assert [row[:2] for row in _rows(firm)][2:] == [("INNBETALING", "25.00")]
    assert firm.win.run("SELECT status, paid_amount FROM invoice") == [("DELVIS", "25.00")]
    revert(firm, number)
    assert firm.win.run("SELECT status FROM invoice") == [("UBETALT",)]
    firm.payments()  # from the beginning, though nothing has changed in Go
    assert firm.win.run("SELECT status, paid_amount FROM invoice") == [("DELVIS", "25.00")]
    assert list(said(way_back(firm, number)).values()) == [["P705"]]


def test_all_payments_of_a_run_are_taken_back(firm: Firm) -> None:
    posted(firm, 5001, 5002)
    firm.pay(5001, "25.00")
    firm.pay(5002, "125.00")
    firm.payments()
    assert [c.action for c in revert(firm).done] == [Action.PAY, Action.PAY]
    assert firm.win.run("SELECT status, paid_amount FROM invoice") == [("UBETALT", "0.00")] * 2


def test_a_run_that_took_a_payment_back_is_answered_by_the_payment_again(firm: Firm) -> None:
    posted(firm, 5001)
    firm.pay(5001, "25.00")
    firm.payments()
    first = newest(firm)
    firm.pay(5001, "0", "unmatch")
    firm.payments()
    assert list(said(way_back(firm, first)).values()) == [["P702"]]
    report = revert(firm)
    assert [c.action for c in report.done] == [Action.PAY]
    assert [row[:2] for row in _rows(firm)][2:] == [("INNBETALING", "25.00")]
    assert firm.win.run("SELECT paid_amount FROM invoice") == [("25.00",)]


def test_a_row_that_somebody_changed_in_the_inlet_is_left_alone(firm: Firm) -> None:
    posted(firm, 5001)
    firm.pay(5001, "25.00")
    firm.payments()
    firm.win.run("UPDATE payment_in SET amount = '26.00'")
    assert list(said(way_back(firm)).values()) == [["P702"]]
    firm.win.run("DELETE FROM payment_in")
    assert list(said(way_back(firm)).values()) == [["P702"]]


def _replace(firm: Firm, amount: str, kind: str | None = None) -> None:
    """Another amount of the same payment settles the invoice, and a mapping of the customer's own names its kind."""
    firm.pay(5001, "0", "unmatch")
    firm.pay(5001, amount, "match")
    if kind is not None:
        overlay = f'extends: base/payment\nrules: |\n  kind = "{kind}"\n'
        (firm.folder / "payment.yaml").write_text(overlay, encoding="utf-8")


def _replaced(firm: Firm, amount: str, kind: str | None = None) -> int:
    """A run that replaces the row of a payment of 100.00 by another; its number."""
    posted(firm, 5001)
    firm.pay(5001, "100.00")
    firm.payments()
    _replace(firm, amount, kind)
    firm.payments()
    return newest(firm)


def _told(firm: Firm) -> tuple[str, str]:
    ((status, paid),) = firm.win.run("SELECT status, paid_amount FROM invoice")
    return status, paid


@pytest.mark.parametrize(
    ("amount", "kind", "after"),
    [
        ("40.00", None, ("DELVIS", "40.00")),
        ("100.00", "TAP", ("DELVIS", "0.00")),
        ("40.00", "TAP", ("DELVIS", "0.00")),
    ],
    ids=["amount", "kind", "both"],
)
def test_a_payment_that_was_replaced_is_taken_back_and_done_again_as_one(
    firm: Firm, amount: str, kind: str | None, after: tuple[str, str]
) -> None:
    number = _replaced(firm, amount, kind)
    new = (kind or "INNBETALING", amount)
    assert [row[:2] for row in _rows(firm)] == [("INNBETALING", "100.00"), ("REVERSERING", "100.00"), new]
    assert _told(firm) == after
    assert [c.action for c in revert(firm, number).done] == [Action.PAY, Action.PAY]
    undone = newest(firm)
    assert [row[:2] for row in _rows(firm)][3:] == [("REVERSERING", amount), ("INNBETALING", "100.00")]
    assert [row[2] for row in _rows(firm)][3:] == ["~4", "~5"]
    assert _told(firm) == ("DELVIS", "100.00")
    assert list(said(way_back(firm, number)).values()) == [["P705"]]
    assert revert(firm, undone).failed == []
    assert [row[:2] for row in _rows(firm)][5:] == [("REVERSERING", "100.00"), new]
    assert _told(firm) == after
    assert revert(firm, number).failed == []
    assert _told(firm) == ("DELVIS", "100.00")
    assert firm.payments().failed == []
    assert _told(firm) == after


def test_a_replaced_payment_that_somebody_changed_in_the_inlet_is_left_alone(firm: Firm) -> None:
    number = _replaced(firm, "40.00")
    first, _, last = (row[0] for row in firm.win.run("SELECT id FROM payment_in ORDER BY id"))
    firm.win.run("UPDATE payment_in SET amount = '41.00' WHERE id = ?", last)
    assert list(said(way_back(firm, number)).values()) == [["P702"]]
    firm.win.run("UPDATE payment_in SET amount = '40.00' WHERE id = ?", last)
    firm.win.run("UPDATE payment_in SET amount = '99.00' WHERE id = ?", first)
    assert list(said(way_back(firm, number)).values()) == [["P702"]], "what stood before is not what was taken back"
    firm.win.run("DELETE FROM payment_in WHERE id = ?", first)
    assert list(said(way_back(firm, number)).values()) == [["P702"]], "nobody knows any more what stood before"


def test_a_way_back_that_ended_between_two_rows_of_a_payment_goes_on(firm: Firm) -> None:
    number = _replaced(firm, "40.00")
    firm.win.run(
        "CREATE TRIGGER full BEFORE INSERT ON payment_in WHEN NEW.go_entry_id LIKE '%~5' "
        "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    assert len(revert(firm, number).failed) == 1
    assert _told(firm) == ("UBETALT", "0.00")
    firm.win.run("DROP TRIGGER full")
    assert [c.action for c in revert(firm, number).done] == [Action.PAY]
    assert _told(firm) == ("DELVIS", "100.00")
    assert list(said(way_back(firm, number)).values()) == [["P705"]]
