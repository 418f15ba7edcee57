"""Fixes that a program can carry out: what is put behind a value, or in its place, so that a complaint has no ground.

A piece that stands within a larger expression is put in parentheses, so that only it is meant.
"""

from __future__ import annotations

from typing import Any

from engine.diagnostics.diagnostic import Fix
from engine.diagnostics.source import Span
from engine.language import ast, typed
from engine.language.checking import complaints
from engine.language.checking.view import Failure, View
from engine.language.parsing.depth import children

# What reads as one thing beside `??`; of all else `??` would take only the last part.
_TIGHT = (
    typed.FieldRead,
    typed.LetRead,
    typed.Literal,
    typed.Text,
    typed.Call,
    typed.TableLookup,
    typed.Link,
    typed.Find,
)


def followed_by(step: str, place: Span, whole: Span, view: View) -> tuple[Fix, ...]:
    """A step behind a value; `whole` is all that its rule gives."""
    return (Fix(place.end, step),) if place == whole else _wrapped(place, "", step, view)


def answered(value: typed.Expression, place: Span, is_word: bool, view: View) -> tuple[Fix, ...]:
    """A refusal in place of a missing value."""
    if is_word:
        return (Fix(place, "refuse"),)
    if isinstance(value, _TIGHT):
        return _wrapped(place, "", " ?? refuse", view)
    return _wrapped(place, "(", ") ?? refuse", view)


def else_behind(failure: Failure, expression: ast.Expression, view: View) -> tuple[Fix, ...]:
    """An answer to a failing step: behind the whole where that is one pipeline, else round the step and its source."""
    words = complaints.answers(failure.position)
    if isinstance(expression, ast.Step | ast.Call):
        return tuple(Fix(expression.span.end, f" else {word}") for word in words)
    piece = _pipeline(expression, failure.step)
    if piece is None:
        return ()
    return tuple(fix for word in words for fix in _wrapped(piece, "", f" else {word}", view))


def _pipeline(node: Any, step: Span) -> Span | None:
    """Where the pipeline up to a step is written, or the call that is no step; None when the step is not inside."""
    if isinstance(node, ast.Step) and node.call.span == step:
        return node.span
    if isinstance(node, ast.Call) and node.span == step:
        return node.span
    return next((found for child in children(node) if (found := _pipeline(child, step)) is not None), None)


def whole_lines(span: Span, view: View) -> tuple[Fix, ...]:
    """A statement's lines taken away; none when it shares them with something else."""
    source = view.subject.sources.get(span.path)
    if source is None:
        return ()
    before = source.line(span.line)[: span.column - 1]
    behind = source.line(span.end_line)[span.end_column - 1 :].split("#")[0]
    alone = not before.strip() and not behind.strip()
    return (Fix(Span(span.path, span.line, 1, span.end_line + 1, 1), ""),) if alone else ()


def _wrapped(span: Span, opening: str, closing: str, view: View) -> tuple[Fix, ...]:
    source = view.subject.sources.get(span.path)
    return () if source is None else (Fix(span, f"({opening}{source.cut(span)}{closing})"),)
