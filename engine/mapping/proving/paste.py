"""A record as an item of `tests:`, ready to paste into a mapping."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from engine.language.running.values import printed
from engine.model.record import Row

_INDENT = "    "


def as_test(name: str, record: Row) -> str:
    """The item; fields without a value are left out, since a test takes them for absent."""
    members = list(_members(record, _INDENT + "  "))
    given = f"{_INDENT}given:" if members else f"{_INDENT}given: {{}}"
    return "\n".join([f"  - name: {_quoted(name)}", given, *members])


def _members(record: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in record.items():
        if isinstance(value, Mapping):
            members = list(_members(value, indent + "  "))
            yield f"{indent}{name}:" if members else f"{indent}{name}: {{}}"
            yield from members
        elif isinstance(value, list | tuple):
            yield f"{indent}{name}: []" if not value else f"{indent}{name}:"
            for item in value:
                yield f"{indent}  - {{{', '.join(f'{k}: {_scalar(v)}' for k, v in item.items() if v is not None)}}}"
        elif value is not None:
            yield f"{indent}{name}: {_scalar(value)}"


def _scalar(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {_scalar(v)}" for k, v in value.items() if v is not None) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_scalar(item) for item in value) + "]"
    return _quoted(value) if isinstance(value, str) else printed(value)


def _quoted(text: str) -> str:
    """A text in double quotes, as YAML and JSON both read it."""
    return json.dumps(text, ensure_ascii=not text.isprintable())
