"""Data that costs a start little: what `dataclass(slots=True)` makes, frozen or not, without importing `dataclasses`.

A command that maps one record makes two hundred classes first, and instances of half of them. `dataclass` compiles six
functions for each, and brings the library that inspects and parses Python with it. Here one is compiled, `__init__`,
when the first instance is made. What asks `dataclasses` of such a class is answered all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import Field

T = TypeVar("T")
_Method: TypeAlias = Callable[..., Any]
_ABSENT: Any = object()  # stands for no default


class _Slot:
    """A field of a class: its name, what it is when it is not given, and where it counts."""

    __slots__ = ("compare", "default", "factory", "init", "name", "repr")

    def __init__(self, default: Any, factory: Any, init: bool, repr: bool, compare: bool) -> None:
        self.name = ""
        self.default, self.factory = default, factory
        self.init, self.repr, self.compare = init, repr, compare


def field(
    *,
    default: Any = _ABSENT,
    default_factory: Any = _ABSENT,
    init: bool = True,
    repr: bool = True,
    compare: bool = True,
) -> Any:
    """A field that is more than a name and a default. The arguments are those of `dataclasses.field`."""
    return _Slot(default, default_factory, init, repr, compare)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """A class with slots whose instances never change, and compare by their fields.

    A method that the class has itself is kept. Such a class has no base with fields of its own.
    """
    slots = _slots_of(cls)
    return _made(cls, slots, {**_comparing(slots), **_forbidding()})


@dataclass_transform(field_specifiers=(field,))
def changeable(cls: type[T]) -> type[T]:
    """The same, but instances may change: they compare by their fields, and are not hashed."""
    slots = _slots_of(cls)
    return _made(cls, slots, {**_comparing(slots), "__hash__": None})


def replace(one: T, /, **changes: Any) -> T:
    """A copy with other values. Raises TypeError for what is no field, or none that can be given."""
    for slot in one.__class__.__slots_known__:  # type: ignore[attr-defined]
        if slot.init and slot.name not in changes:
            changes[slot.name] = getattr(one, slot.name)
    return one.__class__(**changes)


def field_names(kind: type) -> tuple[str, ...]:
    """The names of a class's fields; none of a class that was not made here."""
    names: tuple[str, ...] = kind.__slots__ if hasattr(kind, "__slots_known__") else ()  # type: ignore[attr-defined]
    return names


def told(one: Any) -> Iterator[tuple[str, Any]]:
    """What an instance was given other than its defaults, by which it compares: with its class that says all of it."""
    for slot in one.__class__.__slots_known__:
        if slot.init and slot.compare:
            value = getattr(one, slot.name)
            if value is not slot.default:
                yield slot.name, value


# ---- the class


def _slots_of(cls: type) -> tuple[_Slot, ...]:
    slots = []
    for name in cls.__annotations__:
        written = cls.__dict__.get(name, _ABSENT)
        slot = written if isinstance(written, _Slot) else _Slot(written, _ABSENT, True, True, True)
        slot.name = name
        slots.append(slot)
    return tuple(slots)


def _made(cls: type[T], slots: tuple[_Slot, ...], methods: Mapping[str, _Method | None]) -> type[T]:
    """The class anew, for slots are given when a class is made, and not behind a default's name."""
    names = tuple(slot.name for slot in slots)
    own = {name: value for name, value in vars(cls).items() if name not in (*names, "__dict__", "__weakref__")}
    if own.get("__hash__", _ABSENT) is None:  # that is so of a class with an `__eq__` of its own
        del own["__hash__"]
    given: dict[str, Any] = {
        "__init__": _Later("__init__", lambda made: _init(made, slots)),
        "__repr__": _shown(slots),
        "__getstate__": _get_state(names),
        "__setstate__": _Later("__setstate__", lambda made: _set_state(made, slots)),
        **methods,
        **own,
        "__slots__": names,
        "__match_args__": tuple(slot.name for slot in slots if slot.init),
        "__slots_known__": slots,
        "__dataclass_fields__": _Later("__dataclass_fields__", lambda made: _dataclass_fields(made, slots)),
    }
    kind: Any = type(cls)
    made: type[T] = kind(cls.__name__, cls.__bases__, given)
    made.__qualname__ = cls.__qualname__
    return made


