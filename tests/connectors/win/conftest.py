"""A site of one's own, and the demo built once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.win.catalog import CATALOG
from connectors.win.connector import WinConnector
from engine.model.record import Row
from parts.win_site import Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, built once; tests that write take a copy."""
    from connectors.win.demo import demo

    folder = tmp_path_factory.mktemp("demo")
    demo.build(folder)
    return folder


@pytest.fixture
def demo_rows(demo_folder: Path) -> Iterator[Callable[[str], dict[str, Row]]]:
    """All rows of a view of the demo, by key."""
    from engine.model.record import key_text

    connection = WinConnector().open({"url": "sqlite:///win.db", "pdf_folder": "pdfs"}, demo_folder)
    yield lambda view: {key_text(row, CATALOG.entities[view].key): row for row in connection.read(view).rows}
    connection.close()
