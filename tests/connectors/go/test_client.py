"""The client over real sockets: what is sent again, what never is, how long it waits, and how lists are read."""

from __future__ import annotations

import json
import re
import socket
from typing import Any

import pytest

from connectors.go.client import PAGE_SIZE, Client
from connectors.go.connection import GoConnection
from connectors.go.settings import parse
from engine.model.failure import Denied, Failure, Missing, Rejected, Retryable, Unreachable


@pytest.fixture
def client(server: Any, waits: Any) -> Any:
    opened = Client(parse(server.settings), waits.clock)
    yield opened
    opened.close()


def test_every_request_carries_the_token_and_the_subscription_key(server: Any, client: Client, reply: Any) -> None:
    server.script = [reply(body={"Id": 1})]
    assert client.get("/Departments/1") == {"Id": 1}
    [seen] = server.seen
    assert seen.headers["authorization"] == "Bearer token-1"
    assert seen.headers["ocp-apim-subscription-key"] == "secret-subscription"
    assert client.calls == 2  # the token and the read


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 500},
        {"status": 503},
        {"status": 408},
        {"drop": True},
        {"body": b"this is not JSON"},
        {"body": {"Id": 12345678}, "cut": 5},
    ],
)
def test_a_get_is_sent_again_after_anything_that_may_pass(
    server: Any, client: Client, reply: Any, waits: Any, trouble: dict[str, Any]
) -> None:
    server.script = [reply(**trouble), reply(**trouble), reply(body={"Id": 1})]
    assert client.get("/Departments/1") == {"Id": 1}
    assert len(server.seen) == 3
    assert waits.slept == [0.5 + 0.25, 1.0 + 0.25]


def test_a_get_gives_up_after_four_attempts(server: Any, client: Client, reply: Any) -> None:
    server.script = [reply(500, {"title": "Oops", "detail": "it broke"})] * 9
    with pytest.raises(Unreachable) as caught:
        client.get("/Departments/1")
    assert len(server.seen) == 4
    assert caught.value.status == 500
    assert not caught.value.may_have_happened
    assert "Oops: it broke" in caught.value.detail
    assert caught.value.request == "GET /Departments/1"
    assert caught.value.remedy


@pytest.mark.parametrize(
    "trouble", [{"status": 500}, {"drop": True}, {"body": b"not JSON"}, {"body": {"I": 1}, "cut": 2}]
)
def test_a_post_whose_answer_was_lost_is_not_sent_again(
    server: Any, client: Client, reply: Any, trouble: dict[str, Any]
) -> None:
    server.script = [reply(**trouble), reply(201, {"Id": 2})]
    with pytest.raises(Unreachable) as caught:
        client.write("POST", "/Customers", {"Name": "Fjord AS"})
    assert caught.value.may_have_happened
    assert len(server.seen) == 1


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_a_write_of_absolute_values_is_sent_again(server: Any, client: Client, reply: Any, method: str) -> None:
    server.script = [reply(drop=True), reply(502), reply(200)]
    assert client.write(method, "/Customers/1", []) is None
    assert len(server.seen) == 3


def test_a_patch_that_never_got_an_answer_may_have_happened(server: Any, client: Client, reply: Any) -> None:
    server.script = [reply(drop=True)] * 4
    with pytest.raises(Unreachable) as caught:
        client.write("PATCH", "/Customers/1", [])
    assert caught.value.may_have_happened


@pytest.mark.parametrize("last", [{"status": 429}, {"status": 403}, {"status": 401}])
def test_one_attempt_that_may_have_happened_leaves_the_whole_in_doubt(
    server: Any, client: Client, reply: Any, last: dict[str, Any]
) -> None:
    server.script = [reply(drop=True), *[reply(**last)] * 20]
    with pytest.raises(Unreachable) as caught:
        client.write("PATCH", "/Customers/1", [{"op": "replace", "path": "/Name", "value": "A"}])
    assert caught.value.may_have_happened


def test_a_refusal_ends_the_doubt(server: Any, client: Client, reply: Any) -> None:
    server.script = [reply(drop=True), reply(400, {"title": "Name is too long"})]
    with pytest.raises(Rejected):
        client.write("PATCH", "/Customers/1", [{"op": "replace", "path": "/Name", "value": "A"}])


