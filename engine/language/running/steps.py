"""From what was seen of an expression to its steps: one small function a kind of node, in the order of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from engine.diagnostics.source import Span
from engine.language import typed
from engine.language.running.sightings import Sightings
from engine.language.running.walk import NOTHING, Failed, Held, Walk
from engine.language.trace import State, Step
from engine.model.frozen import frozen, replace
from engine.model.placeholder import Placeholder
from engine.model.text import say


@frozen
class View:
    """How an expression is looked at: what was seen, on which walk, and how its steps are shown.

    `cut` gives the text of a place, `system` is what people call the source. `names`: the prefix of a body's lets, by
    the body's walk. `joint` is the word before the first step (`?? `). `unseen`: what is said of an expression that was
    not asked for.
    """

    sightings: Sightings
    cut: Callable[[Span], str]
    system: str
    names: Mapping[int, str]
    walk: Walk
    depth: int = 0
    joint: str = ""
    unseen: State = State.NOT_REACHED

    def under(self, joint: str = "") -> View:
        """For what a step is made of."""
        return replace(self, depth=self.depth + 1, joint=joint)


def steps_of(node: typed.Expression, view: View) -> Iterator[Step]:
    """The steps of an expression; one that was not asked for is one step."""
    seen = view.sightings.of(node, view.walk)
    if seen is None:
        span = whole(node)
        yield Step(view.joint + view.cut(span), span, view.depth, kind_of(node), node.type.kind, view.unseen)
        return
    unseen = State.NOT_NEEDED if seen.reason is None else State.NOT_REACHED
    _, inside = _KINDS[type(node)]
    inner = list(inside(node, replace(view, unseen=unseen)))
    yield from inner
    if not isinstance(node, _JOINING):
        own = _own_step(node, view, inner)
        if isinstance(seen.reason, Failed | Held) and any(step.why is seen.reason.diagnostic for step in inner):
            own = replace(own, state=State.NOT_REACHED, why=None)
        yield own


def result_of(node: typed.Expression, view: View) -> tuple[State, Any]:
    """What became of an expression, with its value."""
    seen = view.sightings.of(node, view.walk)
    if seen is None:
        return view.unseen, None
    if seen.reason is not None:
        return (State.FAILED if isinstance(seen.reason, Failed) else State.REFUSED), None
    return state_of(seen.value), (None if seen.value is NOTHING else seen.value)


def state_of(value: Any) -> State:
    """What a value is, if it is one."""
    if value is None:
        return State.ABSENT
    return State.NOTHING if value is NOTHING else State.VALUE


def kind_of(node: typed.Expression) -> str:
    """What a step of this node is called."""
    kind, _ = _KINDS[type(node)]
    return kind


def _own_step(node: typed.Expression, view: View, inner: list[Step]) -> Step:
    """The step that the node itself is; a pipeline's step has its joint before it, for it stands behind something."""
    seen = view.sightings.of(node, view.walk)
    assert seen is not None, "only what was evaluated has a step of its own"
    state, value = result_of(node, view)
    text = _text_of(node, view)
    why = None if seen.reason is None else seen.reason.diagnostic
    step = Step(text, node.span, view.depth, kind_of(node), node.type.kind, state, value, why, _note(node, view))
    return replace(step, let=_let_name(node, view)) if isinstance(node, typed.LetRead) else step


def _text_of(node: typed.Expression, view: View) -> str:
    if isinstance(node, typed.Within):
        return f"within series.{node.series}"
    if _source(node) is not None:
        return f"| {view.cut(node.span)}"
    return view.joint + view.cut(node.span)


def _source(node: typed.Expression) -> typed.Expression | None:
    """What is piped into a step; None when it stands in its parentheses, or there is none."""
    first = _first(node)
    return None if first is None or _is_inside(first.span, node.span) else first


def _first(node: typed.Expression) -> typed.Expression | None:
    if isinstance(node, typed.Call):
        return node.arguments[0] if node.arguments else None
    if isinstance(node, typed.TableLookup | typed.Find):
        return node.operand
    if isinstance(node, typed.Link):
        return node.key[0]
    return None


def whole(node: typed.Expression) -> Span:
    """The place of an expression with all that is piped into it; a step's own place is the step alone."""
    source = _source(node)
    return node.span if source is None else whole(source).to(node.span)


def _is_inside(inner: Span, outer: Span) -> bool:
    starts = (outer.line, outer.column) <= (inner.line, inner.column)
    return (
        inner.path == outer.path and starts and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    )


# ---- where a value comes from


def _note(node: typed.Expression, view: View) -> str:
    if isinstance(node, typed.FieldRead):
        return say("read from {system}", system=view.system)
    if isinstance(node, typed.LetRead):
        return say("let, line {line}", line=view.walk.cell(node.name).let.span.line)
    if isinstance(node, typed.Today):
        return say("the day of the run")
    return _range(node, view) if isinstance(node, typed.Within) else ""


def _range(node: typed.Within, view: View) -> str:
    """The series that a number lies in."""
    state, value = result_of(node, view)
    if state is not State.VALUE or isinstance(value, Placeholder):
        return ""
    ranges = view.walk.run.circumstances.series.get(node.series, ())
    found = next((series for series in ranges if series.start <= value <= series.end), None)
    assert found is not None, "a number that was let through lies in a series"
    return say('in {start}-{end} "{name}"', start=found.start, end=found.end, name=found.name)


def _let_name(node: typed.LetRead, view: View) -> str:
    home = view.walk.cell(node.name).home
    return view.names.get(id(home), "") + node.name


# ---- what stands inside


def _leaf(node: typed.Expression, view: View) -> Iterator[Step]:
    return iter(())


