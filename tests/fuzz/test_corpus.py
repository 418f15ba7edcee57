"""What the fuzzer found once, and what comes near to it: each file is told as it is promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from parts.examined import examine

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.*"))


def test_there_is_a_corpus() -> None:
    assert CORPUS


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_what_was_found_once_is_told_now(path: Path) -> None:
    examine(path.read_bytes())
