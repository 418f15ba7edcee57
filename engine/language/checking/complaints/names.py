"""Complaints about names: nothing of that name, a name that is taken, lets in a circle (N1xx)."""

from __future__ import annotations

from collections.abc import Iterable

from engine.diagnostics.diagnostic import Diagnostic, Label, error
from engine.diagnostics.source import Span
from engine.language import ast
from engine.language.checking.complaints.phrases import a_kind, article, listed, meant, nearest
from engine.model.schema import Entity, Field
from engine.model.types import Kind

AGGREGATE_NAMES = ("count", "max", "min", "sum")
FORM_NAMES = ("find", "link", "table")
_PLANNED = ("render",)


def unknown_field(name: str, title: str, offered: Iterable[str], span: Span) -> Diagnostic:
    """N101: a path that names nothing."""
    return error("N101", f"`{name}` is no field of {title}", span, help=meant(name, offered, "it has"))


def unknown_reference(name: str, title: str, offered: Iterable[str], span: Span) -> Diagnostic:
    """N101: a path through something that is no reference."""
    return error(
        "N101",
        f"{title} does not refer to anything by the name `{name}`",
        span,
        help=meant(name, offered, "it refers to"),
    )


def no_inside(name: str, span: Span) -> Diagnostic:
    """N101: `name.first` where name is a plain value."""
    return error("N101", f"`{name}` is a value and has no fields of its own", span, help=f"write `{name}` alone")


def target_field_read(name: str, title: str, target: str, span: Span) -> Diagnostic:
    """N101: a rule that reads what another rule makes."""
    return error(
        "N101",
        f"`{name}` is a field of {target}, and a rule reads only {title}",
        span,
        help="name the value with `let`, and use that in both rules",
    )


def function_as_value(name: str, title: str, span: Span) -> Diagnostic:
    """N101: a function's name where a value is wanted."""
    return error(
        "N101", f"`{name}` is a function, not a field of {title}", span, help=f"give it a value: `value | {name}`"
    )


def unknown_function(name: ast.Name, known: Iterable[str], tables: Iterable[str]) -> Diagnostic:
    """N102: a step or call of something that is no function."""
    if name.text in _PLANNED:
        return error(
            "N102", f"`{name.text}` is not part of this version yet", name.span, help="leave the rule out for now"
        )
    if name.text in AGGREGATE_NAMES:
        return error(
            "N102",
            f"`{name.text}` goes through a list, and no list is given",
            name.span,
            help=f"write `{name.text}(each line in lines: line.net)`",
        )
    if name.text in tables:
        return error("N102", f"`{name.text}` is a table, not a function", name.span, help=f"write `table({name.text})`")
    return error(
        "N102",
        f"there is no function `{name.text}`",
        name.span,
        help=meant(name.text, [*known, *FORM_NAMES], "there are"),
    )


def unknown_aggregate(name: str, span: Span) -> Diagnostic:
    """N102: `average(each …)`."""
    return error("N102", f"there is no `{name}` over a list", span, help=meant(name, AGGREGATE_NAMES, "there are"))


def unknown_target(name: str, title: str, offered: Iterable[str], span: Span) -> Diagnostic:
    """N103: a rule for a field that the target does not have."""
    return error("N103", f"`{name}` is no field of {title}", span, help=meant(name, offered, "it has"))


def list_target_outside_overlay(target: str, span: Span) -> Diagnostic:
    """N103: `Lines[].Field = …` that replaces nothing."""
    return error(
        "N103",
        f"`{target}` replaces one rule inside a list's bodies, and there is none to replace",
        span,
        help="write it in a file that `extends:` the mapping with the list, or inside the list's own braces",
    )


def taken_name(what: str, name: str, taken_by: str, span: Span) -> Diagnostic:
    """N104: a let or a list item with the name of something else."""
    subject = "the let" if what == "let" else "the item"
    return error("N104", f"{subject} `{name}` takes the name of {taken_by}", span, help="give it another name")


def second_let(name: str, span: Span, first: Span) -> Diagnostic:
    """N111: two lets of one name, visible at one place."""
    diagnostic = error("N111", f"there is already a let `{name}`", span, help="give one of them another name")
    return Diagnostic(
        diagnostic.code,
        diagnostic.severity,
        diagnostic.message,
        span,
        help=diagnostic.help,
        labels=(Label(first, "the first one"),),
    )


