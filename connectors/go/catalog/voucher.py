"""go.outgoing_invoice_voucher and go.outgoing_credit_note_voucher: posted once, never changed.

The fields that are posted are those of the voucher's read DTO without its read-only ones, because no public
specification of the POST exists; the others are what the list of outgoing invoices shows of a voucher.
"""

from __future__ import annotations

from connectors.go.catalog.fields import (
    BOOKS_CURRENCY,
    DATE_,
    DATETIME_,
    FLAG_,
    RATE,
    RATE_SCALE,
    TEXT,
    WHOLE,
    choice,
    created,
    identified,
    link,
    required,
    shown,
)
from engine.model.frozen import replace
from engine.model.schema import Entity, Field, Nature, Reconciled, Reversal
from engine.model.text import say
from engine.model.types import DATE, FILE, Kind, Type, number, text

DOCUMENT_BYTES_MAX = 30 * 1024 * 1024
DOCUMENT_SIGNATURE = "%PDF-"

# Vouchers are in kroner and øre, or in the currency's two decimals.
AMOUNT = number(2, absent=True)

UNIT_CODES = (
    "BX MTR KMT KGM EA LTR HUR DAY MTK MTQ TNE MON ANN QAN NL XRO XBA XPL XPC PR XCI XBG SET XTY XOF FTK KWH MWH LBR "
    "CMT DMT LM XPK GRM HGM XFL XBE E54 MMT DAA H18 MLT HLT DLT AK XCR E14 MJ J57 XJG XCT XSA XTU WEE XCA XCN NAR M4 "
    "XVQ P1 MFU KMK LM3 FOT FM3 E34 E35"
)
UNITS = choice(*UNIT_CODES.split())
VAT_RETURN_SPECIFICATIONS = choice(
    "None",
    "Adjustment",
    "LossesOnClaims",
    "ReversalOfInputValueAddedTax",
    "Withdrawals",
    "AdjustmentVatCompensationRealProperty",
    "PurchasesEligibleForCompensation",
)

# Gross: VAT is inside CurrencyAmount, and Go derives it from the code. A positive line is income.
LINE_FIELDS: tuple[Field, ...] = (
    created("AccountId", link("GeneralLedgerAccount", absent=False)),
    created("VatId", link("VatCode", absent=False)),
    created("CurrencyAmount", required(AMOUNT)),
    created("Description", TEXT),
    created("DepartmentId", link("department")),
    created("ProjectId", link("project")),
    created("LocationId", link("location")),
    created("Dim1Id", link("dimension_1")),
    created("Dim2Id", link("dimension_2")),
    created("Dim3Id", link("dimension_3")),
    created("ProductId", link("product")),
    created("Quantity", number(RATE_SCALE, absent=True)),
    created("QuantityOrdered", number(RATE_SCALE, absent=True)),
    created("UnitOfMeasureType", UNITS),
    created("VatReturnSpecification", VAT_RETURN_SPECIFICATIONS),
)

_POSTED: tuple[Field, ...] = (
    created("InvoiceNo", required(TEXT), unique=True),
    created("ExternalImportReference", text(50, absent=True), unique=True),
    created("CustomerAccountId", link("customer.SubledgerAccountId", absent=False)),
    created("VoucherDate", DATE),
    created("DueDate", DATE_),
    created("CurrencyCode", text(3)),
    created("CurrencyExchangeRate", RATE),
    created("Cid", text(25, absent=True)),
    created("CustomMatchingReference", TEXT),
    created("CustomerReference", TEXT),
    created("PurchaseOrderReference", TEXT),
    created("ContractNo", TEXT),
    created("Description", TEXT),
    created("ImportedOrderNo", WHOLE),
    created("ImportedVoucherNo", WHOLE),
    created("DepartmentId", link("department")),
    created("ProjectId", link("project")),
    created("LocationId", link("location")),
    created("Dim1Id", link("dimension_1")),
    created("Dim2Id", link("dimension_2")),
    created("Dim3Id", link("dimension_3")),
    created("SalesPersonEmployeeId", link("employee")),
    created("DeliveryDate", DATE_),
    created("DeliveryAddress1", TEXT),
    created("DeliveryAddress2", TEXT),
    created("DeliveryAddressZipCode", TEXT),
    created("DeliveryAddressCity", TEXT),
    created("DeliveryAddressCountryCode", text(2, absent=True)),
    created("DeliveryTermId", link("DeliveryTerm")),
    created("SaftSourceId", text(35, absent=True)),
    created("OutgoingInvoiceLines", Type(Kind.LIST, absent=True, entity="outgoing_invoice_line"), fields=LINE_FIELDS),
    replace(
        created("Documentation", replace(FILE, absent=True, length_max=DOCUMENT_BYTES_MAX)),
        signature=DOCUMENT_SIGNATURE,
    ),
)

_SHOWN: tuple[Field, ...] = (
    shown("VoucherNo", WHOLE),
    shown("CurrencyAmount", AMOUNT),
    shown("TotalPostedAmount", AMOUNT),
    shown("Balance", AMOUNT),
    shown("BalanceLastChangedDateTimeOffset", DATETIME_),
    shown("MatchId", link("match")),
    shown("CustomerId", link("customer")),
    shown("CustomerNo", WHOLE),
    shown("IsReversed", FLAG_),
    shown("IsCreatedByCurrentIntegration", FLAG_),
    shown("CreatedDateTimeOffset", DATETIME_),
)


def _voucher(name: str, nouns: tuple[str, str], *, credits: bool = False) -> Entity:
    return Entity(
        system="go",
        name=name,
        nature=Nature.VOUCHER,
        key=("Id",),
        number="InvoiceNo",
        posting_date="VoucherDate",
        name_field="InvoiceNo",
        content=("VoucherDate", "DueDate", "CurrencyCode", "CustomerAccountId", "Cid"),
        total=("OutgoingInvoiceLines", "CurrencyAmount"),
        line_content=("AccountId", "VatId"),
        reversal=Reversal("Balance", "TotalPostedAmount", credits=credits),
        nouns=nouns,
        origin="ExternalImportReference",
        reconciled=Reconciled(
            date="VoucherDate",
            total="CurrencyAmount",
            currency="CurrencyCode",
            posted="TotalPostedAmount",
            balance="Balance",
            books_currency=BOOKS_CURRENCY,
            ours="IsCreatedByCurrentIntegration",
            party="CustomerId",
        ),
        fields=(identified(name), *_POSTED, *_SHOWN),
    )


OUTGOING_INVOICE_VOUCHER = _voucher("outgoing_invoice_voucher", (say("invoice"), say("invoices")))
OUTGOING_CREDIT_NOTE_VOUCHER = _voucher(
    "outgoing_credit_note_voucher", (say("credit note"), say("credit notes")), credits=True
)
