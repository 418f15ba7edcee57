"""What this connector assumes where Go's public specification is silent: how a voucher is posted and taken back.

No public document shows the POST of an outgoing invoice or credit note voucher. Everything assumed of it stands here
and nowhere else, so that one place changes when the vendor's own answer is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoucherCall:
    """How one kind of voucher is posted and found again.

    `path`: of the POST. `voucher_type`: how the list of outgoing invoices names the kind. `lines`: the field of the
    body that holds the lines. `amount`: the line's field that carries the sign. `sign`: +1 when a line that is income
    is sent positive, -1 when it is sent negative; mappings always give positive income.
    """

    path: str
    voucher_type: str
    lines: str = "OutgoingInvoiceLines"
    amount: str = "CurrencyAmount"
    sign: int = 1


# The path: the GET of one voucher stands there. The body: the read DTO without its read-only fields.
# The sign and gross amounts: the API's first version, same back end, says so of invoice lines.
INVOICE = VoucherCall(path="/Vouchers/OutgoingInvoiceJournals", voucher_type="OutgoingInvoice")
# The path by analogy. Lines positive, as of an invoice: Go debits the income and credits the customer.
CREDIT_NOTE = VoucherCall(path="/Vouchers/OutgoingCreditNoteJournals", voucher_type="OutgoingCreditNote")

VOUCHER_CALLS: Mapping[str, VoucherCall] = {
    "outgoing_invoice_voucher": INVOICE,
    "outgoing_credit_note_voucher": CREDIT_NOTE,
}

# The path and its answer (202) are specified; that it reverses these two kinds of voucher too, that it is done when the
# list of outgoing invoices shows IsReversed, and that Go takes no second reversal of one voucher, are assumptions.
REVERSAL_PATH = "/Vouchers/Reverse"
# Nothing says which date a reversal gets, nor what becomes of one whose voucher lies in a closed period. As long as
# that is so, such a voucher is not reversed from here: an amount would move between periods without anybody's word.
REVERSES_IN_CLOSED_PERIOD = False
