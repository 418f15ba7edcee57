"""The pace: never more than allowed in any second, close to what is allowed, shared by a subscription key."""

from __future__ import annotations

import itertools
import threading
import time
from typing import Any

from connectors.go.clock import SYSTEM_CLOCK
from connectors.go.pace import Pace, shared_pace
from connectors.go.settings import parse
from engine.model.change import Action, Request


def test_no_second_holds_more_than_ten_and_few_are_given_away(waits: Any) -> None:
    pace, passed = Pace(10, waits.clock), []
    for _ in range(200):
        pace.wait()
        passed.append(waits.at)
    assert all(passed[i + 10] - passed[i] > 1.0 for i in range(190))
    rate = 199 / (passed[-1] - passed[0])
    assert 9.5 <= rate <= 10.5  # ten go at once at first


def test_a_slow_caller_never_waits(waits: Any) -> None:
    pace = Pace(10, waits.clock)
    for _ in range(50):
        pace.wait()
        waits.at += 0.2
    assert not waits.slept


def test_zero_is_no_limit(waits: Any) -> None:
    pace = Pace(0, waits.clock)
    for _ in range(1000):
        pace.wait()
    assert not waits.slept


def test_threads_together_keep_the_pace() -> None:
    pace, passed = Pace(20, SYSTEM_CLOCK), []

    def run() -> None:
        for _ in range(8):
            pace.wait()
            passed.append(time.monotonic())

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    passed.sort()
    assert len(passed) == 32
    assert all(
        later - earlier > 0.99 for earlier, later in zip(passed, itertools.islice(passed, 20, None), strict=False)
    )


def test_connections_of_one_subscription_key_share_their_pace(server: Any, waits: Any) -> None:
    ten = parse({**server.settings, "requests_per_second": 10})
    other_client = parse({**server.settings, "requests_per_second": 10, "client_key": "another"})
    other_subscription = parse({**server.settings, "requests_per_second": 10, "subscription_key": "another"})
    pace = shared_pace(ten, SYSTEM_CLOCK)
    assert shared_pace(other_client, SYSTEM_CLOCK) is pace
    assert shared_pace(other_subscription, SYSTEM_CLOCK) is not pace
    assert shared_pace(ten, waits.clock) is not pace


def test_work_at_the_limit_is_never_refused(standin: Any, open_go: Any) -> None:
    """Four windows of the real limit: the stand-in counts as Go does, and says 429 to one too many."""
    standin.settle(Limit=10)
    go = open_go(standin.settings, requests_per_second=10)
    for number in range(34):
        go.send(Request("customer", Action.CREATE, "POST", "/Customers", {"Name": f"Kunde {number}"}))
    answered = [request["status"] for request in standin.requests("/")]
    assert len(answered) == go.calls == 35  # with the token's
    assert 429 not in answered
    assert go.waited_seconds > 0  # it was the limit that it met
    assert len(standin.ledger()["customers"]) == 34
