"""Whether a document is as its schema asks: yes or no, at little cost; what is wrong with one is told by validation.py.

It knows the part of JSON Schema that our own schemas use, on values as they are read: texts, lists and maps.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

Schema = Any  # a dict, or true or false


def conforms(value: Any, schema: Schema) -> bool:
    """Whether a value is as a schema asks. Raises KeyError for a keyword that no schema of ours has used so far."""
    return _conforms(value, schema, schema)


def _conforms(value: Any, schema: Schema, root: Schema) -> bool:
    if isinstance(schema, bool):
        return schema
    return all(_KEYWORDS[keyword](value, demand, schema, root) for keyword, demand in schema.items())


def _any(value: Any, demand: Any, schema: Schema, root: Schema) -> bool:
    """A keyword that asks nothing by itself."""
    return True


def _reference(value: Any, demand: str, schema: Schema, root: Schema) -> bool:
    target = root
    for step in demand.removeprefix("#/").split("/"):
        target = target[step]
    return _conforms(value, target, root)


def _type(value: Any, demand: Any, schema: Schema, root: Schema) -> bool:
    known = demand if isinstance(demand, list) else [demand]
    return any(isinstance(value, _TYPES[name]) for name in known if name in _TYPES)


def _pattern(value: Any, demand: str, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, str) or _compiled(demand).search(value) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _enum(value: Any, demand: list[Any], schema: Schema, root: Schema) -> bool:
    return value in demand


def _properties(value: Any, demand: dict[str, Schema], schema: Schema, root: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    return all(_conforms(value[name], part, root) for name, part in demand.items() if name in value)


def _additional(value: Any, demand: Schema, schema: Schema, root: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    known = schema.get("properties", {})
    return all(_conforms(part, demand, root) for name, part in value.items() if name not in known)


def _names(value: Any, demand: Schema, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, dict) or all(_conforms(name, demand, root) for name in value)


def _required(value: Any, demand: list[str], schema: Schema, root: Schema) -> bool:
    return not isinstance(value, dict) or all(name in value for name in demand)


def _items(value: Any, demand: Schema, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, list) or all(_conforms(item, demand, root) for item in value)


def _least(value: Any, demand: int, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, list) or len(value) >= demand


def _one_of_them(value: Any, demand: list[Schema], schema: Schema, root: Schema) -> bool:
    return any(_conforms(value, part, root) for part in demand)


def _not(value: Any, demand: Schema, schema: Schema, root: Schema) -> bool:
    return not _conforms(value, demand, root)


def _if(value: Any, demand: Schema, schema: Schema, root: Schema) -> bool:
    branch = "then" if _conforms(value, demand, root) else "else"
    return _conforms(value, schema.get(branch, True), root)


_TYPES: dict[str, type] = {"string": str, "array": list, "object": dict}

_KEYWORDS: dict[str, Callable[[Any, Any, Any, Any], bool]] = {
    "$ref": _reference,
    "additionalProperties": _additional,
    "anyOf": _one_of_them,
    "enum": _enum,
    "if": _if,
    "items": _items,
    "minItems": _least,
    "not": _not,
    "pattern": _pattern,
    "properties": _properties,
    "propertyNames": _names,
    "required": _required,
    "type": _type,
    **dict.fromkeys(("$defs", "$schema", "default", "description", "else", "then", "title"), _any),
}
