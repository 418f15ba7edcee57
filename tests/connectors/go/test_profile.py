"""What is assumed of Go stands in one file: another file beside the workspace changes requests, reads and catalog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.go.connection import GoConnection, connect
from connectors.go.profile_file import SHIPPED, load_profile, shipped_profile
from engine.model import exact_json
from engine.model.change import Action, Request, Write
from engine.model.failure import Conflict, Unreachable
from engine.model.record import Value

VOUCHER: dict[str, Value] = {
    "InvoiceNo": "5001",
    "CustomerAccountId": 77,
    "VoucherDate": date(2026, 10, 25),
    "CurrencyCode": "NOK",
    "Cid": "0012345",
    "OutgoingInvoiceLines": (
        {"AccountId": 1, "VatId": 5, "CurrencyAmount": Decimal("1250.00"), "Description": "Honorar"},
        {"AccountId": 2, "VatId": 5, "CurrencyAmount": Decimal("-250.00")},
    ),
}
# What a first contact might tell: other paths, another body, the customer's own id, debit lines.
OTHERWISE = """
[customer]
account = "Id"

[invoice]
path = "/Vouchers/OutgoingInvoices"
id = "VoucherId"
sign = -1
line_names = { CurrencyAmount = "Amount", Description = false }
always = { Source = "wingo", IsDraft = false }

[invoice.names]
CustomerAccountId = "CustomerId"
OutgoingInvoiceLines = "VoucherLines"
InvoiceNo = "DocumentNo"
Cid = false

[reversal]
path = "/Vouchers/TakeBack"
in_closed_period = true

