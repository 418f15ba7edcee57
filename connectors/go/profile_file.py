"""Reads the profile that is shipped (`profile.toml`) and one that a workspace lays over it, and checks the latter.

A workspace's file is named among go's settings (`profile:`); it has only the lines that differ.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from connectors.go.catalog import CATALOG
from connectors.go.profile import AMOUNT, LINES, Profile, VoucherCall
from engine.model.likeness import nearest
from engine.model.schema import Field
from engine.model.text import Text, say

SHIPPED = Path(__file__).with_name("profile.toml")
_VOUCHERS = {"invoice": "outgoing_invoice_voucher", "credit_note": "outgoing_credit_note_voucher"}
_ACCOUNTS = ("SubledgerAccountId", "Id", "Number")
# Without its number and its day no voucher is found again, and one that may stand already would be posted twice.
_NEEDED = frozenset({"InvoiceNo", "VoucherDate", LINES, AMOUNT})


@cache
def shipped_profile() -> Profile:
    """The profile that is shipped."""
    return _profile(_read(SHIPPED))


def load_profile(path: Path) -> Profile:
    """The shipped profile with a file laid over it. Raises ValueError that names the file and what is wrong in it."""
    try:
        own = _read(path)
    except OSError as problem:
        reason = problem.strerror or say("it cannot be opened")
        raise ValueError(say("profile {file} cannot be read: {reason}", file=path.name, reason=reason)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        text = say("profile {file} is not TOML: {reason}", file=path.name, reason=str(problem))
        raise ValueError(text) from None
    shipped = _read(SHIPPED)
    fault = next(_faults(own, shipped), None)
    if fault is not None:
        raise ValueError(say("profile {file}: {fault}", file=path.name, fault=fault))
    return _profile({section: {**table, **own.get(section, {})} for section, table in shipped.items()})


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _profile(read: Mapping[str, Any]) -> Profile:
    return Profile(
        {entity: _call(read[section]) for section, entity in _VOUCHERS.items()},
        read["customer"]["account"],
        read["reversal"]["path"],
        read["reversal"]["in_closed_period"],
        frozenset((entity, name) for entity, _, name in (text.partition(".") for text in read["patch"]["refused"])),
    )


def _call(read: Mapping[str, Any]) -> VoucherCall:
    names, line_names = _members(read["names"]), _members(read["line_names"])
    return VoucherCall(read["path"], read["type"], read["id"], read["sign"], names, line_names, read["always"])


def _members(names: Mapping[str, Any]) -> dict[str, str | None]:
    return {name: None if member is False else member for name, member in names.items()}


def _faults(own: Mapping[str, Any], shipped: Mapping[str, Any]) -> Iterator[Text]:
    """What is wrong in a workspace's profile."""
    for section, table in own.items():
        if section not in shipped:
            yield _unknown(section, shipped)
        elif not isinstance(table, dict):
            yield say("{name} is {value!r}: it is a table, [{name}]", name=section, value=table)
        else:
            yield from _faults_in(section, table, shipped[section])


def _faults_in(section: str, table: Mapping[str, Any], shipped: Mapping[str, Any]) -> Iterator[Text]:
    for name, value in table.items():
        if name not in shipped:
            yield _unknown(name, shipped)
            continue
        lack = _CHECKS[name](value)
        if lack is not None:
            yield say("{name} of {section} is {value!r}: {lack}", name=name, section=section, value=value, lack=lack)


def _unknown(name: str, known: Iterable[str]) -> Text:
    near = nearest(name, known)
    if near is None:
        return say("there is no {name}; there are {names}", name=name, names=", ".join(known))
    return say("there is no {name}, did you mean {near}?", name=name, near=near)


def _account(value: Any) -> Text | None:
    return None if value in _ACCOUNTS else say("it is one of {names}", names=", ".join(_ACCOUNTS))


def _path(value: Any) -> Text | None:
    return None if isinstance(value, str) and value.startswith("/") else say("it is a path, and begins with /")


def _word(value: Any) -> Text | None:
    return None if isinstance(value, str) and value else say("it is a name")


def _sign(value: Any) -> Text | None:
    return None if type(value) is int and value in (1, -1) else say("it is 1 or -1")


def _flag(value: Any) -> Text | None:
    return None if isinstance(value, bool) else say("it is true or false")


def _posted(fields: Iterable[Field]) -> frozenset[str]:
    return frozenset(field.name for field in fields if field.create)


_HEAD = CATALOG.entities[_VOUCHERS["invoice"]]
_HEAD_FIELDS, _LINE_FIELDS = _posted(_HEAD.fields), _posted(_HEAD.named[LINES].fields)


def _head_names(value: Any) -> Text | None:
    return _names(value, _HEAD_FIELDS)


def _line_names(value: Any) -> Text | None:
    return _names(value, _LINE_FIELDS)


def _names(value: Any, known: frozenset[str]) -> Text | None:
    if not isinstance(value, dict):
        return say("it is a table of names")
    for name, member in value.items():
        if name not in known:
            return _unknown(name, sorted(known))
        if member is False and name in _NEEDED:
            return say("{name} is always sent: vouchers are found again by it", name=name)
        if member is not False and _word(member) is not None:
            return say("{name} is another name, or false where Go takes none", name=name)
    return None


def _always(value: Any) -> Text | None:
    if isinstance(value, dict) and all(isinstance(one, (str, int)) for one in value.values()):
        return None
    return say("it is a table of names with a text, a whole number, true or false")


def _refused(value: Any) -> Text | None:
    if not isinstance(value, list):
        return say("it is a list of fields")
    known = {f"{e.name}.{f.name}" for e in CATALOG.entities.values() for f in e.fields if f.update}
    strange = next((str(one) for one in value if one not in known), None)
    return None if strange is None else _unknown(strange, sorted(known))


_CHECKS: Mapping[str, Callable[[Any], Text | None]] = {
    "account": _account,
    "path": _path,
    "type": _word,
    "id": _word,
    "sign": _sign,
    "names": _head_names,
    "line_names": _line_names,
    "always": _always,
    "in_closed_period": _flag,
    "refused": _refused,
}
