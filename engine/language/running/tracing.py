"""From what was seen of a whole program to a trace: its statements in the order of their turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.language import interpreter, typed
from engine.language.inverting.telling import class_of_step, given_back
from engine.language.outcome import Circumstances, Outcome, Skipped
from engine.language.running.sightings import Sightings, Turn
from engine.language.running.steps import View, item_steps, result_of, steps_of, whole
from engine.language.running.walk import Walk
from engine.language.trace import State, Statement, Step, Trace
from engine.model.frozen import frozen, replace
from engine.model.schema import Entity
from engine.model.types import Kind


@frozen
class Telling:
    """How a trace is told: `cut` gives the text of a place, `system` is what people call the source."""

    cut: Callable[[Span], str]
    system: str


def trace(
    program: typed.Program,
    record: Mapping[str, Any],
    circumstances: Circumstances,
    target: Entity,
    continues: bool,
    telling: Telling,
) -> Trace:
    """Run the rules as the interpreter does, with somebody who looks on; a record that is not selected is Skipped."""
    sightings = Sightings()
    if program.select is not None and not interpreter.selects(program, record, circumstances, sightings):
        return _trace(program, Skipped(), sightings, telling)
    sightings = Sightings()
    outcome = interpreter.run(program, record, circumstances, target, continues, sightings)
    return _trace(program, outcome, sightings, telling)


def _trace(program: typed.Program, outcome: Outcome, sightings: Sightings, telling: Telling) -> Trace:
    top = sightings.top
    assert top is not None, "a run begins a walk"
    turns = sightings.turns or [Turn(statement, top, "") for statement in program.statements]
    names = {id(turn.walk): turn.prefix for turn in turns}
    view = View(sightings, telling.cut, telling.system, names, top)
    found = [] if program.select is None else [_condition("select", "", program.select, program.select.span, view)]
    for turn in turns:
        found += _FORMS[type(turn.statement)](turn.statement, turn, replace(view, walk=turn.walk))
    ways = {way.rule.span: way for way in program.ways}
    told = (_with_way_back(statement, ways.get(statement.span), program) for statement in found)
    return Trace(outcome, tuple(_with_reason(statement, outcome) for statement in told))


def _condition(kind: str, name: str, condition: typed.Expression, span: Span, view: View) -> Statement:
    steps = tuple(steps_of(condition, view))
    state, value = result_of(condition, view)
    return Statement(
        kind, name, view.cut(whole(condition)), span, state, Kind.FLAG, value, _why(steps, state), False, steps
    )


def _why(steps: tuple[Step, ...], state: State) -> Diagnostic | None:
    """Why there is no value: what the last of the steps that stopped says."""
    if state not in (State.FAILED, State.REFUSED):
        return None
    return next((step.why for step in reversed(steps) if step.why is not None), None)


def _rule(rule: typed.Rule, turn: Turn, view: View) -> Iterator[Statement]:
    steps = tuple(steps_of(rule.value, view))
    state, value = result_of(rule.value, view)
    name = turn.prefix + ".".join(rule.target)
    kind, why = rule.field.type.kind, _why(steps, state)
    lookup = view.walk.run.places.lookups.get(name)
    yield Statement("rule", name, rule.source, rule.span, state, kind, value, why, rule.two_way, steps, lookup)


def _let(let: typed.Let, turn: Turn, view: View) -> Iterator[Statement]:
    """A let that nothing asked for was not needed."""
    view = replace(view, unseen=State.NOT_NEEDED)
    steps = tuple(steps_of(let.value, view))
    state, value = result_of(let.value, view)
    kind, why = let.value.type.kind, _why(steps, state)
    yield Statement(
        "let", turn.prefix + let.name, view.cut(whole(let.value)), let.span, state, kind, value, why, False, steps
    )


def _skip(skip: typed.Skip, turn: Turn, view: View) -> Iterator[Statement]:
    yield _condition("skip", "", skip.condition, skip.span, view)


def _create(create: typed.Create, turn: Turn, view: View) -> Iterator[Statement]:
    """One that comes behind a plain no was not asked."""
    yield _condition("create", "", create.condition, create.span, replace(view, unseen=State.NOT_NEEDED))


def _check(check: typed.Check, turn: Turn, view: View) -> Iterator[Statement]:
    yield _condition("warn" if check.warns else "check", turn.prefix, check.condition, check.span, view)


def _block(block: typed.Block, turn: Turn, view: View) -> Iterator[Statement]:
    if block.condition is not None:
        name = turn.prefix + ".".join(block.target)
        told = _condition("block", name, block.condition, block.span, view)
        yield told
        if told.value is not True:
            yield from _untaken(block.body, f"{name}.", told.state)


def _item(item: typed.Item, turn: Turn, view: View) -> Iterator[Statement]:
    if item.condition is not None:
        name = turn.prefix + ".".join(item.target)
        told = _condition("item", name, item.condition, item.span, view)
        yield told
        if told.value is not True:
            yield from _untaken(item.body, f"{name}[].", told.state)


def _each(each: typed.Each, turn: Turn, view: View) -> Iterator[Statement]:
    """The list that is read, and of each of its items whether it is taken; the value is how many were."""
    steps = [*steps_of(each.source, view), *item_steps(each.item, each.condition, None, each.span, view)]
    state, value = result_of(each.source, view)
    if state is State.VALUE:
        value = _taken(each, view.walk, len(value), view)
    name = turn.prefix + ".".join(each.target)
    text, why = view.cut(each.source.span), _why(tuple(steps), state)
    yield Statement("each", name, text, each.span, state, Kind.NUMBER, value, why, False, tuple(steps))
    if not value:
        yield from _untaken(each.body, f"{name}[].", state)


def _untaken(body: tuple[typed.Statement, ...], prefix: str, state: State) -> Iterator[Statement]:
    """The rules of a body that had no turn: its condition says no or nothing (`state`), or was not reached itself."""
    had_answer = state in (State.VALUE, State.ABSENT, State.NOTHING)
    unseen = State.NOT_NEEDED if had_answer else State.NOT_REACHED
    for statement in body:
        if isinstance(statement, typed.Rule):
            name, kind = prefix + ".".join(statement.target), statement.field.type.kind
            yield Statement("rule", name, statement.source, statement.span, unseen, kind, two_way=statement.two_way)
        elif isinstance(statement, typed.Block):
            yield from _untaken(statement.body, f"{prefix}{'.'.join(statement.target)}.", state)


def _taken(each: typed.Each, walk: Walk, count: int, view: View) -> int:
    if each.condition is None:
        return count
    inside = view.sightings.inside(walk, each.condition)
    return sum(result_of(each.condition, replace(view, walk=item))[1] is True for item in inside)


def _with_way_back(statement: Statement, way: typed.Way | None, program: typed.Program) -> Statement:
    """A two-way rule with the class of each of its steps, and what it gives back."""
    if way is None:
        return statement
    steps = tuple(replace(step, step_class=class_of_step(way, step.span)) for step in statement.steps)
    return replace(statement, steps=steps, step_class=way.step_class, back=given_back(way, program))


def _with_reason(statement: Statement, outcome: Outcome) -> Statement:
    """A rule whose value the target does not take, and a check that failed, with what was said of it."""
    if statement.why is not None or statement.state not in (State.VALUE, State.ABSENT):
        return statement
    said = [d for d in outcome.diagnostics if d.span == statement.span]
    if statement.kind == "rule":
        said = [d for d in said if d.message.startswith(f"{statement.name} ")]
    return replace(statement, why=said[0]) if said else statement


_FORMS: Mapping[type, Callable[[Any, Turn, View], Iterator[Statement]]] = {
    typed.Rule: _rule,
    typed.Let: _let,
    typed.Skip: _skip,
    typed.Create: _create,
    typed.Check: _check,
    typed.Block: _block,
    typed.Each: _each,
    typed.Item: _item,
}
