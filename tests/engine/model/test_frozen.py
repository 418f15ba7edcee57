"""What `frozen` makes of a class is what `dataclass(frozen=True, slots=True)` makes of it."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from engine.model.frozen import changeable, field, field_names, frozen, replace

ROOT = Path(__file__).parents[3]


class Base:
    """A base that is no dataclass."""

    __slots__ = ()

    def greeting(self) -> str:
        return "hello"


@frozen
class Ours(Base):
    """One."""

    name: str
    secret: int = field(repr=False)
    size: int = 1
    items: list[int] = field(default_factory=list)
    note: str = field(default="", compare=False)
    total: int = field(init=False, compare=False)
    fixed: int = field(init=False, default=7)
    made: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", self.size + len(self.items))


@dataclass(frozen=True, slots=True)
class Theirs(Base):
    """One."""

    name: str
    secret: int = dataclasses.field(repr=False)
    size: int = 1
    items: list[int] = dataclasses.field(default_factory=list)
    note: str = dataclasses.field(default="", compare=False)
    total: int = dataclasses.field(init=False, compare=False)
    fixed: int = dataclasses.field(init=False, default=7)
    made: dict[str, int] = dataclasses.field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", self.size + len(self.items))


@frozen
class Pair:
    """Two values that can be hashed."""

    left: int
    right: str = "r"


@frozen
class Single:
    """One value."""

    one: Any


@frozen
class Empty:
    """No value."""


@frozen
class Named:
    """With methods of its own."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and other.name.lower() == self.name.lower()

    def __repr__(self) -> str:
        return "<named>"


@changeable
class Cell:
    """What may change."""

    name: str
    value: int = 0
    seen: list[int] = field(default_factory=list)


def _values(one: Any) -> list[Any]:
    return [getattr(one, known.name) for known in fields(one)]


@pytest.mark.parametrize(
    "call",
    [
        lambda kind: kind("a", 1),
        lambda kind: kind("a", 1, 2, [3]),
        lambda kind: kind(name="a", secret=1, note="n"),
        lambda kind: dataclasses.replace(kind("a", 1, 2, [3], "n"), size=9),
        lambda kind: copy.copy(kind("a", 1)),
        lambda kind: copy.deepcopy(kind("a", 1, items=[1])),
        lambda kind: pickle.loads(pickle.dumps(kind("a", 1, items=[1]))),
    ],
)
def test_both_make_the_same(call: Callable[[Any], Any]) -> None:
    ours, theirs = call(Ours), call(Theirs)
    assert _values(ours) == _values(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert ours.greeting() == "hello"


@pytest.mark.parametrize("arguments", [(), ("a",), ("a", 1, 2, [], "", 3)])
def test_both_refuse_what_does_not_fit(arguments: tuple[Any, ...]) -> None:
    for kind in (Ours, Theirs):
        with pytest.raises(TypeError):
            kind(*arguments)


def test_both_have_the_same_fields_slots_and_patterns() -> None:
    kinds: tuple[Any, ...] = (Ours, Theirs)
    assert all(map(is_dataclass, kinds))
    ours, theirs = ([(f.name, f.type, f.init, f.repr, f.compare, f.default) for f in fields(kind)] for kind in kinds)
    assert ours == theirs
    assert Ours.__slots__ == Theirs.__slots__  # type: ignore[attr-defined]
    assert Ours.__match_args__ == Theirs.__match_args__
    assert [str(one) for one in inspect.signature(Pair).parameters.values()] == ["left: 'int'", "right: 'str' = 'r'"]
    assert not hasattr(Ours("a", 1), "__dict__")
    match Pair(1, "b"):
        case Pair(left, right):
            assert (left, right) == (1, "b")


def test_names_and_copies_are_to_be_had_without_dataclasses() -> None:
    assert field_names(Pair) == ("left", "right")
    assert field_names(Empty) == field_names(Base) == field_names(int) == ()
    ours = replace(Ours("a", 1, 2, [3], "n"), size=9)
    assert _values(ours) == _values(dataclasses.replace(Theirs("a", 1, 2, [3], "n"), size=9))
    for wrong in ({"total": 1}, {"other": 1}):
        with pytest.raises(TypeError):
            replace(ours, **wrong)


def test_what_may_change_changes_compares_and_is_not_hashed() -> None:
    cell = Cell("a")
    cell.value = 2
    cell.seen.append(1)
    assert cell == Cell("a", 2, [1]) != Cell("a")
    assert Cell("b").seen == []
    assert repr(cell) == "Cell(name='a', value=2, seen=[1])"
    assert not hasattr(cell, "__dict__")
    with pytest.raises(TypeError, match="unhashable"):
        hash(cell)


def test_a_list_that_nobody_gave_is_its_own() -> None:
    assert Ours("a", 1).items is not Ours("a", 1).items


def test_nothing_can_be_changed_or_taken_away_or_added() -> None:
    pair: Any = Pair(1)
    for name in ("left", "other"):
        with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
            setattr(pair, name, 2)
        with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{name}'"):
            delattr(pair, name)
    assert pair == Pair(1)


def test_they_compare_and_hash_by_their_values_and_their_class() -> None:
    assert Pair(1) == Pair(1, "r")
    assert hash(Pair(1)) == hash(Pair(1, "r")) == hash((1, "r"))
    assert Pair(1) != Pair(2)
    assert Pair(1) != (1, "r")
    assert Single(1) == Single(1) != Single(2)
    assert Single((1, "r")) != Pair(1)
    assert Empty() == Empty()
    assert len({Empty(), Empty(), Single(1), Single(1), Pair(1), Pair(1)}) == 3
    assert Ours("a", 1, note="n") == Ours("a", 1, note="m")


def test_an_instance_of_what_cannot_be_hashed_cannot_be_hashed() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Single([]))


def test_a_class_keeps_its_own_methods() -> None:
    assert Named("A") == Named("a")
    assert repr(Named("A")) == "<named>"
    assert hash(Named("A")) == hash(("A",))


def test_the_floors_that_every_command_needs_are_made_by_it() -> None:
    floors = (ROOT / "engine" / floor for floor in ("model", "diagnostics", "language", "mapping"))
    files = [path for floor in floors for path in floor.rglob("*.py") if path.name != "frozen.py"]
    assert [p.name for p in files if "from dataclasses import" in p.read_text(encoding="utf-8")] == []
