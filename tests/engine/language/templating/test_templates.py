"""`render("…")`: a template is checked as a rule is, prints as a text does, and costs no more than its record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.language import typed
from engine.language.outcome import Desired, Refused
from engine.language.reading import readings
from engine.model.change import Pending

RULE = 'EmailAddress = render("a.j2")'
LINES = (
    {"line_no": 1, "text": " Honorar ", "net": Decimal("1234.50"), "vat_code": "3"},
    {"line_no": 2, "text": None, "net": Decimal("-0.10"), "vat_code": "3"},
)
INVOICE = {"source": "win.invoice", "target": "go.voucher", "continues": True}


@pytest.fixture
def printed(world: Any) -> Callable[..., str | None]:
    """What a template makes of a customer."""

    def made(template: str, record: dict[str, Any] | None = None, rules: str = RULE) -> str | None:
        text: str | None = world.payload(rules, record, templates={"a.j2": template})["EmailAddress"]
        return text

    return made


@pytest.fixture
def of_invoice(world: Any) -> Callable[..., Any]:
    """What becomes of an invoice with two lines."""

    def outcome(template: str, record: dict[str, Any] | None = None) -> Any:
        rule = 'InvoiceNo = render("a.j2")'
        return world.run(rule, {"lines": LINES, "total": 12, **(record or {})}, templates={"a.j2": template}, **INVOICE)

    return outcome


@pytest.fixture
def told(trial: Callable[..., Any]) -> Callable[..., list[str]]:
    """`CODE line:column` of all that is wrong with a template that a customer's rule names."""

    def codes(template: str, rules: str = RULE, **options: Any) -> list[str]:
        checked = trial(
            f'Name = "x"\n{rules}' if "target" not in options else rules, templates={"a.j2": template}, **options
        )
        found = [d for d in checked.diagnostics if d.severity.value != "info" and d.code not in ("C101", "C201")]
        return [f"{d.code} {d.span.line}:{d.span.column}" for d in found if d.span.path == "a.j2" or d.code[0] != "C"]

    return codes


# ---- what is printed


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Kunde {{ customer_no }}: {{ name }}", "Kunde 10512: Fjord AS"),
        ("{{ name | upper | limit(3) }}!", "FJO!"),
        ("{{ name }} {{ today }}", "Fjord AS 2026-10-01"),
        ("{{ name }} {{ today | norwegian_date }} {{ today + 30 | norwegian_date }}", None),
        ("{{ name }} {{ (today + 30) | norwegian_date }}", "Fjord AS 31.10.2026"),
        ("{{ name }} {{ email | default('uten e-post') }}", "Fjord AS uten e-post"),
        ("{{ name }}{% if email is present %} {{ email }}{% else %} -{% endif %}", "Fjord AS -"),
        ("{{ name }}{% if email is absent %} -{% elif email == 'x' %} {{ email }}{% endif %}", "Fjord AS -"),
        ("{{ name }} {{ 'ja' if active else 'nei' }}", "Fjord AS ja"),
        ("{{ name }} {{ not active }}", "Fjord AS no"),
        ("{{ name }} {{ 0.1 + 0.2 }} {{ -customer_no }} {{ 7 / 2 }}", "Fjord AS 0.3 -10512 3.5"),
        ("{{ name }} {{ 1.005 | round(2) }} {{ 1.005 | round(2, 'half_even') }}", "Fjord AS 1.01 1.00"),
        ("{{ name }} {{ 'a' ~ customer_no ~ 1.50 }}", "Fjord AS a105121.5"),
        ("{{ name }} {{ customer_no in (1, 10512) and name not in ('x', 'y') }}", "Fjord AS yes"),
        ("A\r\n  {# a note #}\n{% raw %}{{ x }}{% endraw %}\n\n B \n\n", "A\n{{ x }}\n\n B"),
        ("Fjord\u0000\u0301", "Fjord\u0301"),
    ],
)
def test_a_template_prints_what_rules_see(
    printed: Callable[..., str | None], told: Callable[..., list[str]], template: str, expected: str | None
) -> None:
    if expected is None:
        assert told(template) == ["T101 1:52"], "a pipe binds more tightly than a sign, as everywhere in Jinja"
    else:
        assert printed(template) == expected


