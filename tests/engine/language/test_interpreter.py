"""What rules mean: values, absence, failure, bodies, and everything that is said of a record in one run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.language import interpreter
from engine.language.outcome import Desired, Lookup, NoSuchRecord, Refused, Skipped
from engine.model.change import Pending
from engine.model.record import Fault

ABSENT = object()  # for "not in the payload"


def line(number: int, amount: str, **fields: Any) -> Mapping[str, Any]:
    return {"line_no": number, "net": Decimal(amount), "vat_code": "3", "text": f"line {number}", **fields}


INVOICE_RULES = """\
CustomerAccountId = customer_no | link(customer, SubledgerAccountId) else refuse
VoucherDate = invoice_date
InvoiceNo = "{invoice_no}"
"""
LINES = """\
Lines = each line in lines when line.net != 0 {
    let described = line.text ?? "no text"
    VatId = line.vat_code | find(VatCode, by=Code, at=invoice_date) else refuse "VAT code {line.vat_code} is unknown"
    Amount = line.net | round(2)
    Description = "{line.line_no}: {described}"
}
"""


@pytest.fixture
def invoices(world: Any) -> Any:
    world.known[("link", "customer.SubledgerAccountId", 10512)] = 77
    world.known[("find", "VatCode.Code", ("3", date(2026, 9, 30)))] = 3
    return world


# ---- what a value becomes in the target


@pytest.mark.parametrize(
    ("expression", "record", "value"),
    [
        ("email", {"email": " a@b.no \u200b"}, "a@b.no"),
        ("email", {"email": "  "}, None),
        ("email", {}, None),
        ("email", {"email": 512}, "512"),
        ("email ?? nothing", {}, ABSENT),
        ("email ?? empty", {}, None),
        ('email ?? city ?? "x"', {"city": "Oslo"}, "Oslo"),
        ("email | lower", {"email": "A@B.NO"}, "a@b.no"),
        ("email | lower", {}, None),
        ('"{name}, {city}"', {"city": "Oslo"}, "Fjord AS, Oslo"),
        ('"{name}, {city}"', {}, None),
        ('"{name}{discount}"', {"discount": Decimal("12.50")}, "Fjord AS12.50"),
        ('"{customer_no} {since} {active}"', {"since": date(2026, 1, 31)}, "10512 2026-01-31 yes"),
        ("if vat_free then city else nothing", {}, ABSENT),
        ("if vat_free then city else nothing", {"vat_free": True}, None),
        ("if not vat_free then nothing else city", {"city": "Oslo"}, "Oslo"),
        ('if city in ("Oslo", "Bergen") then city else "elsewhere"', {"city": "Bergen"}, "Bergen"),
        ('if city in ("Oslo", "Bergen") then city else "elsewhere"', {}, "elsewhere"),
        ('if city is present and email is absent then "a" else "b"', {"city": "Oslo"}, "a"),
        ("email | limit(3)", {"email": "abcdef"}, "abc"),
        ('"{today}"', {}, "2026-10-01"),
        ('if department.name is present then "{department.name}" else "none"', {}, "none"),
        ('department.name ?? "none"', {"department": None}, "none"),
        ('department.name ?? "none"', {"department": {"name": " Law "}}, "Law"),
        ('department.manager.email ?? "none"', {"department": {"manager": {"email": "m@b.no"}}}, "m@b.no"),
        ('department.manager.email ?? "none"', {"department": {"name": "Law"}}, "none"),
    ],
)
def test_a_text_field_takes(world: Any, expression: str, record: dict[str, Any], value: Any) -> None:
    payload = world.payload(f"EmailAddress = {expression}", record)
    assert payload.get("EmailAddress", ABSENT) == value


@pytest.mark.parametrize(
    ("expression", "record", "value"),
    [
        ("payment_days + 1", {"payment_days": 14}, 15),
        ("payment_days + 1", {}, None),
        ("-payment_days * 2", {"payment_days": 14}, -28),
        ("payment_days / 7 | round", {"payment_days": 30}, 4),
        ("discount | round", {"discount": Decimal("2.5")}, 3),
        ("if payment_days / 3 * 3 == payment_days then 1 else 2", {"payment_days": 10}, 1),
        ("if discount == 12.50 then 1 else 2", {"discount": Decimal("12.5")}, 1),
        ("if payment_days >= 14 then 1 else 2", {"payment_days": 14}, 1),
        ("if payment_days >= 14 then 1 else 2", {}, 2),
        ("if not (payment_days >= 14) then 1 else 2", {}, 2),
        ("if payment_days < 0 or active then 1 else 2", {}, 1),
        ("if payment_days < 0 and active then 1 else 2", {}, 2),
        ("if not (payment_days < 0 and not active) then 1 else 2", {}, 1),
        ("email | integer else 7", {"email": "12"}, 12),
        ("email | integer else 7", {"email": "12a"}, 7),
        ("email | integer else 7", {}, None),
        ("(email | integer else 7) ?? 8", {}, 8),
        ("(email | integer else empty) ?? 8", {"email": "x"}, 8),
        ("customer_no within series.customer", {}, 10512),
        ("customer_no within series.customer else nothing", {"customer_no": 5}, ABSENT),
        ("payment_days within series.customer", {}, None),
    ],
)
def test_a_whole_number_field_takes(world: Any, expression: str, record: dict[str, Any], value: Any) -> None:
    payload = world.payload(f"Number = {expression}", record)
    found = payload.get("Number", ABSENT)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("discount | round(2)", "1.01"),
        ("discount | round(2, half_even)", "1.00"),
        ("discount | round(2, down)", "1.00"),
        ("0 - discount | round(2)", "-1.01"),
        ("discount * 0 | round(2)", "0.00"),
        ("discount / 3 | round(2)", "0.34"),
        ("12.50", "12.50"),
    ],
)
def test_amounts_keep_their_digits_and_are_never_rounded_unasked(world: Any, expression: str, value: str) -> None:
    found = world.payload(f"Discount = {expression}", {"discount": Decimal("1.005")})["Discount"]
    assert isinstance(found, Decimal)
    assert str(found) == value


def test_a_date_and_days(world: Any) -> None:
    record = {"since": date(2026, 1, 31)}
    assert world.payload("Since = since + 1", record)["Since"] == date(2026, 2, 1)
    assert world.payload("Since = since - 31", record)["Since"] == date(2025, 12, 31)
    assert world.payload("Since = today", record)["Since"] == date(2026, 10, 1)
    assert world.payload("Since = if since < today then since else empty", record)["Since"] == date(2026, 1, 31)


def test_amounts_of_any_size_stay_exact(world: Any) -> None:
    large = Decimal("123456789012345678901234567890.1234")
    rules = 'EmailAddress = "{discount * discount - discount * discount + discount}"'
    assert world.payload(rules, {"discount": large})["EmailAddress"] == f"{large}0000"


# ---- tables, links, settings


def test_a_table_gives_its_row_or_fails(world: Any) -> None:
    rules = "DeliveryType = delivery | table(deliveries) else nothing"
    assert world.payload(rules, {"delivery": "EPOST"})["DeliveryType"] == "PdfByEmail"
    assert "DeliveryType" not in world.payload(rules, {"delivery": "UTSKRIFT"})
    assert world.payload(rules)["DeliveryType"] is None
    refuse = world.refusal("DeliveryType = delivery | table(deliveries) else refuse", {"delivery": "UTSKRIFT"})
    assert refuse == ['R201 "UTSKRIFT" is not in the table deliveries']


def test_a_link_is_asked_with_the_key_and_flows_when_absent(world: Any) -> None:
    world.known[("link", "department", "10")] = "guid-10"
    rules = "DepartmentId = department_no | link(department) else nothing"
    assert world.payload(rules, {"department_no": " 10 "})["DepartmentId"] == "guid-10"
    assert world.payload(rules)["DepartmentId"] is None
    assert "DepartmentId" not in world.payload(rules, {"department_no": "11"})
    assert world.asked == [("link", "department", "10"), ("link", "department", "11")]


def test_a_link_may_be_known_only_later(world: Any) -> None:
    pending = Pending("department", "10")
    world.known[("link", "department", "10")] = pending
    rules = "DepartmentId = department_no | link(department) else nothing"
    assert world.payload(rules, {"department_no": "10"})["DepartmentId"] is pending
    told = 'let id = department_no | link(department) else empty\nEmailAddress = "{id}"'
    assert world.payload(told, {"department_no": "10"})["EmailAddress"] == "{department:10}"
    compared = "let id = department_no | link(department) else empty\nskip when id != id"
    assert world.payload(compared, {"department_no": "10"}) == {"Name": "x"}


def test_a_composite_link_and_a_dated_find(invoices: Any) -> None:
    invoices.known[("link", "invoice", (1, 5001))] = "voucher-1"
    rules = INVOICE_RULES + (
        "let earlier = link(invoice, key=[client_no, invoice_no]) else empty\n"
        'check earlier is absent, "sent as {earlier}"\n'
        'check ("3" | find(VatCode, by=Code, at=invoice_date) else empty) is absent, "found"\n'
    )
    assert invoices.refusal(rules, source="win.invoice", target="go.voucher") == [
        "R204 sent as voucher-1",
        "R204 found",
    ]
    assert ("link", "invoice", (1, 5001)) in invoices.asked


def test_an_id_remembers_by_what_it_was_found(invoices: Any) -> None:
    rules = INVOICE_RULES + LINES
    lines = (line(1, "800.00"), line(2, "-50.00", vat_code="3"))
    outcome = invoices.run(rules, {"lines": lines}, source="win.invoice", target="go.voucher")
    assert isinstance(outcome, Desired)
    assert outcome.lookups == {
        "CustomerAccountId": Lookup("link", "customer.SubledgerAccountId", "10512"),
        "Lines[0].VatId": Lookup("find", "VatCode.Code", "3"),
        "Lines[1].VatId": Lookup("find", "VatCode.Code", "3"),
    }


def test_an_id_that_comes_through_a_let_or_a_choice_remembers_too(world: Any) -> None:
    world.known[("find", "PaymentTerm.CreditDays", 30)] = 7031
    world.known[("link", "department", "10")] = Pending("department", "10")
    outcome = world.run(
        "let term = payment_days | find(PaymentTerm, by=CreditDays) else empty\n"
        "PaymentTermId = if active then term else empty\n"
        "DepartmentId = department_no | link(department) else empty",
        {"payment_days": Decimal("30.0"), "department_no": "10"},
    )
    assert isinstance(outcome, Desired)
    assert outcome.payload["PaymentTermId"] == 7031
    assert outcome.lookups == {
        "PaymentTermId": Lookup("find", "PaymentTerm.CreditDays", "30")
    }  # the other has no id yet


def test_a_linked_field_of_another_kind_is_refused(world: Any) -> None:
    world.known[("link", "customer.Number", 10512)] = "77"
    rules = "Number = customer_no | link(customer, Number) else refuse"
    assert world.refusal(rules) == ['R101 customer.Number is not a number: "77"']
    world.known[("link", "customer.Number", 10512)] = 77
    assert world.payload(rules)["Number"] == 77


def test_what_its_own_system_does_not_have_is_waited_for_and_not_promised(world: Any) -> None:
    world.known[("link", "department", "10")] = NoSuchRecord("Win")
    for rule in ("refuse", 'refuse "no department {department_no}"'):
        outcome = world.run(f"DepartmentId = department_no | link(department) else {rule}", {"department_no": "10"})
        assert isinstance(outcome, Refused)
        assert outcome.waits
        [said] = outcome.diagnostics
        message = "Win has no department 10" if rule == "refuse" else "no department 10"
        assert (said.code, said.message, said.waits_for) == ("R206", message, "department:10")
    payload = world.payload("DepartmentId = department_no | link(department) else empty", {"department_no": "10"})
    assert payload["DepartmentId"] is None


def test_what_is_not_there_yet_is_waited_for(world: Any) -> None:
    rules = (
        "DepartmentId = department_no | link(department) else refuse\n"
        'PaymentTermId = payment_days | find(PaymentTerm, by=CreditDays) else refuse "no term of {payment_days} days"'
    )
    outcome = world.run(rules, {"department_no": "10", "payment_days": 9})
    assert isinstance(outcome, Refused)
    assert [(d.code, d.message, d.waits_for) for d in outcome.diagnostics] == [
        ("R202", "department 10 has no record in Go yet", "department:10"),
        ("R203", "no term of 9 days", "PaymentTerm:9"),
    ]
    assert outcome.waits


def test_a_refusal_for_its_own_reason_waits_for_nothing(world: Any) -> None:
    rules = 'DepartmentId = department_no | link(department) else refuse\nEmailAddress = email ?? refuse "no e-mail"'
    outcome = world.run(rules, {"department_no": "10"})
    assert isinstance(outcome, Refused)
    assert [(d.code, d.waits_for) for d in outcome.diagnostics] == [("R202", "department:10"), ("R201", None)]
    assert not outcome.waits


def test_the_fallback_of_a_fallback_answers_the_last_failure(world: Any) -> None:
    rules = "DepartmentId = department_no | link(department) else (city | link(department) else refuse)"
    outcome = world.run(rules, {"department_no": "10", "city": "11"})
    assert isinstance(outcome, Refused)
    assert outcome.diagnostics[0].waits_for == "department:11"


def test_a_let_does_not_wait_for_what_failed_outside_it(world: Any) -> None:
    rules = 'let strict = email ?? refuse "no e-mail"\nNumber = department_no | integer else (strict | integer else 1)'
    assert world.refusal(rules, {"department_no": "x"}) == ["R201 no e-mail"]


# ---- what is wrong is said once, and all of it


def test_a_failed_step_says_what_it_could_not_use(world: Any) -> None:
    assert world.refusal("Number = email | integer else refuse", {"email": "12a"}) == [
        'R201 email "12a" is not a whole number'
    ]
    assert world.refusal('Number = email | integer else refuse "bad {email}"', {"email": "12a"}) == ["R201 bad 12a"]


def test_a_bare_refuse_names_what_it_fills(world: Any) -> None:
    assert world.refusal("EmailAddress = email ?? refuse") == ["R201 the rule of EmailAddress holds this record back"]
    assert world.refusal("let e = email ?? refuse\nEmailAddress = e") == ["R201 the rule of e holds this record back"]


@pytest.mark.parametrize("statement", ['check {}, "no"', 'warn {}, "no"', "skip when {}", "create when {}"])
def test_a_bare_refuse_in_a_condition_names_no_rule(world: Any, statement: str) -> None:
    rules = "EmailAddress = email\n" + statement.format('(email ?? refuse) == "x"')
    assert world.refusal(rules) == ["R201 this condition holds the record back"]


def test_everything_is_told_together_and_each_thing_once(world: Any) -> None:
    rules = """\
