"""The steps that look a value up: `table` in the mapping, `link` among the linked records, `find` in the target.

All three fail when there is nothing to be found. Their arguments are names, not values, so they are no functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from engine.diagnostics.source import Span
from engine.language import ast, typed
from engine.language.checking import complaints, inference
from engine.language.checking.view import Failure, Infer, View, unresolved
from engine.language.clean import utf16_length
from engine.language.subject import Linked
from engine.model import types
from engine.model.schema import Entity, Field, Setting
from engine.model.types import Kind, Type, identifier

Form: TypeAlias = Callable[[ast.Call, "typed.Expression | None", View, Infer], typed.Expression]

_TABLE_KINDS = (Kind.TEXT, Kind.NUMBER)


def _words(
    node: ast.Call, most: int, named: tuple[str, ...], view: View
) -> tuple[list[ast.Name], dict[str, ast.Argument]]:
    """The bare names among the arguments, and the named ones; complains about what is neither."""
    found: list[ast.Name] = []
    by_name: dict[str, ast.Argument] = {}
    for argument in node.arguments:
        value = argument.value
        if argument.name is not None and argument.name.text in named and argument.name.text not in by_name:
            by_name[argument.name.text] = argument
        elif argument.name is None and len(found) < most and isinstance(value, ast.Path) and len(value.names) == 1:
            found.append(value.names[0])
        else:
            view.complain(complaints.unusable_argument(node.function.text, argument))
    return found, by_name


def _fail(node: ast.Call, note: str, piped: typed.Expression | None, view: View) -> None:
    view.failures.append(Failure(node.span, note, piped, view.position, lookup=True))


# ---- table


def _table(node: ast.Call, piped: typed.Expression | None, view: View, infer: Infer) -> typed.Expression:
    found, _ = _words(node, 1, (), view)
    if piped is None or not found:
        view.complain(complaints.incomplete_form("table", node.span))
        return unresolved(node.span)
    table = view.subject.tables.get(found[0].text)
    if table is None:
        view.complain(complaints.unknown_table(found[0].text, view.subject.tables, found[0].span))
        _fail(node, complaints.TABLE_NOTE, piped, view)
        return unresolved(node.span)
    view.findings.tables.add(table.name)
    if piped.type.kind not in (*_TABLE_KINDS, Kind.UNKNOWN):
        view.complain(complaints.no_table_key(piped))
    _look_at_rows(table, piped, view)
    covered = piped.type.choices is not None and piped.type.choices <= table.rows.keys()
    view.failures.append(
        Failure(node.span, complaints.TABLE_NOTE, piped, view.position, lookup=True, demanding=not covered)
    )
    return typed.TableLookup(piped, table.name, _looked_up(table, piped), node.span)


def _looked_up(table: typed.Table, piped: typed.Expression) -> Type:
    values = frozenset(table.rows.values())
    longest = max((utf16_length(value) for value in values), default=0)
    return inference.flow(types.text(longest, choices=values).failing(), piped.type)


def _look_at_rows(table: typed.Table, piped: typed.Expression, view: View) -> None:
    """Rows for values that the source never has are most likely misspelt."""
    if piped.type.choices is None or isinstance(piped, typed.Literal):
        return
    never = [key for key in table.rows if key not in piped.type.choices]
    if never:
        view.complain(complaints.useless_rows(table, never, piped))


# ---- find


def _find(node: ast.Call, piped: typed.Expression | None, view: View, infer: Infer) -> typed.Expression:
    found, named = _words(node, 1, ("by", "at"), view)
    if piped is None or not found:
        view.complain(complaints.incomplete_form("find", node.span))
        return unresolved(node.span)
    catalog = view.subject.target_catalog
    note = complaints.find_note(complaints.system(catalog.system), found[0].text)
    _fail(node, note, piped, view)
    at = None if "at" not in named else infer(named["at"].value, view.inner())
    setting = catalog.settings.get(found[0].text)
    if setting is None:
        view.complain(
            complaints.unknown_setting(
                found[0].text, complaints.system(catalog.system), catalog.settings, found[0].span
            )
        )
        return unresolved(node.span)
    if at is not None:
        _check_day(setting, at, view)
    by = _by(setting, named.get("by"), node.span, view)
    if by is None:
        return unresolved(node.span)
    wanted = setting.by[by]
    if piped.type.kind not in (wanted.kind, Kind.UNKNOWN):
        view.complain(complaints.wrong_find_value(setting.name, by, wanted, piped))
    operands = [piped.type] if at is None else [piped.type, at.type]
    type_ = inference.flow(identifier(setting.name).failing(), *operands)
    return typed.Find(setting.name, by, piped, at, type_, node.span)


def _by(setting: Setting, argument: ast.Argument | None, span: Span, view: View) -> str | None:
    if argument is None:
        if len(setting.by) == 1:
            return next(iter(setting.by))
        view.complain(complaints.missing_by(setting.name, setting.by, span))
        return None
    value = argument.value
    name = value.names[0].text if isinstance(value, ast.Path) and len(value.names) == 1 else None
    if name is None or name not in setting.by:
        view.complain(complaints.unknown_by(name, setting.name, setting.by, value.span))
        return None
    return name


def _check_day(setting: Setting, at: typed.Expression, view: View) -> None:
    if at.type.kind not in (Kind.DATE, Kind.UNKNOWN):
        view.complain(complaints.no_day(at))
    elif setting.valid_from is None and setting.valid_to is None:
        view.complain(complaints.timeless_setting(setting.name, at.span))


# ---- link


def _link(node: ast.Call, piped: typed.Expression | None, view: View, infer: Infer) -> typed.Expression:
    found, named = _words(node, 2, ("key",), view)
    key = _key(piped, named.get("key"), view, infer)
    if not found or not key:
        view.complain(complaints.incomplete_form("link", node.span))
        return unresolved(node.span)
    entity, field = found[0], found[1] if len(found) > 1 else None
    linked = view.subject.linked.get(entity.text)
    forward = linked is None or linked.entity.system == view.subject.source.system
    # Records travel from the linked entity's own system to the other one, whichever way this mapping runs.
    way_out = view.subject.target_catalog if forward else view.subject.source_catalog
    note = complaints.link_note(entity.text, complaints.system(way_out.system), forward)
    _fail(node, note, key[0], view)
    if linked is None:
        view.complain(complaints.unknown_link(entity.text, view.subject.linked, entity.span))
        return unresolved(node.span)
    view.findings.links.add(entity.text)
    _check_key(linked.entity, key, forward, node.span, view)
    there = _there(linked, forward)
    if there is None:
        view.complain(complaints.made_by_nothing(entity.text, complaints.system(way_out.system), entity.span))
        return unresolved(node.span)
    type_ = _identity(there, forward) if field is None else _field_of(there, field, view)
    if type_ is None:
        if field is None:
            view.complain(complaints.link_needs_field(entity.text, there, node.span))
        return unresolved(node.span)
    result = inference.flow(type_.failing(), *(part.type for part in key))
    return typed.Link(entity.text, tuple(key), None if field is None else field.text, result, node.span)


def _key(
    piped: typed.Expression | None, argument: ast.Argument | None, view: View, infer: Infer
) -> list[typed.Expression]:
    if argument is None:
        return [] if piped is None else [piped]
    if piped is not None:
        view.complain(complaints.key_given_twice(argument.value.span))
    value = argument.value
    parts = value.items if isinstance(value, ast.ListLiteral) else (value,)
    return [infer(part, view.inner()) for part in parts]


def _there(linked: Linked, forward: bool) -> Entity | None:
    """The record that a link leads to: what is made of the entity, or, on the way back, the entity itself."""
    if not forward:
        return linked.entity
    return linked.made[0] if linked.made else None


def _identity(there: Entity, forward: bool) -> Type | None:
    if forward:
        return identifier(there.name)
    key = there.find(there.key[0]) if len(there.key) == 1 else None
    return None if key is None else key.type.present()


def _field_of(there: Entity, name: ast.Name, view: View) -> Type | None:
    found = there.find(name.text)
    if found is None or found.type.kind in (Kind.LIST, Kind.OBJECT):
        offered = [f.name for f in there.fields if f.type.kind not in (Kind.LIST, Kind.OBJECT)]
        view.complain(complaints.unknown_field(name.text, there.title, offered, name.span))
        return None
    # What stands under a link was given or read when the record was; an id is there as soon as the record is.
    return found.type.present() if found.type.kind is Kind.ID or name.text in there.key else found.type


def _check_key(entity: Entity, key: list[typed.Expression], forward: bool, span: Span, view: View) -> None:
    if not forward:
        if len(key) != 1 or key[0].type.kind not in (Kind.ID, Kind.UNKNOWN):
            view.complain(
                complaints.link_back_needs_id(entity, complaints.system(view.subject.source_catalog.system), key[0])
            )
        return
    columns = [found for found in map(entity.find, entity.key) if found is not None]
    if len(key) != len(columns):
        view.complain(complaints.wrong_key_count(entity, len(key), span))
        return
    for column, part in zip(columns, key, strict=True):
        _check_key_part(entity, column, part, view)


def _check_key_part(entity: Entity, column: Field, part: typed.Expression, view: View) -> None:
    if part.type.kind not in (column.type.kind, Kind.UNKNOWN):
        view.complain(complaints.wrong_key_kind(entity, column, part))


FORMS: Mapping[str, Form] = {"table": _table, "find": _find, "link": _link}
