"""A firm filled from what strategies/going_live.py draws, again and again: each time an empty one first."""

from __future__ import annotations

from typing import Any

from engine.model.change import Action, Write
from parts.firm import Firm
from strategies.going_live import Company, Registers

TABLES = {"department": "departments", "employee": "employees", "customer": "customers"}


def empty(firm: Firm) -> None:
    """Both systems as they were made, and no state."""
    firm.control("POST", "reset")
    firm.control("PUT", "settings", {"Limit": 0})
    with firm.win.at_once():
        for view in ("invoice_line", "invoice", "project", "contact_person", "customer", "employee", "department"):
            firm.win.run(f"DELETE FROM {view}")
        firm.win.run("DROP TABLE IF EXISTS payment_in")
    for path in (*firm.folder.glob("state.db*"), *firm.folder.glob("links.yaml")):
        path.unlink()


def fill_win(firm: Firm, registers: Registers) -> None:
    """Win's rows as they were drawn."""
    with firm.win.at_once():
        for view in TABLES:
            for cells in getattr(registers, view):
                firm.win.insert(view, **cells)


def fill_go(firm: Firm, company: Company) -> dict[str, list[int]]:
    """Go's records through its API, then the edits that people made; ids by entity."""
    made: dict[str, list[int]] = {entity: [] for entity in TABLES}
    with firm.open() as workspace:
        go = workspace.office.connections["go"]
        for entity, table in TABLES.items():
            for holding in getattr(company, entity):
                receipt = go.send(go.request(Write(entity, Action.CREATE, holding.body)))
                assert isinstance(receipt.id, int)
                made[entity].append(receipt.id)
                if holding.edits:
                    firm.control("PATCH", f"records/{table}/{receipt.id}", holding.edits)
    return made


def records(ledger: dict[str, Any]) -> dict[str, dict[int, dict[str, Any]]]:
    """What Go's registers hold, by entity and id."""
    return {entity: {row["Id"]: row for row in ledger[table]} for entity, table in TABLES.items()}
