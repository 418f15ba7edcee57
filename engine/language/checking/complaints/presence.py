"""Complaints about absence and failure, and about the words that answer them (T104, T109, T201–T203)."""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, Fix, Label, Severity, error, warning
from engine.diagnostics.source import Span
from engine.language.checking.complaints.phrases import described
from engine.language.checking.view import Failure, Position
from engine.model.text import say
from engine.model.types import Kind

_REFUSE = say("`else refuse` holds the record back")
_WAYS_OUT = {
    Position.RULE: say("`else nothing` leaves the field alone · `else empty` clears it · {refuse}", refuse=_REFUSE),
    Position.REQUIRED: say("{refuse} · or give a value: `else …`", refuse=_REFUSE),
    Position.LET: say("`else empty` makes it absent · {refuse}", refuse=_REFUSE),
    Position.CONDITION: say(
        "in parentheses with its answer: `(… else empty)` makes it absent · {refuse}", refuse=_REFUSE
    ),
    Position.MESSAGE: say('`else "…"` says something in its place'),
}
_SPEAKERS = {
    Position.RULE: say("the rule"),
    Position.REQUIRED: say("the rule"),
    Position.LET: say("the let"),
    Position.CONDITION: say("the condition"),
    Position.MESSAGE: say("the message"),
}


_ANSWERS = {
    Position.RULE: ("nothing", "empty", "refuse"),
    Position.REQUIRED: ("refuse",),
    Position.LET: ("empty", "refuse"),
    Position.CONDITION: ("empty", "refuse"),
    Position.MESSAGE: ("empty",),
}


def unhandled(failure: Failure, fixes: tuple[Fix, ...] = ()) -> Diagnostic:
    """T104: a step that can fail, and no `else`."""
    labels: tuple[Label, ...] = ()
    if failure.piped is not None and failure.piped.type.kind is not Kind.UNKNOWN:
        labels = (Label(failure.piped.span, described(failure.piped.type)),)
    speaker = _SPEAKERS[failure.position]
    return Diagnostic(
        "T104",
        Severity.ERROR,
        say("this lookup can fail, and {speaker} does not say what then", speaker=speaker)
        if failure.lookup
        else say("this step can fail, and {speaker} does not say what then", speaker=speaker),
        failure.step,
        note=failure.note,
        help=_WAYS_OUT[failure.position],
        labels=labels,
        fixes=fixes,
    )


def answers(position: Position) -> tuple[str, ...]:
    """The words that may answer a failure where it stands."""
    return _ANSWERS[position]


def nothing_to_fill(position: Position, span: Span) -> Diagnostic:
    """T109: `nothing` where no field is filled."""
    if position is Position.LET:
        message, remedy = say("a let is a value, and `nothing` is none"), say("`empty` makes the let absent")
    elif position is Position.MESSAGE:
        message = say("`nothing` leaves a field alone, and a message fills none")
        remedy = say("`empty` makes the value absent")
    else:
        message = say("`nothing` leaves a field alone, and a condition fills none")
        remedy = say("`empty` makes the value absent")
    return error("T109", message, span, help=remedy)


def misplaced_word(word: str, span: Span) -> Diagnostic:
    """T109: `nothing`, `empty` or `refuse` where no answer is asked for."""
    return error(
        "T109",
        say("`{word}` cannot stand here", word=word),
        span,
        help=say("`{word}` stands right of `??` and `else`, and in the branches of an `if`", word=word),
    )


def needless_default(left: Span, right: Span) -> Diagnostic:
    """T201: `??` after what is never absent."""
    return Diagnostic(
        "T201",
        Severity.WARNING,
        say("this is never absent, so `??` has nothing to answer"),
        left,
        help=say("take `??` and what stands behind it away"),
        labels=(Label(right, say("never used")),),
        fixes=(Fix(left.end.to(right.end), ""),),
    )


def needless_else(body: Span, fallback: Span) -> Diagnostic:
    """T202: `else` after what never fails."""
    return Diagnostic(
        "T202",
        Severity.WARNING,
        say("no step of this can fail, so `else` has nothing to answer"),
        body,
        help=say("take `else` and what stands behind it away; absence is answered by `??`"),
        labels=(Label(fallback, say("never used")),),
        fixes=(Fix(body.end.to(fallback.end), ""),),
    )


def always_present(asked_present: bool, span: Span) -> Diagnostic:
    """T203: a question whose answer is known."""
    message = (
        say("this is always present, so the answer is always yes")
        if asked_present
        else say("this is always present, so the answer is always no")
    )
    return warning("T203", message, span, help=say("take the question away"))
