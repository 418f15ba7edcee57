"""The demo build: a Win database of its own making in one file, and the PDFs beside it.

As it is, or with copies of its customers until there are as many as were asked for. Deterministic: the same rows and
the same bytes of every PDF each time; an earlier build is replaced whole.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from connectors.win.demo import hours, orders, projects, register, staff
from connectors.win.demo.copies import Tables, copies_of, multiplied
from connectors.win.demo.copy import series_for
from connectors.win.demo.invoice import Invoice, header_row, line_rows
from connectors.win.demo.invoices import all_invoices
from connectors.win.demo.payments import payments
from connectors.win.demo.pdf import write_pdfs
from connectors.win.demo.table import DemoRow, Stored, create_tables, insert_rows, stored_rows
from engine.model.ports import DemoData

DATABASE_NAME, PDF_FOLDER = "win.db", "pdfs"
# The file is nobody's until it is whole, so nothing need be undone in it; its indexes stay in memory while they grow.
_IN_A_HURRY = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144"  # KiB
_COUNTED = ("customer", "employee", "department", "project", "invoice")


def build_demo(folder: Path, customers: int) -> DemoData:
    """Make win.db and pdfs/ in `folder`. Raises OSError when it cannot be written there."""
    folder.mkdir(parents=True, exist_ok=True)
    for said in (folder / "inlet.db", *folder.glob("ocr/*.ocr.txt*")):  # of what an earlier demo's payments were
        said.unlink(missing_ok=True)
    invoices = all_invoices()
    originals = {name: stored_rows(name, rows) for name, rows in _tables(invoices).items()}
    counts = _write_database(folder / DATABASE_NAME, multiplied(originals, customers))
    names = {int(str(row["customer_no"])): str(row["name"]) for row in originals["customer"]}
    write_pdfs(folder / PDF_FOLDER, invoices, names)
    return DemoData(
        settings={"url": f"sqlite:///{DATABASE_NAME}", "invoice_client": staff.MAIN_CLIENT, "pdf_folder": PDF_FOLDER},
        counts={name: counts[name] for name in _COUNTED},
        payments=payments(invoices),
        standin=_standin(originals, customers),
    )


def _tables(invoices: list[Invoice]) -> dict[str, list[DemoRow]]:
    return {
        "invoice_client": list(staff.INVOICE_CLIENTS),
        "department": staff.departments(),
        "employee": staff.employees(),
        "customer": register.customers(),
        "contact_person": register.contact_persons(),
        "project": projects.projects(),
        "invoice": [header_row(invoice) for invoice in invoices],
        "invoice_line": [row for invoice in invoices for row in line_rows(invoice)],
        "invoice_order": orders.orders(),
        "invoice_order_line": orders.order_lines(),
        "activity": hours.activities(),
        "time_entry": hours.time_entries(),
    }


def _standin(originals: Tables, customers: int) -> Mapping[str, object]:
    """What Go must be told first: a series of its own for the copies' customers."""
    copies = copies_of(originals, customers)
    return {"Series": series_for(copies)} if copies else {}


def _write_database(path: Path, tables: Mapping[str, Iterable[Stored]]) -> dict[str, int]:
    """Write a new file and put it in the old one's place, so that nobody ever meets half a database."""
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as connection, connection:
        connection.executescript(_IN_A_HURRY)
        create_tables(connection)
        counts = {name: insert_rows(connection, name, rows) for name, rows in tables.items()}
    for left in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    os.replace(unfinished, path)
    return counts
