"""Calls of functions: which argument goes to which parameter, and what type comes of it.

`link`, `find` and `table` ask the target or the mapping and stand in `lookups`, `render` in `templates`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.diagnostics.source import Span
from engine.language import ast, typed
from engine.language.checking import complaints, inference, lookups, templates
from engine.language.checking.view import Failure, Infer, View, unresolved
from engine.language.functions.registry import FUNCTIONS, Function, Parameter, result_type
from engine.model import types
from engine.model.frozen import replace
from engine.model.types import Kind, Type


def call(node: ast.Call, piped: typed.Expression | None, view: View, infer: Infer) -> typed.Expression:
    """A function, or one of the forms that look like one. `piped` is the value left of the pipe."""
    name = node.function.text
    form = FORMS.get(name)
    if form is not None:
        return form(node, piped, view, infer)
    function = FUNCTIONS.get(name)
    if function is None:
        view.complain(complaints.unknown_function(node.function, sorted(FUNCTIONS), view.subject.tables))
        _look_over(node, view, infer)
        return unresolved(node.span)
    return _apply(function, node, piped, view, infer)


def _look_over(node: ast.Call, view: View, infer: Infer) -> None:
    """Find the mistakes inside the arguments of a function that nobody knows; bare words may mean anything."""
    for argument in node.arguments:
        if not isinstance(argument.value, ast.Path | ast.ListLiteral):
            infer(argument.value, view.inner())


def _apply(
    function: Function, node: ast.Call, piped: typed.Expression | None, view: View, infer: Infer
) -> typed.Expression:
    mark = view.mark()
    bound = _bind(function, node, piped is not None, view)
    arguments = [
        _argument(function, parameter, bound.get(parameter.name), view, infer) for parameter in function.parameters
    ]
    if piped is not None:
        _check_kind(function, function.parameters[0], piped, view)
        arguments[0] = piped
    given = [a for p, a in zip(function.parameters, arguments, strict=True) if a and (p.name in bound or a is piped)]
    if function.fails:
        note = complaints.step_note(function)
        view.failures.append(Failure(node.span, note, piped or (given[0] if given else None), view.position))
    sure = view.mark() == mark and all(a.type.kind is not Kind.UNKNOWN for a in given)
    result = _result(function, arguments, given) if sure else types.UNKNOWN
    type_ = inference.flow(result.failing(function.fails), *(a.type for a in given))
    return typed.Call(function, tuple(arguments), type_, node.span)


def _result(function: Function, arguments: list[typed.Expression | None], given: list[typed.Expression]) -> Type:
    seen = tuple(
        inference.without_choices(a.type.present()) if a is not None and any(a is g for g in given) else None
        for a in arguments
    )
    return result_type(function, seen, tuple(_constant(a) for a in arguments))


def _constant(argument: typed.Expression | None) -> Any:
    return argument.value if isinstance(argument, typed.Literal) else None


def _bind(function: Function, node: ast.Call, is_piped: bool, view: View) -> dict[str, ast.Expression]:
    """The arguments by parameter; complains about those that fit none, and about parameters left without."""
    mark = view.mark()
    free = list(function.parameters[1:] if is_piped else function.parameters)
    bound: dict[str, ast.Expression] = {}
    for argument in node.arguments:
        parameter = _parameter_for(argument, free)
        if parameter is None:
            view.complain(complaints.unknown_argument(function, argument, is_piped))
            continue
        free.remove(parameter)
        bound[parameter.name] = argument.value
    for parameter in free:
        if parameter.required and view.mark() == mark:  # else the one that is missing was most likely misspelt
            view.complain(complaints.missing_argument(function, parameter, node.span, is_piped))
    return bound


def _parameter_for(argument: ast.Argument, free: list[Parameter]) -> Parameter | None:
    if argument.name is None:
        return free[0] if free else None
    return next((p for p in free if p.name == argument.name.text), None)


def _argument(
    function: Function, parameter: Parameter, value: ast.Expression | None, view: View, infer: Infer
) -> typed.Expression | None:
    if value is None:
        return _default(parameter, view)
    word = _word(value)
    if parameter.words and word is not None:
        if word in parameter.words:
            return typed.Literal(word, inference.constant(word), value.span)
        if not parameter.kinds:
            view.complain(complaints.unknown_word(function, parameter, word, value.span))
            return unresolved(value.span)
    elif parameter.words and not parameter.kinds:
        view.complain(complaints.unknown_word(function, parameter, None, value.span))
        return unresolved(value.span)
    argument = infer(value, view.inner())
    _check_kind(function, parameter, argument, view)
    _check_constant(function, parameter, argument, view)
    return argument if parameter is function.parameters[0] else _as_written(argument)


def _as_written(argument: typed.Expression) -> typed.Expression:
    """An argument behind the first one. A text written out there is itself though it is empty: `replace("-", "")`."""
    if not isinstance(argument, typed.Literal):
        return argument
    return replace(argument, type=argument.type.present())


def _word(value: ast.Expression) -> str | None:
    return value.names[0].text if isinstance(value, ast.Path) and len(value.names) == 1 else None


def _default(parameter: Parameter, view: View) -> typed.Expression | None:
    if parameter.default is None:
        return None
    return typed.Literal(parameter.default, inference.constant(parameter.default), _nowhere(view))


def _nowhere(view: View) -> Span:
    """A default was written by nobody; should it ever be shown, the mapping's name is shown."""
    return view.subject.span


def _check_kind(function: Function, parameter: Parameter, argument: typed.Expression, view: View) -> None:
    kind = argument.type.kind
    if kind is not Kind.UNKNOWN and parameter.kinds and kind not in parameter.kinds:
        view.complain(complaints.wrong_argument(function, parameter, argument))


def _check_constant(function: Function, parameter: Parameter, argument: typed.Expression, view: View) -> None:
    if argument.type.kind is Kind.UNKNOWN:
        return
    value = _constant(argument)
    if value is None:
        if parameter.constant:
            view.complain(complaints.no_constant(function, parameter, argument.span))
        return
    objection = parameter.objection(value) if parameter.objection and _fits(parameter, value) else None
    if objection is not None:
        view.complain(complaints.objected_argument(function, parameter, objection, argument.span))


def _fits(parameter: Parameter, value: Any) -> bool:
    """Whether a value is of a kind that the parameter takes; of others it has no opinion."""
    if isinstance(value, bool):
        return Kind.FLAG in parameter.kinds
    if isinstance(value, int | Decimal):
        return Kind.NUMBER in parameter.kinds
    return Kind.TEXT in parameter.kinds or bool(parameter.words) if isinstance(value, str) else True


FORMS = {**lookups.FORMS, "render": templates.render}
