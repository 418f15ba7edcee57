"""Outgoing invoices as they are read: a voucher's header joined with what is left to pay.

InvoiceNo is a number here and a text on the voucher; one that is no plain number shows as null. A credit note's
amounts and balance are negative, as its ledger entry is.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from connectors.standin.body import Body, Json, amount_of, list_of, text_of, whole_of
from connectors.standin.call import Call, Operation, Reply
from connectors.standin.company import Books, Company
from connectors.standin.customer_ledger import shown_voucher_no
from connectors.standin.fields import Field, Kind, show
from connectors.standin.filters import (
    Filter,
    Parameter,
    Predicate,
    accepted,
    after,
    chosen,
    codes_or_none,
    from_day,
    numbers,
    only_when,
    texts,
    to_day,
)
from connectors.standin.matching import open_balance, settled_amounts, to_cents
from connectors.standin.pages import page
from connectors.standin.problems import not_found, unbound
from connectors.standin.projects import composite_code
from connectors.standin.vouchers import is_own

_ALWAYS = (
    "Id",
    "VoucherNo",
    "VoucherDate",
    "VoucherType",
    "TotalAmount",
    "TotalPostedAmount",
    "NetAmount",
    "NetPostedAmount",
    "IsReversed",
    "CreatedDateTimeOffset",
    "LastChangedDateTimeOffset",
)
_SOMETIMES = (
    "InvoiceNo",
    "DueDate",
    "Balance",
    "BalanceLastChangedDateTimeOffset",
    "MatchId",
    "CurrencyCode",
    "CurrencyExchangeRate",
    "CustomerId",
    "CustomerNo",
    "CustomerReference",
    "Cid",
    "ContractNo",
    "CustomMatchingReference",
    "ExternalImportReference",
    "PurchaseOrderReference",
    "ImportedOrderNo",
    "OrderNo",
    "OrderDate",
    "PaymentTerm",
    "PaymentTermId",
    "DepartmentId",
    "DepartmentCode",
    "ProjectId",
    "ProjectCode",
    "LocationId",
    "LocationCode",
    "DeliveryDate",
    "DeliveryAddress1",
    "DeliveryAddress2",
    "DeliveryAddressZipCode",
    "DeliveryAddressCity",
    "DeliveryAddressCountryCode",
    "SellersReferenceEmployeeId",
    "SellersReferenceEmployeeNo",
    "RelatedInvoiceNo",
    "SentDateTimeOffset",
    "IsCreatedByCurrentIntegration",
)
INVOICE_FIELDS = (
    *(Field(name, Kind.TEXT, nullable=False) for name in _ALWAYS),
    *(Field(name, Kind.TEXT) for name in _SOMETIMES),
)
INVOICE_NAMES = tuple(field.name for field in INVOICE_FIELDS)


def shown_invoices(company: Company, books: Books) -> list[Body]:
    """All invoices and credit notes as a read shows them."""
    settled = settled_amounts(books)
    customers = {row["SubledgerAccountId"]: row for row in books.rows("customers").values()}
    now = company.clock.stamp()
    return [
        _shown(books, voucher, customers.get(voucher["CustomerAccountId"]) or {}, settled, now)
        for voucher in books.rows("vouchers").values()
    ]


def net_amount(books: Books, voucher: Body) -> Decimal:
    """The voucher's amount without VAT: each gross line divided by its code's rate, rounded, then summed."""
    lines = list_of(voucher, "OutgoingInvoiceLines")
    return sum((_net_line(books, line) for line in lines), Decimal(0))


def _net_line(books: Books, line: Body) -> Decimal:
    vat = books.row("vat_codes", whole_of(line, "VatId")) or {}
    return to_cents(amount_of(line, "CurrencyAmount") / (1 + amount_of(vat, "Rate")))


def _shown(books: Books, voucher: Body, customer: Body, settled: dict[int, Decimal], now: str) -> Body:
    entry = books.rows("entries")[whole_of(voucher, "EntryId") or 0]
    rate = amount_of(voucher, "CurrencyExchangeRate")
    sign = -1 if voucher["VoucherType"] == "OutgoingCreditNote" else 1
    net = sign * net_amount(books, voucher)
    project = books.row("projects", whole_of(voucher, "ProjectId"))
    seller = books.row("employees", whole_of(voucher, "SalesPersonEmployeeId")) or {}
    full: Body = {
        **voucher,
        **_terms(books, voucher),
        "VoucherNo": shown_voucher_no(voucher, now),
        "InvoiceNo": _as_number(text_of(voucher, "InvoiceNo")),
        "TotalAmount": amount_of(entry, "CurrencyAmount"),
        "TotalPostedAmount": amount_of(entry, "Amount"),
        "NetAmount": net,
        "NetPostedAmount": to_cents(net * rate),
        "Balance": open_balance(entry, settled),
        "BalanceLastChangedDateTimeOffset": entry["LastChangedDateTimeOffset"],
        "LastChangedDateTimeOffset": entry["LastChangedDateTimeOffset"],
        "MatchId": entry.get("MatchId"),
        "CustomerId": customer.get("Id"),
        "CustomerNo": customer.get("Number"),
        "DepartmentCode": (books.row("departments", whole_of(voucher, "DepartmentId")) or {}).get("Code"),
        "ProjectCode": composite_code(books, project) if project else None,
        "SellersReferenceEmployeeId": seller.get("Id"),
        "SellersReferenceEmployeeNo": seller.get("Number"),
        "IsCreatedByCurrentIntegration": is_own(voucher),
    }
    return show(INVOICE_FIELDS, full)


def _terms(books: Books, voucher: Body) -> Body:
    """The payment term: the days between the voucher's date and its due date."""
    first, last = str(voucher["VoucherDate"]), str(voucher["DueDate"])
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    terms = books.rows("payment_terms").values()
    return {
        "PaymentTerm": days,
        "PaymentTermId": next((term["Id"] for term in terms if term["CreditDays"] == days), None),
    }


