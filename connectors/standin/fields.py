"""The members of a body: their names, types and limits, and the check of a body against them.

A field knows nothing of other records; what needs them stands in the register's own file.
"""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from connectors.standin.body import Body, Json
from connectors.standin.stamps import parse_day

INT64_MAX = 2**63 - 1


class Kind(enum.Enum):
    """The JSON type of a member."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    FLAG = "boolean"
    DAY = "date"
    CHOICE = "enum"
    GUID = "uuid"
    WHOLES = "integer list"
    OBJECT = "object"
    OBJECTS = "object list"


@dataclass(frozen=True, slots=True)
class Field:
    """One member of a body.

    `length_max` in UTF-16 units; `default` is what a create gives it; `post`, `patch` and `read` say where it may
    stand; `parts` are the members of an object; a field that is not `nullable` is left out when it has no value.
    """

    name: str
    kind: Kind
    required: bool = False
    default: Json = None
    length_max: int | None = None
    choices: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    parts: tuple[Field, ...] = ()
    post: bool = True
    patch: bool = True
    read: bool = True
    nullable: bool = True


class Mismatch(ValueError):
    """A value does not fit its field; the text is the API's."""


def text(name: str, length_max: int | None = None, *, required: bool = False, default: str | None = None) -> Field:
    """A text."""
    return Field(name, Kind.TEXT, required=required, length_max=length_max, default=default)


def whole(name: str, *, minimum: int | None = None, maximum: int | None = None, required: bool = False) -> Field:
    """A whole number."""
    return Field(name, Kind.WHOLE, required=required, minimum=_decimal(minimum), maximum=_decimal(maximum))


def number(name: str, *, minimum: int | None = None, maximum: int | None = None, required: bool = False) -> Field:
    """An exact number."""
    return Field(name, Kind.NUMBER, required=required, minimum=_decimal(minimum), maximum=_decimal(maximum))


def flag(name: str, default: bool | None = None) -> Field:
    """Yes or no."""
    return Field(name, Kind.FLAG, default=default)


def day(name: str, *, required: bool = False) -> Field:
    """A date without time."""
    return Field(name, Kind.DAY, required=required)


def choice(name: str, choices: Sequence[str], default: str | None = None) -> Field:
    """One of a fixed list of words; the specification gives such members no null."""
    return Field(name, Kind.CHOICE, choices=tuple(choices), default=default, nullable=False)


def twin(name: str, kind: Kind = Kind.TEXT) -> Field:
    """The code of what an id field refers to: given on a create, derived on a read, refused in a patch."""
    return Field(name, kind, patch=False)


def assigned(name: str, kind: Kind, *, nullable: bool = False) -> Field:
    """A member that only the server sets."""
    return Field(name, kind, post=False, patch=False, nullable=nullable)


def names(fields: Iterable[Field]) -> tuple[str, ...]:
    """The names of the fields that are read."""
    return tuple(field.name for field in fields if field.read)


def check_body(fields: Iterable[Field], body: Json, path: str = "") -> tuple[dict[str, Json], dict[str, list[str]]]:
    """The members that have a value, in their own form, and what is wrong by path.

    Null and an empty text are no value.
    """
    if not isinstance(body, Mapping):
        return {}, {path.rstrip(".") or "$": ["A JSON object is expected."]}
    known = {field.name: field for field in fields}
    found: dict[str, Json] = {}
    wrong: dict[str, list[str]] = {
        f"{path}{name}": [f"The member '{name}' is unknown or cannot be set."] for name in body if name not in known
    }
    for field in known.values():
        _check_member(field, body.get(field.name), path, found, wrong)
    return found, wrong


def check_value(field: Field, value: Json) -> Json:
    """A value in the field's own form; None stays None. Raises Mismatch. Objects and lists are for check_body."""
    if value is None:
        return None
    return _limited(field, _SCALARS[field.kind](field, value))


def show(fields: Iterable[Field], body: Body) -> dict[str, Json]:
    """The members that a read shows: null where the specification allows it, else left out when there is no value."""
    shown: dict[str, Json] = {}
    for field in fields:
        if not field.read:
            continue
        value = body.get(field.name)
        if field.parts and value is not None:
            value = _show_parts(field, value)
        if value is not None or field.nullable:
            shown[field.name] = value
    return shown


