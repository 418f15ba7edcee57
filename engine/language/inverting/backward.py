"""The way back of expressions, as evaluation.py is the way forth: one function a node of the checked tree.

At every node the old value is kept when it still gives what is asked for; only else is another one looked for. What was
found is proved by going forth again (inverse.py), so nothing here need be more careful than a step's own inverse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import exact, typed
from engine.language.clean import clean, utf16_length
from engine.language.functions.date import days_after
from engine.language.functions.registry import StepClass, StepFailed
from engine.language.inverting import returns
from engine.language.inverting.equality import equal
from engine.language.inverting.splitting import split
from engine.language.inverting.standing import Standing
from engine.language.outcome import Circumstances
from engine.language.running.evaluation import evaluate
from engine.language.running.values import fits, integral, printed
from engine.language.running.walk import NOTHING, Failed, Held, Walk
from engine.model.change import Pending
from engine.model.frozen import changeable
from engine.model.placeholder import Placeholder
from engine.model.schema import Field
from engine.model.types import Kind


class NoValue(Exception):
    """No source value gives what the target holds. `diagnostic` says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@changeable
class Trip:
    """One record's way back. `record`: the source record as it is so far; `settles`: what the rule at hand gives.

    `rounds`: the rule at hand has a `round`, so that the nearest value will do.
    """

    program: typed.Program
    circumstances: Circumstances
    record: dict[str, Any]
    standing: Standing
    settles: tuple[str, ...]
    rounds: bool = False

    @property
    def rule(self) -> typed.Rule:
        """The rule at hand."""
        return self.standing.rule

    def walk(self) -> Walk:
        """The walk of the record as it is now."""
        return self.standing.walk(self.program, self.record, self.circumstances)

    def give(self, name: str, value: Any) -> None:
        """Set a source field; what the record lacks stays lacking when there is nothing to set."""
        if value is None and self.record.get(name) is None:
            return
        self.record[name] = value


def back(node: typed.Expression, value: Any, walk: Walk, trip: Trip) -> None:
    """Make an expression give a value (None: absent) by setting the fields behind it. Raises NoValue."""
    if equal(forth(node, walk), value):
        return
    _WAYS_BACK[type(node)](node, value, walk, trip)


def forth(node: typed.Expression, walk: Walk) -> Any:
    """What an expression gives now; NOTHING too when it gives no value at all."""
    try:
        return evaluate(node, walk)
    except (Failed, Held):
        return NOTHING


def constant_of(node: typed.Expression, walk: Walk) -> Any:
    """The value of an expression that reads nothing; NOTHING when it has none."""
    return forth(node, walk)


def gives(node: typed.Expression, value: Any, standing: Standing, program: typed.Program) -> bool:
    """Whether some source value makes an expression give a value."""
    walk = standing.walk(program, {})
    trip = Trip(program, walk.run.circumstances, {}, standing, ())
    try:
        back(node, value, walk, trip)
    except NoValue:
        return False
    return equal(forth(node, trip.walk()), value)


# ---- fields


def _field(node: typed.FieldRead, value: Any, walk: Walk, trip: Trip) -> None:
    name, target = node.path[0], node.field
    if trip.settles and name not in trip.settles:
        raise NoValue(returns.settled_elsewhere(trip.rule, name, value))
    trip.give(name, _as_held(target, value, trip))


def _as_held(target: Field, value: Any, trip: Trip) -> Any:
    """A value as the source field holds it. Raises NoValue when it cannot."""
    if value is None:
        if not target.type.absent:
            raise NoValue(returns.never_absent(trip.rule, target))
        return None
    kind = target.type.kind
    if kind in (Kind.TEXT, Kind.FILE):
        value = clean(value if isinstance(value, str) else printed(value), target.multi_line)
    elif kind is Kind.NUMBER:
        value = _number(target, value, trip)
    if value is None or not fits(kind, value) or not _is_among(target, value):
        raise NoValue(returns.not_held(trip.rule, target, value))
    return value


