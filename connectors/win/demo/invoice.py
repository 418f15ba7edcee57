"""An invoice of the demo: its lines, and the rows and amounts that follow from them.

total = sum of (line net + vat) + rounding, as the views' contract says; an invoice may be told another total, which
is the edge case that it must not be posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from connectors.win.demo.kid import kid_mod10
from connectors.win.demo.table import Cell, DemoRow

_RATES = {"3": Decimal("0.25"), "31": Decimal("0.15"), "33": Decimal("0.12")}
_CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `net` in the invoice's currency. `vat` is worked out from the code unless it is told."""

    text: str
    net: Decimal = ZERO
    vat_code: str = "3"
    account: int = 3020
    type: str = "VARE"
    quantity: Decimal | None = None
    price: Decimal | None = None
    discount_percent: Decimal | None = None
    vat_told: Decimal | None = None

    @property
    def vat(self) -> Decimal:
        """The line's VAT, rounded half away from zero to the cent."""
        if self.vat_told is not None:
            return self.vat_told
        return (self.net * _RATES.get(self.vat_code, ZERO)).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Paid:
    """What Win says of an invoice's payment."""

    amount: Decimal
    date: date | None
    status: str


NOT_PAID = Paid(ZERO, None, "UBETALT")


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice or, when `credit`, a credit note. `currency` None is NOK; `kid` None is made, "" is none.

    `total_error`: what the header's total is wrong by. `pdf`: what stands in the folder, a key of pdf.py's files.
    """

    number: int
    customer_no: int
    issued: date
    lines: tuple[Line, ...]
    client_no: int = 1
    credit: bool = False
    credited_no: int | None = None
    days: int = 14
    currency: str = "NOK"
    rate: Decimal = Decimal(1)
    rounding: Decimal = ZERO
    total_error: Decimal = ZERO
    kid: str | None = None
    pdf: str = "good"
    voided: bool = False
    paid: Paid = NOT_PAID
    project_no: str | None = None
    department_no: str | None = None
    your_reference: str | None = None
    purchase_order: str | None = None

    @property
    def net(self) -> Decimal:
        """The sum of the lines' nets."""
        return sum((line.net for line in self.lines), ZERO)

    @property
    def vat(self) -> Decimal:
        """The sum of the lines' VAT."""
        return sum((line.vat for line in self.lines), ZERO)

    @property
    def total(self) -> Decimal:
        """What the header says is to be paid."""
        return (self.net + self.vat + self.rounding).quantize(_CENT, ROUND_HALF_UP) + self.total_error

    @property
    def due(self) -> date:
        """The last day of payment."""
        return self.issued + timedelta(days=self.days)

    @property
    def printed_kid(self) -> str | None:
        """The KID exactly as it is printed, None when there is none."""
        if self.kid is None:
            return None if self.credit else kid_mod10(self.customer_no, self.number)
        return self.kid or None

    @property
    def pdf_name(self) -> str | None:
        """The file's name, None when Win names none."""
        if self.pdf == "none":
            return None
        firm = "" if self.client_no == 1 else f"{self.client_no}-"
        return f"{'kreditnota' if self.credit else 'faktura'}-{firm}{self.number}.pdf"


def header_row(invoice: Invoice) -> DemoRow:
    """The row of `invoice`."""
    return {
        "client_no": invoice.client_no,
        "invoice_no": invoice.number,
        "type": "KREDITNOTA" if invoice.credit else "FAKTURA",
        "credited_invoice_no": invoice.credited_no,
        "customer_no": invoice.customer_no,
        "invoice_date": invoice.issued,
        "due_date": invoice.due,
        "delivery_date": invoice.issued - timedelta(days=1) if invoice.number % 5 == 0 else None,
        "currency": invoice.currency,
        "exchange_rate": invoice.rate,
        "net": invoice.net,
        "vat": invoice.vat,
        "rounding": invoice.rounding,
        "total": invoice.total,
        "kid": invoice.printed_kid,
        "your_reference": invoice.your_reference,
        "our_reference_no": (3, 6, 9, 11)[invoice.number % 4],
        "purchase_order": invoice.purchase_order,
        "project_no": invoice.project_no,
        "department_no": invoice.department_no,
        "order_no": None,
        "pdf_path": invoice.pdf_name,
        "voided": invoice.voided,
        "paid_amount": invoice.paid.amount,
        "paid_date": invoice.paid.date,
        "status": invoice.paid.status,
    }


def line_rows(invoice: Invoice) -> list[DemoRow]:
    """The rows of `invoice_line`."""
    key: dict[str, Cell] = {"client_no": invoice.client_no, "invoice_no": invoice.number}
    return [{**key, **line_cells(number, line)} for number, line in enumerate(invoice.lines, start=1)]


def line_cells(number: int, line: Line) -> DemoRow:
    """What a line says, whatever document it stands in."""
    return {
        "line_no": number,
        "type": line.type,
        "item_no": str(line.account) if line.type == "VARE" else None,
        "text": line.text,
        "quantity": line.quantity,
        "unit": "timer" if line.quantity is not None else None,
        "price": line.price,
        "discount_percent": line.discount_percent,
        "net": line.net,
        "vat_code": line.vat_code,
        "vat": line.vat,
        "account": line.account,
    }
