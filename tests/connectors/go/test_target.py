"""What writes become: methods, paths and bodies exactly, before anything is sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from connectors.go.connection import GoConnection
from connectors.go.profile_file import shipped_profile
from connectors.go.target import receipt
from engine.model import exact_json
from engine.model.change import Action, Pending, Request, Unresolved, Write
from engine.model.failure import Unreachable
from engine.model.record import Value

CUSTOMER = Pending("customer", "512")
INVOICE = Pending("invoice", "1/5001")


def as_sent(request: Request) -> tuple[str, str, Any]:
    return request.method, request.path, exact_json.loads(exact_json.dumps(request.payload))


def test_a_create_leaves_out_what_is_empty(go: GoConnection) -> None:
    values: dict[str, Value] = {
        "Number": 10512,
        "Name": "Fjord AS",
        "EmailAddress": None,
        "Allowance": Decimal("12.50"),
        "CustomerSince": date(2026, 1, 31),
        "MailAddress": {"City": "Oslo", "ZipCode": "0150", "AddressLine2": None},
    }
    request = go.request(Write("customer", Action.CREATE, values))
    assert as_sent(request) == (
        "POST",
        "/Customers",
        {
            "Number": 10512,
            "Name": "Fjord AS",
            "Allowance": Decimal("12.50"),
            "CustomerSince": "2026-01-31",
            "MailAddress": {"City": "Oslo", "ZipCode": "0150"},
        },
    )
    assert request.path_parameters == {}
    assert go.calls == 0


@pytest.mark.parametrize(
    ("entity", "path"),
    [("department", "/Departments"), ("employee", "/Employees"), ("project", "/Projects")],
)
def test_each_register_has_its_path(go: GoConnection, entity: str, path: str) -> None:
    assert go.request(Write(entity, Action.CREATE, {"Name": "x"})).path == path
    assert go.request(Write(entity, Action.UPDATE, {"Name": "x"}, target_id=7)).path == f"{path}/7"


def test_a_contact_person_is_made_below_its_customer(go: GoConnection) -> None:
    write = Write("contact_person", Action.CREATE, {"FirstName": "Kari"}, path_values={"ContactId": 4711})
    assert as_sent(go.request(write)) == ("POST", "/ContactPersons/4711", {"FirstName": "Kari"})
    among = Write("contact_person", Action.CREATE, {"FirstName": "Kari", "ContactId": 4711})
    assert as_sent(go.request(among)) == ("POST", "/ContactPersons/4711", {"FirstName": "Kari"})
    update = Write("contact_person", Action.UPDATE, {"Title": None}, target_id=9, path_values={"ContactId": 4711})
    assert as_sent(go.request(update)) == (
        "PATCH",
        "/ContactPersons/4711/9",
        [{"op": "replace", "path": "/Title", "value": None}],
    )


def test_ids_that_are_not_known_yet_stand_in_braces(go: GoConnection) -> None:
    write = Write("contact_person", Action.CREATE, {"FirstName": "Kari"}, path_values={"ContactId": CUSTOMER})  # type: ignore[dict-item]
    request = go.request(write)
    assert request.path == "/ContactPersons/{customer:512}"
    assert request.path_parameters == {"{customer:512}": CUSTOMER}
    managed = go.request(Write("department", Action.UPDATE, {"Name": "x"}, target_id=Pending("department", "10")))
    assert managed.path == "/Departments/{department:10}"
    attached = go.request(Write("outgoing_invoice_voucher", Action.ATTACH, {"file": "a.pdf"}, target_id=INVOICE))
    assert attached.path == "/VoucherDocumentation?id={invoice:1/5001}"
    assert attached.path_parameters == {"{invoice:1/5001}": INVOICE}


def test_an_update_replaces_by_path_and_null_clears(go: GoConnection) -> None:
    values: dict[str, Value] = {
        "EmailAddress": "ny@fjord.no",
        "PhoneNumber": None,
        "MailAddress.City": "Bergen",
        "Allowance": Decimal("1.0"),
    }
    assert as_sent(go.request(Write("customer", Action.UPDATE, values, target_id=4711))) == (
        "PATCH",
        "/Customers/4711",
        [
            {"op": "replace", "path": "/EmailAddress", "value": "ny@fjord.no"},
            {"op": "replace", "path": "/PhoneNumber", "value": None},
            {"op": "replace", "path": "/MailAddress/City", "value": "Bergen"},
            {"op": "replace", "path": "/Allowance", "value": Decimal("1.0")},
        ],
    )
    whole: dict[str, Value] = {"MailAddress": {"City": "Bergen", "ZipCode": "5003", "AddressLine1": None}}
    [operation] = as_sent(go.request(Write("customer", Action.UPDATE, whole, target_id=1)))[2]
    assert operation["value"] == {"City": "Bergen", "ZipCode": "5003"}
    [operation] = as_sent(go.request(Write("customer", Action.UPDATE, {"MailAddress": None}, target_id=1)))[2]
    assert operation == {"op": "replace", "path": "/MailAddress", "value": None}


@pytest.mark.parametrize(
    ("entity", "path"),
    [
        ("outgoing_invoice_voucher", "/Vouchers/OutgoingInvoiceJournals"),
        ("outgoing_credit_note_voucher", "/Vouchers/OutgoingCreditNoteJournals"),
    ],
)
def test_a_voucher_is_posted_gross_with_positive_lines(go: GoConnection, entity: str, path: str) -> None:
    line: dict[str, Any] = {
        "AccountId": Unresolved("GeneralLedgerAccount", "AccountNo", 3000),
        "VatId": 5,
        "CurrencyAmount": Decimal("1250.00"),
        "Description": None,
    }
    values: dict[str, Any] = {
        "InvoiceNo": "5001",
        "CustomerAccountId": Pending("customer", "512", "SubledgerAccountId"),
        "VoucherDate": date(2026, 10, 25),
        "CurrencyCode": "NOK",
        "Documentation": "a.pdf",
        "OutgoingInvoiceLines": (line,),
    }
    assert as_sent(go.request(Write(entity, Action.POST, values))) == (
        "POST",
        path,
        {
            "InvoiceNo": "5001",
            "CustomerAccountId": {"link": "customer:512", "field": "SubledgerAccountId"},
            "VoucherDate": "2026-10-25",
            "CurrencyCode": "NOK",
            "OutgoingInvoiceLines": [
                {
                    "AccountId": {"find": "GeneralLedgerAccount", "by": "AccountNo", "value": 3000},
                    "VatId": 5,
                    "CurrencyAmount": Decimal("1250.00"),
                }
            ],
        },
    )


def test_a_receipt_holds_the_id_and_what_go_said(go: GoConnection) -> None:
    entity = go.catalog.entities["customer"]
    made = receipt(
        shipped_profile(),
        entity,
        Request("customer", Action.CREATE, "POST", "/Customers", {}),
        {"Id": 1, "SubledgerAccountId": 2},
    )
    assert (made.id, made.values) == (1, {"Id": 1, "SubledgerAccountId": 2})
    changed = receipt(shipped_profile(), entity, Request("customer", Action.UPDATE, "PATCH", "/Customers/1", []), None)
    assert (changed.id, changed.values) == (1, {})
    told = receipt(
        shipped_profile(),
        entity,
        Request("customer", Action.UPDATE, "PATCH", "/Customers/1", []),
        {"Id": 1, "Name": "x"},
    )
    assert told.values["Name"] == "x"
    path = "/VoucherDocumentation?id=38ecfc1a-bf51-448f-99a8-a61bc5771109"
    attached = receipt(shipped_profile(), entity, Request("customer", Action.ATTACH, "PUT", path, {}), None)
    assert attached.id == "38ecfc1a-bf51-448f-99a8-a61bc5771109"


@pytest.mark.parametrize("answer", [None, {}, [], {"Id": None}])
def test_a_new_record_without_an_id_may_stand_all_the_same(go: GoConnection, answer: Any) -> None:
    with pytest.raises(Unreachable) as caught:
        receipt(
            shipped_profile(),
            go.catalog.entities["customer"],
            Request("customer", Action.CREATE, "POST", "/Customers", {}),
            answer,
        )
    assert caught.value.may_have_happened


def test_a_path_with_a_placeholder_is_never_sent(go: GoConnection) -> None:
    request = go.request(Write("department", Action.UPDATE, {"Name": "x"}, target_id=Pending("department", "10")))
    with pytest.raises(AssertionError):
        go.send(request)
