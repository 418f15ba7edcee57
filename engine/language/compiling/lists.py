"""Code that goes through the items of a list."""

from __future__ import annotations

import ast
from collections.abc import Callable
from itertools import compress

from engine.language import typed
from engine.language.compiling import conditions, syntax
from engine.language.compiling.flow import meaning, value
from engine.language.compiling.operand import Operand
from engine.language.compiling.reading import field_read, new_row
from engine.language.compiling.syntax import assign, call, method, name, when
from engine.language.compiling.writer import KeptItems, RowCode, Scope, Writer
from engine.model.frozen import replace

_MADE = {"sum": "summed", "min": "least", "max": "greatest", "count": "counted"}


def each_item(
    source: typed.FieldRead,
    item: str,
    condition: typed.Expression | None,
    scope: Scope,
    writer: Writer,
    body: Callable[[Scope], None],
) -> None:
    """A loop over the items that meet a condition; an absent list has none. `body` writes what is done with one.

    What the first loop over a list of the record reads of each item, the next ones find.
    """
    rows = field_read(source, scope, writer)
    read = writer.kept.get(source.path) if source.item is None else None
    keeps = source.item is None and read is None and _is_worth_keeping(source, writer)
    kept = writer.keep(ast.List([], ast.Load()), "read") if keeps else ""

    def chosen(inside: Scope) -> None:
        if condition is None:
            body(inside)
        else:
            test = conditions.holds(condition, True, inside, writer)
            with writer.block() as block:
                body(inside)
            writer.put(when(test, block))
        if keeps:
            _keep(source, kept, inside.rows[item], writer)

    before = writer.raises
    with writer.block() as there:
        _loop(rows.code, item, scope, writer, chosen, read)
    if writer.raises > before:  # a failure would leave the loop before all of its items are seen to be some
        look = syntax.do(call(writer.runtime("row_of"), name("one")))
        there.insert(0, syntax.for_each("one", rows.code, [look]))
    writer.put(when(syntax.is_there(rows.code), there))


def _is_worth_keeping(source: typed.FieldRead, writer: Writer) -> bool:
    """Whether another loop comes, which this one always goes before."""
    return writer.blocks[-1] is writer.top and writer.loops_over[source.path] > 1


def _keep(source: typed.FieldRead, variable: str, row: RowCode, writer: Writer) -> None:
    read, made = dict(row.fields), dict(row.made)
    told = ast.Tuple([one.code for one in (*read.values(), *made.values())], ast.Load())
    writer.put(syntax.do(method(name(variable), "append", told)))
    writer.kept[source.path] = KeptItems(variable, read, made, told)


def forget_unread(writer: Writer) -> None:
    """Keep of a list's items only what some later loop names, now that all are written."""
    for kept in writer.kept.values():
        named = {
            node.id
            for _, body in kept.loops
            for statement in body
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
        columns = list(zip(*(syntax.names(variables) for variables, _ in kept.loops), strict=True))
        wanted = [not named.isdisjoint(column) for column in columns]
        for written in (kept.told, *(variables for variables, _ in kept.loops)):
            written.elts = list(compress(written.elts, wanted))


def _loop(
    rows: ast.expr,
    item: str,
    scope: Scope,
    writer: Writer,
    body: Callable[[Scope], None],
    read: KeptItems | None = None,
) -> None:
    """A loop over rows. `read`: what was read of them before."""
    row = writer.variable("item")
    writer.loops += 1
    with writer.block() as loop:
        inside = scope.inside()
        # What was read before was seen to be some.
        inside.rows[item] = new_row(row, loop, writer) if read is None else RowCode(loop, row)
        if read is not None:  # with variables of its own: a loop over the same list may stand around this one
            inside.rows[item].fields.update({named: _renamed(one, named, writer) for named, one in read.fields.items()})
            inside.rows[item].made.update({form: _renamed(one, "made", writer) for form, one in read.made.items()})
        known = [one.variable for one in (*inside.rows[item].fields.values(), *inside.rows[item].made.values())]
        body(inside)
    writer.loops -= 1
    if read is None:
        writer.put(syntax.for_each(row, rows, loop))
        return
    variables = ast.Tuple([ast.Name(one, ast.Store()) for one in known], ast.Store())
    read.loops.append((variables, loop))
    both = call(writer.constant(zip, "zip"), rows, name(read.variable))
    writer.put(ast.For(ast.Tuple([ast.Name(row, ast.Store()), variables], ast.Store()), both, loop, []))


def _renamed(found: Operand, named: str, writer: Writer) -> Operand:
    return replace(found, variable=writer.variable(named))


@meaning(typed.Aggregate)
def aggregate(node: typed.Aggregate, scope: Scope, writer: Writer) -> Operand:
    """`sum`, `min`, `max`, `count`; before its turn, where another loop can then find what this one read."""
    shared = writer.loops == 0 and node.source.item is None and writer.loops_over[node.source.path] > 1
    if not (shared and conditions.is_calm(node, scope, writer)):
        return _aggregate(node, scope, writer)
    with writer.at(writer.top):
        return writer.hold(_aggregate(node, scope, writer))


def _aggregate(node: typed.Aggregate, scope: Scope, writer: Writer) -> Operand:
    if node.function == "count" and node.body is None:
        return _count(node, scope, writer)
    if node.function != "count":
        writer.uses_decimals = True
    calm = node.body is None or conditions.is_calm(node.body, scope, writer)
    if node.function == "sum" and calm and not _may_divide(node.body):
        return _sum(node, scope, writer)
    found = writer.keep(ast.List([], ast.Load()), "found")

    def body(inside: Scope) -> None:
        code = syntax.const(True) if node.body is None else value(node.body, inside, writer).code
        writer.put(syntax.do(method(name(found), "append", code)))

    if calm:
        each_item(node.source, node.item, node.condition, scope, writer, body)
    else:
        _chosen_first(node, scope, writer, body)
    made = writer.keep(call(writer.runtime(_MADE[node.function]), name(found)), "found")
    return Operand(made, absent=node.function != "count", unmanaged=True, later=True, fraction=True)


def _may_divide(node: typed.Expression | None) -> bool:
    """Whether there may be a quotient, which is added up with more care."""
    return node is not None and node.type.scale is None


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
        writer.put_all(add)

    each_item(node.source, node.item, node.condition, scope, writer, body)
    if absent:
        writer.put(when(name(gap), [assign(total, syntax.const(None))]))
    return Operand(total, absent=absent, plain=plain)


def _chosen_first(node: typed.Aggregate, scope: Scope, writer: Writer, body: Callable[[Scope], None]) -> None:
    """All items are looked at before the first one's body, where that may ask somebody or fail."""
    chosen = writer.keep(ast.List([], ast.Load()), "chosen")

    def choose(inside: Scope) -> None:
        writer.put(syntax.do(method(name(chosen), "append", name(inside.rows[node.item].row))))

    each_item(node.source, node.item, node.condition, scope, writer, choose)
    _loop(name(chosen), node.item, scope, writer, body)


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
