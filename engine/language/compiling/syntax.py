"""Short words for the pieces of Python that the compiler writes; a program is only ever written as a tree."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

Block = list[ast.stmt]


def name(identifier: str) -> ast.expr:
    """A variable that is read."""
    return ast.Name(identifier, ast.Load())


def const(value: Any) -> ast.expr:
    """A value that Python itself can write: text, int, bool, None."""
    return ast.Constant(value)


def call(function: ast.expr, *arguments: ast.expr) -> ast.expr:
    """A call by position."""
    return ast.Call(function, list(arguments), [])


def method(owner: ast.expr, called: str, *arguments: ast.expr) -> ast.expr:
    """A method's call."""
    return call(attribute(owner, called), *arguments)


def attribute(owner: ast.expr, read: str) -> ast.expr:
    """An attribute that is read."""
    return ast.Attribute(owner, read, ast.Load())


def assign(identifier: str, value: ast.expr) -> ast.stmt:
    """A variable that is set."""
    return ast.Assign([ast.Name(identifier, ast.Store())], value)


def drop(owner: str, key: str) -> ast.stmt:
    """A dict's member that is taken away."""
    return ast.Delete([ast.Subscript(name(owner), const(key), ast.Del())])


def set_item(owner: str, key: str, value: ast.expr) -> ast.stmt:
    """A dict's member that is set."""
    return ast.Assign([ast.Subscript(name(owner), const(key), ast.Store())], value)


def set_attribute(owner: str, named: str, value: ast.expr) -> ast.stmt:
    """An attribute that is set."""
    return ast.Assign([ast.Attribute(name(owner), named, ast.Store())], value)


def do(value: ast.expr) -> ast.stmt:
    """An expression for what it does."""
    return ast.Expr(value)


def when(test: ast.expr, body: Block, orelse: Block | None = None) -> ast.stmt:
    """A choice; neither branch need hold anything."""
    return ast.If(test, body or [ast.Pass()], orelse or [])


def choose(test: ast.expr, body: ast.expr, orelse: ast.expr) -> ast.expr:
    """A choice between two values."""
    return ast.IfExp(test, body, orelse)


def compare(left: ast.expr, sign: ast.cmpop, right: ast.expr) -> ast.expr:
    """Two values compared."""
    return ast.Compare(left, [sign], [right])


def between(low: ast.expr, value: ast.expr, high: ast.expr, sign: type[ast.cmpop] = ast.Lt) -> ast.expr:
    """A value compared with both its neighbours."""
    return ast.Compare(low, [sign(), sign()], [value, high])


def same(left: ast.expr, right: ast.expr) -> ast.expr:
    """Whether two are one object."""
    return compare(left, ast.Is(), right)


def other(left: ast.expr, right: ast.expr) -> ast.expr:
    """Whether two are not one object."""
    return compare(left, ast.IsNot(), right)


def is_none(value: ast.expr) -> ast.expr:
    """Whether a value is absent."""
    return same(value, const(None))


def is_there(value: ast.expr) -> ast.expr:
    """Whether a value is not absent."""
    return other(value, const(None))


def of_class(value: ast.expr, wanted: ast.expr) -> ast.expr:
    """Whether a value is of a class, and of no subclass."""
    return same(attribute(value, "__class__"), wanted)


def every(tests: Iterable[ast.expr]) -> ast.expr:
    """All of them; of none, yes."""
    return _joined(ast.And(), list(tests), True)


def some(tests: Iterable[ast.expr]) -> ast.expr:
    """One of them; of none, no."""
    return _joined(ast.Or(), list(tests), False)


def no(test: ast.expr) -> ast.expr:
    """The other answer."""
    return ast.UnaryOp(ast.Not(), test)


def for_each(item: str, source: ast.expr, body: Block, orelse: Block | None = None) -> ast.stmt:
    """A loop."""
    return ast.For(ast.Name(item, ast.Store()), source, body or [ast.Pass()], orelse or [])


def tuple_of(values: Iterable[ast.expr]) -> ast.expr:
    """A tuple."""
    return ast.Tuple(list(values), ast.Load())


def names(variables: ast.Tuple) -> list[str]:
    """The names of a tuple's variables."""
    return [one.id for one in variables.elts if isinstance(one, ast.Name)]


def dict_of(members: Iterable[tuple[str, ast.expr]]) -> ast.expr:
    """A dict."""
    listed = list(members)
    return ast.Dict([const(key) for key, _ in listed], [value for _, value in listed])


def function(identifier: str, parameters: Iterable[str], body: Block) -> ast.stmt:
    """A function."""
    arguments = ast.arguments([], [ast.arg(one) for one in parameters], None, [], [], None, [])
    return ast.FunctionDef(identifier, arguments, body, [])


def _joined(operator: ast.boolop, tests: list[ast.expr], of_none: bool) -> ast.expr:
    if not tests:
        return const(of_none)
    return tests[0] if len(tests) == 1 else ast.BoolOp(operator, tests)
