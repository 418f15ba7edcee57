"""Types of expressions: operators, branches, absence and failure; complaints where they do not fit.

`infer` resolves one syntax node into a typed one. What was complained about gets the type UNKNOWN and stays silent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.language import ast, typed
from engine.language.checking import calls, complaints, inference
from engine.language.checking.fixing import else_behind
from engine.language.checking.narrowing import Facts, facts
from engine.language.checking.paths import let_value, read, read_list, read_record
from engine.language.checking.scope import Scope, find_let, owner
from engine.language.checking.view import Failure, Position, View, unresolved
from engine.language.exact import EXACT
from engine.model import types
from engine.model.frozen import replace
from engine.model.types import Kind, Type

_ORDERED = (Kind.NUMBER, Kind.DATE, Kind.DATETIME, Kind.TEXT)
_LOGICAL = ("and", "or")
_ARITHMETIC = ("+", "-", "*", "/")
_EQUALITY = ("==", "!=")


def infer(expression: ast.Expression, view: View) -> typed.Expression:
    """The typed form of an expression where it stands."""
    return _FORMS[type(expression)](expression, view)


def condition(expression: ast.Expression, view: View) -> typed.Expression:
    """An expression that must be yes or no."""
    value = infer(expression, replace(view.inner(), position=_in_condition(view.position)))
    if value.type.kind not in (Kind.FLAG, Kind.UNKNOWN):
        view.complain(complaints.no_condition(value.type, expression.span))
        return replace(value, type=types.UNKNOWN)
    return value


def guarded(value: typed.Expression, view: View) -> Facts:
    """What a condition proves about presence, seen through lets that give it a name."""

    def behind(name: str) -> typed.Expression | None:
        entry = find_let(view.scope, name)
        return None if entry is None or entry.open else let_value(entry, infer)

    return facts(value, behind)


def message(text: ast.Text, view: View) -> typed.Text:
    """A text that is told; an absent hole prints `(none)`, so that the message itself is never absent."""
    inside = replace(view.inner(), position=Position.MESSAGE)
    parts = tuple(part if isinstance(part, str) else _hole(part, inside) for part in text.parts)
    return typed.Text(parts, types.text(), text.span)


def _hole(part: ast.Expression, inside: View) -> typed.Expression:
    alone = replace(inside.inner(), failures=[])
    value = infer(part, alone)
    complain_unhandled(part, alone)
    return value


def complain_unhandled(expression: ast.Expression, view: View) -> None:
    """Complain about every failing step of an expression that met no `else` in this view."""
    for failure in view.failures:
        if failure.demanding:
            view.complain(complaints.unhandled(failure, else_behind(failure, expression, view)))


def _in_condition(position: Position) -> Position:
    return position if position is Position.MESSAGE else Position.CONDITION


def _literal(node: ast.Literal, view: View) -> typed.Expression:
    return typed.Literal(node.value, inference.constant(node.value), node.span)


def _text(node: ast.Text, view: View) -> typed.Expression:
    if all(isinstance(part, str) for part in node.parts):
        value = "".join(str(part) for part in node.parts)
        return typed.Literal(value, inference.constant(value), node.span)
    parts = tuple(part if isinstance(part, str) else infer(part, view.inner()) for part in node.parts)
    pieces = (part if isinstance(part, str) else part.type for part in parts)
    return typed.Text(parts, inference.composed(pieces), node.span)


def _path(node: ast.Path, view: View) -> typed.Expression:
    return read(node, view, infer)


def _call(node: ast.Call, view: View) -> typed.Expression:
    return calls.call(node, None, view, infer)


def _step(node: ast.Step, view: View) -> typed.Expression:
    source = infer(node.source, view.inner())
    return calls.call(node.call, source, view, infer)


def _otherwise(node: ast.Otherwise, view: View) -> typed.Expression:
    mark = view.mark()
    inside = replace(view, failures=[], word=False)
    body = infer(node.body, inside)
    if not inside.failures and view.mark() == mark and body.type.kind is not Kind.UNKNOWN:
        view.complain(complaints.needless_else(node.body.span, node.fallback.span))
    fallback = infer(node.fallback, view.branch())
    joined = _joined(body.type.failing(False), fallback.type, node.span, view)
    return typed.Otherwise(body, fallback, joined, node.span)


def _coalesce(node: ast.Coalesce, view: View) -> typed.Expression:
    mark = view.mark()
    left = infer(node.left, replace(view, word=False))
    if not left.type.absent and view.mark() == mark and left.type.kind is not Kind.UNKNOWN:
        view.complain(complaints.needless_default(node.left.span, node.right.span))
    right = infer(node.right, view.branch())
    joined = _joined(left.type.present(), right.type, node.span, view)
    return typed.Coalesce(left, right, joined, node.span)


def _conditional(node: ast.Conditional, view: View) -> typed.Expression:
    test = condition(node.condition, view)
    shown = guarded(test, view)
    body = infer(node.body, view.branch(shown.yes))
    fallback = infer(node.fallback, view.branch(shown.not_yes))
    joined = _joined(body.type, fallback.type, node.span, view)
    type_ = replace(joined, fails=joined.fails or test.type.fails)
    return typed.Conditional(test, body, fallback, type_, node.span)


def _joined(first: Type, second: Type, span: Any, view: View) -> Type:
    """The common type of two branches. Where a rule gives them on, each is held against the target by itself."""
    joined = inference.join(first, second)
    if joined is not None:
        return joined
    if not view.tail:
        view.complain(complaints.branches_differ(first, second, span))
    return replace(types.UNKNOWN, absent=first.absent or second.absent, fails=first.fails or second.fails)


def _unary(node: ast.Unary, view: View) -> typed.Expression:
    if node.operator == "not":
        operand = condition(node.operand, view)
        return typed.Unary("not", operand, inference.flow(types.FLAG, operand.type), node.span)
    operand = infer(node.operand, view.inner())
    if isinstance(operand, typed.Literal) and operand.type.kind is Kind.NUMBER:
        # A plain minus would round a long Decimal to Python's own 28 digits.
        value = EXACT.minus(operand.value) if isinstance(operand.value, Decimal) else -_whole(operand)
        return typed.Literal(value, operand.type, node.span)
    if operand.type.kind not in (Kind.NUMBER, Kind.UNKNOWN):
        view.complain(complaints.no_number(operand.type, node.operand.span))
        return unresolved(node.span)
    return typed.Unary("-", operand, operand.type, node.span)


def _whole(literal: typed.Literal) -> int:
    assert isinstance(literal.value, int)
    return literal.value


def _binary(node: ast.Binary, view: View) -> typed.Expression:
    if node.operator in _LOGICAL:
        return _logical(node, view)
    left, right = infer(node.left, view.inner()), infer(node.right, view.inner())
    if Kind.UNKNOWN in (left.type.kind, right.type.kind):
        flag = types.UNKNOWN if node.operator in _ARITHMETIC else types.FLAG
        return typed.Binary(node.operator, left, right, inference.flow(flag, left.type, right.type), node.span)
    if node.operator in _ARITHMETIC:
        return _arithmetic(node, left, right, view)
    _compare(node, left, right, view)
    return typed.Binary(node.operator, left, right, inference.flow(types.FLAG, left.type, right.type), node.span)


def _logical(node: ast.Binary, view: View) -> typed.Expression:
    left = condition(node.left, view)
    shown = guarded(left, view)
    places = shown.not_no if node.operator == "and" else shown.not_yes
    right = condition(node.right, replace(view, present=view.present | places))
    return typed.Binary(node.operator, left, right, inference.flow(types.FLAG, left.type, right.type), node.span)


def _arithmetic(node: ast.Binary, left: typed.Expression, right: typed.Expression, view: View) -> typed.Expression:
    type_ = inference.calculated(node.operator, left.type, right.type)
    if type_ is None:
        view.complain(
            complaints.no_arithmetic(
                node.operator, left.type, right.type, node.operator_span, node.left.span, node.right.span
            )
        )
        return unresolved(node.span)
    if node.operator == "/":
        _complain_division(node, right, view)
    return typed.Binary(node.operator, left, right, type_, node.span)


def _complain_division(node: ast.Binary, right: typed.Expression, view: View) -> None:
    """By a written 0 never; by what may be 0, an `else` may answer it, and need not."""
    if not isinstance(right, typed.Literal):
        view.failures.append(Failure(node.span, "", right, view.position, demanding=False))
    elif not right.value:
        view.complain(complaints.division_by_zero(node.right.span))


def _compare(node: ast.Binary, left: typed.Expression, right: typed.Expression, view: View) -> None:
    kinds_fit = left.type.kind is right.type.kind and left.type.entity == right.type.entity
    takes_order = left.type.kind in _ORDERED or node.operator in _EQUALITY
    if not (kinds_fit and takes_order):
        view.complain(complaints.no_comparison(left.type, right.type, node))
        return
    _complain_choice(left, right, view)
    _complain_choice(right, left, view)


def _complain_choice(value: typed.Expression, other: typed.Expression, view: View) -> None:
    """A text that is written out and that the other side can never be."""
    if not isinstance(value, typed.Literal) or not isinstance(value.value, str):
        return
    if not value.value:
        view.complain(complaints.compared_with_empty(value.span))
        return
    choices = None if isinstance(other, typed.Literal) else other.type.choices
    if choices is not None and value.value not in choices:
        view.complain(complaints.never_this_choice(value.value, choices, value.span))


def _presence(node: ast.Presence, view: View) -> typed.Expression:
    whole = read_record(node.operand, view) if isinstance(node.operand, ast.Path) else None
    mark = view.mark()
    operand = whole if whole is not None else infer(node.operand, view.inner())
    if not operand.type.absent and view.mark() == mark and operand.type.kind is not Kind.UNKNOWN:
        view.complain(complaints.always_present(node.present, node.operand.span))
    return typed.Presence(operand, node.present, types.FLAG.failing(operand.type.fails), node.span)


def _member(node: ast.Member, view: View) -> typed.Expression:
    operand = infer(node.operand, view.inner())
    options = tuple(infer(option, view.inner()) for option in node.options)
    for option in options:
        known = Kind.UNKNOWN not in (operand.type.kind, option.type.kind)
        if known and (operand.type.kind, operand.type.entity) != (option.type.kind, option.type.entity):
            view.complain(complaints.option_of_another_kind(operand.type, option.type, node.operand.span, option.span))
        elif known:
            _complain_choice(option, operand, view)
    type_ = inference.flow(types.FLAG, operand.type, *(option.type for option in options))
    return typed.Member(operand, options, type_, node.span)


def _within(node: ast.Within, view: View) -> typed.Expression:
    operand = infer(node.operand, view.inner())
    name = node.series.text
    if name not in view.subject.series:
        view.complain(complaints.unknown_series(name, view.subject.series, node.series.span))
    if operand.type.kind is Kind.UNKNOWN:
        return typed.Within(operand, name, operand.type, node.span)
    if operand.type.kind is not Kind.NUMBER or operand.type.scale != 0:
        view.complain(complaints.no_whole_number(operand.type, node.operand.span))
        return unresolved(node.span)
    view.failures.append(Failure(node.span, "", operand, view.position, demanding=False))
    return typed.Within(operand, name, operand.type, node.span)


def _aggregate(node: ast.Aggregate, view: View) -> typed.Expression:
    source, item = read_list(node.source, view)
    taken = owner(view.scope, node.item.text)
    if taken is not None:
        view.complain(complaints.taken_name("item", node.item.text, taken, node.item.span))
    inside = replace(view.inner(), scope=Scope(view.scope.record, view.scope, {node.item.text: item}))
    test = None if node.condition is None else condition(node.condition, inside)
    if test is not None:
        inside = replace(inside, present=inside.present | guarded(test, inside).yes)
    body = None if node.body is None else infer(node.body, inside)
    type_ = _aggregated(node, body, view)
    if source is None:
        return unresolved(node.span)
    fails = any(part.type.fails for part in (test, body) if part is not None)
    return typed.Aggregate(node.function.text, node.item.text, source, test, body, type_.failing(fails), node.span)


def _aggregated(node: ast.Aggregate, body: typed.Expression | None, view: View) -> Type:
    name = node.function.text
    if name == "count":
        return types.number(0)
    kinds = complaints.AGGREGATES.get(name)
    if kinds is None:
        view.complain(complaints.unknown_aggregate(name, node.function.span))
        return types.UNKNOWN
    if body is None:
        view.complain(complaints.aggregate_without_body(name, node.item.text, node.span))
        return types.UNKNOWN
    if body.type.kind is Kind.UNKNOWN:
        return types.UNKNOWN
    if body.type.kind not in kinds:
        view.complain(complaints.wrong_aggregate(name, body.type, body.span))
        return types.UNKNOWN
    return body.type if name == "sum" else body.type.optional()


def _list_literal(node: ast.ListLiteral, view: View) -> typed.Expression:
    view.complain(complaints.list_as_value(node.span))
    return unresolved(node.span)


def _nothing(node: ast.Nothing, view: View) -> typed.Expression:
    if not view.word:
        view.complain(complaints.misplaced_word("nothing", node.span))
    elif view.position not in (Position.RULE, Position.REQUIRED):
        view.complain(complaints.nothing_to_fill(view.position, node.span))
    # Inside a rule's value it flows on as itself; like an absent value it leaves what comes of it without one.
    return typed.Nothing(inference.NO_VALUE if view.tail else inference.EMPTY, node.span)


def _empty(node: ast.Empty, view: View) -> typed.Expression:
    # A rule that is `empty` and no more always clears its field; that is all it could mean.
    if not (view.word or view.tail):
        view.complain(complaints.misplaced_word("empty", node.span))
    return typed.Empty(inference.EMPTY, node.span)


def _refuse(node: ast.Refuse, view: View) -> typed.Expression:
    if not view.word:
        view.complain(complaints.misplaced_word("refuse", node.span))
    told = None if node.message is None else message(node.message, view)
    return typed.Refuse(told, inference.NO_VALUE, node.span)


_FORMS: Mapping[type, Callable[[Any, View], typed.Expression]] = {
    ast.Literal: _literal,
    ast.Text: _text,
    ast.Path: _path,
    ast.Call: _call,
    ast.Step: _step,
    ast.Otherwise: _otherwise,
    ast.Coalesce: _coalesce,
    ast.Conditional: _conditional,
    ast.Unary: _unary,
    ast.Binary: _binary,
    ast.Presence: _presence,
    ast.Member: _member,
    ast.Within: _within,
    ast.Aggregate: _aggregate,
    ast.ListLiteral: _list_literal,
    ast.Nothing: _nothing,
    ast.Empty: _empty,
    ast.Refuse: _refuse,
}
