"""The connector and the stand-in with a proxy between them: what is sent, how often, and what an answer may be like."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx
import pytest

from connectors.go.connection import GoConnection
from engine.model.change import Action, Request, Write
from engine.model.failure import Failure, Rejected, Unreachable

OpenGo = Callable[..., GoConnection]
Change = Callable[[Any], Any]
REGISTERS = ("department", "employee", "customer", "contact_person", "project")


class Proxy:
    """Hands every request on to a stand-in, keeps a list of them, and gives answers back as a test alters them.

    `alter`: what becomes of an answer's JSON. `lose`: "METHOD path" whose answers are never given.
    """

    def __init__(self, standin: Any) -> None:
        self.asked: list[str] = []
        self.alter: Change = lambda body: body
        self.lose = ""
        self._standin = httpx.Client(base_url=standin.url, trust_env=False)
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                outer.pass_on(self)

            do_GET = do_POST = do_PATCH = do_PUT = handle_any  # noqa: N815

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.settings = {**standin.settings, "base_url": f"{url}/v2", "token_url": f"{url}/OAuth/Token"}

    def pass_on(self, handler: BaseHTTPRequestHandler) -> None:
        asked = f"{handler.command} {handler.path}"
        self.asked.append(asked)
        content = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        kept = {name: value for name, value in handler.headers.items() if name.lower() not in ("host", "connection")}
        answer = self._standin.request(handler.command, handler.path, content=content, headers=kept)
        if asked == self.lose:
            handler.close_connection = True
            return
        body = answer.content
        if body and "/v2/" in handler.path:
            body = json.dumps(self.alter(json.loads(body))).encode()
        handler.send_response(answer.status_code)
        if answer.status_code != 204:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._standin.close()


@pytest.fixture
def proxy(standin: Any) -> Iterator[Proxy]:
    made = Proxy(standin)
    yield made
    made.close()


def everywhere(change: Change) -> Change:
    """A change that is made to every object of an answer."""

    def alter(body: Any) -> Any:
        if isinstance(body, list):
            return [alter(item) for item in body]
        if isinstance(body, dict):
            return change({name: alter(value) for name, value in body.items()})
        return body

    return alter


def _customer(go: GoConnection) -> Any:
    write = Write("customer", Action.CREATE, {"Number": 10001, "Name": "Fjord AS", "ExternalImportReference": "c1"})
    return go.send(go.request(write)).values["SubledgerAccountId"]


def _voucher(go: GoConnection, number: str, account_id: Any) -> Request:
    account = next(row["Id"] for row in go.setting("GeneralLedgerAccount") if row["AccountNo"] == 3000)
    vat = next(row["Id"] for row in go.setting("VatCode") if row["Code"] == "3")
    values: dict[str, Any] = {
        "InvoiceNo": number,
        "VoucherDate": date(2026, 10, 1),
        "DueDate": date(2026, 10, 15),
        "CurrencyCode": "NOK",
        "CustomerAccountId": account_id,
        "ExternalImportReference": f"w{number}",
        "OutgoingInvoiceLines": ({"AccountId": account, "VatId": vat, "CurrencyAmount": Decimal("1250.00")},),
    }
    return go.request(Write("outgoing_invoice_voucher", Action.POST, values))


def test_calls_are_as_few_as_go_allows_and_counted_right(standin: Any, proxy: Proxy, open_go: OpenGo) -> None:
    go = open_go(proxy.settings)
    account_id = _customer(go)
    for number in ("5001", "5002", "5003"):
        go.send(_voucher(go, number, account_id))
    proxy.asked.clear()
    for register in REGISTERS:
        list(go.read(register).rows)
    assert len(proxy.asked) == len(REGISTERS)  # one list each
    cursor = go.read("payment").cursor
    standin.pay(InvoiceNo="5001", Amount=100)
    standin.pay(InvoiceNo="5002", Amount=1250)
    proxy.asked.clear()
    reading = go.read("payment", cursor)
    assert len(list(reading.rows)) == 2
    assert [asked.partition("?")[0] for asked in proxy.asked] == [
        "GET /v2/OutgoingInvoices",
        *["GET /v2/Customerledger/EntriesByMatchId"] * 2,
    ]
    proxy.asked.clear()
    assert go.read("payment", reading.cursor).rows == ()
    assert len(proxy.asked) == 1


def test_a_visit_and_a_plan_read_at_most_eight_settings_with_one_token(proxy: Proxy, open_go: OpenGo) -> None:
    go = open_go(proxy.settings)
    for _ in range(2):
        list(go.examine())
        for name in go.catalog.settings:
            go.setting(name)
        go.series()
        go.closed_until()
        go.occupied("customer")
    asked = [line for line in proxy.asked if "ClientIntegrationInformation" not in line]
    assert len([line for line in asked if line.startswith("GET")]) <= 8
    assert [line for line in asked if line.startswith("POST")] == ["POST /OAuth/Token"]
    assert go.calls == len(proxy.asked)


CHANGES: Mapping[str, Change] = {
    "new fields": lambda row: {**row, "NewField": {"a": [1]}, "Another": None},
    "numbers as text": lambda row: row | {"InvoiceNo": str(row["InvoiceNo"])} if row.get("InvoiceNo") else row,
    "texts as number": lambda row: row | {"InvoiceNo": int(row["InvoiceNo"])} if row.get("InvoiceNo") else row,
    "nothing optional": lambda row: {k: v for k, v in row.items() if k not in ("Cid", "CurrencyCode", "DueDate")},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_answers_may_change_where_go_is_free_to(standin: Any, proxy: Proxy, open_go: OpenGo, change: Change) -> None:
    go = open_go(proxy.settings)
    request = _voucher(go, "5001", _customer(go))
    receipt = go.send(request)
    standin.pay(InvoiceNo="5001", Amount=500, Date="2026-11-20")
    expected = _told(go, request)
    assert expected[1] == [("5001", Decimal(500), "IncomingPayments")]
    proxy.alter = everywhere(change)
    assert _told(open_go(proxy.settings), request) == expected
    assert expected[2] == receipt.id


def _told(go: GoConnection, request: Request) -> tuple[Any, ...]:
    customers = [(row["Number"], row["Name"]) for row in go.read("customer").rows]
    payments = [(row["invoice_no"], row["amount"], row["voucher_type"]) for row in go.read("payment").rows]
    found = go.recover(request)
    return customers, payments, found and found.id, len(go.series()), len(go.setting("VatCode"))


def test_new_members_of_an_enum_are_let_through_or_unknown(standin: Any, proxy: Proxy, open_go: OpenGo) -> None:
    go = open_go(proxy.settings)
    go.send(_voucher(go, "5001", _customer(go)))
    standin.pay(InvoiceNo="5001", Amount=500)
    names = {"IncomingPayments": "CarrierPigeon"}
    proxy.alter = everywhere(
        lambda row: {
            **row,
            "InvoiceDeliveryType": "Pigeon",
            "VoucherType": names.get(row.get("VoucherType"), "OutgoingInvoice"),
        }
    )
    assert [row["InvoiceDeliveryType"] for row in go.read("customer").rows] == ["Pigeon"]
    assert [row["voucher_type"] for row in go.read("payment").rows] == ["Unknown"]


@pytest.mark.parametrize("case", [str.lower, str.upper, str.title, lambda name: name])
def test_a_refusal_is_read_in_any_case(proxy: Proxy, open_go: OpenGo, case: Callable[[str], str]) -> None:
    go = open_go(proxy.settings)
    _customer(go)
    proxy.alter = lambda body: {case(name): value for name, value in body.items()}
    with pytest.raises(Failure) as caught:
        _customer(go)
    assert caught.value.status == 400
    assert "already in use" in caught.value.detail


@pytest.mark.parametrize("entity", ["customer", "outgoing_invoice_voucher"])
def test_a_row_without_an_id_proves_nothing(proxy: Proxy, open_go: OpenGo, entity: str) -> None:
    """A lost answer, and then a Go that tells of the record but not its id: no success, no crash."""
    go = open_go(proxy.settings)
    account_id = _customer(go)
    request = _voucher(go, "5001", account_id)
    if entity == "customer":
        values: dict[str, Any] = {"Number": 10002, "Name": "Vik AS", "ExternalImportReference": "c2"}
        request = go.request(Write("customer", Action.CREATE, values))
    proxy.lose = f"POST /v2{request.path}"
    with pytest.raises(Unreachable) as caught:
        go.send(request)
    assert caught.value.may_have_happened
    assert proxy.asked.count(proxy.lose) == (2 if entity == "customer" else 1)
    proxy.alter = everywhere(lambda row: {name: value for name, value in row.items() if name != "Id"})
    with pytest.raises(Unreachable):
        go.recover(request)
    proxy.alter = lambda body: body
    found = go.recover(request)
    assert found is not None
    assert found.id


def test_a_number_that_another_record_holds_is_refused_and_sent_once(proxy: Proxy, open_go: OpenGo) -> None:
    go = open_go(proxy.settings)
    proxy.asked.clear()
    with pytest.raises(Rejected):
        go.send(go.request(Write("customer", Action.CREATE, {"Number": 500, "Name": "Fjord AS"})))
    assert proxy.asked.count("POST /v2/Customers") == 1
