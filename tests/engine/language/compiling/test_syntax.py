"""The pieces of Python that the compiler writes."""

from __future__ import annotations

import ast

import pytest

from engine.language.compiling import syntax
from engine.language.compiling.syntax import const, name


@pytest.mark.parametrize(
    ("made", "written"),
    [
        (syntax.call(name("f"), name("x"), const(1)), "f(x, 1)"),
        (syntax.method(name("x"), "lower"), "x.lower()"),
        (syntax.choose(name("a"), name("b"), const(None)), "b if a else None"),
        (syntax.between(const(1), name("x"), const(5)), "1 < x < 5"),
        (syntax.same(name("x"), const(True)), "x is True"),
        (syntax.other(name("x"), const(None)), "x is not None"),
        (syntax.is_none(name("x")), "x is None"),
        (syntax.of_class(name("x"), name("str")), "x.__class__ is str"),
        (syntax.every([]), "True"),
        (syntax.every([name("a")]), "a"),
        (syntax.every([name("a"), name("b")]), "a and b"),
        (syntax.some([]), "False"),
        (syntax.some([name("a"), name("b")]), "a or b"),
        (syntax.no(name("a")), "not a"),
        (syntax.tuple_of([name("a")]), "(a,)"),
        (syntax.dict_of([("it's", name("a"))]), '{"it\'s": a}'),
        (const("'\"\n{}"), repr("'\"\n{}")),
    ],
)
def test_an_expression(made: ast.expr, written: str) -> None:
    assert ast.unparse(made) == written


@pytest.mark.parametrize(
    ("made", "written"),
    [
        (syntax.assign("x", const(1)), "x = 1"),
        (syntax.drop("x", "a"), "del x['a']"),
        (syntax.do(name("x")), "x"),
        (syntax.when(name("x"), []), "if x:\n    pass"),
        (syntax.when(name("x"), [syntax.do(name("a"))], [syntax.do(name("b"))]), "if x:\n    a\nelse:\n    b"),
        (syntax.for_each("x", name("xs"), []), "for x in xs:\n    pass"),
        (syntax.function("f", ("a", "b"), [ast.Return(name("a"))]), "def f(a, b):\n    return a"),
    ],
)
def test_a_statement(made: ast.stmt, written: str) -> None:
    assert ast.unparse(ast.fix_missing_locations(ast.Module([made], []))) == written
