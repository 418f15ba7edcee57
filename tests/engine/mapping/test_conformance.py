"""The quick answer whether a document is as its schema asks is the one that the whole validator gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine.mapping.conformance import conforms
from engine.mapping.document import plain, read_file
from engine.mapping.validation import schema_of

MAPPINGS = Path(__file__).parents[3] / "mappings"
NAMES = ("mapping", "workspace", "tables", "series", "links")
_FITTING = ["a", "win.customer", "10", "yes", "no", "", "x y", "2026-01-31", "go", "sqlite:///a.db", "0.5", "1000000"]


def _words_of(schema: Any) -> set[str]:
    """Every name and text of a schema, so that what is generated comes near to what it asks."""
    if isinstance(schema, dict):
        return set(schema).union(*map(_words_of, schema.values()))
    if isinstance(schema, list):
        return set().union(*map(_words_of, schema))
    return {schema} if isinstance(schema, str) else set()


def documents(name: str) -> st.SearchStrategy[Any]:
    words = st.sampled_from(sorted(_words_of(schema_of(name))) + _FITTING)
    tops = st.sampled_from([*sorted(schema_of(name).get("properties", {})), "a"])
    values = st.recursive(words, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4))
    return st.dictionaries(tops, values, max_size=8)


@given(st.data(), st.sampled_from(NAMES))
def test_both_answer_alike(data: st.DataObject, name: str) -> None:
    value = data.draw(documents(name))
    assert conforms(value, schema_of(name)) is Draft202012Validator(schema_of(name)).is_valid(value)


@pytest.mark.parametrize(
    ("path", "name"),
    [(path, "mapping") for path in sorted(MAPPINGS.glob("base/*.yaml"))]
    + [(path, "tables") for path in sorted(MAPPINGS.glob("tables/*.yaml"))]
    + [(MAPPINGS / "customers" / "demo" / "workspace.yaml", "workspace")],
    ids=lambda part: part.stem if isinstance(part, Path) else part,
)
def test_both_answer_alike_for_what_is_shipped_and_what_is_nearly_that(path: Path, name: str) -> None:
    root = read_file(path, path.name).root
    assert root is not None
    whole = plain(root)
    assert conforms(whole, schema_of(name))
    for changed in _changed(whole):
        assert conforms(changed, schema_of(name)) is Draft202012Validator(schema_of(name)).is_valid(changed)


def _changed(value: Any) -> list[Any]:
    """The document with one place at a time left out, emptied, or of another kind."""
    others: list[Any] = ["", "ø ø", [], {}, ["a", {"b": "c"}], {"a": "b", "c d": ["e"]}]
    if isinstance(value, dict):
        for key, inner in list(value.items())[:12]:
            rest = {name: one for name, one in value.items() if name != key}
            others += [rest, *({**value, key: changed} for changed in _changed(inner))]
    if isinstance(value, list):
        for index, inner in list(enumerate(value))[:3]:
            others += [[*value[:index], changed, *value[index + 1 :]] for changed in _changed(inner)]
    return others


def test_a_keyword_that_is_not_known_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        conforms("a", {"format": "date"})


@pytest.mark.parametrize(
    ("value", "schema", "answer"),
    [
        ("a", True, True),
        ("a", False, False),
        ("a", {"if": {"enum": ["a"]}, "then": False}, False),
        ("a", {"if": {"enum": ["a"]}, "else": False}, True),
        ("b", {"if": {"enum": ["a"]}, "else": False}, False),
        ("a", {"type": "integer"}, False),
        ("a", {"items": False, "required": ["b"], "minItems": 1, "propertyNames": False}, True),
        (["a"], {"pattern": "b", "properties": {"b": False}, "additionalProperties": False}, True),
    ],
)
def test_a_keyword_asks_only_of_its_own_kind(value: Any, schema: Any, answer: bool) -> None:
    assert conforms(value, schema) is answer is Draft202012Validator(schema).is_valid(value)
