"""The `tests:` of a mapping are run forward, and tell what should have come and what came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from engine.mapping.examples import check_examples, examples_of, run_examples
from engine.mapping.library import Library
from engine.mapping.mapping import Mapping as EntityMapping
from engine.mapping.mapping import load_mapping_file

Load = Callable[..., EntityMapping]
Write = Callable[[Mapping[str, str]], Path]

OWN = "extends: base/customer\ntests:\n"
GIVEN = "customer_no: 10001, name: Fjord AS"


def _holds(load: Load, item: str, base: str = OWN) -> bool:
    """Whether the last test, given as YAML in one line, holds."""
    return run_examples(load(f"{base}  - {{name: mine, {item}}}\n"))[-1].passed


def test_a_shipped_mapping_keeps_its_promises(library: Library) -> None:
    loaded = load_mapping_file(library.shipped / "base" / "customer.yaml", library)
    assert loaded.mapping is not None
    results = run_examples(loaded.mapping)
    assert [(result.name, result.passed) for result in results] == [
        ("an address is written small", True),
        ("a number outside the series is refused", True),
    ]
    assert check_examples(loaded.mapping) == ()


@pytest.mark.parametrize(
    ("expected", "holds"),
    [
        ("Number: 10001", True),
        ("Number: 10002", False),
        ("Number: 10001.00", True),
        ('Number: "customer:10001"', False),
        ("Name: Fjord AS", True),
        ('Name: "Fjord AS"', True),
        ("Name: fjord as", False),
        ("Name: empty", False),
        ("Name: nothing", False),
        ("Email: empty", True),
        ("Email: nothing", False),
        ('Email: "empty"', False),
        ('Email: ""', False),
        ("IsArchived: no", True),
        ("IsArchived: yes", False),
        ("IsVip: nothing", True),
        ("IsVip: no", False),
        ("Kind: Company", True),
        ("Address: nothing", True),
        ("Address: empty", False),
        ("Address: {City: Oslo}", False),
        ("Address.City: nothing", True),
        ("DepartmentId: empty", True),
    ],
)
def test_only_what_a_test_names_is_compared(expected: str, holds: bool, load: Load) -> None:
    assert _holds(load, f"given: {{{GIVEN}}}, expect: {{{expected}}}") is holds


@pytest.mark.parametrize(
    ("expected", "holds"),
    [
        ("{City: Oslo, CountryCode: SE}", True),
        ("{City: Bergen}", False),
        ("{City: empty}", False),
        ("{Zip: nothing}", True),
        ("nothing", False),
    ],
)
def test_objects_are_compared_by_their_parts(expected: str, holds: bool, load: Load) -> None:
    assert _holds(load, f"given: {{{GIVEN}, city: Oslo, country: Sverige}}, expect: {{Address: {expected}}}") is holds


def test_a_path_reaches_into_an_object(load: Load) -> None:
    assert _holds(load, f"given: {{{GIVEN}, city: Oslo}}, expect: {{Address.City: Oslo, Address.CountryCode: empty}}")


@pytest.mark.parametrize(
    ("expected", "holds"),
    [
        ('"department:10"', True),
        ("department:10", True),
        ("{link: department:10}", True),
        ('"department:11"', False),
        ("{link: department:11}", False),
        ("{lnk: department:10}", False),
        ("10", False),
        ("empty", False),
    ],
)
def test_a_link_succeeds_with_what_stands_for_it(expected: str, holds: bool, load: Load) -> None:
    assert _holds(load, f"given: {{{GIVEN}, department_no: '10'}}, expect: {{DepartmentId: {expected}}}") is holds


INVOICE = "extends: base/invoice\ntests:\n"
LINES = "lines: [{text: En, net: 1, account: 3000}, {text: To, net: 2.50, account: 3020}]"


@pytest.mark.parametrize(
    ("expected", "holds"),
    [
        ("[{Amount: 1.00}, {Amount: 2.5, Text: To}]", True),
        ("[{Amount: 1.00}]", False),
        ("[{Amount: 1}, {Amount: 2}]", False),
        ("[{AccountId: 'Account:3000'}, {}]", True),
        ("[{AccountId: {find: Account, by: AccountNo, value: 3000}}, {}]", True),
        ("[{AccountId: {find: Account, by: AccountNo, value: 3001}}, {}]", False),
        ("nothing", False),
    ],
)
def test_lists_are_compared_item_by_item(expected: str, holds: bool, load: Load) -> None:
    item = f"given: {{client_no: 1, invoice_no: 7, total: 3.50, {LINES}}}, expect: {{Lines: {expected}}}"
    assert _holds(load, item, INVOICE) is holds


@pytest.mark.parametrize(
    ("item", "holds"),
    [
        ("refuse: R204", True),
        ("refuse: [R204]", True),
        ("refuse: [R204, R301]", False),
        ("refuse: R301", False),
        ("refuse: 'the discount is negative: -1'", True),
        ("refuse: is negative", True),
        ("refuse: is positive", False),
        ("refuse: yes", True),
        ("expect: {Number: 10001}", False),
        ("skip: yes", False),
        ("warn: R205", False),
    ],
)
def test_a_refusal_is_expected_by_code_or_words(item: str, holds: bool, load: Load) -> None:
    assert _holds(load, f"given: {{{GIVEN}, discount: -1}}, {item}") is holds


WARNS = 'extends: base/customer\nrules: |\n  warn name != "Fjord", "a short name: {name}"\ntests:\n'


@pytest.mark.parametrize(
    ("item", "holds"),
    [
        ("warn: R205", True),
        ("warn: 'a short name: Fjord'", True),
        ("warn: R204", False),
        ("warn: R205, expect: {Name: Fjord}", True),
        ("expect: {Name: Fjord}", True),
        ("refuse: R205", False),
    ],
)
def test_a_warning_goes_with_a_record_that_is_sent(item: str, holds: bool, load: Load) -> None:
    assert _holds(load, f"given: {{customer_no: 10001, name: Fjord}}, {item}", WARNS) is holds


@pytest.mark.parametrize(
    ("given", "item", "holds"),
    [
        ("name: SLETTET", "skip: yes", True),
        ("name: SLETTET", "expect: {Name: SLETTET}", False),
        ("name: SLETTET", "refuse: R204", False),
        ("active: no", "create: no", True),
        ("active: no", "create: yes", False),
        ("active: yes", "create: yes", True),
        ("active: yes", "create: no", False),
        ("city: Oslo", "expect: {Number: 10001}", True),
    ],
)
def test_a_record_may_be_skipped_or_only_kept_up_to_date(given: str, item: str, holds: bool, load: Load) -> None:
    assert _holds(load, f"given: {{customer_no: 10001, {given}}}, {item}") is holds


@pytest.mark.parametrize(
    ("missing", "found"),
    [
        ("department", False),
        ("[department]", False),
        ('"department:10"', False),
        ("department:10", False),
        ("department 10", False),
        ("{department: 10}", False),
        ("[department: 10]", False),
        ("{department: [9, 10]}", False),
        ("department:11", True),
        ("{department: [9]}", True),
        ("[Term]", True),
    ],
)
def test_what_is_missing_is_not_found(missing: str, found: bool, load: Load) -> None:
    expected = "'department:10'" if found else "nothing"
    item = f"given: {{{GIVEN}, department_no: '10'}}, missing: {missing}, expect: {{DepartmentId: {expected}}}"
    assert _holds(load, item)


def test_a_setting_is_missing_by_its_value(load: Load) -> None:
    given = f"given: {{client_no: 1, invoice_no: 7, total: 3.50, {LINES}}}"
    assert _holds(load, f"{given}, missing: ['Account:3000'], refuse: R203", INVOICE)
    assert _holds(load, f"{given}, missing: ['Account.AccountNo:3020'], refuse: R203", INVOICE)
    assert _holds(load, f"{given}, missing: ['Account:9'], expect: {{InvoiceNo: '7'}}", INVOICE)


def test_a_test_has_its_day(load: Load) -> None:
    base = "extends: base/customer\nrules: |\n  Since = today\ntests:\n"
    assert _holds(load, f"given: {{{GIVEN}}}, today: 2026-11-24, expect: {{Since: 2026-11-24}}", base)
    assert _holds(load, f"given: {{{GIVEN}}}, expect: {{Since: 2026-01-01}}", base)


def test_a_way_back_links_to_a_placeholder(load: Load) -> None:
    base = "extends: base/payment\ntests:\n"
    given = "given: {entry_id: '9', voucher_id: 6f1c, amount: 12.50}"
    assert _holds(load, f"{given}, expect: {{amount: 12.5, entry_id: '9', client_no: 'invoice:6f1c'}}", base)
    assert _holds(load, f"{given}, missing: [invoice], refuse: R202", base)


def test_a_record_of_another_mapping_is_a_mistake_in_an_own_test(load: Load) -> None:
    given = "given: {client_no: 1, invoice_no: 7, total: -1}"
    assert not _holds(load, f"{given}, expect: {{InvoiceNo: '7'}}", INVOICE)
    assert not _holds(load, f"{given}, refuse: R204", INVOICE)
    assert _holds(load, f"{given}, skip: yes", INVOICE)


# ---- a base's tests in an overlay


def test_a_test_whose_record_is_now_anothers_is_left_out(library: Library) -> None:
    """The invoice's tests stand on its type; a credit note extends it and leaves those records alone."""
    loaded = load_mapping_file(library.shipped / "base" / "credit.yaml", library)
    assert loaded.mapping is not None
    assert len(examples_of(loaded.mapping)) == 1
    assert run_examples(loaded.mapping) == ()


