"""Outgoing invoice and credit note vouchers: posted once, never changed, undone by a reversal.

ASSUMPTION: no public specification of these two POSTs exists. The body is the read model without its read-only
members; lines are gross and positive for income (a credit note's are positive too and booked the other way); the
customer line is made here from their sum. All of that assumption is in this file.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from connectors.standin.body import Body, Json, amount_of, list_of, text_of, whole_of
from connectors.standin.call import Call, Operation, Reply, created, json_body
from connectors.standin.company import Books, Company
from connectors.standin.customer_ledger import post_entry, shown_voucher_no
from connectors.standin.fields import Field, Kind, check_body, choice, day, number, show, text, whole
from connectors.standin.matching import to_cents
from connectors.standin.problems import invalid, not_found, reference_missing, unbound
from connectors.standin.stamps import format_ticks
from connectors.standin.units import UNITS

TITLE = "OutgoingInvoiceVoucher"
PRIVILEGE = "OutgoingInvoiceVoucher_Full"
# What one unit of a currency costs when the voucher does not say.
EXCHANGE_RATES = {"EUR": "11.62", "USD": "10.05", "SEK": "1.06", "DKK": "1.56", "GBP": "13.37"}
VAT_SPECIFICATIONS = (
    "None",
    "Adjustment",
    "LossesOnClaims",
    "ReversalOfInputValueAddedTax",
    "Withdrawals",
    "AdjustmentVatCompensationRealProperty",
    "PurchasesEligibleForCompensation",
)


@dataclass(frozen=True, slots=True)
class VoucherKind:
    """Invoice or credit note: the name of its type, of its path, and the sign of its customer entry."""

    voucher_type: str
    journal: str
    sign: int


INVOICE = VoucherKind("OutgoingInvoice", "OutgoingInvoiceJournals", 1)
CREDIT_NOTE = VoucherKind("OutgoingCreditNote", "OutgoingCreditNoteJournals", -1)

_DIMENSIONS = ("Dim1Id", "Dim2Id", "Dim3Id")
_ACCRUAL = Field(
    "Accrual",
    Kind.OBJECT,
    nullable=False,
    parts=(
        whole("BalanceAccountId"),
        whole("BalanceAccountNo"),
        choice("BalanceAccountAgricultureDepartment", ("None",)),
        Field("FromDate", Kind.DAY, required=True, nullable=False),
        Field("ToDate", Kind.DAY, required=True, nullable=False),
        Field("IsActive", Kind.FLAG, nullable=False),
    ),
)
_LINE = (
    whole("AccountId", required=True),
    whole("VatId", required=True),
    Field("CurrencyAmount", Kind.NUMBER, required=True, nullable=False),
    text("Description"),
    whole("DepartmentId"),
    whole("ProjectId"),
    whole("LocationId"),
    *(whole(name) for name in _DIMENSIONS),
    whole("ProductId"),
    number("Quantity"),
    number("QuantityOrdered"),
    choice("UnitOfMeasureType", UNITS),
    choice("VatReturnSpecification", VAT_SPECIFICATIONS),
    _ACCRUAL,
)
VOUCHER_FIELDS = (
    Field("Id", Kind.GUID, post=False, nullable=False),
    Field("VoucherNo", Kind.WHOLE, post=False),
    text("InvoiceNo", required=True),
    Field("VoucherDate", Kind.DAY, required=True, nullable=False),
    day("DueDate"),
    text("CurrencyCode", required=True),
    Field("CurrencyExchangeRate", Kind.NUMBER),
    whole("CustomerAccountId", required=True),
    text("Cid", 25),
    text("ExternalImportReference", 50),
    text("CustomMatchingReference"),
    text("CustomerReference"),
    text("PurchaseOrderReference"),
    text("ContractNo"),
    whole("ImportedOrderNo"),
    whole("ImportedVoucherNo"),
    text("Description"),
    whole("DepartmentId"),
    whole("ProjectId"),
    whole("LocationId"),
    *(whole(name) for name in _DIMENSIONS),
    whole("SalesPersonEmployeeId"),
    day("DeliveryDate"),
    text("DeliveryAddress1"),
    text("DeliveryAddress2"),
    text("DeliveryAddressZipCode"),
    text("DeliveryAddressCity"),
    text("DeliveryAddressCountryCode"),
    whole("DeliveryTermId"),
    text("SaftSourceId", 35),
    Field("CurrencyAmount", Kind.NUMBER, post=False, nullable=False),
    Field("IsReversed", Kind.FLAG, post=False, nullable=False),
    Field("CreatedDateTimeOffset", Kind.TEXT, post=False, nullable=False),
    Field("OutgoingInvoiceLines", Kind.OBJECTS, parts=_LINE),
)

_HEADER_REFERENCES = (
    ("DepartmentId", "departments", "Department"),
    ("ProjectId", "projects", "Project"),
    ("LocationId", "locations", "Location"),
    ("SalesPersonEmployeeId", "employees", "Employee"),
    ("DeliveryTermId", "delivery_terms", "Delivery term"),
    *((name, "dimensions", "Custom dimension value") for name in _DIMENSIONS),
)
_LINE_REFERENCES = (
    ("AccountId", "accounts", "General ledger account"),
    ("VatId", "vat_codes", "Vat code"),
    ("DepartmentId", "departments", "Department"),
    ("ProjectId", "projects", "Project"),
    ("LocationId", "locations", "Location"),
    ("ProductId", "products", "Product"),
    *((name, "dimensions", "Custom dimension value") for name in _DIMENSIONS),
)


def post_voucher(company: Company, kind: VoucherKind, body: Json, *, own: bool = True) -> Body:
    """Post a voucher and its customer entry. Raises AnswerError when a rule is broken. `own` False: a person in Go
    posts it or sends it from an order, and it is then not this integration's, whoever made the order."""
    given, wrong = check_body((field for field in VOUCHER_FIELDS if field.post), body)
    if wrong:
        raise unbound(wrong)
    customer = _check_header(company, given)
    lines = list_of(given, "OutgoingInvoiceLines")
    _check_lines(company.books, given, lines)
    rate = _exchange_rate(given)
    total = sum((amount_of(line, "CurrencyAmount") for line in lines), Decimal(0))
    voucher: Body = {
        "DueDate": given["VoucherDate"],
        **given,
        **_identity(company),
        "CurrencyExchangeRate": rate,
        "VoucherType": kind.voucher_type,
        "CurrencyAmount": total,
        "IsReversed": False,
        "IsCreatedByCurrentIntegration": own,
        "SentDateTimeOffset": None if own else company.clock.stamp(),
    }
    company.put("vouchers", str(voucher["Id"]), voucher)
    entry = _customer_entry(voucher, kind.sign * total, to_cents(kind.sign * total * rate))
    entry_id = post_entry(company, whole_of(customer, "SubledgerAccountId") or 0, entry)
    return company.put("vouchers", str(voucher["Id"]), {**voucher, "EntryId": entry_id})


