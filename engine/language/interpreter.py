"""The meaning of a checked mapping: it walks the rules of one record and collects all that is wrong with it.

This is the definition that a compiler is held to. Nothing here raises for data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.language import typed
from engine.language.outcome import Circumstances, Desired, Outcome, Refused, Skipped
from engine.language.running import contract, refusals
from engine.language.running.contract import Unfit
from engine.language.running.evaluation import evaluate, holds, items_of, message
from engine.language.running.walk import NOTHING, Failed, Held, Run, Walk, Watch, begin
from engine.model.schema import Entity
from engine.model.text import say
from engine.model.types import Kind


def run(
    program: typed.Program,
    record: Mapping[str, Any],
    circumstances: Circumstances,
    target: Entity,
    continues: bool = False,
    watch: Watch | None = None,
) -> Outcome:
    """What the rules make of a record: skipped, refused with everything that is wrong with it, or desired.

    A key that the record lacks is absent. `continues`: the mapping is a second pass, so only the fields that it
    manages are held against the target's contract. `watch` looks on, and changes nothing.
    """
    walk = begin(Run(program, record, circumstances, target.system.title()), watch)
    try:
        return _outcome(walk, target, continues)
    except RecursionError:
        # A tree is no deeper than the parser allows; what is left is a chain of hundreds of lets.
        reason = say("the lets of this mapping build on each other too deeply")
        return Refused((refusals.uncomputable(reason, None),))


def _outcome(walk: Walk, target: Entity, continues: bool) -> Outcome:
    program = walk.run.program
    _ask_select(walk)
    for statement in program.statements:
        if isinstance(statement, typed.Skip) and _answer(statement.condition, walk) is True:
            return Skipped(statement.span, tuple(walk.run.diagnostics))
    payload: dict[str, Any] = {}
    _fill(program.statements, walk, payload, "")
    creates = all(_answer(s.condition, walk) is not False for s in program.statements if isinstance(s, typed.Create))
    said = [*walk.run.diagnostics, *contract.unmet(target, payload, walk.run.places, continues=continues)]
    diagnostics = tuple(dict.fromkeys(said))  # each once, though several rules met it
    if any(diagnostic.is_error for diagnostic in diagnostics):
        return Refused(diagnostics)
    return Desired(payload, diagnostics, walk.run.places.origins, creates, walk.run.places.lookups)


def carry_out(
    numbers: Iterable[int],
    program: typed.Program,
    record: Mapping[str, Any],
    circumstances: Circumstances,
    target: Entity,
) -> tuple[Run, dict[str, Any]]:
    """Some statements alone, by their numbers: what is known and said then, and the payload that they give."""
    walk = begin(Run(program, record, circumstances, target.system.title()))
    made: dict[str, Any] = {}
    _fill(tuple(program.statements[number] for number in numbers), walk, made, "")
    return walk.run, made


def selects(
    program: typed.Program, record: Mapping[str, Any], circumstances: Circumstances, watch: Watch | None = None
) -> bool:
    """Whether a record is this mapping's. When that cannot be read it is, so that `run` says what is wrong with it."""
    walk = begin(Run(program, record, circumstances, ""), watch)
    answer = _ask_select(walk)
    return answer is True or bool(walk.run.diagnostics)


def _ask_select(walk: Walk) -> bool | None:
    select = walk.run.program.select
    return True if select is None else _answer(select, walk)


def _answer(condition: typed.Expression, walk: Walk) -> bool | None:
    """A condition's answer; what keeps it from having one is said."""
    walk.run.filled = ""
    try:
        return holds(condition, walk)
    except (Failed, Held) as stopped:
        _tell(stopped, walk)
        return None


def _tell(stopped: Failed | Held, walk: Walk) -> None:
    """Say why a value could not be made, unless that was said already."""
    if isinstance(stopped, Failed):
        walk.run.say(stopped.diagnostic)


def _fill(statements: tuple[typed.Statement, ...], walk: Walk, into: dict[str, Any], prefix: str) -> None:
    """Carry out a body's statements; `prefix` is its path, `MailAddress.` or `Lines[0].`."""
    for statement in statements:
        if walk.watch is not None:
            walk.watch.met(statement, walk, prefix)
        carry_out = _STATEMENTS.get(type(statement))
        if carry_out is not None:
            carry_out(statement, walk, into, prefix)