def _number(target: Field, value: Any, trip: Trip) -> Any:
    """A number with the decimals that the field has; the nearest one where the rule rounds anyway."""
    if not fits(Kind.NUMBER, value) or isinstance(value, Placeholder):
        return None
    scale = target.type.scale
    if scale is None and isinstance(value, Fraction):
        scale = _SCALE_OF_QUOTIENTS
    if scale is None:
        return integral(value)
    settled = exact.round_number(value, scale)
    return integral(settled) if settled == value or trip.rounds else None


_SCALE_OF_QUOTIENTS = 10


def _is_among(target: Field, value: Any) -> bool:
    type_ = target.type
    if type_.choices is not None and value not in type_.choices:
        return False
    return type_.length_max is None or not isinstance(value, str) or utf16_length(value) <= type_.length_max


def _let(node: typed.LetRead, value: Any, walk: Walk, trip: Trip) -> None:
    cell = walk.cell(node.name)
    back(cell.let.value, value, cell.home, trip)


# ---- steps


def _call(node: typed.Call, value: Any, walk: Walk, trip: Trip) -> None:
    piped = node.arguments[0]
    assert piped is not None, "a step without a piped value has no way back"
    if value is None or isinstance(value, Placeholder):
        back(piped, value, walk, trip)
        return
    others = [None if argument is None else evaluate(argument, walk) for argument in node.arguments[1:]]
    try:
        before = _before(node, value, others, walk)
    except StepFailed as failure:
        raise NoValue(returns.step_cannot(trip.rule, node, value, failure)) from None
    if not equal(forth(node, walk), value if before is None else _through(node, before, others)):
        back(piped, before, walk, trip)


def _before(node: typed.Call, value: Any, others: list[Any], walk: Walk) -> Any:
    function = node.function
    if function.back is not None:
        return function.back(value, *others)
    return function.run(value, *others) if function.step_class is StepClass.CANONICAL else value


def _through(node: typed.Call, value: Any, others: list[Any]) -> Any:
    try:
        return node.function.run(value, *others)
    except StepFailed:
        return NOTHING


def _text(node: typed.Text, value: Any, walk: Walk, trip: Trip) -> None:
    if value is None:
        _first_absent(node, walk, trip)
        return
    held = split(node.parts, value) if isinstance(value, str) else None
    if held is None:
        raise NoValue(returns.other_form(trip.rule, node, value))
    for hole, inner in held:
        back(hole, inner, walk, trip)


def _first_absent(node: typed.Text, walk: Walk, trip: Trip) -> None:
    """One hole without a value is enough: the first one that may have none."""
    refused: NoValue | None = None
    for hole in (part for part in node.parts if not isinstance(part, str)):
        try:
            back(hole, None, walk, trip)
        except NoValue as reason:
            refused = refused or reason
        else:
            return
    assert refused is not None, "a text without a hole has no way back"
    raise refused


def _table(node: typed.TableLookup, value: Any, walk: Walk, trip: Trip) -> None:
    if value is None:
        back(node.operand, None, walk, trip)
        return
    rows = trip.program.tables[node.table].rows
    key = next((key for key, given in rows.items() if given == printed(value)), None)
    if key is None:
        raise NoValue(returns.no_row(trip.rule, node, value))
    back(node.operand, _typed(key, node.operand), walk, trip)


def _typed(text: str, node: typed.Expression) -> Any:
    """A table's key as the value that is looked up."""
    if node.type.kind is Kind.FLAG:
        return text == printed(True)
    if node.type.kind is Kind.NUMBER:
        return integral(exact.EXACT.create_decimal(text))
    return text


def _link(node: typed.Link, value: Any, walk: Walk, trip: Trip) -> None:
    if value is None:
        for part in node.key:
            back(part, None, walk, trip)
        return
    for part, key in zip(node.key, _keys(node, value, trip), strict=True):
        back(part, _typed(key, part) if isinstance(key, str) else key, walk, trip)


def _keys(node: typed.Link, value: Any, trip: Trip) -> tuple[Any, ...]:
    """The source's key of the record that a target id belongs to; a placeholder carries it."""
    name = node.entity if node.field is None else f"{node.entity}.{node.field}"
    if isinstance(value, Pending) and (value.entity, value.field) == (node.entity, node.field):
        found: Any = tuple(value.key.split("/")) if len(node.key) > 1 else value.key
    else:
        found = None if isinstance(value, Placeholder) else trip.circumstances.references("key", name, value)
    keys = found if isinstance(found, tuple) else (found,)
    if found is None or len(keys) != len(node.key):
        raise NoValue(returns.no_link(trip.rule, node, value))
    return keys