let mail = email ?? refuse "no e-mail"
check payment_days >= 0, "negative: {payment_days} {city}"
check mail != "x", "never told"
warn active, "inactive {name}"
EmailAddress = mail
Code = mail | limit(10)
Number = (payment_days ?? 1) within series.customer
"""
    outcome = world.run(rules, {"payment_days": -1, "active": False})
    assert isinstance(outcome, Refused)
    assert [f"{d.code} {d.message}" for d in outcome.diagnostics] == [
        "R204 negative: -1 (none)",
        "R201 no e-mail",
        "R205 inactive Fjord AS",
        "R301 -1 lies in no customer series (10000-19999)",
    ]


def test_a_faulty_field_refuses_once_and_only_when_it_is_read(world: Any) -> None:
    faulty = {"email": Fault("\x00", "not a text"), "city": "Oslo"}
    assert world.refusal("EmailAddress = email\nOrigin = email ?? city | limit(3)", faulty) == [
        'R101 email is not a text: "\x00"'
    ]
    assert world.payload("Origin = city", faulty)["Origin"] == "Oslo"
    assert "EmailAddress" in world.payload("EmailAddress = if active then city else email", faulty)


@pytest.mark.parametrize(
    ("expression", "record"),
    [
        ("EmailAddress = email", {"email": True}),
        ("EmailAddress = email", {"email": Decimal("5")}),
        ("Number = payment_days", {"payment_days": "5"}),
        ("Number = payment_days", {"payment_days": True}),
        ("Number = payment_days", {"payment_days": 5.0}),
        ("Discount = discount | round(2)", {"discount": Decimal("NaN")}),
        ("IsArchived = vat_free", {"vat_free": 1}),
        ("Since = since", {"since": datetime(2026, 1, 1)}),
        ("Since = since", {"since": "2026-01-01"}),
        ('EmailAddress = "{seen_at}"', {"seen_at": datetime(2026, 1, 1)}),
        ('EmailAddress = department.name ?? "x"', {"department": {"name": 7.5}}),
        ('EmailAddress = department.name ?? "x"', {"department": "Law"}),
        ('EmailAddress = department.name ?? "x"', {"department": Fault("?", "not a record")}),
        ("Number = payment_days + 1", {"payment_days": 10**5000}),
        ("Discount = discount + 1 | round(2)", {"discount": Decimal("1E+999999999")}),
    ],
)
def test_a_value_of_another_kind_is_a_faulty_field(world: Any, expression: str, record: dict[str, Any]) -> None:
    assert [said[:4] for said in world.refusal(expression, record)] == ["R101"]


def test_a_number_that_is_written_with_idle_decimals_is_whole(world: Any) -> None:
    assert world.payload("Number = payment_days", {"payment_days": Decimal("14.00")})["Number"] == 14
    assert world.refusal("Number = payment_days", {"payment_days": Decimal("14.5")}) == [
        'R101 payment_days is not a whole number: "14.5"'
    ]


def test_a_calculation_without_a_result_is_said(world: Any) -> None:
    assert world.refusal("Number = 10 / payment_days | round", {"payment_days": 0}) == ["R102 10 is divided by 0"]
    squares = "let a0 = payment_days * payment_days\n"
    squares += "".join(f"let a{n} = a{n - 1} * a{n - 1}\n" for n in range(1, 30)) + "Number = a29"
    assert world.refusal(squares, {"payment_days": 10}) == ["R102 this number grows beyond all amounts"]
    texts = 'let a0 = "{name}{name}"\n' + "".join(f'let a{n} = "{{a{n - 1}}}{{a{n - 1}}}"\n' for n in range(1, 40))
    assert world.refusal(texts + "EmailAddress = a39 | limit(9)") == ["R102 this text is too long to be made"]


def test_a_number_outside_every_series_says_what_would_have_helped(world: Any) -> None:
    rules = "Number = (payment_days ?? customer_no) within series.customer"
    assert world.refusal(rules, {"customer_no": 77}) == [
        "R301 77 lies in no customer series (10000-19999) and has no payment_days"
    ]
    assert world.refusal(rules, {"customer_no": 20000, "payment_days": 1500}) == [
        "R301 1500 lies in no customer series (10000-19999); 1000-9999 belongs to the chart of accounts"
    ]
    assert world.refusal("Number = customer_no within series.customer else refuse", {"customer_no": 5}) == [
        "R301 5 lies in no customer series (10000-19999)"
    ]


def test_what_may_be_a_personal_number_is_never_shown(world: Any) -> None:
    rules = 'check city is absent, "bad: {city}"\nNumber = city | integer else refuse\nCode = city | orgno else refuse'
    outcome = world.run(rules, {"city": "010190 12345"})
    assert isinstance(outcome, Refused)
    assert len(outcome.diagnostics) == 3
    assert not any("12345" in diagnostic.message for diagnostic in outcome.diagnostics)


def test_a_message_never_fails(world: Any) -> None:
    rules = 'check active, "{email ?? refuse "x"} {department_no | link(department) else refuse} {1 / payment_days}"'
    outcome = world.run(rules, {"active": False, "department_no": "10", "payment_days": 0})
    assert isinstance(outcome, Refused)
    assert [d.code for d in outcome.diagnostics if d.code == "R204"] == ["R204"]
    assert outcome.diagnostics[-1].message == "(none) (none) (none)"


# ---- lets


def test_lets_are_lazy_and_computed_once(world: Any) -> None:
    world.known[("link", "department", "10")] = "guid"
    rules = (
        "DepartmentId = if active then dep else nothing\n"
        "IsArchived = dep is absent\n"
        "let dep = department_no | link(department) else empty\n"
    )
    assert world.payload(rules, {"department_no": "10"})["IsArchived"] is False
    assert world.asked == [("link", "department", "10")]
    unread = 'let dep = email ?? refuse "never"\nEmailAddress = if active then city else dep'
    assert world.payload(unread, {"city": "Oslo"})["EmailAddress"] == "Oslo"


def test_a_long_chain_of_lets_is_no_crash(world: Any, trial: Any) -> None:
    rules = "let a0 = 1\n" + "".join(f"let a{n} = a{n - 1} + 1\n" for n in range(1, 400)) + 'Number = a399\nName = "x"'
    program = trial(rules).checked.program
    if program is not None:
        outcome = interpreter.run(program, {"customer_no": 1}, world.circumstances(), world.entity("go.customer"))
        assert isinstance(outcome, Desired | Refused)


# ---- skip, create, select


def test_a_skip_goes_before_everything_else(world: Any) -> None:
    rules = 'skip when not active\nskip when vat_free\ncheck active, "told?"'
    outcome = world.run(rules, {"active": False})
    assert isinstance(outcome, Skipped)
    assert outcome.span is not None
    assert outcome.span.line == 2  # after the line that the test's world adds
    assert isinstance(world.run(rules, {"vat_free": None}), Desired)
    assert isinstance(world.run(rules, {"vat_free": True}), Skipped)


def test_a_skip_that_cannot_be_decided_refuses(world: Any) -> None:
    assert world.refusal("skip when vat_free", {"vat_free": "x"}) == ['R101 vat_free is neither yes nor no: "x"']


def test_create_when_keeps_from_being_created_at_a_plain_no(world: Any) -> None:
    for active, creates in ((True, True), (False, False)):
        outcome = world.run("create when active", {"active": active})
        assert isinstance(outcome, Desired)
        assert outcome.creates is creates
    outcome = world.run("create when vat_free")
    assert isinstance(outcome, Desired)
    assert outcome.creates


def test_select_takes_a_plain_yes(world: Any) -> None:
    program = world.program('Name = "x"', select="vat_free or not active")
    for record, answer in (({"active": True}, False), ({"vat_free": True}, True), ({"active": False}, True)):
        assert interpreter.selects(program, record, world.circumstances()) is answer
    everything = world.program('Name = "x"')
    assert interpreter.selects(everything, {}, world.circumstances())


def test_a_record_whose_selection_cannot_be_read_is_taken_and_refused(world: Any) -> None:
    program = world.program('Name = "x"', select="active")
    record = {"active": Fault("ja?", "neither yes nor no")}
    assert interpreter.selects(program, record, world.circumstances())
    outcome = interpreter.run(program, record, world.circumstances(), world.entity("go.customer"))
    assert isinstance(outcome, Refused)
    assert [d.code for d in outcome.diagnostics] == ["R101"]


# ---- bodies


MAIL = """\
MailAddress when city is present {
    City = city
    ZipCode = postal_code ?? "0000"
    Line = if vat_free then nothing else (email | limit(100))
}
"""


def test_an_object_is_sent_only_when_its_condition_holds(world: Any) -> None:
    assert "MailAddress" not in world.payload(MAIL)
    outcome = world.run(MAIL, {"city": "Oslo"})
    assert isinstance(outcome, Desired)
    assert outcome.payload["MailAddress"] == {"City": "Oslo", "ZipCode": "0000", "Line": None}
    assert outcome.origins["MailAddress.City"].line == 3
    assert "Line" not in world.payload(MAIL, {"city": "Oslo", "vat_free": True})["MailAddress"]


def test_an_object_of_nothing_is_left_out(world: Any) -> None:
    rules = "MailAddress {\n City = city ?? nothing\n ZipCode = city ?? nothing\n}"
    program = world.program(rules, continues=True)
    outcome = interpreter.run(program, {}, world.circumstances(), world.entity("go.customer"), continues=True)
    assert outcome == Desired({}, (), {}, True)


def test_items_come_in_order_one_for_each_that_meets_the_condition(invoices: Any) -> None:
    rules = (
        INVOICE_RULES
        + LINES
        + (
            "let rest = total - sum(each line in lines: line.net) | round(2)\n"
            "Lines = item when rest != 0 {\n"
            '    VatId = "3" | find(VatCode, by=Code, at=invoice_date) else refuse\n'
            "    Amount = rest\n"
            "}\n"
        )
    )
    record = {"lines": (line(1, "1.50"), line(2, "0"), line(3, "-2.25", text=None)), "total": Decimal("0.25")}
    outcome = invoices.run(rules, record, source="win.invoice", target="go.voucher")
    assert isinstance(outcome, Desired), outcome
    assert outcome.payload["Lines"] == [
        {"VatId": 3, "Amount": Decimal("1.50"), "Description": "1: line 1"},
        {"VatId": 3, "Amount": Decimal("-2.25"), "Description": "3: no text"},
        {"VatId": 3, "Amount": Decimal("1.00")},
    ]
    assert outcome.origins["Lines[1].Amount"].line == 7
    assert outcome.origins["Lines[2].Amount"].line == 13
    assert invoices.payload(rules, source="win.invoice", target="go.voucher")["Lines"] == []


def test_a_faulty_item_is_named_by_its_number(invoices: Any) -> None:
    record = {"lines": (line(1, "1"), line(2, "2", vat_code="9"), line(3, "3", net="x"))}
    assert invoices.refusal(INVOICE_RULES + LINES, record, source="win.invoice", target="go.voucher") == [
        "R203 VAT code 9 is unknown",
        'R101 net of line 3 is not a number: "x"',
    ]


def test_a_list_that_cannot_be_read_is_faulty(invoices: Any) -> None:
    for lines in ("x", [1], Fault("x", "not a list")):
        said = invoices.refusal(INVOICE_RULES + LINES, {"lines": lines}, source="win.invoice", target="go.voucher")
        assert [text[:4] for text in said] == ["R101"]


@pytest.mark.parametrize(
    ("aggregate", "printed"),
    [
        ("sum(each line in lines: line.net)", "3.75"),
        ("sum(each line in lines when line.net > 2: line.net)", "0"),
        ("count(each line in lines)", "3"),
        ("count(each line in lines when line.net > 1)", "2"),
        ("count(each line in lines: line.quantity)", "1"),
        ("min(each line in lines: line.net)", "0.25"),
        ("max(each line in lines: line.net)", "2.00"),
        ("max(each line in lines when line.net > 2: line.net)", "(none)"),
        ("sum(each line in lines: line.quantity)", "(none)"),
        ("sum(each line in lines: line.net / 3)", "1.25"),
        ("sum(each line in lines: line.net * customer_no | round)", "39420"),
    ],
)
def test_aggregates(invoices: Any, aggregate: str, printed: str) -> None:
    rules = INVOICE_RULES + f'check invoice_no == 0, "{{{aggregate}}}"'
    record = {"lines": (line(1, "1.50", quantity=Decimal(2)), line(2, "0.25"), line(3, "2.00"))}
    said = invoices.refusal(rules, record, source="win.invoice", target="go.voucher")
    assert said == [f"R204 {printed}"]


def test_the_way_back_asks_for_the_source_record_of_an_id(world: Any) -> None:
    world.known[("link", "invoice.client_no", "v1")] = 1
    rules = """\
