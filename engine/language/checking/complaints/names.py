"""Complaints about names: nothing of that name, a name that is taken, lets in a circle (N1xx)."""

from __future__ import annotations

from collections.abc import Iterable

from engine.diagnostics.diagnostic import Diagnostic, Fix, Label, error
from engine.diagnostics.source import Span
from engine.language import ast
from engine.language.checking.complaints.phrases import (
    a_kind,
    article,
    did_you_mean,
    it_has,
    listed,
    meant,
    renamed,
    there_are,
)
from engine.model.frozen import replace
from engine.model.likeness import nearest
from engine.model.schema import Entity, Field
from engine.model.text import Text, say
from engine.model.types import Kind

# What other languages, and a Norwegian, call the words for yes, no and an empty value.
_FOREIGN_WORDS = {"true": "yes", "false": "no", "ja": "yes", "nei": "no"} | dict.fromkeys(
    ("null", "none", "nil", "blank", "tom"), "empty"
)
AGGREGATE_NAMES = ("count", "max", "min", "sum")
FORM_NAMES = ("find", "link", "render", "table")


def unknown_field(name: str, title: str, offered: Iterable[str], span: Span) -> Diagnostic:
    """N101: a path that names nothing."""
    message = say("`{name}` is no field of {title}", name=name, title=title)
    ours = _FOREIGN_WORDS.get(name.lower())
    if ours is not None:
        return error("N101", message, span, help=say("write `{sign}`", sign=ours), fixes=(Fix(span, ours),))
    return error("N101", message, span, help=meant(name, offered, it_has), fixes=renamed(name, offered, span))


def unknown_reference(name: str, title: str, offered: Iterable[str], span: Span) -> Diagnostic:
    """N101: a path through something that is no reference."""
    return error(
        "N101",
        say("{title} does not refer to anything by the name `{name}`", title=title, name=name),
        span,
        help=meant(name, offered, _it_refers_to),
        fixes=renamed(name, offered, span),
    )


def _it_refers_to(names: str) -> Text:
    return say("it refers to: {names}", names=names)


def no_inside(name: str, span: Span) -> Diagnostic:
    """N101: `name.first` where name is a plain value."""
    message = say("`{name}` is a value and has no fields of its own", name=name)
    return error("N101", message, span, help=say("write `{name}` alone", name=name))


def target_field_read(name: str, title: str, target: str, span: Span) -> Diagnostic:
    """N101: a rule that reads what another rule makes."""
    return error(
        "N101",
        say("`{name}` is a field of {target}, and a rule reads only {source}", name=name, target=target, source=title),
        span,
        help=say("name the value with `let`, and use that in both rules"),
    )


def function_as_value(name: str, title: str, span: Span) -> Diagnostic:
    """N101: a function's name where a value is wanted."""
    return error(
        "N101",
        say("`{name}` is a function, not a field of {title}", name=name, title=title),
        span,
        help=say("give it a value: `value | {name}`", name=name),
    )


def unknown_function(name: ast.Name, known: Iterable[str], tables: Iterable[str]) -> Diagnostic:
    """N102: a step or call of something that is no function."""
    if name.text in AGGREGATE_NAMES:
        message = say("`{name}` goes through a list, and no list is given", name=name.text)
        remedy: str = say("write `{name}(each line in lines: line.net)`", name=name.text)
    elif name.text in tables:
        message = say("`{name}` is a table, not a function", name=name.text)
        remedy = say("write `table({name})`", name=name.text)
    else:
        message = say("there is no function `{name}`", name=name.text)
        offered = [*known, *FORM_NAMES]
        remedy = meant(name.text, offered, there_are)
        return error("N102", message, name.span, help=remedy, fixes=renamed(name.text, offered, name.span))
    return error("N102", message, name.span, help=remedy)


def unknown_aggregate(name: str, span: Span) -> Diagnostic:
    """N102: `average(each …)`."""
    message = say("there is no `{name}` over a list", name=name)
    return error(
        "N102", message, span, help=meant(name, AGGREGATE_NAMES, there_are), fixes=renamed(name, AGGREGATE_NAMES, span)
    )


def unknown_target(name: str, title: str, offered: Iterable[str], span: Span) -> Diagnostic:
    """N103: a rule for a field that the target does not have."""
    message = say("`{name}` is no field of {title}", name=name, title=title)
    return error("N103", message, span, help=meant(name, offered, it_has), fixes=renamed(name, offered, span))


def list_target_outside_overlay(target: str, span: Span) -> Diagnostic:
    """N103: `Lines[].Field = …` that replaces nothing."""
    return error(
        "N103",
        say("`{target}` replaces one rule inside a list's bodies, and there is none to replace", target=target),
        span,
        help=say("write it in a file that `extends:` the mapping with the list, or inside the list's own braces"),
    )


def taken_name(what: str, name: str, taken_by: str, span: Span) -> Diagnostic:
    """N104: a let or a list item with the name of something else."""
    message = (
        say("the let `{name}` takes the name of {owner}", name=name, owner=taken_by)
        if what == "let"
        else say("the item `{name}` takes the name of {owner}", name=name, owner=taken_by)
    )
    return error("N104", message, span, help=say("give it another name"))


