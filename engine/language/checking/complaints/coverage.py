"""Complaints about what rules cover: too little, twice, or never used (C1xx, C2xx, C301)."""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, Fix, Label, Severity, error, information, warning
from engine.diagnostics.source import Span
from engine.language import ast
from engine.model.text import say


def uncovered(target: str, title: str, span: Span) -> Diagnostic:
    """C101: a required target field without a rule."""
    return error(
        "C101",
        say("{title} must have `{target}`, and no rule fills it", title=title, target=target),
        span,
        help=say("add `{target} = …`", target=target),
    )


def optional_required_block(target: str, span: Span) -> Diagnostic:
    """C101: an object that must be sent, under a condition."""
    return error(
        "C101",
        say("`{target}` must always be sent, and a condition may leave it out", target=target),
        span,
        help=say("take `when …` away"),
    )


def filled_twice(target: str, span: Span, first: Span) -> Diagnostic:
    """C102: two rules for one field."""
    return Diagnostic(
        "C102",
        Severity.ERROR,
        say("two rules fill `{target}`", target=target),
        span,
        help=say("keep one of them; choose between values with `if … then … else …` or `??`"),
        labels=(Label(first, say("the first one")),),
    )


def unused_table(name: str, span: Span) -> Diagnostic:
    """C201: a table that no rule asks."""
    return warning(
        "C201",
        say("no rule uses the table `{name}`", name=name),
        span,
        help=say("take it away, or use it: `| table(…)`"),
    )


def unused_let(name: ast.Name, fixes: tuple[Fix, ...]) -> Diagnostic:
    """C202: a let that nothing reads."""
    message = say("nothing reads the let `{name}`", name=name.text)
    return warning("C202", message, name.span, help=say("take it away"), fixes=fixes)


def unread_fields(title: str, names: list[str], span: Span) -> Diagnostic:
    """C301: source fields that no rule reads, told once for a mapping."""
    fields = ", ".join(f"`{name}`" for name in names)
    if len(names) == 1:
        return information("C301", say("no rule reads the field {field} of {title}", field=fields, title=title), span)
    return information("C301", say("no rule reads the fields {fields} of {title}", fields=fields, title=title), span)


def too_deep(span: Span) -> Diagnostic:
    """S113: chains of lets or operators that no reader could follow either."""
    return error(
        "S113",
        say("the rules build on one another too deeply to be checked"),
        span,
        help=say("split the longest ones into a few lets"),
    )
