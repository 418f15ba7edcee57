"""The demo build: a Win database of its own making in one file, and the PDFs beside it.

Deterministic: the same rows and the same bytes of every PDF each time; an earlier build is replaced whole.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from connectors.win.demo import hours, orders, projects, register, staff
from connectors.win.demo.invoice import Invoice, header_row, line_rows
from connectors.win.demo.invoices import all_invoices
from connectors.win.demo.payments import payments
from connectors.win.demo.pdf import write_pdfs
from connectors.win.demo.table import DemoRow, create_tables, insert_rows
from engine.model.ports import DemoData

DATABASE_NAME, PDF_FOLDER = "win.db", "pdfs"
_COUNTED = ("customer", "employee", "department", "project", "invoice")


def build_demo(folder: Path) -> DemoData:
    """Make win.db and pdfs/ in `folder`. Raises OSError when it cannot be written there."""
    folder.mkdir(parents=True, exist_ok=True)
    invoices = all_invoices()
    tables = _tables(invoices)
    _write_database(folder / DATABASE_NAME, tables)
    names = {int(str(row["customer_no"])): str(row["name"]) for row in tables["customer"]}
    write_pdfs(folder / PDF_FOLDER, invoices, names)
    return DemoData(
        settings={"url": f"sqlite:///{DATABASE_NAME}", "invoice_client": staff.MAIN_CLIENT, "pdf_folder": PDF_FOLDER},
        counts={name: len(tables[name]) for name in _COUNTED},
        payments=payments(invoices),
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


def _write_database(path: Path, tables: dict[str, list[DemoRow]]) -> None:
    """Write a new file and put it in the old one's place, so that nobody ever meets half a database."""
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as connection, connection:
        create_tables(connection)
        for name, rows in tables.items():
            insert_rows(connection, name, rows)
    for left in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    os.replace(unfinished, path)