def second_let(name: str, span: Span, first: Span) -> Diagnostic:
    """N111: two lets of one name, visible at one place."""
    found = error(
        "N111", say("there is already a let `{name}`", name=name), span, help=say("give one of them another name")
    )
    return replace(found, labels=(Label(first, say("the first one")),))


def let_circle(name: str, span: Span) -> Diagnostic:
    """N105: a let that needs itself."""
    return error(
        "N105",
        say("`{name}` needs its own value: these lets go in a circle", name=name),
        span,
        help=say("let one of them read fields of the record only"),
    )


def unknown_table(name: str, tables: Iterable[str], span: Span) -> Diagnostic:
    """N106: a table that neither the mapping nor the shared tables have."""
    remedy = meant(name, tables, there_are) or say("add `{name}` under `tables:`", name=name)
    return error(
        "N106", say("there is no table `{name}`", name=name), span, help=remedy, fixes=renamed(name, tables, span)
    )


def unknown_link(name: str, linked: Iterable[str], span: Span) -> Diagnostic:
    """N107: a link to what no mapping deals with."""
    message = say("no mapping here links records of `{name}`", name=name)
    return error("N107", message, span, help=meant(name, linked, _links_are_kept_of), fixes=renamed(name, linked, span))


def _links_are_kept_of(names: str) -> Text:
    return say("links are kept of: {names}", names=names)


def made_by_nothing(name: str, title: str, span: Span) -> Diagnostic:
    """N107: a link to an entity of which no mapping makes anything."""
    return error(
        "N107",
        say("no mapping of this workspace makes anything in {system} of `{name}`", system=title, name=name),
        span,
        help=say("add `{name}` to the workspace's `entities:`", name=name),
    )


def link_needs_field(name: str, there: Entity, span: Span) -> Diagnostic:
    """N107: a way back to a record whose key has several columns."""
    return error(
        "N107",
        say(
            "{entity} is known by several columns together: {columns}", entity=article(name), columns=listed(there.key)
        ),
        span,
        help=say("say which field is wanted: `link({entity}, {field})`", entity=name, field=there.key[0]),
    )


def unknown_setting(name: str, title: str, settings: Iterable[str], span: Span) -> Diagnostic:
    """N108: `find` of something that is no setting."""
    message = say("{system} has no setting `{name}`", system=title, name=name)
    return error("N108", message, span, help=meant(name, settings, there_are), fixes=renamed(name, settings, span))


def unknown_by(name: str | None, setting: str, known: Iterable[str], span: Span) -> Diagnostic:
    """N108: `by=` something that a setting is not found by."""
    message = (
        say("{setting} is not found by this", setting=article(setting))
        if name is None
        else say("{setting} is not found by `{name}`", setting=article(setting), name=name)
    )
    return error(
        "N108", message, span, help=meant(name or "", known, _it_is_found_by), fixes=renamed(name or "", known, span)
    )


def _it_is_found_by(names: str) -> Text:
    return say("it is found by: {names}", names=names)


def missing_by(setting: str, known: Iterable[str], span: Span) -> Diagnostic:
    """N108: `find` without `by=`, where there is a choice."""
    names = list(known)
    return error(
        "N108",
        say(
            "{setting} can be found by {names}, and the step does not say which",
            setting=article(setting),
            names=listed(names),
        ),
        span,
        help=say("write `find({setting}, by={name})`", setting=setting, name=names[0]) if names else "",
    )


def unknown_series(name: str, known: Iterable[str], span: Span) -> Diagnostic:
    """N109: a series that the mapping does not name."""
    remedy = meant(name, known, there_are) or say("add `{name}` under `series:`", name=name)
    return error(
        "N109", say("there is no series `{name}`", name=name), span, help=remedy, fixes=renamed(name, known, span)
    )


def container_as_value(path: str, found: Field, span: Span) -> Diagnostic:
    """T101: a list or an object where a value is wanted."""
    if found.type.kind is Kind.LIST:
        remedy = say("go through it: `each line in {path}`", path=path)
    else:
        remedy = _name_one_of(f"{path}.{inner.name}" for inner in found.fields)
    message = say("`{path}` is {kind}, and a value is wanted here", path=path, kind=a_kind(found.type))
    return error("T101", message, span, help=remedy)


def record_as_value(path: str, entity: str, span: Span) -> Diagnostic:
    """T101: a reference without a field behind it."""
    message = say("`{path}` is a whole record ({entity}), and a value is wanted here", path=path, entity=entity)
    return error("T101", message, span, help=say("name one of its fields: `{path}.…`", path=path))


def item_as_value(name: str, fields: Iterable[str], span: Span) -> Diagnostic:
    """T101: a list item without a field behind it."""
    message = say("`{name}` is a whole item, and a value is wanted here", name=name)
    return error("T101", message, span, help=_name_one_of(f"{name}.{field}" for field in fields))


def _name_one_of(fields: Iterable[str]) -> Text:
    return say("name one of its fields: {fields}", fields=listed(fields))


def no_list(path: str, lists: Iterable[str], span: Span) -> Diagnostic:
    """T101: `each` over what is no list."""
    names = list(lists)
    near = nearest(path, names)
    others = say("the record's lists: {names}", names=listed(names)) if names else ""
    message = say("`{path}` is no list, so there is nothing to go through", path=path)
    return error("T101", message, span, help=did_you_mean(near) if near else others)