def _over(middle: str, own: str, write: Write, library: Library) -> dict[str, tuple[str, ...]]:
    """What was said of each test of an overlay that stands on another one, which stands on the customer's base."""
    files = {"middle": f"extends: base/customer\n{middle}", "own": f"extends: customers/middle\nrules: |\n  {own}\n"}
    folder = write({f"mappings/customers/{name}.yaml": content for name, content in files.items()})
    loaded = load_mapping_file(folder / "mappings" / "customers" / "own.yaml", library)
    assert loaded.mapping is not None, loaded.diagnostics
    return {result.name: tuple(d.message for d in result.diagnostics) for result in run_examples(loaded.mapping)}


def test_a_base_holds_on_to_what_an_overlay_leaves_alone(write: Write, library: Library) -> None:
    """Kind is the base's still, and asks for the Email that the overlay drops."""
    middle = (
        f"tests:\n  - {{name: a person, given: {{{GIVEN}, kind: PRIVAT, email: o@n.no}}, expect: {{Kind: Person}}}}\n"
    )
    assert _over(middle, "drop DepartmentId", write, library)["a person"] == ()
    (told,) = _over(middle, "drop Email", write, library)["a person"]
    assert "R313" in told


@pytest.mark.parametrize(
    "change",
    [
        "rules: |\n  let small = email | upper",
        "tables:\n  kinds: {PRIVAT: Company}",
        "series:\n  customer: {from: 1, to: 99}",
        "series:\n  customer: {from: 20000, to: 29999}",
        'rules: |\n  skip when name == "Fjord AS"',
        'rules: |\n  check no, "not yet"',
        "rules: |\n  Number = customer_no",
        'rules: |\n  DepartmentId = department_no | link(department) else nothing\n  Name = name ?? refuse "no name"',
    ],
)
def test_what_an_overlay_changes_by_another_name_is_its_own_to_promise_too(change: str, load: Load) -> None:
    results = run_examples(load(f"extends: base/customer\n{change}\n"))
    assert [diagnostic.message for result in results for diagnostic in result.diagnostics] == []


