"""A site that gives files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parts.exported_files import ExportedFiles


@pytest.fixture
def files(tmp_path: Path) -> Iterator[ExportedFiles]:
    made = ExportedFiles(tmp_path)
    yield made
    made.close()
