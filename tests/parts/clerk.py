"""A clerk who sends records to Go through the connector, as the engine does, in few words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from connectors.go.connection import GoConnection
from engine.model.change import Action, Receipt, Request, Write
from engine.model.record import Row, Value

INVOICE, CREDIT_NOTE = "outgoing_invoice_voucher", "outgoing_credit_note_voucher"


class Clerk:
    """Knows one connection, and the ids behind account numbers and VAT codes."""

    def __init__(self, go: GoConnection) -> None:
        self.go = go

    def create(self, entity: str, *, below: Value = None, **values: Any) -> Receipt:
        """Send a new record; `below`: the id of the contact that it belongs to."""
        path_values = {} if below is None else {"ContactId": below}
        return self.go.send(self.go.request(Write(entity, Action.CREATE, values, path_values=path_values)))

    def update(self, entity: str, target_id: Value, **values: Any) -> Receipt:
        """Send new values of a record; a member within an object is named with two underscores, for its dot."""
        named = {name.replace("__", "."): value for name, value in values.items()}
        return self.go.send(self.go.request(Write(entity, Action.UPDATE, named, target_id=target_id)))

    def rows(self, entity: str) -> list[Row]:
        """All records of a kind, as the connector reads them."""
        return list(self.go.read(entity).rows)

    def row(self, entity: str) -> Row:
        """The only record of a kind."""
        [row] = self.rows(entity)
        return row

    def customer(self, **values: Any) -> Receipt:
        """A new customer, a company."""
        return self.create("customer", **{"Number": 10001, "Name": "Fjord AS", **values})

    def setting(self, name: str, by: str, value: Value) -> Value:
        """The id of a setting's row."""
        return next(row["Id"] for row in self.go.setting(name) if row[by] == value)

    def voucher(self, customer: Receipt, number: str, *amounts: str, entity: str = INVOICE, **changes: Any) -> Request:
        """The request that posts a voucher with a line an amount."""
        line = {
            "AccountId": self.setting("GeneralLedgerAccount", "AccountNo", 3000),
            "VatId": self.setting("VatCode", "Code", "3"),
        }
        values: dict[str, Any] = {
            "InvoiceNo": number,
            "ExternalImportReference": f"win:invoice:1/{number}",
            "CustomerAccountId": customer.values["SubledgerAccountId"],
            "VoucherDate": date(2026, 10, 1),
            "DueDate": date(2026, 10, 15),
            "CurrencyCode": "NOK",
            "OutgoingInvoiceLines": tuple({**line, "CurrencyAmount": Decimal(amount)} for amount in amounts),
            **changes,
        }
        return self.go.request(Write(entity, Action.POST, values))

    def post(self, customer: Receipt, number: str, *amounts: str, entity: str = INVOICE, **changes: Any) -> Receipt:
        """Post a voucher."""
        return self.go.send(self.voucher(customer, number, *amounts, entity=entity, **changes))

    def attach(self, voucher_id: Value, file: str) -> Receipt:
        """Send a voucher's PDF."""
        return self.go.send(self.go.request(Write(INVOICE, Action.ATTACH, {"file": file}, target_id=voucher_id)))

    def reverse(self, voucher_id: Value) -> Receipt:
        """Take a voucher back."""
        return self.go.send(self.go.request(Write(INVOICE, Action.REVERSE, {}, target_id=voucher_id)))

    def payments(self, since: str | None = None) -> list[tuple[Value, Value, Value]]:
        """Invoice number, kind and amount of every allocation."""
        return [(row["invoice_no"], row["voucher_type"], row["amount"]) for row in self.go.read("payment", since).rows]