def _as_number(invoice_no: str | None) -> Json:
    """The number as an int64, which loses leading zeros."""
    if invoice_no is None or not invoice_no.isascii() or not invoice_no.isdigit() or len(invoice_no) > 18:
        return None
    return int(invoice_no)


def _by_ids(given: Parameter) -> Predicate:
    try:
        wanted = {str(uuid.UUID(part.strip())) for part in given.value.split(",")}
    except ValueError:
        raise unbound({given.name: [f"The value '{given.value}' is not valid."]}) from None
    return lambda shown: shown["Id"] in wanted


def _by_projects(given: Parameter) -> Predicate:
    wanted = {part.strip().casefold() for part in given.value.split(",")}
    below = (given.query.get("includeSubProject") or "").lower() == "true"

    def holds(shown: Body) -> bool:
        code = (text_of(shown, "ProjectCode") or "-1").casefold()
        return code in wanted or (below and code.partition(".")[0] in wanted)

    return holds


FILTERS: Mapping[str, Filter] = {
    "balanceLastChangedDateTimeOffsetGreaterThan": after("BalanceLastChangedDateTimeOffset"),
    "sentDateTimeOffsetGreaterThan": after("SentDateTimeOffset"),
    "customerNos": numbers("CustomerNo"),
    "invoiceNos": numbers("InvoiceNo"),
    "voucherNos": numbers("VoucherNo"),
    "invoiceIds": _by_ids,
    "customMatchingReferences": texts("CustomMatchingReference"),
    "departmentCodes": codes_or_none("DepartmentCode"),
    "projectCodes": _by_projects,
    "includeSubProject": accepted,
    "fromDate": from_day("VoucherDate"),
    "toDate": to_day("VoucherDate"),
    "onlyUnpaidInvoices": only_when(lambda shown: amount_of(shown, "Balance") != 0),
    "onlyCreatedByCurrentIntegration": only_when(lambda shown: bool(shown["IsCreatedByCurrentIntegration"])),
}


def _list(call: Call) -> Reply:
    rows = shown_invoices(call.company, call.books)
    return page(call, chosen(rows, FILTERS, call.query, call.books), INVOICE_NAMES)


def _one(call: Call) -> Reply:
    rows = (row for row in shown_invoices(call.company, call.books) if row["Id"] == call.path["id"])
    found = next(rows, None)
    if found is None:
        raise not_found("Outgoing invoice", call.path["id"])
    return Reply(200, found)


OPERATIONS = (
    Operation("GET", "/OutgoingInvoices", "OutgoingInvoice", _list),
    Operation("GET", "/OutgoingInvoices/{id}", "OutgoingInvoice", _one),
)
