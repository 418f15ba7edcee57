"""Complaints about values that do not fit the field they fill (T101, T102, T103, T105–T109)."""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, Label, Severity, error
from engine.diagnostics.source import Span
from engine.language import typed
from engine.language.checking.complaints.phrases import a_kind, article, listed, nearest
from engine.model.schema import Field
from engine.model.types import Kind, Type

_LONG = 40  # of a text shown in a message


def absent_value(target: str, spans: list[Span], is_word: bool) -> Diagnostic:
    """T102: a required field that may get no value."""
    note = "no value is given here" if is_word else "this may be absent"
    return Diagnostic(
        "T102",
        Severity.ERROR,
        f"`{target}` must have a value",
        spans[0],
        note=note,
        help="give a value instead: `?? …`" if not is_word else 'give a value instead, or `refuse "…"`',
        labels=tuple(Label(span, "this too") for span in spans[1:]),
    )


def wrong_kind(target: str, wanted: Type, found: typed.Expression, found_type: Type) -> Diagnostic:
    """T101, or T107 where an id and a code are mixed up: a value of another kind than the field."""
    if Kind.ID in (wanted.kind, found_type.kind):
        return _wrong_identity(target, wanted, found.span, found_type)
    return error(
        "T101",
        f"`{target}` is {a_kind(wanted)}",
        found.span,
        note=f"this is {a_kind(found_type)}",
        help=_conversion(wanted, found_type, found),
    )


def _conversion(wanted: Type, found: Type, node: typed.Expression) -> str:
    literal = node.value if isinstance(node, typed.Literal) else None
    if wanted.kind is Kind.TEXT and found.kind is Kind.FLAG:
        return 'choose the text: `if … then "…" else "…"`'
    if wanted.kind is Kind.TEXT and found.kind in (Kind.NUMBER, Kind.DATE, Kind.DATETIME):
        return f'make a text of it: `"{literal}"`' if literal is not None else 'make a text of it: `"{…}"`'
    if found.kind is Kind.TEXT and wanted.kind is Kind.NUMBER:
        return (
            "make a number of it: `| integer else …`"
            if wanted.scale == 0
            else "make a number of it: `| decimal else …`"
        )
    if found.kind is Kind.TEXT and wanted.kind is Kind.DATE:
        return 'make a date of it: `| date("dd.MM.yyyy") else …`'
    if wanted.kind is Kind.FLAG:
        return "write a comparison, `yes` or `no`"
    return f"give it {a_kind(wanted)}"


def _wrong_identity(target: str, wanted: Type, span: Span, found: Type) -> Diagnostic:
    if found.kind is Kind.ID:
        remedy = "use a field of the record itself" if wanted.kind is not Kind.ID else _lookup_of(wanted.entity)
    else:
        remedy = _lookup_of(wanted.entity)
    return error("T107", f"`{target}` is {a_kind(wanted)}", span, note=f"this is {a_kind(found)}", help=remedy)


def _lookup_of(entity: str | None) -> str:
    if entity is None:
        return "an id comes from `link(entity)` or `find(Setting, by=Field)`"
    owner, _, field = entity.partition(".")
    if owner[:1].isupper():
        return f"look it up: `| find({owner}, by=…) else …`"
    return f"look it up: `| link({owner}{', ' + field if field else ''}) else …`"


def free_text_for_choice(target: str, choices: frozenset[str], span: Span) -> Diagnostic:
    """T103: any text where the target knows a few."""
    return error(
        "T103",
        f"`{target}` takes only values that the target knows",
        span,
        note="this may be any text",
        help=f"choose with `| table(name) else …`; it takes {listed(sorted(choices))}",
    )


def unknown_choices(
    target: str, unknown: list[str], choices: frozenset[str], span: Span, table: typed.Table | None
) -> Diagnostic:
    """T103: values that the target does not know."""
    near = nearest(unknown[0], choices) if len(unknown) == 1 else None
    values = listed(unknown) if len(unknown) > 1 else f'"{unknown[0]}"'
    return Diagnostic(
        "T103",
        Severity.ERROR,
        f"`{target}` does not know the value{'s' if len(unknown) > 1 else ''} {values}",
        span,
        help=f'did you mean "{near}"?' if near else f"it takes {listed(sorted(choices))}",
        labels=() if table is None else (Label(table.span, f"from table `{table.name}`"),),
    )


def too_long(target: str, limit: int, length: int, span: Span) -> Diagnostic:
    """T105: a text that may be longer than the field."""
    return error(
        "T105",
        f"`{target}` takes at most {limit} characters",
        span,
        note=f"this may have {length}",
        help=f"`| limit({limit})` cuts it",
    )


def literal_too_long(target: str, limit: int, value: str, span: Span) -> Diagnostic:
    """T105: a written text that is longer than the field."""
    shown = value if len(value) <= _LONG else f"{value[:_LONG]}…"
    return error(
        "T105", f'`{target}` takes at most {limit} characters, and "{shown}" has more', span, help="shorten it"
    )


def too_many_decimals(target: str, limit: int, found: Type, span: Span) -> Diagnostic:
    """T106: a number that may have more decimals than the field."""
    takes = "whole numbers" if limit == 0 else f"at most {limit} decimal{'s' if limit > 1 else ''}"
    many = "any number of decimals" if found.scale is None else f"{found.scale} decimal{'s' if found.scale > 1 else ''}"
    return error(
        "T106",
        f"`{target}` takes {takes}",
        span,
        note=f"this may have {many}",
        help=f"say how it is rounded: `| round({limit})`",
    )


def unwritable(target: str, title: str, span: Span) -> Diagnostic:
    """T108: a field that only the target itself sets."""
    return error("T108", f"`{target}` is set by {title} itself; no rule can fill it", span, help="take the rule away")


def unchangeable(target: str, span: Span) -> Diagnostic:
    """T108: a second pass over a field that is written on create only."""
    return error(
        "T108",
        f"`{target}` is written when the record is made, and a second pass only changes records",
        span,
        help="move the rule to the mapping that this one continues",
    )


def object_needs_block(target: str, field: Field, span: Span) -> Diagnostic:
    """T101: a plain rule on an object or a list."""
    if field.type.kind is Kind.LIST:
        remedy = f"write `{target} = each … in … {{ … }}`"
        what = "a list"
    else:
        remedy = f"write `{target} {{ … }}` with a rule for each of its fields"
        what = "an object"
    return error("T101", f"`{target}` is {what}, not a value", span, help=remedy)


def no_object(target: str, wanted: Type, span: Span) -> Diagnostic:
    """T101: a block on what is no object."""
    if wanted.kind is Kind.LIST:
        return error(
            "T101", f"`{target}` is a list", span, help=f"write `{target} = item {{ … }}` or `= each … in … {{ … }}`"
        )
    return error("T101", f"`{target}` is {article(_plain(wanted))}, not an object", span, help=f"write `{target} = …`")


def no_list_target(target: str, wanted: Type, span: Span) -> Diagnostic:
    """T101: items for what is no list."""
    remedy = f"write `{target} {{ … }}`" if wanted.kind is Kind.OBJECT else f"write `{target} = …`"
    return error("T101", f"`{target}` is no list", span, help=remedy)


def _plain(wanted: Type) -> str:
    return "field of yes or no" if wanted.kind is Kind.FLAG else a_kind(wanted).split(" ", 1)[1]