def _show_parts(field: Field, value: Json) -> Json:
    if isinstance(value, Mapping):
        return show(field.parts, value)
    assert isinstance(value, Sequence)
    return [show(field.parts, item) for item in value if isinstance(item, Mapping)]


def _check_member(field: Field, value: Json, path: str, found: dict[str, Json], wrong: dict[str, list[str]]) -> None:
    where = f"{path}{field.name}"
    if value is None or (value == "" and field.kind is not Kind.OBJECT):
        if field.required:
            wrong[where] = [f"The {field.name} field is required."]
        return
    if field.kind is Kind.OBJECT:
        found[field.name], more = check_body(_posted(field.parts), value, f"{where}.")
        wrong.update(more)
    elif field.kind is Kind.OBJECTS:
        found[field.name] = _check_items(field, value, where, wrong)
    else:
        try:
            found[field.name] = check_value(field, value)
        except Mismatch as error:
            wrong[where] = [str(error)]


def _posted(parts: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(part for part in parts if part.post)


def _check_items(field: Field, value: Json, where: str, wrong: dict[str, list[str]]) -> Json:
    if isinstance(value, str) or not isinstance(value, Sequence):
        wrong[where] = ["A JSON array is expected."]
        return None
    items: list[Json] = []
    for position, item in enumerate(value):
        found, more = check_body(_posted(field.parts), item, f"{where}[{position}].")
        items.append(found)
        wrong.update(more)
    return items


def _limited(field: Field, value: Json) -> Json:
    """Refuse a number outside its limits or a text that is too long."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        if field.minimum is not None and value < field.minimum:
            raise Mismatch(f"The field {field.name} must not be below {field.minimum}.")
        if field.maximum is not None and value > field.maximum:
            raise Mismatch(f"The field {field.name} must not be above {field.maximum}.")
    if isinstance(value, str) and field.length_max is not None and _utf16_length(value) > field.length_max:
        raise Mismatch(f"The field {field.name} must be a string with a maximum length of {field.length_max}.")
    return value


def _as_text(field: Field, value: Json) -> Json:
    if not isinstance(value, str):
        raise _invalid(field, value)
    return value or None


def _as_whole(field: Field, value: Json) -> Json:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > INT64_MAX:
        raise _invalid(field, value)
    return value


def _as_number(field: Field, value: Json) -> Json:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise _invalid(field, value)
    return value


def _as_flag(field: Field, value: Json) -> Json:
    if not isinstance(value, bool):
        raise _invalid(field, value)
    return value


def _as_day(field: Field, value: Json) -> Json:
    if not isinstance(value, str):
        raise _invalid(field, value)
    try:
        return parse_day(value)
    except ValueError:
        raise _invalid(field, value) from None


def _as_choice(field: Field, value: Json) -> Json:
    if isinstance(value, (int, Decimal)):
        raise Mismatch(f"Enums is not allowed to be represented as integers ({field.name}).")
    if value not in field.choices:
        raise _invalid(field, value)
    return value


def _as_guid(field: Field, value: Json) -> Json:
    if not isinstance(value, str):
        raise _invalid(field, value)
    try:
        return str(uuid.UUID(value))
    except ValueError:
        raise _invalid(field, value) from None


def _as_wholes(field: Field, value: Json) -> Json:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _invalid(field, value)
    return [_as_whole(field, item) for item in value]


def _invalid(field: Field, value: Json) -> Mismatch:
    return Mismatch(f"The value '{value}' is not valid for {field.name}.")


def _utf16_length(value: str) -> int:
    return len(value.encode("utf-16-le", "surrogatepass")) // 2


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


_SCALARS = {
    Kind.TEXT: _as_text,
    Kind.WHOLE: _as_whole,
    Kind.NUMBER: _as_number,
    Kind.FLAG: _as_flag,
    Kind.DAY: _as_day,
    Kind.CHOICE: _as_choice,
    Kind.GUID: _as_guid,
    Kind.WHOLES: _as_wholes,
}
