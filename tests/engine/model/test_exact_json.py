"""JSON that is written piece by piece says what JSON written at once says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model import exact_json
from engine.model.compact import compact
from engine.model.placeholder import Placeholder

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text(max_size=4), values, max_size=4),
    st.lists(values, max_size=4),
    st.sampled_from([None, 1, 2]),
)
def test_pieces_are_what_is_written_at_once(
    members: dict[str, object], items: list[object], indent: int | None
) -> None:
    members = {**members, "items": items}
    pieces = exact_json.pieces({**members, "items": iter(items)}, indent=indent)
    assert "".join(pieces) == exact_json.dumps(members, indent=indent)


@pytest.mark.parametrize("indent", [None, 2])
def test_an_object_without_members_is_written_too(indent: int | None) -> None:
    assert "".join(exact_json.pieces({}, indent=indent)) == exact_json.dumps({}, indent=indent)


def test_an_item_is_asked_for_when_those_before_it_are_written() -> None:
    asked: list[int] = []

    def items() -> Iterator[object]:
        for number in range(100):
            asked.append(number)
            yield {"amount": Decimal(number)}

    pieces = exact_json.pieces({"head": 1, "items": items()}, indent=2)
    while not asked:
        next(pieces)
    next(pieces)
    assert len(asked) == 2


class Id(Placeholder):
    """A placeholder of an id."""

    __slots__ = ()

    def as_json(self) -> dict[str, object]:
        return {"link": "department:10"}


@given(st.dictionaries(st.text(max_size=4), values | st.dates() | st.datetimes() | st.just(Id()), max_size=4))
def test_a_line_is_what_is_written_on_one_line(members: dict[str, object]) -> None:
    assert exact_json.line(members) == exact_json.dumps(members)
    assert exact_json.line(compact(members)) == exact_json.dumps(members)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), {1, 2}, object()])
def test_a_line_too_holds_nothing_without_an_exact_form(value: object) -> None:
    with pytest.raises(TypeError, match="no exact JSON form"):
        exact_json.line({"a": value})
