"""go.payment: one allocation of a settling ledger entry to one of our vouchers; the connector's own view of the ledger.

Go has no such record: it knows entries that share a match id. Amounts are in the voucher's currency, and a positive
one settles (a negative one where the voucher's own total is negative). What is settled may be written off or credited
instead of paid, so the settling entry's type comes along; an invoice that settles a credit note is told from the credit
note's side as what it is, an OutgoingCreditNote.
"""

from __future__ import annotations

from connectors.go.catalog.fields import choice, link, shown
from engine.model.frozen import replace
from engine.model.schema import Entity, Nature, Reconciled
from engine.model.types import DATE, FLAG, number, text

VOUCHER_TYPES = (
    "Unknown",
    "IncomingInvoice",
    "IncomingCreditNote",
    "OutgoingInvoice",
    "OutgoingCreditNote",
    "IncomingBankRemittance",
    "IncomingOcrGiro",
    "ManualJournal",
    "Expense",
    "CashJournal",
    "IncomingPayments",
    "OutgoingPayments",
    "YearEndJournal",
    "BankJournal",
    "VatReturns",
    "PayrollJournal",
    "OutgoingPaymentReminder",
    "OutgoingNoticeOfDebtCollection",
    "OutgoingPaymentDemand",
    "OutgoingWarrantOfExecution",
    "CorrectionVoucher",
    "ReversalVoucher",
    "DepreciationJournal",
    "TravelExpense",
    "Settlement",
    "NegativeSettlement",
    "SystemGeneratedDocumentationVoucher",
)

PAYMENT = Entity(
    system="go",
    name="payment",
    nature=Nature.VIEW,
    key=("entry_id", "voucher_id"),
    group="voucher_id",
    name_field="invoice_no",
    whole="ledger_payment",
    reconciled=Reconciled(date="posting_date", total="amount", currency="currency"),
    fields=(
        shown("entry_id", link("customer_ledger_entry", absent=False)),
        shown("voucher_id", link("outgoing_invoice_voucher", absent=False)),
        shown("invoice_no", text()),
        shown("voucher_type", choice(*VOUCHER_TYPES, absent=False)),
        shown("is_write_off", FLAG),
        shown("amount", number(2)),
        shown("posting_date", DATE),
        shown("cid", text(25, absent=True)),
        shown("currency", text(3, absent=True)),
        shown("customer_no", number(absent=True)),
    ),
)

# The same, out of the ledger's statement: every allocation there is, in one list instead of a call a match.
LEDGER_PAYMENT = replace(PAYMENT, name="ledger_payment", whole=None)
