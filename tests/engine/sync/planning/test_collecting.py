"""The collector is patient while a plan is made, and afterwards as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from engine.sync.planning.collecting import collecting_seldom


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize("before", [(700, 10, 10), (0, 10, 10), (900_000, 5, 5)])
def test_it_is_afterwards_as_it_was(before: tuple[int, int, int]) -> None:
    gc.set_threshold(*before)
    with collecting_seldom():
        within = gc.get_threshold()
    assert gc.get_threshold() == before
    assert (within != before) == (before[0] == 700), "one that is off or more patient is left so"


def test_a_failure_leaves_it_as_it_was() -> None:
    gc.set_threshold(700, 10, 10)
    with pytest.raises(ZeroDivisionError), collecting_seldom():
        raise ZeroDivisionError
    assert gc.get_threshold() == (700, 10, 10)
