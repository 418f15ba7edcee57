"""A mapping is loaded with its bases and tables, and run on records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from engine.language.outcome import Desired, Refused, Skipped
from engine.mapping.library import Library
from engine.mapping.mapping import Mapping as EntityMapping
from engine.mapping.mapping import load_mapping_file, placeholder
from engine.mapping.series_choice import SeriesChoice
from engine.model.change import Pending, Unresolved
from engine.model.record import Row
from engine.model.schema import Series

Write = Callable[[Mapping[str, str]], Path]
Load = Callable[..., EntityMapping]
FJORD: Row = {"customer_no": 10001, "name": " Fjord AS ", "kind": "FIRMA", "active": True}


def _base(name: str, library: Library) -> EntityMapping:
    loaded = load_mapping_file(library.shipped / "base" / f"{name}.yaml", library)
    assert loaded.mapping is not None
    return loaded.mapping


def test_a_mapping_says_what_it_is(library: Library) -> None:
    customer = _base("customer", library)
    assert (customer.name, customer.file) == ("customer", "mappings/base/customer.yaml")
    assert (customer.source.title, customer.target.title) == ("win.customer", "go.customer")
    assert (customer.key, customer.adopt) == (("customer_no",), ("Number", "Name"))
    assert customer.series == {"customer": SeriesChoice("Customer")}
    assert customer.continues is None
    assert set(customer.sources) == {"mappings/base/customer.yaml", "mappings/tables/lands.yaml"}


def test_a_record_becomes_what_its_rules_say(library: Library) -> None:
    record: Row = {**FJORD, "email": "Post@Fjord.no", "city": "Lund", "country": "Sverige", "department_no": "10"}
    outcome = _base("customer", library).run(record)
    assert isinstance(outcome, Desired)
    assert outcome.payload == {
        "Number": 10001,
        "Name": "Fjord AS",
        "Email": "post@fjord.no",
        "Kind": "Company",
        "DepartmentId": Pending("department", "10"),
        "IsArchived": False,
        "Address": {"City": "Lund", "CountryCode": "SE"},
    }


def test_references_answer_when_they_are_given(library: Library) -> None:
    asked = []

    def references(kind: str, name: str, key: object) -> object:
        asked.append((kind, name, key))
        return None

    outcome = _base("customer", library).run({**FJORD, "department_no": "10"}, references)
    assert isinstance(outcome, Desired)
    assert "DepartmentId" not in outcome.payload
    assert asked == [("link", "department", "10")]


def test_series_answer_when_they_are_given(library: Library) -> None:
    customer = _base("customer", library)
    assert isinstance(customer.run({**FJORD, "customer_no": 5}), Refused)
    own = {"customer": (Series("Customer", "Kunder", 1, 9),)}
    assert isinstance(customer.run({**FJORD, "customer_no": 5}, series=own), Desired)


def test_a_record_of_another_mapping_is_skipped(library: Library) -> None:
    invoice, credit = _base("invoice", library), _base("credit", library)
    record: Row = {"client_no": 1, "invoice_no": 7, "customer_no": 1, "total": -1, "invoice_date": date(2026, 1, 1)}
    assert invoice.run({**record, "lines": ()}) == Skipped()
    line: Row = {"text": "Honorar", "net": -1, "account": 3000}
    assert isinstance(credit.run({**record, "lines": (line,)}), Desired)


def test_a_key_of_several_fields_is_joined(library: Library) -> None:
    assert _base("invoice", library).key_of({"client_no": 1, "invoice_no": 5001}) == "1/5001"


def test_a_second_pass_takes_its_key_from_the_mapping_that_it_continues(library: Library) -> None:
    manager = _base("department_manager", library)
    assert (manager.continues, manager.key) == ("department", ("department_no",))


def test_the_day_is_the_one_that_is_given(load: Load) -> None:
    mapping = load("extends: base/customer\nrules: |\n  Since = today\n")
    outcome = mapping.run(FJORD, today=date(2026, 11, 24))
    assert isinstance(outcome, Desired)
    assert outcome.payload["Since"] == date(2026, 11, 24)
    assert mapping.circumstances().today == date.today()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (("link", "customer", 77), Pending("customer", "77")),
        (("link", "customer.Account", 77), Pending("customer", "77", "Account")),
        (("link", "invoice", (1, 5001)), Pending("invoice", "1/5001")),
        (("find", "Term.Days", 14), Unresolved("Term", "Days", 14)),
        (("find", "VatCode.Code", ("3", date(2026, 1, 1))), Unresolved("VatCode", "Code", "3")),
    ],
)
def test_without_references_everything_is_found(asked: tuple[str, str, object], answer: object) -> None:
    assert placeholder(*asked) == answer


def test_a_link_reads_what_the_mapping_beside_makes(write: Write, library: Library) -> None:
    """`link(customer)` is typed by the workspace's own files before the bases."""
    folder = write(
        {
            "workspace/customer.yaml": "extends: base/customer\nto: go.employee\nrules: |\n  Number = customer_no\n",
            "workspace/invoice.yaml": "extends: base/invoice\n",
        }
    )
    loaded = load_mapping_file(folder / "workspace" / "invoice.yaml", library)
    assert [d.code for d in loaded.diagnostics if d.is_error] == ["T107"]


