"""The types of voucher that the API has words for; one that is newer than the API is shown as Unknown."""

from __future__ import annotations

from connectors.standin.body import Json

UNKNOWN = "Unknown"
VOUCHER_TYPES = frozenset(
    {
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
    }
)


def shown_voucher_type(held: Json) -> str:
    """The type as this version of the API shows it."""
    return held if isinstance(held, str) and held in VOUCHER_TYPES else UNKNOWN
