"""Code that reads fields: each once, clean, and of its type; whatever is not leaves the record to the interpreter."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from engine.language import exact, typed
from engine.language.clean import clean
from engine.language.compiling import syntax
from engine.language.compiling.operand import Operand
from engine.language.compiling.runtime import INT_DIGITS_MAX, INT_MAX, SMALL
from engine.language.compiling.syntax import assign, call, method, name, of_class, when
from engine.language.compiling.writer import RowCode, Scope, Writer
from engine.model.schema import Field
from engine.model.types import Kind

_CODE_LENGTH = 20  # a text that is no longer is a code, a unit, a currency


def field_read(node: typed.FieldRead, scope: Scope, writer: Writer) -> Operand:
    """A field of the record or of a list's item."""
    row = scope.rows[node.item]
    for step in node.path[:-1]:
        row = _row_inside(row, step, writer)
    last = node.path[-1]
    if last not in row.fields:
        with writer.at(row.root):
            row.fields[last] = _read(row, last, node.field, writer)
    return row.fields[last]


def new_row(row: str, root: syntax.Block, writer: Writer, looked_at: str = "row_of") -> RowCode:
    """A row in a variable that is about to be read; the code goes to the open block, which is to be its root."""
    other = syntax.no(of_class(name(row), writer.constant(dict, "dict")))
    writer.put(when(other, [assign(row, call(writer.runtime(looked_at), name(row)))]))
    return RowCode(root, row)


def _row_inside(row: RowCode, step: str, writer: Writer) -> RowCode:
    """A record that a row refers to."""
    found = row.rows.get(step)
    if found is None:
        with writer.at(row.root):
            referred = writer.keep(method(name(row.row), "get", syntax.const(step)), "row")
            found = row.rows[step] = new_row(referred, row.root, writer, "row_referred_to")
    return found


def _read(row: RowCode, named: str, field: Field, writer: Writer) -> Operand:
    variable = writer.variable(named)
    got = method(name(row.row), "get", syntax.const(named))
    if field.type.kind is Kind.TEXT and field.type.length_max is not None and field.type.length_max <= _CODE_LENGTH:
        return _code(variable, got, field, writer)
    writer.put(assign(variable, got))
    return _READERS.get(field.type.kind, _any)(variable, field, writer)


def _code(variable: str, got: ast.expr, field: Field, writer: Writer) -> Operand:
    """A short text is mostly one of few, and has been seen before."""
    miss = writer.runtime("MISS")
    writer.put(assign(variable, call(writer.runtime("seen"), got, miss)))
    read = call(writer.runtime("code"), writer.constant(field, "field"), got)
    writer.put(when(syntax.same(name(variable), miss), [assign(variable, read)]))
    return Operand(variable, known=str)


def _text(variable: str, field: Field, writer: Writer) -> Operand:
    """Nearly every text is plain, and only its ends can be unclean. What is no text cannot say whether it is: mostly a
    code that was taken for a number."""
    value = name(variable)
    cleaned = call(writer.constant(clean, "clean"), value, syntax.const(field.multi_line))
    composed = syntax.choose(method(value, "isascii"), value, writer.composed(value))
    # Of what is printable only spaces are white, and to strip whatever is white costs less than to name it.
    stripped = syntax.some([method(composed, "strip"), syntax.const(None)])
    read = syntax.choose(method(value, "isprintable"), stripped, cleaned)
    no_text = ast.ExceptHandler(writer.constant(AttributeError, "no_text"), None, _told(variable, field, writer))
    attempt = ast.Try([assign(variable, read)], [no_text], [], [])
    writer.put(when(syntax.is_there(value), [attempt]))
    return Operand(variable, known=str)


def _number(variable: str, field: Field, writer: Writer) -> Operand:
    """An int is mostly small: only of a larger one is asked whether it is within bounds."""
    value = name(variable)
    larger = [
        syntax.compare(value, ast.Gt(), syntax.const(SMALL)),
        syntax.compare(value, ast.Lt(), syntax.const(-SMALL)),
    ]
    within = syntax.between(syntax.const(-INT_MAX), value, syntax.const(INT_MAX))
    of_int = [when(syntax.some(larger), [when(syntax.no(within), writer.again())])]
    if field.type.scale == 0:
        writer.put(when(of_class(value, writer.constant(int, "int")), of_int, _otherwise(variable, field, writer)))
        return Operand(variable, known=int, digits_max=INT_DIGITS_MAX, plain=True)
    zero = writer.constant(exact.ZERO, "zero")
    in_context = ast.BinOp(value, ast.Add(), zero)
    of_decimal = [
        when(syntax.no(method(value, "is_finite")), writer.again()),
        writer.calculation(assign(variable, call(writer.runtime("added"), value, zero)), in_context),
    ]
    other = [when(of_class(value, writer.constant(int, "int")), of_int, _otherwise_again(variable, writer))]
    writer.put(when(of_class(value, writer.constant(Decimal, "decimal")), of_decimal, other))
    return Operand(variable, digits_max=INT_DIGITS_MAX, plain=True)


def _flag(variable: str, field: Field, writer: Writer) -> Operand:
    """There are only two, and comparing with both costs less than asking for a class."""
    others = [syntax.other(name(variable), syntax.const(one)) for one in (True, False, None)]
    writer.again_when(syntax.every(others))
    return Operand(variable, known=bool)


def _plain(wanted: type) -> Callable[[str, Field, Writer], Operand]:
    """A reader of values that have one class."""

    def reader(variable: str, field: Field, writer: Writer) -> Operand:
        refused = syntax.every(
            [
                syntax.other(syntax.attribute(name(variable), "__class__"), writer.constant(wanted, wanted.__name__)),
                syntax.is_there(name(variable)),
            ]
        )
        writer.again_when(refused)
        return Operand(variable, known=wanted)

    return reader


def _rows(variable: str, field: Field, writer: Writer) -> Operand:
    value = name(variable)
    present = syntax.every([syntax.is_there(value), syntax.no(of_class(value, writer.constant(tuple, "tuple")))])
    writer.put(when(present, [syntax.assign(variable, call(writer.runtime("rows_of"), value))]))
    return Operand(variable)


def _any(variable: str, field: Field, writer: Writer) -> Operand:
    """A moment, an id, a record as a whole: read as the interpreter does."""
    writer.put(when(syntax.is_there(name(variable)), _told(variable, field, writer)))
    return Operand(variable)


def _otherwise(variable: str, field: Field, writer: Writer) -> syntax.Block:
    """What becomes of a value that is not of the usual class: nothing of an absent one."""
    return [when(syntax.is_there(name(variable)), _told(variable, field, writer))]


def _otherwise_again(variable: str, writer: Writer) -> syntax.Block:
    return [when(syntax.is_there(name(variable)), writer.again())]


def _told(variable: str, field: Field, writer: Writer) -> syntax.Block:
    read = call(writer.runtime("read"), writer.constant(field, "field"), name(variable))
    return [syntax.assign(variable, read)]


_READERS: Mapping[Kind, Callable[[str, Field, Writer], Operand]] = {
    Kind.TEXT: _text,
    Kind.FILE: _text,
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.DATE: _plain(date),
    Kind.LIST: _rows,
}
