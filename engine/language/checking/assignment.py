"""Whether a value may fill a target field, branch by branch, so that a complaint stands where the mistake does."""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagnostics.source import Span
from engine.language import ast, typed
from engine.language.checking import complaints
from engine.language.checking.fixing import answered, followed_by
from engine.language.checking.view import View
from engine.language.clean import utf16_length
from engine.model.frozen import frozen, replace
from engine.model.schema import Field
from engine.model.types import Kind, Mismatch, Type, mismatches


@frozen
class _Leaf:
    """An expression that may be what the rule gives, and its type there: behind `??` nothing is absent.

    `place`: all of it as it is written, the values that are piped into its last step too.
    """

    expression: typed.Expression
    type: Type
    place: Span


def assign(value: typed.Expression, written: ast.Expression, target: str, field: Field, view: View) -> None:
    """Complain about every way in which a rule's value does not fit its field."""
    leaves = list(_leaves(value, written))
    _complain_absence(leaves, target, field, view)
    for leaf in leaves:
        _complain_leaf(leaf, written.span, target, field, view)


def _leaves(value: typed.Expression, written: ast.Expression) -> Iterator[_Leaf]:
    """Both trees have one form here: a choice is typed as a choice."""
    match value, written:
        case typed.Conditional() | typed.Otherwise(), ast.Conditional() | ast.Otherwise():
            yield from _leaves(value.body, written.body)
            yield from _leaves(value.fallback, written.fallback)
        case typed.Coalesce(), ast.Coalesce():
            left = _leaves(value.left, written.left)
            yield from (replace(leaf, type=leaf.type.present()) for leaf in left)
            yield from _leaves(value.right, written.right)
        case _:
            yield _Leaf(value, value.type, written.span)


def _complain_absence(leaves: list[_Leaf], target: str, field: Field, view: View) -> None:
    """A required field; of a second pass only clearing it is wrong, leaving it alone is not."""
    if not field.required:
        return
    leaves_alone = () if view.subject.continues else (typed.Nothing,)
    missing = [leaf for leaf in leaves if leaf.type.absent or isinstance(leaf.expression, leaves_alone)]
    if missing:
        is_word = isinstance(missing[0].expression, typed.Nothing | typed.Empty)
        spans = [leaf.expression.span for leaf in missing]
        fixes = answered(missing[0].expression, missing[0].place, is_word, view) if len(missing) == 1 else ()
        view.complain(complaints.absent_value(target, spans, is_word, fixes))


def _complain_leaf(leaf: _Leaf, whole: Span, target: str, field: Field, view: View) -> None:
    found, wanted = leaf.type.failing(False).present(), field.type
    for mismatch in mismatches(found, wanted):
        _complain(mismatch, leaf, whole, found, target, wanted, view)
    if Kind.TEXT in (found.kind, wanted.kind) and wanted.length_max is not None and wanted.kind is not Kind.FILE:
        _complain_long_choices(leaf, found, target, wanted.length_max, view)


def _complain(mismatch: Mismatch, leaf: _Leaf, whole: Span, found: Type, target: str, wanted: Type, view: View) -> None:
    span = leaf.expression.span
    match mismatch:
        case Mismatch.KIND | Mismatch.ENTITY:
            view.complain(complaints.wrong_kind(target, wanted, leaf.expression, found))
        case Mismatch.CHOICE:
            _complain_choice(leaf, found, target, wanted.choices or frozenset(), view)
        case Mismatch.LENGTH:
            limit = wanted.length_max or 0
            fixes = followed_by(f" | limit({limit})", leaf.place, whole, view)
            view.complain(complaints.too_long(target, limit, found.length_max or 0, span, fixes))
        case Mismatch.SCALE:
            scale = wanted.scale or 0
            fixes = followed_by(f" | round({scale})", leaf.place, whole, view)
            view.complain(complaints.too_many_decimals(target, scale, found, span, fixes))
        case _:
            raise AssertionError("absence is told once a rule, failure by the step that fails")


def _complain_choice(leaf: _Leaf, found: Type, target: str, choices: frozenset[str], view: View) -> None:
    span = leaf.expression.span
    if found.choices is None:
        view.complain(complaints.free_text_for_choice(target, choices, span))
        return
    unknown = sorted(found.choices - choices - {""})
    if unknown:
        table = (
            view.subject.tables.get(leaf.expression.table) if isinstance(leaf.expression, typed.TableLookup) else None
        )
        view.complain(complaints.unknown_choices(target, unknown, choices, span, table))


def _complain_long_choices(leaf: _Leaf, found: Type, target: str, limit: int, view: View) -> None:
    """A written text, or a row of a table, that is longer than the field: known before any record is read."""
    longest = max(found.choices or (), key=utf16_length, default="")
    if utf16_length(longest) > limit:
        view.complain(complaints.literal_too_long(target, limit, longest, leaf.expression.span))