class _Later:
    """An attribute of a class that is made when somebody first asks for it."""

    __slots__ = ("make", "name")

    def __init__(self, name: str, make: Callable[[type], Any]) -> None:
        self.name, self.make = name, make

    def __get__(self, instance: Any, owner: type) -> Any:
        holder = next(kind for kind in owner.__mro__ if vars(kind).get(self.name) is self)
        made = self.make(holder)
        setattr(holder, self.name, made)
        return getattr(owner if instance is None else instance, self.name)


def _dataclass_fields(made: type, slots: tuple[_Slot, ...]) -> Mapping[str, Field[Any]]:
    """What `dataclasses` knows of a class of its own."""
    import dataclasses

    def told(slot: _Slot) -> Any:
        defaults = {"default": slot.default, "default_factory": slot.factory}
        given: Any = {name: default for name, default in defaults.items() if default is not _ABSENT}
        return dataclasses.field(**given, init=slot.init, repr=slot.repr, compare=slot.compare)

    types = made.__annotations__
    described = [(slot.name, types[slot.name], told(slot)) for slot in slots]
    twin: Any = dataclasses.make_dataclass(made.__name__, described, init=False)
    fields: Mapping[str, Field[Any]] = twin.__dataclass_fields__
    return fields


# ---- its methods


def _init(made: type, slots: tuple[_Slot, ...]) -> _Method:
    """`__init__`, with a parameter a field."""
    names: dict[str, Any] = {"_absent": _ABSENT, **_setters(made, slots)}
    parameters, lines = ["self"], []
    for one in slots:
        value, parameter = _value_of(one, names)
        parameters += [parameter] if one.init else []
        lines += [f" _set_{one.name}(self, {value})"] if value else []
    lines += [" self.__post_init__()"] if hasattr(made, "__post_init__") else []
    exec("\n".join([f"def __init__({', '.join(parameters)}):", *(lines or [" pass"])]), names)
    init: _Method = names["__init__"]
    init.__qualname__, init.__module__ = f"{made.__qualname__}.__init__", made.__module__
    init.__annotations__ = {one.name: made.__annotations__[one.name] for one in slots if one.init} | {"return": None}
    return init


def _setters(made: type, slots: tuple[_Slot, ...]) -> dict[str, Any]:
    """What sets each slot, under a name of its own: nothing is looked up, and nothing is forbidden."""
    return {f"_set_{one.name}": vars(made)[one.name].__set__ for one in slots}


def _value_of(one: _Slot, names: dict[str, Any]) -> tuple[str, str]:
    """What a field is set to, empty for nothing, and its parameter; `names` gets what the two speak of."""
    default = f"_default_{one.name}"
    if one.default is not _ABSENT:
        names[default] = one.default
        return (one.name if one.init else default), f"{one.name}={default}"
    if one.factory is not _ABSENT:
        names[default] = one.factory
        made = f"{default}()"
        return (f"{made} if {one.name} is _absent else {one.name}" if one.init else made), f"{one.name}=_absent"
    return (one.name if one.init else ""), one.name


def _comparing(slots: tuple[_Slot, ...]) -> dict[str, _Method | None]:
    values = _values(tuple(one.name for one in slots if one.compare))

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


def _forbidding() -> dict[str, _Method | None]:
    def put(self: Any, name: str, value: object) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def delete(self: Any, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")

    return {"__setattr__": put, "__delattr__": delete}


def _get_state(names: tuple[str, ...]) -> _Method:
    def get_state(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    return get_state


def _set_state(made: type, slots: tuple[_Slot, ...]) -> _Method:
    """What a copy is made by, of the list that `__getstate__` gives. It is not compiled: few of a class are copied."""
    setters = tuple(_setters(made, slots).values())

    def set_state(self: Any, state: list[Any]) -> None:
        for put, value in zip(setters, state, strict=True):
            put(self, value)

    return set_state


def _shown(slots: tuple[_Slot, ...]) -> _Method:
    names = tuple(one.name for one in slots if one.repr)

    def shown(self: Any) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({values})"

    return shown
