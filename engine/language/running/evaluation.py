"""The meaning of expressions, slow and obvious: one function a node of the checked tree.

Absence is None and flows; a failing step raises Failed, which `else` answers; what was said already raises Held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import exact, typed
from engine.language.functions.registry import StepFailed
from engine.language.running import documents, lookups, refusals, values
from engine.language.running.messages import template_of
from engine.language.running.operators import bounded, calculated, compared, flows, is_comparison
from engine.language.running.walk import NOTHING, Cell, Failed, Held, ListItem, Unmanaged, Walk
from engine.model.record import Fault
from engine.model.text import Text, say

TEXT_MAX = 1_000_000  # a text made of itself again and again grows without end


def evaluate(node: typed.Expression, walk: Walk) -> Any:
    """The value of an expression: None when absent, NOTHING when unmanaged. Raises Failed and Held."""
    if walk.watch is None:
        return _MEANINGS[type(node)](node, walk)
    try:
        value = _MEANINGS[type(node)](node, walk)
    except (Failed, Held) as reason:
        walk.watch.stopped(node, walk, reason)
        raise
    walk.watch.made(node, walk, value)
    return value


def holds(node: typed.Expression, walk: Walk) -> bool | None:
    """A condition's answer; None when it has none."""
    answer = evaluate(node, walk)
    return answer if isinstance(answer, bool) else None


def message(node: typed.Text, walk: Walk) -> str:
    """A text that is told: never absent, and never a reason to say more."""
    template, holes = template_of(node)
    return Text(template, {name: refusals.shown(_told(part, walk)) for name, part in holes.items()})


def _told(part: typed.Expression, walk: Walk) -> Any:
    try:
        value = evaluate(part, walk)
    except (Failed, Held):
        return None
    return None if value is NOTHING else value


# ---- what is read


def _literal(node: typed.Literal, walk: Walk) -> Any:
    return None if node.type.absent else node.value  # an empty text is absent, but for an argument that says ""


def _today(node: typed.Today, walk: Walk) -> date:
    return walk.run.circumstances.today


def _field_read(node: typed.FieldRead, walk: Walk) -> Any:
    value: Any = walk.run.record if node.item is None else walk.items[node.item].row
    for name in node.path:
        if not isinstance(value, Mapping):
            value = value if isinstance(value, Fault) else Fault(values.printed(value), say("not a record"))
            break
        value = value.get(name)
        if value is None:
            return None
    value = values.read(node.field, value)
    if isinstance(value, Fault):
        raise Held(_complain_unreadable(node, value, walk))
    return value


def _complain_unreadable(node: typed.FieldRead, fault: Fault, walk: Walk) -> Diagnostic:
    """Once a field, or once an item's field."""
    item = None if node.item is None else walk.items[node.item]
    seen = (id(walk.run.record if item is None else item.row), node.path)
    if seen not in walk.run.unreadable:
        said = refusals.unreadable(_read_name(node, item), fault, node.span)
        walk.run.unreadable[seen] = said
        walk.run.say(said)
    return walk.run.unreadable[seen]


def _read_name(node: typed.FieldRead, item: ListItem | None) -> str:
    path = ".".join(node.path)
    return path if item is None else say("{field} of {item} {number}", field=path, item=node.item, number=item.number)


def _let_read(node: typed.LetRead, walk: Walk) -> Any:
    cell = walk.cell(node.name)
    if not cell.known:
        _make(cell)
    if cell.raised is not None:
        raise cell.raised.with_traceback(None)
    return cell.value


def _make(cell: Cell) -> None:
    """Compute a let once. It is the same value wherever it is read, so it knows of no failure outside itself."""
    run = cell.home.run
    before = run.failure, run.filled
    run.failure, run.filled = None, cell.let.name
    try:
        cell.value = evaluate(cell.let.value, cell.home)
    except (Held, Failed) as raised:
        cell.raised = raised
    run.failure, run.filled = before
    cell.known = True


# ---- texts and steps


def _text(node: typed.Text, walk: Walk) -> Any:
    pieces = [part if isinstance(part, str) else evaluate(part, walk) for part in node.parts]
    for piece in pieces:
        if piece is None or piece is NOTHING:
            return piece
    text = "".join(piece if isinstance(piece, str) else _written(piece, node) for piece in pieces)
    if len(text) > TEXT_MAX:
        raise Failed(refusals.uncomputable, say("this text is too long to be made"), node.span)
    return text or None


