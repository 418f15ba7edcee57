"""What every test shares: how hard Hypothesis tries, waits for Go that are short, a firm, and a server of databases."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from connectors.go import GoConnector
from connectors.standin import standin
from engine.faces.systems import connectors
from parts.firm import Firm
from parts.haste import hasty_clock
from parts.postgres import Postgres, running_postgres
from parts.specification import Specification, is_at_hand
from parts.watchman import Watchman

# No test finds what another left, nor leaves anything in the user's own folder.
os.environ["WINGO_CACHE"] = "off"

# What is printed is held to its English words, wherever the tests run.
os.environ["WINGO_LANG"] = "en"

# A machine that is shared with others makes single examples slow, which says nothing about the code.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("quick", _PATIENT, max_examples=30)
# A submission is judged by the same examples every time; finding new ones is the night's work.
settings.register_profile("ci", _PATIENT, max_examples=30, derandomize=True, database=None, print_blob=True)
settings.register_profile("night", _PATIENT, max_examples=3000, print_blob=True)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "quick"))


def pytest_configure(config: pytest.Config) -> None:
    """Look for garbage seldom: checked mappings are many small objects that stay, and going through them over and over
    takes a fifth of the time (not where lines are counted, as measured).
    """
    if not config.getoption("cov_source", default=None):
        gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _hasty_go() -> None:
    """In the tests' own process Go's client waits by a clock that runs ahead; commands that are started do not."""
    installed = connectors()
    assert isinstance(installed, dict)
    installed["go"] = GoConnector(hasty_clock())


@pytest.fixture(scope="session")
def watchman() -> Watchman | None:
    """Who sees every answer of every stand-in of this process; nobody where the specification is not at hand."""
    if not is_at_hand():
        return None
    standin.watch = (found := Watchman(Specification())).see
    return found


@pytest.fixture(autouse=True)
def _answers_keep_to_the_specification(watchman: Watchman | None) -> Iterator[None]:
    """Whatever a test asks a stand-in, the answer keeps to the vendor's specification."""
    yield
    assert watchman is None or watchman.take() == []


@pytest.fixture
def beyond_the_specification(watchman: Watchman | None) -> None:
    """In this test a stand-in may be asked, and may answer, what the specification does not know."""
    if watchman is not None:
        watchman.lenient = True


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """A firm with an empty Win and an empty Go."""
    made = Firm(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL, empty but for what the tests make; skipped with a word where it cannot run."""
    with running_postgres() as server:
        yield server
