"""What a text of rules says: the tree, and the place of every piece of it in the file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.diagnostics.source import Embedded, Span
from engine.language import ast
from engine.language.parser import parse_expression, parse_rules

# The examples of the design (language.md, sections 1 and 11), as a consultant writes them.
CUSTOMER = """\
create when active
check payment_days >= 0, "payment days are negative: {payment_days}"
let person = is_person ?? no

Number                   <->  (external_ledger_no ?? customer_no) within series.customer
ExternalNumber           <->  customer_no
ExternalImportReference   =   "win:customer:{row_id}"
IsPerson                  =   person
Name                      =   if person then nothing else name
FirstName                 =   if person then (first_name ?? refuse "a person needs a first name") else nothing
OrganizationNumber       <->  org_no | digits | orgno else empty
InvoiceDeliveryType       =   delivery_type | table(delivery) else nothing
PaymentTermId             =   (payment_days ?? 14) | find(PaymentTerm, by=CreditDays) else refuse
CurrencyCode             <->  currency ?? "NOK"
DepartmentId              =   department_no | link(department) else nothing
IsArchived                =   not active

MailAddress when city is present and postal_code is present {
    AddressLine1         <->  address_1
    City                 <->  city
    CountryCode           =   (country ?? "NO") | country else refuse "unknown country {country}"
}
"""
INVOICE = """\
# invoice: from win.invoice to go.outgoing_invoice_voucher
skip when voided or customer.is_internal
let rounding_account = 7740
let lines_total = sum(each line in lines: line.net + line.vat | round(2))
let difference  = total - lines_total | round(2)
check abs(difference) <= 0.05, "the lines add up to {lines_total}, the invoice says {total}"

InvoiceNo                =  "{invoice_no}"
ExternalImportReference  =  "win:invoice:{client_no}/{invoice_no}"
CustomerAccountId        =  customer_no | link(customer, SubledgerAccountId) else refuse
CurrencyExchangeRate     =  if currency == "NOK" then nothing else exchange_rate
OutgoingInvoiceLines = each line in lines when line.type != "TEKST" {
    AccountId       =  line.account | find(GeneralLedgerAccount, by=AccountNo)
                       else refuse "account {line.account} is not in Go"
    VatId           =  line.vat_code | table(vat) | find(VatCode, by=Code, at=invoice_date)
                       else refuse "VAT code {line.vat_code} is unknown"
    CurrencyAmount  =  line.net + line.vat | round(2)
}
OutgoingInvoiceLines = item when difference != 0 {
    AccountId       =  rounding_account | find(GeneralLedgerAccount, by=AccountNo) else refuse
    CurrencyAmount  =  difference
}
"""
MANAGER = """\
let fit = manager.active and manager.invoice_client_no is present
warn manager_no is absent or fit,
  "manager {manager_no} has left or has no invoice client: {name} goes without a manager"
ManagerEmployeeId  =  if manager_no is absent then empty
                      else if fit then (manager_no | link(employee) else nothing)
                      else nothing
"""
PAYMENT = """\
client_no    =  voucher_id | link(invoice, client_no) else refuse "invoice {invoice_no} did not come from Win"
kind         =  if is_write_off then "TAP"
                else if voucher_type == "OutgoingCreditNote" then "KREDIT"
                else "INNBETALING"
