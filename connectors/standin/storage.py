"""The data file: the whole state of the stand-in as JSON, written anew after every write.

    {"format": 1,
     "keys": {"applications": [...], "subscriptions": [...], "clients": [...]},
     "companies": {"demo-client": {"settings": {...}, "counters": {...}, "tables": {"customers": [...], ...}}}}

Every part may be missing. Settings have the names of the control call. A table's rows are as the stand-in keeps
them: the API's field names, ids instead of codes.
Tables: departments, employees, customers, contact_persons, projects, vouchers, entries, allocations, documents,
reversals, and series, accounts, vat_codes, payment_terms, currencies (only where they differ from a new company's).
Register rows may leave out all but the fields that a create takes; ids, numbers and times are then given on loading.

The file is written beside its place, flushed to disk and renamed over it, so a killed process leaves a whole file.
Rows that did not change are not encoded again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

from connectors.standin.access import Keys
from connectors.standin.body import Body, Json, list_of, parse, whole_of, write
from connectors.standin.company import FIRST_IDS, Company, Key, Settings
from connectors.standin.ledger import REGISTERS, Ledger, company_name
from connectors.standin.problems import AnswerError
from connectors.standin.register import create
from connectors.standin.settings import fresh_books
from connectors.standin.stamps import Clock
from connectors.standin.switches import changed_settings, shown_settings

FORMAT = 1
# The member that holds a row's key, where it is not Id.
_KEYS: Mapping[str, str] = {"documents": "VoucherId", "reversals": "VoucherId", "currencies": "Code"}
_SETTINGS_TABLES = ("series", "accounts", "vat_codes", "payment_terms", "currencies")
# In this order, so that what a row refers to is there before it.
_PLAIN_TABLES = (*_SETTINGS_TABLES, "vouchers", "entries", "allocations", "documents", "reversals")


class Storage:
    """Keeps a ledger in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fresh = fresh_books().tables
        self._encoded: dict[tuple[str, str, Key], tuple[Body, bytes]] = {}

    def save(self, ledger: Ledger) -> None:
        """Write the file anew. Raises OSError."""
        partial = self._path.with_name(f"{self._path.name}.partial")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.writelines(self._chunks(ledger))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self._path)

    def _chunks(self, ledger: Ledger) -> Iterable[bytes]:
        keys: Json = {name: list(value) for name, value in asdict(ledger.keys).items()}
        yield b'{"format":%d,"keys":%b,"companies":{' % (FORMAT, write(keys))
        for position, company in enumerate(ledger.companies.values()):
            yield b"%b\n%b:" % (b"," if position else b"", write(company.client))
            yield from self._company_chunks(company)
        yield b"}}\n"

    def _company_chunks(self, company: Company) -> Iterable[bytes]:
        yield b'{"settings":%b,"counters":%b,"tables":{' % (
            write(shown_settings(company.settings)),
            write(company.counters),
        )
        first = True
        for table, rows in company.books.tables.items():
            if table in _SETTINGS_TABLES and rows == self._fresh[table]:
                continue
            yield b"%b\n%b:[" % (b"" if first else b",", write(table))
            yield b",".join(self._row(company.client, table, key, row) for key, row in rows.items())
            yield b"]"
            first = False
        yield b"}}"

    def _row(self, client: str, table: str, key: Key, row: Body) -> bytes:
        known = self._encoded.get((client, table, key))
        if known is None or known[0] is not row:
            known = row, b"\n" + write(row)
            self._encoded[client, table, key] = known
        return known[1]


def load(path: Path | None, clock: Clock) -> Ledger:
    """The ledger of a data file; a new one when there is no file. Raises ValueError when it cannot be read."""
    if path is None or not path.exists():
        return Ledger(clock, Keys())
    try:
        body = parse(path.read_bytes())
    except ValueError as error:
        raise ValueError(f"{path.name} is not JSON: {error}") from None
    if not isinstance(body, Mapping) or body.get("format", FORMAT) != FORMAT:
        raise ValueError(f"{path.name} is no data file of the stand-in (format {FORMAT})")
    ledger = Ledger(clock, _keys(_object(body, "keys")))
    for client, content in _object(body, "companies").items():
        try:
            ledger.companies[client] = _company(client, content if isinstance(content, Mapping) else {}, clock)
        except AnswerError as error:
            raise ValueError(f"{path.name}: {client}: {(error.body or {}).get('detail')}") from None
    return ledger


def _keys(body: Body) -> Keys:
    default = Keys()
    return replace(default, **{name: _texts(body, name) for name in asdict(default) if _texts(body, name)})


def _company(client: str, body: Body, clock: Clock) -> Company:
    settings = changed_settings(Settings(company_name(client)), _object(body, "settings"))
    company = Company(client, settings, fresh_books(), clock)
    company.counters = {name: value for name, value in _object(body, "counters").items() if isinstance(value, int)}
    tables = _object(body, "tables")
    for table in _PLAIN_TABLES:
        if table in tables:
            company.books.tables[table] = {_key(table, row): row for row in list_of(tables, table)}
    for register in REGISTERS:
        rows = list_of(tables, register.table)
        kept: dict[Key, Body] = {whole_of(row, "Id") or 0: row for row in rows if "Id" in row}
        company.books.tables[register.table] = kept
        _raise_counter(company, register.kind, (whole_of(row, "Id") or 0 for row in kept.values()))
        for row in rows:
            if "Id" not in row:
                owned = {name: row[name] for name in ("ContactId",) if name in row}
                create(company, register, {name: row[name] for name in row if name not in owned}, owned)
    company.changed = False
    return company


def _raise_counter(company: Company, kind: str, ids: Iterable[int]) -> None:
    """No id of the file is given again."""
    name = "contact" if kind in ("employee", "customer") else kind
    highest = max(ids, default=0)
    if highest > company.counters.get(name, FIRST_IDS[kind] - 1):
        company.counters[name] = highest


def _key(table: str, row: Body) -> Key:
    key = row.get(_KEYS.get(table, "Id"))
    if not isinstance(key, (int, str)):
        raise ValueError(f"a row of {table} has no {_KEYS.get(table, 'Id')}")
    return key


def _object(body: Body, name: str) -> Body:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def _texts(body: Body, name: str) -> tuple[str, ...]:
    value = body.get(name)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