def _within(node: typed.Within, value: Any, walk: Walk, trip: Trip) -> None:
    back(node.operand, value, walk, trip)


# ---- absence, failure


def _coalesce(node: typed.Coalesce, value: Any, walk: Walk, trip: Trip) -> None:
    if isinstance(node.right, typed.Nothing | typed.Empty | typed.Refuse) or not _reads(node.right, walk):
        _with_constant(node, value, walk, trip)
        return
    if not _may_give(node.left, walk, trip):
        back(node.right, value, walk, trip)
    elif equal(forth(node.right, walk), value):
        back(node.left, None, walk, trip)
    else:
        back(node.left, value, walk, trip)


def _with_constant(node: typed.Coalesce, value: Any, walk: Walk, trip: Trip) -> None:
    """Preferred is the value itself; where that cannot be, absence gives the constant."""
    if not equal(forth(node.right, walk), value):
        back(node.left, value, walk, trip)
        return
    before = dict(trip.record)
    try:
        back(node.left, value, walk, trip)
        found = equal(forth(node, trip.walk()), value)
    except NoValue:
        found = False
    if not found:
        trip.record.clear()
        trip.record.update(before)
        back(node.left, None, walk, trip)


def _otherwise(node: typed.Otherwise, value: Any, walk: Walk, trip: Trip) -> None:
    back(node.body, value, walk, trip)


def _reads(node: typed.Expression, walk: Walk) -> bool:
    return any(True for _ in _fields(node, walk))


def _may_give(node: typed.Expression, walk: Walk, trip: Trip) -> bool:
    """Whether the field that this rule settles is behind an expression."""
    return any(name in trip.settles for name in _fields(node, walk))


def _fields(node: typed.Expression, walk: Walk) -> list[str]:
    if isinstance(node, typed.FieldRead):
        return [node.path[0]]
    if isinstance(node, typed.LetRead):
        cell = walk.cell(node.name)
        return _fields(cell.let.value, cell.home)
    return [name for child in typed.children(node) for name in _fields(child, walk)]


# ---- operators


def _unary(node: typed.Unary, value: Any, walk: Walk, trip: Trip) -> None:
    if value is not None:
        value = (not value) if node.operator == "not" else exact.negate(value)
    back(node.operand, value, walk, trip)


def _binary(node: typed.Binary, value: Any, walk: Walk, trip: Trip) -> None:
    turned = _reads(node.right, walk)
    operand, constant = (node.right, forth(node.left, walk)) if turned else (node.left, forth(node.right, walk))
    if value is not None:
        value = _UNDONE[node.operator, turned](value, constant)
    back(operand, value, walk, trip)


def _minus(value: Any, constant: Any) -> Any:
    return days_after(value, exact.negate(constant)) if fits(Kind.DATE, value) else exact.subtract(value, constant)


def _plus(value: Any, constant: Any) -> Any:
    return days_after(value, constant) if fits(Kind.DATE, value) else exact.add(value, constant)


# By the sign, and whether the constant stands to its left.
_UNDONE: Mapping[tuple[str, bool], Callable[[Any, Any], Any]] = {
    ("+", False): _minus,
    ("+", True): _minus,
    ("-", False): _plus,
    ("-", True): lambda value, constant: exact.subtract(constant, value),
    ("*", False): exact.divide,
    ("*", True): exact.divide,
    ("/", False): exact.multiply,
}

_WAYS_BACK: Mapping[type, Callable[[Any, Any, Walk, Trip], None]] = {
    typed.FieldRead: _field,
    typed.LetRead: _let,
    typed.Call: _call,
    typed.Text: _text,
    typed.TableLookup: _table,
    typed.Link: _link,
    typed.Within: _within,
    typed.Coalesce: _coalesce,
    typed.Otherwise: _otherwise,
    typed.Unary: _unary,
    typed.Binary: _binary,
}