def test_an_answer_that_never_comes_is_waited_for_as_long_as_the_setting_says(
    server: Any, waits: Any, reply: Any
) -> None:
    client = Client(parse({**server.settings, "timeout_seconds": "0.2"}), waits.clock)
    server.script = [reply(wait_seconds=0.6, body={}), reply(body={"Id": 1})]
    assert client.get("/Departments/1") == {"Id": 1}
    server.script = [reply(wait_seconds=0.6, body={})]
    with pytest.raises(Unreachable) as caught:
        client.write("POST", "/Departments", {})
    assert caught.value.may_have_happened
    client.close()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_where_nobody_listens_nothing_has_happened(waits: Any, server: Any, method: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        client = Client(parse({**server.settings, "base_url": url}), waits.clock)
        with pytest.raises(Unreachable) as caught:
            client.write(method, "/Customers", {})
        client.close()
    assert not caught.value.may_have_happened
    assert len(waits.slept) == 3


def test_a_429_is_waited_out_whatever_the_method(server: Any, client: Client, reply: Any, waits: Any) -> None:
    busy = {"statusCode": "429", "message": "Rate limit is exceeded. Try again in 1 seconds."}
    server.script = [reply(429, busy), reply(429, busy), reply(201, {"Id": 3})]
    assert client.write("POST", "/Customers", {}) == {"Id": 3}
    assert waits.slept == [1.25, 2.25]  # at least a second, and not in step with others


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.25),
        ("0", 1.25),
        ("Tue, 24 Nov 2026 12:00:07 GMT", 7.25),
        ("Tue, 24 Nov 2026 12:00:07 -0000", 7.25),
        ("soon", 1.25),
    ],
)
def test_retry_after_is_honoured(
    server: Any, client: Client, reply: Any, waits: Any, header: str, seconds: float
) -> None:
    server.script = [reply(429, headers={"Retry-After": header}), reply(body={})]
    client.get("/Departments")
    assert waits.slept == [seconds]


def test_a_429_without_end_is_retryable_and_says_what_to_do(server: Any, client: Client, reply: Any) -> None:
    server.script = [reply(429)] * 20
    with pytest.raises(Retryable) as caught:
        client.get("/Departments")
    assert caught.value.status == 429
    assert "requests_per_second" in caught.value.remedy
    assert 5 < len(server.seen) <= 10


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"title": "Customer validation error(s)", "detail": "Name is required."}, Rejected),
        (401, {"statusCode": 401, "message": "Access denied"}, Denied),
        (403, None, Denied),
        (404, {"title": "Customer validation error(s)", "detail": "Department with code = 'X' not found."}, Rejected),
        (404, {"statusCode": 404, "message": "Resource not found"}, Missing),
        (413, None, Rejected),
        (302, None, Unreachable),
    ],
)
def test_a_refusal_is_not_asked_for_again(
    server: Any, client: Client, reply: Any, status: int, body: Any, kind: type[Exception]
) -> None:
    server.script = [reply(status, body)] * 5
    with pytest.raises(kind) as caught:
        client.write("POST", "/Customers", {})
    assert type(caught.value) is kind
    assert len(server.seen) == (2 if status == 401 else 1)


def test_a_list_that_is_empty_is_204_without_a_body(server: Any, client: Client, reply: Any) -> None:
    server.script = [reply(204)]
    assert list(client.list("/Customers")) == []
    assert server.seen[0].path == f"/v2/Customers?PageSize={PAGE_SIZE}"


def test_pages_follow_the_link_and_hold_each_id_once(server: Any, client: Client, reply: Any) -> None:
    link = f"{server.url}/v2/Customers?PageNumber=2&PageSize=20000&token=abc"
    more, last = json.dumps({"nextPageLink": link}), json.dumps({"nextPageLink": None})
    server.script = [
        reply(body=[{"Id": 1}, {"Id": 2}], headers={"X-Pagination": more}),
        reply(body=[{"Id": 2}, {"Id": 3}], headers={"X-Pagination": last}),
    ]
    assert [row["Id"] for row in client.list("/Customers", order_by="Id")] == [1, 2, 3]
    assert "OrderBy=Id" in server.seen[0].path
    assert server.seen[1].path == "/v2/Customers?PageNumber=2&PageSize=20000&token=abc"


