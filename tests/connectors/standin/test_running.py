"""A stand-in starts on a free port, serves beside other work, takes payments and stops for good."""

from __future__ import annotations

import socket
import threading
import time
from datetime import date
from decimal import Decimal

import httpx
import pytest

from connectors.standin import standin


def test_settings_reach_it(running, go):
    settings = running.settings
    assert set(settings) == {"base_url", "token_url", "application_key", "client_key", "subscription_key"}
    reply = httpx.post(
        settings["token_url"],
        auth=(settings["application_key"], settings["client_key"]),
        headers={"Ocp-Apim-Subscription-Key": settings["subscription_key"]},
        data={"grant_type": "client_credentials"},
    )
    headers = {
        "Ocp-Apim-Subscription-Key": settings["subscription_key"],
        "Authorization": f"Bearer {reply.json()['access_token']}",
    }
    assert httpx.get(f"{settings['base_url']}/Customers", headers=headers).status_code == 204


def test_stop_closes_the_socket_and_its_port_can_be_used_again():
    server = standin.start()
    port = int(server.url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        standin.start(port=port)
    server.stop()
    server.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url)
    with standin.start(port=port) as again:
        assert again.url == server.url
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass


def test_stop_does_not_wait_for_a_request_that_never_ends(caplog):
    server = standin.start(limit=0)
    httpx.put(f"{server.url}/standin/mischief", json=[{"on": "*", "do": "slow:60"}]).raise_for_status()
    failed: list[Exception] = []

    def ask():
        try:
            httpx.get(f"{server.url}/v2/Customers", timeout=30)
        except httpx.HTTPError as error:
            failed.append(error)

    waiting = threading.Thread(target=ask)
    waiting.start()
    while not httpx.get(f"{server.url}/standin/requests").json():
        time.sleep(0.01)
    began = time.monotonic()
    server.stop()
    waiting.join()
    assert time.monotonic() - began < 10


def test_pay_registers_a_payment(running, go, customer):
    go.invoice(customer, "1001", "1250.00")
    running.pay({"InvoiceNo": "1001", "Amount": Decimal("250.10"), "Date": date(2026, 11, 20)})
    assert go.shown_invoice("1001")["Balance"] == Decimal("999.90")
    running.pay({"Invoices": [{"InvoiceNo": "1001", "Amount": "999.90"}], "Kind": "write_off"})
    assert go.shown_invoice("1001")["Balance"] == 0
    with pytest.raises(ValueError, match="Invoice with InvoiceNo = 9 not found"):
        running.pay({"InvoiceNo": "9", "Amount": 1})
    with pytest.raises(TypeError):
        running.pay({"InvoiceNo": "1001", "Amount": 0.1})


def test_set_up_changes_settings(running, go):
    running.set_up({"LockDate": date(2026, 10, 31), "Series": [{"type": "Customer", "from": 50_000, "to": 59_999}]})
    shown = go.control("GET", "settings")
    assert shown["LockDate"] == "2026-10-31"
    customers = [one for one in shown["Series"] if one["SubLedgerNumberSeriesType"] == "Customer"]
    assert [(one["FromInclusive"], one["ToInclusive"]) for one in customers] == [(50_000, 59_999)]
    with pytest.raises(ValueError, match="from and to"):
        running.set_up({"Series": [{"type": "Customer", "from": 2, "to": 1}]})


def test_several_clients_are_served_at_once(running, go, other_go):
    go.control("PUT", "mischief", [{"on": "GET /v2/Customers", "do": "slow:1.5"}])
    slow = threading.Thread(target=go.get, args=("/Customers",))
    slow.start()
    while not any(row["path"] == "/v2/Customers" for row in go.control("GET", "requests")):
        time.sleep(0.01)
    other_go.get("/Projects")
    assert slow.is_alive()
    slow.join()
