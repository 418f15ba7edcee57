"""What the laws share: the demo's round over real HTTP, played once, and copies of it to go on from."""

from __future__ import annotations

from pathlib import Path

import pytest

from parts.demo_firm import DemoFirm, Round, play


@pytest.fixture(scope="session")
def demo_round(tmp_path_factory: pytest.TempPathFactory) -> Round:
    """The demo, planned, sent and paid."""
    return play(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def sent_demo(demo_round: Round, tmp_path: Path) -> DemoFirm:
    """The demo as it stands after its sending, in a folder of the test's own."""
    return demo_round.sent.copy(tmp_path / "sent")


@pytest.fixture
def planned_demo(demo_round: Round, tmp_path: Path) -> DemoFirm:
    """The demo before anything was sent, in a folder of the test's own."""
    return demo_round.planned.copy(tmp_path / "planned")
