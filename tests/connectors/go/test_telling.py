"""What is told of each exchange: one for each request that was sent, and nothing in it that nobody may see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from connectors.go.connection import GoConnection
from engine.model.change import Action, Request
from engine.model.failure import Failure, Unreachable
from engine.model.personal import MASK
from engine.model.watching import STRUCK, Exchange, Happening, watched_by

PERSONAL = "01017012345"
GUID = "63e1101e-0000-4000-8000-a12345678901"  # eleven digits in a row
SECRETS = ("secret-application", "secret-client", "secret-subscription", "token-1")


@pytest.fixture
def told() -> Iterator[list[Exchange]]:
    """What is told while a test runs."""
    heard: list[Exchange] = []

    def hear(happening: Happening) -> None:
        assert isinstance(happening, Exchange)
        heard.append(happening)

    with watched_by(hear):
        yield heard


def customer(**fields: object) -> Request:
    return Request("customer", Action.CREATE, "POST", "/Customers", {"Name": "Fjord AS", **fields})


def everything(exchange: Exchange) -> str:
    """All that a watcher can come by, as one text."""
    return repr((exchange, exchange.request(), exchange.answer()))


def test_every_request_that_was_sent_is_told_of(
    go: GoConnection, server: Any, reply: Any, told: list[Exchange]
) -> None:
    server.script = [reply(429), reply(drop=True), reply(body=[{"Id": 1}])]
    assert [row.get("Id") for row in go.read("department").rows] == [1]
    assert go.calls == len(told) == 4
    assert [(one.path, one.status, one.failure, one.attempt) for one in told] == [
        ("/OAuth/Token", 200, None, 1),
        ("/Departments", 429, None, 1),
        ("/Departments", None, "RemoteProtocolError", 2),
        ("/Departments", 200, None, 3),
    ]
    assert len({one.id for one in told}) == 2  # the token's, and one for all attempts
    assert told[2].answer() is None


def test_a_token_that_is_renewed_is_told_of_with_the_request_that_needed_it(
    go: GoConnection, server: Any, reply: Any, told: list[Exchange]
) -> None:
    server.script = [reply(401), reply(body=[])]
    list(go.read("department").rows)
    assert [(one.path, one.status) for one in told] == [
        ("/OAuth/Token", 200),
        ("/Departments", 401),
        ("/OAuth/Token", 200),
        ("/Departments", 200),
    ]


def test_what_never_left_is_no_exchange(go: GoConnection, server: Any, told: list[Exchange]) -> None:
    server.stop()
    with pytest.raises(Unreachable):
        list(go.read("department").rows)
    assert go.calls == len(told)  # each was a try to connect
    assert {(one.path, one.failure) for one in told} == {("/OAuth/Token", "ConnectError")}


def test_a_cut_answer_is_none(go: GoConnection, server: Any, reply: Any, told: list[Exchange]) -> None:
    server.script = [reply(body={"Id": 1, "Name": "Fjord AS"}, cut=5)]
    with pytest.raises(Unreachable):
        go.send(customer())
    assert (told[-1].status, told[-1].failure) == (None, "RemoteProtocolError")


def test_the_wait_for_the_limit_is_not_go_s_time(
    server: Any, reply: Any, waits: Any, open_go: Any, told: list[Exchange]
) -> None:
    server.script = [reply(body=[]), reply(body=[])]
    go = open_go(server.settings, waits.clock, requests_per_second=1)
    for _ in range(2):
        list(go.read("department").rows)
    assert [one.duration_ms for one in told] == [0, 0, 0]  # this clock moves only while somebody waits
    assert sum(one.waited_ms for one in told) == round(sum(waits.slept) * 1000) > 0
    assert go.waited_seconds == pytest.approx(sum(waits.slept))


def test_no_secret_is_told(go: GoConnection, server: Any, reply: Any, told: list[Exchange]) -> None:
    echo = {"Title": f"Bad key {SECRETS[2]}", "detail": "Bearer token-1, eyJhbGciOi.eyJyb2xlIjoi.c2lnbmF0dXJl"}
    server.script = [reply(400, echo, headers={"X-Echo": "secret-client", "Set-Cookie": "session=1"})]
    with pytest.raises(Failure):
        go.send(customer(Name="of secret-client"))
    texts = [everything(one) for one in told]
    for secret in (*SECRETS, "eyJ", "session=1"):
        assert [text for text in texts if secret in text] == [], secret
    token = told[0].answer()
    assert token is not None
    assert token.body is not None
    assert token.body["json"] == {"access_token": STRUCK, "expires_in": 1200}
    asked = dict(told[1].request().headers)
    assert (asked["authorization"], asked["ocp-apim-subscription-key"]) == (STRUCK, STRUCK)
    assert asked["content-type"] == "application/json"


def test_no_personal_number_is_told_and_amounts_are_exact(
    go: GoConnection, server: Any, reply: Any, told: list[Exchange]
) -> None:
    answer = {
        "Id": 12345678901,
        "Guid": GUID,
        "Note": f"f. {PERSONAL}, see {GUID}",
        "Amount": "@",
        "InternationalIdNumber": "hidden",
    }
    server.script = [reply(201, json.dumps(answer).replace('"@"', "1250.00").encode())]
    server.script[0].headers["Content-Type"] = "application/json"
    go.send(
        customer(
            Code="2026.1.2026.1.1",
            Phone="+46701234567",
            Cid="01001405014-",
            Note=f"{PERSONAL[:6]} {PERSONAL[6:]}",
            InternationalIdNumber="X-77",
            Sum=Decimal("10.10"),
        )
    )
    assert PERSONAL not in everything(told[1])
    sent, got = told[1].request().body, told[1].answer()
    assert got is not None
    assert got.body is not None
    assert sent is not None
    assert sent["json"] == {
        "Name": "Fjord AS",
        "Code": "2026.1.2026.1.1",
        "Phone": "+46701234567",
        "Cid": "01001405014-",
        "Note": MASK,
        "InternationalIdNumber": MASK,
        "Sum": Decimal("10.10"),
    }
    assert got.body["json"] == {
        "Id": 12345678901,
        "Guid": GUID,
        "Note": f"f. {MASK}, see {GUID}",
        "Amount": Decimal("1250.00"),
        "InternationalIdNumber": "hidden",
    }
    assert str(got.body["json"]["Amount"]) == "1250.00"


def test_a_patched_identity_number_is_withheld(go: GoConnection, server: Any, reply: Any, told: list[Exchange]) -> None:
    server.script = [reply(204)]
    patch = [
        {"op": "replace", "path": "/NationalIdNumber", "value": "AB-1"},
        {"op": "replace", "path": "/LastName", "value": "Vik"},
    ]
    go.send(Request("employee", Action.UPDATE, "PATCH", "/Employees/7", patch))
    body = told[1].request().body
    assert body is not None
    assert [item["value"] for item in body["json"]] == [MASK, "Vik"]


def test_an_address_shows_no_personal_number_and_every_id(
    go: GoConnection, server: Any, reply: Any, told: list[Exchange]
) -> None:
    server.script = [reply(200, [{"Id": 1}], headers={"Location": f"/v2/Customers/{PERSONAL}/{GUID}"})]
    go.send(Request("customer", Action.UPDATE, "PATCH", f"/Vouchers/{GUID}/{PERSONAL}?no={PERSONAL}&id={GUID}", []))
    assert told[1].path == f"/Vouchers/{GUID}/{MASK}"
    assert told[1].query == (("no", MASK), ("id", GUID))
    answer = told[1].answer()
    assert answer is not None
    assert answer.headers["location"] == f"/v2/Customers/{MASK}/{GUID}"