def test_an_item_is_read_as_rules_read_it(of_invoice: Callable[..., Any]) -> None:
    template = (
        "{% for line in lines %}\n{{ loop.index }}/{{ loop.length }} {{ line.text | default('-') }} "
        "{{ line.net | norwegian_amount }}{% if not loop.last %};{% endif %}\n{% endfor %}ut"
    )
    made = of_invoice(template)
    assert isinstance(made, Desired)
    assert made.payload["InvoiceNo"] == "1/2 Honorar 1\u00a0234,50;\n2/2 - -0,10\nut"


def test_a_list_is_gone_through_as_often_as_wanted(of_invoice: Callable[..., Any]) -> None:
    template = (
        "{% for a in lines if a.net > 0 %}{{ a.line_no }}{% for b in lines %}{{ b.net }},{{ a.vat_code }} {% endfor %}"
        "{% endfor %}|{% for c in lines if c.net > 9999 %}{{ c.net }}{% else %}ingen{% endfor %}"
    )
    assert of_invoice(template).payload["InvoiceNo"] == "11234.50,3 -0.10,3 |ingen"


def test_an_empty_list_has_no_items(of_invoice: Callable[..., Any]) -> None:
    template = "x{% for a in lines %}{{ a.net }}{% else %}ingen{% endfor %}"
    assert of_invoice(template, {"lines": ()}).payload["InvoiceNo"] == "xingen"
    assert of_invoice(template, {"lines": None}).payload["InvoiceNo"] == "xingen"


def test_a_list_within_an_item_has_its_own_items(printed: Callable[..., str | None]) -> None:
    template = "x{% for c in contacts %}{{ c.title }}:{% for p in c.phones %}{{ p.number }},{% endfor %};{% endfor %}"
    contacts = (
        {"title": "Eier", "phones": ({"number": "1"}, {"number": "2"})},
        {"title": "Styre", "phones": ()},
    )
    assert printed(template, {"contacts": contacts}) == "xEier:1,2,;Styre:;"


def test_a_record_referred_to_may_not_be_there(of_invoice: Callable[..., Any]) -> None:
    template = "x{% if customer is present %}{{ customer.name | default('?') }}{% else %}ukjent{% endif %}"
    assert of_invoice(template, {"customer": {"name": "Fjord"}}).payload["InvoiceNo"] == "xFjord"
    assert of_invoice(template, {"customer": None}).payload["InvoiceNo"] == "xukjent"
    assert of_invoice("x{{ customer.name | upper | default('-') }}", {"customer": None}).payload["InvoiceNo"] == "x-"


def test_lets_and_the_item_of_a_rule_are_seen(world: Any) -> None:
    rules = """let tax = total * 0.25
Lines = each line in lines {
  let half = line.net / 2
  Description = render("line.j2")
}"""
    template = "{{ line.text | default('-') }} {{ half | norwegian_amount }} {{ tax | round(2) }}"
    payload = world.payload(rules, {"lines": LINES, "total": 10}, templates={"line.j2": template}, **INVOICE)
    assert [line["Description"] for line in payload["Lines"]] == ["Honorar 617,25 2.50", "- -0,05 2.50"]


def test_the_text_goes_on_through_steps(printed: Callable[..., str | None]) -> None:
    assert printed("{{ name }} og flere", rules='EmailAddress = render("a.j2") | limit(8)') == "Fjord AS"


def test_nothing_printed_is_absent(printed: Callable[..., str | None]) -> None:
    assert printed("{% if not active %}x{% endif %}\n \n") is None


