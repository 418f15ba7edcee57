"""Which two-way rules have a way back, and what is in the way of the others.

A step is looked at where it stands, from the target down to the source's fields; what one rule needs of another (the
`b` of `a ?? b`, the fields of a `when`) is looked at for the whole mapping.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import typed
from engine.language.functions.registry import StepClass
from engine.language.inverting import complaints
from engine.language.inverting.backward import constant_of, gives
from engine.language.inverting.meeting import meeting
from engine.language.inverting.splitting import double_split, unsure_hole
from engine.language.inverting.standing import Standing, standings
from engine.language.running.walk import Walk
from engine.model.frozen import changeable, field
from engine.model.types import Kind

_CALCULATED = ("+", "-", "*", "/")


class _Obstacle(Exception):
    """A step that cannot be undone; `diagnostic` says which and why, None when something was said of it already."""

    def __init__(self, diagnostic: Diagnostic | None) -> None:
        super().__init__(diagnostic and diagnostic.message)
        self.diagnostic = diagnostic


@changeable
class _Found:
    """What a look at a rule's expression has found so far: the fields behind it, and its steps."""

    standing: Standing
    program: typed.Program
    leaves: list[typed.FieldRead] = field(default_factory=list)
    steps: list[typed.Step] = field(default_factory=list)
    chosen: typed.Coalesce | None = None  # of `a ?? b`, when both sides are fields
    roundings: list[typed.Call] = field(default_factory=list)

    def step(self, step_class: StepClass, node: typed.Expression) -> None:
        self.steps.append(typed.Step(step_class, node.span))


def derive(program: typed.Program) -> tuple[tuple[typed.Way, ...], tuple[Diagnostic, ...]]:
    """The ways back of a program's two-way rules, and a complaint for each rule that has none."""
    said: list[Diagnostic] = []
    found: list[_Found] = []
    for standing in standings(program.statements):
        if not standing.rule.two_way:
            continue
        if standing.in_list:
            said.append(complaints.in_list(standing.rule))
            continue
        one = _Found(standing, program)
        try:
            _look(standing.rule.value, standing.walk(program, {}), one)
        except _Obstacle as obstacle:
            said.extend(filter(None, [obstacle.diagnostic]))
        else:
            found.append(one)
    ways = _settle(found, said)
    said.extend(_rounded(found))
    said.extend(_unguarded(program.statements, ways))
    return ways, tuple(said)


def _rounded(found: Iterable[_Found]) -> Iterator[Diagnostic]:
    """Roundings that make one of two values."""
    for one in found:
        for rounding in one.roundings:
            met = meeting(one.standing, one.program, rounding)
            if met is not None:
                yield complaints.rounds_together(rounding, met)


# ---- one rule's steps


def _look(node: typed.Expression, walk: Walk, found: _Found) -> None:
    look = _LOOKS.get(type(node))
    if look is None:
        raise _Obstacle(_one_way(node, found))
    look(node, walk, found)


def _one_way(node: typed.Expression, found: _Found) -> Diagnostic:
    """A step that loses something, with two records that show it."""
    rule = found.standing.rule
    return complaints.one_way(rule, node, meeting(found.standing, found.program, node))


def _field(node: typed.FieldRead, walk: Walk, found: _Found) -> None:
    if node.item is not None or len(node.path) > 1 or node.field.type.kind in (Kind.OBJECT, Kind.LIST):
        raise _Obstacle(complaints.not_its_own(found.standing.rule, node))
    found.leaves.append(node)
    found.step(StepClass.CANONICAL if node.field.type.kind in (Kind.TEXT, Kind.FILE) else StepClass.EXACT, node)


def _let(node: typed.LetRead, walk: Walk, found: _Found) -> None:
    cell = walk.cell(node.name)
    _look(cell.let.value, cell.home, found)


