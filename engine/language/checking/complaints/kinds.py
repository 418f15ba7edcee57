"""Complaints about kinds of values inside an expression: conditions, sums, comparisons (T101, T103, T110)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.diagnostics.diagnostic import Diagnostic, Label, Severity, error
from engine.diagnostics.source import Span
from engine.language import ast
from engine.language.checking.complaints.phrases import a_kind, described, listed
from engine.model.likeness import nearest
from engine.model.text import Text, say
from engine.model.types import Kind, Type

# What may be added up, and what has a smallest and a largest.
AGGREGATES: Mapping[str, frozenset[Kind]] = {
    "sum": frozenset((Kind.NUMBER,)),
    "min": frozenset((Kind.NUMBER, Kind.DATE)),
    "max": frozenset((Kind.NUMBER, Kind.DATE)),
}


def no_condition(found: Type, span: Span) -> Diagnostic:
    """T101: a condition that is not yes or no."""
    return error(
        "T101",
        say("a condition is yes or no"),
        span,
        note=_this_is(found),
        help=say("compare it with something, or ask `… is present`"),
    )


def no_number(found: Type, span: Span) -> Diagnostic:
    """T101: `-` before what is no number."""
    return error("T101", say("only a number can be negative"), span, note=_this_is(found), help=_to_number(found))


def no_whole_number(found: Type, span: Span) -> Diagnostic:
    """T101: `within series` of what is no whole number."""
    note = say("this is a number with decimals") if found.kind is Kind.NUMBER else _this_is(found)
    return error("T101", say("a series holds whole numbers"), span, note=note, help=_to_whole(found))


def branches_differ(first: Type, second: Type, span: Span) -> Diagnostic:
    """T101: two branches that cannot be one value."""
    return error(
        "T101",
        say("this is {first} in one case and {second} in the other", first=a_kind(first), second=a_kind(second)),
        span,
        help=say("let every branch give the same kind of value"),
    )


def no_arithmetic(operator: str, left: Type, right: Type, span: Span, left_span: Span, right_span: Span) -> Diagnostic:
    """T110: operands that cannot be calculated with."""
    return Diagnostic(
        "T110",
        Severity.ERROR,
        say(
            "{left} and {right} cannot be joined by `{operator}`",
            left=a_kind(left),
            right=a_kind(right),
            operator=operator,
        ),
        span,
        help=_arithmetic_remedy(operator, left, right),
        labels=(Label(left_span, described(left)), Label(right_span, described(right))),
    )


def _arithmetic_remedy(operator: str, left: Type, right: Type) -> Text:
    kinds = {left.kind, right.kind}
    if operator == "+" and Kind.TEXT in kinds:
        return say('texts are put together with holes: `"{{first}} {{second}}"`')
    if kinds == {Kind.DATE} and operator == "-":
        return say("the days between two dates: `first | days_between(second)`")
    if left.kind is Kind.DATE and right.kind is Kind.NUMBER and right.scale != 0:
        return say("days are whole numbers: `| round(0)`")
    if Kind.DATE in kinds:
        return say("a date takes whole days behind it: `date + 14`")
    return say("only numbers are calculated with; a text becomes one with `| decimal else …`")


def division_by_zero(span: Span) -> Diagnostic:
    """T110: `/ 0`."""
    return error("T110", say("nothing can be divided by 0"), span, help=say("divide by another number"))


def no_comparison(left: Type, right: Type, node: ast.Binary) -> Diagnostic:
    """T110: operands that cannot be compared."""
    if left.kind is right.kind and left.entity == right.entity:
        message = say("{kind} is neither smaller nor greater than another", kind=a_kind(left))
        remedy = say("use `==` or `!=`")
    else:
        message = say("{left} and {right} cannot be compared", left=a_kind(left), right=a_kind(right))
        remedy = _comparison_remedy(left, right, node.right)
    return Diagnostic(
        "T110",
        Severity.ERROR,
        message,
        node.operator_span,
        help=remedy,
        labels=(Label(node.left.span, described(left)), Label(node.right.span, described(right))),
    )


def _comparison_remedy(left: Type, right: Type, node: ast.Expression) -> Text:
    kinds = {left.kind, right.kind}
    if Kind.ID in kinds:
        return say("an id is given by the target and says nothing about a code; compare the record's own fields")
    if kinds == {Kind.TEXT, Kind.NUMBER}:
        if right.kind is Kind.TEXT and isinstance(node, ast.Text):
            return say("write the number without quotes")
        if left.kind is Kind.TEXT and isinstance(node, ast.Literal):
            return say('write the text in quotes: `"{value}"`', value=node.value)
        return say('make a text of the number: `"{{number}}"`')
    if kinds == {Kind.TEXT, Kind.DATE}:
        return say("a date is written without quotes: `2026-01-31`")
    if Kind.FLAG in kinds:
        return say("yes and no are compared with yes and no only")
    return say("compare values of one kind")


def compared_with_empty(span: Span) -> Diagnostic:
    """T110: a comparison with an empty text, which is never there."""
    message = say("no text is ever empty: an empty text counts as absent")
    return error("T110", message, span, help=say("write `… is absent`"))


def never_this_choice(value: str, choices: frozenset[str], span: Span) -> Diagnostic:
    """T103: a comparison with a value that never comes."""
    near = nearest(value, choices)
    remedy = (
        say('did you mean `"{near}"`?', near=near)
        if near
        else say("it is one of {choices}", choices=listed(sorted(choices)))
    )
    return error("T103", say('"{value}" never comes here', value=value), span, help=remedy)


def option_of_another_kind(operand: Type, option: Type, operand_span: Span, span: Span) -> Diagnostic:
    """T110: an option of `in` that the value can never equal."""
    return Diagnostic(
        "T110",
        Severity.ERROR,
        say("{operand} is never {option}", operand=a_kind(operand), option=a_kind(option)),
        span,
        help=say("list values of the same kind"),
        labels=(Label(operand_span, described(operand)),),
    )


def wrong_aggregate(name: str, found: Type, span: Span) -> Diagnostic:
    """T101: `sum` of texts and its like."""
    message = (
        say("`{name}` is made of numbers", name=name)
        if name == "sum"
        else say("`{name}` is made of numbers or dates", name=name)
    )
    return error("T101", message, span, note=_this_is(found), help=_to_number(found))


def list_as_value(span: Span) -> Diagnostic:
    """T101: `[a, b]` outside `key=`."""
    return error(
        "T101",
        say("a list in brackets is no value"),
        span,
        help=say("it belongs to `link(entity, key=[first, second])`; for a choice write `x in (a, b)`"),
    )


def _this_is(found: Type) -> Text:
    return say("this is {kind}", kind=a_kind(found))


def _to_number(found: Type) -> str:
    return say("make a number of it: `| {step} else …`", step="decimal") if found.kind is Kind.TEXT else ""


def _to_whole(found: Type) -> str:
    if found.kind is Kind.TEXT:
        return say("make a number of it: `| {step} else …`", step="integer")
    return say("`| round(0)` makes it whole") if found.kind is Kind.NUMBER else ""