@pytest.mark.parametrize(
    ("change", "skipped", "checked"),
    [
        ("drop skip", True, False),
        ('drop check "the discount is negative: {discount}"', False, True),
        ('check discount >= -5, "the discount is negative: {discount}"', False, True),
        ("Name = name | upper", False, False),
    ],
)
def test_a_skip_or_a_check_is_a_bases_promise_until_it_is_changed(
    change: str, skipped: bool, checked: bool, write: Write, library: Library
) -> None:
    """The file in the middle promises two things that do not hold; only a change above it can excuse them."""
    middle = (
        "tests:\n"
        "  - {name: skipped, given: {customer_no: 10001, name: X}, skip: yes}\n"
        "  - {name: checked, given: {customer_no: 10001, name: X}, refuse: R204}\n"
    )
    said = _over(middle, change, write, library)
    assert (not said["skipped"], not said["checked"]) == (skipped, checked)


@pytest.mark.parametrize(
    "rules", ["Email = email | upper", "drop Email", "Address when vip {\n    City = name | limit(50)\n  }"]
)
def test_a_field_that_an_overlay_changes_is_its_own_to_promise(rules: str, load: Load) -> None:
    assert all(result.passed for result in run_examples(load(f"extends: base/customer\nrules: |\n  {rules}\n")))


