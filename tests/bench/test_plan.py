"""Plans in memory are the engine's own: what is created, saved and left alone is what a run over HTTP would find."""

from __future__ import annotations

import math

import pytest

from bench.growth import exponent, sizes
from bench.linking import send_all
from bench.office import office_of
from bench.planned import peak_megabytes
from engine.model.change import Action
from engine.sync.planning.planner import make_plan

CUSTOMERS = 40


def test_a_register_is_created_whole_and_then_left_alone() -> None:
    with office_of(CUSTOMERS) as office:
        plan = make_plan(office)
        created = [change for change in plan.changes if change.entity == "customer"]
        assert len(created) == CUSTOMERS
        assert {change.action for change in created} == {Action.CREATE}
        assert not [d for change in created for d in change.diagnostics], "no customer of the workload is warned of"
        send_all(office, plan)
        again = make_plan(office)
        assert {change.action for change in again.changes} == {Action.UNCHANGED}
        assert len(list(again.changes)) == len(list(plan.changes))


def test_the_growth_of_what_is_linear_is_one() -> None:
    assert exponent([(size, size / 1000) for size in (1000, 10_000, 100_000)]) == pytest.approx(1)
    assert exponent([(size, size**2 / 1000) for size in (1000, 3000, 10_000)]) == pytest.approx(2)


def test_sizes_grow_evenly_and_end_with_the_largest() -> None:
    assert list(sizes(1000, 100_000)) == [1000, 3000, 10_000, 30_000, 100_000]
    assert list(sizes(1000, 2000)) == [1000, 2000]


def test_memory_is_told_in_megabytes() -> None:
    assert 10 < peak_megabytes() < 100_000
    assert math.isfinite(peak_megabytes())