def _rule(rule: typed.Rule, walk: Walk, into: dict[str, Any], prefix: str) -> None:
    run, path = walk.run, prefix + ".".join(rule.target)
    run.filled = path
    try:
        value = evaluate(rule.value, walk)
    except (Failed, Held) as stopped:
        _tell(stopped, walk)
        run.places.failed[path] = rule.span
        return
    if value is NOTHING:
        return
    settled = contract.settle(rule.field, value, path, rule.span)
    if isinstance(settled, Unfit):
        run.say(settled.diagnostic)
        run.places.failed[path] = rule.span
        return
    _holder(into, rule.target)[rule.target[-1]] = settled
    run.places.origins[path] = rule.span
    lookup = run.lookups.get((rule.field.type.entity, settled)) if rule.field.type.kind is Kind.ID else None
    if lookup is not None:
        run.places.lookups[path] = lookup


def _holder(into: dict[str, Any], target: tuple[str, ...]) -> dict[str, Any]:
    """The object that a target's last name stands in, made on the way."""
    for name in target[:-1]:
        into = _opened(into, name, {})
    return into


def _opened(into: dict[str, Any], name: str, fresh: Any) -> Any:
    """The object or list under a name; a fresh one when there is none."""
    if not isinstance(into.get(name), type(fresh)):
        into[name] = fresh
    return into[name]


def _check(check: typed.Check, walk: Walk, into: dict[str, Any], prefix: str) -> None:
    if _answer(check.condition, walk) is False:
        walk.run.say(refusals.failed_check(message(check.message, walk), check.span, warns=check.warns))


def _block(block: typed.Block, walk: Walk, into: dict[str, Any], prefix: str) -> None:
    path = prefix + ".".join(block.target)
    if not _is_entered(block, walk, path):
        return
    inner: dict[str, Any] = {}
    walk.run.places.bodies[path] = block.span
    _fill(block.body, walk.inside(block.body), inner, f"{path}.")
    if inner:  # an object of nothing but `nothing` is not managed either
        _opened(_holder(into, block.target), block.target[-1], {}).update(inner)


def _each(each: typed.Each, walk: Walk, into: dict[str, Any], prefix: str) -> None:
    path = prefix + ".".join(each.target)
    items: list[Any] = _opened(_holder(into, each.target), each.target[-1], [])
    walk.run.places.bodies.setdefault(path, each.span)
    walk.run.filled = path
    try:
        for inside in items_of(each.source, each.item, each.condition, walk):
            _add_item(each.body, inside, items, path, each)
    except (Failed, Held) as stopped:
        _tell(stopped, walk)
        walk.run.places.failed[path] = each.span


def _item(item: typed.Item, walk: Walk, into: dict[str, Any], prefix: str) -> None:
    path = prefix + ".".join(item.target)
    items: list[Any] = _opened(_holder(into, item.target), item.target[-1], [])
    walk.run.places.bodies.setdefault(path, item.span)
    if _is_entered(item, walk, path):
        _add_item(item.body, walk, items, path, item)


def _add_item(
    body: tuple[typed.Statement, ...], walk: Walk, items: list[Any], path: str, statement: typed.Each | typed.Item
) -> None:
    made: dict[str, Any] = {}
    place = f"{path}[{len(items)}]"
    walk.run.places.bodies[place] = statement.span
    _fill(body, walk.inside(body), made, f"{place}.")
    items.append(made)


def _is_entered(statement: typed.Block | typed.Item, walk: Walk, path: str) -> bool:
    """Whether a body's condition plainly holds; when it cannot be told, its target has failed."""
    if statement.condition is None:
        return True
    walk.run.filled = path
    try:
        return holds(statement.condition, walk) is True
    except (Failed, Held) as stopped:
        _tell(stopped, walk)
        walk.run.places.failed[path] = statement.span
        return False


_STATEMENTS: Mapping[type, Callable[[Any, Walk, dict[str, Any], str], None]] = {
    typed.Rule: _rule,
    typed.Check: _check,
    typed.Block: _block,
    typed.Each: _each,
    typed.Item: _item,
}
