"""Code of questions: tests that are plain Python where only one answer is asked for, else yes, no or None.

What a test reads is read before it. The right side of `and` and `or` is read even where the left one settles the answer
if that asks nobody anything and cannot fail; else only when it is its turn.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.language import typed
from engine.language.compiling import syntax
from engine.language.compiling.flow import is_there, meaning, now, value
from engine.language.compiling.operand import Operand
from engine.language.compiling.syntax import assign, call, name, when
from engine.language.compiling.writer import Scope, Writer
from engine.model.frozen import replace

_YES: Mapping[str, type[ast.cmpop]] = {
    "==": ast.Eq,
    "!=": ast.NotEq,
    "<": ast.Lt,
    "<=": ast.LtE,
    ">": ast.Gt,
    ">=": ast.GtE,
}
_NO: Mapping[str, type[ast.cmpop]] = {
    "==": ast.NotEq,
    "!=": ast.Eq,
    "<": ast.GtE,
    "<=": ast.Gt,
    ">": ast.LtE,
    ">=": ast.Lt,
}


def holds(node: typed.Expression, wanted: bool, scope: Scope, writer: Writer) -> ast.expr:
    """The test whether a condition's answer is the one that is wanted; an absent answer is neither."""
    test = _TESTS.get(type(node), _plain)
    return test(node, wanted, scope, writer)


@meaning(typed.Presence, typed.Member)
def answer(node: typed.Expression, scope: Scope, writer: Writer) -> Operand:
    """A question's answer: True, False, or None."""
    if isinstance(node, typed.Presence):
        return Operand(writer.keep(holds(node, True, scope, writer), "answer"), absent=False, known=bool)
    if isinstance(node, typed.Unary):
        return _negated(value(node.operand, scope, writer), writer)
    if isinstance(node, typed.Member):
        return _membership(node, scope, writer)
    assert isinstance(node, typed.Binary)
    return _logical(node, scope, writer) if node.operator in ("and", "or") else _comparison(node, scope, writer)


# ---- tests


def _plain(node: typed.Expression, wanted: bool, scope: Scope, writer: Writer) -> ast.expr:
    found = value(node, scope, writer)
    if found.is_constant:
        return syntax.const(found.constant is wanted)
    if found.known is bool and not (found.unmanaged or found.later) and (wanted or not found.absent):
        return found.code if wanted else syntax.no(found.code)
    return syntax.same(found.code, syntax.const(wanted))


def _unary_test(node: typed.Unary, wanted: bool, scope: Scope, writer: Writer) -> ast.expr:
    if node.operator != "not":
        return _plain(node, wanted, scope, writer)
    return holds(node.operand, not wanted, scope, writer)


def _presence_test(node: typed.Presence, wanted: bool, scope: Scope, writer: Writer) -> ast.expr:
    there = is_there(value(node.operand, scope, writer), writer)
    return there if node.present is wanted else syntax.no(there)


def _binary_test(node: typed.Binary, wanted: bool, scope: Scope, writer: Writer) -> ast.expr:
    if node.operator in _YES:
        return _comparison_test(node, wanted, scope, writer)
    if node.operator not in ("and", "or") or not is_calm(node.right, scope, writer):
        return _plain(node, wanted, scope, writer)
    both = [holds(side, wanted, scope, writer) for side in (node.left, node.right)]
    return syntax.every(both) if (node.operator == "and") is wanted else syntax.some(both)


def _comparison_test(node: typed.Binary, wanted: bool, scope: Scope, writer: Writer) -> ast.expr:
    left, right = _both(node, scope, writer)
    sign = (_YES if wanted else _NO)[node.operator]()
    test = syntax.compare(left.code, sign, right.code)
    if isinstance(sign, ast.Eq) and not (left.stops and right.stops):
        return test  # what is not there equals nothing that is
    return syntax.every([*_presence([left, right], writer), test])


def _member_test(node: typed.Member, wanted: bool, scope: Scope, writer: Writer) -> ast.expr:
    options = _options(node)
    if options is None:
        return _plain(node, wanted, scope, writer)
    found = now(value(node.operand, scope, writer), writer)
    sign = ast.In() if wanted else ast.NotIn()
    test = syntax.compare(found.code, sign, writer.constant(options, "options"))
    return test if wanted else syntax.every([*_presence([found], writer), test])


_TESTS: Mapping[type, Callable[..., ast.expr]] = {
    typed.Unary: _unary_test,
    typed.Presence: _presence_test,
    typed.Binary: _binary_test,
    typed.Member: _member_test,
}


# ---- answers


def _negated(found: Operand, writer: Writer) -> Operand:
    test = syntax.no(found.code)
    if found.known is bool and not (found.unmanaged or found.later):
        test = syntax.choose(syntax.is_there(found.code), test, syntax.const(None)) if found.absent else test
    elif found.stops:
        test = syntax.choose(syntax.of_class(found.code, writer.constant(bool, "bool")), test, syntax.const(None))
    return Operand(writer.keep(test, "answer"), absent=found.stops, known=bool)


