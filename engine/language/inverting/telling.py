"""A way back in a consultant's words: which field of the source gets what of the target, and how sure each step is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.diagnostics.source import Span
from engine.language import typed
from engine.language.functions.registry import StepClass
from engine.language.inverting.standing import Standing
from engine.language.running.walk import Walk
from engine.model.enumeration import listed
from engine.model.frozen import frozen
from engine.model.text import Text, say

# Of the same class are values that mean the same to the rule: the old one stays.
_KEEPING = (StepClass.CANONICAL, StepClass.NEEDS_OLD_VALUE, StepClass.QUANTUM)

CLASS_WORDS: Mapping[StepClass, Text] = {
    StepClass.EXACT: say("exact"),
    StepClass.CANONICAL: say("canonical"),
    StepClass.NEEDS_OLD_VALUE: say("needs the old value"),
    StepClass.QUANTUM: say("quantum"),
    StepClass.SPLIT: say("split"),
    StepClass.SETTLED: say("settled"),
    StepClass.ONE_WAY: say("one-way"),
}


@frozen
class GivenBack:
    """A field of the source that a two-way rule sets, and to what: `customer_no`, "ExternalNumber"."""

    field: str
    value: str

    @property
    def text(self) -> str:
        """As a line: `customer_no ← ExternalNumber`."""
        return say("{field} ← {value}", field=self.field, value=self.value)


def given_back(way: typed.Way, program: typed.Program) -> tuple[GivenBack, ...]:
    """What a rule gives back, one item a field that it settles."""
    walk = Standing(way.rule, way.blocks).walk(program, {})
    found: dict[str, str] = {}
    _tell(way.rule.value, ".".join(way.target), walk, found)
    return tuple(GivenBack(name, _with_condition(found[name], name, way, list(found))) for name in way.settles)


def class_of_step(way: typed.Way, span: Span) -> StepClass | None:
    """How the step that ends where a span does runs backwards; None for what is no step of the rule."""
    ends = [s.step_class for s in way.steps if s.span.path == span.path and s.span.end == span.end]
    return ends[-1] if ends else None


def _with_condition(value: str, name: str, way: typed.Way, read: list[str]) -> str:
    """When the field is set at all: a value that gives the same already is kept."""
    if way.step_class is StepClass.SETTLED:
        others = listed(f"`{other}`" for other in read if other not in way.settles)
        if read[-1] == name:
            return say("{value}, where there is no {others}", value=value, others=others)
        return say("{value}, only where it differs from {others}", value=value, others=others)
    if way.step_class in _KEEPING:
        return say("{value}, unless it gives the same already", value=value)
    return value


# ---- from the target down to the fields, each step undoing what it did


def _tell(node: typed.Expression, value: str, walk: Walk, found: dict[str, str]) -> None:
    _TELLS.get(type(node), _nothing)(node, value, walk, found)


def _field(node: typed.FieldRead, value: str, walk: Walk, found: dict[str, str]) -> None:
    found.setdefault(node.path[0], value)


def _let(node: typed.LetRead, value: str, walk: Walk, found: dict[str, str]) -> None:
    cell = walk.cell(node.name)
    _tell(cell.let.value, value, cell.home, found)


def _call(node: typed.Call, value: str, walk: Walk, found: dict[str, str]) -> None:
    piped = node.arguments[0]
    assert piped is not None, "a step without a piped value has no way back"
    if node.function.step_class is StepClass.NEEDS_OLD_VALUE:
        value = say("{value} as a text", value=value)
    elif node.function.step_class is StepClass.EXACT:
        value = say("{value} with `{step}` undone", value=value, step=node.function.name)
    _tell(piped, value, walk, found)


def _text(node: typed.Text, value: str, walk: Walk, found: dict[str, str]) -> None:
    for hole in (part for part in node.parts if not isinstance(part, str)):
        alone = len(node.parts) == 1
        _tell(hole, value if alone else say("its part of {value}", value=value), walk, found)


def _table(node: typed.TableLookup, value: str, walk: Walk, found: dict[str, str]) -> None:
    told = say("the row of the table `{table}` that gives {value}", table=node.table, value=value)
    _tell(node.operand, told, walk, found)


def _link(node: typed.Link, value: str, walk: Walk, found: dict[str, str]) -> None:
    for part in node.key:
        told = say("the key of the {entity} that {value} is of", entity=node.entity, value=value)
        _tell(part, told, walk, found)


def _operand(node: typed.Within | typed.Otherwise, value: str, walk: Walk, found: dict[str, str]) -> None:
    """What only lets a value through, or answers when there is none."""
    _tell(node.body if isinstance(node, typed.Otherwise) else node.operand, value, walk, found)


def _coalesce(node: typed.Coalesce, value: str, walk: Walk, found: dict[str, str]) -> None:
    _tell(node.left, value, walk, found)
    _tell(node.right, value, walk, found)


def _unary(node: typed.Unary, value: str, walk: Walk, found: dict[str, str]) -> None:
    turned = node.operator == "not"
    told = say("the opposite of {value}", value=value) if turned else say("{value} with its sign turned", value=value)
    _tell(node.operand, told, walk, found)


def _binary(node: typed.Binary, value: str, walk: Walk, found: dict[str, str]) -> None:
    told = say("{value} calculated back", value=value)
    _tell(node.left, told, walk, found)
    _tell(node.right, told, walk, found)


def _nothing(node: typed.Expression, value: str, walk: Walk, found: dict[str, str]) -> None:
    """What is no step is a constant, or a word for no value: nothing of the source is behind it."""


_TELLS: Mapping[type, Callable[[Any, str, Walk, dict[str, str]], None]] = {
    typed.FieldRead: _field,
    typed.LetRead: _let,
    typed.Call: _call,
    typed.Text: _text,
    typed.TableLookup: _table,
    typed.Link: _link,
    typed.Within: _operand,
    typed.Coalesce: _coalesce,
    typed.Otherwise: _operand,
    typed.Unary: _unary,
    typed.Binary: _binary,
}