def _written(piece: Any, node: typed.Text) -> str:
    """A value as a text has it; a quotient with endless decimals has no digits to write."""
    text = values.printed(piece)
    if isinstance(piece, Fraction) and "/" in text:
        reason = say("{value} has endless decimals, and must be rounded", value=text)
        raise Failed(refusals.uncomputable, reason, node.span)
    return text


def _call(node: typed.Call, walk: Walk) -> Any:
    arguments = [None if argument is None else evaluate(argument, walk) for argument in node.arguments]
    given = [value for value, argument in zip(arguments, node.arguments, strict=True) if argument is not None]
    stopped, answer = flows(given)
    if stopped:
        return answer
    try:
        return node.function.run(*arguments)
    except StepFailed as failure:
        name = _name_of(node.arguments[0]) if node.arguments else ""
        raise Failed(refusals.failed_step, name, arguments[0] if arguments else None, failure, node.span) from None


def _table_lookup(node: typed.TableLookup, walk: Walk) -> Any:
    value = evaluate(node.operand, walk)
    stopped, answer = flows([value])
    return answer if stopped else lookups.row(node, value, walk)


def _link(node: typed.Link, walk: Walk) -> Any:
    key = [values.integral(evaluate(part, walk)) for part in node.key]
    stopped, answer = flows(key)
    return answer if stopped else lookups.linked(node, key, walk)


def _find(node: typed.Find, walk: Walk) -> Any:
    value = values.integral(evaluate(node.operand, walk))
    at = None if node.at is None else evaluate(node.at, walk)
    stopped, answer = flows([value] if node.at is None else [value, at])
    return answer if stopped else lookups.setting(node, value, at, walk)


def _within(node: typed.Within, walk: Walk) -> Any:
    value = evaluate(node.operand, walk)
    stopped, answer = flows([value])
    if stopped:
        return answer
    ranges = walk.run.circumstances.series.get(node.series, ())
    if any(series.start <= value <= series.end for series in ranges):
        return value
    reserved = next((r for r in walk.run.circumstances.reserved if r.start <= value <= r.end), None)
    lacks = _absent_first_choice(node.operand, walk)
    raise Failed(refusals.outside_series, value, node.series, ranges, reserved, lacks, node.span)


def _absent_first_choice(node: typed.Expression, walk: Walk) -> str | None:
    """Of `a ?? b`, the name of a field `a` that is absent, so that a message can say what would have helped."""
    if isinstance(node, typed.Coalesce) and isinstance(node.left, typed.FieldRead):
        return _name_of(node.left) if evaluate(node.left, walk) is None else None
    return None


def _name_of(node: typed.Expression | None) -> str:
    if not isinstance(node, typed.FieldRead):
        return ""
    return ".".join(node.path if node.item is None else (node.item, *node.path))


# ---- absence, failure, choice


def _coalesce(node: typed.Coalesce, walk: Walk) -> Any:
    left = evaluate(node.left, walk)
    return evaluate(node.right, walk) if left is None else left


def _otherwise(node: typed.Otherwise, walk: Walk) -> Any:
    try:
        return evaluate(node.body, walk)
    except Failed as failed:
        before = walk.run.failure
        walk.run.failure = failed
        try:
            return evaluate(node.fallback, walk)
        finally:
            walk.run.failure = before


def _conditional(node: typed.Conditional, walk: Walk) -> Any:
    return evaluate(node.body if holds(node.condition, walk) is True else node.fallback, walk)


def _nothing(node: typed.Nothing, walk: Walk) -> Unmanaged:
    return NOTHING


def _empty(node: typed.Empty, walk: Walk) -> None:
    return None


def _refuse(node: typed.Refuse, walk: Walk) -> Any:
    run = walk.run
    failure = None if run.failure is None else run.failure.diagnostic
    if node.message is not None:
        said = refusals.refused(message(node.message, walk), node.span, failure)
    else:
        said = failure or refusals.no_reason(run.filled, node.span)
    run.say(said)
    raise Held(said)


# ---- operators


