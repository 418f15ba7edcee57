"""Complaints about kinds of values inside an expression: conditions, sums, comparisons (T101, T103, T110)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.diagnostics.diagnostic import Diagnostic, Label, Severity, error
from engine.diagnostics.source import Span
from engine.language import ast
from engine.language.checking.complaints.phrases import a_kind, described, listed, nearest
from engine.model.types import Kind, Type

# What may be added up, and what has a smallest and a largest.
AGGREGATES: Mapping[str, frozenset[Kind]] = {
    "sum": frozenset((Kind.NUMBER,)),
    "min": frozenset((Kind.NUMBER, Kind.DATE)),
    "max": frozenset((Kind.NUMBER, Kind.DATE)),
}
_CALCULATIONS = {"+": "added to", "-": "subtracted from", "*": "multiplied with", "/": "divided by"}


def no_condition(found: Type, span: Span) -> Diagnostic:
    """T101: a condition that is not yes or no."""
    return error(
        "T101",
        "a condition is yes or no",
        span,
        note=f"this is {a_kind(found)}",
        help="compare it with something, or ask `… is present`",
    )


def no_number(found: Type, span: Span) -> Diagnostic:
    """T101: `-` before what is no number."""
    return error("T101", "only a number can be negative", span, note=f"this is {a_kind(found)}", help=_to_number(found))


def no_whole_number(found: Type, span: Span) -> Diagnostic:
    """T101: `within series` of what is no whole number."""
    return error(
        "T101", "a series holds whole numbers", span, note=f"this is {_number_or_kind(found)}", help=_to_whole(found)
    )


def branches_differ(first: Type, second: Type, span: Span) -> Diagnostic:
    """T101: two branches that cannot be one value."""
    return error(
        "T101",
        f"this is {a_kind(first)} in one case and {a_kind(second)} in the other",
        span,
        help="let every branch give the same kind of value",
    )


def no_arithmetic(operator: str, left: Type, right: Type, span: Span, left_span: Span, right_span: Span) -> Diagnostic:
    """T110: operands that cannot be calculated with."""
    return Diagnostic(
        "T110",
        Severity.ERROR,
        f"{a_kind(left)} and {a_kind(right)} cannot be joined by `{operator}`",
        span,
        help=_arithmetic_remedy(operator, left, right),
        labels=(Label(left_span, described(left)), Label(right_span, described(right))),
    )


def _arithmetic_remedy(operator: str, left: Type, right: Type) -> str:
    kinds = {left.kind, right.kind}
    if operator == "+" and Kind.TEXT in kinds:
        return 'texts are put together with holes: `"{first} {second}"`'
    if kinds == {Kind.DATE} and operator == "-":
        return "the days between two dates: `first | days_between(second)`"
    if left.kind is Kind.DATE and right.kind is Kind.NUMBER and right.scale != 0:
        return "days are whole numbers: `| round(0)`"
    if Kind.DATE in kinds:
        return "a date takes whole days behind it: `date + 14`"
    return "only numbers are calculated with; a text becomes one with `| decimal else …`"


def division_by_zero(span: Span) -> Diagnostic:
    """T110: `/ 0`."""
    return error("T110", "nothing can be divided by 0", span, help="divide by another number")


def no_comparison(left: Type, right: Type, node: ast.Binary) -> Diagnostic:
    """T110: operands that cannot be compared."""
    if left.kind is right.kind and left.entity == right.entity:
        message = f"{a_kind(left)} is neither smaller nor greater than another"
        remedy = "use `==` or `!=`"
    else:
        message = f"{a_kind(left)} and {a_kind(right)} cannot be compared"
        remedy = _comparison_remedy(left, right, node.right)
    return Diagnostic(
        "T110",
        Severity.ERROR,
        message,
        node.operator_span,
        help=remedy,
        labels=(Label(node.left.span, described(left)), Label(node.right.span, described(right))),
    )


def _comparison_remedy(left: Type, right: Type, node: ast.Expression) -> str:
    kinds = {left.kind, right.kind}
    if Kind.ID in kinds:
        return "an id is given by the target and says nothing about a code; compare the record's own fields"
    if kinds == {Kind.TEXT, Kind.NUMBER}:
        if right.kind is Kind.TEXT and isinstance(node, ast.Text):
            return "write the number without quotes"
        if left.kind is Kind.TEXT and isinstance(node, ast.Literal):
            return f'write the text in quotes: `"{node.value}"`'
        return 'make a text of the number: `"{number}"`'
    if kinds == {Kind.TEXT, Kind.DATE}:
        return "a date is written without quotes: `2026-01-31`"
    if Kind.FLAG in kinds:
        return "yes and no are compared with yes and no only"
    return "compare values of one kind"


def compared_with_empty(span: Span) -> Diagnostic:
    """T110: a comparison with an empty text, which is never there."""
    return error("T110", "no text is ever empty: an empty text counts as absent", span, help="write `… is absent`")


def never_this_choice(value: str, choices: frozenset[str], span: Span) -> Diagnostic:
    """T103: a comparison with a value that never comes."""
    near = nearest(value, choices)
    remedy = f'did you mean `"{near}"`?' if near else f"it is one of {listed(sorted(choices))}"
    return error("T103", f'"{value}" never comes here', span, help=remedy)


def option_of_another_kind(operand: Type, option: Type, operand_span: Span, span: Span) -> Diagnostic:
    """T110: an option of `in` that the value can never equal."""
    return Diagnostic(
        "T110",
        Severity.ERROR,
        f"{a_kind(operand)} is never {a_kind(option)}",
        span,
        help="list values of the same kind",
        labels=(Label(operand_span, described(operand)),),
    )


def wrong_aggregate(name: str, found: Type, span: Span) -> Diagnostic:
    """T101: `sum` of texts and its like."""
    wanted = "numbers" if name == "sum" else "numbers or dates"
    return error("T101", f"`{name}` is made of {wanted}", span, note=f"this is {a_kind(found)}", help=_to_number(found))


def list_as_value(span: Span) -> Diagnostic:
    """T101: `[a, b]` outside `key=`."""
    return error(
        "T101",
        "a list in brackets is no value",
        span,
        help="it belongs to `link(entity, key=[first, second])`; for a choice write `x in (a, b)`",
    )


def _number_or_kind(found: Type) -> str:
    return "a number with decimals" if found.kind is Kind.NUMBER else a_kind(found)


def _to_number(found: Type) -> str:
    return "make a number of it: `| decimal else …`" if found.kind is Kind.TEXT else ""


def _to_whole(found: Type) -> str:
    if found.kind is Kind.TEXT:
        return "make a number of it: `| integer else …`"
    return "`| round(0)` makes it whole" if found.kind is Kind.NUMBER else ""
