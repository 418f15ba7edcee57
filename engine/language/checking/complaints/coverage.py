"""Complaints about what rules cover: too little, twice, or never used (C1xx, C2xx, C301)."""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, Label, Severity, error, information, warning
from engine.diagnostics.source import Span
from engine.language import ast


def uncovered(target: str, title: str, span: Span) -> Diagnostic:
    """C101: a required target field without a rule."""
    return error("C101", f"{title} must have `{target}`, and no rule fills it", span, help=f"add `{target} = …`")


def optional_required_block(target: str, span: Span) -> Diagnostic:
    """C101: an object that must be sent, under a condition."""
    return error(
        "C101", f"`{target}` must always be sent, and a condition may leave it out", span, help="take `when …` away"
    )


def filled_twice(target: str, span: Span, first: Span) -> Diagnostic:
    """C102: two rules for one field."""
    return Diagnostic(
        "C102",
        Severity.ERROR,
        f"two rules fill `{target}`",
        span,
        help="keep one of them; choose between values with `if … then … else …` or `??`",
        labels=(Label(first, "the first one"),),
    )


def unused_table(name: str, span: Span) -> Diagnostic:
    """C201: a table that no rule asks."""
    return warning("C201", f"no rule uses the table `{name}`", span, help="take it away, or use it: `| table(…)`")


def unused_let(name: ast.Name) -> Diagnostic:
    """C202: a let that nothing reads."""
    return warning("C202", f"nothing reads the let `{name.text}`", name.span, help="take it away")


def unread_fields(title: str, names: list[str], span: Span) -> Diagnostic:
    """C301: source fields that no rule reads, told once for a mapping."""
    fields = ", ".join(f"`{name}`" for name in names)
    verb = "field" if len(names) == 1 else "fields"
    return information("C301", f"no rule reads the {verb} {fields} of {title}", span)


def too_deep(span: Span) -> Diagnostic:
    """S113: chains of lets or operators that no reader could follow either."""
    return error(
        "S113",
        "the rules build on one another too deeply to be checked",
        span,
        help="split the longest ones into a few lets",
    )
