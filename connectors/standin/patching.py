"""JSON Patch (RFC 6902) as the API takes it: PascalCase paths, all operations of a patch or none.

A path in camelCase is passed over in silence, an unknown or read-only one is refused: both are the API's ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from connectors.standin.body import Body, Json, parse
from connectors.standin.call import Call, unsupported_media
from connectors.standin.fields import Field, Kind, Mismatch, check_body, check_value
from connectors.standin.problems import AnswerError, invalid, unbound

PATCH_MEDIA = "application/json-patch+json"
_VERBS = ("add", "replace", "remove", "test")


@dataclass(frozen=True, slots=True)
class PatchOperation:
    """One step of a patch: what to do with the member at `path`."""

    verb: str
    path: tuple[str, ...]
    value: Json


def read_operations(call: Call) -> tuple[PatchOperation, ...]:
    """The body's steps. Raises AnswerError: 415 for another media type, 400 when it is no patch."""
    if call.media != PATCH_MEDIA:
        raise unsupported_media(call.media)
    try:
        items = parse(call.content)
    except ValueError:
        items = None
    if isinstance(items, str) or not isinstance(items, Sequence):
        raise unbound({"patchDocument": ["The JSON patch document was malformed and could not be parsed."]})
    return tuple(_operation(item) for item in items)


def apply_patch(
    fields: Iterable[Field], title: str, model: str, before: Body, steps: Iterable[PatchOperation]
) -> dict[str, Json]:
    """The members that the steps change, with their new values. Raises AnswerError (400)."""
    known = {field.name: field for field in fields if field.patch}
    wanted: dict[str, Json] = {}
    for step in steps:
        field = _target(known, step.path[0], title, model)
        if field is None:
            continue
        now = wanted.get(field.name, before.get(field.name))
        if len(step.path) == 1:
            value = _new_value(field, step, now, title)
        else:
            value = _new_object(field, step, now, title, model)
        if step.verb != "test":
            wanted[field.name] = value
    for name, value in wanted.items():
        _refuse_unfinished(known[name], value, title)
    return wanted


def _operation(item: Json) -> PatchOperation:
    verb = item.get("op") if isinstance(item, Mapping) else None
    path = item.get("path") if isinstance(item, Mapping) else None
    if not isinstance(item, Mapping) or verb not in _VERBS or not isinstance(path, str) or not path.startswith("/"):
        raise unbound({"patchDocument": [f"Invalid JSON Patch operation: op '{verb}', path '{path}'."]})
    segments = tuple(part.replace("~1", "/").replace("~0", "~") for part in path[1:].split("/"))
    return PatchOperation(str(verb), segments, item.get("value"))


def _target(known: Mapping[str, Field], segment: str, title: str, model: str) -> Field | None:
    """The field that a path's segment names; None for camelCase, which is passed over."""
    if segment in known:
        return known[segment]
    if segment[:1].islower() and segment[:1].upper() + segment[1:] in known:
        return None
    raise _path_unknown(title, model, segment)


def _new_value(field: Field, step: PatchOperation, now: Json, title: str) -> Json:
    value = None if step.verb == "remove" else _checked(field, step.value, title)
    if step.verb == "test" and value != now:
        raise invalid(title, f"The current value '{now}' at path '{field.name}' is not equal to the test value.")
    if value is None and field.default is not None and step.verb != "test":
        return field.default  # what has a default is never empty
    return value


def _new_object(field: Field, step: PatchOperation, now: Json, title: str, model: str) -> Json:
    """An object with one of its members changed; an object that is not there yet begins empty."""
    parts = {part.name: part for part in field.parts if part.patch}
    if len(step.path) != 2 or not parts:
        raise _path_unknown(title, model, step.path[1])
    part = _target(parts, step.path[1], title, model)
    current = dict(now) if isinstance(now, Mapping) else {}
    if part is not None:
        value = _new_value(part, step, current.get(part.name), title)
        if step.verb != "test":
            current[part.name] = value
    return current


def _checked(field: Field, value: Json, title: str) -> Json:
    if field.kind is Kind.OBJECT and value is not None:
        found, wrong = check_body((part for part in field.parts if part.post), value, f"{field.name}.")
        if wrong:
            raise unbound(wrong)
        return found
    try:
        return check_value(field, None if value == "" else value)
    except Mismatch as mismatch:
        if field.length_max is not None or field.minimum is not None or isinstance(value, int):
            raise invalid(title, str(mismatch)) from None
        raise invalid(title, f"The value '{value}' is invalid for target location.") from None


def _refuse_unfinished(field: Field, value: Json, title: str) -> None:
    """Refuse a required member that is cleared, alone or in an object."""
    if value is None and field.required:
        raise invalid(title, f"The {field.name} field is required.")
    if isinstance(value, Mapping):
        missing = [part.name for part in field.parts if part.required and value.get(part.name) is None]
        if missing:
            raise invalid(title, " ".join(f"{field.name}: the {name} field is required." for name in missing))


def _path_unknown(title: str, model: str, segment: str) -> AnswerError:
    shown = segment.lower()
    detail = f"{model}: The target location specified by path segment '{shown}' was not found."
    return invalid(title, detail)
