"""Documents against their JSON Schemas: every violation as a diagnostic at its place in the YAML.

The schemas lie beside this file and serve editors too. All values are texts here, while an editor types them, so a
schema admits both (`type: ["string", "integer"]` with a pattern that binds the text). `title` says what is expected.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.mapping import complaints
from engine.mapping.conformance import conforms
from engine.mapping.document import Document, Entry, ListNode, MapNode, Node, TextNode, plain
from engine.model.text import Text, say, verbatim

_FOLDER = Path(__file__).parent / "schemas"
_VIOLATIONS_MAX = 100  # a table of the wrong form breaks its schema once a row; nobody reads past this


@cache
def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of `mapping`, `workspace`, `tables`, `series` or `links`."""
    schema: dict[str, Any] = json.loads((_FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema


def validate(document: Document, name: str) -> tuple[Diagnostic, ...]:
    """Every place where a document is not as its schema asks (D111, D112, D113), in file order."""
    if document.root is None:
        return ()
    value = plain(document.root)
    if conforms(value, schema_of(name)):
        return ()
    violations = islice(_validator(name).iter_errors(value), _VIOLATIONS_MAX)
    found: dict[object, Diagnostic] = {}
    for violation in violations:
        for diagnostic in islice(_diagnose(violation, document.root, document, name), _VIOLATIONS_MAX):
            # Two parts of a schema may speak of one value; the first is enough.
            also = diagnostic.message if diagnostic.code == "D112" else ""
            found.setdefault((diagnostic.code, diagnostic.span, also), diagnostic)
    return tuple(sorted(found.values(), key=_place))


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema_of(name))


def _place(diagnostic: Diagnostic) -> tuple[int, int]:
    assert diagnostic.span is not None
    return diagnostic.span.line, diagnostic.span.column


def _diagnose(violation: Any, root: MapNode, document: Document, name: str) -> Iterator[Diagnostic]:
    path = list(violation.absolute_path)
    place, node = _walk(path, root)
    where = _where(path, name, violation)
    key = place.key.span if place else document.source.whole()
    if violation.validator == "additionalProperties" and isinstance(node, MapNode):
        yield from _unknown_keys(node, violation.schema, where)
    elif violation.validator == "required" and not _is_unknown_system(path, violation, name):
        missing = [wanted for wanted in violation.validator_value if wanted not in violation.instance]
        item = node.span if path and isinstance(path[-1], int) else key
        yield from (complaints.missing_key(item, wanted, where) for wanted in missing)
    elif name == "workspace" and len(path) == 1 and path[0] not in schema_of(name)["properties"]:
        yield complaints.unknown_key(key, str(path[0]), schema_of(name)["properties"], where=say("a workspace"))
    else:
        yield _wrong_form(violation, node, key, where)


def _is_unknown_system(path: list[Any], violation: Any, name: str) -> bool:
    """Whether a group at the workspace's top is a word misspelt rather than a system without its connector."""
    return name == "workspace" and len(path) == 1 and path[0] not in schema_of(name)["properties"]


def _wrong_form(violation: Any, node: Node, key: Span, where: str) -> Diagnostic:
    value = node.text if isinstance(node, TextNode) else None
    span = node.span if isinstance(node, TextNode) and node.text else key
    if violation.validator in ("minItems", "minProperties"):
        return complaints.wrong_form(key, where, say("filled"), None)
    if "propertyNames" in violation.absolute_schema_path and isinstance(node, MapNode):
        wrong = node.find(str(violation.instance))
        return complaints.wrong_form(
            wrong.key.span if wrong else key, say("this"), say("a name"), str(violation.instance)
        )
    title = violation.schema.get("title")
    expected = verbatim(title) if title else _kind(violation.schema)
    return complaints.wrong_form(span, where, expected, value)


def _kind(schema: Any) -> Text:
    kinds = {"object": say("`name: value` lines"), "array": say("a list"), "string": say("a text")}
    return kinds.get(str(schema.get("type"))) or say("of another form")


def _unknown_keys(node: MapNode, schema: Any, where: str) -> Iterator[Diagnostic]:
    known: Iterable[str] = schema.get("properties", {})
    for entry in node.entries:
        if entry.key.text not in known:
            yield complaints.unknown_key(entry.key.span, entry.key.text, known, where)


def _walk(path: list[Any], root: MapNode) -> tuple[Entry | None, Node]:
    """The entry that holds a place (the nearest above, for an item of a list), and the node at it."""
    place: Entry | None = None
    node: Node = root
    for step in path:
        if isinstance(node, MapNode):
            place = node.find(str(step))
            assert place is not None
            node = place.value
        elif isinstance(node, ListNode):
            node = node.items[int(step)]
    return place, node


def _where(path: list[Any], name: str, violation: Any) -> str:
    """How a message names a place: `guards.max_updates`, an item by its kind, or the whole."""
    if path and isinstance(path[-1], int) and "title" in violation.schema:
        return verbatim(violation.schema["title"])
    names = [str(step) for step in path if isinstance(step, str)]
    return f"`{'.'.join(names)}`" if names else verbatim(schema_of(name)["title"])