def present_voucher(company: Company, voucher: Body) -> Body:
    """The voucher as a read shows it."""
    now = company.clock.stamp()
    return show(VOUCHER_FIELDS, {**voucher, "VoucherNo": shown_voucher_no(voucher, now)})


def is_own(voucher: Body) -> bool:
    """Whether this integration posted the voucher; only such a one can be read here, documented and reversed."""
    return voucher.get("IsCreatedByCurrentIntegration") is not False


def standing(company: Company, name: str, value: Json) -> Body | None:
    """The voucher that holds a number or a reference and is not reversed, or None."""
    rows = company.books.rows("vouchers").values()
    return next((row for row in rows if row.get(name) == value and not row["IsReversed"]), None)


def _identity(company: Company) -> Body:
    """Id, number and times of a new voucher; the number is not shown before the background has given it."""
    numbered_at = company.clock.seconds() + company.settings.voucher_no_seconds
    return {
        "Id": str(uuid.uuid4()),
        "VoucherNo": company.next_id("voucher_no"),
        "NumberedAt": format_ticks(int(numbered_at * 10_000_000)),
        "CreatedDateTimeOffset": company.clock.stamp(),
    }


def _check_header(company: Company, given: Body) -> Body:
    """The voucher's customer. Raises AnswerError when the header breaks a rule."""
    _check_open(company, str(given["VoucherDate"]))
    if company.settings.refuse_duplicates:
        _check_unique(company, given)
    if company.books.row("currencies", str(given["CurrencyCode"])) is None:
        raise invalid(TITLE, f"CurrencyCode '{given['CurrencyCode']}' is not valid.")
    for name, table, what in _HEADER_REFERENCES:
        _check_reference(company.books, given, name, table, what)
    account_id = given["CustomerAccountId"]
    rows = company.books.rows("customers").values()
    customer = next((row for row in rows if row["SubledgerAccountId"] == account_id), None)
    if customer is None:
        raise reference_missing(TITLE, "Customer account", "id", account_id)
    if customer.get("IsArchived") and company.settings.refuse_archived:
        raise invalid(TITLE, f"The customer of CustomerAccountId {account_id} is archived.")
    return customer


