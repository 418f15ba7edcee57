"""The customer ledger: its entries, and the operations that read them.

Amounts are debit positive; Balance is in the client's currency, on the day that is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from connectors.standin.body import Body, Json, amount_of, text_of, whole_of
from connectors.standin.call import Call, Operation, Reply
from connectors.standin.company import Books, Company
from connectors.standin.customers import display_name
from connectors.standin.fields import Field, Kind, show
from connectors.standin.filters import (
    Filter,
    Parameter,
    Predicate,
    after,
    as_day,
    chosen,
    codes_or_none,
    no_groups,
    numbers,
    only_when,
    texts,
)
from connectors.standin.matching import open_balance, settled_amounts
from connectors.standin.pages import page
from connectors.standin.problems import unbound
from connectors.standin.projects import composite_code
from connectors.standin.stamps import today
from connectors.standin.voucher_types import shown_voucher_type

_ALWAYS = (
    "Id",
    "Amount",
    "Balance",
    "CurrencyAmount",
    "PostingDate",
    "VoucherDate",
    "VoucherId",
    "VoucherNo",
    "VoucherType",
    "CreatedDateTimeOffset",
    "LastChangedDateTimeOffset",
)
_SOMETIMES = (
    "Cid",
    "CreatedFromImportJournalId",
    "CurrencyCode",
    "CustomMatchingReference",
    "CustomerAccountNo",
    "CustomerExternalNo",
    "CustomerId",
    "CustomerName",
    "DepartmentCode",
    "DepartmentId",
    "Dim1Code",
    "Dim1Id",
    "Dim2Code",
    "Dim2Id",
    "Dim3Code",
    "Dim3Id",
    "DueDate",
    "ExternalImportReference",
    "InvoiceNo",
    "IsCreatedByCurrentIntegration",
    "IsWriteOff",
    "LocationCode",
    "LocationId",
    "MatchId",
    "PaidFromBankAccount",
    "ProjectCode",
    "ProjectId",
)
ENTRY_FIELDS = (
    *(Field(name, Kind.TEXT, nullable=False) for name in _ALWAYS),
    *(Field(name, Kind.TEXT) for name in _SOMETIMES),
)
ENTRY_NAMES = tuple(field.name for field in ENTRY_FIELDS)
BALANCE_NAMES = ("CustomerId", "CustomerAccountNo", "CustomerExternalNo", "CustomerName", "Balance")


def post_entry(company: Company, account_id: int, members: Body) -> int:
    """Write an entry on a customer's account; the id it got. `members` hold the amounts, dates and voucher."""
    identity = company.next_id("entry")
    stamp = company.clock.stamp()
    stamps: Body = {"CreatedDateTimeOffset": stamp, "LastChangedDateTimeOffset": stamp}
    base: Body = {"IsWriteOff": False, "IsCreatedByCurrentIntegration": False, "CurrencyCode": "NOK"}
    company.put("entries", identity, {**base, **members, "Id": identity, "AccountId": account_id, **stamps})
    return identity


def shown_entries(company: Company, books: Books, until: str | None = None) -> list[Body]:
    """All entries as a read shows them, with their balances after the matches up to a day (None: now)."""
    settled = settled_amounts(books, until)
    customers = {row["SubledgerAccountId"]: row for row in books.rows("customers").values()}
    now = company.clock.stamp()
    return [
        show(ENTRY_FIELDS, _full(books, row, customers.get(row["AccountId"]) or {}, settled, now))
        for row in books.rows("entries").values()
    ]


def shown_voucher_no(row: Body, now: str) -> Json:
    """A voucher's number, which the background gives it a moment after the posting."""
    return row.get("VoucherNo") if str(row.get("NumberedAt") or "") <= now else None


def _full(books: Books, row: Body, customer: Body, settled: dict[int, Decimal], now: str) -> Body:
    department = books.row("departments", whole_of(row, "DepartmentId")) or {}
    project = books.row("projects", whole_of(row, "ProjectId"))
    return {
        **row,
        "Balance": open_balance(row, settled),
        "VoucherNo": shown_voucher_no(row, now),
        "VoucherType": shown_voucher_type(row.get("VoucherType")),
        "CustomerId": customer.get("Id"),
        "CustomerAccountNo": customer.get("Number"),
        "CustomerExternalNo": customer.get("ExternalNumber"),
        "CustomerName": display_name(customer) if customer else None,
        "DepartmentCode": department.get("Code"),
        "ProjectCode": composite_code(books, project) if project else None,
    }