def test_what_is_known_only_after_a_write_stands_for_the_text(world: Any) -> None:
    pending = Pending("department", "10", None)
    world.known[("link", "department", "10")] = pending
    rules = 'let there = department_no | link(department) else refuse\nEmailAddress = render("a.j2")'
    payload = world.payload(rules, {"department_no": "10"}, templates={"a.j2": "Avd. {{ there | default('-') }}"})
    assert payload["EmailAddress"] is pending


# ---- what check says


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ nmae }}", ["N101 1:4"]),
        ("A\n  {{ name | uper }}", ["N102 2:13"]),
        ("{% if active %}\n\t{{ nmae }}\n{% endif %}  \n  {{ emial | default('') }}", ["N101 2:5", "N101 4:6"]),
        ("{{ department.nme | default('') }}", ["N101 1:15"]),
        ("x{% for c in contacts %}{{ c.titel }}{% endfor %}", ["N101 1:30"]),
        ("x{% for c in name %}{% endfor %}", ["T101 1:14"]),
        ("x{% for name in contacts %}{% endfor %}", ["N104 1:9"]),
        ("{{ email }}", ["T111 1:4"]),
        ("{{ email | upper }}", ["T111 1:12"]),
        ("{{ email ~ 'x' }}", ["T111 1:4"]),
        ("{{ name if active else email }}", ["T111 1:4"]),
        ("x{% if payment_days > 30 %}y{% endif %}", ["T111 1:8"]),
        ("x{% if payment_days is present and payment_days > 30 %}{{ payment_days }}{% endif %}", []),
        ("x{% if email is absent or city is absent %}-{% else %}{{ email }}{{ city }}{% endif %}", []),
        ("x{% if email is absent or city is absent %}{{ email }}{% endif %}", ["T111 1:47"]),
        ("x{% if not (email is absent) %}{{ email }}{% endif %}", []),
        ("x{% if name %}y{% endif %}", ["T101 1:8"]),
        ("{{ name | default('x') }}", ["T201 1:4"]),
        ("{{ name | orgno }}", ["T104 1:11"]),
        ("{{ name | round(2) }}", ["T101 1:4"]),
        ("{{ customer_no | round('x') }}", ["T101 1:24"]),
        ("{{ customer_no | norwegian_amount(decimals=99) }}", ["N110 1:44"]),
        ("{{ contacts }}", ["T101 1:4"]),
        ("{{ name == 3 }}", ["T110 1:9"]),
    ],
)
def test_a_template_is_checked_word_by_word(told: Callable[..., list[str]], template: str, expected: list[str]) -> None:
    assert told(template) == expected


@pytest.mark.parametrize(
    "template",
    [
        "{% set a = 1 %}",
        "{% set a %}x{% endset %}",
        "{% macro m() %}{% endmacro %}",
        "{% include 'b.j2' %}",
        "{% import 'b.j2' as b %}",
        "{% from 'b.j2' import c %}",
        "{% extends 'b.j2' %}",
        "{% block b %}{% endblock %}",
        "{% with a = 1 %}{% endwith %}",
        "{% filter upper %}x{% endfilter %}",
        "{% call m() %}{% endcall %}",
        "{% autoescape true %}{% endautoescape %}",
        "{% for a, b in contacts %}{% endfor %}",
        "{% for a in contacts recursive %}{% endfor %}",
        "{% for a in [1, 2] %}{% endfor %}",
        "{% for a in range(10) %}{% endfor %}",
        "{{ name.upper() }}",
        "{{ range(10) }}",
        "{{ ''.__class__ }}",
        "{{ name['x'] }}",
        "{{ name[0:2] }}",
        "{{ [1] }}",
        "{{ {'a': 1} }}",
        "{{ 2 ** 99 }}",
        "{{ 7 // 2 }}",
        "{{ 7 % 2 }}",
        "{{ 1 < 2 < 3 }}",
        "{{ name in 'abc' }}",
        "{{ +1 }}",
        "{{ none }}",
        "{{ self }}",
        "{{ name is none }}",
        "{{ name is divisibleby(3) }}",
        "{{ name if active }}",
        "{{ name | default }}",
        "{{ name | default('a', true) }}",
        "{{ name | replace(*name) }}",
        "{{ 0.1234567890123456789 }}",
        "{{ 1" + "0" * 400 + " }}",
    ],
)
def test_a_template_only_prints(told: Callable[..., list[str]], template: str) -> None:
    assert [line.split()[0] for line in told("x" + template)] == ["D504"]