amount       =  amount
go_entry_id  =  "{entry_id}:{voucher_id}"
"""
OVERLAY = """\
drop MailAddress.City
drop skip
drop check "payment days are negative: {payment_days}"
Lines[].Description = line.text
ExternalNumber = link(invoice, key=[client_no, invoice_no])
"""


def statements(text: str) -> tuple[ast.Statement, ...]:
    parsed = parse_rules(Embedded("m.yaml", text, 1, 1))
    assert parsed.diagnostics == ()
    return parsed.statements


def expression(text: str) -> Any:
    parsed = parse_expression(Embedded("m.yaml", text, 1, 1))
    assert parsed.diagnostics == ()
    return parsed.expression


def spoken(node: Any) -> str:
    """An expression with all its parentheses, to see what binds what."""
    match node:
        case ast.Literal(value=value):
            return str(value)
        case ast.Text(parts=parts):
            return '"' + "".join(p if isinstance(p, str) else f"{{{spoken(p)}}}" for p in parts) + '"'
        case ast.Path(names=names):
            return ".".join(name.text for name in names)
        case ast.Call(function=function, arguments=arguments):
            inside = ", ".join((f"{a.name.text}=" if a.name else "") + spoken(a.value) for a in arguments)
            return f"{function.text}({inside})"
        case ast.Step(source=source, call=call):
            return f"({spoken(source)} | {spoken(call)})"
        case ast.Otherwise(body=body, fallback=fallback):
            return f"({spoken(body)} else {spoken(fallback)})"
        case ast.Coalesce(left=left, right=right):
            return f"({spoken(left)} ?? {spoken(right)})"
        case ast.Conditional(condition=condition, body=body, fallback=fallback):
            return f"(if {spoken(condition)} then {spoken(body)} else {spoken(fallback)})"
        case ast.Unary(operator=operator, operand=operand):
            return f"({operator} {spoken(operand)})"
        case ast.Binary(operator=operator, left=left, right=right):
            return f"({spoken(left)} {operator} {spoken(right)})"
        case ast.Presence(operand=operand, present=present):
            return f"({spoken(operand)} is {'present' if present else 'absent'})"
        case ast.Member(operand=operand, options=options):
            return f"({spoken(operand)} in {', '.join(map(spoken, options))})"
        case ast.Within(operand=operand, series=series):
            return f"({spoken(operand)} within {series.text})"
        case ast.ListLiteral(items=items):
            return f"[{', '.join(map(spoken, items))}]"
    return type(node).__name__.lower()


@pytest.mark.parametrize(("text", "count"), [(CUSTOMER, 16), (INVOICE, 11), (MANAGER, 3), (PAYMENT, 4), (OVERLAY, 5)])
def test_the_examples_of_the_design_parse(text: str, count: int) -> None:
    assert len(statements(text)) == count


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a ?? b | f", "((a ?? b) | f())"),
        ("a - b | round(2)", "((a - b) | round(2))"),
        ("a | f ?? b | g", "(((a | f()) ?? b) | g())"),
        ("a | f ?? b else c", "(((a | f()) ?? b) else c)"),
        ("a | f else b | g else c", "((a | f()) else ((b | g()) else c))"),
        ("a ?? b ?? c", "((a ?? b) ?? c)"),
        ("a + b * c - -d", "((a + (b * c)) - (- d))"),
        ("a ?? b + c", "(a ?? (b + c))"),
        ("a ?? b == c", "((a ?? b) == c)"),
        ("not a and b or c", "(((not a) and b) or c)"),
        ("a == b and c is absent", "((a == b) and (c is absent))"),
        ("not a is present", "(not (a is present))"),
        ("a in (b, c | f)", "(a in b, (c | f()))"),
        ("a ?? b within series.customer", "((a ?? b) within customer)"),
        ("a within series.x else refuse", "((a within x) else refuse)"),
        ("if a then b else c | f else d", "(if a then b else ((c | f()) else d))"),
        ("if a then if b then c else d else e", "(if a then (if b then c else d) else e)"),
        ("if a then b | f else c", "(if a then (b | f()) else c)"),
        ("if a | f then nothing else empty", "(if (a | f()) then nothing else empty)"),
        ("f(a, by=b, c=[d, e])", "f(a, by=b, c=[d, e])"),
        ("f()", "f()"),
        ("(a else b) ?? refuse", "((a else b) ?? refuse)"),
        ("a / b / c", "((a / b) / c)"),
    ],
)
def test_what_binds_what(text: str, meaning: str) -> None:
    assert spoken(expression(text)) == meaning


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("12.50", Decimal("12.50")), ("2026-01-31", date(2026, 1, 31)), ("yes", True), ("no", False)],
)
def test_literals(text: str, value: object) -> None:
    literal = expression(text)
    assert isinstance(literal, ast.Literal)
    assert literal.value == value
    assert type(literal.value) is type(value)
    assert str(literal.value) == str(value)  # 12.50 keeps its digits


def test_words_that_begin_like_reserved_words_are_names() -> None:
    assert spoken(expression("ordered or invoice and notes is present")) == (
        "(ordered or (invoice and (notes is present)))"
    )
    assert spoken(expression("series.x")) == "series.x"
    assert spoken(expression("kundeforhold_ø + éa")) == "(kundeforhold_ø + éa)"


def test_a_text_with_escapes_and_nested_holes() -> None:
    text = expression(r'"a \"b\" \\ \n\t \{x\} {name | f("in {city ?? "no"} side")}{b}"')
    assert text.parts[0] == 'a "b" \\ \n\t {x} '
    assert spoken(text.parts[1]) == '(name | f("in {(city ?? "no")} side"))'
    assert spoken(text.parts[2]) == "b"
    assert expression('""').parts == ()
    assert expression('"plain # no comment"').parts == ("plain # no comment",)


def test_a_hole_stands_at_its_own_place_in_the_file() -> None:
    rules = 'A = 1\nB = "x {first} {last ?? "{deep}"}"\n'
    parsed = parse_rules(Embedded("m.yaml", rules, 40, 3, indent=2))
    rule = parsed.statements[1]
    assert isinstance(rule, ast.Rule)
    assert isinstance(rule.value, ast.Text)
    first, coalesce = rule.value.parts[1], rule.value.parts[3]
    assert isinstance(first, ast.Path)
    assert first.span == Span("m.yaml", 41, 11, 41, 16)
    assert isinstance(coalesce, ast.Coalesce)
    assert isinstance(coalesce.right, ast.Text)
    assert coalesce.right.parts[0].span == Span("m.yaml", 41, 29, 41, 33)  # type: ignore[union-attr]


def test_a_text_on_one_line_keeps_its_column_only() -> None:
    parsed = parse_expression(Embedded("m.yaml", "not is_internal", 7, 9))
    assert parsed.expression is not None
    assert parsed.expression.span == Span("m.yaml", 7, 9, 7, 24)


def test_statements_and_their_spans() -> None:
    text = (
        "let a = b  # why\n"
        "Mail.To when a is present {\n"
        "  let c = d\n"
        '  warn c, "w"\n'
        "  Deep { X = 1 }\n"
        "}\n"
        "\n"
        "# a comment\n"
        "Lines = each line in order.lines when line.a {\n"
        "  A = line.b\n"
        "}\n"
        "Lines = item { A = 1 }"
    )
    let, block, each, item = statements(text)
    assert isinstance(let, ast.Let)
    assert let.span == Span("m.yaml", 1, 1, 1, 10)
    assert isinstance(block, ast.Block)
    assert block.target.text == "Mail.To"
    assert block.span == Span("m.yaml", 2, 1, 6, 2)
    assert [type(s) for s in block.body] == [ast.Let, ast.Check, ast.Block]
    assert isinstance(each, ast.Each)
    assert (each.item.text, spoken(each.source), spoken(each.condition)) == ("line", "order.lines", "line.a")
    assert each.span == Span("m.yaml", 9, 1, 11, 2)
    assert isinstance(item, ast.Item)
    assert item.condition is None
    assert item.span == Span("m.yaml", 12, 1, 12, 23)


def test_aggregates() -> None:
    total = expression("sum(each line in invoice.lines when line.a > 0: line.net + line.vat | round(2))")
    assert isinstance(total, ast.Aggregate)
    assert (total.function.text, total.item.text, spoken(total.source)) == ("sum", "line", "invoice.lines")
    assert spoken(total.condition) == "(line.a > 0)"
    assert spoken(total.body) == "((line.net + line.vat) | round(2))"
    bare = expression("count(each line in lines)")
    assert (bare.condition, bare.body) == (None, None)
    chosen = expression("count(each line in lines when line.a)")
    assert (spoken(chosen.condition), chosen.body) == ("line.a", None)
    valued = expression("max(each line in lines: line.a)")
    assert (valued.condition, spoken(valued.body)) == (None, "line.a")


def test_drops_and_list_targets_of_an_overlay() -> None:
    target, skips, check, rule, _ = statements(OVERLAY)
    assert isinstance(target, ast.Drop)
    assert target.target is not None
    assert target.target.text == "MailAddress.City"
    assert isinstance(skips, ast.Drop)
    assert skips.skips
    assert isinstance(check, ast.Drop)
    assert check.message is not None
    assert spoken(check.message) == '"payment days are negative: {payment_days}"'
    assert isinstance(rule, ast.Rule)
    assert (rule.target.text, rule.target.lists) == ("Lines[].Description", (True, False))
    dropped = statements("drop Lines[]")[0]
    assert isinstance(dropped, ast.Drop)
    assert dropped.target is not None
    assert dropped.target.text == "Lines[]"


def test_arrows() -> None:
    two_way, one_way = statements("A <-> b\nA = b")
    assert isinstance(two_way, ast.Rule)
    assert isinstance(one_way, ast.Rule)
    assert (two_way.two_way, one_way.two_way) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "A = b\n    | f\n\n  # why\n    | g else\n c\nB = d",
        "A = f(\nx,\n  y\n)\nB = d",
        "A = f(x,\nby=y)\nB = d",
        "A\n  = b\n  ?? c\nB = d",
        'check a\n  and b, "m"\nB = d',
        'check a,\n  "m"\nB = d',
        "A = a +\n  b\nB = d",
        "A when b\n  is present\n{\n\n  C = 1\n\n}\nB = d",
        "A = b\r\n   else c\r\nB = d\r\n",
        "\n\n  A = b\u00a0?? c\n  B = d # last",
        "A { } \nB = d",
        "A = not\n not b\nB = d",
        "A = b\nB = d\n#",
    ],
)
def test_a_line_continues_where_it_cannot_end(text: str) -> None:
    assert len(statements(text)) == 2


@pytest.mark.parametrize("text", ["", "\n \n", "# only a comment", "\t"])
def test_a_block_may_say_nothing(text: str) -> None:
    assert statements(text) == ()


def test_the_same_text_is_parsed_once() -> None:
    embedded = Embedded("m.yaml", "A = b", 1, 1)
    assert parse_rules(embedded) is parse_rules(Embedded("m.yaml", "A = b", 1, 1))
