"""From a template's text to its outline: what it says in the language's own syntax, and what it may not say.

Jinja parses; what a template may hold is listed here, and all else is refused before anything runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NoReturn, cast

from jinja2 import TemplateSyntaxError, nodes

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText, Span
from engine.language import ast
from engine.language.functions.registry import FUNCTIONS
from engine.language.templating import complaints
from engine.language.templating.layout import laid_out
from engine.language.templating.outline import Choice, Loop, Part, Shown, Words
from engine.language.templating.places import Places, line_of
from engine.language.templating.sandbox import ABSENT_TESTS, DEFAULT_FILTERS, PRESENT_TESTS, environment
from engine.model.frozen import frozen

NESTING_MAX = 40  # pieces within pieces
LOOPS_MAX = 5  # lists within lists; Python itself ends at 20
_DIGITS_MAX = 15  # a float keeps so many; the language's own numbers keep all


@frozen
class Outline:
    """What a template says, without the pieces that it may not say; None when it cannot be read at all."""

    parts: tuple[Part, ...] | None
    diagnostics: tuple[Diagnostic, ...]


@lru_cache(maxsize=64)
def outline(source: SourceText) -> Outline:
    """Read a template. Never raises for what it may hold: D503, D504, S113."""
    text = laid_out(source.text)
    try:
        tree = environment().parse(text)
    except TemplateSyntaxError as failure:
        place = line_of(source, failure.lineno)
        return Outline(None, (complaints.not_a_template(failure.message or "", place),))
    except RecursionError:
        return Outline(None, (complaints.too_deep(source.whole()),))
    deep = _too_deep(tree)
    if deep is not None:
        return Outline(None, (complaints.too_deep(line_of(source, deep)),))
    places = Places(source)
    places.learn(text, environment().lex(text))
    reading = _Reading(places, [], _assigned(tree))
    return Outline(reading.parts(tree.body), tuple(reading.diagnostics))


def _too_deep(tree: nodes.Template) -> int | None:
    """The line where nesting goes too far, told without recursion."""
    level: list[tuple[nodes.Node, int]] = [(tree, 0)]
    for _ in range(NESTING_MAX):
        level = [
            (child, loops + isinstance(child, nodes.For)) for node, loops in level for child in node.iter_child_nodes()
        ]
        deep = next((node for node, loops in level if loops > LOOPS_MAX), None)
        if deep is not None:
            return deep.lineno
        if not level:
            return None
    return level[0][0].lineno if level else None


def _assigned(tree: nodes.Template) -> frozenset[str]:
    """The names that blocks give which a template may not have: that the block is refused says enough."""
    stored = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    items = {loop.target.name for loop in tree.find_all(nodes.For) if isinstance(loop.target, nodes.Name)}
    return frozenset(stored - items)


class _Refused(Exception):
    """This piece says what a template may not say; that is among the diagnostics."""


@frozen
class _Reading:
    """A template while it is read."""

    places: Places
    diagnostics: list[Diagnostic]
    assigned: frozenset[str]

    # ---- parts

    def parts(self, found: Iterable[nodes.Node]) -> tuple[Part, ...]:
        """The parts of a body; of those that may not be said, only complaints."""
        made: list[Part] = []
        for node in found:
            for piece in node.nodes if isinstance(node, nodes.Output) else (node,):
                try:
                    made.append(self._part(piece))
                except _Refused:
                    continue
        return tuple(made)

    def _part(self, node: nodes.Node) -> Part:
        if isinstance(node, nodes.TemplateData):
            return Words(node.data)
        if isinstance(node, nodes.If):
            return self._choice(node)
        if isinstance(node, nodes.For):
            return self._loop(node)
        if isinstance(node, nodes.Expr):
            return Shown(self.expression(node))
        tag = _TAGS.get(type(node), type(node).__name__.lower())
        line = next((inner.lineno for inner in (node, *node.find_all(nodes.Node)) if inner.lineno), 1)
        raise self.refused(complaints.no_block(tag, self.places.take(line, tag)))

    def _choice(self, node: nodes.If) -> Choice:
        condition = self.expression(node.test)
        body = self.parts(node.body)
        if not node.elif_:
            return Choice(condition, body, self.parts(node.else_))
        first, rest = node.elif_[0], node.elif_[1:]
        following = nodes.If(first.test, first.body, rest, node.else_, lineno=first.lineno)
        return Choice(condition, body, self.parts([following]))

    def _loop(self, node: nodes.For) -> Loop:
        if node.recursive or not isinstance(node.target, nodes.Name):
            raise self.refused(complaints.no_list(self.places.line(node.lineno)))
        item = ast.Name(node.target.name, self.places.take(node.target.lineno, node.target.name))
        source = self.expression(node.iter)
        if not isinstance(source, ast.Path):
            raise self.refused(complaints.no_list(source.span))
        condition = None if node.test is None else self.expression(node.test)
        return Loop(item, source, condition, self.parts(node.body), self.parts(node.else_))

    # ---- expressions

    def expression(self, node: nodes.Node) -> ast.Expression:
        """An expression in the language's syntax. Raises _Refused."""
        form = _FORMS.get(type(node))
        if form is None:
            raise self.refused(complaints.no_such_form(self.places.line(node.lineno)))
        return form(self, node)

    def refused(self, diagnostic: Diagnostic) -> _Refused:
        """Complain; raise what comes, to go on behind this piece."""
        self.diagnostics.append(diagnostic)
        return _Refused()