def test_what_a_refused_block_names_is_not_missed_too(told: Callable[..., list[str]]) -> None:
    assert told("x{% set a = 1 %}{{ a }}{% for c in contacts %}{% set b = a %}{{ b }}{% endfor %}{{ c }}") == [
        "D504 1:5",
        "D504 1:50",
        "N101 1:84",
    ]


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{{ name", 1),
        ("\n{{ name name }}", 2),
        ("\n\n{% if active %}x", 3),
        ("{% frobnicate %}", 1),
        ("{{ }}", 1),
        ("{# a note", 1),
        ("{% raw %}x", 1),
        ("{% if active x %}{% endif %}", 1),
        ("{{ 'a }}", 1),
        ("{% endif %}", 1),
    ],
)
def test_what_is_no_template_is_told_at_its_line(told: Callable[..., list[str]], template: str, line: int) -> None:
    assert [(code.split()[0], code.split()[1].split(":")[0]) for code in told(template)] == [("D503", str(line))]


@pytest.mark.parametrize(
    "template",
    [
        "{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}",
        "{{ " + "not " * 3000 + "active }}",
        "{{ name" + " | upper" * 300 + " }}",
        "x" + "{% if active %}" * 300 + "{% endif %}" * 300,
        "x" + "{% for c in contacts %}" * 7 + "{% endfor %}" * 7,
    ],
)
def test_what_is_nested_too_deeply_is_told(told: Callable[..., list[str]], template: str) -> None:
    assert [line.split()[0] for line in told(template)] == ["S113"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('name | render("a.j2")', "N110"),
        ("render(name)", "N110"),
        ('render("a.j2", "b.j2")', "N110"),
        ('render("{name}.j2")', "N110"),
        ("render()", "N110"),
        ('render(file="a.j2")', "N110"),
    ],
)
def test_a_call_names_one_file(told: Callable[..., list[str]], rule: str, expected: str) -> None:
    assert [line.split()[0] for line in told("x", f"EmailAddress = {rule}")] == [expected]


def test_a_required_field_wants_a_text_that_is_always_there(told: Callable[..., list[str]]) -> None:
    rules = 'InvoiceNo = render("a.j2")'
    assert "T102 1:13" in told("{% for line in lines %}x{% endfor %}", rules, **INVOICE)
    assert "T102 1:13" not in told("{% if total > 0 %}a{% else %}b{% endif %}", rules, **INVOICE)


def test_what_a_template_reads_counts_as_read(trial: Callable[..., Any]) -> None:
    template = "{{ name }}{% if department is present %}{{ department.name | default('') }}{% endif %}"
    checked = trial(f'let used = 1\nName = "x"\n{RULE}', templates={"a.j2": template + "{{ used }}"})
    assert not [d for d in checked.diagnostics if d.code == "C202"]
    unread = next(d.message for d in checked.diagnostics if d.code == "C301")
    assert "department_no" not in unread
    assert ("department",) in trial(f'Name = "x"\n{RULE}', templates={"a.j2": template}).program.references


# ---- what becomes of a record