def _operands(nodes: Iterable[typed.Expression | None], view: View) -> Iterator[Step]:
    """What a step is made of; what is written out there is in the step's own text."""
    for node in nodes:
        if node is not None and not isinstance(node, typed.Literal):
            yield from steps_of(node, view.under())


def _piped(node: typed.Expression, others: Iterable[typed.Expression | None], view: View) -> Iterator[Step]:
    """What is piped into a step, then the step's other arguments."""
    source = _source(node)
    if source is not None:
        yield from steps_of(source, view)
    yield from _operands((other for other in others if other is not source), view)


def _call(node: typed.Call, view: View) -> Iterator[Step]:
    return _piped(node, node.arguments, view)


def _table(node: typed.TableLookup, view: View) -> Iterator[Step]:
    return _piped(node, (node.operand,), view)


def _link(node: typed.Link, view: View) -> Iterator[Step]:
    return _piped(node, node.key, view)


def _find(node: typed.Find, view: View) -> Iterator[Step]:
    return _piped(node, (node.operand, node.at), view)


def _within(node: typed.Within, view: View) -> Iterator[Step]:
    return steps_of(node.operand, view)


def _coalesce(node: typed.Coalesce, view: View) -> Iterator[Step]:
    yield from steps_of(node.left, view)
    yield from steps_of(node.right, replace(view, joint="?? "))


def _otherwise(node: typed.Otherwise, view: View) -> Iterator[Step]:
    yield from steps_of(node.body, view)
    yield from steps_of(node.fallback, replace(view, joint="else "))


def _conditional(node: typed.Conditional, view: View) -> Iterator[Step]:
    yield from steps_of(node.condition, replace(view, joint=f"{view.joint}if "))
    yield from steps_of(node.body, replace(view, joint="then "))
    yield from steps_of(node.fallback, replace(view, joint="else "))


def _unary(node: typed.Unary | typed.Presence, view: View) -> Iterator[Step]:
    return _operands((node.operand,), view)


def _binary(node: typed.Binary, view: View) -> Iterator[Step]:
    return _operands((node.left, node.right), view)


def _member(node: typed.Member, view: View) -> Iterator[Step]:
    return _operands((node.operand, *node.options), view)


def _text(node: typed.Text, view: View) -> Iterator[Step]:
    return _operands((part for part in node.parts if not isinstance(part, str)), view)


def _refuse(node: typed.Refuse, view: View) -> Iterator[Step]:
    return iter(()) if node.message is None else _text(node.message, view)


def _aggregate(node: typed.Aggregate, view: View) -> Iterator[Step]:
    yield from steps_of(node.source, view.under())
    yield from item_steps(node.item, node.condition, node.body, node.span, view.under())


def item_steps(
    name: str, condition: typed.Expression | None, body: typed.Expression | None, span: Span, view: View
) -> Iterator[Step]:
    """A list item by item: each one's value, or that its condition leaves it out, then the steps behind that."""
    for walk in view.sightings.inside(view.walk, condition, body):
        inside = replace(view, walk=walk, joint="")
        asked = body if body is not None and view.sightings.of(body, walk) is not None else condition
        assert asked is not None, "an item is seen by its condition or its body"
        state, value = result_of(asked, inside)
        text = f"{name} {walk.items[name].number}"
        yield Step(
            text, span, view.depth, "item", asked.type.kind, state, value, note=_left_out(asked, condition, value)
        )
        for node in (condition, body):
            if node is not None:
                yield from steps_of(node, replace(inside.under(), unseen=State.NOT_NEEDED))


def _listed(node: typed.Listed, view: View) -> Iterator[Step]:
    """What a template reads of each item of a list."""
    yield from steps_of(node.source, view)
    for walk in view.sightings.inside(view.walk, *node.reads):
        number, kind = walk.items[node.item].number, node.type.kind
        yield Step(f"{node.item} {number}", node.span, view.depth, "item", kind, State.VALUE, number)
        yield from _operands(node.reads, replace(view, walk=walk))


def _render(node: typed.Render, view: View) -> Iterator[Step]:
    return _operands(node.reads, view)


def _left_out(asked: typed.Expression, condition: typed.Expression | None, value: Any) -> str:
    return say("left out") if asked is condition and value is not True else ""


# Nodes whose value is one of their parts' own: they have no step of their own.
_JOINING = (typed.Coalesce, typed.Otherwise, typed.Conditional, typed.Listed)

# What a step of each kind of node is called, and what stands inside it.
_KINDS: Mapping[type, tuple[str, Callable[[Any, View], Iterator[Step]]]] = {
    typed.Literal: ("literal", _leaf),
    typed.FieldRead: ("field", _leaf),
    typed.LetRead: ("let", _leaf),
    typed.Today: ("today", _leaf),
    typed.Nothing: ("nothing", _leaf),
    typed.Empty: ("empty", _leaf),
    typed.Text: ("text", _text),
    typed.Call: ("function", _call),
    typed.TableLookup: ("table", _table),
    typed.Link: ("link", _link),
    typed.Find: ("find", _find),
    typed.Within: ("within", _within),
    typed.Coalesce: ("default", _coalesce),
    typed.Otherwise: ("else", _otherwise),
    typed.Conditional: ("choice", _conditional),
    typed.Unary: ("operator", _unary),
    typed.Presence: ("presence", _unary),
    typed.Binary: ("operator", _binary),
    typed.Member: ("member", _member),
    typed.Aggregate: ("aggregate", _aggregate),
    typed.Listed: ("aggregate", _listed),
    typed.Render: ("template", _render),
    typed.Refuse: ("refuse", _refuse),
}
