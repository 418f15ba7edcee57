"""Code of expressions, one function a kind of node, as the interpreter's meanings are."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from engine.language import exact, typed
from engine.language.clean import utf16_length
from engine.language.compiling import conditions, syntax
from engine.language.compiling.flow import flowing, is_there, meaning, passed, together, value
from engine.language.compiling.guarding import is_stuck_within
from engine.language.compiling.operand import NO_VALUE, Operand, either
from engine.language.compiling.reading import field_read
from engine.language.compiling.syntax import assign, call, name, when
from engine.language.compiling.writer import LetCode, Scope, Writer
from engine.language.running.evaluation import TEXT_MAX
from engine.language.running.values import DIGITS_MAX
from engine.model.frozen import replace
from engine.model.types import Kind

# ---- what is read


@meaning(typed.Literal)
def _literal(node: typed.Literal, scope: Scope, writer: Writer) -> Operand:
    if node.type.absent:
        return Operand(known=NO_VALUE)
    if isinstance(node.value, Decimal | date):
        named = writer.constant(node.value, "literal")
        assert isinstance(named, ast.Name)
        return Operand(named.id, absent=False, known=type(node.value), plain=isinstance(node.value, Decimal))
    if isinstance(node.value, str):
        length, only = utf16_length(node.value), frozenset((node.value,))
        return Operand(constant=node.value, absent=False, known=str, length_max=length, choices=only)
    if isinstance(node.value, bool):
        return Operand(constant=node.value, absent=False, known=bool)
    digits = len(str(abs(node.value)))
    return Operand(constant=node.value, absent=False, known=int, digits_max=digits, plain=True)


@meaning(typed.Today)
def _today(node: typed.Today, scope: Scope, writer: Writer) -> Operand:
    if not writer.uses_today:
        writer.uses_today = True
        with writer.at(writer.top):
            writer.put(assign("today", syntax.attribute(name("circumstances"), "today")))
    return Operand("today", absent=False, known=date)


@meaning(typed.FieldRead)
def _field_read(node: typed.FieldRead, scope: Scope, writer: Writer) -> Operand:
    found = field_read(node, scope, writer)
    if node.field.type.kind is Kind.LIST:  # as a value, not as what is gone through
        for_all = call(writer.runtime("rows_of"), found.code)
        loop = syntax.for_each("row", for_all, [syntax.do(call(writer.runtime("row_of"), name("row")))])
        writer.put(when(syntax.is_there(found.code), [loop]))
    return found


@meaning(typed.LetRead)
def _let_read(node: typed.LetRead, scope: Scope, writer: Writer) -> Operand:
    let = scope.lets[node.name]
    if isinstance(let.let.value, typed.Literal) or (let.is_read_once and let.loops == writer.loops):
        return passed(let.let.value, let.scope, writer)
    if let.variable not in writer.known:
        if not let.variable:
            let.variable = writer.variable(let.let.name)
        if conditions.is_calm(let.let.value, let.scope, writer):
            with writer.at(let.home):
                _make(let, writer)
            writer.know_for_good(let.variable)
        elif let.operand is None and writer.blocks[-1] is let.home:
            _make_or_hold(let, writer)
        else:
            _make_once(let, writer)
        writer.known.add(let.variable)
    assert let.operand is not None
    writer.questions += let.asks
    if let.may_be_held:
        writer.stuck_when(syntax.same(name(let.variable), writer.runtime("HELD")))
    return let.operand


def _make(let: LetCode, writer: Writer) -> None:
    before, since = writer.questions, len(writer.blocks[-1])
    found = passed(let.let.value, let.scope, writer)
    let.asks = writer.questions > before
    writer.name_anew(found, let.variable, since)
    let.operand = replace(found, variable=let.variable, constant=None)


def _make_or_hold(let: LetCode, writer: Writer) -> None:
    """A let that was refused is refused wherever it is read, and asks nobody again."""
    with writer.block() as inside:
        _make(let, writer)
    let.may_be_held = is_stuck_within(inside)
    if let.may_be_held:
        held = ast.ExceptHandler(writer.runtime("Stuck"), None, [assign(let.variable, writer.runtime("HELD"))])
        writer.put(ast.Try(inside, [held], [], []))
    else:
        writer.put_all(inside)


def _make_once(let: LetCode, writer: Writer) -> None:
    """Somewhere it may have been made, and somewhere not."""
    if not let.is_marked:
        let.is_marked = True
        let.home.insert(0, assign(let.variable, writer.runtime("UNSET")))
    with writer.block() as inside:
        _make_or_hold(let, writer)
    writer.put(when(syntax.same(name(let.variable), writer.runtime("UNSET")), inside))


# ---- texts


@meaning(typed.Text)
def _text(node: typed.Text, scope: Scope, writer: Writer) -> Operand:
    """A text with holes; the first hole that is absent or unmanaged is what it gives."""
    parts = [part if isinstance(part, str) else value(part, scope, writer) for part in node.parts]
    holes = [part for part in parts if isinstance(part, Operand)]
    made = writer.variable("text")
    joined = ast.JoinedStr([_piece(part, writer) for part in parts])
    empty = not any(isinstance(part, str) and part for part in parts)
    inside: syntax.Block = [assign(made, joined)]
    length = _length_max(parts)
    if length is None or length > TEXT_MAX:
        inside.append(when(_longer(call(writer.constant(len, "len"), name(made)), TEXT_MAX), writer.again()))
    if empty:
        inside.append(assign(made, syntax.some([name(made), syntax.const(None)])))
    stopping = [hole for hole in holes if hole.stops]
    for hole in reversed(stopping):
        inside = [when(is_there(replace(hole, later=False), writer), inside, [assign(made, hole.code)])]
    for statement in inside:
        writer.put(statement)
    absent = empty or any(hole.absent for hole in holes)
    return Operand(made, absent=absent, unmanaged=any(hole.unmanaged for hole in holes), known=str, length_max=length)


def _length_max(parts: Iterable[str | Operand]) -> int | None:
    """How long a text with holes gets at most; None where that cannot be known."""
    whole = 0
    for part in parts:
        if isinstance(part, str):
            whole += utf16_length(part)
        elif part.known is int and part.digits_max is not None and not part.later:
            whole += part.digits_max + 1  # and a sign
        elif part.known is str and part.length_max is not None and not part.later:
            whole += part.length_max
        else:
            return None
    return whole


def _piece(part: str | Operand, writer: Writer) -> ast.expr:
    if isinstance(part, str):
        return syntax.const(part)
    if part.known not in (str, int) or part.later:
        return ast.FormattedValue(call(writer.runtime("written"), part.code), -1, None)
    return ast.FormattedValue(part.code, -1, None)


def _longer(length: ast.expr, limit: int) -> ast.expr:
    return syntax.compare(length, ast.Gt(), syntax.const(limit))


# ---- absence, failure, choice


@meaning(typed.Coalesce)
def _coalesce(node: typed.Coalesce, scope: Scope, writer: Writer) -> Operand:
    left = passed(node.left, scope, writer)
    if not left.absent:
        return left
    made = writer.take(left)
    with writer.block() as inside:
        right = passed(node.right, scope, writer)
        writer.name_anew(right, made)
    writer.put(when(syntax.is_none(name(made)), inside))
    return either(made, replace(left, absent=False), right)


@meaning(typed.Otherwise)
def _otherwise(node: typed.Otherwise, scope: Scope, writer: Writer) -> Operand:
    before = writer.raises
    with writer.block() as body:
        found = passed(node.body, scope, writer)
    if writer.raises > before:
        found = _caught(found, body, writer)
        writer.raises = before
    else:
        writer.put_all(body)
    if not found.missed:
        return found
    made = writer.take(found)
    with writer.block() as inside:
        answer = passed(node.fallback, scope, writer)
        writer.name_anew(answer, made)
    writer.put(when(syntax.same(name(made), writer.runtime("MISS")), inside))
    return either(made, found.sure(), answer)


def _caught(found: Operand, body: syntax.Block, writer: Writer) -> Operand:
    """What a body gives that may raise Missed."""
    made = writer.variable("v")
    handler = ast.ExceptHandler(writer.runtime("Missed"), None, [assign(made, writer.runtime("MISS"))])
    writer.put(ast.Try([*body, assign(made, found.code)], [handler], [], []))
    return replace(found, variable=made, constant=None, missed=True)


@meaning(typed.Conditional)
def _conditional(node: typed.Conditional, scope: Scope, writer: Writer) -> Operand:
    test = conditions.holds(node.condition, True, scope, writer)
    made = writer.variable("v")
    found = []
    blocks = []
    for branch in (node.body, node.fallback):
        with writer.block() as inside:
            one = passed(branch, scope, writer)
            writer.name_anew(one, made)
        found.append(one)
        blocks.append(inside)
    writer.put(when(test, *blocks))
    writer.pass_on(made)
    return either(made, *found)


@meaning(typed.Nothing)
def _nothing(node: typed.Nothing, scope: Scope, writer: Writer) -> Operand:
    named = writer.runtime("NOTHING")
    assert isinstance(named, ast.Name)
    return Operand(named.id, absent=False, unmanaged=True, known=NO_VALUE)


@meaning(typed.Empty)
def _empty(node: typed.Empty, scope: Scope, writer: Writer) -> Operand:
    return Operand(known=NO_VALUE)


@meaning(typed.Refuse)
def _refuse(node: typed.Refuse, scope: Scope, writer: Writer) -> Operand:
    holes = () if node.message is None else (part for part in node.message.parts if not isinstance(part, str))
    is_calm = all(conditions.is_calm(hole, scope, writer, answered=True) for hole in holes)
    for statement in writer.stuck() if is_calm else writer.again():
        writer.put(statement)
    return Operand(absent=False, known=NO_VALUE)


# ---- operators


@meaning(typed.Unary)
def _unary(node: typed.Unary, scope: Scope, writer: Writer) -> Operand:
    if node.operator == "not":
        return conditions.answer(node, scope, writer)

    def negated(found: Operand) -> Operand:
        code = call(writer.constant(exact.negate, "negate"), found.code)
        return replace(found, variable=writer.keep(code), constant=None)

    return flowing(passed(node.operand, scope, writer), "v", negated, writer)


@meaning(typed.Binary)
def _binary(node: typed.Binary, scope: Scope, writer: Writer) -> Operand:
    if node.type.kind is Kind.FLAG:
        return conditions.answer(node, scope, writer)
    left, right = value(node.left, scope, writer), value(node.right, scope, writer)
    return together([left, right], lambda both: _calculated(node, both[0], both[1], writer), writer)


def _calculated(node: typed.Binary, left: Operand, right: Operand, writer: Writer) -> Operand:
    if node.type.kind is not Kind.NUMBER:
        return _day_calculated(node, left, right, writer)
    digits = None
    if left.known is int and right.known is int and left.digits_max is not None and right.digits_max is not None:
        longest = max(left.digits_max, right.digits_max) + 1
        digits = left.digits_max + right.digits_max if node.operator == "*" else longest
    whole = digits is not None and digits < DIGITS_MAX
    writer.uses_decimals = writer.uses_decimals or not whole
    if node.operator == "/" or left.fraction or right.fraction or (digits is not None and not whole):
        return _calculated_apart(node, left, right, writer)
    sign = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult}[node.operator]()
    code: ast.expr = ast.BinOp(left.code, sign, right.code)
    if not whole and node.operator == "*":
        code = ast.UnaryOp(ast.UAdd(), code)  # which takes the sign from -0.00
    plain = left.plain and right.plain
    return Operand(writer.keep(code), absent=False, known=int if whole else None, digits_max=digits, plain=plain)


def _calculated_apart(node: typed.Binary, left: Operand, right: Operand, writer: Writer) -> Operand:
    """A quotient, and what is calculated of one: as the interpreter does it."""
    called = call(writer.runtime("calculated"), syntax.const(node.operator), left.code, right.code)
    return Operand(writer.keep(called), absent=False, fraction=True)


def _day_calculated(node: typed.Binary, left: Operand, right: Operand, writer: Writer) -> Operand:
    called = call(writer.runtime("calculated"), syntax.const(node.operator), left.code, right.code)
    return Operand(writer.keep(called), absent=False, known=date)


@meaning(typed.Render)
def _render(node: typed.Render, scope: Scope, writer: Writer) -> Operand:
    reads = syntax.tuple_of([value(read, scope, writer).code for read in node.reads])
    return Operand(writer.keep(call(writer.runtime("rendered"), writer.constant(node, "render"), reads)), known=str)
