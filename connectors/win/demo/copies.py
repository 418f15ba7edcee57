"""A large demo: the small one as it is, then copies of its customers and of all that is theirs.

So every edge case of a customer, contact person, project or invoice stands in it in the small one's proportion. Firms,
departments, employees and activities are one practice's and stay as they are: Go has 999 numbers for employees. Copies
name the PDFs of the originals. Rows are made as they are asked for, so that memory does not grow with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TypeAlias

from connectors.win.demo.copy import Copy
from connectors.win.demo.place_names import place_name
from connectors.win.demo.register import PLAIN_NUMBERS, host_name
from connectors.win.demo.table import Kept, Stored

Tables: TypeAlias = "Mapping[str, list[Stored]]"


def multiplied(originals: Tables, customers: int) -> Mapping[str, Iterator[Stored]]:
    """The rows of every table of a demo with that many customers; a copy that is cut short begins with plain ones."""
    whole, rest = divmod(customers, len(originals["customer"]))
    last = _part(originals, rest) if rest else originals
    copies = whole if rest else whole - 1
    return {name: _rows(name, rows, last[name], copies) for name, rows in originals.items()}


def copies_of(originals: Tables, customers: int) -> int:
    """How many copies such a demo has, the one that is cut short included."""
    return -(-customers // len(originals["customer"])) - 1


def _rows(name: str, rows: list[Stored], last: list[Stored], copies: int) -> Iterator[Stored]:
    yield from rows
    change = _CHANGES.get(name)
    if change is None:
        return
    for number in range(1, copies + 1):
        copy = Copy(number, copies)
        for row in last if number == copies else rows:
            yield {**row, "row_id": copy.row_id(row["row_id"]), **change(row, copy)}


def _part(originals: Tables, customers: int) -> Tables:
    """The originals of so many customers: of each table the rows that are theirs or nobody's."""
    ordered = sorted(originals["customer"], key=lambda row: row["customer_no"] not in PLAIN_NUMBERS)
    owners = {row["customer_no"] for row in ordered[:customers]} | {None}
    parents = {row["project_no"]: row["parent_project_no"] for row in originals["project"]}
    theirs = {row["project_no"] for row in originals["project"] if row["customer_no"] in owners}
    kept = {
        name: [row for row in rows if row.get("customer_no") in owners] if name in _CHANGES else rows
        for name, rows in originals.items()
    }
    invoices = {(row["client_no"], row["invoice_no"]) for row in kept["invoice"]}
    orders = {row["order_no"] for row in kept["invoice_order"]}
    return {
        **kept,
        "customer": [row for row in originals["customer"] if row["customer_no"] in owners],
        "project": [row for row in originals["project"] if _root(row["project_no"], parents) in theirs],
        "invoice_line": [r for r in originals["invoice_line"] if (r["client_no"], r["invoice_no"]) in invoices],
        "invoice_order_line": [row for row in originals["invoice_order_line"] if row["order_no"] in orders],
    }


def _root(project: Kept, parents: Mapping[Kept, Kept]) -> Kept:
    """The main project over a project, itself when it is one."""
    parent = parents[project]
    return project if parent is None else _root(parent, parents)


def _customer(row: Stored, copy: Copy) -> Stored:
    place, host = _place(copy.number)
    return {
        "customer_no": copy.customer(row["customer_no"]),
        "external_ledger_no": copy.customer(row["external_ledger_no"]),
        "name": f"{row['name']} {place}",
        "last_name": row["last_name"] and f"{row['last_name']} {place}",
        "org_no": copy.organisation(row["org_no"]),
        **{name: row[name] and str(row[name]).replace(".example", host) for name in _ADDRESSES},
    }


_ADDRESSES = ("email", "invoice_email", "invoice_email_cc")


@cache
def _place(number: int) -> tuple[str, str]:
    """A copy's place, and how the addresses of its customers end."""
    name = place_name(number - 1)
    return name, f".{host_name(name)}.example"


def _contact_person(row: Stored, copy: Copy) -> Stored:
    return {"contact_id": copy.contact(row["contact_id"]), "customer_no": copy.customer(row["customer_no"])}


def _project(row: Stored, copy: Copy) -> Stored:
    return {
        "project_no": copy.project(row["project_no"]),
        "parent_project_no": copy.project(row["parent_project_no"]),
        "customer_no": copy.customer(row["customer_no"]),
        "contact_id": copy.contact(row["contact_id"]),
    }


def _invoice(row: Stored, copy: Copy) -> Stored:
    return {
        "invoice_no": copy.invoice(row["invoice_no"]),
        "credited_invoice_no": copy.invoice(row["credited_invoice_no"]),
        "customer_no": copy.customer(row["customer_no"]),
        "kid": copy.kid(row["kid"], row["customer_no"], row["invoice_no"]),
        "project_no": copy.project(row["project_no"]),
    }


def _invoice_line(row: Stored, copy: Copy) -> Stored:
    return {"invoice_no": copy.invoice(row["invoice_no"]), "project_no": copy.project(row["project_no"])}


def _order(row: Stored, copy: Copy) -> Stored:
    return {
        "order_no": copy.order(row["order_no"]),
        "customer_no": copy.customer(row["customer_no"]),
        "project_no": copy.project(row["project_no"]),
    }


def _order_line(row: Stored, copy: Copy) -> Stored:
    return {"order_no": copy.order(row["order_no"]), "project_no": copy.project(row["project_no"])}


def _time_entry(row: Stored, copy: Copy) -> Stored:
    return {
        "entry_id": copy.entry(row["entry_id"]),
        "customer_no": copy.customer(row["customer_no"]),
        "project_no": copy.project(row["project_no"]),
        "invoice_no": copy.invoice(row["invoice_no"]),
        "go_id": row["go_id"] and f"{row['go_id']}-{copy.number}",
    }


# What is a customer's, and what differs in a copy of it.
_CHANGES: Mapping[str, Callable[[Stored, Copy], Stored]] = {
    "customer": _customer,
    "contact_person": _contact_person,
    "project": _project,
    "invoice": _invoice,
    "invoice_line": _invoice_line,
    "invoice_order": _order,
    "invoice_order_line": _order_line,
    "time_entry": _time_entry,
}
