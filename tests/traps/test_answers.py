"""Traps 30 and 33: answers in other words than yesterday, and refusals in either case."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.model.failure import Conflict
from parts.clerk import INVOICE


@pytest.mark.usefixtures("beyond_the_specification")
def test_trap_30_an_enum_is_a_word_and_new_words_and_members_come_without_notice(standin, api, clerk):
    refused = api.post("/Customers", {"Name": "X AS", "ReminderDeliveryType": 1})
    assert refused.status_code == 400
    assert "Enums is not allowed to be represented as integers" in refused.json()["detail"]

    customer = clerk.customer(InvoiceDeliveryType="Print")
    clerk.post(customer, "5001", "100.00")
    standin.edit("customers", customer.id, InvoiceDeliveryType="CarrierPigeon")
    standin.pay(InvoiceNo="5001", Amount=100, VoucherType="PigeonJournal")
    standin.settle(NewMembers=True)
    assert "NewMember" in api.rows("/Customers")[0]
    entries = api.rows("/Customerledger/OpenItems", date="2099-12-31") or api.rows(
        "/Customerledger/EntriesByMatchId", matchId=api.shown_invoice("5001")["MatchId"]
    )
    assert {entry["VoucherType"] for entry in entries} == {"OutgoingInvoice", "Unknown"}

    assert clerk.row("customer")["InvoiceDeliveryType"] == "CarrierPigeon"
    assert clerk.row(INVOICE)["CurrencyAmount"] == Decimal("100.00")
    assert clerk.payments() == [("5001", "Unknown", Decimal("100.00"))]
    clerk.update("customer", customer.id, Name="Ny AS")
    assert clerk.row("customer")["Name"] == "Ny AS"
    assert "error" not in {finding.state for finding in clerk.go.examine()}


@pytest.mark.parametrize("case", ["lower", "pascal"])
def test_trap_33_a_refusal_has_its_members_in_either_case(standin, api, clerk, case):
    customer = clerk.customer(ExternalImportReference="win:customer:1")
    standin.settle(ProblemCase=case)
    body = api.post("/Customers", {"Name": "X", "ExternalImportReference": "win:customer:1"}).json()
    assert ("title" in body, "Title" in body) == (case == "lower", case == "pascal")
    with pytest.raises(Conflict, match="already in use") as caught:
        clerk.customer(Number=10002, ExternalImportReference="win:customer:1")
    assert caught.value.existing_id == customer.id
