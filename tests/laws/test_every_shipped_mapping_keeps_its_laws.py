"""What `wingo test` asks of a consultant's mapping is asked of every shipped one: all that it sends comes back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import settings

from engine import load_mapping
from engine.mapping.proving.proof import prove

MAPPINGS = Path(__file__).parents[2] / "mappings"
FILES = sorted(path for path in MAPPINGS.glob("[bc]*/**/*.yaml") if path.name != "workspace.yaml")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(MAPPINGS).with_suffix("")))
def test_its_laws_hold(path: Path) -> None:
    tries = settings()
    seed = 1 if tries.derandomize else random.SystemRandom().randrange(10**9)
    proof = prove(load_mapping(path), 10_000 if tries.max_examples > 1_000 else tries.max_examples, seed)
    assert proof.broken is None, f"seed {seed}: {proof.broken}"
    assert proof.tried > 0
