"""Complaints about values that do not fit the field they fill (T101, T102, T103, T105–T109)."""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, Fix, Label, Severity, error
from engine.diagnostics.source import Span
from engine.language import typed
from engine.language.checking.complaints.phrases import a_kind, listed
from engine.model.likeness import nearest
from engine.model.schema import Field
from engine.model.text import Text, say
from engine.model.types import Kind, Type

_LONG = 40  # of a text shown in a message


def absent_value(target: str, spans: list[Span], is_word: bool, fixes: tuple[Fix, ...]) -> Diagnostic:
    """T102: a required field that may get no value."""
    remedy = say('give a value instead, or `refuse "…"`') if is_word else say("give a value instead: `?? …`")
    return Diagnostic(
        "T102",
        Severity.ERROR,
        say("`{target}` must have a value", target=target),
        spans[0],
        note=say("no value is given here") if is_word else say("this may be absent"),
        help=remedy,
        labels=tuple(Label(span, say("this too")) for span in spans[1:]),
        fixes=fixes,
    )


def wrong_kind(target: str, wanted: Type, found: typed.Expression, found_type: Type) -> Diagnostic:
    """T101, or T107 where an id and a code are mixed up: a value of another kind than the field."""
    if Kind.ID in (wanted.kind, found_type.kind):
        return _wrong_identity(target, wanted, found.span, found_type)
    return error(
        "T101",
        say("`{target}` is {kind}", target=target, kind=a_kind(wanted)),
        found.span,
        note=say("this is {kind}", kind=a_kind(found_type)),
        help=_conversion(wanted, found_type, found),
    )


def _conversion(wanted: Type, found: Type, node: typed.Expression) -> Text:
    literal = node.value if isinstance(node, typed.Literal) else None
    if wanted.kind is Kind.TEXT and found.kind is Kind.FLAG:
        return say('choose the text: `if … then "…" else "…"`')
    if wanted.kind is Kind.TEXT and found.kind in (Kind.NUMBER, Kind.DATE, Kind.DATETIME):
        written = str(literal) if literal is not None else "{…}"
        return say('make a text of it: `"{written}"`', written=written)
    if found.kind is Kind.TEXT and wanted.kind is Kind.NUMBER:
        step = "integer" if wanted.scale == 0 else "decimal"
        return say("make a number of it: `| {step} else …`", step=step)
    if found.kind is Kind.TEXT and wanted.kind is Kind.DATE:
        return say('make a date of it: `| date("dd.MM.yyyy") else …`')
    if wanted.kind is Kind.FLAG:
        return say("write a comparison, `yes` or `no`")
    return say("give it {kind}", kind=a_kind(wanted))


def _wrong_identity(target: str, wanted: Type, span: Span, found: Type) -> Diagnostic:
    if found.kind is Kind.ID and wanted.kind is not Kind.ID:
        remedy = say("use a field of the record itself")
    else:
        remedy = _lookup_of(wanted.entity)
    message = say("`{target}` is {kind}", target=target, kind=a_kind(wanted))
    return error("T107", message, span, note=say("this is {kind}", kind=a_kind(found)), help=remedy)


def _lookup_of(entity: str | None) -> Text:
    if entity is None:
        return say("an id comes from `link(entity)` or `find(Setting, by=Field)`")
    owner, _, field = entity.partition(".")
    if owner[:1].isupper():
        return say("look it up: `{step} else …`", step=f"| find({owner}, by=…)")
    return say("look it up: `{step} else …`", step=f"| link({owner}{', ' + field if field else ''})")


def free_text_for_choice(target: str, choices: frozenset[str], span: Span) -> Diagnostic:
    """T103: any text where the target knows a few."""
    return error(
        "T103",
        say("`{target}` takes only values that the target knows", target=target),
        span,
        note=say("this may be any text"),
        help=say("choose with `| table(name) else …`; it takes {choices}", choices=listed(sorted(choices))),
    )


