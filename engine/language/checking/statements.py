"""Statements of a body: rules held against the target, nested objects and lists, lets, checks.

A body is the whole block of rules, or what stands in the braces of an object or of a list's item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.diagnostics.source import SourceText, Span
from engine.language import ast, typed
from engine.language.checking import complaints, coverage
from engine.language.checking.assignment import assign
from engine.language.checking.expressions import complain_unhandled, condition, guarded, infer, message
from engine.language.checking.narrowing import Place
from engine.language.checking.paths import let_value, read_list
from engine.language.checking.scope import ItemSource, LetEntry, Scope, find_let, owner
from engine.language.checking.view import Position, View
from engine.model.frozen import field, frozen, replace
from engine.model.schema import Entity, Field
from engine.model.types import Kind


@frozen
class Body:
    """One body while it is checked.

    `holder`: the entity, object or item whose fields it fills; None when that is not known. `title`: its name.
    `filled`: what its rules fill, and where. `entries`: every let met so far, of all bodies.
    """

    view: View
    holder: Entity | Field | None
    title: str
    span: Span
    entries: list[LetEntry]
    filled: dict[tuple[str, ...], Span] = field(default_factory=dict)
    lists: set[tuple[str, ...]] = field(default_factory=set)


def check_body(statements: tuple[ast.Statement, ...], body: Body) -> tuple[typed.Statement, ...]:
    """The typed statements of a body; what was wrong is among the view's findings."""
    _declare_lets(statements, body)
    skips, behind = _skips(statements, body)
    made = [skips.get(place) or _FORMS[type(s)](s, behind) for place, s in enumerate(statements)]
    if body.holder is not None and not body.view.subject.continues:
        coverage.complain_uncovered(body.holder.fields, body.filled, body.title, body.span, body.view)
    return tuple(statement for statement in made if statement is not None)


# ---- lets


def _declare_lets(statements: tuple[ast.Statement, ...], body: Body) -> None:
    """Every let is visible in all of its body, so that all are known before the first expression is read."""
    scope = body.view.scope
    for statement in statements:
        if not isinstance(statement, ast.Let):
            continue
        name = statement.name
        taken = owner(scope, name.text)
        first = find_let(scope, name.text)
        if taken is not None:
            body.view.complain(complaints.taken_name("let", name.text, taken, name.span))
        elif first is not None:
            body.view.complain(complaints.second_let(name.text, name.span, first.statement.name.span))
        else:
            scope.lets[name.text] = LetEntry(statement, body.view)
            body.entries.append(scope.lets[name.text])


def _let(statement: ast.Let, body: Body) -> typed.Statement | None:
    entry = body.view.scope.lets.get(statement.name.text)
    if entry is None or entry.statement is not statement:
        let_value(LetEntry(statement, body.view), infer)  # its name was refused; what it says may be wrong too
        return None
    value = let_value(entry, infer)
    return None if value is None else typed.Let(statement.name.text, value, statement.span)


# ---- conditions and checks


def _view_for(position: Position, body: Body) -> View:
    return replace(body.view, position=position, failures=[], tail=False, word=False)


def _condition(expression: ast.Expression, body: Body) -> tuple[typed.Expression, frozenset[Place]]:
    """A condition of a statement, and the places that are present where it holds."""
    view = _view_for(Position.CONDITION, body)
    value = condition(expression, view)
    complain_unhandled(expression, view)
    return value, guarded(value, view).yes


def _skips(statements: tuple[ast.Statement, ...], body: Body) -> tuple[dict[int, typed.Statement], Body]:
    """The skips, which come before all else, and the body as the other statements see it.

    What is left after `skip when x is absent` has its x. Lets are not told: a skip may read them itself.
    """
    made: dict[int, typed.Statement] = {}
    places: frozenset[Place] = frozenset()
    for place, statement in enumerate(statements):
        if isinstance(statement, ast.Skip):
            view = _view_for(Position.CONDITION, body)
            value = condition(statement.condition, view)
            complain_unhandled(statement.condition, view)
            places |= guarded(value, view).not_yes
            made[place] = typed.Skip(value, statement.span)
    return made, replace(body, view=replace(body.view, present=body.view.present | places))


def _create(statement: ast.Create, body: Body) -> typed.Statement:
    return typed.Create(_condition(statement.condition, body)[0], statement.span)


def _check(statement: ast.Check, body: Body) -> typed.Statement:
    value, _ = _condition(statement.condition, body)
    told = message(statement.message, _view_for(Position.MESSAGE, body))
    return typed.Check(value, told, statement.warns, statement.span)


# ---- rules and the fields they fill


def _rule(statement: ast.Rule, body: Body) -> typed.Statement | None:
    found = _target(statement.target, body)
    required = found is not None and found.required
    view = replace(_view_for(Position.REQUIRED if required else Position.RULE, body), tail=True)
    value = infer(statement.value, view)
    complain_unhandled(statement.value, view)
    if found is None:
        return None
    names = _names(statement.target)
    if found.type.kind in (Kind.OBJECT, Kind.LIST):
        view.complain(complaints.object_needs_block(statement.target.text, found, statement.target.span))
        return None
    _fill(names, statement.target.span, body)
    _complain_unwritable(statement.target, found, body)
    assign(value, statement.value, statement.target.text, found, view)
    source = excerpt(body.view.subject.sources, statement.value.span)
    return typed.Rule(names, found, statement.two_way, value, source, statement.span, statement.arrow_span)