client_no = voucher_id | link(invoice, client_no) else refuse "voucher {voucher_id} did not come from Win"
invoice_no = voucher_id | link(invoice, invoice_no) else refuse
amount = amount
kind = if is_write_off then "TAP" else "INNBETALING"
go_entry_id = "{entry_id}:{voucher_id}"
"""
    program = world.program(rules, source="go.payment", target="win.payment_in")
    payment = {"voucher_id": "v1", "entry_id": "e7", "amount": Decimal("100.00"), "is_write_off": False}
    inlet = world.entity("win.payment_in")
    waits = interpreter.run(program, payment, world.circumstances(), inlet)
    assert isinstance(waits, Refused)
    assert [(d.code, d.message, d.waits_for) for d in waits.diagnostics] == [
        ("R202", "invoice v1 has no record in Win yet", "invoice:v1")
    ]
    world.known[("link", "invoice.invoice_no", "v1")] = 5001
    made = interpreter.run(program, payment, world.circumstances(), inlet)
    assert isinstance(made, Desired)
    assert made.payload == {
        "client_no": 1,
        "invoice_no": 5001,
        "amount": Decimal("100.00"),
        "kind": "INNBETALING",
        "go_entry_id": "e7:v1",
    }


def test_a_quotient_meets_a_round_before_it_is_written(world: Any) -> None:
    record = {"discount": Decimal("1")}
    assert world.refusal('EmailAddress = "{discount / 3} %"', record) == [
        "R102 1/3 has endless decimals, and must be rounded"
    ]
    assert world.payload('EmailAddress = "{discount / 3 | round(2)} %"', record)["EmailAddress"] == "0.33 %"
    assert world.payload('EmailAddress = "{discount / 4} %"', record)["EmailAddress"] == "0.25 %"
    # What is only told may be told as it is.
    assert world.refusal('check no, "a third is {discount / 3}"', record) == ["R204 a third is 1/3"]