def _unary(node: typed.Unary, walk: Walk) -> Any:
    if node.operator == "not":
        answer = holds(node.operand, walk)
        return None if answer is None else not answer
    value = evaluate(node.operand, walk)
    stopped, answer = flows([value])
    return answer if stopped else exact.negate(value)


def _binary(node: typed.Binary, walk: Walk) -> Any:
    if node.operator in ("and", "or"):
        return _logical(node, walk)
    left, right = evaluate(node.left, walk), evaluate(node.right, walk)
    if is_comparison(node.operator):
        return compared(node.operator, left, right)
    stopped, answer = flows([left, right])
    return answer if stopped else calculated(node.operator, left, right, node.span)


def _logical(node: typed.Binary, walk: Walk) -> bool | None:
    """Three-valued: a plain no settles `and`, a plain yes settles `or`, whatever the other side is."""
    settles = node.operator == "or"
    left = holds(node.left, walk)
    if left is settles:
        return settles
    right = holds(node.right, walk)
    if right is settles:
        return settles
    return None if left is None or right is None else not settles


def _presence(node: typed.Presence, walk: Walk) -> bool:
    value = evaluate(node.operand, walk)
    return (value is not None and value is not NOTHING) is node.present


def _member(node: typed.Member, walk: Walk) -> bool | None:
    """`x == a or x == b …`, three-valued as that is."""
    value = evaluate(node.operand, walk)
    answers = [compared("==", value, evaluate(option, walk)) for option in node.options]
    if True in answers:
        return True
    return None if None in answers else False


# ---- lists


def items_of(source: typed.FieldRead, name: str, condition: typed.Expression | None, walk: Walk) -> Iterator[Walk]:
    """A walk for each item of a list that meets the condition; an absent list has none."""
    rows: Sequence[Mapping[str, Any]] = evaluate(source, walk) or ()
    for number, row in enumerate(rows, 1):
        inside = walk.inside(items={name: ListItem(row, number)})
        if condition is None or holds(condition, inside) is True:
            yield inside


def _aggregate(node: typed.Aggregate, walk: Walk) -> Any:
    """With an absent item, `sum`, `min` and `max` are absent, as `a + b` is; `count` counts what is present."""
    walks = list(items_of(node.source, node.item, node.condition, walk))
    found = [True if node.body is None else evaluate(node.body, inside) for inside in walks]
    if node.function == "count":
        return sum(value is not None and value is not NOTHING for value in found)
    stopped, answer = flows(found)
    if stopped:
        return answer
    if node.function == "sum":
        return _summed(node, found)
    return (min if node.function == "min" else max)(found, default=None)


def _summed(node: typed.Aggregate, found: list[Any]) -> Any:
    total: exact.Number = 0
    for value in found:
        total = bounded(exact.add(total, value), node.span)
    return total


# ---- templates


def _listed(node: typed.Listed, walk: Walk) -> list[tuple[Any, ...]]:
    """Of each item what a template reads of it."""
    walks = items_of(node.source, node.item, None, walk)
    return [tuple(evaluate(read, inside) for read in node.reads) for inside in walks]


def _render(node: typed.Render, walk: Walk) -> Any:
    """A record that a template makes no text of is held back: no `else` could put another text in its place."""
    found = [evaluate(read, walk) for read in node.reads]
    try:
        return documents.made(node, found)
    except documents.NotMade as failure:
        walk.run.say(failure.diagnostic)
        raise Held(failure.diagnostic) from None


_MEANINGS: Mapping[type, Callable[[Any, Walk], Any]] = {
    typed.Literal: _literal,
    typed.FieldRead: _field_read,
    typed.LetRead: _let_read,
    typed.Today: _today,
    typed.Text: _text,
    typed.Call: _call,
    typed.TableLookup: _table_lookup,
    typed.Link: _link,
    typed.Find: _find,
    typed.Within: _within,
    typed.Coalesce: _coalesce,
    typed.Otherwise: _otherwise,
    typed.Conditional: _conditional,
    typed.Unary: _unary,
    typed.Binary: _binary,
    typed.Presence: _presence,
    typed.Member: _member,
    typed.Aggregate: _aggregate,
    typed.Listed: _listed,
    typed.Render: _render,
    typed.Nothing: _nothing,
    typed.Empty: _empty,
    typed.Refuse: _refuse,
}
