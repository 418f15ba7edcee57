"""Documentation of vouchers: the PDF that is put beside a posted one.

A document that was taken is put in place by the background, a moment later. Only its size and hash are kept, so that
the books stay small; there is no download.
"""

from __future__ import annotations

import hashlib

from connectors.standin.body import Body
from connectors.standin.call import Call, Operation, Reply
from connectors.standin.company import Books, Company
from connectors.standin.customer_ledger import shown_voucher_no
from connectors.standin.fields import Field, Kind, show
from connectors.standin.filters import chosen, numbers
from connectors.standin.pages import page
from connectors.standin.problems import AnswerError, invalid, problem, unbound
from connectors.standin.stamps import format_ticks
from connectors.standin.vouchers import is_own

TITLE = "VoucherDocumentation"
BYTES_MAX = 30 * 1024 * 1024
_MAGIC = b"%PDF-"
_MAGIC_WITHIN = 1024

_FIELDS = tuple(
    Field(name, Kind.TEXT, nullable=name == "VoucherNo")
    for name in (
        "VoucherId",
        "VoucherNo",
        "VoucherType",
        "HasPdf",
        "HasEhf",
        "HasImages",
        "HasSalesOrderAttachments",
        "IsImported",
    )
)


def _put(call: Call) -> Reply:
    """202: taken; a file that is there already is replaced."""
    company, identity = call.company, (call.query.get("id") or "").lower()
    voucher = company.books.row("vouchers", identity)
    if voucher is None or not is_own(voucher):
        raise _unknown(company, identity)
    content = _file(call)
    company.put("documents", identity, _document(company, identity, content))
    return Reply(202)


def _document(company: Company, identity: str, content: bytes) -> Body:
    known = company.books.row("documents", identity) or {}
    shown_at = company.clock.seconds() + company.settings.document_seconds
    return {
        "VoucherId": identity,
        "Bytes": len(content),
        "Sha256": hashlib.sha256(content).hexdigest(),
        "ShownAt": known.get("ShownAt") or format_ticks(int(shown_at * 10_000_000)),
    }


def _unknown(company: Company, identity: str) -> AnswerError:
    """The specification declares no 404 here."""
    if any(entry["VoucherId"] == identity for entry in company.books.rows("entries").values()):
        return invalid(TITLE, f"Voucher with id = {identity} was not imported by the API.")
    return problem(400, "Object(s) not found", f"Voucher with id = {identity} not found.")


def _file(call: Call) -> bytes:
    content = next((upload.content for upload in call.uploads if upload.part == "file"), None)
    if content is None:
        raise unbound({"file": ["The file field is required."]})
    if len(content) > BYTES_MAX:
        raise invalid(TITLE, "The file is larger than the maximum size of 30 MB.")
    if _MAGIC not in content[:_MAGIC_WITHIN]:
        raise invalid(TITLE, "Only PDF files can be imported.")
    return content


def _list(call: Call) -> Reply:
    now = call.company.clock.stamp()
    rows = [_shown(call.books, voucher, now) for voucher in call.books.rows("vouchers").values()]
    wanted = (call.query.get("id") or "").lower()
    found = [row for row in rows if not wanted or row["VoucherId"] == wanted]
    names = [field.name for field in _FIELDS]
    return page(call, chosen(found, {"voucherNo": numbers("VoucherNo")}, call.query, call.books), names)


def _shown(books: Books, voucher: Body, now: str) -> Body:
    document = books.row("documents", str(voucher["Id"]))
    full: Body = {
        "VoucherId": voucher["Id"],
        "VoucherNo": shown_voucher_no(voucher, now),
        "VoucherType": voucher["VoucherType"],
        "HasPdf": document is not None and str(document.get("ShownAt") or "") <= now,
        "HasEhf": False,
        "HasImages": False,
        "HasSalesOrderAttachments": False,
        "IsImported": is_own(voucher),
    }
    return show(_FIELDS, full)


OPERATIONS = (
    Operation("PUT", "/VoucherDocumentation", "VoucherDocumentation_Full", _put),
    Operation("GET", "/VoucherDocumentation", "VoucherDocumentation", _list),
)
