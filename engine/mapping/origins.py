"""Where the parts of a merged mapping come from: what each one of an overlay took the place of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from engine.diagnostics.source import Span
from engine.language import ast
from engine.mapping.layer import Layer
from engine.mapping.trees import NAMED, Names, names_of, same, within
from engine.model.frozen import frozen

_LISTS = (ast.Each, ast.Item)


@frozen
class _Placed:
    """A statement with the whole path that it fills; of others than rules and bodies, the path around them."""

    names: Names
    statement: ast.Statement


def replaced(base: Layer, over: Layer, merged: Sequence[ast.Statement]) -> dict[Span, tuple[Span, ...]]:
    """What an overlay's statements, series and `select:` took the place of, by their own places."""
    found: dict[Span, tuple[Span, ...]] = {}
    kept = set(_spans(merged))
    gone = list(_outermost(base.statements, lambda span: span not in kept))
    for new in _outermost(merged, lambda span: span.path in over.files):
        old = tuple(one.statement.span for one in gone if _took(new, one))
        if old:
            span = new.statement.span
            found[span] = tuple(dict.fromkeys((*found.get(span, ()), *old)))
    for name in over.series.keys() & base.series.keys():
        found[over.series[name].span] = (base.series[name].span,)
    if over.select is not None and base.select is not None:
        found[over.select.span] = (base.select.span,)
    return found


def _took(new: _Placed, old: _Placed) -> bool:
    """Whether one stands where another one stood."""
    one, other = new.statement, old.statement
    if isinstance(one, ast.Let) and isinstance(other, ast.Let):
        return new.names == old.names and one.name.text == other.name.text
    if isinstance(one, ast.Check) and isinstance(other, ast.Check):
        return same(one.message, other.message)
    if isinstance(one, NAMED) and isinstance(other, NAMED):
        return new.names == old.names if isinstance(one, _LISTS) else within(old.names, new.names)
    return isinstance(one, ast.Create) and isinstance(other, ast.Create)


def _outermost(
    statements: Sequence[ast.Statement], wanted: Callable[[Span], bool], above: Names = ()
) -> Iterator[_Placed]:
    """The statements at such places; what stands inside one of them belongs to it."""
    for statement in statements:
        names = (*above, *names_of(statement)) if isinstance(statement, NAMED) else above
        if wanted(statement.span):
            yield _Placed(names, statement)
        elif isinstance(statement, ast.Block | ast.Each | ast.Item):
            yield from _outermost(statement.body, wanted, names)


def _spans(statements: Sequence[ast.Statement]) -> Iterator[Span]:
    for statement in statements:
        yield statement.span
        if isinstance(statement, ast.Block | ast.Each | ast.Item):
            yield from _spans(statement.body)
