"""The target's contract: what its catalog demands of each value, and of the record as a whole.

The checker has refused what can be known before; here is what only a record shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.language.clean import utf16_length
from engine.language.exact import EXACT, round_number
from engine.language.outcome import Lookup
from engine.language.running import refusals
from engine.language.running.values import fits
from engine.model.frozen import field, frozen
from engine.model.placeholder import Placeholder
from engine.model.schema import Entity, Field, Requirement
from engine.model.text import say
from engine.model.types import Kind


@frozen
class Places:
    """Where a record's values come from, by path (`MailAddress.City`, `Lines[0].VatId`).

    `origins`: of a value that was made. `bodies`: of an object, a list or an item. `failed`: of a value that could
    not be made, and about which something was said already. `lookups`: of an id that was looked up.
    """

    origins: dict[str, Span] = field(default_factory=dict)
    bodies: dict[str, Span] = field(default_factory=dict)
    failed: dict[str, Span] = field(default_factory=dict)
    lookups: dict[str, Lookup] = field(default_factory=dict)

    def failed_within(self, path: str) -> bool:
        """Whether something was said already about this value, or about one inside it."""
        return bool(self.failed) and any(_covers(path, other) or _covers(other, path) for other in self.failed)


@frozen
class Unfit:
    """A value that its target field does not take."""

    diagnostic: Diagnostic


def settle(target: Field, value: Any, path: str, span: Span) -> Any:
    """A rule's value as it goes into the payload (numbers in their final form), or Unfit."""
    if value is None or isinstance(value, Placeholder):
        return value
    if not fits(target.type.kind, value):
        return Unfit(refusals.wrong_kind(path, target, value, span))
    if target.type.kind is Kind.NUMBER:
        return _settle_number(target, value, path, span)
    if target.type.kind is Kind.TEXT:
        return _settle_text(target, value, path, span)
    return value


def unmet(entity: Entity, payload: Mapping[str, Any], places: Places, *, continues: bool) -> Iterator[Diagnostic]:
    """What the record as a whole lacks: required fields, and those that are required in a case like this.

    Of a second pass (`continues`) only the fields that it manages are looked at.
    """
    yield from _missing(entity.fields, payload, "", places, continues)
    for requirement in entity.requirements:
        if _is_broken(requirement, payload, places, continues):
            span = _first(places.origins, (*requirement.fields, requirement.given))
            yield refusals.required_here(requirement.message, span)


# ---- one value


def _settle_text(target: Field, value: str, path: str, span: Span) -> str | Unfit:
    type_ = target.type
    if type_.choices is not None and value not in type_.choices:
        return Unfit(refusals.unknown_choice(path, value, span))
    if type_.length_max is not None and (length := utf16_length(value)) > type_.length_max:
        return Unfit(refusals.too_long(path, value, length, type_.length_max, span))
    return value


def _settle_number(target: Field, value: int | Decimal | Fraction, path: str, span: Span) -> int | Decimal | Unfit:
    """An int for a whole number, else the Decimal as it is, down to the decimals that the field takes."""
    scale = target.type.scale
    if isinstance(value, int):
        return value
    if scale is None:
        return _decimal(value) if isinstance(value, Decimal) else _unrounded(path, value, span)
    settled = round_number(value, scale)
    if settled != value:
        return Unfit(refusals.too_many_decimals(path, value, scale, span))
    if isinstance(value, Decimal) and scale > 0 and _decimals(value) <= scale:
        return _decimal(value)
    return settled


def _unrounded(path: str, value: Fraction, span: Span) -> Unfit:
    """A quotient with endless decimals in a field that takes any number of them."""
    reason = say("{field} takes a decimal, and {value} must be rounded", field=path, value=refusals.shown(value))
    return Unfit(refusals.uncomputable(reason, span))


def _decimal(value: Decimal) -> int | Decimal:
    """With its own decimals; what was written as 1E+5 has none and is a whole number."""
    return int(value) if _decimals(value) < 0 else EXACT.plus(value)  # `plus` takes the sign from -0.00


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


# ---- the whole


def _missing(
    fields: Iterable[Field], payload: Mapping[str, Any], prefix: str, places: Places, continues: bool
) -> Iterator[Diagnostic]:
    for target in fields:
        if not (target.required or target.fields):
            continue
        path = prefix + target.name
        value = payload.get(target.name)
        if _has_value(value):
            yield from _missing_inside(target, value, path, places, continues)
        elif target.required and target.create and (not continues or target.name in payload):
            yield from _lacking(path, places)


def _lacking(path: str, places: Places) -> Iterator[Diagnostic]:
    """A required value that is not there; of one that failed, that was said already."""
    if not places.failed_within(path):
        yield refusals.required(path, places.origins.get(path) or _around(places, path))


def _missing_inside(target: Field, value: Any, path: str, places: Places, continues: bool) -> Iterator[Diagnostic]:
    if target.type.kind is Kind.OBJECT and isinstance(value, Mapping):
        yield from _missing(target.fields, value, f"{path}.", places, continues)
    elif target.type.kind is Kind.LIST and isinstance(value, list):
        for position, item in enumerate(value):
            yield from _missing(target.fields, item, f"{path}[{position}].", places, continues)


def _has_value(value: Any) -> bool:
    return value is not None and value != [] and value != {}


def _is_broken(requirement: Requirement, payload: Mapping[str, Any], places: Places, continues: bool) -> bool:
    given = _value(payload, requirement.given)
    if (False if given is None else given) != requirement.value:
        return False
    if any(_has_value(_value(payload, path)) for path in requirement.fields):
        return False
    named = (*requirement.fields, requirement.given)
    if continues and not all(_manages(payload, path) for path in named):
        return False
    return not any(places.failed_within(path) for path in named)


def _value(payload: Mapping[str, Any], path: str) -> Any:
    value: Any = payload
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _manages(payload: Mapping[str, Any], path: str) -> bool:
    head, _, name = path.rpartition(".")
    holder = _value(payload, head) if head else payload
    return isinstance(holder, Mapping) and name in holder


def _around(places: Places, path: str) -> Span | None:
    """The nearest body that a field without a rule would stand in."""
    while path:
        if path in places.bodies:
            return places.bodies[path]
        path = path.rpartition(".")[0]
    return None


def _first(origins: Mapping[str, Span], paths: Iterable[str]) -> Span | None:
    return next((origins[path] for path in paths if path in origins), None)


def _covers(outer: str, inner: str) -> bool:
    return inner == outer or inner.startswith((outer + ".", outer + "["))
