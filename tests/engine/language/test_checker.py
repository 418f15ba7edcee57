"""What the checker makes of rules that are right: names bound, types known, and no complaint where there is no risk."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from engine.diagnostics.source import Span
from engine.language import ast, typed
from engine.language.checker import check
from engine.language.checking.statements import excerpt
from engine.model import types


def _load_bench() -> Any:
    path = Path(__file__).parents[2] / "errors" / "bench.py"
    spec = spec_from_file_location("checker_bench", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCH = _load_bench()
NAME = "Name = name | limit(100)\n"

VOUCHER = """
CustomerAccountId = customer_no | link(customer, SubledgerAccountId) else refuse
VoucherDate       = invoice_date + 14
InvoiceNo         = "{invoice_no}"
Documentation     = "pdf/{invoice_no}.pdf"
Lines = each line in lines when line.text is present {
  let gross   = line.net * 1.25 | round(2)
  check gross != 0, "line {line.line_no} of {invoice_no} is 0"
  VatId       = line.vat_code | find(VatCode, by=Code, at=invoice_date) else refuse "no VAT code {line.vat_code}"
  Amount      = gross
  Description = line.text | limit(200)
}
Lines = item when total != 0 {
  VatId  = "0" | find(VatCode, by=Code) else refuse
  Amount = total - sum(each line in lines: line.net) | round(2)
}
"""
PAYMENT = """
client_no   = voucher_id | link(invoice, client_no) else refuse
invoice_no  = voucher_id | link(invoice, invoice_no) else refuse
amount      = amount
kind        = if is_write_off then "TAP" else "INNBETALING"
go_entry_id = "{entry_id}:{voucher_id}"
"""


def customer(rules: str, **options: Any) -> Any:
    return BENCH.trial(NAME + rules, **options)


def value_of(rules: str) -> Any:
    """The expression of the last rule."""
    rule = customer(rules).program.statements[-1]
    assert isinstance(rule, typed.Rule)
    return rule.value


def let_type(expression: str) -> types.Type:
    """The type of an expression, as the let that holds it has it."""
    statements = customer(f'let x = {expression}\ncheck x is present, "x"').program.statements
    return next(s.value.type for s in statements if isinstance(s, typed.Let))


# ---- a program


def test_a_right_mapping_gives_a_program_and_no_complaint() -> None:
    trial = BENCH.trial(VOUCHER, source="win.invoice", target="go.voucher")
    assert trial.codes == []
    assert trial.program.links == {"customer"}
    assert [type(s).__name__ for s in trial.program.statements] == ["Rule"] * 4 + ["Each", "Item"]


def test_a_payment_finds_its_way_back() -> None:
    trial = BENCH.trial(PAYMENT, source="go.payment", target="win.payment_in")
    assert trial.codes == []
    assert trial.program.links == {"invoice"}
    first = trial.program.statements[0]
    assert isinstance(first, typed.Rule)
    assert first.value.type == types.number(0)


def test_an_error_leaves_no_program() -> None:
    trial = customer("Code = nmae")
    assert trial.checked.program is None
    assert trial.codes == ["N101"]


def test_a_warning_leaves_the_program() -> None:
    trial = customer("let unused = 1")
    assert trial.codes == ["C202"]
    assert trial.checked.program is not None


def test_a_program_names_the_references_tables_and_links_that_rules_use() -> None:
    program = customer(
        "EmailAddress = department.manager.email\nDeliveryType = delivery | table(every_delivery)\n"
        "DepartmentId = department_no | link(department) else nothing",
        select="department.name is present",
    ).program
    assert program.references == {("department",), ("department", "manager")}
    assert set(program.tables) == {"every_delivery"}
    assert program.links == {"department"}
    assert isinstance(program.select, typed.Presence)


def test_a_rule_keeps_its_text_and_its_direction() -> None:
    rules = 'EmailAddress <-> email\n  | lower\nCode = if active\n  then "a"  else "b"'
    two_way, one_way = customer(rules).program.statements[1:]
    assert (two_way.two_way, two_way.source) == (True, "email | lower")
    assert (one_way.two_way, one_way.source) == (False, 'if active then "a"  else "b"')


def test_targets_are_named_within_their_body() -> None:
    program = customer('MailAddress {\n  City = city ?? "?"\n  ZipCode = "1"\n}').program
    block = program.statements[-1]
    assert isinstance(block, typed.Block)
    assert block.target == ("MailAddress",)
    assert [rule.target for rule in block.body if isinstance(rule, typed.Rule)] == [("City",), ("ZipCode",)]


def test_an_object_may_be_filled_rule_by_rule() -> None:
    trial = customer('MailAddress.City = city ?? "?"\nMailAddress.ZipCode = "1"')
    assert trial.program.statements[1].target == ("MailAddress", "City")
    assert customer('MailAddress.City = "x"').codes == ["C101"]


def test_a_file_that_is_not_at_hand_gives_no_text() -> None:
    assert excerpt({}, Span("gone.yaml", 1, 1, 1, 2)) == ""


# ---- types of values


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("12", types.number(0)),
        ("-12.50", types.number(2)),
        ("yes", types.FLAG),
        ("2026-01-31", types.DATE),
        ("today", types.DATE),
        ('"ab"', types.text(2, choices=frozenset({"ab"}))),
        ('"{name}-{name}"', types.text(401)),
        ('"{name}{customer_no}"', types.text()),
        ('"{today}"', types.text(10)),
        ('"{email}"', types.text(254, absent=True)),
        ("customer_no + 1.25", types.number(2)),
        ("customer_no * 1.25 * 0.5", types.number(3)),
        ("customer_no / 3", types.number(None)),
        ("customer_no / 3 - 1", types.number(None)),
        ("customer_no / 3 | round(2)", types.number(2)),
        ("-discount", types.number(4, absent=True)),
        ("since + 14", types.DATE.optional()),
        ("since - payment_days", types.DATE.optional()),
        ("payment_days > 3", types.FLAG.optional()),
        ("not active", types.FLAG),
        ("active and payment_days > 3", types.FLAG.optional()),
        ("payment_days in (1, 2)", types.FLAG.optional()),
        ("email is absent", types.FLAG),
        ("payment_days ?? 14", types.number(0)),
        ("payment_days ?? 14.5", types.number(1)),
        ("payment_days ?? discount", types.number(4, absent=True)),
        ("if active then 1 else empty", types.number(0, absent=True)),
        ("if active then refuse else empty", types.UNKNOWN.optional()),
        ('if active then "a" else "bcd"', types.text(3, choices=frozenset({"a", "bcd"}))),
        ('if active then "a" else name', types.text(200)),
        ("name | limit(5)", types.text(5, absent=False)),
        ("customer_no within series.customer", types.number(0)),
        (
            "delivery | table(deliveries) else empty",
            types.text(10, absent=True, choices=frozenset({"PdfByEmail", "EHF"})),
        ),
        ("payment_days | find(PaymentTerm, by=CreditDays) else refuse", types.identifier("PaymentTerm", absent=True)),
        ("payment_days | find(PaymentTerm) else refuse", types.identifier("PaymentTerm", absent=True)),
        ("department_no | link(department) else empty", types.identifier("department", absent=True)),
        ("link(invoice, key=[customer_no, 1]) else refuse", types.identifier("voucher")),
        ("department.name", types.text(200, absent=True)),
    ],
)
def test_an_expression_has_a_type(expression: str, expected: types.Type) -> None:
    assert let_type(expression) == expected


def test_lists_are_added_up() -> None:
    rules = VOUCHER.replace(
        "Documentation",
        "let n = count(each line in lines when line.net > 0)\n"
        "let low = min(each line in lines: line.net)\n"
        "let some = sum(each line in lines: line.quantity)\n"
        'check n > 0 and low > 0 and some > 0, "few"\nDocumentation',
    )
    statements = BENCH.trial(rules, source="win.invoice", target="go.voucher").program.statements
    found = {s.name: s.value.type for s in statements if isinstance(s, typed.Let)}
    assert found == {"n": types.number(0), "low": types.number(4, absent=True), "some": types.number(4, absent=True)}


def test_words_and_defaults_are_bound_to_parameters() -> None:
    call = value_of("Discount = discount | round(2, half_even)")
    assert isinstance(call, typed.Call)
    assert [a.value for a in call.arguments[1:] if isinstance(a, typed.Literal)] == [2, "half_even"]
    plain = value_of("Number = (customer_no / 2) | round(0)")
    assert [a.value for a in plain.arguments[1:] if isinstance(a, typed.Literal)] == [0, "half_away"]


def test_a_function_is_called_like_one_too() -> None:
    call = value_of("Number = abs(customer_no - 5)")
    assert isinstance(call, typed.Call)
    assert call.type == types.number(0)


def test_a_reference_itself_is_present_or_absent() -> None:
    assert let_type("department is present") == types.FLAG
    assert let_type("department.manager is absent") == types.FLAG


# ---- nothing is said where there is no risk


@pytest.mark.parametrize(
    "rules",
    [
        # presence shown by a condition
        "EmailAddress = if email is present then email else \"none\"",
        "let known = email is present and city is present\nMailAddress when known {\n City = city\n ZipCode = \"1\"\n}",
        "MailAddress when city is present and postal_code is present {\n City = city\n ZipCode = postal_code\n}",
        "MailAddress when not (city is absent or postal_code is absent) {\n City = city\n ZipCode = postal_code\n}",
        "MailAddress.City = if city is absent then \"?\" else city\nMailAddress.ZipCode = \"1\"",
        "MailAddress.City = if city == \"Oslo\" then city else \"?\"\nMailAddress.ZipCode = \"1\"",
        "MailAddress.City = if city in (\"Oslo\", \"Bergen\") then city else \"?\"\nMailAddress.ZipCode = \"1\"",
        "MailAddress.City = if not (city is present) or active then \"?\" else city\nMailAddress.ZipCode = \"1\"",
        "MailAddress when city is present and city != \"Oslo\" {\n City = city\n ZipCode = \"1\"\n}",
        "let far = city != \"Oslo\"\nMailAddress.City = if far then city else \"?\"\nMailAddress.ZipCode = \"1\"",
        "let sign = -payment_days < 0\nMailAddress when sign {\n City = \"{payment_days}\"\n ZipCode = \"1\"\n}",
        "skip when city is absent\nMailAddress.City = city\nMailAddress.ZipCode = \"1\"",
        "MailAddress.City = if payment_days + 1 > 2 then \"{payment_days}\" else \"?\"\nMailAddress.ZipCode = \"1\"",
        # answers
        "PaymentTermId = (payment_days ?? nothing) | find(PaymentTerm, by=CreditDays) else nothing",
        "Code = (if active then nothing else name) ?? \"x\" | limit(10)",
        "EmailAddress = empty",
        "Number = customer_no within series.customer else nothing",
        "Number = (customer_no / (payment_days ?? 1) | round(0)) else empty",
        "DeliveryType = delivery | table(every_delivery) else nothing",
        "DeliveryType = if active then \"EHF\" else (delivery | table(every_delivery))",
        # names
        "let later = sooner\nlet sooner = email\nEmailAddress = later",
        "let x = 1\nMailAddress {\n let y = x\n City = \"{y}\"\n ZipCode = \"{x}\"\n}",
        "create when active",
        "warn email is present or city is present, \"{name} has {email}\"",
    ],
)  # fmt: skip
def test_no_complaint_where_there_is_no_risk(rules: str) -> None:
    trial = customer(rules)
    assert [c for c in trial.codes if c != "T201"] == [], trial.rendered()


@pytest.mark.parametrize(
    "rules",
    [
        "MailAddress when city is present or postal_code is present {\n City = city\n ZipCode = \"1\"\n}",
        "check city is present, \"no city\"\nMailAddress.City = city\nMailAddress.ZipCode = \"1\"",
        "MailAddress.City = if city is present then \"?\" else city\nMailAddress.ZipCode = \"1\"",
        "MailAddress.City = if not (city == \"Oslo\") then \"?\" else city\nMailAddress.ZipCode = \"1\"",
        "MailAddress.City = if city == \"Oslo\" then \"?\" else city\nMailAddress.ZipCode = \"1\"",
        "MailAddress.City = if city in (\"Oslo\", \"Bergen\") then \"?\" else city\nMailAddress.ZipCode = \"1\"",
        "MailAddress.City = if vat_free then \"?\" else \"{vat_free}\"\nMailAddress.ZipCode = \"1\"",
        "let far = city != \"Oslo\"\nMailAddress.City = if far then \"?\" else city\nMailAddress.ZipCode = \"1\"",
        "MailAddress when vat_free or city is present {\n City = city\n ZipCode = \"1\"\n}",
        "skip when city is absent and active\nMailAddress.City = city\nMailAddress.ZipCode = \"1\"",
        "skip when city is absent\nlet place = city\nMailAddress.City = place\nMailAddress.ZipCode = \"1\"",
        "MailAddress when department is present {\n City = department.name | limit(100)\n ZipCode = \"1\"\n}",
    ],
)  # fmt: skip
def test_what_was_not_shown_present_may_be_absent(rules: str) -> None:
    assert customer(rules).codes == ["T102"]


# ---- one mistake, one complaint


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        ("Code = nmae | upper | limit(5)", ["N101"]),
        ("Code = (nmae + 1) * 2 | round(0)", ["N101"]),
        ("Code = if nmae then 1 else \"a\"", ["N101", "T101"]),
        ("Code = nmae ?? \"a\" else nothing", ["N101"]),
        ("Code = \"{nmae}\"", ["N101"]),
        ("IsArchived = nmae in (1, 2)", ["N101"]),
        ("Code = nmae within series.customer", ["N101"]),
        ("Number = city within series.customer", ["T101"]),
        ("Number = -nmae", ["N101"]),
        ("let a = nmae\nCode = a\nNumber = a\nSince = a", ["N101"]),
        ("let a = b\nlet b = a\nCode = a\nNumber = b", ["N105"]),
        ("DepartmentId = nmae | link(department)", ["N101", "T104"]),
        ("DepartmentId = department_no | link(departmnt) else nothing", ["N107"]),
        ("DepartmentId = department_no | link(employee) else nothing", ["T101", "N107"]),
        ("Code = city | table(nope) | upper else nothing", ["N106"]),
        ("Code = city | nope(nmae, 1 + \"x\")", ["N102", "T110"]),
        ("Code = sum(each l in liness: l.x.y + l.z)", ["T101"]),
        ("Nmae {\n City = nmae\n let q = 1\n Code = q\n}", ["N103", "N101"]),
        ("Nmae = each line in lines {\n City = line.net\n}", ["N103", "T101"]),
        ("let email = nmae\nCode = city | limit(10)", ["N104", "N101"]),
        ("MailAddress = item {\n City = \"x\"\n}", ["T101"]),
        ("Name.First = \"x\"", ["N103"]),
        ("Code {\n X = 1\n}", ["T101"]),
        ("Code = each line in city {\n X = line.y\n}", ["T101", "T101"]),
        ("EmailAddress = department.name.x", ["N101"]),
        ("EmailAddress = department.manager", ["T101"]),
        ("EmailAddress = department.manger", ["N101"]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_once(rules: str, codes: list[str]) -> None:
    trial = customer(rules)
    assert [c for c in trial.codes if c != "C202"] == codes, trial.rendered()


def test_a_list_must_be_filled_by_a_list() -> None:
    trial = BENCH.trial(VOUCHER + "Lines { Amount = 1 }", source="win.invoice", target="go.voucher")
    assert "T101" in trial.codes


def test_lists_add_up_and_single_fields_do_not() -> None:
    twice = VOUCHER + 'InvoiceNo = "1"'
    assert BENCH.trial(twice, source="win.invoice", target="go.voucher").codes == ["C102"]


def test_items_and_lets_do_not_hide_one_another() -> None:
    rules = VOUCHER.replace("each line in lines when", "each total in lines when").replace("line.", "total.")
    assert "N104" in BENCH.trial(rules, source="win.invoice", target="go.voucher").codes
    nested = VOUCHER.replace("let gross   =", "let line    =")
    assert "N104" in BENCH.trial(nested, source="win.invoice", target="go.voucher").codes


def test_a_second_pass_needs_no_coverage_and_may_leave_required_fields_alone() -> None:
    trial = BENCH.trial("Name = if active then (name | limit(100)) else nothing", continues=True)
    assert trial.codes == []
    assert trial.checked.diagnostics == ()
    assert BENCH.trial("Name = email | limit(100)", continues=True).codes == ["T102"]


def test_tables_and_lets_of_a_base_are_not_judged_in_an_overlay() -> None:
    parsed = BENCH.parse_rules(BENCH.Embedded("base.rules", "let spare = 1", 1, 1)).statements
    trial = BENCH.trial(NAME)
    assert trial.codes == []
    own = BENCH.parse_rules(BENCH.Embedded("mapping.rules", NAME, 1, 1)).statements
    subject = BENCH.Subject(
        BENCH.CUSTOMER, BENCH.GO_CUSTOMER, BENCH.WIN, BENCH.GO, BENCH.TABLES, frozenset(), BENCH.LINKED,
        None, (*parsed, *own), False, {}, Span("mapping.rules", 1, 1, 1, 2),
    )  # fmt: skip
    found = check(subject)
    assert [d.code for d in found.diagnostics] == ["C301"]


def test_a_drop_that_was_left_over_is_not_the_checkers() -> None:
    span = Span("mapping.rules", 1, 1, 1, 2)
    subject = BENCH.Subject(
        BENCH.CUSTOMER, BENCH.GO_CUSTOMER, BENCH.WIN, BENCH.GO, {}, frozenset(), {}, None,
        (ast.Drop(None, True, None, span),), True, {}, span,
    )  # fmt: skip
    found = check(subject)
    assert found.diagnostics == ()
    assert found.program is not None
    assert found.program.statements == ()


def test_a_required_object_cannot_be_left_out() -> None:
    address = BENCH.GO_CUSTOMER.find("MailAddress")
    demanded = replace(address, type=replace(address.type, absent=False))
    fields = tuple(demanded if f is address else f for f in BENCH.GO_CUSTOMER.fields)
    target = replace(BENCH.GO_CUSTOMER, fields=fields)
    rules = NAME + 'MailAddress when city is present {\n City = city\n ZipCode = "1"\n}'
    statements = BENCH.parse_rules(BENCH.Embedded("m", rules, 1, 1)).statements
    subject = BENCH.Subject(
        BENCH.CUSTOMER, target, BENCH.WIN, BENCH.GO, {}, frozenset(), {}, None, statements, False, {},
        Span("m", 1, 1, 1, 2),
    )  # fmt: skip
    assert [d.code for d in check(subject).diagnostics if d.is_error] == ["C101"]


def test_hundreds_of_lets_on_one_another_are_refused_not_a_crash() -> None:
    chain = "\n".join(f"let a{n} = a{n + 1} + 1" for n in range(900))
    trial = customer(f"{chain}\nlet a900 = 1\nNumber = a0")
    assert trial.codes in ([], ["S113"])


def test_kinds_are_told_apart() -> None:
    assert customer("DepartmentId = payment_days | find(PaymentTerm) else nothing").codes == ["T107"]
    assert customer("PaymentTermId = department_no | find(PaymentTerm) else nothing").codes == ["T101"]
    assert customer("DepartmentId = customer_no | link(department) else nothing").codes == ["T101"]
    assert customer("DeliveryType = city").codes == ["T103"]
    assert customer("IsArchived = sum(each x in y: 1)").codes == ["T101"]
