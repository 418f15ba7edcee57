"""A stand-in over real HTTP, and a small client that holds a token and speaks exact JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from connectors.standin import standin
from parts.plain_client import PlainClient, detail_of


@pytest.fixture(scope="session")
def running() -> Iterator[Any]:
    """One stand-in for all tests of a process, without a rate limit."""
    with standin.start(limit=0) as server:
        yield server


@pytest.fixture
def go(running: Any) -> Iterator[PlainClient]:
    """A client of an empty company."""
    httpx.post(f"{running.url}/standin/reset").raise_for_status()
    client = PlainClient(running.url)
    yield client
    client.close()


@pytest.fixture
def other_go(running: Any, go: PlainClient) -> Iterator[PlainClient]:
    """A client of a second company under the same subscription."""
    client = PlainClient(running.url, "demo-client-2")
    yield client
    client.close()


@pytest.fixture
def detail() -> Any:
    """What a problem says."""
    return detail_of


@pytest.fixture
def customer(go: PlainClient) -> Any:
    """A company customer."""
    return go.make("/Customers", Name="Fjord AS")
