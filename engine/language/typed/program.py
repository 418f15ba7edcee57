"""A checked mapping as a whole: its statements, its tables, and the ways back of its two-way rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from engine.diagnostics.source import Span
from engine.language.functions.registry import StepClass
from engine.language.typed.expressions import EXPRESSIONS, Expression, children
from engine.language.typed.statements import Block, Rule, Statement, all_statements
from engine.model.frozen import field_names, frozen


@frozen
class Table:
    """A code table as rules see it: its rows in file order. `below`: where the tables stand that it was laid over."""

    name: str
    rows: Mapping[str, str]
    span: Span
    below: tuple[Span, ...] = ()


@frozen
class Step:
    """One step of a two-way rule, from the field to the target: where it stands, and how it runs backwards.

    A step that answers (`?? b`, `else b`) stands where its answer does.
    """

    step_class: StepClass
    span: Span


@frozen
class Way:
    """The way back of a two-way rule.

    `target`: the whole path that it fills; `blocks`: the objects around it, the outermost first.
    `settles`: the source fields that it gives; what else it reads, another rule settles.
    """

    target: tuple[str, ...]
    rule: Rule
    blocks: tuple[Block, ...]
    settles: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def step_class(self) -> StepClass:
        """The class of the rule: of its steps the one that promises least."""
        return max((step.step_class for step in self.steps), key=list(StepClass).index, default=StepClass.EXACT)


@frozen
class Program:
    """A checked mapping's rules, ready to be walked.

    `select` and `statements` in the order of the merged file; `tables` those that rules use.
    `references`: the paths of references that rules read, as ("customer",), ("project", "customer").
    `links`: the entities that rules link to. `ways`: the ways back of its two-way rules, in an order in which what one
    needs of another is there.
    """

    select: Expression | None
    statements: tuple[Statement, ...]
    tables: Mapping[str, Table]
    references: frozenset[tuple[str, ...]]
    links: frozenset[str]
    ways: tuple[Way, ...] = ()


def all_expressions(program: Program) -> Iterator[Expression]:
    """Every expression of a program, those within others too."""
    waiting = list(outer_expressions(program))
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def outer_expressions(program: Program) -> Iterator[Expression]:
    """The expressions of a program that stand within no other."""
    if program.select is not None:
        yield program.select
    for statement in all_statements(program.statements):
        parts: Iterable[Any] = (getattr(statement, name) for name in field_names(type(statement)))
        yield from (cast(Expression, part) for part in parts if isinstance(part, EXPRESSIONS))