def unknown_choices(
    target: str, unknown: list[str], choices: frozenset[str], span: Span, table: typed.Table | None
) -> Diagnostic:
    """T103: values that the target does not know."""
    near = nearest(unknown[0], choices) if len(unknown) == 1 else None
    message = (
        say("`{target}` does not know the values {values}", target=target, values=listed(unknown))
        if len(unknown) > 1
        else say('`{target}` does not know the value "{value}"', target=target, value=unknown[0])
    )
    return Diagnostic(
        "T103",
        Severity.ERROR,
        message,
        span,
        help=say('did you mean "{near}"?', near=near)
        if near
        else say("it takes {choices}", choices=listed(sorted(choices))),
        labels=() if table is None else (Label(table.span, say("from table `{table}`", table=table.name)),),
    )


def too_long(target: str, limit: int, length: int, span: Span, fixes: tuple[Fix, ...]) -> Diagnostic:
    """T105: a text that may be longer than the field."""
    return error(
        "T105",
        say("`{target}` takes at most {limit} characters", target=target, limit=limit),
        span,
        note=say("this may have {length}", length=length),
        help=say("`| limit({limit})` cuts it", limit=limit),
        fixes=fixes,
    )


def literal_too_long(target: str, limit: int, value: str, span: Span) -> Diagnostic:
    """T105: a written text that is longer than the field."""
    shown = value if len(value) <= _LONG else f"{value[:_LONG]}…"
    return error(
        "T105",
        say(
            '`{target}` takes at most {limit} characters, and "{value}" has more',
            target=target,
            limit=limit,
            value=shown,
        ),
        span,
        help=say("shorten it"),
    )


def too_many_decimals(target: str, limit: int, found: Type, span: Span, fixes: tuple[Fix, ...]) -> Diagnostic:
    """T106: a number that may have more decimals than the field."""
    if found.scale is None:
        note = say("this may have any number of decimals")
    elif found.scale == 1:
        note = say("this may have 1 decimal")
    else:
        note = say("this may have {number} decimals", number=found.scale)
    return error(
        "T106",
        _takes_decimals(target, limit),
        span,
        note=note,
        help=say("say how it is rounded: `| round({limit})`", limit=limit),
        fixes=fixes,
    )


def _takes_decimals(target: str, limit: int) -> Text:
    if limit == 0:
        return say("`{target}` takes whole numbers", target=target)
    if limit == 1:
        return say("`{target}` takes at most 1 decimal", target=target)
    return say("`{target}` takes at most {limit} decimals", target=target, limit=limit)


def unwritable(target: str, title: str, span: Span) -> Diagnostic:
    """T108: a field that only the target itself sets."""
    message = say("`{target}` is set by {system} itself; no rule can fill it", target=target, system=title)
    return error("T108", message, span, help=say("take the rule away"))


def unchangeable(target: str, span: Span) -> Diagnostic:
    """T108: a second pass over a field that is written on create only."""
    return error(
        "T108",
        say("`{target}` is written when the record is made, and a second pass only changes records", target=target),
        span,
        help=say("move the rule to the mapping that this one continues"),
    )


def object_needs_block(target: str, field: Field, span: Span) -> Diagnostic:
    """T101: a plain rule on an object or a list."""
    if field.type.kind is Kind.LIST:
        message = say("`{target}` is a list, not a value", target=target)
        remedy = say("write `{target} = each … in … {{ … }}`", target=target)
    else:
        message = say("`{target}` is an object, not a value", target=target)
        remedy = say("write `{target} {{ … }}` with a rule for each of its fields", target=target)
    return error("T101", message, span, help=remedy)


def no_object(target: str, wanted: Type, span: Span) -> Diagnostic:
    """T101: a block on what is no object."""
    if wanted.kind is Kind.LIST:
        message = say("`{target}` is a list", target=target)
        remedy = say("write `{target} = item {{ … }}` or `= each … in … {{ … }}`", target=target)
    else:
        kind = say("a field of yes or no") if wanted.kind is Kind.FLAG else a_kind(wanted)
        message = say("`{target}` is {kind}, not an object", target=target, kind=kind)
        remedy = say("write `{target} = …`", target=target)
    return error("T101", message, span, help=remedy)


def no_list_target(target: str, wanted: Type, span: Span) -> Diagnostic:
    """T101: items for what is no list."""
    is_object = wanted.kind is Kind.OBJECT
    remedy = say("write `{target} {{ … }}`", target=target) if is_object else say("write `{target} = …`", target=target)
    return error("T101", say("`{target}` is no list", target=target), span, help=remedy)