def _check_open(company: Company, voucher_date: str) -> None:
    locked = company.settings.lock_date
    if locked is not None and voucher_date <= locked:
        raise invalid(TITLE, f"VoucherDate {voucher_date} is in a locked period. Lock date is {locked}.")


def _check_unique(company: Company, given: Body) -> None:
    for name in ("ExternalImportReference", "InvoiceNo"):
        value = given.get(name)
        held = standing(company, name, value) if value is not None else None
        if held is not None:
            raise invalid(TITLE, f"{name} is already in use. '{value}' is used on (voucher) Id = {held['Id']}.")


def _check_lines(books: Books, given: Body, lines: tuple[Body, ...]) -> None:
    if not lines:
        raise invalid(TITLE, "OutgoingInvoiceLines must hold at least one line.")
    for line in lines:
        for name, table, what in _LINE_REFERENCES:
            _check_reference(books, line, name, table, what)
        account = books.row("accounts", whole_of(line, "AccountId")) or {}
        _check_account(account, given, line)
        _check_vat(books.row("vat_codes", whole_of(line, "VatId")) or {}, account, str(given["VoucherDate"]))


def _check_account(account: Body, given: Body, line: Body) -> None:
    """An account may demand a dimension; a line takes the header's when it has none of its own."""
    for flag_name, field_name in (("IsDepartmentRequired", "DepartmentId"), ("IsProjectRequired", "ProjectId")):
        if account.get(flag_name) and line.get(field_name) is None and given.get(field_name) is None:
            raise invalid(TITLE, f"{field_name} is required on account {account['AccountNo']}.")


def _check_vat(vat: Body, account: Body, voucher_date: str) -> None:
    last = text_of(vat, "ValidTo") or "9999-12-31"
    if not vat.get("IsActive") or not str(vat["ValidFrom"]) <= voucher_date <= last:
        raise invalid(TITLE, f"Vat code {vat['Code']} (id = {vat['Id']}) is not valid on {voucher_date}.")
    if account.get("IsVatCodeLocked") and account.get("VatCodeId") != vat["Id"]:
        raise invalid(TITLE, f"Account {account['AccountNo']} is locked to another vat code than {vat['Code']}.")


def _check_reference(books: Books, row: Body, name: str, table: str, what: str) -> None:
    identity = whole_of(row, name)
    if identity is not None and books.row(table, identity) is None:
        raise reference_missing(TITLE, what, "id", identity)


def _exchange_rate(given: Body) -> Decimal:
    """The price in the client's currency of one unit of the voucher's."""
    code, rate = given["CurrencyCode"], given.get("CurrencyExchangeRate")
    if rate is None:
        return Decimal(EXCHANGE_RATES.get(str(code), "1"))
    value = amount_of(given, "CurrencyExchangeRate")
    if value <= 0 or (code == "NOK" and value != 1):
        raise invalid(TITLE, f"CurrencyExchangeRate {rate} is not valid for {code}.")
    return value


def _customer_entry(voucher: Body, amount: Decimal, posted: Decimal) -> Body:
    same = (
        "VoucherType",
        "VoucherNo",
        "NumberedAt",
        "VoucherDate",
        "DueDate",
        "CurrencyCode",
        "InvoiceNo",
        "Cid",
        "CustomMatchingReference",
        "ExternalImportReference",
        "DepartmentId",
        "ProjectId",
    )
    return {
        **{name: voucher.get(name) for name in same},
        "VoucherId": voucher["Id"],
        "PostingDate": voucher["VoucherDate"],
        "CurrencyAmount": amount,
        "Amount": posted,
        "IsCreatedByCurrentIntegration": is_own(voucher),
    }


def _post(call: Call, kind: VoucherKind) -> Reply:
    voucher = post_voucher(call.company, kind, json_body(call))
    return created(present_voucher(call.company, voucher), f"{call.url}/{voucher['Id']}")


def _get(call: Call, kind: VoucherKind) -> Reply:
    voucher = call.books.row("vouchers", call.path["id"])
    if voucher is None or voucher["VoucherType"] != kind.voucher_type or not is_own(voucher):
        raise not_found("Voucher", call.path["id"])
    return Reply(200, present_voucher(call.company, voucher))


OPERATIONS = (
    *(
        Operation(method, f"/Vouchers/{kind.journal}{tail}", PRIVILEGE, partial(handle, kind=kind))
        for kind in (INVOICE, CREDIT_NOTE)
        for method, tail, handle in (("POST", "", _post), ("GET", "/{id}", _get))
    ),
)
