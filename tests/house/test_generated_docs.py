"""Pages that are made from the code say what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.diagnostics import reference as errors
from engine.language.functions import reference as functions

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("name", "made"), [("errors.md", errors.reference), ("functions.md", functions.reference)])
def test_no_generated_page_is_stale(name: str, made: object) -> None:
    assert callable(made)
    assert (DOCS / name).read_text(encoding="utf-8") == made(), f"print {name} anew; its first lines say how"