def _names(target: ast.Target) -> tuple[str, ...]:
    return tuple(name.text for name in target.names)


def _target(target: ast.Target, body: Body) -> Field | None:
    """The field that a statement fills; None when it was complained about."""
    if any(target.lists):
        body.view.complain(complaints.list_target_outside_overlay(target.text, target.span))
        return None
    holder, title = body.holder, body.title
    found: Field | None = None
    for name in target.names:
        if holder is None:
            return None
        found = holder.find(name.text)
        if found is None:
            offered = [f.name for f in holder.fields if f.writable]
            body.view.complain(complaints.unknown_target(name.text, title, offered, name.span))
            return None
        holder, title = found, f"{title}.{name.text}"
    return found


def _fill(names: tuple[str, ...], span: Span, body: Body) -> None:
    """Note that a field is filled, and complain when it already is: by itself, or as part of an object."""
    for other, first in body.filled.items():
        shorter = min(names, other, key=len)
        if names[: len(shorter)] == other[: len(shorter)] and not (names == other and names in body.lists):
            body.view.complain(complaints.filled_twice(".".join(names), span, first))
            return
    body.filled[names] = span


def _complain_unwritable(target: ast.Target, found: Field, body: Body) -> None:
    subject = body.view.subject
    if not found.writable:
        title = complaints.system(subject.target.system)
        body.view.complain(complaints.unwritable(target.text, title, target.span))
    elif subject.continues and not found.update:
        body.view.complain(complaints.unchangeable(target.text, target.span))


# ---- bodies inside


def _block(statement: ast.Block, body: Body) -> typed.Statement | None:
    found = _target(statement.target, body)
    names = _names(statement.target)
    if found is not None and found.type.kind is not Kind.OBJECT:
        body.view.complain(complaints.no_object(statement.target.text, found.type, statement.target.span))
        found = None
    if found is not None:
        _fill(names, statement.target.span, body)
        _complain_unwritable(statement.target, found, body)
        if found.required and statement.condition is not None:
            span = statement.condition.span
            body.view.complain(complaints.optional_required_block(statement.target.text, span))
    test, places = (None, frozenset()) if statement.condition is None else _condition(statement.condition, body)
    inside = _inside(statement.target, found, body, places, {})
    statements = check_body(statement.body, inside)
    return None if found is None else typed.Block(names, found, test, statements, statement.span)


def _each(statement: ast.Each, body: Body) -> typed.Statement | None:
    found = _list_target(statement.target, body)
    taken = owner(body.view.scope, statement.item.text)
    if taken is not None:
        body.view.complain(complaints.taken_name("item", statement.item.text, taken, statement.item.span))
    source, item = read_list(statement.source, body.view)
    inside = _inside(statement.target, found, body, frozenset(), {statement.item.text: item})
    test = None
    if statement.condition is not None:
        test, places = _condition(statement.condition, inside)
        inside = replace(inside, view=replace(inside.view, present=inside.view.present | places))
    statements = check_body(statement.body, inside)
    if found is None or source is None:
        return None
    return typed.Each(_names(statement.target), found, statement.item.text, source, test, statements, statement.span)


def _item(statement: ast.Item, body: Body) -> typed.Statement | None:
    found = _list_target(statement.target, body)
    test, places = (None, frozenset()) if statement.condition is None else _condition(statement.condition, body)
    statements = check_body(statement.body, _inside(statement.target, found, body, places, {}))
    return None if found is None else typed.Item(_names(statement.target), found, test, statements, statement.span)


def _list_target(target: ast.Target, body: Body) -> Field | None:
    found = _target(target, body)
    if found is None:
        return None
    if found.type.kind is not Kind.LIST:
        body.view.complain(complaints.no_list_target(target.text, found.type, target.span))
        return None
    names = _names(target)
    body.lists.add(names)
    _fill(names, target.span, body)
    _complain_unwritable(target, found, body)
    return found


def _inside(
    target: ast.Target, found: Field | None, body: Body, places: frozenset[Place], items: Mapping[str, ItemSource]
) -> Body:
    outer = body.view.scope
    scope = Scope(outer.record, outer, items)
    view = replace(body.view, scope=scope, present=body.view.present | places, failures=[])
    return Body(view, found, f"{body.title}.{target.text}", target.span, body.entries)


def _drop(statement: ast.Drop, body: Body) -> typed.Statement | None:
    """Overlays carry drops out when they merge; one that is left had nothing to do, and was complained about there."""
    return None


def excerpt(sources: Mapping[str, SourceText], span: Span) -> str:
    """A piece of a file on one line, as it was written."""
    source = sources.get(span.path)
    if source is None:
        return ""
    lines = [source.line(number) for number in range(span.line, span.end_line + 1)]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return " ".join(line.strip() for line in lines if line.strip())


_FORMS: Mapping[type, Callable[[Any, Body], typed.Statement | None]] = {
    ast.Rule: _rule,
    ast.Let: _let,
    ast.Create: _create,
    ast.Check: _check,
    ast.Block: _block,
    ast.Each: _each,
    ast.Item: _item,
    ast.Drop: _drop,
}
