"""Code of calls of built-in functions; what is cheap in Python itself is written out."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.language import exact, typed
from engine.language.compiling import syntax
from engine.language.compiling.flow import flowing, meaning, passed, together, value
from engine.language.compiling.operand import Operand
from engine.language.compiling.syntax import assign, call, method, name, when
from engine.language.compiling.writer import Scope, Writer
from engine.model.frozen import replace
from engine.model.types import Kind


@meaning(typed.Call)
def called(node: typed.Call, scope: Scope, writer: Writer) -> Operand:
    """A call; it does not run when an argument is absent or unmanaged."""
    written_out = all(isinstance(argument, typed.Literal | None) for argument in node.arguments[1:])
    if written_out and node.arguments and node.arguments[0] is not None:
        others = [_operand(argument, scope, writer) for argument in node.arguments[1:]]
        if not any(other.stops for other in others if other is not _LEFT_OUT):
            piped = passed(node.arguments[0], scope, writer)
            return flowing(piped, "v", lambda found: _step(node, [found, *others], writer), writer)
    arguments = [_operand(argument, scope, writer) for argument in node.arguments]
    given = [argument for argument in arguments if argument is not _LEFT_OUT]

    def step(now: list[Operand]) -> Operand:
        there = iter(now)
        return _step(node, [_LEFT_OUT if one is _LEFT_OUT else next(there) for one in arguments], writer)

    return together(given, step, writer)


_LEFT_OUT = Operand(constant=None)


def _operand(argument: typed.Expression | None, scope: Scope, writer: Writer) -> Operand:
    return _LEFT_OUT if argument is None else value(argument, scope, writer)


def _step(node: typed.Call, arguments: list[Operand], writer: Writer) -> Operand:
    inline = _INLINE.get(node.function.name)
    found = None if inline is None else inline(node, arguments, writer)
    if found is not None:
        return found
    run = writer.constant(node.function.run, node.function.name)
    codes = [argument.code for argument in arguments]
    code = call(writer.runtime("attempted"), run, *codes) if node.function.fails else call(run, *codes)
    return Operand(
        writer.keep(code),
        missed=node.function.fails,
        known=_CLASSES.get(node.type.kind),
        fraction=node.type.kind is Kind.NUMBER,
    )


_CLASSES: Mapping[Kind, type] = {Kind.TEXT: str, Kind.FLAG: bool}

# ---- written out: each gives None where it had better be called


def _cased(named: str) -> Callable[[typed.Call, list[Operand], Writer], Operand | None]:
    def written(node: typed.Call, arguments: list[Operand], writer: Writer) -> Operand | None:
        text = arguments[0]
        if text.known is not str:
            return None
        return _composed(method(text.code, named), node, writer)

    return written


def _prefixed(node: typed.Call, arguments: list[Operand], writer: Writer) -> Operand | None:
    text, before = arguments
    if text.known is not str or before.known is not str:
        return None
    return _composed(ast.BinOp(before.code, ast.Add(), text.code), node, writer)


def _suffixed(node: typed.Call, arguments: list[Operand], writer: Writer) -> Operand | None:
    text, behind = arguments
    if text.known is not str or behind.known is not str:
        return None
    return _composed(ast.BinOp(text.code, ast.Add(), behind.code), node, writer)


def _composed(code: ast.expr, node: typed.Call, writer: Writer) -> Operand:
    """A text that came of one with something in it; letters beyond ASCII may have to be composed anew."""
    made = writer.keep(code, "text")
    composed = writer.composed(name(made))
    writer.put(when(syntax.no(method(name(made), "isascii")), [assign(made, composed)]))
    return Operand(made, absent=False, known=str)


def _replaced(node: typed.Call, arguments: list[Operand], writer: Writer) -> Operand | None:
    text, old, new = arguments
    if text.known is not str or not (old.is_constant and new.is_constant and old.constant):
        return None
    made = writer.keep(method(text.code, "replace", old.code, new.code), "text")
    plain = syntax.every([name(made), method(name(made), "isascii")])
    absent = syntax.some([writer.composed(name(made)), syntax.const(None)])
    writer.put(when(syntax.no(plain), [assign(made, absent)]))
    return Operand(made, absent=not new.constant, known=str)


def _limited(node: typed.Call, arguments: list[Operand], writer: Writer) -> Operand | None:
    """A character takes two units at most, so half as many characters always fit."""
    text, length = arguments
    if text.known is not str or not length.is_constant or type(length.constant) is not int or length.constant < 2:
        return None
    made = writer.keep(text.code, "text")
    limit = call(writer.constant(node.function.run, "limit"), name(made), length.code)
    long = syntax.compare(call(writer.constant(len, "len"), name(made)), ast.Gt(), syntax.const(length.constant // 2))
    writer.put(when(long, [assign(made, limit)]))
    return Operand(made, known=str, length_max=length.constant)


def _rounded(node: typed.Call, arguments: list[Operand], writer: Writer) -> Operand | None:
    number, places, mode = arguments
    if not (places.is_constant and mode.is_constant and type(places.constant) is int) or number.fraction:
        return None
    if places.constant == 0:
        return None
    unit, how = writer.unit(places.constant), syntax.const(exact.python_mode(mode.constant))
    freely = writer.constant(exact.ROUNDING, "rounding")
    # A zero has no sign: that of -0.004 is not kept.
    quick = syntax.some([method(number.code, "quantize", unit, how, freely), writer.zero(places.constant)])
    slow = call(writer.constant(exact.round_number, "round"), number.code, places.code, mode.code)
    decimal = syntax.of_class(number.code, writer.constant(Decimal, "decimal"))
    made = writer.keep(syntax.choose(decimal, quick, slow), "number")
    return Operand(made, absent=False, places=places.constant, plain=True)


def _negated(node: typed.Call, arguments: list[Operand], writer: Writer) -> Operand | None:
    return _signed(ast.UnaryOp(ast.USub(), arguments[0].code), arguments[0], writer)


def _absolute(node: typed.Call, arguments: list[Operand], writer: Writer) -> Operand | None:
    return _signed(call(writer.constant(abs, "abs"), arguments[0].code), arguments[0], writer)


def _signed(code: ast.expr, number: Operand, writer: Writer) -> Operand | None:
    if number.fraction:
        return None
    writer.uses_decimals = writer.uses_decimals or number.known is not int
    return replace(number, variable=writer.keep(code, "number"), constant=None)


_INLINE: Mapping[str, Callable[[typed.Call, list[Operand], Writer], Operand | None]] = {
    "lower": _cased("lower"),
    "upper": _cased("upper"),
    "prefix": _prefixed,
    "suffix": _suffixed,
    "replace": _replaced,
    "limit": _limited,
    "round": _rounded,
    "negate": _negated,
    "abs": _absolute,
}
