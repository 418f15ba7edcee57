"""A trace tells of every kind of expression what became of its pieces, in the order of the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from engine.language.checking.statements import excerpt
from engine.language.outcome import Desired, Lookup, Refused, Skipped
from engine.language.running.tracing import Telling, trace
from engine.language.running.values import printed
from engine.language.trace import State, Statement, Step, Trace
from engine.model.change import Pending
from engine.model.record import Fault

Tell = Callable[..., Trace]
CUSTOMER = {"customer_no": 10512, "name": "Fjord AS", "active": True}
INVOICE = {"client_no": 1, "invoice_no": 5001, "customer_no": 10512, "invoice_date": date(2026, 9, 30), "total": 0}
VOUCHER = """\
CustomerAccountId = customer_no | link(customer, SubledgerAccountId) else refuse
VoucherDate = invoice_date
InvoiceNo = "{invoice_no}"
"""
LINES = (
    {"line_no": 1, "net": Decimal("800.00"), "vat_code": "3"},
    {"line_no": 2, "net": Decimal("0"), "vat_code": "0"},
    {"line_no": 3, "net": Decimal("-50.00"), "vat_code": "3"},
)


@pytest.fixture
def tell(trial: Any, world: Any) -> Tell:
    def told(rules: str, record: Mapping[str, Any] | None = None, **options: Any) -> Trace:
        if options.get("target", "go.customer") == "go.customer" and "Name " not in rules:
            rules = f'Name = "x"\n{rules}'
        tried = trial(rules, **options)
        base = INVOICE if options.get("source") == "win.invoice" else CUSTOMER
        entity = world.entity(options.get("target", "go.customer"))
        telling = Telling(lambda span: excerpt(tried.sources, span), "Win")
        return trace(tried.program, {**base, **(record or {})}, world.circumstances(), entity, False, telling)

    return told


def drawn(step: Step) -> str:
    """`  text = value`, indented by depth; absence, failure and what was not asked in words."""
    became = step.state.value if step.state is not State.VALUE else _value(step.value)
    return f"{'  ' * step.depth}{step.text} = {became}"


def _value(value: Any) -> str:
    return f"{len(value)} items" if isinstance(value, tuple) else printed(value)


def rule(told: Trace, name: str) -> Statement:
    [found] = [statement for statement in told.statements if statement.name == name]
    return found


@pytest.mark.parametrize(
    ("expression", "record", "steps"),
    [
        ('"Oslo"', {}, ['"Oslo" = Oslo']),
        ("email", {"email": " a@b.no "}, ["email = a@b.no"]),
        ("email", {}, ["email = absent"]),
        ("department.name", {"department": {"name": "Law"}}, ["department.name = Law"]),
        ('"{today}"', {}, ["  today = 2026-10-01", '"{today}" = 2026-10-01']),
        ('"{name}, {city}"', {"city": "Oslo"}, [
            "  name = Fjord AS", "  city = Oslo", '"{name}, {city}" = Fjord AS, Oslo',
        ]),
        ("email | lower | limit(3)", {"email": "ABCD"}, ["email = ABCD", "| lower = abcd", "| limit(3) = abc"]),
        ('replace(email, "a", city ?? "b")', {"email": "aa"}, [
            "  email = aa", "  city = absent", '  ?? "b" = b', 'replace(email, "a", city ?? "b") = bb',
        ]),
        ("email ?? city", {"email": "a@b.no"}, ["email = a@b.no", "?? city = not needed"]),
        ('email ?? (city | lower) ?? "x"', {"city": "Oslo"}, [
            "email = absent", "?? city = Oslo", "| lower = oslo", '?? "x" = not needed',
        ]),
        ("email ?? nothing", {}, ["email = absent", "?? nothing = nothing"]),
        ("email ?? empty", {}, ["email = absent", "?? empty = absent"]),
        ("delivery | table(deliveries) else empty", {"delivery": "EHF"}, [
            "delivery = EHF", "| table(deliveries) = EHF", "else empty = not needed",
        ]),
        ('delivery | table(deliveries) | lower else "none"', {"delivery": "UTSKRIFT"}, [
            "delivery = UTSKRIFT", "| table(deliveries) = failed", "| lower = not reached", 'else "none" = none',
        ]),
        ('if vat_free then city else "taxed"', {"vat_free": True, "city": "Oslo"}, [
            "if vat_free = yes", "then city = Oslo", 'else "taxed" = not needed',
        ]),
        ('if city == "Oslo" then "a" else if city == "Bergen" then "b" else "c"', {"city": "Bergen"}, [
            "  city = Bergen", 'if city == "Oslo" = no', 'then "a" = not needed',
            "  city = Bergen", 'else if city == "Bergen" = yes', 'then "b" = b', 'else "c" = not needed',
        ]),
        ('if not vat_free then "a" else "b"', {}, [
            "  vat_free = absent", "if not vat_free = absent", 'then "a" = not needed', 'else "b" = b',
        ]),
        ('if city is present and email is absent then "a" else "b"', {"email": "x@y.no"}, [
            "    city = absent", "  city is present = no", "  email is absent = not needed",
            "if city is present and email is absent = no", 'then "a" = not needed', 'else "b" = b',
        ]),
        ('if city in ("Oslo", email) then "a" else "b"', {"city": "Oslo", "email": "x"}, [
            "  city = Oslo", "  email = x", 'if city in ("Oslo", email) = yes', 'then "a" = a', 'else "b" = not needed',
        ]),
    ],
)  # fmt: skip
def test_each_piece_of_a_text_is_a_step(tell: Tell, expression: str, record: dict[str, Any], steps: list[str]) -> None:
    told = rule(tell(f"EmailAddress = {expression}", record), "EmailAddress")
    assert [drawn(step) for step in told.steps] == steps
    assert told.text == expression


@pytest.mark.parametrize(
    ("expression", "record", "steps"),
    [
        ("customer_no within series.customer", {}, ["customer_no = 10512", "within series.customer = 10512"]),
        ("(payment_days ?? customer_no) within series.customer", {"payment_days": 30}, [
            "payment_days = 30", "?? customer_no = not needed", "within series.customer = failed",
        ]),
        ("-customer_no", {}, ["  customer_no = 10512", "-customer_no = -10512"]),
        ("(customer_no + 1) / 2 | round(0)", {}, [
            "    customer_no = 10512", "  (customer_no + 1) = 10513",
            "(customer_no + 1) / 2 = 5256.5", "| round(0) = 5257",
        ]),
        ("customer_no / 3 | round(0)", {}, ["  customer_no = 10512", "customer_no / 3 = 3504", "| round(0) = 3504"]),
        ('if count(each c in contacts when c.share > 0) == 2 then 2 else 1', {"contacts": (
            {"title": "CEO", "share": Decimal(2)}, {"title": "CFO", "share": Decimal(0)},
        )}, [
            "    contacts = 2 items",
            "    c 1 = yes", "        c.share = 2", "      c.share > 0 = yes",
            "    c 2 = no", "        c.share = 0", "      c.share > 0 = no",
            "  count(each c in contacts when c.share > 0) = 1",
            "if count(each c in contacts when c.share > 0) == 2 = no", "then 2 = not needed", "else 1 = 1",
        ]),
        ("sum(each c in contacts when c.share > 1: c.share) | round(0)", {"contacts": (
            {"title": "CEO", "share": Decimal(2)}, {"title": "CFO", "share": Decimal(1)},
        )}, [
            "  contacts = 2 items",
            "  c 1 = 2", "      c.share = 2", "    c.share > 1 = yes", "    c.share = 2",
            "  c 2 = no", "      c.share = 1", "    c.share > 1 = no", "    c.share = not needed",
            "sum(each c in contacts when c.share > 1: c.share) = 2", "| round(0) = 2",
        ]),
    ],
)  # fmt: skip
def test_each_piece_of_a_number_is_a_step(
    tell: Tell, expression: str, record: dict[str, Any], steps: list[str]
) -> None:
    told = rule(tell(f"Number = {expression}", record), "Number")
    assert [drawn(step) for step in told.steps] == steps


def test_a_quotient_is_told_exactly_before_it_is_rounded(tell: Tell) -> None:
    [_, quotient, rounded] = rule(tell("Number = customer_no / 7 | round(0)"), "Number").steps
    assert quotient.value == Fraction(10512, 7)
    assert rounded.value == 1502


def test_links_and_settings_are_steps_with_their_answers(tell: Tell, world: Any) -> None:
    world.known[("link", "customer.SubledgerAccountId", 10512)] = Pending("customer", "10512", "SubledgerAccountId")
    world.known[("find", "VatCode.Code", ("3", date(2026, 9, 30)))] = 314
    told = tell(
        VOUCHER + "Lines = each line in lines when line.net != 0 {\n"
        '  let vat = line.vat_code | find(VatCode, by=Code, at=invoice_date) else refuse "no {line.vat_code}"\n'
        "  VatId = vat\n  Amount = line.net | round(2)\n}\n",
        {"lines": LINES},
        source="win.invoice",
        target="go.voucher",
    )
    assert isinstance(told.outcome, Desired)
    assert [drawn(step) for step in rule(told, "CustomerAccountId").steps] == [
        "customer_no = 10512",
        "| link(customer, SubledgerAccountId) = {customer:10512}",
        "else refuse = not needed",
    ]
    assert [drawn(step) for step in rule(told, "Lines").steps][:4] == [
        "lines = 3 items",
        "line 1 = yes",
        "    line.net = 800.00",
        "  line.net != 0 = yes",
    ]
    assert rule(told, "Lines").value == 2
    assert [step.note for step in rule(told, "Lines").steps if step.kind == "item"] == ["", "left out", ""]
    assert [drawn(step) for step in rule(told, "Lines[1].vat").steps] == [
        "line.vat_code = 3",
        "  invoice_date = 2026-09-30",
        "| find(VatCode, by=Code, at=invoice_date) = 314",
        'else refuse "no {line.vat_code}" = not needed',
    ]
    assert rule(told, "Lines[0].VatId").steps[0].let == "Lines[0].vat"
    assert [let.name for let in told.lets_of(rule(told, "Lines[1].VatId"))] == ["Lines[1].vat"]


def test_a_step_says_where_it_stands_and_where_its_value_comes_from(tell: Tell) -> None:
    rules = 'let days = payment_days ?? 14\nNumber = customer_no within series.customer\nEmailAddress = "{days}"'
    told = tell(rules)
    number = rule(told, "Number")
    assert [step.note for step in number.steps] == ["read from Win", 'in 10000-19999 "Customers"']
    assert [(step.span.line, step.span.column, step.span.end_column) for step in number.steps] == [
        (number.span.line, 10, 21),
        (number.span.line, 10, 44),
    ]
    read, _ = rule(told, "EmailAddress").steps
    assert (read.note, read.let, read.value) == (f"let, line {rule(told, 'days').span.line}", "days", 14)


def test_a_let_is_told_once_and_what_nothing_reads_was_not_needed(tell: Tell) -> None:
    told = tell('let a = city ?? "x"\nlet b = "{a}!"\nlet c = email ?? b\nEmailAddress = c', {"email": "e@f.no"})
    assert rule(told, "a").state is State.NOT_NEEDED
    assert [drawn(step) for step in rule(told, "b").steps] == ['"{a}!" = not needed']
    assert [let.name for let in told.lets_of(rule(told, "EmailAddress"))] == ["c"]
    told = tell('let a = city ?? "x"\nlet b = "{a}!"\nlet c = email ?? b\nEmailAddress = "{c} {a}" | limit(200)')
    assert [let.name for let in told.lets_of(rule(told, "EmailAddress"))] == ["c", "a", "b"]
    assert rule(told, "EmailAddress").value == "x! x"


def test_a_failure_says_why_at_its_step_and_a_refusal_at_its_word(tell: Tell) -> None:
    told = tell('EmailAddress = delivery | table(deliveries) else refuse "no {delivery}"', {"delivery": "UTSKRIFT"})
    assert isinstance(told.outcome, Refused)
    mail = rule(told, "EmailAddress")
    assert [drawn(step) for step in mail.steps] == [
        "delivery = UTSKRIFT",
        "| table(deliveries) = failed",
        "  delivery = UTSKRIFT",
        'else refuse "no {delivery}" = refused',
    ]
    assert [step.why.message for step in mail.steps if step.why] == [
        '"UTSKRIFT" is not in the table deliveries',
        "no UTSKRIFT",
    ]
    assert mail.state is State.REFUSED
    assert mail.why == told.outcome.diagnostics[0]


def test_what_cannot_be_read_refuses_every_rule_that_reads_it(tell: Tell) -> None:
    fault = Fault("x", "not a whole number")
    told = tell("Number = payment_days ?? 1\nDiscount = (payment_days ?? 2) + 1", {"payment_days": fault})
    for name in ("Number", "Discount"):
        statement = rule(told, name)
        assert statement.state is State.REFUSED
        assert statement.why is not None
        assert statement.why.code == "R101"
    assert [drawn(step) for step in rule(told, "Discount").steps] == [
        "  payment_days = refused",
        "  ?? 2 = not reached",
        "(payment_days ?? 2) + 1 = not reached",
    ]


def test_a_rule_whose_value_the_target_does_not_take_says_so(tell: Tell) -> None:
    told = tell("EmailAddress = name", {"name": "x" * 300})
    mail = rule(told, "EmailAddress")
    assert mail.state is State.VALUE
    assert mail.why is not None
    assert mail.why.code == "R310"


def test_checks_and_conditions_are_told_with_their_answers(tell: Tell) -> None:
    told = tell(
        "create when active\nskip when vat_free\n"
        'check customer_no > 20000, "{customer_no} is low"\nwarn city is present, "no city"\n'
        "MailAddress when city is present and postal_code is present {\n  City = city\n  ZipCode = postal_code\n}"
    )
    found = [(s.kind, s.name, s.state, s.value) for s in told.statements if s.kind != "rule"]
    assert found == [
        ("create", "", State.VALUE, True),
        ("skip", "", State.ABSENT, None),
        ("check", "", State.VALUE, False),
        ("warn", "", State.VALUE, False),
        ("block", "MailAddress", State.VALUE, False),
    ]
    assert {s.kind: s.why.code for s in told.statements if s.why} == {"check": "R204", "warn": "R205"}
    assert [(s.name, s.state) for s in told.statements if s.name.startswith("MailAddress.")] == [
        ("MailAddress.City", State.NOT_NEEDED),
        ("MailAddress.ZipCode", State.NOT_NEEDED),
    ]


def test_of_a_skipped_record_the_rules_were_not_reached(tell: Tell) -> None:
    told = tell(
        "skip when active\nlet a = 3\nNumber = a\nMailAddress {\n City = name | limit(9)\n ZipCode = name | limit(9)\n}"
    )
    assert isinstance(told.outcome, Skipped)
    assert [(s.kind, s.state) for s in told.statements if s.kind != "block"][1:4] == [
        ("skip", State.VALUE),
        ("let", State.NOT_NEEDED),
        ("rule", State.NOT_REACHED),
    ]


def test_a_record_that_is_not_selected_is_told_by_its_select(tell: Tell) -> None:
    told = tell("Number = customer_no", {"active": False}, select="active")
    assert told.outcome == Skipped()
    select = told.statements[0]
    assert (select.kind, select.state, select.value) == ("select", State.VALUE, False)
    assert rule(told, "Number").state is State.NOT_REACHED


def test_what_a_list_gives_no_item_for_is_told_without_one(tell: Tell) -> None:
    told = tell(
        VOUCHER + "Lines = each line in lines when line.net > 1000 {\n  Amount = line.net | round(2)\n"
        "  VatId = line.vat_code | find(VatCode, by=Code) else refuse\n}\n"
        "Lines = item when total != 0 {\n  Amount = total | round(2)\n"
        '  VatId = "0" | find(VatCode, by=Code) else refuse\n}\n',
        {"lines": LINES},
        source="win.invoice",
        target="go.voucher",
    )
    untaken = [s for s in told.statements if s.name == "Lines[].Amount"]
    assert [(s.text, s.state) for s in untaken] == [
        ("line.net | round(2)", State.NOT_NEEDED),
        ("total | round(2)", State.NOT_NEEDED),
    ]


def test_a_list_without_a_condition_takes_every_item(tell: Tell, world: Any) -> None:
    world.known[("find", "VatCode.Code", "3")] = world.known[("find", "VatCode.Code", "0")] = 3
    told = tell(
        VOUCHER + "Lines = each line in lines {\n  Amount = line.net | round(2)\n"
        "  VatId = line.vat_code | find(VatCode, by=Code) else refuse\n}\n"
        'Lines = item {\n  Amount = 1\n  VatId = "0" | find(VatCode, by=Code) else refuse\n}\n',
        {"lines": LINES},
        source="win.invoice",
        target="go.voucher",
    )
    each = rule(told, "Lines")
    assert (each.kind, each.value, [drawn(step) for step in each.steps]) == ("each", 3, ["lines = 3 items"])
    assert [rule(told, f"Lines[{n}].Amount").value for n in range(4)] == [Decimal("800.00"), 0, Decimal("-50.00"), 1]


def test_a_body_that_could_not_be_entered_was_not_reached(tell: Tell) -> None:
    fault = Fault("x", "not a whole number")
    body = 'MailAddress when payment_days > 0 {\n  let c = city\n  City = c ?? "x"\n  ZipCode = "1"\n}'
    told = tell(body, {"payment_days": fault})
    assert rule(told, "MailAddress").state is State.REFUSED
    assert rule(told, "MailAddress.City").state is State.NOT_REACHED


def test_a_rule_that_looks_an_id_up_tells_by_what(tell: Tell, world: Any) -> None:
    world.known[("find", "PaymentTerm.CreditDays", 30)] = 7031
    told = tell("PaymentTermId = payment_days | find(PaymentTerm, by=CreditDays) else empty", {"payment_days": 30})
    assert rule(told, "PaymentTermId").lookup == Lookup("find", "PaymentTerm.CreditDays", "30")
    assert rule(told, "Name").lookup is None
