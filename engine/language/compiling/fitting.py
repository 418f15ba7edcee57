"""Code that holds values against the target's contract: each as it goes into the payload, and the record as a whole."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from engine.language.compiling import syntax
from engine.language.compiling.flow import is_there, is_usual_int
from engine.language.compiling.guarding import FAILED
from engine.language.compiling.members import Members
from engine.language.compiling.operand import Operand
from engine.language.compiling.runtime import INT_DIGITS_MAX
from engine.language.compiling.syntax import assign, call, method, name, when
from engine.language.compiling.writer import Writer
from engine.model.frozen import replace
from engine.model.record import Scalar
from engine.model.schema import Entity, Field
from engine.model.types import Kind

_CODE_LENGTH = 3  # a text that is no longer is a currency, a country


def fitted(found: Operand, target: Field, writer: Writer) -> Operand:
    """A rule's value as its target takes it; with one that does not fit the rule is stuck."""
    if found.is_constant and found.constant is None:
        return found
    fit = _FITS.get(target.type.kind, _looked_at)
    with writer.block() as inside:
        made = fit(found, target, writer)
    if not inside:
        return found
    if not (found.absent or found.unmanaged):
        writer.put_all(inside)
        return made
    if made.variable != found.variable:
        writer.put(assign(made.variable, found.code))
    writer.put(when(is_there(found, writer), inside))
    return replace(made, absent=found.absent, unmanaged=found.unmanaged)


def _text(found: Operand, target: Field, writer: Writer) -> Operand:
    if found.known is not str:
        return _looked_at(found, target, writer)
    if target.type.choices is not None:
        if found.choices is None or not found.choices <= target.type.choices:
            choices = writer.constant(target.type.choices, "choices")
            writer.stuck_when(syntax.compare(found.code, ast.NotIn(), choices))
        return found
    limit = target.type.length_max
    if limit is None or (found.length_max is not None and found.length_max <= limit):
        return found
    settled = syntax.do(call(writer.runtime("settled"), writer.constant(target, "target"), found.code))
    writer.put(when(_may_be_longer(found, limit, writer), [settled]))
    return found


