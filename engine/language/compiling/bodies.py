"""Code of statements: rules, checks, objects and lists. What they give is put together at the end of each body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.language import typed
from engine.language.compiling import conditions, syntax
from engine.language.compiling.fitting import demand, fitted
from engine.language.compiling.flow import passed
from engine.language.compiling.guarding import FAILED, WARNED, guarded
from engine.language.compiling.lists import each_item
from engine.language.compiling.members import Items, Members, assembled
from engine.language.compiling.operand import Operand
from engine.language.compiling.reading import field_read
from engine.language.compiling.syntax import assign, method, name, when
from engine.language.compiling.writer import LetCode, Scope, Writer
from engine.model.schema import Field
from engine.model.types import Kind


def body(
    statements: tuple[typed.Statement, ...],
    fields: tuple[Field, ...],
    scope: Scope,
    writer: Writer,
    hint: str,
    continues: bool,
) -> str:
    """The code of a body, with its own lets; the variable of the object that it makes.

    `fields`: those that the object may have. The open block is the home of its lets.
    """
    inside = scope.inside()
    add_lets(statements, inside, writer)
    made, _ = filled(statements, fields, inside, writer, hint, continues)
    return made


def filled(
    statements: tuple[typed.Statement, ...],
    fields: tuple[Field, ...],
    inside: Scope,
    writer: Writer,
    hint: str,
    continues: bool,
) -> tuple[str, Members]:
    """A body whose lets are known to its scope: the variable of the object that it makes, and its members."""
    members = Members()
    writer.lists.append(members.lists)
    is_whole = writer.blocks[-1] is writer.top
    for number, statement in enumerate(statements):
        if is_whole:
            writer.statement = number
        written = _STATEMENTS.get(type(statement))
        if written is not None:
            written(statement, members, inside, writer, continues)
    made = assembled(members, writer, hint)
    for field in fields:
        if field.required and field.create and field.name not in members.values:
            numbers = writer.fillers.get(field.name, ()) if is_whole else (writer.statement,)
            _demand_member(field, members, made, writer, continues, numbers)
    return made, members


def _demand_member(
    field: Field, members: Members, made: str, writer: Writer, continues: bool, numbers: tuple[int, ...]
) -> None:
    """A required object or list must hold something; of a second pass only if it is managed.

    `numbers`: of the statements that have to be asked when it does not; of none the whole record is asked.
    """
    failed = [writer.note(FAILED, *numbers)] if numbers else writer.again()
    if field.name in members.order:
        writer.put(when(syntax.no(method(name(made), "get", syntax.const(field.name))), failed))
    elif not continues:
        writer.put(when(syntax.const(True), failed))


def add_lets(statements: Iterable[typed.Statement], scope: Scope, writer: Writer) -> None:
    """Make a body's lets known to its scope."""
    for statement in statements:
        if isinstance(statement, typed.Let):
            once = writer.readings[statement.name] <= 1
            scope.lets[statement.name] = LetCode(statement, writer.blocks[-1], scope, writer.loops, once)


def _rule(rule: typed.Rule, members: Members, scope: Scope, writer: Writer, continues: bool) -> None:
    with guarded(writer) as given:
        value = _value(rule, scope, writer, continues)
        given.append(value.variable)
    members.holder(rule.target[:-1]).keep(rule.target[-1], value)


def _value(rule: typed.Rule, scope: Scope, writer: Writer, continues: bool) -> Operand:
    before = writer.questions
    found = passed(rule.value, scope, writer)
    if writer.questions > before:
        writer.asking.add(rule.span)
    if found.missed:
        writer.stuck_when(syntax.same(found.code, writer.runtime("MISS")))
    value = found.sure()
    if rule.field.required and rule.field.create:
        value = demand(value, writer, continues=continues)
    return fitted(value, rule.field, writer)


def _check(check: typed.Check, members: Members, scope: Scope, writer: Writer, continues: bool) -> None:
    """A plain no is noted, where its message can be made of the statement alone."""
    with guarded(writer, check.condition):
        said_no = conditions.holds(check.condition, False, scope, writer)
        holes = (part for part in check.message.parts if not isinstance(part, str))
        if all(_is_readable(hole, scope, writer) for hole in holes):
            writer.put(when(said_no, [writer.note(WARNED if check.warns else FAILED, writer.statement)]))
        else:
            writer.again_when(said_no)


def _is_readable(node: typed.Expression, scope: Scope, writer: Writer) -> bool:
    """Whether what a message tells asks nobody, and goes through no list; its fields are read, so that they can be."""
    if isinstance(node, typed.LetRead):
        let = scope.lets[node.name]
        is_made = let.variable in writer.known and not let.may_be_held
        return is_made or _is_readable(let.let.value, let.scope, writer)
    if isinstance(node, conditions.EVENTFUL | typed.Aggregate | typed.Listed) or node.type.kind is Kind.LIST:
        return False
    if isinstance(node, typed.FieldRead):
        field_read(node, scope, writer)
    return all(_is_readable(child, scope, writer) for child in typed.children(node))


def _block(block: typed.Block, members: Members, scope: Scope, writer: Writer, continues: bool) -> None:
    with guarded(writer, block.condition) as given:
        test = None if block.condition is None else conditions.holds(block.condition, True, scope, writer)
        with writer.block() as inside:
            made = body(block.body, block.field.fields, scope, writer, "object", continues)
        if test is None:
            writer.put_all(inside)
        else:
            writer.put(when(test, inside, [assign(made, syntax.const(None))]))
        given.append(made)
    members.holder(block.target[:-1]).lay(block.target[-1], made)


def _each(each: typed.Each, members: Members, scope: Scope, writer: Writer, continues: bool) -> None:
    items = members.holder(each.target[:-1]).items(each.target[-1], each, writer)

    def add(inside: Scope) -> None:
        _add_item(each, items, inside, writer, continues)

    with guarded(writer, each.condition):
        each_item(each.source, each.item, each.condition, scope, writer, add)


def _item(item: typed.Item, members: Members, scope: Scope, writer: Writer, continues: bool) -> None:
    items = members.holder(item.target[:-1]).items(item.target[-1], item, writer)
    with guarded(writer, item.condition):
        test = syntax.const(True)
        if item.condition is not None:
            test = conditions.holds(item.condition, True, scope, writer)
        with writer.block() as inside:
            _add_item(item, items, scope, writer, continues)
        writer.put(when(test, inside))


def _add_item(statement: typed.Each | typed.Item, items: Items, scope: Scope, writer: Writer, continues: bool) -> None:
    made = body(statement.body, statement.field.fields, scope, writer, "made", continues)
    writer.put(syntax.do(method(name(items.variable), "append", name(made))))


_STATEMENTS: Mapping[type, Callable[[Any, Members, Scope, Writer, bool], None]] = {
    typed.Rule: _rule,
    typed.Check: _check,
    typed.Block: _block,
    typed.Each: _each,
    typed.Item: _item,
}
