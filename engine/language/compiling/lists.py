"""Code that goes through the items of a list."""

from __future__ import annotations

import ast
from collections.abc import Callable

from engine.language import typed
from engine.language.compiling import conditions, syntax
from engine.language.compiling.flow import meaning, value
from engine.language.compiling.operand import Operand
from engine.language.compiling.reading import field_read, new_row
from engine.language.compiling.syntax import assign, call, method, name, when
from engine.language.compiling.writer import KeptItems, RowCode, Scope, Writer

_MADE = {"sum": "summed", "min": "least", "max": "greatest", "count": "counted"}


def each_item(
    source: typed.FieldRead,
    item: str,
    condition: typed.Expression | None,
    scope: Scope,
    writer: Writer,
    body: Callable[[Scope], None],
) -> None:
    """A loop over the items that meet a condition; an absent list has none. `body` writes what is done with one."""
    rows = field_read(source, scope, writer)
    row = writer.variable("item")
    read = writer.kept.get(source.path) if source.item is None else None
    keeps = read is None and writer.blocks[-1] is writer.top and writer.loops_over[source.path] > 1
    if keeps:
        writer.put(assign(f"{row}_read", ast.List([], ast.Load())))
    writer.loops += 1
    with writer.block() as loop:
        inside = scope.inside()
        inside.rows[item] = new_row(name(row), loop, writer)
        if read is not None:
            inside.rows[item].fields.update(read.fields)
        if condition is None:
            body(inside)
        else:
            test = conditions.holds(condition, True, inside, writer)
            with writer.block() as chosen:
                body(inside)
            writer.put(when(test, chosen))
        if keeps:
            _keep(source, f"{row}_read", inside.rows[item], writer)
    writer.loops -= 1
    walked = syntax.for_each(row, rows.code, loop) if read is None else _again(row, rows, read, loop, writer)
    writer.put(when(syntax.is_there(rows.code), [walked]))


def _keep(source: typed.FieldRead, variable: str, row: RowCode, writer: Writer) -> None:
    """Have the next loop over the same list find what was read of each item."""
    read = dict(row.fields)
    values = syntax.tuple_of(one.code for one in read.values())
    writer.put(syntax.do(method(name(variable), "append", values)))
    writer.kept[source.path] = KeptItems(variable, read)


def _again(row: str, rows: Operand, read: KeptItems, loop: syntax.Block, writer: Writer) -> ast.stmt:
    """A loop over items that were read before, beside what was read of them."""
    pair = ast.Tuple([ast.Name(row, ast.Store()), _stored(read)], ast.Store())
    both = call(writer.constant(zip, "zip"), rows.code, name(read.variable))
    return ast.For(pair, both, loop or [ast.Pass()], [])


def _stored(read: KeptItems) -> ast.expr:
    return ast.Tuple([ast.Name(one.variable, ast.Store()) for one in read.fields.values()], ast.Store())


@meaning(typed.Aggregate)
def aggregate(node: typed.Aggregate, scope: Scope, writer: Writer) -> Operand:
    """`sum`, `min`, `max`, `count`."""
    if node.function != "count":
        writer.uses_decimals = True
    if node.function == "count" and node.body is None:
        return _count(node, scope, writer)
    if node.function == "sum":
        return _sum(node, scope, writer)
    found = writer.keep(ast.List([], ast.Load()), "found")

    def body(inside: Scope) -> None:
        code = syntax.const(True) if node.body is None else value(node.body, inside, writer).code
        writer.put(syntax.do(method(name(found), "append", code)))

    each_item(node.source, node.item, node.condition, scope, writer, body)
    made = writer.keep(call(writer.runtime(_MADE[node.function]), name(found)), "found")
    return Operand(made, absent=node.function != "count", unmanaged=True, later=True, fraction=True)


def _sum(node: typed.Aggregate, scope: Scope, writer: Writer) -> Operand:
    """Added up as they come, as long as all of them are plain numbers; else the record is the interpreter's."""
    added = node.body
    assert added is not None, "there is always something to add up"
    total = writer.keep(syntax.const(0), "total")
    gap = writer.keep(syntax.const(False), "gap")
    absent, plain = False, True

    def body(inside: Scope) -> None:
        nonlocal absent, plain
        found = value(added, inside, writer)
        add: syntax.Block = [assign(total, ast.BinOp(name(total), ast.Add(), found.code))]
        absent, plain = found.absent, found.plain
        if found.absent:
            add = [when(syntax.is_none(found.code), [assign(gap, syntax.const(True))], add)]
        for statement in add:
            writer.put(statement)

    each_item(node.source, node.item, node.condition, scope, writer, body)
    if absent:
        writer.put(when(name(gap), [assign(total, syntax.const(None))]))
    return Operand(total, absent=absent, plain=plain)


def _count(node: typed.Aggregate, scope: Scope, writer: Writer) -> Operand:
    made = writer.keep(syntax.const(0), "count")

    def body(inside: Scope) -> None:
        writer.put(assign(made, ast.BinOp(name(made), ast.Add(), syntax.const(1))))

    each_item(node.source, node.item, node.condition, scope, writer, body)
    return Operand(made, absent=False, known=int, digits_max=20, plain=True)


@meaning(typed.Listed)
def listed(node: typed.Listed, scope: Scope, writer: Writer) -> Operand:
    """Of each item what a template reads of it."""
    found = writer.keep(ast.List([], ast.Load()), "found")

    def body(inside: Scope) -> None:
        reads = syntax.tuple_of([value(read, inside, writer).code for read in node.reads])
        writer.put(syntax.do(method(name(found), "append", reads)))

    each_item(node.source, node.item, None, scope, writer, body)
    return Operand(found, absent=False)
