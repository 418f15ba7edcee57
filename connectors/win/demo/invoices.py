"""The demo's invoices, all of them: those that play an edge case, plain ones, older ones, and the other firm's.

Amounts, customers and texts of plain invoices follow from their numbers, so that every build is the same.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from connectors.win.demo.calendar import LAST_OF_AUTUMN, date_of
from connectors.win.demo.invoice import NOT_PAID, ZERO, Invoice, Line, Paid
from connectors.win.demo.invoice_cases import case_invoices, old_case
from connectors.win.demo.register import PLAIN_NUMBERS
from connectors.win.demo.staff import OTHER_CLIENT

FIRST_PLAIN = 5046
_FIRST_OLD, _LAST_OLD = 4981, 4997
_OTHER_NUMBERS = (5010, 5011, 5012, 5013)  # the main firm has these numbers too

_SERVICES: tuple[tuple[str, int, str], ...] = (
    ("Løpende regnskap", 3000, "3"),
    ("Lønnskjøring", 3000, "3"),
    ("Merverdiavgiftsoppgave", 3000, "3"),
    ("Rådgivning, medgått tid", 3020, "3"),
    ("Årsoppgjør", 3020, "3"),
    ("Viderefakturert programvare", 3050, "3"),
    ("Kurs utenfor merverdiavgiftsloven", 3200, "6"),
)
_PAYMENT_DAYS = (14, 20, 30)
_PAYERS = (10001, 10018, 10020, *PLAIN_NUMBERS)


def all_invoices() -> list[Invoice]:
    """Every invoice and credit note, by firm and number."""
    plain = [_plain(number) for number in range(FIRST_PLAIN, LAST_OF_AUTUMN + 1)]
    old = [_old(number) for number in range(_FIRST_OLD, _LAST_OLD + 1)]
    other = [_other_firm(number) for number in _OTHER_NUMBERS]
    invoices = [*case_invoices(), old_case(), *plain, *old, *other]
    return sorted(invoices, key=lambda invoice: (invoice.client_no, invoice.number))


def _plain(number: int) -> Invoice:
    customer_no = _PAYERS[number * 7 % len(_PAYERS)]
    return Invoice(
        number,
        customer_no,
        date_of(number),
        plain_lines(number),
        days=_PAYMENT_DAYS[number % len(_PAYMENT_DAYS)],
        department_no=("30", "20", None)[number % 3],
        your_reference="Innkjøp" if number % 6 == 0 else None,
    )


def plain_lines(number: int) -> tuple[Line, ...]:
    """The lines that a document of this number has."""
    return tuple(_plain_line(number, place) for place in range(1 + number % 4))


def _plain_line(number: int, place: int) -> Line:
    text, account, vat_code = _SERVICES[(number + 3 * place) % len(_SERVICES)]
    quantity = Decimal(1 + (number * 3 + place) % 9) / 2
    price = Decimal(890 + 35 * ((number + place * 5) % 13))
    return Line(text, quantity * price, vat_code, account, quantity=quantity, price=price)


def _old(number: int) -> Invoice:
    """A September invoice, with all that Win may say of its payment; one is a credit note."""
    place = number - _FIRST_OLD
    issued = date(2026, 9, 1) + timedelta(days=place * 29 // (_LAST_OLD - _FIRST_OLD))
    customer_no = _PAYERS[number * 5 % len(_PAYERS)]
    unpaid = Invoice(number, customer_no, issued, plain_lines(number))
    if number == 4990:
        return Invoice(number, _old(4989).customer_no, issued, _old(4989).lines, credit=True, credited_no=4989)
    return Invoice(number, customer_no, issued, unpaid.lines, paid=_paid(unpaid))


def _paid(invoice: Invoice) -> Paid:
    on = min(invoice.due, date(2026, 9, 30))
    if invoice.number == 4989:
        return Paid(ZERO, None, "KREDITERT")
    states = (
        Paid(invoice.total, on, "BETALT"),
        Paid(invoice.total, on, "BETALT"),
        Paid((invoice.total / 2).quantize(Decimal("0.01")), on, "DELVIS"),
        NOT_PAID,
        Paid(invoice.total, on, "BETALT"),
        Paid(ZERO, None, "TAP"),
    )
    return states[invoice.number % len(states)]


def _other_firm(number: int) -> Invoice:
    customer_no = 10014 if number == 5013 else 10015
    line = Line("Strategirådgivning", Decimal(15000 + 100 * (number - 5000)), account=3020)
    return Invoice(number, customer_no, date_of(number), (line,), client_no=OTHER_CLIENT)
