"""The demo's activities and the hours worked on them in the autumn."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from connectors.win.demo.table import DemoRow

# activity_no, name, type, price, income account, VAT code
_ACTIVITIES: tuple[tuple[str, str, str, int | None, int | None, str | None], ...] = (
    ("100", "Bokføring", "FAKTURERBAR", 1090, 3000, "3"),
    ("110", "Avstemming", "FAKTURERBAR", 1090, 3000, "3"),
    ("200", "Lønnskjøring", "FAKTURERBAR", 1150, 3000, "3"),
    ("300", "Rådgivning", "FAKTURERBAR", 1450, 3020, "3"),
    ("310", "Årsoppgjør", "FAKTURERBAR", 1350, 3020, "3"),
    ("400", "Møte uten betaling", "IKKE_FAKTURERBAR", None, None, None),
    ("900", "Intern opplæring", "INTERN", None, None, None),
    ("910", "Kontormøte", "INTERN", None, None, None),
    ("950", "Ferie", "FRAVÆR", None, None, None),
    ("960", "Sykdom", "FRAVÆR", None, None, None),
)
_WORKERS = (3, 5, 6, 7, 9, 10, 11)
_WORK: tuple[tuple[int | None, str | None], ...] = (
    (10001, "P100-1"),
    (10020, "P110"),
    (512, "2026.1.1"),
    (10025, "P120"),
    (10026, None),
    (None, None),
)
_ENTRIES = 48
_STATUSES = ("GODKJENT", "GODKJENT", "UBEHANDLET", "FAKTURERT")


def activities() -> list[DemoRow]:
    """The rows of `activity`."""
    names = ("activity_no", "name", "type", "price", "income_account", "vat_code")
    return [
        {**dict(zip(names, row, strict=True)), "price": None if row[3] is None else Decimal(row[3]), "active": True}
        for row in _ACTIVITIES
    ]


def time_entries() -> list[DemoRow]:
    """The rows of `time_entry`; every tenth came from Go, and must not go back."""
    return [_entry(place) for place in range(_ENTRIES)]


def _entry(place: int) -> DemoRow:
    customer, project = _WORK[place % len(_WORK)]
    activity, _, _, price, _, _ = _ACTIVITIES[place % 5 if customer is not None else 6 + place % 4]
    hours = Decimal(1 + place % 15) / 2
    billable = hours if price is not None else Decimal(0)
    status = _STATUSES[place % len(_STATUSES)] if price is not None else "GODKJENT"
    from_go = place % 10 == 9
    return {
        "entry_id": f"T{place + 1:05}",
        "date": date(2026, 10, 1) + timedelta(days=place),
        "employee_no": _WORKERS[place % len(_WORKERS)],
        "customer_no": customer,
        "project_no": project,
        "activity_no": activity,
        "hour_type": "50" if place % 16 == 15 else None,
        "hours": hours,
        "billable_hours": billable,
        "price": None if price is None else Decimal(price),
        "amount": None if price is None else billable * price,
        "comment": "Gjennomgang av bilag\nog avstemming" if place % 4 == 0 else None,
        "internal_comment": "Spør Marit før fakturering" if place % 12 == 5 else None,
        "status": status,
        "invoice_no": FIRST_INVOICED + place if status == "FAKTURERT" else None,
        "source": "GO" if from_go else "WIN",
        "go_id": f"go-{4000 + place}" if from_go else None,
    }


FIRST_INVOICED = 5046
