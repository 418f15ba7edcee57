"""Every mapping that ships loads without an error or a warning, and every example that it carries holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.diagnostics.diagnostic import Severity
from engine.diagnostics.render import render_text
from engine.mapping.collection import load_mappings
from engine.mapping.examples import check_examples, run_examples
from engine.mapping.library import Library
from engine.mapping.mapping import load_mapping_file
from engine.mapping.workspace import load_workspace

MAPPINGS = Path(__file__).parents[2] / "mappings"
DEMO = MAPPINGS / "customers" / "demo"
FILES = [*sorted((MAPPINGS / "base").glob("*.yaml")), *sorted(DEMO.glob("*.yaml"))]
NAMES = [str(path.relative_to(MAPPINGS).with_suffix("")) for path in FILES if path.name != "workspace.yaml"]

# Each entity's edge cases are promised by its own examples; fewer than these means that some were lost.
EXAMPLES_MIN = {
    "base/contact_person": 7,
    "base/credit_note": 5,
    "base/customer": 35,
    "base/department": 5,
    "base/department_manager": 5,
    "base/employee": 9,
    "base/invoice": 22,
    "base/payment": 8,
    "base/project": 14,
    "customers/demo/customer": 5,
    "customers/demo/invoice": 3,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_mapping_loads_without_error_or_warning(name: str, library: Library) -> None:
    loaded = load_mapping_file(MAPPINGS / f"{name}.yaml", library)
    told = [diagnostic for diagnostic in loaded.diagnostics if diagnostic.severity is not Severity.INFO]
    assert render_text(told, loaded.sources) == ""
    assert loaded.mapping is not None
    assert loaded.mapping.file == f"mappings/{name}.yaml"


@pytest.mark.parametrize("name", NAMES)
def test_every_example_of_a_shipped_mapping_holds(name: str, library: Library) -> None:
    loaded = load_mapping_file(MAPPINGS / f"{name}.yaml", library)
    assert loaded.mapping is not None
    results = run_examples(loaded.mapping)
    failed = [diagnostic for result in results for diagnostic in result.diagnostics]
    assert render_text(failed, loaded.sources) == ""
    assert all(result.passed for result in results)
    assert len(results) >= EXAMPLES_MIN[name]
    assert check_examples(loaded.mapping) == ()


def test_no_shipped_mapping_is_without_a_count() -> None:
    assert set(NAMES) == set(EXAMPLES_MIN)


def test_the_demo_workspace_holds_every_entity_prerequisites_first(library: Library) -> None:
    loaded = load_workspace(DEMO, library.catalogs)
    assert loaded.workspace is not None
    assert [d for d in loaded.diagnostics if d.severity is not Severity.INFO] == []
    mappings = load_mappings(loaded.workspace, library)
    assert [d for d in mappings.diagnostics if d.severity is not Severity.INFO] == []
    assert [mapping.name for mapping in mappings.mappings] == [
        "department",
        "employee",
        "department_manager",
        "customer",
        "contact_person",
        "project",
        "invoice",
        "credit_note",
        "payment",
    ]


def test_an_overlay_of_the_demo_is_a_handful_of_rules(library: Library) -> None:
    """A customer is never a copy: what its files say is a small part of the mapping."""
    for name in ("customer", "invoice"):
        loaded = load_mapping_file(DEMO / f"{name}.yaml", library)
        assert loaded.mapping is not None
        files = [line.file for line in loaded.mapping.rules if line.file is not None]
        own = [file for file in files if file == f"mappings/customers/demo/{name}.yaml"]
        assert 0 < len(own) < len(files) / 5
