"""What is said of a record that a mapping holds back: the wording of the R codes, apart from the logic.

Values are shown as they are, except what may be a personal number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from engine.diagnostics.diagnostic import Diagnostic, Severity, error
from engine.diagnostics.source import Span
from engine.language.functions.registry import StepFailed
from engine.language.kind_words import KIND_WORDS
from engine.language.running.values import printed
from engine.model import figures
from engine.model.naming import noun
from engine.model.personal import redact, without_personal
from engine.model.record import Fault
from engine.model.schema import Field, Reserved, Series
from engine.model.text import say

ABSENT = "(none)"  # what an absent value prints in a message


def shown(value: object) -> str:
    """A value as messages show it: absent as `(none)`, and what may be a personal number masked."""
    if value is None:
        return ABSENT
    if isinstance(value, Decimal | Fraction):
        return figures.number(printed(value))
    if isinstance(value, date) and not isinstance(value, datetime):
        return figures.day(value)
    return printed(without_personal(value))


def quoted(value: object) -> str:
    """A value as generated sentences show it: a text in quotes."""
    return f'"{shown(value)}"' if isinstance(value, str) else shown(value)


def unreadable(name: str, fault: Fault, span: Span) -> Diagnostic:
    """A field whose content is not of its type."""
    value = quoted(redact(fault.text))
    return error("R101", say("{field} is {fault}: {value}", field=name, fault=fault.reason, value=value), span)


def uncomputable(reason: str, span: Span | None) -> Diagnostic:
    """A calculation without a result."""
    return error("R102", reason, span)


def no_link(entity: str, key: Sequence[object], system: str, span: Span) -> Diagnostic:
    """A record that is not linked yet (or of which the field that was asked for is not known yet)."""
    message = say("{entity} {key} has no record in {system} yet", entity=noun(entity), key=_key(key), system=system)
    return Diagnostic("R202", Severity.ERROR, message, span, waits_for=_waited_for(entity, key))


def no_record(entity: str, key: Sequence[object], system: str, span: Span) -> Diagnostic:
    """A record that its own system does not have: it waits too, but for somebody who makes it."""
    message = say("{system} has no {entity} {key}", system=system, entity=noun(entity), key=_key(key))
    return Diagnostic("R206", Severity.ERROR, message, span, waits_for=_waited_for(entity, key))


def _key(key: Sequence[object]) -> str:
    return "/".join(shown(part) for part in key)


def _waited_for(entity: str, key: Sequence[object]) -> str:
    return f"{entity}:{'/'.join(printed(part) for part in key)}"


def no_setting(setting: str, by: str, value: object, at: object, system: str, span: Span) -> Diagnostic:
    """A setting that the target lacks."""
    told = {"system": system, "setting": setting, "field": by, "value": shown(value)}
    message = (
        say("{system} has no {setting} with {field} {value}", **told)
        if at is None
        else say("{system} has no {setting} with {field} {value} that is valid on {day}", **told, day=shown(at))
    )
    return Diagnostic("R203", Severity.ERROR, message, span, waits_for=f"{setting}:{printed(value)}")


def no_row(table: str, value: object, span: Span) -> Diagnostic:
    """A value that a code table lacks."""
    return error("R201", say("{value} is not in the table {table}", value=quoted(value), table=table), span)


def failed_step(what: str, value: object, failure: StepFailed, span: Span) -> Diagnostic:
    """A function that could not make a value of what it was given; `what` is the field's name, if it was one."""
    if failure.secret:
        subject = what or say("the value")
    else:
        subject = f"{what} {quoted(value)}" if what else quoted(value)
    return error("R201", say("{subject} {reason}", subject=subject, reason=failure.reason), span)


def outside_series(
    value: object, name: str, ranges: Sequence[Series], reserved: Reserved | None, lacks: str | None, span: Span
) -> Diagnostic:
    """A number in none of a series' ranges; `lacks` is the field that would have gone before, had it a value."""
    known = ", ".join(f"{series.start}-{series.end}" for series in ranges)
    message = (
        say("{number} lies in no {series} series ({ranges})", number=shown(value), series=noun(name), ranges=known)
        if known
        else say("{number} lies in no {series} series: none is known", number=shown(value), series=noun(name))
    )
    if lacks is not None:
        message = say("{complaint} and has no {field}", complaint=message, field=lacks)
    if reserved is not None:
        message = say(
            "{complaint}; {start}-{end} belongs to {owner}",
            complaint=message,
            start=reserved.start,
            end=reserved.end,
            owner=reserved.title,
        )
    return error("R301", message, span)


def refused(message: str, span: Span, failure: Diagnostic | None) -> Diagnostic:
    """The mapping's own `refuse`; a wait when what failed was a link or a find."""
    if failure is None or failure.waits_for is None:
        return error("R201", message, span)
    return Diagnostic(failure.code, Severity.ERROR, message, span, waits_for=failure.waits_for)


def no_reason(filled: str, span: Span) -> Diagnostic:
    """A bare `refuse` that answers no failure; `filled` is empty where it stands in a condition."""
    if not filled:
        return error("R201", say("this condition holds the record back"), span)
    return error("R201", say("the rule of {field} holds this record back", field=filled), span)


def failed_check(message: str, span: Span, *, warns: bool) -> Diagnostic:
    """A `check` or a `warn` that met a plain no."""
    return Diagnostic("R205" if warns else "R204", Severity.WARNING if warns else Severity.ERROR, message, span)


# ---- what the target's contract says of a value


def wrong_kind(path: str, field: Field, value: object, span: Span) -> Diagnostic:
    """A value that is not of the target field's kind."""
    kind = KIND_WORDS[field.type.kind].one
    return error("R101", say("{field} takes {kind}, not {value}", field=path, kind=kind, value=quoted(value)), span)


def too_long(path: str, value: str, length: int, length_max: int, span: Span) -> Diagnostic:
    """A text beyond the field's length, both in UTF-16 units."""
    message = say(
        "{field} takes {limit} characters, and {value} has {length}",
        field=path,
        limit=length_max,
        value=_excerpt(value),
        length=length,
    )
    return error("R310", message, span)


def unknown_choice(path: str, value: str, span: Span) -> Diagnostic:
    """A text that is none of the field's choices."""
    return error("R311", say("{field} does not know the value {value}", field=path, value=quoted(value)), span)


def too_many_decimals(path: str, value: object, scale: int, span: Span) -> Diagnostic:
    """A number that would have to be rounded."""
    message = (
        say("{field} takes whole numbers, and {value} has more", field=path, value=shown(value))
        if scale == 0
        else say("{field} takes {scale} decimals, and {value} has more", field=path, scale=scale, value=shown(value))
    )
    return error("R314", message, span)


def required(path: str, span: Span | None) -> Diagnostic:
    """A required field without a value."""
    return error("R312", say("{field} is required, and this record gives it no value", field=path), span)


def required_here(message: str, span: Span | None) -> Diagnostic:
    """A field that the contract demands in a case like this record's; the catalog says it."""
    return error("R313", message, span)


def _excerpt(value: str) -> str:
    return quoted(value) if len(value) <= 60 else quoted(value[:57] + "…")