def _may_be_longer(found: Operand, limit: int, writer: Writer) -> ast.expr:
    """A character takes two units at most, so half as many characters always fit; of ASCII each takes one."""
    length = call(writer.constant(len, "len"), found.code)
    longer = syntax.compare(length, ast.Gt(), syntax.const(limit))
    wide = syntax.no(method(found.code, "isascii"))
    if limit <= _CODE_LENGTH:  # mostly full, and ASCII
        return syntax.some([longer, wide])
    return syntax.every([syntax.compare(length, ast.Gt(), syntax.const(limit // 2)), syntax.some([longer, wide])])


def _number(found: Operand, target: Field, writer: Writer) -> Operand:
    if found.known is int and not found.later:
        small = found.digits_max is not None and found.digits_max <= INT_DIGITS_MAX
        return found if small else _looked_at(found, target, writer)
    scale = target.type.scale
    if found.places is not None and scale is not None and found.places <= scale:
        return found
    if scale is None or scale == 0 or found.later or found.fraction:
        return _looked_at(found, target, writer)
    # To give it all the decimals that the field takes is refused when some would be lost; it is sent with its own.
    settled = call(writer.runtime("settled"), writer.constant(target, "target"), found.code)
    # A zero loses its decimals without a word, so it goes the long way.
    usual = syntax.every([syntax.of_class(found.code, writer.constant(Decimal, "decimal")), found.code])
    made = writer.variable("number")
    if not (found.absent or found.unmanaged):  # else that is done whether the number is there or not
        writer.put(assign(made, found.code))
    writer.put(when(usual, _tried(found, made, scale, writer), [assign(made, settled)]))
    return replace(found, variable=made, constant=None)


def _tried(found: Operand, made: str, scale: int, writer: Writer) -> syntax.Block:
    """The attempt to give a number that many decimals, and what takes the sign from -0.00."""
    exact, unit = writer.runtime("EXACT"), writer.unit(scale)
    fitting = syntax.do(method(found.code, "quantize", unit, syntax.const(None), exact))
    tried = [writer.calculation(fitting, method(found.code, "quantize", unit))]
    if not found.plain:
        unsigned = assign(made, method(exact, "plus", found.code))
        tried.append(writer.calculation(unsigned, ast.UnaryOp(ast.UAdd(), found.code)))
    return tried


def _of_class(wanted: type) -> Callable[[Operand, Field, Writer], Operand]:
    def fit(found: Operand, target: Field, writer: Writer) -> Operand:
        return found if found.known is wanted and not found.later else _looked_at(found, target, writer)

    return fit


def _identifier(found: Operand, target: Field, writer: Writer) -> Operand:
    if found.identifies:
        return found
    number = is_usual_int(found.code, writer)
    settled = syntax.do(call(writer.runtime("settled"), writer.constant(target, "target"), found.code))
    writer.put(when(syntax.no(number), [settled]))
    return found


def _looked_at(found: Operand, target: Field, writer: Writer) -> Operand:
    """As the interpreter does it."""
    settled = call(writer.runtime("settled"), writer.constant(target, "target"), found.code)
    return Operand(writer.keep(settled, "value"), absent=False, later=found.later)


_FITS: Mapping[Kind, Callable[[Operand, Field, Writer], Operand]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.FLAG: _of_class(bool),
    Kind.DATE: _of_class(date),
    Kind.ID: _identifier,
    Kind.FILE: _of_class(str),
}


def demand(found: Operand, writer: Writer, *, continues: bool) -> Operand:
    """A value of a required field: of a second pass it may be left alone, and not cleared."""
    if found.absent:
        writer.stuck_when(syntax.is_none(found.code))
    if found.unmanaged and not continues:
        writer.stuck_when(syntax.same(found.code, writer.runtime("NOTHING")))
    return replace(found, absent=False, unmanaged=found.unmanaged and continues)


def demand_whole(entity: Entity, members: Members, payload: str, writer: Writer, continues: bool) -> None:
    """What the contract demands in a case like this record's."""
    for requirement in entity.requirements:
        named = (*requirement.fields, requirement.given)
        if continues or any("." in path for path in named):
            whole = writer.constant(entity, "entity")
            writer.put(syntax.do(call(writer.runtime("demand_whole"), whole, name(payload), syntax.const(continues))))
            return
        holds = _given(members.values.get(requirement.given), requirement.value, writer)
        lacks = [_lacks(members, path, payload, writer) for path in requirement.fields]
        numbers = sorted({number for path in named for number in writer.fillers.get(path, ())})
        failed = [writer.note(FAILED, *numbers)] if numbers else writer.again()
        writer.put(when(syntax.every([holds, *lacks]), failed))


def _given(found: Operand | None, wanted: Scalar, writer: Writer) -> ast.expr:
    """Whether a field has a value; left out it counts as no."""
    if found is None:
        return syntax.const(wanted == False)  # noqa: E712  # 0 is no too, as the interpreter compares
    if found.known is bool and type(wanted) is bool and not (found.unmanaged or found.later):
        return found.code if wanted else syntax.no(found.code)  # absent counts as no
    test = syntax.compare(found.code, ast.Eq(), writer.constant(wanted, "wanted"))
    if not found.stops or wanted != False:  # noqa: E712  # what is not there equals nothing that is
        return test
    return syntax.choose(is_there(found, writer), test, syntax.const(True))


def _lacks(members: Members, path: str, payload: str, writer: Writer) -> ast.expr:
    found = members.values.get(path)
    if found is None:
        return syntax.no(method(name(payload), "get", syntax.const(path)))
    return syntax.no(is_there(found, writer))
