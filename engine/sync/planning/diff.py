"""The difference between what should be and what is, field by field, up to each field's equivalence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from engine.language.equivalence import Equivalences, canonical
from engine.language.functions.registry import Function
from engine.model.compact import Compact
from engine.model.schema import Entity, Field
from engine.model.types import Kind


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs. `path` names it (`MailAddress.City`, or `MailAddress` for a whole new object)."""

    path: str
    before: Any
    after: Any
    drift: bool


def flatten(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """A nested record's leaves by path; items of a list by their position (`Lines[0].VatId`)."""
    for name, value in values.items():
        path = f"{prefix}{name}"
        if value is None or value.__class__ is str:
            yield path, value
        elif isinstance(value, Mapping):
            yield from flatten(value, f"{path}.")
        elif isinstance(value, (list, tuple)):
            for position, item in enumerate(value):
                yield from flatten(item, f"{path}[{position}].")
        else:
            yield path, value


def differences(
    desired: Mapping[str, Any],
    existing: Mapping[str, Any],
    entity: Entity,
    equivalences: Equivalences,
    sent: Mapping[str, Any] | None,
) -> list[Difference]:
    """What an update must change. Fields written on create only never differ; a field that was last sent as it
    should be, and is otherwise in the target now, was changed there by hand: drift."""
    found: list[Difference] = []
    if isinstance(existing, Compact):  # most of it is read, and a dict is read faster
        existing = existing.as_dict()
    for name, value in desired.items():
        standing = existing.get(name)
        if _is_same_at_once(value, standing):
            continue
        field = entity.find(name)
        assert field is not None, f"{entity.title} has no {name}"
        if field.update and not field.in_path:
            was = (sent or {}).get(name, _UNSENT)
            found.extend(_field_differences(field, name, value, standing, equivalences, was))
    return found


_UNSENT: Any = object()


def _is_same_at_once(value: Any, standing: Any) -> bool:
    """Whether two are the same beyond question, as nearly always; nothing more need be asked then. True is not 1."""
    return value is standing or (value.__class__ is standing.__class__ and value == standing)


def _field_differences(
    field: Field, path: str, value: Any, existing: Any, equivalences: Equivalences, sent: Any
) -> Iterator[Difference]:
    if field.type.kind is Kind.OBJECT and isinstance(value, Mapping) and isinstance(existing, Mapping):
        for inner in field.fields:
            name = inner.name
            if name in value and inner.update and not _is_same_at_once(value[name], standing := existing.get(name)):
                was = sent.get(name, _UNSENT) if isinstance(sent, Mapping) else _UNSENT
                yield from _field_differences(inner, f"{path}.{name}", value[name], standing, equivalences, was)
        return
    steps = equivalences.get(path, ())
    if not same(value, existing, field, steps):
        drift = sent is not _UNSENT and not same(sent, existing, field, steps)
        yield Difference(path, existing, value, drift)


def same(left: Any, right: Any, field: Field, steps: tuple[Function, ...] = ()) -> bool:
    """Whether two values of a field count as equal; nothing, an empty text and the server's default are one."""
    return bool(_comparable(left, field, steps) == _comparable(right, field, steps))


def _comparable(value: Any, field: Field, steps: tuple[Function, ...]) -> Any:
    if isinstance(value, Mapping):
        inner = {f.name: _comparable(value.get(f.name), f, ()) for f in field.fields}
        return inner if any(item is not None for item in inner.values()) else None
    value = canonical(value, steps)
    if value is None or value == "":
        value = field.default
    if isinstance(value, date):  # a stored value comes back as text
        return value.isoformat()
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value
