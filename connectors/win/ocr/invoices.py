"""What Win says of the invoices and firms that payments name: asked for by number, never the whole view."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import TypeAlias

from sqlalchemy import select

from connectors.win.catalog import CATALOG
from connectors.win.connect import Database
from connectors.win.ocr.sayable import Invoice
from connectors.win.open_view import CHUNK_ROWS
from connectors.win.values import reader_of
from connectors.win.views import Views
from engine.model.record import Value
from engine.model.text import say

Named: TypeAlias = tuple[Value, Value]  # a firm's number and an invoice's
_ACCOUNT = re.compile(r"[0-9]{11}")
_TOLD = tuple(field.name for field in fields(Invoice))


def invoices_named(database: Database, views: Views, named: Collection[Named]) -> dict[Named, Invoice]:
    """The invoices of these numbers that Win has."""
    if not named:
        return {}
    entity, source = CATALOG.entities["invoice"], views.source("invoice").c
    readers = [reader_of(field) for name in _TOLD if (field := entity.find(name)) is not None]
    found: dict[Named, Invoice] = {}
    with database.reading(say("reading {place}", place=views.place("invoice"))) as connection:
        views.require(connection, "invoice")
        for numbers in _parts(sorted({number for _, number in named if isinstance(number, int)})):
            columns = (source.client_no, source.invoice_no, *(source[name] for name in _TOLD))
            for client, number, *cells in connection.execute(select(*columns).where(source.invoice_no.in_(numbers))):
                if (client, number) in named:
                    told = (read(cell) for read, cell in zip(readers, cells, strict=True))
                    found[client, number] = Invoice(*told)
    return found


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), CHUNK_ROWS):
        yield numbers[start : start + CHUNK_ROWS]


def accounts_of(database: Database, views: Views) -> Mapping[Value, str]:
    """The firms' bank accounts, where they are account numbers."""
    source = views.source("invoice_client").c
    with database.reading(say("reading {place}", place=views.place("invoice_client"))) as connection:
        views.require(connection, "invoice_client")
        told = connection.execute(select(source.client_no, source.bank_account)).all()
    digits = {client: re.sub(r"[\s.]", "", str(account or "")) for client, account in told}
    return {client: account for client, account in digits.items() if _ACCOUNT.fullmatch(account)}
