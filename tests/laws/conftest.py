"""What the laws share: the demo's round over real HTTP, played once, and copies of it to go on from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from parts.demo_firm import DemoFirm, Round, play


@pytest.fixture(scope="session")
def demo_round_on(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[[str], Round]:
    """The demo, planned, sent and paid, with its Win in a SQLite file or on PostgreSQL; each is played once."""

    @cache
    def play_on(database: str) -> Round:
        server = request.getfixturevalue("postgres") if database == "postgresql" else None
        return play(tmp_path_factory.mktemp("demo"), server)

    return play_on


@pytest.fixture(scope="session")
def demo_round(demo_round_on: Callable[[str], Round]) -> Round:
    """The demo, planned, sent and paid; a law that is to hold on a server too has a fixture of this name of its own."""
    return demo_round_on("sqlite")


@pytest.fixture
def sent_demo(demo_round: Round, tmp_path: Path) -> Iterator[DemoFirm]:
    """The demo as it stands after its sending, in a folder of the test's own."""
    firm = demo_round.sent.copy(tmp_path / "sent")
    yield firm
    firm.close()


@pytest.fixture
def planned_demo(demo_round: Round, tmp_path: Path) -> Iterator[DemoFirm]:
    """The demo before anything was sent, in a folder of the test's own."""
    firm = demo_round.planned.copy(tmp_path / "planned")
    yield firm
    firm.close()