def _comparison(node: typed.Binary, scope: Scope, writer: Writer) -> Operand:
    left, right = _both(node, scope, writer)
    test = syntax.compare(left.code, _YES[node.operator](), right.code)
    there = _presence([left, right], writer)
    if there:
        test = syntax.choose(syntax.every(there), test, syntax.const(None))
    return Operand(writer.keep(test, "answer"), absent=bool(there), known=bool)


def _logical(node: typed.Binary, scope: Scope, writer: Writer) -> Operand:
    """A plain no settles `and`, a plain yes settles `or`; what else the right side gives counts with the left one."""
    if is_calm(node.right, scope, writer):
        both = [value(side, scope, writer) for side in (node.left, node.right)]
        if not any(one.stops or one.known is not bool for one in both):
            joined = (syntax.every if node.operator == "and" else syntax.some)([one.code for one in both])
            return Operand(writer.keep(joined, "answer"), absent=False, known=bool)
        return Operand(writer.keep(call(writer.runtime(node.operator + "_"), *[one.code for one in both])), known=bool)
    settles = syntax.const(node.operator == "or")
    made = writer.keep(_flag(value(node.left, scope, writer), writer), "answer")
    with writer.block() as inside:
        right = writer.keep(_flag(value(node.right, scope, writer), writer), "answer")
        counts = syntax.some([syntax.same(name(right), settles), syntax.is_none(name(right))])
        open_left = syntax.every([syntax.same(name(right), settles), syntax.is_none(name(made))])
        taken = [when(syntax.some([open_left, syntax.is_there(name(made))]), [assign(made, name(right))])]
        writer.put(when(counts, taken))
    writer.put(when(syntax.other(name(made), settles), inside))
    return Operand(made, known=bool)


def _flag(found: Operand, writer: Writer) -> ast.expr:
    """A condition's answer, None when it is none."""
    if not (found.unmanaged or found.later):
        return found.code
    return syntax.choose(syntax.of_class(found.code, writer.constant(bool, "bool")), found.code, syntax.const(None))


def _membership(node: typed.Member, scope: Scope, writer: Writer) -> Operand:
    options = _options(node)
    found = now(value(node.operand, scope, writer), writer)
    if options is None:
        among = syntax.tuple_of([value(option, scope, writer).code for option in node.options])
        return Operand(writer.keep(call(writer.runtime("member"), found.code, among), "answer"), known=bool)
    test = syntax.compare(found.code, ast.In(), writer.constant(options, "options"))
    there = _presence([found], writer)
    if there:
        test = syntax.choose(syntax.every(there), test, syntax.const(None))
    return Operand(writer.keep(test, "answer"), absent=bool(there), known=bool)


# ---- operands


def _both(node: typed.Binary, scope: Scope, writer: Writer) -> tuple[Operand, Operand]:
    left, right = value(node.left, scope, writer), value(node.right, scope, writer)
    left, right = now(left, writer), now(right, writer)
    return _of_one_class(left, right, writer), _of_one_class(right, left, writer)


def _of_one_class(found: Operand, other: Operand, writer: Writer) -> Operand:
    """A whole number that is written out, as a Decimal where the other one mostly is: comparing two costs a third."""
    if not (found.is_constant and type(found.constant) is int) or other.known is not None or other.fraction:
        return found
    literal = writer.constant(Decimal(found.constant), "literal")
    assert isinstance(literal, ast.Name)
    return replace(found, variable=literal.id, constant=None)


def _presence(found: list[Operand], writer: Writer) -> list[ast.expr]:
    return [is_there(one, writer) for one in found if one.stops]


def _options(node: typed.Member) -> tuple[object, ...] | None:
    """The options that are written out; None when one is not, or is an empty text, which is absent."""
    written = [option.value for option in node.options if isinstance(option, typed.Literal) and not option.type.absent]
    return tuple(written) if len(written) == len(node.options) else None


EVENTFUL = typed.Link | typed.Find | typed.Refuse | typed.Render


def is_calm(node: typed.Expression, scope: Scope, writer: Writer, answered: bool = False) -> bool:
    """Whether reading it before its turn changes nothing: it asks nobody, and no failure of it is left unanswered."""
    if isinstance(node, typed.LetRead):
        let = scope.lets[node.name]
        if let.variable in writer.known and let.operand is not None:
            return not let.may_be_held and (answered or not let.operand.missed)
        return is_calm(let.let.value, let.scope, writer, answered)
    if isinstance(node, EVENTFUL):
        return False
    if isinstance(node, typed.Otherwise):
        body = is_calm(node.body, scope, writer, True)
        return body and is_calm(node.fallback, scope, writer, answered)
    if isinstance(node, typed.Aggregate | typed.Listed):
        return _items_are_calm(node)
    calm = answered or not (node.type.fails or isinstance(node, typed.Within))  # which fails without saying so
    return calm and all(is_calm(child, scope, writer, answered) for child in typed.children(node))


def _items_are_calm(node: typed.Aggregate | typed.Listed) -> bool:
    """What is read of each item, where it reads nothing but the item and the record, and every step succeeds."""
    waiting: list[typed.Expression] = [node]
    while waiting:
        one = waiting.pop()
        if one.type.fails or isinstance(one, EVENTFUL | typed.Within | typed.LetRead):
            return False
        waiting.extend(typed.children(one))
    return True
