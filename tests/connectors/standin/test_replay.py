"""A recording answers what was recorded, in its order, and says of everything else that it was not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectors.standin import standin
from engine.model.personal import MASK
from engine.model.watching import STRUCK

AMOUNT = "1250.00"  # stands as a number
ADDRESS = "https://go.test/v2"
Replaying = Callable[..., httpx.Client]


def exchange(
    method: str,
    path: str,
    status: int | None,
    body: object = None,
    *,
    sent: object = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """An exchange as a recording has it."""
    return {
        "format": 1,
        "request": {
            "method": method,
            "address": ADDRESS,
            "path": path,
            "query": list((query or {}).items()),
            "headers": {},
            "body": None if sent is None else {"json": sent},
        },
        "answer": None
        if status is None
        else {"status": status, "headers": dict(headers or {}), "body": None if body is None else {"json": body}},
    }


@pytest.fixture
def replaying(tmp_path: Path) -> Iterator[Replaying]:
    """Serves a recording of the given exchanges; a client that speaks to it."""
    opened: list[Any] = []

    def serve(*exchanges: dict[str, object]) -> httpx.Client:
        for number, one in enumerate(exchanges, 1):
            (tmp_path / f"{number:06d}.json").write_text(
                json.dumps(one).replace(f'"{AMOUNT}"', AMOUNT), encoding="utf-8"
            )
        running = standin.replay(tmp_path)
        client = httpx.Client(base_url=running.url, trust_env=False)
        opened.append((running, client))
        return client

    yield serve
    for running, client in opened:
        client.close()
        running.stop()


def test_answers_come_in_their_order_and_the_last_read_again(replaying: Replaying) -> None:
    go = replaying(exchange("GET", "/Customers", 204), exchange("GET", "/Customers", 200, [{"Id": 1}]))
    answers = [go.get("/v2/Customers") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [204, 200, 200]
    assert answers[2].json() == [{"Id": 1}]


def test_a_write_is_answered_as_often_as_it_was_recorded(replaying: Replaying) -> None:
    go = replaying(
        exchange("POST", "/Customers", 429, sent={"Name": "Fjord"}),
        exchange("POST", "/Customers", 201, {"Id": 2}, sent={"Name": "Fjell"}),
        exchange("POST", "/Customers", 201, {"Id": 1}, sent={"Name": "Fjord"}),
    )
    answers = [go.post("/v2/Customers", json={"Name": "Fjord"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 201, 404]
    assert answers[1].json() == {"Id": 1}
    assert answers[2].json()["detail"] == "POST /Customers: it was recorded 2 times, and each has been answered."
    assert go.post("/v2/Customers", json={"Name": "Fjell"}).json() == {"Id": 2}


def test_what_was_not_recorded_is_refused_and_says_so(replaying: Replaying) -> None:
    go = replaying(exchange("POST", "/Customers", 201, sent={"Name": "Fjord"}, query={"a": "1"}))
    for answer, detail in (
        (go.get("/v2/Projects", params={"PageSize": "2"}), "GET /Projects?PageSize=2 was not recorded."),
        (go.post("/v2/Customers?a=1", json={"Name": "Fjell"}), "POST /Customers?a=1 was not recorded with this body."),
        (go.post("/v2/Customers?a=2", json={"Name": "Fjord"}), "POST /Customers?a=2 was not recorded with this body."),
    ):
        assert answer.status_code == 404
        assert answer.json()["title"] == "Not in this recording"
        assert answer.json()["detail"] == detail


@pytest.mark.parametrize("path", ["/OAuth/Token", "/Demo/oauth/token"])
def test_any_keys_get_the_recorded_token_as_often_as_they_ask(replaying: Replaying, path: str) -> None:
    recorded = exchange("POST", "/OAuth/Token", 200, {"access_token": STRUCK, "expires_in": 1200})
    recorded["request"]["body"] = {"text": "grant_type=client_credentials"}  # type: ignore[index]
    go = replaying(recorded)
    for _ in range(2):
        answer = go.post(path, data={"grant_type": "client_credentials"}, auth=("any", "keys"))
        assert answer.json() == {"access_token": STRUCK, "expires_in": 1200}


def test_what_was_masked_is_the_same_as_anything(replaying: Replaying) -> None:
    sent = {"Id": MASK, "Note": f"f. {MASK}, {STRUCK}.", "Lines": [{"Sum": 10}]}
    go = replaying(*[exchange("POST", "/Customers", 201, sent=sent)] * 2)
    for note in ("f. 01017012345, abc.", "of somebody else"):
        answer = go.post("/v2/Customers", json={"Id": 1017012345, "Note": note, "Lines": [{"Sum": 10.00}]})
        assert answer.status_code == (201 if note.startswith("f.") else 404)


def test_a_day_in_a_query_may_be_another_when_that_very_day_was_not_recorded(replaying: Replaying) -> None:
    go = replaying(
        exchange("GET", "/Customerledger/Statement", 200, ["a"], query={"toDate": "2026-11-24"}),
        exchange("GET", "/Customerledger/Statement", 200, ["b"], query={"toDate": "2026-11-25"}),
    )
    assert go.get("/v2/Customerledger/Statement?toDate=2026-11-25").json() == ["b"]
    assert go.get("/v2/Customerledger/Statement?toDate=2027-01-01").json() == ["a"]
    assert go.get("/v2/Customerledger/Statement?fromDate=2026-11-24").status_code == 404


def test_amounts_keep_their_digits(replaying: Replaying) -> None:
    go = replaying(exchange("GET", "/OutgoingInvoices", 200, [{"Amount": AMOUNT}]))
    assert go.get("/v2/OutgoingInvoices").text == '[{"Amount":1250.00}]'


def test_an_answer_that_never_came_does_not_come_again(replaying: Replaying) -> None:
    go = replaying(exchange("POST", "/Customers", None, sent={}), exchange("POST", "/Customers", 201, sent={}))
    with pytest.raises(httpx.RemoteProtocolError):
        go.post("/v2/Customers", json={})
    assert go.post("/v2/Customers", json={}).status_code == 201


def test_a_link_leads_to_the_replay_and_the_time_is_now(replaying: Replaying) -> None:
    headers = {
        "X-Pagination": json.dumps({"nextPageLink": f"{ADDRESS}/Customers?PageNumber=2"}),
        "Date": "Tue, 01 Jan 2019 12:00:00 GMT",
        "Content-Length": "12345",
        "Retry-After": "7",
    }
    go = replaying(exchange("GET", "/Customers", 200, [{"Id": 1}], headers=headers))
    answer = go.get("/v2/Customers")
    link = json.loads(answer.headers["X-Pagination"])["nextPageLink"]
    assert link == f"{str(go.base_url).rstrip('/')}/v2/Customers?PageNumber=2"
    assert "2019" not in answer.headers["Date"]
    assert answer.headers["Retry-After"] == "7"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2}', '{"format": 1, "request": {}}'])
def test_what_is_no_recording_is_not_served(tmp_path: Path, text: str) -> None:
    if text:
        (tmp_path / "000001.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"000001\.json is no file of a recording" if text else "holds no recording"):
        standin.replay(tmp_path)
