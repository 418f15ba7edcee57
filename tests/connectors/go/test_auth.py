"""Tokens over real HTTP: fetched once, renewed in time, once more after a 401, and failing without saying a key."""

from __future__ import annotations

import base64
import threading
from typing import Any

import pytest

from connectors.go.client import Client
from connectors.go.settings import parse
from engine.model.failure import Denied, Retryable, Unreachable


@pytest.fixture
def client(server: Any, waits: Any) -> Any:
    opened = Client(parse(server.settings), waits.clock)
    yield opened
    opened.close()


def test_the_token_is_asked_for_as_go_documents_it(server: Any, client: Client, reply: Any) -> None:
    server.script = [reply(204)]
    client.get("/Departments")
    [token] = server.token_requests
    assert token.method == "POST"
    assert token.body == b"grant_type=client_credentials"
    assert token.headers["content-type"] == "application/x-www-form-urlencoded"
    assert token.headers["ocp-apim-subscription-key"] == "secret-subscription"
    basic = base64.b64decode(token.headers["authorization"].removeprefix("Basic "))
    assert basic == b"secret-application:secret-client"


def test_one_token_serves_many_requests(server: Any, client: Client, reply: Any) -> None:
    server.script = [reply(204)] * 3
    for _ in range(3):
        client.get("/Departments")
    assert len(server.token_requests) == 1


def test_a_token_is_renewed_before_it_expires(server: Any, client: Client, reply: Any, waits: Any) -> None:
    server.tokens = [
        reply(body={"access_token": "a", "expires_in": 600}),
        reply(body={"access_token": "b", "expires_in": 600}),
    ]
    server.script = [reply(204)] * 3
    client.get("/Departments")
    waits.at += 539
    client.get("/Departments")
    waits.at += 2  # 541 of 600 seconds: inside the last minute
    client.get("/Departments")
    assert [seen.headers["authorization"] for seen in server.seen] == ["Bearer a", "Bearer a", "Bearer b"]


def test_a_short_life_keeps_most_of_its_time(server: Any, client: Client, reply: Any, waits: Any) -> None:
    server.tokens = [
        reply(body={"access_token": "a", "expires_in": 5}),
        reply(body={"access_token": "b", "expires_in": 5}),
    ]
    server.script = [reply(204)] * 3
    client.get("/Departments")
    waits.at += 3.9
    client.get("/Departments")
    assert len(server.token_requests) == 1
    waits.at += 0.2
    client.get("/Departments")
    assert len(server.token_requests) == 2


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_401_renews_the_token_once(server: Any, client: Client, reply: Any, method: str) -> None:
    server.script = [reply(401), reply(201, {"Id": 1})]
    assert client.write(method, "/Customers", {"Name": "x"}) == {"Id": 1}
    assert [seen.headers["authorization"] for seen in server.seen] == ["Bearer token-1", "Bearer token-2"]
    assert server.seen[1].body == b'{"Name":"x"}'  # the body goes along the second time


def test_a_second_401_is_denied(server: Any, client: Client, reply: Any) -> None:
    server.script = [reply(401, {"statusCode": 401, "message": "Access denied due to invalid subscription key."})] * 3
    with pytest.raises(Denied) as caught:
        client.get("/Customers")
    assert len(server.seen) == 2
    assert "subscription_key" in caught.value.remedy


def test_bad_keys_are_denied_at_once_and_not_shown(server: Any, client: Client, reply: Any) -> None:
    said = "Client integration not found. Please ensure the provided keys are matching the desired environment."
    server.tokens = [reply(400, {"error": "invalid_client", "error_description": said})] * 3
    with pytest.raises(Denied) as caught:
        client.write("POST", "/Customers", {})
    assert len(server.token_requests) == 1
    assert not server.seen
    assert said in caught.value.detail
    assert "secret" not in f"{caught.value} {caught.value.__dict__}"


def test_a_bad_subscription_key_is_denied_at_the_token(server: Any, client: Client, reply: Any) -> None:
    server.tokens = [reply(401, {"statusCode": 401, "message": "Access denied"})]
    with pytest.raises(Denied):
        client.get("/Customers")


@pytest.mark.parametrize(("status", "body"), [(404, b"<html>"), (404, {"title": "no"}), (405, None), (302, None)])
def test_an_address_that_gives_no_tokens_is_unreachable(
    server: Any, client: Client, reply: Any, status: int, body: Any
) -> None:
    server.tokens = [reply(status, body)] * 9
    with pytest.raises(Unreachable) as caught:
        client.get("/Customers")
    assert "token_url" in caught.value.remedy
    assert not server.seen


def test_the_token_endpoint_may_be_busy_too(server: Any, client: Client, reply: Any, waits: Any) -> None:
    server.tokens = [reply(429, {"statusCode": "429", "message": "Rate limit is exceeded."})]
    server.script = [reply(201, {"Id": 1})]
    assert client.write("POST", "/Customers", {}) == {"Id": 1}
    assert waits.slept == [1.25]


def test_a_token_endpoint_that_stays_busy_is_retryable(server: Any, client: Client, reply: Any) -> None:
    server.tokens = [reply(429)] * 20
    with pytest.raises(Retryable):
        client.write("POST", "/Customers", {})


@pytest.mark.parametrize(
    "trouble", [{"status": 500}, {"drop": True}, {"body": b"no JSON"}, {"body": [1]}, {"body": {"access_token": ""}}]
)
def test_without_a_token_nothing_was_sent_so_a_post_is_tried_again(
    server: Any, client: Client, reply: Any, trouble: dict[str, Any]
) -> None:
    server.tokens = [reply(**trouble)]
    server.script = [reply(201, {"Id": 1})]
    assert client.write("POST", "/Customers", {}) == {"Id": 1}
    server.tokens, server.script = [reply(**trouble)] * 9, [reply(401), reply(201)]
    with pytest.raises(Unreachable) as caught:  # the token that renews after a 401
        client.write("POST", "/Customers", {})
    assert not caught.value.may_have_happened


def test_a_lifetime_that_is_not_told_is_ten_minutes(server: Any, client: Client, reply: Any, waits: Any) -> None:
    server.tokens = [reply(body={"access_token": "a"}), reply(body={"access_token": "b"})]
    server.script = [reply(204)] * 2
    client.get("/Customers")
    waits.at += 545
    client.get("/Customers")
    assert len(server.token_requests) == 2


def test_threads_that_wait_for_a_token_share_one(server: Any, client: Client, reply: Any) -> None:
    server.tokens = [reply(body={"access_token": "a", "expires_in": 1200}, wait_seconds=0.1)]
    server.script = [reply(204)] * 8
    threads = [threading.Thread(target=client.get, args=("/Customers",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.token_requests) == 1
    assert len(server.seen) == 8