[patch]
refused = ["department.ManagerEmployeeId"]
"""


@pytest.fixture
def opened(server: Any, waits: Any, tmp_path: Path) -> Any:
    """Opens a connection whose workspace has a profile of its own."""
    made: list[GoConnection] = []

    def open_(text: str) -> GoConnection:
        (tmp_path / "go-profile.toml").write_text(text, encoding="utf-8")
        made.append(connect({**server.settings, "profile": "go-profile.toml"}, tmp_path, waits.clock))
        return made[-1]

    yield open_
    for connection in made:
        connection.close()


def posted(go: GoConnection, entity: str = "outgoing_invoice_voucher") -> tuple[str, Any]:
    request = go.request(Write(entity, Action.POST, VOUCHER))
    return request.path, exact_json.loads(exact_json.dumps(request.payload))


def test_without_a_file_the_shipped_assumptions_hold(go: GoConnection) -> None:
    path, body = posted(go)
    assert path == "/Vouchers/OutgoingInvoiceJournals"
    assert body["CustomerAccountId"] == 77
    assert [line["CurrencyAmount"] for line in body["OutgoingInvoiceLines"]] == [Decimal("1250.00"), Decimal("-250.00")]


def test_a_file_changes_path_body_account_and_sign(opened: Callable[[str], GoConnection]) -> None:
    path, body = posted(opened(OTHERWISE))
    assert path == "/Vouchers/OutgoingInvoices"
    assert body == {
        "Source": "wingo",
        "IsDraft": False,
        "DocumentNo": "5001",
        "CustomerId": 77,
        "VoucherDate": "2026-10-25",
        "CurrencyCode": "NOK",
        "VoucherLines": [
            {"AccountId": 1, "VatId": 5, "Amount": Decimal("-1250.00")},
            {"AccountId": 2, "VatId": 5, "Amount": Decimal("250.00")},
        ],
    }


def test_what_a_file_does_not_name_stays_as_shipped(opened: Callable[[str], GoConnection]) -> None:
    go = opened(OTHERWISE)
    path, body = posted(go, "outgoing_credit_note_voucher")
    assert path == "/Vouchers/OutgoingCreditNoteJournals"
    assert body["Cid"] == "0012345"


def test_the_shipped_file_is_a_whole_profile_itself() -> None:
    assert load_profile(SHIPPED) == shipped_profile()


def test_the_answers_id_and_the_reversals_path_are_as_the_file_says(
    opened: Callable[[str], GoConnection], server: Any, reply: Any
) -> None:
    go = opened(OTHERWISE)
    server.script = [reply(201, {"VoucherId": "v-1", "Id": "something else"})]
    assert go.send(go.request(Write("outgoing_invoice_voucher", Action.POST, VOUCHER))).id == "v-1"
    taken_back = go.request(Write("outgoing_invoice_voucher", Action.REVERSE, {}, target_id="v-1"))
    assert taken_back.path == "/Vouchers/TakeBack/v-1"
    server.script = [reply(202), reply(200, [{"Id": "v-1", "IsReversed": True}])]
    assert go.send(taken_back).id == "v-1"


def test_an_answer_without_that_id_leaves_the_voucher_in_doubt(
    opened: Callable[[str], GoConnection], server: Any, reply: Any
) -> None:
    go = opened(OTHERWISE)
    server.script = [reply(201, {"Id": "v-1"})]
    with pytest.raises(Unreachable) as caught:
        go.send(go.request(Write("outgoing_invoice_voucher", Action.POST, VOUCHER)))
    assert caught.value.may_have_happened


def test_a_voucher_is_found_again_in_the_files_own_names(
    opened: Callable[[str], GoConnection], server: Any, reply: Any
) -> None:
    go = opened(OTHERWISE)
    request = go.request(Write("outgoing_invoice_voucher", Action.POST, VOUCHER))
    stands = {"Id": "v-1", "InvoiceNo": 5001, "VoucherType": "OutgoingInvoice", "CurrencyCode": "NOK"}
    server.script = [reply(200, [{**stands, "TotalAmount": 1000.00}])]
    found = go.recover(request)
    assert found is not None
    assert found.id == "v-1"
    assert "invoiceNos=5001" in server.seen[-1].path
    server.script = [reply(200, [{**stands, "TotalAmount": 999.00}])]
    with pytest.raises(Conflict, match="total"):
        go.recover(request)


@pytest.mark.parametrize(("account", "expected"), [("Id", 4711), ("Number", 10512), ("SubledgerAccountId", 99)])
def test_a_customers_account_is_the_member_that_the_file_names(
    opened: Callable[[str], GoConnection], server: Any, reply: Any, account: str, expected: int
) -> None:
    go = opened(f'[customer]\naccount = "{account}"')
    customer = {"Id": 4711, "Number": 10512, "SubledgerAccountId": 99, "Name": "Fjord AS"}
    server.script = [reply(200, [customer], headers={"X-Pagination": "{}"})]
    [row] = go.read("customer").rows
    assert row["SubledgerAccountId"] == expected
    server.script = [reply(201, customer)]
    made = go.send(Request("customer", Action.CREATE, "POST", "/Customers", {"Name": "Fjord AS"}))
    assert (made.id, made.values["SubledgerAccountId"]) == (4711, expected)


def test_the_catalog_is_the_connections_own(opened: Callable[[str], GoConnection], go: GoConnection) -> None:
    own, shipped = opened(OTHERWISE).catalog.entities, go.catalog.entities
    assert own["department"].named["ManagerEmployeeId"].update is False
    assert own["department"].named["ManagerEmployeeId"].create is True
    assert shipped["department"].named["ManagerEmployeeId"].update is True
    reversals = [
        (one.reversal.in_closed_period, one.reversal.credits) for one in own.values() if one.reversal is not None
    ]
    assert reversals == [(True, False), (True, True)]
    assert own["customer"] == shipped["customer"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[invoce]\npath = '/x'", "there is no invoce, did you mean invoice?"),
        ("[invoice]\npaht = '/x'", "there is no paht, did you mean path?"),
        ("[invoice]\nqqq = '/x'", "there is no qqq; there are path, type, id, sign, names, line_names, always"),
        ("invoice = 3", "invoice is 3: it is a table, [invoice]"),
        ("[invoice]\npath = 'Vouchers'", "path of invoice is 'Vouchers': it is a path, and begins with /"),
        ("[invoice]\ntype = ''", "type of invoice is '': it is a name"),
        ("[invoice]\nsign = 2", "sign of invoice is 2: it is 1 or -1"),
        ("[invoice]\nsign = true", "sign of invoice is True: it is 1 or -1"),
        ("[customer]\naccount = 'OrgNo'", "it is one of SubledgerAccountId, Id, Number"),
        ("[invoice]\nnames = 'x'", "it is a table of names"),
        ("[invoice.names]\nInvoiceNumber = 'No'", "there is no InvoiceNumber, did you mean InvoiceNo?"),
        ("[invoice.names]\nInvoiceNo = false", "InvoiceNo is always sent: vouchers are found again by it"),
        ("[invoice.names]\nCid = 3", "Cid is another name, or false where Go takes none"),
        ("[invoice.line_names]\nCurrencyAmount = false", "CurrencyAmount is always sent"),
        ("[invoice.always]\nKind = 1.5", "it is a table of names with a text, a whole number, true or false"),
        ("[reversal]\nin_closed_period = 'no'", "it is true or false"),
        ("[patch]\nrefused = 'x'", "it is a list of fields"),
        (
            "[patch]\nrefused = ['department.ManagerId']",
            "did you mean department.ManagerEmployeeId?",
        ),
        ("[invoice\n", "is not TOML"),
    ],
)
def test_a_wrong_file_is_refused_by_its_name(opened: Callable[[str], GoConnection], text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=r"profile go-profile\.toml") as caught:
        opened(text)
    assert fault in str(caught.value)


def test_a_file_that_is_not_there_is_told(server: Any, waits: Any, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"profile gone\.toml cannot be read: No such file"):
        connect({**server.settings, "profile": "gone.toml"}, tmp_path, waits.clock)
    with pytest.raises(ValueError, match="go lacks profile"):
        connect({**server.settings, "profile": " "}, tmp_path, waits.clock)