def test_the_digest_is_that_of_the_content(write: Write, library: Library) -> None:
    folder = write({"a/customer.yaml": "extends: base/customer\n", "b/c/customer.yaml": "extends: base/customer\n"})
    one, other = (
        load_mapping_file(folder / name, library).mapping for name in ("a/customer.yaml", "b/c/customer.yaml")
    )
    assert one is not None
    assert other is not None
    assert one.digest == other.digest != _base("customer", library).digest
    assert one.digest.startswith("sha256:")
    write({"a/customer.yaml": "extends: base/customer\nrules: |\n  Name = name | upper\n"})
    changed = load_mapping_file(folder / "a/customer.yaml", library).mapping
    assert changed is not None
    assert changed.digest != one.digest


def test_a_shared_table_of_the_nearest_mappings_folder_wins(write: Write, library: Library) -> None:
    folder = write(
        {
            "mappings/tables/lands.yaml": "table: lands\nrows: {Norge: XX}\n",
            "mappings/customers/fjord/customer.yaml": "extends: base/customer\n",
        }
    )
    mapping = load_mapping_file(folder / "mappings/customers/fjord/customer.yaml", library).mapping
    assert mapping is not None
    assert mapping.program.tables["lands"].rows == {"Norge": "XX"}


def test_own_rows_lie_over_the_shared_ones(load: Load) -> None:
    mapping = load("extends: base/customer\ntables:\n  lands: {Sverige: SV, Danmark: DK}\n")
    assert mapping.program.tables["lands"].rows == {"Norge": "NO", "Sverige": "SV", "Danmark": "DK"}


def test_a_syntax_error_does_not_hide_other_mistakes(write: Write, library: Library) -> None:
    """What could not be read is missed nowhere else, and what could is checked."""
    content = """\
mapping: employee
from: win.employee
to: go.employee
key: employee_no
rules: |
  let whole = name |
  Number = employee_np
  Name = whole
"""
    loaded = load_mapping_file(write({"employee.yaml": content}) / "employee.yaml", library)
    codes = [d.code for d in loaded.diagnostics]
    assert loaded.mapping is None
    assert [code[0] for code in codes] == ["S", "N"]


def test_what_a_base_warns_of_is_not_said_again_of_its_overlay(write: Write, library: Library) -> None:
    folder = write(
        {
            "mappings/base/odd.yaml": "mapping: odd\nfrom: win.employee\nto: go.employee\nkey: employee_no\nrules: |\n"
            "  let unused = name\n  Number = employee_no\n  Name = name\n",
            "mappings/mine/odd.yaml": "extends: base/odd\nrules: |\n  Name = name | upper\n",
        }
    )
    base = load_mapping_file(folder / "mappings/base/odd.yaml", library)
    overlay = load_mapping_file(folder / "mappings/mine/odd.yaml", library)
    assert "C202" in [d.code for d in base.diagnostics]
    assert "C202" not in [d.code for d in overlay.diagnostics]


def test_a_mapping_must_identify_its_records(write: Write, library: Library) -> None:
    content = (
        "mapping: employee\nfrom: win.employee\nto: go.employee\nrules: |\n  Number = employee_no\n  Name = name\n"
    )
    loaded = load_mapping_file(write({"employee.yaml": content}) / "employee.yaml", library)
    assert [(d.code, d.message) for d in loaded.diagnostics if d.is_error] == [("D112", "the mapping lacks `key:`")]


def test_a_condition_is_no_place_for_folded_text(write: Write, library: Library) -> None:
    folder = write({"mine.yaml": "extends: base/customer\nselect: active and\n  vip\n"})
    assert [d.code for d in load_mapping_file(folder / "mine.yaml", library).diagnostics] == ["D109"]


def test_a_file_that_is_not_there_is_told(library: Library, tmp_path: Path) -> None:
    loaded = load_mapping_file(tmp_path / "none.yaml", library)
    assert [d.code for d in loaded.diagnostics] == ["D101"]


def test_two_wrong_ends_are_both_told(write: Write, library: Library) -> None:
    folder = write({"mine.yaml": "extends: base/customer\nfrom: win.custmer\nto: gone.customer\n"})
    loaded = load_mapping_file(folder / "mine.yaml", library)
    assert [d.code for d in loaded.diagnostics] == ["D121", "D121"]


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ("tests:\n  - {name: x, expect: {Name: x}}\n", ["D112", "N101"]),
        ("tests: none\n", ["D113", "N101"]),
        ("adopt: {}\n", ["D113", "S104"]),
        ("select: (active\nseries: 5\n", ["D113", "S104", "S104"]),
    ],
)
def test_a_document_of_the_wrong_form_does_not_hide_mistakes_of_its_rules(
    wrong: str, codes: list[str], write: Write, library: Library
) -> None:
    rule = "Name = nme" if "tests" in wrong else "Name = (nme"
    head = "mapping: mine\nfrom: win.department\nto: go.department\nkey: department_no\n"
    folder = write({"mine.yaml": f"{head}{wrong}rules: |\n  Code = department_no\n  IsActive = active\n  {rule}\n"})
    loaded = load_mapping_file(folder / "mine.yaml", library)
    assert loaded.mapping is None
    assert [d.code for d in loaded.diagnostics if d.is_error] == codes