def _name(reading: _Reading, node: nodes.Name) -> ast.Expression:
    span = reading.places.take(node.lineno, node.name)
    if node.name in reading.assigned:
        raise _Refused
    if node.name == "self":  # Jinja's own, whatever the record has
        raise reading.refused(complaints.no_such_form(span))
    return ast.Path((ast.Name(node.name, span),), span)


def _attribute(reading: _Reading, node: nodes.Getattr) -> ast.Expression:
    holder = reading.expression(node.node)
    if not isinstance(holder, ast.Path):
        raise reading.refused(complaints.no_such_form(reading.places.take(node.lineno, node.attr)))
    name = ast.Name(node.attr, reading.places.take(node.lineno, node.attr))
    span = holder.span.to(name.span) if name.span.line == holder.span.line else holder.span
    return ast.Path((*holder.names, name), span)


def _constant(reading: _Reading, node: nodes.Const) -> ast.Expression:
    value, places = node.value, reading.places
    if isinstance(value, str):
        return ast.Text((value,) if value else (), places.take(node.lineno, f'"{value}"', f"'{value}'"))
    if value is None:
        raise reading.refused(complaints.no_such_form(places.take(node.lineno, "none")))
    span = places.take(node.lineno, repr(value))
    if isinstance(value, float):
        number = Decimal(repr(value))
        if not number.is_finite() or len(number.as_tuple().digits) > _DIGITS_MAX:
            raise reading.refused(complaints.too_many_digits(span))
        return ast.Literal(number, span)
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > _BITS_MAX:
        raise reading.refused(complaints.too_many_digits(reading.places.line(node.lineno)))
    return ast.Literal(value, span)


_BITS_MAX = 1000


def _filter(reading: _Reading, node: nodes.Filter) -> ast.Expression:
    span = reading.places.line(node.lineno)
    if node.node is None or node.dyn_args is not None or node.dyn_kwargs is not None:
        raise reading.refused(complaints.no_such_form(span))
    value = reading.expression(node.node)
    name = ast.Name(node.name, reading.places.take(node.lineno, node.name))
    if node.name in DEFAULT_FILTERS:
        if len(node.args) != 1 or node.kwargs:
            raise reading.refused(complaints.incomplete_default(name.span))
        return ast.Coalesce(value, reading.expression(node.args[0]), name.span)
    given = [ast.Argument(None, _argument(reading, node.name, at, one)) for at, one in enumerate(node.args, 1)]
    for pair in cast("list[nodes.Keyword]", node.kwargs):  # Jinja's own type says another kind of pair
        key = ast.Name(pair.key, reading.places.take(pair.lineno, pair.key))
        given.append(ast.Argument(key, _argument(reading, node.name, pair.key, pair.value)))
    return ast.Step(value, ast.Call(name, tuple(given), name.span), name.span)


def _argument(reading: _Reading, function: str, which: int | str, node: nodes.Expr) -> ast.Expression:
    """An argument; a word of the function, which Jinja has in quotes, is a bare word in the language."""
    value = reading.expression(node)
    known = FUNCTIONS.get(function)
    if known is None or not isinstance(value, ast.Text) or len(value.parts) != 1:
        return value
    parameters = {p.name: p for p in known.parameters[1:]}
    parameter = parameters.get(which) if isinstance(which, str) else dict(enumerate(known.parameters)).get(which)
    word = str(value.parts[0])
    if parameter is None or word not in parameter.words:
        return value
    return ast.Path((ast.Name(word, value.span),), value.span)


