"""A workspace's mappings are found, named once, and ordered by their links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from engine.mapping.collection import LoadedMappings, load_mappings
from engine.mapping.library import Library
from engine.mapping.workspace import load_workspace

Write = Callable[[Mapping[str, str]], Path]


def _load(folder: Path, library: Library) -> LoadedMappings:
    loaded = load_workspace(folder, library.catalogs)
    assert loaded.workspace is not None
    return load_mappings(loaded.workspace, library)


def _names(loaded: LoadedMappings) -> list[str]:
    return [mapping.name for mapping in loaded.mappings]


def _codes(loaded: LoadedMappings) -> list[str]:
    return [d.code for d in loaded.diagnostics if d.code != "C301"]


def test_entities_without_a_file_use_the_shipped_mappings(write: Write, library: Library, workspace_text: str) -> None:
    folder = write({"workspace.yaml": workspace_text, "customer.yaml": "extends: base/customer\n"})
    loaded = _load(folder, library)
    assert _codes(loaded) == []
    assert {mapping.name: mapping.file for mapping in loaded.mappings} == {
        "department": "mappings/base/department.yaml",
        "employee": "mappings/base/employee.yaml",
        "department_manager": "mappings/base/department_manager.yaml",
        "customer": "customer.yaml",
        "invoice": "mappings/base/invoice.yaml",
        "credit": "mappings/base/credit.yaml",
        "payment": "mappings/base/payment.yaml",
    }
    assert {"customer.yaml", "mappings/tables/lands.yaml"} <= set(loaded.sources)


@pytest.mark.parametrize(
    "entities",
    [
        "department, employee, customer, invoice, credit, payment",
        "payment, credit, invoice, customer, employee, department",
        "invoice, customer, payment, department, credit, employee",
    ],
)
def test_prerequisites_come_first_whatever_the_order(
    entities: str, write: Write, library: Library, workspace_text: str
) -> None:
    text = workspace_text.replace("department, employee, customer, invoice, credit, payment", entities)
    names = _names(_load(write({"workspace.yaml": text}), library))
    before = [
        ("department", "customer"),
        ("department", "department_manager"),
        ("employee", "department_manager"),
        ("customer", "invoice"),
        ("customer", "credit"),
        ("invoice", "payment"),
        ("credit", "payment"),
    ]
    assert all(names.index(first) < names.index(second) for first, second in before)


def test_without_need_the_order_is_that_of_the_workspace(write: Write, library: Library, workspace_text: str) -> None:
    text = workspace_text.replace("[department, employee, customer", "[customer, employee, department")
    names = _names(_load(write({"workspace.yaml": text}), library))
    assert names == ["employee", "department", "customer", "department_manager", "invoice", "credit", "payment"] or (
        names == ["employee", "department", "department_manager", "customer", "invoice", "credit", "payment"]
    )
    assert names == _names(_load(write({}), library))


def test_a_link_to_what_the_workspace_leaves_out_is_no_error(
    write: Write, library: Library, workspace_text: str
) -> None:
    """A customer's department is looked for and not found; what a department is, the bases say."""
    text = workspace_text.replace("department, employee, customer, invoice, credit, payment", "customer")
    loaded = _load(write({"workspace.yaml": text}), library)
    assert (_names(loaded), _codes(loaded)) == (["customer"], [])


def test_a_second_pass_belongs_to_what_it_continues(write: Write, library: Library, workspace_text: str) -> None:
    text = workspace_text.replace("department, employee, customer, invoice, credit, payment", "employee")
    assert _names(_load(write({"workspace.yaml": text}), library)) == ["employee"]


def test_a_second_pass_of_the_workspace_replaces_the_shipped_one(
    write: Write, library: Library, workspace_text: str
) -> None:
    own = "extends: base/department_manager\nrules: |\n  IsActive = active\n"
    folder = write({"workspace.yaml": workspace_text, "department_manager.yaml": own})
    loaded = _load(folder, library)
    assert _codes(loaded) == []
    assert [mapping.file for mapping in loaded.mappings if mapping.continues] == ["department_manager.yaml"]


def test_two_that_read_one_entity_may_link_to_it(write: Write, library: Library, workspace_text: str) -> None:
    link = "link(invoice, InvoiceNo, key=[client_no, invoice_no])"
    rule = f"rules: |\n  Document = {link} else nothing\n"
    folder = write(
        {
            "workspace.yaml": workspace_text,
            "invoice.yaml": "extends: base/invoice\n" + rule,
            "credit.yaml": "extends: base/credit\n" + rule,
        }
    )
    loaded = _load(folder, library)
    assert _codes(loaded) == []
    names = _names(loaded)
    assert names.index("invoice") < names.index("credit")


def test_a_circle_is_named_and_the_rest_goes_on(write: Write, library: Library, workspace_text: str) -> None:
    link = 'rules: |\n  check ({0} | link({1}, Number) else 0) >= 0, "never"\n'
    folder = write(
        {
            "workspace.yaml": workspace_text,
            "employee.yaml": "extends: base/employee\n" + link.format("employee_no", "customer"),
            "customer.yaml": "extends: base/customer\n" + link.format("customer_no", "employee"),
        }
    )
    loaded = _load(folder, library)
    (diagnostic,) = [d for d in loaded.diagnostics if d.code == "D208"]
    assert "employee -> customer -> employee" in diagnostic.message
    assert len(loaded.mappings) == 7
    assert loaded.mappings[0].name == "department"


def test_all_mistakes_of_all_files_are_told(write: Write, library: Library, workspace_text: str) -> None:
    folder = write(
        {
            "workspace.yaml": workspace_text.replace("[department", "[nothing, department"),
            "employee.yaml": "extends: base/employee\nrules: |\n  Name = nme\n",
            "customer.yaml": "extends: base/customer\nrules: |\n  Name =\n",
            "credit.yaml": "mapping: [\n",
            "odd.yaml": "extends: base/customer\n",
        }
    )
    loaded = _load(folder, library)
    codes = _codes(loaded)
    assert {"D202", "N101", "D105", "D207"} <= set(codes)
    assert any(code.startswith("S") for code in codes)
    # What a link to a broken mapping would be is told by its header, so nobody else complains.
    assert set(_names(loaded)) == {"department", "department_manager", "invoice", "payment"}


def test_a_series_that_only_the_snapshot_knows_is_known(write: Write, library: Library, workspace_text: str) -> None:
    folder = write(
        {
            "workspace.yaml": workspace_text,
            "series.yaml": "series: [{type: Project, from: 1, to: 9}]\n",
            "customer.yaml": "extends: base/customer\nseries: {customer: Project}\n",
        }
    )
    assert _codes(_load(folder, library)) == []
    (folder / "series.yaml").unlink()
    assert _codes(_load(folder, library)) == ["D302"]
