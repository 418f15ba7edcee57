"""A firm of ten years that goes live with a company in Go that is in use already; the same each time.

Win: 40 customers, of whom ten are inactive, and 240 invoices since 2017. Go, by hand: half of the customers, some of
them edited since, and the invoices that were open when somebody keyed them in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from engine.model.change import Action, Write
from parts.firm import Firm

FIRST_DAY = date(2026, 10, 1)  # invoices_from of the firm's workspace
LOCK_DATE = "2026-09-30"
CUSTOMERS = range(10001, 10041)
INVOICES = range(1, 241)
OUTSIDE = 77  # a customer whose own number lies in no series
RENAMED = 10013  # stands in Go under another name and another organisation number
_BEGAN, _EVERY = date(2017, 1, 10), timedelta(days=15)
_ORG_NUMBERS = {10001: "910000012", 10002: "910000020", 10003: "910000039", RENAMED: "910000063"}


@dataclass(frozen=True)
class OldInvoice:
    """One of Win's invoices. `paid`: what Win says was paid of it before."""

    number: int
    customer: int
    day: date
    net: Decimal
    paid: Decimal
    status: str

    @property
    def total(self) -> Decimal:
        return self.net * Decimal("1.25")

    @property
    def is_old(self) -> bool:
        return self.day < FIRST_DAY

    @property
    def was_keyed_in(self) -> bool:
        """Whether somebody entered it in Go by hand: what was open then."""
        return self.is_old and self.status != "BETALT" and stands_in_go(self.customer)


def is_active(customer: int) -> bool:
    """Every fourth has left, in Win."""
    return customer % 4 != 0


def stands_in_go(customer: int) -> bool:
    """Every other one was keyed in, those that had left too."""
    return customer % 4 in (1, 2) or customer == 10004


def old_invoices() -> list[OldInvoice]:
    """All invoices: each long since paid, but for one in ten, which is open, and one in fifteen, paid in part."""
    return [_invoice(number) for number in INVOICES]


def _invoice(number: int) -> OldInvoice:
    day = _BEGAN + number * _EVERY
    customer = CUSTOMERS[number * 7 % len(CUSTOMERS)]
    if day >= FIRST_DAY and not is_active(customer):
        customer += 1  # who has left is invoiced no more
    net = Decimal(800 + number * 13 % 700)
    if day >= FIRST_DAY or number % 10 == 0:
        return OldInvoice(number, customer, day, net, Decimal(0), "UBETALT")
    if number % 15 == 3:
        return OldInvoice(number, customer, day, net, Decimal(400), "DELVIS")
    return OldInvoice(number, customer, day, net, net * Decimal("1.25"), "BETALT")


def fill_win(firm: Firm) -> None:
    """Win as it has grown."""
    with firm.win.at_once():
        _fill_win(firm)


def _fill_win(firm: Firm) -> None:
    firm.win.insert("invoice_client", row_id="f1", client_no=1, name="Lerke Regnskap AS")
    firm.win.insert(
        "employee",
        row_id="e1",
        employee_no=1,
        first_name="Ola",
        last_name="Ås",
        invoice_client_no=1,
        department_no="10",
    )
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn", manager_no=1)
    for number in CUSTOMERS:
        firm.customer(number, _name(number), active=int(is_active(number)), email=f"Post@{number}.no", **_org(number))
    firm.customer(OUTSIDE, "Utenfor AS")
    for invoice in old_invoices():
        firm.invoice(
            invoice.number,
            invoice.customer,
            (str(invoice.net), str(invoice.net / 4)),
            invoice_date=invoice.day.isoformat(),
            due_date=(invoice.day + timedelta(days=14)).isoformat(),
            paid_amount=str(invoice.paid),
            paid_date=(invoice.day + timedelta(days=9)).isoformat() if invoice.paid else None,
            status=invoice.status,
            kid=f"{invoice.number:08}",
        )


def fill_go(firm: Firm) -> None:
    """Go as people have keyed it in, and locked up to the first day."""
    with firm.open() as workspace:
        go = workspace.office.connections["go"]
        accounts: dict[int, Any] = {}
        for number in filter(stands_in_go, CUSTOMERS):
            receipt = go.send(go.request(Write("customer", Action.CREATE, _keyed_customer(number))))
            accounts[number] = receipt.values["SubledgerAccountId"]
            _edit(firm, number, receipt.id)
        settings = {name: {row[by]: row["Id"] for row in go.setting(name)} for name, by in _LOOKED_UP.items()}
        for invoice in _keyed_in():
            body = _keyed_invoice(invoice, accounts[invoice.customer], settings)
            go.send(go.request(Write("outgoing_invoice_voucher", Action.POST, body)))
            if invoice.paid:
                firm.pay(invoice.number, str(invoice.paid), day=(invoice.day + timedelta(days=9)).isoformat())
    firm.control("PUT", "settings", {"LockDate": LOCK_DATE})


def _keyed_in() -> Iterator[OldInvoice]:
    return (invoice for invoice in old_invoices() if invoice.was_keyed_in)


_LOOKED_UP = {"GeneralLedgerAccount": "AccountNo", "VatCode": "Code"}


def _name(number: int) -> str:
    return f"Kunde {number} AS"


def _org(number: int) -> dict[str, Any]:
    return {"org_no": _ORG_NUMBERS[number]} if number in _ORG_NUMBERS else {}


def _keyed_customer(number: int) -> dict[str, Any]:
    """As a person types: some names loudly, one wholly otherwise."""
    name = _name(number).upper() if number % 3 == 0 else _name(number)
    body = {"Number": number, "Name": name, "EmailAddress": f"POST@{number}.NO"}
    if number == RENAMED:
        body |= {"Name": "Helt andre AS", "OrganizationNumber": "923609016"}
    if number in (10001, 10002):
        # Of these somebody knew the number and only half the name.
        body |= {"Name": f"{number}", "OrganizationNumber": _org(number)["org_no"]}
    return body


def _edit(firm: Firm, number: int, id_: object) -> None:
    """What people changed since, in fields that the mapping does not own."""
    if number % 2:
        firm.control(
            "PATCH", f"records/customers/{id_}", {"WebsiteUrl": f"https://{number}.no", "UseInvoiceFee": False}
        )


def _keyed_invoice(invoice: OldInvoice, account: Any, settings: dict[str, dict[Any, Any]]) -> dict[str, Any]:
    """Without a KID, due when somebody thought it was, in one line."""
    line = {
        "AccountId": settings["GeneralLedgerAccount"][3000],
        "VatId": settings["VatCode"]["3"],
        "CurrencyAmount": invoice.total,
    }
    return {
        "InvoiceNo": str(invoice.number),
        "CustomerAccountId": account,
        "VoucherDate": invoice.day,
        "DueDate": invoice.day + timedelta(days=30),
        "CurrencyCode": "NOK",
        "OutgoingInvoiceLines": [line],
    }
