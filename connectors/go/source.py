"""Reads Go's registers, vouchers and settings as rows of the catalog, each whole and with as few calls as Go allows.

Registers are always read whole: LastChanged does not move when an address does, and deletions leave no trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from connectors.go.catalog import CATALOG
from connectors.go.client import Client
from connectors.go.failures import SYSTEM, TRY_LATER
from connectors.go.profile import Profile
from connectors.go.rows import entity_row, scalar, setting_row
from engine.model.failure import Unreachable
from engine.model.record import Fault, Row, Value
from engine.model.schema import Entity, Series
from engine.model.text import say
from engine.model.types import DATE

REGISTER_PATHS: Mapping[str, str] = {
    "department": "/Departments",
    "employee": "/Employees",
    "customer": "/Customers",
    "contact_person": "/ContactPersons",
    "project": "/Projects",
}
SETTING_PATHS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "GeneralLedgerAccount": ("/GeneralLedgerAccounts", {}),
    # A code that has expired still holds for the days it was valid.
    "VatCode": ("/VatCodes", {"isActive": "true", "includeExpired": "true"}),
    "PaymentTerm": ("/PaymentTerms", {}),
    "Currency": ("/Currencies", {}),
}
DATED_AHEAD_DAYS = 366
# An account that is inactive is only hidden from journal entry; these cannot be used at all.
_ACTIVE_ONLY = frozenset({"VatCode", "PaymentTerm", "Currency"})


def read_register(client: Client, profile: Profile, entity: Entity) -> Iterator[Row]:
    """All records of a register, ordered by id so that none slips between two pages."""
    for members in client.list(REGISTER_PATHS[entity.name], order_by="Id"):
        yield entity_row(entity, members, profile)


def read_vouchers(
    client: Client, profile: Profile, entity: Entity, query: Mapping[str, str] | None = None
) -> Iterator[Row]:
    """The vouchers of one kind that stand; a reversed one is annulled, and its number free again."""
    call = profile.calls[entity.name]
    for members in client.list("/OutgoingInvoices", query, order_by="Id"):
        if members.get("VoucherType") == call.voucher_type and not members.get("IsReversed"):
            yield voucher_row(profile, entity, members)


def voucher_row(profile: Profile, entity: Entity, members: Mapping[str, Any]) -> Row:
    """A row of the list of outgoing invoices in the voucher's own field names and sign."""
    row = dict(entity_row(entity, members, profile))
    row["CurrencyAmount"] = _in_voucher_sign(members.get("TotalAmount"), entity)
    if _credits(entity) and _is_owed(members.get("TotalAmount")):
        row |= {name: _turned(row.get(name)) for name in ("TotalPostedAmount", "Balance")}
    row["PurchaseOrderReference"] = row.get("PurchaseOrderReference") or None
    return row


def _credits(entity: Entity) -> bool:
    return entity.reversal is not None and entity.reversal.credits


def _in_voucher_sign(total: Any, entity: Entity) -> Value:
    """A credit note's total as its lines were posted, positive; the list shows it negative."""
    if total is None:
        return None
    if isinstance(total, bool) or not isinstance(total, (int, Decimal)):
        return Fault(str(total), say("not a number"))
    amount = Decimal(total)
    return abs(amount) if _credits(entity) else amount


def _is_owed(total: Any) -> bool:
    """Whether a credit note's amounts stand as the ledger has them: owed to the customer, negative."""
    return isinstance(total, (int, Decimal)) and total < 0


def _turned(amount: Value) -> Value:
    return -amount if isinstance(amount, (int, Decimal)) and not isinstance(amount, bool) else amount


def read_setting(client: Client, name: str) -> tuple[Row, ...]:
    """All usable rows of a setting; of several that a lookup would find, Go's own default comes first."""
    path, query = SETTING_PATHS[name]
    rows = [row for row in client.list(path, query) if name not in _ACTIVE_ONLY or row.get("IsActive") is not False]
    rows.sort(key=lambda row: not row.get("IsDefault"))
    return tuple(setting_row(CATALOG.settings[name], row) for row in rows)


def read_series(client: Client) -> tuple[Series, ...]:
    """The number series as they are now, trust series too."""
    rows = client.list("/SubLedgerNumberSeries")
    return tuple(
        Series(
            type=str(row.get("SubLedgerNumberSeriesType")),
            name=str(row.get("Name") or ""),
            start=int(row["FromInclusive"]),
            end=int(row["ToInclusive"]),
            default=bool(row.get("IsDefault")),
            trust=bool(row.get("IsClientTrust")),
        )
        for row in rows
        if row.get("FromInclusive") is not None and row.get("ToInclusive") is not None
    )


def read_occupied(client: Client, today: date) -> Mapping[str | int, Decimal]:
    """The balances of the customers whose ledger has one, by id, vouchers that are dated ahead included."""
    query = {"date": (today + timedelta(days=DATED_AHEAD_DAYS)).isoformat()}
    rows = client.list("/Customerledger/CustomerBalances", query, order_by="CustomerId")
    found = ((row.get("CustomerId"), row.get("Balance")) for row in rows)
    return {customer: Decimal(balance) for customer, balance in found if balance and customer is not None}


def read_closed_until(client: Client) -> date | None:
    """The lock date: the last day on which nothing can be posted any more."""
    answer = client.get("/LockDateSettings")
    members = answer[0] if isinstance(answer, list) and answer else answer
    lock_date = members.get("LockDate") if isinstance(members, dict) else None
    if not lock_date:
        return None
    day = scalar(DATE, lock_date)
    if not isinstance(day, date):
        detail = say("LockDate is {value}, which is no date", value=lock_date)
        raise Unreachable(SYSTEM, "GET /LockDateSettings", detail, remedy=TRY_LATER)
    return day