def _call(node: typed.Call, walk: Walk, found: _Found) -> None:
    function, piped = node.function, node.arguments[0]
    undone = function.step_class in (StepClass.CANONICAL, StepClass.QUANTUM) or function.back is not None
    others_known = all(_is_constant(other, walk) for other in node.arguments[1:] if other is not None)
    if piped is None or not undone or not others_known:
        raise _Obstacle(_one_way(node, found))
    _look(piped, walk, found)
    found.step(function.step_class, node)
    if function.step_class is StepClass.QUANTUM:
        found.roundings.append(node)


def _text(node: typed.Text, walk: Walk, found: _Found) -> None:
    holes = [part for part in node.parts if not isinstance(part, str)]
    if not holes:
        raise _Obstacle(complaints.no_field(found.standing.rule, node))
    unsure = unsure_hole(node.parts)
    if unsure is not None:
        raise _Obstacle(complaints.splits_twice(found.standing.rule, node, unsure, double_split(node.parts)))
    for hole in holes:
        _look(hole, walk, found)
    found.step(StepClass.SPLIT if len(holes) > 1 else StepClass.EXACT, node)


def _table(node: typed.TableLookup, walk: Walk, found: _Found) -> None:
    _look(node.operand, walk, found)
    values = list(found.program.tables[node.table].rows.values())
    repeated = len(set(values)) < len(values) or "" in values
    found.step(StepClass.NEEDS_OLD_VALUE if repeated else StepClass.EXACT, node)


def _link(node: typed.Link, walk: Walk, found: _Found) -> None:
    for part in node.key:
        _look(part, walk, found)
    found.step(StepClass.EXACT, node)


def _within(node: typed.Within, walk: Walk, found: _Found) -> None:
    _look(node.operand, walk, found)
    found.step(StepClass.EXACT, node)


def _coalesce(node: typed.Coalesce, walk: Walk, found: _Found) -> None:
    _look(node.left, walk, found)
    if isinstance(node.right, typed.Nothing | typed.Empty | typed.Refuse):
        return
    if _is_constant(node.right, walk):
        found.step(StepClass.NEEDS_OLD_VALUE, node.right)
        return
    _look(node.right, walk, found)
    found.chosen = node
    found.step(StepClass.SETTLED, node.right)


def _otherwise(node: typed.Otherwise, walk: Walk, found: _Found) -> None:
    _look(node.body, walk, found)
    if isinstance(node.fallback, typed.Refuse | typed.Nothing):
        return
    if isinstance(node.fallback, typed.Empty):
        found.step(StepClass.NEEDS_OLD_VALUE, node.fallback)
        return
    if not _is_constant(node.fallback, walk):
        raise _Obstacle(_one_way(node, found))
    if not gives(node.body, constant_of(node.fallback, walk), found.standing, found.program):
        raise _Obstacle(
            complaints.no_row_gives(found.standing.rule, node, meeting(found.standing, found.program, node.body))
        )
    found.step(StepClass.NEEDS_OLD_VALUE, node.fallback)


def _unary(node: typed.Unary, walk: Walk, found: _Found) -> None:
    _look(node.operand, walk, found)
    found.step(StepClass.EXACT, node)


def _binary(node: typed.Binary, walk: Walk, found: _Found) -> None:
    constant = _is_constant(node.right, walk)
    turned = node.operator in ("+", "-", "*") and _is_constant(node.left, walk) and node.left.type.kind is Kind.NUMBER
    if node.operator not in _CALCULATED or constant == turned:
        raise _Obstacle(_one_way(node, found))
    other = constant_of(node.right if constant else node.left, walk)
    if node.operator == "*" and other == 0:
        raise _Obstacle(_one_way(node, found))
    _look(node.left if constant else node.right, walk, found)
    found.step(StepClass.EXACT, node)


def _literal(node: typed.Literal, walk: Walk, found: _Found) -> None:
    raise _Obstacle(complaints.no_field(found.standing.rule, node))


def _refuse(node: typed.Refuse, walk: Walk, found: _Found) -> None:
    """Stands where something was complained about already."""
    raise _Obstacle(None)


