"""The demo's firms, departments and employees: two invoice clients of one practice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from connectors.win.demo.table import DemoRow

MAIN_CLIENT, OTHER_CLIENT = 1, 2

INVOICE_CLIENTS: tuple[DemoRow, ...] = (
    {
        "client_no": MAIN_CLIENT,
        "name": "Lerke Regnskap AS",
        "org_no": "310 000 027",
        "vat_registered": True,
        "bank_account": "8601 11 17947",
        "address_1": "Storgata 14",
        "postal_code": "0155",
        "city": "Oslo",
        "country": "NO",
    },
    {
        "client_no": OTHER_CLIENT,
        "name": "Lerke Rådgivning AS",
        "org_no": "310 000 035",
        "vat_registered": True,
        "bank_account": "8601 11 17947",
        "address_1": "Storgata 14",
        "postal_code": "0155",
        "city": "Oslo",
        "country": "Norge",
    },
)

# department_no, name, manager_no, active. 05 was recoded to 50; Ola Ås (2) has no invoice client, Gro Dahle (14) left.
_DEPARTMENTS: tuple[tuple[str, str, int | None, bool], ...] = (
    ("05", "Årsoppgjør", 10, False),
    ("10", "Administrasjon", 1, True),
    ("20", "Lønn", 2, True),
    ("30", "Regnskap", 3, True),
    ("40", "Rådgivning", 14, True),
    ("50", "Årsoppgjør", None, True),
)

# employee_no, first name, last name, title, department, invoice client, external number
_EMPLOYEES: tuple[tuple[int, str, str, str, str, int | None, int | None], ...] = (
    (1, "Ingrid", "Lerke", "Daglig leder", "10", 1, None),
    (2, "Ola", "Ås", "Lønnssjef", "20", None, None),
    (3, "Marit", "Solheim", "Statsautorisert regnskapsfører", "30", 1, None),
    (4, "Jonas", "Bakke", "Regnskapsfører", "30", 2, None),
    (5, "Silje", "Haugen", "Rådgiver", "40", 1, None),
    (6, "Erik", "Nygård", "Regnskapsfører", "30", 1, None),
    (7, "Tone", "Myhre", "Lønnsmedarbeider", "20", 1, None),
    (8, "Bjørn", "Østby", "Rådgiver", "40", 1, None),
    (9, "Åse Marie", "Lunde", "Regnskapsfører", "30", 1, None),
    (10, "Knut", "Fjeld", "Årsoppgjørsansvarlig", "50", 1, None),
    (11, "Hanne", "Sørlie", "Regnskapsmedarbeider", "30", 1, None),
    (12, "Lars", "Tveit", "Lønnsmedarbeider", "20", 2, None),
    (14, "Gro", "Dahle", "Rådgiver", "40", 1, None),
    (1013, "Nina", "Vik", "Regnskapsmedarbeider", "30", 1, 113),
    (1200, "Per", "Utvik", "Vikar", "30", 1, None),
)
_DEPARTED = {14: date(2026, 8, 31)}
_ASCII = str.maketrans("åæøÅÆØ ", "aaoAAO.")


def departments() -> list[DemoRow]:
    """The rows of `department`."""
    names = ("department_no", "name", "manager_no", "active")
    return [dict(zip(names, row, strict=True)) for row in _DEPARTMENTS]


def employees() -> list[DemoRow]:
    """The rows of `employee`."""
    return [_employee(place, *row) for place, row in enumerate(_EMPLOYEES)]


def _employee(
    place: int,
    number: int,
    first: str,
    last: str,
    title: str,
    department: str,
    client: int | None,
    external: int | None,
) -> DemoRow:
    return {
        "employee_no": number,
        "first_name": first,
        "last_name": last,
        "email": f"{first}.{last}@lerke.example".translate(_ASCII).lower(),
        "phone": f"22 00 12 {place + 10}",
        "mobile": f"99 00 12 {place + 10}" if place % 3 else None,
        "job_title": title,
        "department_no": department,
        "invoice_client_no": client,
        "external_ledger_no": external,
        "start_date": date(2012 + place, 1 + place % 12, 1),
        "end_date": _DEPARTED.get(number),
        "hourly_rate": Decimal(950 + 50 * (place % 6)),
        "active": number not in _DEPARTED,
    }
