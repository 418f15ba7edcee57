"""Mischief: what goes wrong, when, how often; the connection is really broken."""

from __future__ import annotations

import json
import time

import httpx
import pytest

from connectors.standin import standin
from connectors.standin.mischief import Item, Mischief


def stir(go, *items):
    go.control("PUT", "mischief", list(items))


def names(go):
    return [row["Name"] for row in go.control("GET", "ledger")["departments"]]


def test_drop_before_does_nothing_and_closes(go):
    stir(go, {"on": "POST /v2/Departments", "do": "drop_before"})
    with pytest.raises(httpx.RemoteProtocolError):
        go.post("/Departments", {"Name": "Lønn"})
    assert names(go) == []
    assert go.post("/Departments", {"Name": "Lønn"}).status_code == 201


def test_drop_after_does_it_and_closes(go):
    stir(go, {"on": "POST /v2/Departments", "do": "drop_after"})
    with pytest.raises(httpx.RemoteProtocolError):
        go.post("/Departments", {"Name": "Lønn"})
    assert names(go) == ["Lønn"]
    last = go.control("GET", "requests")[-1]
    assert (last["method"], last["status"]) == ("POST", None)


def test_truncate_breaks_off_in_the_middle_of_the_body(go):
    stir(go, {"on": "POST /v2/Departments", "do": "truncate"})
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        go.post("/Departments", {"Name": "Lønn"})
    assert names(go) == ["Lønn"]


def test_truncating_an_empty_answer_is_closing(go):
    stir(go, {"on": "GET /v2/Departments", "do": "truncate"})
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        go.get("/Departments")


def test_garbage_is_200_and_no_json(go):
    stir(go, {"on": "* /v2/Departments", "do": "garbage"})
    reply = go.post("/Departments", {"Name": "Lønn"})
    assert reply.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        reply.json()


def test_slow_waits_and_then_does_it(go):
    stir(go, {"on": "GET /v2/Departments", "do": "slow:0.3"})
    began = time.monotonic()
    assert go.get("/Departments").status_code == 204
    assert 0.3 <= time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("status", "media", "word"),
    [
        (429, "application/json", "Rate limit is exceeded"),
        (500, "application/json", "error occurred"),
        (503, "text/html", "Service Unavailable"),
        (403, "", ""),
    ],
)
def test_a_status_is_answered_without_doing_it(go, status, media, word):
    stir(go, {"on": "POST /v2/Departments", "do": f"status:{status}"})
    reply = go.post("/Departments", {"Name": "Lønn"})
    assert reply.status_code == status
    assert reply.headers.get("content-type", "").startswith(media)
    assert word in reply.text
    assert names(go) == []
    assert reply.headers.get("Retry-After") == ("1" if status == 429 else None)


def test_nth_and_times_count_matches(go):
    stir(go, {"on": "GET /v2/*", "nth": 2, "times": 2, "do": "status:500"})
    assert [go.get(path).status_code for path in ("/Customers", "/Projects") * 2] == [204, 500, 500, 204]


def test_a_period_is_closed_a_module_lapses_and_tokens_end_between_two_requests(go, customer):
    stir(
        go,
        {"on": "POST /v2/Vouchers/*", "nth": 2, "do": "lock:2026-11-30"},
        {"on": "GET /v2/Projects", "do": "lapse:Project"},
        {"on": "GET /v2/Customers", "do": "expire"},
    )
    go.invoice(customer, "1001", "100")
    assert go.post("/Vouchers/OutgoingInvoiceJournals", go.invoice_body(customer, "1002", "1")).status_code == 400
    settings = go.control("GET", "settings")
    assert settings["LockDate"] == "2026-11-30"
    assert go.get("/Projects").status_code == 403
    assert "Project" not in go.control("GET", "settings")["Subscriptions"]
    assert go.get("/Customers").status_code == 401


def test_without_a_token_there_is_nobody_whose_books_could_change(go):
    stir(go, {"on": "GET /v2/Customers", "do": "lock:2026-11-30"})
    assert go.http.get("/v2/Customers").status_code == 401
    assert go.control("GET", "settings")["LockDate"] is None


def test_the_count_begins_at_the_put(go):
    item = {"on": "GET /v2/Customers", "nth": 2, "do": "status:500"}
    stir(go, item)
    assert go.get("/Customers").status_code == 204
    stir(go, item)
    assert [go.get("/Customers").status_code for _ in range(2)] == [204, 500]
    stir(go)
    assert go.get("/Customers").status_code == 204


def test_every_matching_item_acts_in_order(go):
    stir(
        go,
        {"on": "GET /v2/Customers", "do": "slow:0.2"},
        {"on": "* /v2/Customers", "do": "status:503"},
        {"on": "GET *", "do": "drop_after"},
    )
    began = time.monotonic()
    with pytest.raises(httpx.RemoteProtocolError):
        go.get("/Customers")
    assert time.monotonic() - began >= 0.2


def test_the_token_endpoint_and_the_demo_paths_are_met_and_control_calls_never(go):
    stir(go, {"on": "*", "times": None, "do": "status:429"})
    reply = go.http.post("/Demo/OAuth/Token", data={"grant_type": "client_credentials"})
    assert reply.status_code == 429
    assert go.http.get("/standin/ledger").status_code == 200
    stir(go, {"on": "get /v2/customers", "times": None, "do": "status:500"})
    assert [go.http.get(path).status_code for path in ("/v2/Customers", "/Demo/v2/customers")] == [500, 500]


def test_an_item_counts_every_match_even_when_another_acts():
    mischief = Mischief([Item("A /x", "garbage", nth=2), Item("A *", "slow:1", nth=1, times=None)])
    assert [mischief.actions("A", "/x") for _ in range(3)] == [("slow:1",), ("garbage", "slow:1"), ("slow:1",)]
    assert mischief.actions("B", "/x") == ()


@pytest.mark.parametrize(
    "items",
    [
        {},
        [1],
        [{"on": "*"}],
        [{"on": 1, "do": "garbage"}],
        [{"do": "explode"}],
        [{"do": "status:999"}],
        [{"do": "slow:x"}],
        [{"do": "lock:2026-02-31"}],
        [{"do": "lapse:"}],
        [{"do": "garbage", "nth": 0}],
        [{"do": "garbage", "times": "2"}],
        [{"do": "garbage", "color": "red"}],
    ],
)
def test_what_is_not_understood_is_refused(go, items):
    assert go.http.put("/standin/mischief", json=items).status_code == 400


def test_mischief_from_a_file(tmp_path):
    path = tmp_path / "mischief.json"
    path.write_text('[{"on": "POST /OAuth/Token", "do": "status:503"}]')
    with standin.start(mischief=path) as server:
        assert [httpx.post(f"{server.url}/OAuth/Token").status_code for _ in range(2)] == [503, 401]
    path.write_text('[{"do": "explode"}]')
    with pytest.raises(ValueError, match=r"mischief\.json: 'explode' is none of"):
        standin.start(mischief=path)
