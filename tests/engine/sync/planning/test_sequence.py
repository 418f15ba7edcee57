"""A section's order: by key, but none before what it comes behind."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.sync.planning.sequence import in_sequence

_KEYS = st.sampled_from([*"ABCDEF"])


def test_keys_come_sorted_when_nothing_stands_behind_anything() -> None:
    assert in_sequence(["b", "10", "9", "a"], {}) == ["10", "9", "a", "b"]


def test_a_prerequisite_comes_just_before_the_first_that_needs_it() -> None:
    assert in_sequence([*"ABZ"], {"A": ["Z"]}) == ["Z", "A", "B"]
    assert in_sequence([*"ABZ"], {"B": ["A"], "Z": ["A"]}) == ["A", "B", "Z"]


def test_what_is_not_in_the_section_orders_nothing() -> None:
    assert in_sequence(["A"], {"A": ["elsewhere"], "elsewhere": ["A"]}) == ["A"]


def test_a_chain_longer_than_python_goes_deep_is_no_trouble() -> None:
    keys = [f"{number:05}" for number in range(5000)]
    behind = {key: [later] for key, later in pairwise(keys)}
    assert in_sequence(keys, behind) == keys[::-1]


@given(st.dictionaries(_KEYS, st.lists(_KEYS, max_size=3)), st.sets(_KEYS))
def test_every_key_comes_once_and_behind_its_prerequisites_unless_they_run_in_a_circle(
    behind: dict[str, list[str]], keys: set[str]
) -> None:
    ordered = in_sequence(keys, behind)
    assert sorted(ordered) == sorted(keys)
    upward = {key: [first for first in ahead if first < key] for key, ahead in behind.items()}  # no circles here
    assert in_sequence(keys, upward) == sorted(keys)