def _series(given: Parameter) -> Predicate:
    """Entries on accounts whose number lies in one of the series."""
    wanted = {part.strip().lower() for part in given.value.split(",")}
    rows = [row for key, row in given.books.rows("series").items() if key in wanted]
    spans = [(whole_of(row, "FromInclusive") or 0, whole_of(row, "ToInclusive") or 0) for row in rows]
    return lambda shown: any(low <= (whole_of(shown, "CustomerAccountNo") or -1) <= high for low, high in spans)


def _projects(given: Parameter) -> Predicate:
    """Project codes; -1 is none; with includeSubProject the sub-projects of a main one too."""
    select = codes_or_none("ProjectCode")(given)
    wanted = {part.strip().casefold() for part in given.value.split(",")}
    below = (given.query.get("includeSubProject") or "").lower() == "true"
    return lambda shown: (
        select(shown) or (below and (text_of(shown, "ProjectCode") or "").partition(".")[0].casefold() in wanted)
    )


def _partly_settled(shown: Body) -> bool:
    return abs(amount_of(shown, "Balance")) < abs(amount_of(shown, "Amount"))


def _ours(shown: Body) -> bool:
    return bool(shown.get("IsCreatedByCurrentIntegration"))


FILTERS: Mapping[str, Filter] = {
    "contactGroupIds": no_groups,
    "createdDateTimeOffsetGreaterThan": after("CreatedDateTimeOffset"),
    "lastChangedDateTimeOffsetGreaterThan": after("LastChangedDateTimeOffset"),
    "customerNos": numbers("CustomerAccountNo"),
    "externalNos": numbers("CustomerExternalNo"),
    "customMatchingReferences": texts("CustomMatchingReference"),
    "departmentCodes": codes_or_none("DepartmentCode"),
    "projectCodes": _projects,
    "invoiceNos": texts("InvoiceNo"),
    "onlyBalancesLessThanAmount": only_when(_partly_settled),
    "onlyCreatedByCurrentIntegration": only_when(_ours),
    "subLedgerNumberSeriesIds": _series,
    "voucherTypes": texts("VoucherType"),
}


def _until(day: str) -> str | None:
    """Before today a balance is that of the day; from today on it is the present one."""
    return day if day < today() else None


def _open_items(call: Call) -> Reply:
    day = as_day("date", call.query.get("date"))
    rows = [
        row
        for row in shown_entries(call.company, call.books, _until(day))
        if str(row["PostingDate"]) <= day and amount_of(row, "Balance") != 0
    ]
    return page(call, chosen(rows, FILTERS, call.query, call.books), ENTRY_NAMES)


def _statement(call: Call) -> Reply:
    first = as_day("fromDate", call.query.get("fromDate"))
    last = as_day("toDate", call.query.get("toDate"))
    rows = [
        row for row in shown_entries(call.company, call.books, _until(last)) if first <= str(row["PostingDate"]) <= last
    ]
    return page(call, chosen(rows, FILTERS, call.query, call.books), ENTRY_NAMES)


def _by_match(call: Call) -> Reply:
    text = call.query.get("matchId")
    if text is None or not text.isascii() or not text.isdigit():
        raise unbound({"matchId": [f"The value '{text}' is not valid."]})
    rows = [row for row in shown_entries(call.company, call.books) if row.get("MatchId") == int(text)]
    return page(call, rows, ENTRY_NAMES)


def _balances(call: Call) -> Reply:
    """What each customer with entries owes in all, on a day."""
    day = as_day("date", call.query.get("date"))
    sums: dict[Json, dict[str, Json]] = {}
    for row in shown_entries(call.company, call.books):
        if str(row["PostingDate"]) <= day:
            total = sums.setdefault(row["CustomerId"], {name: row.get(name) for name in BALANCE_NAMES} | {"Balance": 0})
            total["Balance"] = amount_of(total, "Balance") + amount_of(row, "Amount")
    filters: Mapping[str, Filter] = {
        "contactGroupIds": no_groups,
        "subLedgerNumberSeriesIds": _series,
        "includeOnlyOpenItems": only_when(lambda shown: amount_of(shown, "Balance") != 0),
    }
    return page(call, chosen(sums.values(), filters, call.query, call.books), BALANCE_NAMES)


OPERATIONS = (
    Operation("GET", "/Customerledger/OpenItems", "CustomerLedger", _open_items),
    Operation("GET", "/Customerledger/Statement", "CustomerLedger", _statement),
    Operation("GET", "/Customerledger/EntriesByMatchId", "CustomerLedger", _by_match),
    Operation("GET", "/Customerledger/CustomerBalances", "CustomerLedger", _balances),
)
