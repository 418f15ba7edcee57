"""Compact mappings: as a dict of the same content to whoever reads them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.model.compact import Compact, compact

VALUES = st.dictionaries(st.text(max_size=3), st.none() | st.integers() | st.text(max_size=5))


@given(values=VALUES, asked=st.text(max_size=3))
def test_it_reads_as_the_dict_it_was_made_of(values: dict[str, object], asked: str) -> None:
    made = compact(values)
    assert made == values
    assert (list(made), len(made), list(made.items())) == (list(values), len(values), list(values.items()))
    assert (made.get(asked, "none"), asked in made) == (values.get(asked, "none"), asked in values)
    assert (made.as_dict(), {**made}, repr(made)) == (values, values, repr(values))


def test_objects_within_are_compact_too_and_lists_are_as_they_were() -> None:
    lines = ({"net": 1},)
    made = compact({"address": {"city": "Bergen"}, "lines": lines})
    assert isinstance(made["address"], Compact)
    assert made["address"] == {"city": "Bergen"}
    assert made["lines"] is lines


def test_what_is_compact_stays_what_it_is() -> None:
    made = compact({"a": 1})
    assert compact(made) is made


def test_the_names_are_kept_once_for_all_of_one_shape() -> None:
    one, other = compact({"a": 1, "b": 2}), compact({"a": 3, "b": 4})
    assert one.keys() == other.keys()
    assert one._positions is other._positions
