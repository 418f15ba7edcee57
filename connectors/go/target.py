"""What a write becomes as an HTTP request, and what Go's answer to it says. Pure: the client does the sending.

Ids that are known only after an earlier write stand in the path as `{customer:512}` until the engine replaces them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.go.failures import ASK_FIRST, SYSTEM
from connectors.go.profile import Profile
from connectors.go.rows import told_row
from connectors.go.source import REGISTER_PATHS
from engine.model.change import Action, Receipt, Request, Write
from engine.model.failure import Unreachable
from engine.model.placeholder import Placeholder
from engine.model.record import Value
from engine.model.schema import Entity, Field
from engine.model.text import say
from engine.model.types import Kind

DOCUMENTATION_PATH = "/VoucherDocumentation"


def write_request(profile: Profile, entity: Entity, write: Write) -> Request:
    """The exact request of a write."""
    holders: dict[str, Placeholder] = {}
    if write.action is Action.ATTACH:
        path = f"{DOCUMENTATION_PATH}?id={_in_path(write.target_id, holders)}"
        return Request(write.entity, write.action, "PUT", path, dict(write.values), holders)
    if write.action is Action.REVERSE:
        path = f"{profile.reversal_path}/{_in_path(write.target_id, holders)}"
        return Request(write.entity, write.action, "POST", path, None, holders)
    if write.action is Action.POST:
        call = profile.calls[entity.name]
        return Request(write.entity, write.action, "POST", call.path, call.body(_body_of(entity, write.values)))
    path = REGISTER_PATHS[entity.name]
    for field in entity.fields:
        if field.in_path:
            path += f"/{_in_path(_path_value(write, field.name), holders)}"
    if write.action is Action.CREATE:
        return Request(write.entity, write.action, "POST", path, _body_of(entity, write.values), holders)
    path += f"/{_in_path(write.target_id, holders)}"
    return Request(write.entity, write.action, "PATCH", path, _patch(entity, write.values), holders)


def receipt(profile: Profile, entity: Entity, request: Request, answer: Any) -> Receipt:
    """The receipt of an answer. Raises Unreachable when a new record's id is not in it: it may stand all the same."""
    members = answer if isinstance(answer, dict) else {}
    if request.method != "POST":
        told = told_row(entity, members, profile) if request.method == "PATCH" else {}
        return Receipt(_id_of_path(request.path), told)
    call = profile.calls.get(entity.name)
    values = told_row(entity, members, profile)
    return receipt_of(request, members.get(call.identity) if call else values.get("Id"), values)


def receipt_of(request: Request, identity: object, values: Mapping[str, Value]) -> Receipt:
    """The receipt of a new record. Raises Unreachable when it has no id: it may stand all the same."""
    if not isinstance(identity, (int, str)):
        detail = say("it answered without the new record's Id")
        asked = f"{request.method} {request.path}"
        raise Unreachable(SYSTEM, asked, detail, remedy=ASK_FIRST, may_have_happened=True)
    return Receipt(identity, values)


def _in_path(value: object, holders: dict[str, Placeholder]) -> str:
    """A value as it stands in a path; one that is not known yet stands in braces and is remembered."""
    assert value is not None, "a write of something below or of an existing record names it"
    text = str(value)
    if isinstance(value, Placeholder):
        holders[text] = value
    return text


def _path_value(write: Write, name: str) -> object:
    return write.path_values.get(name, write.values.get(name))


def _body_of(entity: Entity, values: Mapping[str, Value]) -> dict[str, object]:
    """The body of a POST: what is empty is left out, and so is what travels elsewhere (the path, a file)."""
    known, apart = entity.named, entity.apart
    return {
        name: value if value.__class__ in _PLAIN else _nested(known.get(name), value)
        for name, value in values.items()
        if value is not None and name not in apart
    }


def _body(known: Mapping[str, Field], values: Mapping[str, Value]) -> dict[str, object]:
    """The same of an object within it."""
    return {
        name: value if value.__class__ in _PLAIN else _nested(known.get(name), value)
        for name, value in values.items()
        if value is not None and not _travels_elsewhere(known.get(name))
    }


_PLAIN = frozenset({str, int, bool})  # of what is sent nearly all


def _travels_elsewhere(field: Field | None) -> bool:
    return field is not None and (field.in_path or field.type.kind is Kind.FILE)


def _nested(field: Field | None, value: object) -> object:
    inner = field.named if field else {}
    if isinstance(value, Mapping):
        return _body(inner, value)
    if isinstance(value, (list, tuple)):
        return [_body(inner, item) for item in value]
    return value


def _patch(entity: Entity, values: Mapping[str, Value]) -> list[dict[str, object]]:
    """RFC 6902, `replace` only: null clears a field, and a whole object is replaced by its filled fields."""
    return [
        {"op": "replace", "path": "/" + name.replace(".", "/"), "value": _nested(entity.find(name), value)}
        for name, value in values.items()
        if not _travels_elsewhere(entity.find(name))
    ]


def _id_of_path(path: str) -> str | int:
    last = path.rsplit("=", 1)[-1] if "?" in path else path.rsplit("/", 1)[-1]
    return int(last) if last.isdigit() else last
