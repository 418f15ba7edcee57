"""From Go's JSON to rows typed by the catalog: what is not of its field's type becomes a Fault, never an exception.

Names are met without regard to case, and fields or enum values that the catalog does not know are let through or
left out: Go adds new ones without notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from connectors.go.profile import ACCOUNT, Profile
from engine.model.record import Fault, Row, Value
from engine.model.schema import Entity, Field, Setting
from engine.model.text import say
from engine.model.types import DATE, Kind, Type

# Go answers 'hidden' in place of these, to all but specially privileged integrations; it is no value.
WITHHELD = frozenset({"NationalIdNumber", "InternationalIdNumber", "Gender"})


def typed_row(fields: Iterable[Field], members: Mapping[str, Any]) -> Row:
    """The row of an entity, every field of the catalog present; what Go left out is None."""
    found = {name.lower(): value for name, value in members.items()}
    return {
        field.name: _value(field, found.get(field.name.lower())) for field in fields if field.type.kind is not Kind.FILE
    }


def entity_row(entity: Entity, members: Mapping[str, Any], profile: Profile) -> Row:
    """The row of a record as its DTO gives it; a sub-project's composite code is split, see `own_code`.

    A customer's account is whatever the profile says that vouchers name him by.
    """
    row = dict(typed_row(entity.fields, members))
    if entity.name == "customer" and profile.account != ACCOUNT:
        row[ACCOUNT] = row.get(profile.account)
    if entity.name == "project":
        row["FullCode"] = row.get("Code")
        row["Code"] = own_code(row)
    return row


def told_row(entity: Entity, members: Mapping[str, Any], profile: Profile) -> Row:
    """What an answer to a write tells of a record: only the fields that are in it, so that None means empty."""
    told = {name.lower() for name in members}
    told |= {"fullcode"} if entity.name == "project" and "code" in told else set()
    return {name: value for name, value in entity_row(entity, members, profile).items() if name.lower() in told}


def own_code(project: Row) -> Value:
    """A project's own code: Go shows a sub-project's as `parent.child`, and `child` is what was sent."""
    code, parent = project.get("Code"), project.get("ParentProjectCode")
    is_child = isinstance(parent, str) or project.get("ParentProjectId") is not None
    if not isinstance(code, str) or not is_child:
        return code
    prefix = f"{parent}." if isinstance(parent, str) else code.partition(".")[0] + "."
    return code.removeprefix(prefix)


def setting_row(setting: Setting, members: Mapping[str, Any]) -> Row:
    """A setting's row: what lookups use is typed by the catalog, its bounds are dates, the rest is as it came."""
    row: dict[str, Value] = {name: value for name, value in members.items() if not isinstance(value, (dict, list))}
    for name, type_ in setting.by.items():
        row[name] = scalar(type_, members.get(name))
    for bound in (setting.valid_from, setting.valid_to):
        if bound is not None:
            row[bound] = scalar(DATE, members.get(bound))
    return row


def scalar(type_: Type, value: Any) -> Value:
    """A JSON scalar as a value of the type: None stays None, and content that does not fit becomes a Fault."""
    if value is None:
        return None
    try:
        return _READERS[type_.kind](type_, value)
    except ValueError as problem:
        return Fault(str(value), problem.args[0])


def _value(field: Field, value: Any) -> Value:
    if value is None or (field.name in WITHHELD and str(value).lower() == "hidden"):
        return None
    if field.type.kind is Kind.OBJECT:
        return typed_row(field.fields, value) if isinstance(value, dict) else Fault(str(value), say("not an object"))
    if field.type.kind is Kind.LIST:
        if not isinstance(value, list):
            return Fault(str(value), say("not a list"))
        return tuple(typed_row(field.fields, item) for item in value if isinstance(item, dict))
    return scalar(field.type, value)


def _read_text(_type: Type, value: Any) -> Value:
    # InvoiceNo is a number on outgoing invoices and a text on vouchers and ledger entries.
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError(say("not a text"))
    return str(value)


def _read_number(type_: Type, value: Any) -> Value:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise ValueError(say("not a number"))
    if type_.scale != 0:
        return Decimal(value)
    if value != int(value):
        raise ValueError(say("not a whole number"))
    return int(value)


def _read_flag(_type: Type, value: Any) -> Value:
    if not isinstance(value, bool):
        raise ValueError(say("neither true nor false"))
    return value


def _read_date(_type: Type, value: Any) -> Value:
    # A date is sometimes given with a midnight behind it, and its offset is not meant.
    if not isinstance(value, str):
        raise ValueError(say("not a date"))
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        raise ValueError(say("not a date")) from None


def _read_datetime(_type: Type, value: Any) -> Value:
    if not isinstance(value, str):
        raise ValueError(say("not a point in time"))
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(say("not a point in time")) from None


def _read_id(_type: Type, value: Any) -> Value:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError(say("not an id"))
    return value


_READERS: Mapping[Kind, Callable[[Type, Any], Value]] = {
    Kind.TEXT: _read_text,
    Kind.NUMBER: _read_number,
    Kind.FLAG: _read_flag,
    Kind.DATE: _read_date,
    Kind.DATETIME: _read_datetime,
    Kind.ID: _read_id,
}
