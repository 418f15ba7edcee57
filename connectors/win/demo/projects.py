"""The demo's projects: three levels, four fee types, some with a dot in their number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from connectors.win.demo.table import Cell, DemoRow

# project_no, parent, name, customer_no, manager_no, fee type, and what else is told of it
_PROJECTS: tuple[tuple[str, str | None, str, int | None, int | None, str, dict[str, Cell]], ...] = (
    ("P100", None, "Fjord Bygg løpende", 10001, 3, "LØPENDE", {"contact_id": "K001", "department_no": "30"}),
    ("P100-1", "P100", "Lønn", None, 7, "LØPENDE", {}),
    ("P100-1-1", "P100-1", "A-melding", None, 7, "LØPENDE", {}),
    ("P100-1-2", "P100-1", "Feriepenger", None, None, "LØPENDE", {}),
    ("P100-2", "P100", "Merverdiavgift", None, 3, "LØPENDE", {}),
    ("P110", None, "Havblikk årsoppgjør", 10020, 14, "FASTPRIS", {"fixed_price": Decimal(48000)}),
    ("P110-1", "P110", "Skattemelding", None, 10, "FASTPRIS", {"fixed_price": Decimal("12500.50")}),
    ("P110-1-1", "P110-1", "Aksjonærregister", None, 10, "FASTPRIS", {}),
    ("2026.1", None, "Bjørk rådgivning", 512, 5, "TAK", {"budget_hours": Decimal("120.5")}),
    ("2026.1.1", "2026.1", "Likviditet", None, 5, "TAK", {}),
    ("2026.1.1.1", "2026.1.1", "Budsjett", None, 8, "TAK", {"budget_amount": Decimal(30000)}),
    ("P120", None, "Solsiden abonnement", 10025, 6, "ABONNEMENT", {"fixed_price": Decimal(3900)}),
    ("P130", None, "Kvalitetssikring", None, 1, "LØPENDE", {"billable": False, "department_no": "10"}),
    ("P140", None, "Utenfor oppdrag", 77, 6, "LØPENDE", {}),
    ("P150", None, "Lillesand avsluttet", 10042, 9, "FASTPRIS", {"active": False, "end_date": date(2026, 5, 31)}),
    ("P160", None, "Grønn Mat lønn", 10026, 7, "LØPENDE", {"contact_id": "K008"}),
    ("P160-1", "P160", "Reiseregninger", None, 7, "LØPENDE", {}),
    ("P170", None, "Nordavind regnskap", 10031, 11, "ABONNEMENT", {"contact_id": "K011"}),
    ("P170-1", "P170", "Fakturering", None, 11, "ABONNEMENT", {}),
    ("P170-1-1", "P170-1", "Purring", None, 11, "ABONNEMENT", {}),
    ("P180", None, "Morild prosjektregnskap", 10045, 9, "TAK", {"budget_amount": Decimal("75000.25")}),
    ("P190", None, "Rådgiverkunden strategi", 10015, 4, "LØPENDE", {}),
    ("P190-1", "P190", "Kartlegging", None, 4, "LØPENDE", {}),
    ("P200", None, "Göteborgs Möbler rapportering", 10007, 4, "LØPENDE", {}),
    ("P210", None, "Tindens Sport varelager", 10027, 1013, "LØPENDE", {}),
)


def projects() -> list[DemoRow]:
    """The rows of `project`, parents before their sub-projects."""
    parents = {row[0]: row[1] for row in _PROJECTS}
    return [_project(place, parents, *row) for place, row in enumerate(_PROJECTS)]


def _level(number: str | None, parents: dict[str, str | None]) -> int:
    return 0 if number is None else 1 + _level(parents[number], parents)


def _project(
    place: int,
    parents: dict[str, str | None],
    number: str,
    parent: str | None,
    name: str,
    customer: int | None,
    manager: int | None,
    fee_type: str,
    own: dict[str, Cell],
) -> DemoRow:
    return {
        "project_no": number,
        "parent_project_no": parent,
        "level": _level(number, parents),
        "name": name,
        "customer_no": customer,
        "manager_no": manager,
        "contact_id": None,
        "department_no": None,
        "fee_type": fee_type,
        "fixed_price": None,
        "budget_hours": None,
        "budget_amount": None,
        "billable": True,
        "start_date": date(2026, 1 + place % 9, 1),
        "end_date": None,
        "active": True,
        **own,
    }
