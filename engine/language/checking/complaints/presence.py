"""Complaints about absence and failure, and about the words that answer them (T104, T109, T201–T203)."""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, Label, Severity, error, warning
from engine.diagnostics.source import Span
from engine.language.checking.complaints.phrases import described
from engine.language.checking.view import Failure, Position
from engine.model.types import Kind

_REFUSE = "`else refuse` holds the record back"
_WAYS_OUT = {
    Position.RULE: f"`else nothing` leaves the field alone · `else empty` clears it · {_REFUSE}",
    Position.REQUIRED: f"{_REFUSE} · or give a value: `else …`",
    Position.LET: f"`else empty` makes it absent · {_REFUSE}",
    Position.CONDITION: f"in parentheses with its answer: `(… else empty)` makes it absent · {_REFUSE}",
    Position.MESSAGE: '`else "…"` says something in its place',
}
_SAYS = {
    Position.RULE: "the rule",
    Position.REQUIRED: "the rule",
    Position.LET: "the let",
    Position.CONDITION: "the condition",
    Position.MESSAGE: "the message",
}


def unhandled(failure: Failure) -> Diagnostic:
    """T104: a step that can fail, and no `else`."""
    labels: tuple[Label, ...] = ()
    if failure.piped is not None and failure.piped.type.kind is not Kind.UNKNOWN:
        labels = (Label(failure.piped.span, described(failure.piped.type)),)
    what = "lookup" if failure.lookup else "step"
    return Diagnostic(
        "T104",
        Severity.ERROR,
        f"this {what} can fail, and {_SAYS[failure.position]} does not say what then",
        failure.step,
        note=failure.note,
        help=_WAYS_OUT[failure.position],
        labels=labels,
    )


def nothing_to_fill(position: Position, span: Span) -> Diagnostic:
    """T109: `nothing` where no field is filled."""
    if position is Position.LET:
        return error("T109", "a let is a value, and `nothing` is none", span, help="`empty` makes the let absent")
    what = "message" if position is Position.MESSAGE else "condition"
    return error(
        "T109",
        f"`nothing` leaves a field alone, and a {what} fills none",
        span,
        help="`empty` makes the value absent",
    )


def misplaced_word(word: str, span: Span) -> Diagnostic:
    """T109: `nothing`, `empty` or `refuse` where no answer is asked for."""
    return error(
        "T109",
        f"`{word}` cannot stand here",
        span,
        help=f"`{word}` stands right of `??` and `else`, and in the branches of an `if`",
    )


def needless_default(left: Span, right: Span) -> Diagnostic:
    """T201: `??` after what is never absent."""
    return Diagnostic(
        "T201",
        Severity.WARNING,
        "this is never absent, so `??` has nothing to answer",
        left,
        help="take `??` and what stands behind it away",
        labels=(Label(right, "never used"),),
    )


def needless_else(body: Span, fallback: Span) -> Diagnostic:
    """T202: `else` after what never fails."""
    return Diagnostic(
        "T202",
        Severity.WARNING,
        "no step of this can fail, so `else` has nothing to answer",
        body,
        help="take `else` and what stands behind it away; absence is answered by `??`",
        labels=(Label(fallback, "never used"),),
    )


def always_present(asked_present: bool, span: Span) -> Diagnostic:
    """T203: a question whose answer is known."""
    answer = "yes" if asked_present else "no"
    return warning(
        "T203",
        f"this is always present, so the answer is always {answer}",
        span,
        help="take the question away",
    )
