"""What every trap is set in: a company in a fresh stand-in, seen by anyone and through the connector.

`standin` has the control calls: what is true, and what goes wrong. `api` is a plain client: what Go shows anyone.
`clerk` sends and reads through the product's connector, as the engine does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.go.clock import SYSTEM_CLOCK, Clock
from connectors.go.connection import connect
from connectors.standin import standin as stand_in
from parts.clerk import Clerk
from parts.plain_client import PlainClient
from parts.stand_in_company import StandInCompany

OpenClerk = Callable[..., Clerk]


@pytest.fixture
def standin() -> Iterator[StandInCompany]:
    """A fresh stand-in without a rate limit."""
    with stand_in.start(limit=0) as running:
        company = StandInCompany(running)
        yield company
        company.http.close()


@pytest.fixture
def api(standin: StandInCompany) -> Iterator[PlainClient]:
    """A plain client of the same company."""
    client = PlainClient(standin.url)
    yield client
    client.close()


@pytest.fixture
def open_clerk(standin: StandInCompany, tmp_path: Path) -> Iterator[OpenClerk]:
    """Opens connections with other settings; they are closed at the end."""
    opened: list[Clerk] = []

    def open_one(clock: Clock = SYSTEM_CLOCK, **changes: object) -> Clerk:
        unpaced: dict[str, object] = {"requests_per_second": 0, "timeout_seconds": 10}
        opened.append(Clerk(connect({**standin.settings, **unpaced, **changes}, tmp_path, clock)))
        return opened[-1]

    yield open_one
    for clerk in opened:
        clerk.go.close()


@pytest.fixture
def clerk(open_clerk: OpenClerk) -> Clerk:
    """A clerk with the company's own keys."""
    return open_clerk()