def let_circle(name: str, span: Span) -> Diagnostic:
    """N105: a let that needs itself."""
    return error(
        "N105",
        f"`{name}` needs its own value: these lets go in a circle",
        span,
        help="let one of them read fields of the record only",
    )


def unknown_table(name: str, tables: Iterable[str], span: Span) -> Diagnostic:
    """N106: a table that neither the mapping nor the shared tables have."""
    remedy = meant(name, tables, "there are") or f"add `{name}` under `tables:`"
    return error("N106", f"there is no table `{name}`", span, help=remedy)


def unknown_link(name: str, linked: Iterable[str], span: Span) -> Diagnostic:
    """N107: a link to what no mapping deals with."""
    return error(
        "N107", f"no mapping here links records of `{name}`", span, help=meant(name, linked, "links are kept of")
    )


def made_by_nothing(name: str, title: str, span: Span) -> Diagnostic:
    """N107: a link to an entity of which no mapping makes anything."""
    return error(
        "N107",
        f"no mapping of this workspace makes anything in {title} of `{name}`",
        span,
        help=f"add `{name}` to the workspace's `entities:`",
    )


def link_needs_field(name: str, there: Entity, span: Span) -> Diagnostic:
    """N107: a way back to a record whose key has several columns."""
    first = there.key[0]
    return error(
        "N107",
        f"{article(name)} is known by several columns together: {listed(there.key)}",
        span,
        help=f"say which field is wanted: `link({name}, {first})`",
    )


def unknown_setting(name: str, title: str, settings: Iterable[str], span: Span) -> Diagnostic:
    """N108: `find` of something that is no setting."""
    return error("N108", f"{title} has no setting `{name}`", span, help=meant(name, settings, "there are"))


def unknown_by(name: str | None, setting: str, known: Iterable[str], span: Span) -> Diagnostic:
    """N108: `by=` something that a setting is not found by."""
    said = "this" if name is None else f"`{name}`"
    return error(
        "N108", f"{article(setting)} is not found by {said}", span, help=meant(name or "", known, "it is found by")
    )


def missing_by(setting: str, known: Iterable[str], span: Span) -> Diagnostic:
    """N108: `find` without `by=`, where there is a choice."""
    names = list(known)
    return error(
        "N108",
        f"{article(setting)} can be found by {listed(names)}, and the step does not say which",
        span,
        help=f"write `find({setting}, by={names[0]})`" if names else "",
    )


def unknown_series(name: str, known: Iterable[str], span: Span) -> Diagnostic:
    """N109: a series that the mapping does not name."""
    names = list(known)
    return error(
        "N109",
        f"there is no series `{name}`",
        span,
        help=meant(name, names, "there are") or f"add `{name}` under `series:`",
    )


def container_as_value(path: str, found: Field, span: Span) -> Diagnostic:
    """T101: a list or an object where a value is wanted."""
    if found.type.kind is Kind.LIST:
        remedy = f"go through it: `each line in {path}`"
    else:
        remedy = f"name one of its fields: {listed(f'{path}.{inner.name}' for inner in found.fields)}"
    return error("T101", f"`{path}` is {a_kind(found.type)}, and a value is wanted here", span, help=remedy)


def record_as_value(path: str, entity: str, span: Span) -> Diagnostic:
    """T101: a reference without a field behind it."""
    return error(
        "T101",
        f"`{path}` is a whole record ({entity}), and a value is wanted here",
        span,
        help=f"name one of its fields: `{path}.…`",
    )


def item_as_value(name: str, fields: Iterable[str], span: Span) -> Diagnostic:
    """T101: a list item without a field behind it."""
    return error(
        "T101",
        f"`{name}` is a whole item, and a value is wanted here",
        span,
        help=f"name one of its fields: {listed(f'{name}.{field}' for field in fields)}",
    )


def no_list(path: str, lists: Iterable[str], span: Span) -> Diagnostic:
    """T101: `each` over what is no list."""
    names = list(lists)
    near = nearest(path, names)
    remedy = f"did you mean `{near}`?" if near else f"the record's lists: {listed(names)}" if names else ""
    return error("T101", f"`{path}` is no list, so there is nothing to go through", span, help=remedy)
