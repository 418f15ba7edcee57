"""The room in a series: how many numbers are left, and when it is time to widen it."""

from __future__ import annotations

import pytest

from engine.model.schema import Series
from engine.sync.room import Room

EMPLOYEES = Series("Employee", "Ansatte", 1, 999)


@pytest.mark.parametrize(
    ("taken", "planned", "left", "full"),
    [(0, 0, 999, False), (900, 49, 50, False), (900, 50, 49, True), (990, 12, -3, True)],
)
def test_what_is_left_is_what_is_neither_taken_nor_planned(taken: int, planned: int, left: int, full: bool) -> None:
    room = Room("go", EMPLOYEES, taken, planned)
    assert (room.left, room.is_nearly_full) == (left, full)


def test_a_series_upside_down_has_no_numbers() -> None:
    assert Room("go", Series("Employee", "x", 9, 1), 0, 0).size == 0
