"""The register of codes is whole: every code is of a family, and says what it means and what to do."""

from __future__ import annotations

import re

import pytest

from engine.diagnostics.codes import CODES, Code


@pytest.mark.parametrize("entry", CODES.values(), ids=lambda entry: entry.code)
def test_a_code_says_what_it_means_and_what_to_do(entry: Code) -> None:
    assert re.fullmatch(r"[SDNTICORP]\d{3}", entry.code)
    assert entry.title
    assert not entry.title.endswith(".")
    assert entry.remedy.endswith((".", "?", "`"))
