"""The demo's invoices that play an edge case, each told in full; edge_cases.py says what is right for each.

All are of the main firm, numbered 5001 to 5045; the plain invoices around them stand in invoices.py.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from connectors.win.demo.calendar import date_of
from connectors.win.demo.invoice import Invoice, Line
from connectors.win.demo.kid import kid_mod11

_ADVICE = Line("Rådgivning, medgått tid", Decimal("4800.00"), quantity=Decimal("4"), price=Decimal("1200"))
_BOOKS = Line("Løpende regnskap", Decimal("3250.00"), account=3000)
_PAYROLL = Line("Lønnskjøring", Decimal("1990.00"), account=3000)
_REMARK = Line("Arbeidet er utført etter avtale.", type="TEKST", account=0, vat_code="0")
_ABROAD = Line("Rapportering til utlandet", Decimal("1850.00"), vat_code="52", account=3120)


def _of(number: int, customer_no: int, *lines: Line) -> Invoice:
    return Invoice(number, customer_no, date_of(number), lines)


def _credit(number: int, customer_no: int, credited_no: int | None, *lines: Line) -> Invoice:
    return Invoice(number, customer_no, date_of(number), lines, credit=True, credited_no=credited_no)


def _amounts() -> list[Invoice]:
    """Edges 20 and 21: what the lines come to, and what the header says."""
    advance = Line("Akonto årsoppgjør", Decimal("12000.00"), type="AKONTO", account=3000)
    settled = Line("Avregning akonto", Decimal("-8000.00"), type="AVREGNING", account=3000)
    refund = Line("Avregning for mye akonto", Decimal("-9500.00"), type="AVREGNING", account=3000)
    third = Line("Tredjedel av fellesarbeid", Decimal("333.3333"), account=3000, vat_told=Decimal("83.3333"))
    cents = Line("Timer med øre", Decimal("999.97"), account=3000)
    rounding_line = Line("Øreavrunding", Decimal("0.04"), type="AVRUNDING", vat_code="0", account=7740)
    return [
        _of(5002, 10025, _BOOKS, Line("Gitt uten betaling", Decimal("-3250.00"), account=3000)),
        _of(5003, 10026, _REMARK, _ADVICE, Line("Takk for samarbeidet!", type="TEKST", account=0, vat_code="0")),
        _of(5004, 10027, advance, settled),
        _of(5005, 10028, _BOOKS, refund),
        Invoice(5006, 10029, date_of(5006), (cents,), rounding=Decimal("0.04")),
        _of(5007, 10030, cents, rounding_line),
        _of(5008, 10031, third, third, third),
        Invoice(5009, 10032, date_of(5009), (_BOOKS,), total_error=Decimal("0.50")),
        _of(5038, 10033, *_every_rate()),
        _of(5043, 10034, _BOOKS, *_extras()),
        _of(5044, 10001, _discounted()),
    ]


def _every_rate() -> tuple[Line, ...]:
    return (
        Line("Regnskap, 25 %", Decimal("2000.00"), account=3000),
        Line("Bevertning, 15 %", Decimal("433.33"), vat_code="31", account=3030),
        Line("Kjøring, 12 %", Decimal("187.50"), vat_code="33", account=3040),
        Line("Avgiftsfritt, 0 %", Decimal("120.00"), vat_code="5", account=3100),
        Line("Utenfor loven", Decimal("75.00"), vat_code="6", account=3200),
    )


def _extras() -> tuple[Line, ...]:
    return (
        Line("Attest fra registeret", Decimal("172.00"), type="UTLEGG", account=3050),
        Line("Fakturagebyr", Decimal("59.00"), type="GEBYR", account=3910),
    )


def _discounted() -> Line:
    return Line(
        "Rådgivning med avtalt rabatt",
        Decimal("11700.00"),
        quantity=Decimal("10"),
        price=Decimal("1200"),
        discount_percent=Decimal("2.5"),
    )


def _currencies() -> list[Invoice]:
    """Edges 4 and 22: abroad, in currency, and without a currency."""
    euro = Line("Monthly reporting", Decimal("1450.50"), vat_code="52", account=3120)
    dollar = Line("Advisory, two days", Decimal("2100.00"), vat_code="52", account=3120)
    return [
        Invoice(5010, 10023, date_of(5010), (euro,), currency="EUR", rate=Decimal("11.6425")),
        Invoice(5011, 10008, date_of(5011), (dollar,), currency="USD", rate=Decimal("10.418025")),
        Invoice(5012, 10035, date_of(5012), (_BOOKS,), currency=""),
        _of(5039, 10007, _ABROAD),
    ]


def _printed() -> list[Invoice]:
    """Edges 29 and 30: the KID as printed, and what becomes of the PDF."""
    hyphen_customer = next(number for number in range(10036, 10050) if kid_mod11(number, 5014).endswith("-"))
    hyphen = kid_mod11(hyphen_customer, 5014)
    return [
        Invoice(5013, 512, date_of(5013), (_PAYROLL,), kid="0005120501300"),
        Invoice(5014, hyphen_customer, date_of(5014), (_PAYROLL,), kid=hyphen),
        Invoice(5015, 10037, date_of(5015), (_PAYROLL,), kid=""),
        Invoice(5016, 10038, date_of(5016), (_BOOKS,), pdf="missing"),
        Invoice(5017, 10039, date_of(5017), (_BOOKS,), pdf="not a PDF"),
        Invoice(5018, 10040, date_of(5018), (_BOOKS,), pdf="late header"),
        Invoice(5019, 10041, date_of(5019), (_BOOKS,), pdf="none"),
    ]


def _credit_notes() -> list[Invoice]:
    """Edge 19: full, partial, several, and without an original."""
    half = Line("Løpende regnskap, kreditert halvt", Decimal("1625.00"), account=3000)
    part = Line("Rådgivning, kreditert time", Decimal("1200.00"))
    return [
        _of(5020, 10042, _BOOKS),
        _of(5021, 10043, _ADVICE, _REMARK),
        _credit(5022, 10043, 5021, _ADVICE, _REMARK),
        _of(5023, 10044, _ADVICE),
        _credit(5024, 10044, 5023, part),
        _credit(5025, 10044, 5023, part),
        _credit(5026, 10045, None, Line("Bonus for året", Decimal("500.00"), account=3000)),
        _credit(5028, 10042, 5020, half),
    ]


def _held_by_others() -> list[Invoice]:
    """Invoices that go or wait as their customer, project, account or firm does."""
    return [
        Invoice(5001, 10046, date_of(5001), (_BOOKS,), your_reference="Mona Berg", purchase_order="PO-2026-17"),
        _of(5029, 77, _BOOKS),
        _of(5030, 1500, _BOOKS),
        _of(5031, 520, _PAYROLL),
        _of(5032, 10016, _BOOKS),
        _of(5033, 10000, _BOOKS),
        _of(5034, 10999, _BOOKS),
        _of(5035, 10047, Line("Ført på en konto som ikke finnes", Decimal("900.00"), account=3970)),
        Invoice(5036, 10048, date_of(5036), (_BOOKS,), voided=True),
        _of(5037, 10014, _ADVICE),
        _of(5040, 10011, _ADVICE),
        _of(5041, 10012, _ADVICE),
        Invoice(5042, 10001, date_of(5042), (_PAYROLL,), project_no="P100-1-1", department_no="30"),
        _of(5045, 521, _PAYROLL),
        _of(5027, 10010, _ABROAD),
    ]


def case_invoices() -> list[Invoice]:
    """All invoices of the main firm that play an edge case, from 2026-10-01."""
    return [*_amounts(), *_currencies(), *_printed(), *_credit_notes(), *_held_by_others()]


def old_case() -> Invoice:
    """Edge 24: an invoice before the first day from which invoices are posted."""
    return Invoice(4998, 10046, date(2026, 9, 28), (_ADVICE,))
