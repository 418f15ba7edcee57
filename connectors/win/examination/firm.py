"""Whether the firm that the workspace is for is there, and every department manager is tied to an invoice client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connectors.win.examination.site import ERROR, OK, WARNING, Site
from engine.model.enumeration import in_a_row
from engine.model.ports import Finding
from engine.model.record import Row, Value
from engine.model.text import say


def examine_client(site: Site) -> Iterator[Finding]:
    clients = {row["client_no"]: row["name"] for row in site.rows("invoice_client")}
    chosen = site.settings.invoice_client
    listed = ", ".join(f"{number} {name}" for number, name in clients.items())
    topic = say("invoice client")
    if chosen is None and len(clients) > 1:
        remedy = say("give each firm a workspace of its own, with invoice_client in its win settings")
        text = say("none is chosen, and the database holds {clients}", clients=listed)
        yield Finding(topic, WARNING, text, remedy)
    elif chosen is not None and chosen not in clients:
        text = say("{number} is not one of {clients}", number=chosen, clients=listed or say("none"))
        yield Finding(topic, ERROR, text, say("correct invoice_client in the workspace's win settings"))
    else:
        yield Finding(topic, OK, listed if chosen is None else f"{chosen} {clients[chosen]}")


def examine_managers(site: Site) -> Iterator[Finding]:
    employees = {row["employee_no"]: row for row in site.rows("employee")}
    faults = [
        fault
        for department in site.rows("department")
        if department["active"] is True and (fault := _manager_fault(department, employees)) is not None
    ]
    if faults:
        remedy = say("Win: Meny > Ajourhold > Medarbeidere > Avansert > Firma")
        yield Finding(say("managers"), ERROR, in_a_row(faults), remedy)
    else:
        yield Finding(say("managers"), OK, say("every department manager is tied to an invoice client"))


def _manager_fault(department: Row, employees: Mapping[Value, Row]) -> str | None:
    number = department["manager_no"]
    if number is None:
        return None
    place = say('department {number} "{name}"', number=department["department_no"], name=department["name"])
    manager = employees.get(number)
    if manager is None:
        return say("{department}: manager {number} is no employee", department=place, number=number)
    name = f"{manager['first_name']} {manager['last_name']}"
    if manager["active"] is not True:
        return say("{department}: {name} has left", department=place, name=name)
    if manager["invoice_client_no"] is None:
        return say("{department}: {name} has no invoice client", department=place, name=name)
    return None