def test_one_rule_of_a_list_frees_only_its_field(load: Load) -> None:
    over = "extends: base/invoice\nrules: |\n  Lines[].Text = line.text | upper | limit(200)\n"
    assert all(result.passed for result in run_examples(load(over)))
    twice = 'extends: base/invoice\nselect: yes\nrules: |\n  let doubled = total * 2\n  InvoiceNo = "{doubled}"\n'
    assert all(result.passed for result in run_examples(load(twice)))


def test_a_list_that_an_overlay_writes_anew_is_its_own(load: Load) -> None:
    lines = "Lines = item {\n    AccountId = 1 | find(Account, by=AccountNo) else refuse\n    Amount = 0\n  }\n"
    assert all(result.passed for result in run_examples(load(f"extends: base/invoice\nrules: |\n  {lines}")))


# ---- tests that are wrong themselves


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("given: {custmer_no: 1}", "D404"),
        ("given: {customer_no: one}", "D405"),
        ("given: {customer_no: 1.}", "D405"),
        ("given: {customer_no: '1,5'}", "D405"),
        ("given: {active: perhaps}", "D405"),
        ("given: {since: 24.11.2026}", "D405"),
        ("given: {name: [a]}", "D405"),
        ("given: {department: yes}", "D405"),
        ("given: {department: {nam: Lønn}}", "D404"),
        ("given: {department: {active: x}}", "D405"),
        ("given: {department.active: x}", "D405"),
        ("given: {}, expect: {Nmbr: 1}", "D404"),
        ("given: {}, expect: {Address: {Cty: x}}", "D404"),
        ("given: {}, expect: {Address.Cty: x}", "D404"),
        ("given: {}, expect: {Number: one}", "D405"),
        ("given: {}, expect: {Address: Oslo}", "D405"),
        ("given: {}, expect: {Name: [a]}", "D405"),
        ("given: {}, missing: [cutsomer]", "D404"),
        ("given: {}, today: 2026-13-01", "D405"),
        ("given: {}, expect: {Number: 1}, refuse: R301", "D406"),
        ("given: {}, create: yes, skip: yes", "D406"),
    ],
)
def test_a_test_that_says_what_cannot_be_is_told_before_it_is_run(item: str, code: str, load: Load) -> None:
    mapping = load(f"{OWN}  - {{name: mine, {item}}}\n")
    assert [d.code for d in check_examples(mapping)] == [code]
    result = run_examples(mapping)[-1]
    assert not result.passed
    assert [d.code for d in result.diagnostics] == [code]


def test_items_of_a_list_are_read_too(load: Load) -> None:
    item = "given: {lines: [{net: one}, two]}, expect: {Lines: [{Amunt: 1}, x]}"
    codes = [d.code for d in check_examples(load(f"{INVOICE}  - {{{item}}}\n"))]
    assert codes == ["D405", "D405", "D404", "D405"]


def test_a_test_without_a_name_is_numbered(load: Load) -> None:
    assert [result.name for result in run_examples(load(f"{OWN}  - given: {{{GIVEN}}}\n"))][-1] == "test 3"