@pytest.mark.parametrize(
    ("template", "record", "words"),
    [
        ("x\n{{ total }}", {"total": None}, "`total`, and this record has none"),
        ("x\n{{ 1 + total }}", {"total": None}, "`total`, and this record has none"),
        ("x\n{{ -total }}", {"total": None}, "`total`, and this record has none"),
        ("x\n{% if total > 3 %}{% endif %}", {"total": None}, "`total`, and this record has none"),
        ("x\n{{ total / client_no }}", {"client_no": 0}, "12 is divided by 0"),
        ("x\n{{ total / 7 }}", {}, "12/7 has endless decimals, and must be rounded"),
        ("x\n{% for a in lines %}{{ a.net }}{% endfor %}", {"lines": ({},)}, "`line.net`, and this record has none"),
    ],
)
def test_a_record_without_what_is_printed_is_held_back(
    of_invoice: Callable[..., Any], template: str, record: dict[str, Any], words: str
) -> None:
    refused = of_invoice(template, record)
    assert isinstance(refused, Refused)
    said = next(d for d in refused.diagnostics if d.code == "R207")
    assert words.replace("line.net", "a.net") in said.message
    assert (said.span.path, said.span.line) == ("a.j2", 2)
    assert said.labels[0].span.path == "mapping.rules"


def test_an_unreadable_field_is_told_once(of_invoice: Callable[..., Any]) -> None:
    refused = of_invoice("x{{ total }}{{ total }}{% for a in lines %}{{ a.net }}{% endfor %}", {"total": "ti"})
    assert [d.code for d in refused.diagnostics if d.is_error] == ["R101"]
    refused = of_invoice("x{% for a in lines %}{{ a.net }}{% endfor %}", {"lines": (LINES[0], {"net": "ti"})})
    assert [d.message for d in refused.diagnostics if d.is_error] == ['net of a 2 is not a number: "ti"']


@pytest.mark.parametrize(
    "printed_text",
    ["a.text | default('')", "(" + " ~ ".join(["a.text"] * 1500) + ") | default('')"],
    ids=["piece by piece", "at once"],
)
def test_what_a_template_makes_is_bounded(of_invoice: Callable[..., Any], printed_text: str) -> None:
    long = {"lines": ({"text": "x" * 5000, "net": 1},) * 300}
    refused = of_invoice(f"x{{% for a in lines %}}{{{{ {printed_text} }}}}{{% endfor %}}", long)
    assert [d.code for d in refused.diagnostics] == ["R207"]
    assert "more than 1000000 characters" in refused.diagnostics[0].message


@pytest.mark.parametrize(
    "template",
    [
        "x{% for a in lines %}{% for b in lines %}{% for c in lines %}"
        "{% if a.net > 9 %}{% endif %}{% endfor %}{% endfor %}{% endfor %}",
        "x{% for a in lines %}{% for b in lines %}"
        "{% if a.text is present and (a.text | upper | default('?')) == 'Y' %}y{% endif %}{% endfor %}{% endfor %}",
    ],
)
def test_what_a_template_does_is_bounded(of_invoice: Callable[..., Any], template: str) -> None:
    long = {"lines": ({"text": "x" * 20_000, "net": 1},) * 400}
    refused = of_invoice(template, long)
    assert [d.code for d in refused.diagnostics] == ["R207"]
    assert "too much to do" in refused.diagnostics[0].message


# ---- what others see of it


def test_a_report_knows_what_a_template_reads(world: Any) -> None:
    template = "x{{ total }}{% for a in lines %}{{ a.net }}{% endfor %}{{ customer.name | default('') }}"
    program = world.program('InvoiceNo = render("a.j2")', templates={"a.j2": template}, **INVOICE)
    (reading,) = readings(program).values()
    assert [read.path for read in reading.reads] == [("total",), ("customer", "name"), ("lines", "[]", "net")]
    nodes = [node for node in typed.all_expressions(program) if isinstance(node, typed.Render | typed.Listed)]
    assert len(nodes) == 2


def test_a_date_is_a_date(printed: Callable[..., str | None]) -> None:
    template = "x{% if since is present %}{{ since | norwegian_date }}{% if since < today %} før{% endif %}{% endif %}"
    assert printed(template, {"since": date(2020, 2, 29)}) == "x29.02.2020 før"
