"""Documents are held against their schemas, and every violation is told where it stands."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from engine.mapping.document import read_text
from engine.mapping.validation import schema_of, validate

NAMES = ("mapping", "workspace", "tables", "series", "links")


def _said(text: str, name: str) -> list[tuple[str, int, int]]:
    document = read_text(text, "m.yaml")
    found = []
    for diagnostic in validate(document, name):
        assert diagnostic.span is not None
        found.append((diagnostic.code, diagnostic.span.line, diagnostic.span.column))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_an_editor_that_types_values_agrees(name: str) -> None:
    """A YAML editor reads `10000` as a number and may read `yes` as a flag; both must pass."""
    typed = {
        "mapping": {
            "mapping": "a",
            "from": "win.a",
            "to": "go.b",
            "rules": "x",
            "series": {"s": {"from": 1, "to": 2}},
            "tables": {"t": {"a": 1, "b": True}},
            "tests": [{"given": {"a": 1}, "skip": True}],
        },
        "workspace": {
            "workspace": "a",
            "entities": ["a"],
            "win": {"connector": "win", "invoice_client": 1},
            "go": {"connector": "go", "requests_per_second": 10},
            "guards": {"max_updates": 5, "max_update_share": 0.2},
        },
        "tables": {"table": "t", "rows": {"a": 1}},
        "series": {"series": [{"type": "Customer", "from": 1, "to": 2, "default": True}]},
        "links": {"customer": {"10001": 4711}},
    }
    assert list(Draft202012Validator(schema_of(name)).iter_errors(typed[name])) == []


def test_a_file_that_could_not_be_read_has_no_form() -> None:
    assert validate(read_text("a: [", "m.yaml"), "mapping") == ()


def test_what_is_right_is_silent() -> None:
    assert _said("mapping: a\nfrom: win.a\nto: go.b\nkey: c\nrules: x\n", "mapping") == []
    assert _said("extends: base/a\n", "mapping") == []


def test_a_word_misspelt_in_a_workspace_is_no_system() -> None:
    text = "workspace: a\nentities: [b]\nguard: {max_updates: 1}\ntimezon: x\n"
    assert _said(text, "workspace") == [("D111", 3, 1), ("D111", 4, 1)]


def test_a_system_of_another_kind_is_welcome() -> None:
    assert _said("workspace: a\nentities: [b]\nxero: {connector: xero, tenant: y}\n", "workspace") == []


def test_a_system_that_is_known_must_name_its_connector() -> None:
    assert _said("workspace: a\nentities: [b]\ngo: {environment: demo}\n", "workspace") == [("D112", 3, 1)]


def test_one_value_is_complained_of_once() -> None:
    assert _said("workspace: a\nentities: [b]\nwin: {connector: win, url: [c]}\n", "workspace") == [("D113", 3, 23)]


def test_an_empty_list_must_be_filled() -> None:
    assert _said("workspace: a\nentities: []\n", "workspace") == [("D113", 2, 1)]


def test_a_name_of_the_wrong_form_is_told_at_the_name() -> None:
    text = "mapping: a\nfrom: win.a\nto: go.b\nrules: x\ntables: {good: {}, bad name: {}}\n"
    assert _said(text, "mapping") == [("D113", 5, 20)]


def test_a_wrong_table_does_not_fill_the_screen() -> None:
    rows = "".join(f"  k{number}: [x]\n" for number in range(500))
    assert len(_said(f"table: t\nrows:\n{rows}", "tables")) == 100


def test_violations_come_in_file_order() -> None:
    said = _said("to: x\nfrom: y\nmapping: a b\nrules: |\n  x\n", "mapping")
    assert [line for _, line, _ in said] == [1, 2, 3]