def _test(reading: _Reading, node: nodes.Test) -> ast.Expression:
    if node.name not in (*PRESENT_TESTS, *ABSENT_TESTS) or node.args or node.kwargs:
        raise reading.refused(complaints.no_such_test(node.name, reading.places.take(node.lineno, node.name)))
    operand = reading.expression(node.node)
    return ast.Presence(operand, node.name in PRESENT_TESTS, operand.span)


def _comparison(reading: _Reading, node: nodes.Compare) -> ast.Expression:
    left = reading.expression(node.expr)
    operand = node.ops[0]
    if len(node.ops) != 1:
        raise reading.refused(complaints.no_such_form(left.span))
    if operand.op in ("in", "notin"):
        return _membership(reading, left, operand)
    sign = _COMPARISONS[operand.op]
    place = reading.places.take(node.lineno, sign)
    right = reading.expression(operand.expr)
    return ast.Binary(sign, left, right, _over(left, right), place)


def _membership(reading: _Reading, left: ast.Expression, operand: nodes.Operand) -> ast.Expression:
    if not isinstance(operand.expr, nodes.Tuple | nodes.List) or not operand.expr.items:
        raise reading.refused(complaints.no_such_form(left.span))
    options = tuple(reading.expression(option) for option in operand.expr.items)
    found = ast.Member(left, options, _over(left, options[-1]))
    return found if operand.op == "in" else ast.Unary("not", found, found.span)


def _calculation(reading: _Reading, node: nodes.BinExpr) -> ast.Expression:
    left = reading.expression(node.left)
    place = reading.places.take(node.lineno, node.operator)
    right = reading.expression(node.right)
    return ast.Binary(node.operator, left, right, _over(left, right), place)


def _negation(reading: _Reading, node: nodes.Not | nodes.Neg) -> ast.Expression:
    operand = reading.expression(node.node)
    return ast.Unary("not" if isinstance(node, nodes.Not) else "-", operand, operand.span)


def _joining(reading: _Reading, node: nodes.Concat) -> ast.Expression:
    parts = [reading.expression(part) for part in node.nodes]
    pieces: list[str | ast.Expression] = []
    for part in parts:
        pieces.extend(part.parts if isinstance(part, ast.Text) else (part,))
    return ast.Text(tuple(pieces), _over(parts[0], parts[-1]))


def _either(reading: _Reading, node: nodes.CondExpr) -> ast.Expression:
    body = reading.expression(node.expr1)
    condition = reading.expression(node.test)
    if node.expr2 is None:
        raise reading.refused(complaints.choice_without_else(body.span))
    return ast.Conditional(condition, body, reading.expression(node.expr2), body.span)


def _call(reading: _Reading, node: nodes.Call) -> NoReturn:
    name = node.node.name if isinstance(node.node, nodes.Name) else getattr(node.node, "attr", "")
    raise reading.refused(complaints.no_call(reading.places.take(node.lineno, name)))


def _over(left: ast.Expression, right: ast.Expression) -> Span:
    return left.span.to(right.span) if left.span.line <= right.span.line else left.span


_COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}
_TAGS: Mapping[type[nodes.Node], str] = {
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.FromImport: "from",
    nodes.Scope: "autoescape",
}
_FORMS: Mapping[type[nodes.Node], Callable[[_Reading, Any], ast.Expression]] = {
    nodes.Name: _name,
    nodes.Getattr: _attribute,
    nodes.Const: _constant,
    nodes.Filter: _filter,
    nodes.Test: _test,
    nodes.Compare: _comparison,
    nodes.And: lambda reading, node: _logical(reading, node, "and"),
    nodes.Or: lambda reading, node: _logical(reading, node, "or"),
    nodes.Not: _negation,
    nodes.Neg: _negation,
    nodes.Add: _calculation,
    nodes.Sub: _calculation,
    nodes.Mul: _calculation,
    nodes.Div: _calculation,
    nodes.Concat: _joining,
    nodes.CondExpr: _either,
    nodes.Call: _call,
}


def _logical(reading: _Reading, node: nodes.And | nodes.Or, operator: str) -> ast.Expression:
    left = reading.expression(node.left)
    place = reading.places.take(node.lineno, operator)
    right = reading.expression(node.right)
    return ast.Binary(operator, left, right, _over(left, right), place)
