"""Reversals of vouchers: asked for, taken with 202, and done by the background a moment later.

A reversal nullifies: an entry of the opposite amount is matched with the voucher's own, and its number is free again.
"""

from __future__ import annotations

import uuid
from decimal import Decimal

from connectors.standin.body import Body, amount_of, whole_of
from connectors.standin.call import Call, Operation, Reply
from connectors.standin.company import Company
from connectors.standin.customer_ledger import post_entry
from connectors.standin.matching import Side, match, touches, unmatch
from connectors.standin.problems import AnswerError, invalid, not_found
from connectors.standin.stamps import today
from connectors.standin.vouchers import PRIVILEGE, TITLE, is_own


def finish_reversals(company: Company) -> None:
    """Do the reversals whose time has come."""
    now = company.clock.seconds()
    due = [row for row in company.books.rows("reversals").values() if amount_of(row, "Due") <= Decimal(str(now))]
    for row in due:
        company.begin()
        company.drop("reversals", str(row["VoucherId"]))
        _reverse(company, company.books.rows("vouchers")[str(row["VoucherId"])])


def _reverse(company: Company, voucher: Body) -> None:
    """Nullify a voucher: an entry of the opposite amount, matched with the voucher's own."""
    entry = company.books.rows("entries")[whole_of(voucher, "EntryId") or 0]
    entry_id = whole_of(entry, "Id") or 0
    unmatch(company, lambda row: touches(row, entry_id))
    locked = company.settings.lock_date
    date = str(voucher["VoucherDate"])
    members: Body = {
        **{name: entry.get(name) for name in ("CurrencyCode", "DepartmentId", "ProjectId")},
        "VoucherType": "ReversalVoucher",
        "VoucherId": str(uuid.uuid4()),
        "VoucherNo": company.next_id("voucher_no"),
        "VoucherDate": date,
        "PostingDate": date if locked is None or date > locked else today(),
        "CurrencyAmount": -amount_of(entry, "CurrencyAmount"),
        "Amount": -amount_of(entry, "Amount"),
        "IsCreatedByCurrentIntegration": True,
    }
    reversal_id = post_entry(company, whole_of(entry, "AccountId") or 0, members)
    amount = amount_of(entry, "CurrencyAmount")
    match(company, (Side(entry_id, amount), Side(reversal_id, -amount)), str(members["PostingDate"]))
    company.put("vouchers", str(voucher["Id"]), {**voucher, "IsReversed": True})


def _request_reversal(call: Call) -> Reply:
    """202: the reversal is done by the background, and until then the old numbers stay in use."""
    company, identity = call.company, call.path["id"]
    voucher = company.books.row("vouchers", identity)
    if voucher is None or not is_own(voucher):
        raise _not_own(company, identity)
    if voucher["IsReversed"] or company.books.row("reversals", identity) is not None:
        raise invalid(TITLE, f"Voucher with id = {identity} is already reversed.")
    due = Decimal(str(company.clock.seconds() + company.settings.reversal_seconds))
    company.put("reversals", identity, {"VoucherId": identity, "Due": due})
    return Reply(202)


def _not_own(company: Company, identity: str) -> AnswerError:
    """A voucher that a person or a bank made is there, and not this integration's to reverse."""
    if any(entry["VoucherId"] == identity for entry in company.books.rows("entries").values()):
        return invalid(TITLE, f"Voucher with id = {identity} was not created by this integration.")
    return not_found("Voucher", identity)


OPERATIONS = (Operation("POST", "/Vouchers/Reverse/{id}", PRIVILEGE, _request_reversal),)
