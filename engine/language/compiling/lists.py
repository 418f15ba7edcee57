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
from engine.language.compiling.writer import Scope, Writer

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
    writer.loops += 1
    with writer.block() as loop:
        inside = scope.inside()
        inside.rows[item] = new_row(name(row), loop, writer)
        if condition is None:
            body(inside)
        else:
            test = conditions.holds(condition, True, inside, writer)
            with writer.block() as chosen:
                body(inside)
            writer.put(when(test, chosen))
    writer.loops -= 1
    writer.put(when(syntax.is_there(rows.code), [syntax.for_each(row, rows.code, loop)]))


@meaning(typed.Aggregate)
def aggregate(node: typed.Aggregate, scope: Scope, writer: Writer) -> Operand:
    """`sum`, `min`, `max`, `count`."""
    if node.function != "count":
        writer.uses_decimals = True
    if node.function == "count" and node.body is None:
        return _count(node, scope, writer)
    found = writer.keep(ast.List([], ast.Load()), "found")

    def body(inside: Scope) -> None:
        code = syntax.const(True) if node.body is None else value(node.body, inside, writer).code
        writer.put(syntax.do(method(name(found), "append", code)))

    each_item(node.source, node.item, node.condition, scope, writer, body)
    made = writer.keep(call(writer.runtime(_MADE[node.function]), name(found)), "found")
    return Operand(made, absent=node.function != "count", unmanaged=True, later=True, fraction=True)


def _count(node: typed.Aggregate, scope: Scope, writer: Writer) -> Operand:
    made = writer.keep(syntax.const(0), "count")

    def body(inside: Scope) -> None:
        writer.put(assign(made, ast.BinOp(name(made), ast.Add(), syntax.const(1))))

    each_item(node.source, node.item, node.condition, scope, writer, body)
    return Operand(made, absent=False, known=int, digits_max=20)


@meaning(typed.Listed)
def listed(node: typed.Listed, scope: Scope, writer: Writer) -> Operand:
    """Of each item what a template reads of it."""
    found = writer.keep(ast.List([], ast.Load()), "found")

    def body(inside: Scope) -> None:
        reads = syntax.tuple_of([value(read, inside, writer).code for read in node.reads])
        writer.put(syntax.do(method(name(found), "append", reads)))

    each_item(node.source, node.item, None, scope, writer, body)
    return Operand(found, absent=False)
