"""Several changes of one record: after one that failed the next ones wait, and one of them says why."""

from __future__ import annotations

import pytest

from connectors.win.connection import WinConnection
from engine.model.change import Receipt, Request
from engine.model.failure import Rejected
from parts.firm import Firm


@pytest.fixture
def corrected(firm: Firm) -> Firm:
    """A firm that has brought a payment of 100 back, which Go shows as one of 150 now."""
    firm.customer(10001)
    firm.invoice(5001, 10001, ("1000.00", "250.00"))
    firm.sync()
    firm.pay(5001, "100.00")
    firm.payments()
    entry = next(iter(firm.win.run("SELECT go_entry_id, id FROM payment_in")))
    firm.win.run("UPDATE payment_in SET amount = '150.00' WHERE id = ?", entry[1])
    firm.pay(5001, "7.00", day="2026-11-02")  # so that the invoice is looked at again
    return firm


def _fail_first(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    real = WinConnection.send

    def send(self: WinConnection, request: Request) -> Receipt:
        assert isinstance(request.payload, dict)
        if request.payload["kind"] == kind:
            raise Rejected("Win", "INSERT payment_in", "the site says no")
        return real(self, request)

    monkeypatch.setattr(WinConnection, "send", send)


def test_a_row_that_replaces_another_is_not_written_when_that_cannot_be_taken_back(
    corrected: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        _fail_first(patched, "REVERSERING")
        report = corrected.payments()
    assert sorted(r.problem.code for r in report.failed if r.problem) == ["P501", "P502"]
    rows = corrected.win.run("SELECT kind, amount FROM payment_in ORDER BY id")
    assert rows == [("INNBETALING", "150.00"), ("INNBETALING", "7.00")]
    with corrected.open() as workspace:
        assert workspace.office.store is not None
        assert [h.code for h in workspace.office.store.held()] == ["P501"]
    corrected.payments()
    rows = corrected.win.run("SELECT kind, amount FROM payment_in ORDER BY id")
    assert sorted(rows[2:]) == [("INNBETALING", "100.00"), ("REVERSERING", "150.00")]
    assert corrected.win.run("SELECT paid_amount FROM invoice") == [("107.00",)]
    assert corrected.payments().done == []


def test_a_suffix_that_was_never_written_is_not_counted_as_one_that_was(corrected: Firm) -> None:
    corrected.payments()
    entry = corrected.win.run("SELECT go_entry_id FROM payment_in WHERE kind = 'REVERSERING'")[0][0]
    corrected.win.run("DELETE FROM payment_in WHERE go_entry_id = ?", entry)
    corrected.control("POST", "payments", {"InvoiceNo": "5001", "Kind": "unmatch", "Date": "2026-11-03"})
    corrected.payments()
    taken_back = corrected.win.run("SELECT go_entry_id FROM payment_in WHERE kind = 'REVERSERING'")
    assert {name.rpartition("~")[2] for (name,) in taken_back} == {"2", "4"}
