"""Checks values against the schemas of an OpenAPI 3.0 file, each schema made into a function once.

Quick enough for every answer of a whole test suite. A keyword that is not known here is refused when a schema is made,
so that nothing is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

# What is wrong with a value, and where; None when it keeps to its schema.
Check: TypeAlias = Callable[[Any], str | None]

_SAYS_NOTHING = {"description", "example", "examples", "title", "readOnly", "writeOnly", "default", "deprecated"}
_KNOWN = _SAYS_NOTHING | {
    *("$ref", "type", "format", "enum", "nullable", "properties", "required", "additionalProperties", "items"),
    *("minLength", "maxLength", "minimum", "maximum"),
}
_FORMS = {
    "date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)"),
    "uuid": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE),
}
_RANGES = {"int32": 2**31, "int64": 2**63}


class Schemas:
    """The named schemas of a file, and the checks that were made of them."""

    def __init__(self, named: Mapping[str, Any]) -> None:
        self._named = named
        self._made: dict[str, Check] = {}

    def check(self, schema: Mapping[str, Any]) -> Check:
        """The check of a schema. Raises ValueError for a keyword that is not known."""
        if unknown := set(schema) - _KNOWN:
            raise ValueError(f"keywords that are not known: {', '.join(sorted(unknown))}")
        if "$ref" in schema:
            inner = self._referred(schema["$ref"].rpartition("/")[2])
        else:
            inner = self._plain(schema)
        return _or_null(inner) if schema.get("nullable") else inner

    def _referred(self, name: str) -> Check:
        """The check of a named schema, made when it is first needed, since schemas may name themselves."""

        def check(value: Any) -> str | None:
            if name not in self._made:
                self._made[name] = self.check(self._named[name])
            return self._made[name](value)

        return check

    def _plain(self, schema: Mapping[str, Any]) -> Check:
        kind = schema.get("type")
        if kind == "object":
            return self._object(schema)
        if kind == "array":
            return _array(self.check(schema.get("items", {})))
        return _scalar(schema) if kind else _anything

    def _object(self, schema: Mapping[str, Any]) -> Check:
        parts = {name: self.check(part) for name, part in schema.get("properties", {}).items()}
        required = frozenset(schema.get("required", ()))
        more = schema.get("additionalProperties", True)
        others = self.check(more) if isinstance(more, Mapping) else _anything if more else None

        def check(value: Any) -> str | None:
            if not isinstance(value, dict):
                return f"{value!r} is no object"
            if not required <= value.keys():
                return f"lacks {', '.join(sorted(required - value.keys()))}"
            for name, inner in value.items():
                part = parts.get(name, others)
                if part is None:
                    return f"has the member {name}, which is not declared"
                if wrong := part(inner):
                    return f"{name}: {wrong}"
            return None

        return check


def _anything(_value: Any) -> str | None:
    return None


def _or_null(inner: Check) -> Check:
    return lambda value: None if value is None else inner(value)


def _array(inner: Check) -> Check:
    def check(value: Any) -> str | None:
        if not isinstance(value, list):
            return f"{value!r} is no array"
        return next((f"[{place}] {wrong}" for place, item in enumerate(value) if (wrong := inner(item))), None)

    return check


def _scalar(schema: Mapping[str, Any]) -> Check:
    kind, words = schema["type"], frozenset(schema.get("enum", ()))
    holds = _LIMITS[kind](schema)

    def check(value: Any) -> str | None:
        if not _is_of(kind, value):
            return f"{value!r} is no {kind}"
        if words and value not in words:
            return f"{value!r} is none of the words of its enum"
        return None if holds(value) else f"{value!r} is outside its limits or its form"

    return check


def _is_of(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer":
        return isinstance(value, int)
    return isinstance(value, (int, float, Decimal)) if kind == "number" else kind == "string" and isinstance(value, str)


def _number_limits(schema: Mapping[str, Any]) -> Callable[[Any], bool]:
    bound = _RANGES.get(schema.get("format", ""))
    low = schema.get("minimum", -bound if bound else None)
    high = schema.get("maximum", bound - 1 if bound else None)
    return lambda value: (low is None or value >= low) and (high is None or value <= high)


def _text_limits(schema: Mapping[str, Any]) -> Callable[[Any], bool]:
    form = _FORMS.get(schema.get("format", ""))
    low, high = schema.get("minLength", 0), schema.get("maxLength")
    return lambda value: (
        low <= len(value) and (high is None or len(value) <= high) and (form is None or bool(form.fullmatch(value)))
    )


_LIMITS: Mapping[str, Callable[[Mapping[str, Any]], Callable[[Any], bool]]] = {
    "string": _text_limits,
    "integer": _number_limits,
    "number": _number_limits,
    "boolean": lambda _schema: lambda _value: True,
}
