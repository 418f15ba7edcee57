"""Asks Go whether a POST whose answer was lost took hold, by what makes the record its own.

A read may lag behind a write, so one that shows nothing proves nothing before the lag has passed: asking again is the
caller's. A voucher number that stands with other content is an alarm, never a success.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from connectors.go.client import Client
from connectors.go.failures import SYSTEM
from connectors.go.profile import Profile
from connectors.go.reversal import find_reversal
from connectors.go.rows import entity_row
from connectors.go.source import REGISTER_PATHS, voucher_row
from connectors.go.target import receipt, receipt_of
from engine.model.change import Action, Receipt, Request
from engine.model.failure import Conflict
from engine.model.record import Row
from engine.model.schema import Entity
from engine.model.text import say

Members = Mapping[str, Any]
DIFFERENT = say("look at both: if Go's is right, link it in links.yaml; if not, reverse it in Go or renumber it in Win")


def find_receipt(client: Client, profile: Profile, entity: Entity, request: Request) -> Receipt | None:
    """The receipt of a POST that took hold; None when Go shows no sign of it, or when it is harmless to send again.

    Raises Conflict when a voucher of that number stands with other content, and any kind of Failure of a read.
    """
    if request.action is Action.REVERSE:
        return find_reversal(client, request.path)
    if request.method != "POST" or not isinstance(request.payload, Mapping):
        return None
    if request.action is Action.POST:
        return _voucher(client, profile, entity, request, request.payload)
    found = next(_candidates(client, profile, entity, request), None)
    return None if found is None else receipt(profile, entity, request, found)


def _candidates(client: Client, profile: Profile, entity: Entity, request: Request) -> Iterator[Members]:
    payload = request.payload
    assert isinstance(payload, Mapping)
    query, agrees = _question(profile, entity, request.path, payload)
    if query is None:
        return
    for members in client.list(REGISTER_PATHS[entity.name], query):
        if agrees(members):
            yield members


def _question(
    profile: Profile, entity: Entity, path: str, payload: Members
) -> tuple[dict[str, str] | None, Callable[[Members], bool]]:
    """The filter that finds a record, and what a row must agree in to be it."""
    if entity.name in ("customer", "employee"):
        return _contact_question(entity, payload)
    if entity.name == "contact_person":
        return _person_question(path, payload)
    if entity.name == "department" and _is_listable(payload.get("Code")):
        return {"codes": str(payload["Code"])}, lambda row: _agree(row, payload, ("Code", "Name"))
    # A sub-project's code is filtered by its composite form, which may not be known here: its name is.
    wanted = ("Code", "Name", "ParentProjectId")
    return {"name": str(payload.get("Name"))}, lambda row: _agree(entity_row(entity, row, profile), payload, wanted)


def _contact_question(entity: Entity, payload: Members) -> tuple[dict[str, str] | None, Callable[[Members], bool]]:
    """Our reference is ours alone, and Go may have tidied the names; a number alone proves nothing without them."""
    reference = payload.get("ExternalImportReference")
    numbers = ("ExternalImportReference", "Number", "ExternalNumber")
    if reference:
        return {"externalImportReference": str(reference)}, lambda row: _agree(row, payload, numbers)
    parameters = {
        "Number": "customerNos" if entity.name == "customer" else "employeeNos",
        "ExternalNumber": "externalNos",
    }
    query = {parameter: str(payload[name]) for name, parameter in parameters.items() if payload.get(name) is not None}
    named = (*numbers, "Name", "FirstName", "LastName")
    return query or None, lambda row: _agree(row, payload, named)


def _person_question(path: str, payload: Members) -> tuple[dict[str, str], Callable[[Members], bool]]:
    contact_id = path.rstrip("/").rsplit("/", 1)[-1]
    code = payload.get("ExternalCode")
    query = {"externalCodes": str(code)} if _is_listable(code) else {"contactIds": contact_id}
    wanted = ("ExternalCode",) if code else ("FirstName", "LastName")
    return query, lambda row: str(row.get("ContactId")) == contact_id and _agree(row, payload, wanted)


def _is_listable(code: object) -> bool:
    """Whether a filter can ask for a code: filters are lists with commas."""
    return bool(code) and "," not in str(code)


def _agree(row: Members, payload: Members, names: Iterable[str]) -> bool:
    """Whether a row has what was sent, in the fields that tell records apart; spaces at the ends do not count."""
    return all(_plain(row.get(name)) == _plain(payload[name]) for name in names if payload.get(name) is not None)


def _plain(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _voucher(client: Client, profile: Profile, entity: Entity, request: Request, posted: Members) -> Receipt | None:
    call = profile.calls[entity.name]
    head, total = call.head(posted), call.total(posted)
    number = str(head.get("InvoiceNo"))
    for members in client.list("/OutgoingInvoices", _voucher_query(number, head)):
        if members.get("IsReversed"):
            continue
        row = voucher_row(profile, entity, members)
        reference = head.get("ExternalImportReference")
        same_number = _same_number(row.get("InvoiceNo"), number)
        same_reference = reference is not None and row.get("ExternalImportReference") == reference
        if not same_number and not same_reference:
            continue
        difference = _difference(row, members, head, call.voucher_type, total)
        if difference:
            detail = say("invoice {number} stands in Go with another {what}", number=number, what=difference)
            raise Conflict(SYSTEM, f"POST {call.path}", detail, remedy=DIFFERENT, existing_id=members.get("Id"))
        return receipt_of(request, members.get("Id"), {**row, "InvoiceNo": number})
    return None


def _voucher_query(number: str, payload: Members) -> dict[str, str]:
    """Filter by number where that is one; else by day, since a hyphen in the filter would be read as a range."""
    if number.isdigit():
        return {"invoiceNos": number}
    day = str(payload.get("VoucherDate"))
    return {"fromDate": day, "toDate": day}


def _same_number(found: object, wanted: str) -> bool:
    """The list shows numbers as whole numbers: leading zeros are lost there."""
    text = str(found)
    return text == wanted or (text.isdigit() and wanted.isdigit() and int(text) == int(wanted))


def _difference(row: Row, members: Members, head: Members, voucher_type: str, sent: Decimal | None) -> str | None:
    """In what a standing voucher differs from the one that was sent; None when it is that one."""
    if members.get("VoucherType") not in (None, voucher_type):
        return say("voucher type")
    reference = head.get("ExternalImportReference")
    if reference is not None and row.get("ExternalImportReference") != reference:
        return say("reference")
    total = row.get("CurrencyAmount")
    if isinstance(total, Decimal) and sent is not None and abs(total) != abs(sent):
        return say("total")
    if row.get("CurrencyCode") and head.get("CurrencyCode") not in (None, row.get("CurrencyCode")):
        return say("currency")
    return None