def _is_constant(node: typed.Expression, walk: Walk) -> bool:
    """Whether a value is known before a run: it reads no field, no day, and asks nobody."""
    if isinstance(node, typed.LetRead):
        cell = walk.cell(node.name)
        return _is_constant(cell.let.value, cell.home)
    if isinstance(node, _ASKING):
        return False
    return all(_is_constant(child, walk) for child in typed.children(node))


_ASKING = (
    typed.FieldRead,
    typed.Today,
    typed.Link,
    typed.Find,
    typed.Within,
    typed.Aggregate,
    typed.Nothing,
    typed.Empty,
    typed.Refuse,
)
_LOOKS: Mapping[type, Callable[[Any, Walk, _Found], None]] = {
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
    typed.Literal: _literal,
    typed.Refuse: _refuse,
}

# ---- what one rule needs of another


def _settle(found: list[_Found], said: list[Diagnostic]) -> tuple[typed.Way, ...]:
    """The ways in an order in which what `a ?? b` needs is there; who settles a field twice is complained about."""
    ways: list[typed.Way] = []
    owners: dict[str, typed.Rule] = {}
    for one in found:
        if one.chosen is None:
            _own(one, [leaf.path[0] for leaf in one.leaves], owners, ways, said)
    waiting = [one for one in found if one.chosen is not None]
    while waiting:
        ready = next((one for one in waiting if len(_free(one, owners)) == 1), None)
        if ready is None:
            break
        waiting.remove(ready)
        _own(ready, _free(ready, owners), owners, ways, said)
    for one in waiting:
        free = _free(one, owners)
        said.append(complaints.unsettled(one.standing.rule, one.chosen, free) if free else _twice(one, owners))
    return tuple(ways)


def _free(one: _Found, owners: Mapping[str, typed.Rule]) -> list[str]:
    return [name for name in dict.fromkeys(leaf.path[0] for leaf in one.leaves) if name not in owners]


def _own(
    one: _Found,
    names: list[str],
    owners: dict[str, typed.Rule],
    ways: list[typed.Way],
    said: list[Diagnostic],
) -> None:
    rule = one.standing.rule
    for name in names:
        if name in owners:
            said.append(complaints.settled_twice(name, rule, owners[name]))
            return
    owners.update(dict.fromkeys(names, rule))
    blocks, path = one.standing.blocks, one.standing.path
    ways.append(typed.Way(path, rule, blocks, tuple(dict.fromkeys(names)), tuple(one.steps)))


def _twice(one: _Found, owners: Mapping[str, typed.Rule]) -> Diagnostic:
    name = one.leaves[0].path[0]
    return complaints.settled_twice(name, one.standing.rule, owners[name])


# ---- objects under a condition


def guards(block: typed.Block) -> tuple[str, ...] | None:
    """The fields whose presence an object's condition asks for; None when it asks for anything else."""
    return () if block.condition is None else _guards(block.condition)


def _guards(condition: typed.Expression) -> tuple[str, ...] | None:
    if isinstance(condition, typed.Binary) and condition.operator == "and":
        left, right = _guards(condition.left), _guards(condition.right)
        return None if left is None or right is None else left + right
    if isinstance(condition, typed.Presence) and condition.present and isinstance(condition.operand, typed.FieldRead):
        return condition.operand.path if len(condition.operand.path) == 1 else None
    return None


def _unguarded(statements: tuple[typed.Statement, ...], ways: tuple[typed.Way, ...]) -> Iterator[Diagnostic]:
    """Objects with two-way rules whose condition cannot be made true or false again."""
    for statement in statements:
        if not isinstance(statement, typed.Block):
            continue
        yield from _unguarded(statement.body, ways)
        inside = [way for way in ways if any(block is statement for block in way.blocks)]
        if not inside or statement.condition is None:
            continue
        asked = guards(statement)
        settled = {name for way in inside for name in way.settles}
        if asked is None or not settled.issuperset(asked):
            lacking = [] if asked is None else [name for name in asked if name not in settled]
            yield complaints.unguarded(statement, lacking)