def test_a_link_that_leads_elsewhere_gets_no_keys(server: Any, client: Client, reply: Any) -> None:
    more = json.dumps({"nextPageLink": "http://elsewhere.invalid/v2/Customers?PageNumber=2"})
    server.script = [reply(body=[{"Id": 1}], headers={"X-Pagination": more}), reply(body=[{"Id": 2}]), reply(204)]
    assert [row["Id"] for row in client.list("/Customers", {"customerNos": "1-"})] == [1, 2]
    assert server.seen[1].path == "/v2/Customers?customerNos=1-&PageSize=20000&PageNumber=2"


def test_without_the_header_a_full_page_asks_for_another(server: Any, client: Client, reply: Any) -> None:
    full = [{"Id": identity} for identity in range(PAGE_SIZE)]
    server.script = [reply(body=full), reply(body=[{"Id": PAGE_SIZE}])]
    assert [row["Id"] for row in client.list("/Customers")] == list(range(PAGE_SIZE + 1))
    assert "PageNumber=2" in server.seen[1].path


def test_a_header_that_makes_no_sense_counts_as_none(server: Any, client: Client, reply: Any) -> None:
    server.script = [reply(body=[{"Id": 1}], headers={"X-Pagination": "[1]"})]
    assert len(list(client.list("/Customers"))) == 1


def test_pages_that_repeat_themselves_end(server: Any, client: Client, reply: Any) -> None:
    more = json.dumps({"nextPageLink": f"{server.url}/v2/Customers?PageNumber=2"})
    server.script = [reply(body=[{"Id": 1}], headers={"X-Pagination": more})] * 5
    assert [row["Id"] for row in client.list("/Customers")] == [1]
    assert len(server.seen) == 2


def test_a_list_that_is_none_is_unreachable(server: Any, client: Client, reply: Any) -> None:
    server.script = [reply(body={"Id": 1})]
    with pytest.raises(Unreachable):
        list(client.list("/Customers"))


def test_amounts_keep_their_digits_both_ways(server: Any, client: Client, reply: Any) -> None:
    from decimal import Decimal

    server.script = [reply(201, b'{"Amount": 0.10, "Big": 12345678901234567.89}')]
    answer = client.write("POST", "/Customers", {"Amount": Decimal("1234.50")})
    assert server.seen[0].body == b'{"Amount":1234.50}'
    assert str(answer["Amount"]) == "0.10"
    assert answer["Big"] == Decimal("12345678901234567.89")


def test_patience_ends_before_the_attempts_do(server: Any, client: Client, reply: Any, waits: Any) -> None:
    server.script = [reply(503, headers={"Retry-After": "40"})] * 5
    with pytest.raises(Unreachable):
        client.get("/Customers")
    assert sum(waits.slept) < 60


@pytest.mark.parametrize("status", [400, 401, 403, 409, 429, 500])
def test_no_token_is_shown_even_if_it_is_echoed_or_cut(
    server: Any, waits: Any, go: GoConnection, reply: Any, status: int
) -> None:
    client = Client(parse({**server.settings, "requests_per_second": "0"}), waits.clock)
    server.tokens = [reply(body={"access_token": f"opaque-secret-{n}", "expires_in": 1200}) for n in (1, 2)]
    server.script = [reply(body={})]
    client.get("/Departments/1")  # the token is known from here on
    basic = server.token_requests[0].headers["authorization"].split()[1]
    echo = f"opaque-secret-1 {basic} " + "x" * 441 + "secret-subscription"
    server.script = [reply(status, {"detail": echo})] * 10
    with pytest.raises(Failure) as caught:
        client.write("POST", "/Customers", {})
    client.close()
    assert "***" in caught.value.detail
    assert not {"secret", "opaque", basic[:20]} & set(re.findall(r"[\w=]+", str(caught.value)))


def test_no_key_is_shown_by_any_failure_or_repr(server: Any, go: GoConnection, reply: Any) -> None:
    echo = "Basic secret-application secret-client secret-subscription"
    server.script = [reply(400, {"detail": echo}), reply(500, echo.encode()), reply(200, b"x")]
    for _ in range(3):
        with pytest.raises((Rejected, Unreachable)) as caught:
            go._client.write("POST", "/Customers", {})
        told = " ".join([str(caught.value), repr(caught.value.__dict__), repr(caught.value.__context__)])
        assert "secret" not in told
    for thing in (go._settings, go._client._http.auth, go._client._auth.asked, repr(go._client._auth)):
        assert "secret" not in repr(thing)
