"""Statements of the resolved tree: what a body of rules holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from engine.diagnostics.source import Span
from engine.language.typed.expressions import Expression, FieldRead, Text
from engine.model.frozen import frozen
from engine.model.schema import Field


@frozen
class Rule:
    """A target field and the expression that fills it. `target` is absolute within its body."""

    target: tuple[str, ...]
    field: Field
    two_way: bool
    value: Expression
    source: str  # the expression as it was written, for plans and explanations
    span: Span
    arrow_span: Span


@frozen
class Let:
    """A named value."""

    name: str
    value: Expression
    span: Span


@frozen
class Skip:
    """The record is left out when the condition holds."""

    condition: Expression
    span: Span


@frozen
class Create:
    """A record without a link that plainly fails it is not created."""

    condition: Expression
    span: Span


@frozen
class Check:
    """Refuses (or warns) at a plain no."""

    condition: Expression
    message: Text
    warns: bool
    span: Span


@frozen
class Block:
    """A nested object, sent only when the condition holds."""

    target: tuple[str, ...]
    field: Field
    condition: Expression | None
    body: tuple[Statement, ...]
    span: Span


@frozen
class Each:
    """Items of a list, one for each source item that meets the condition."""

    target: tuple[str, ...]
    field: Field
    item: str
    source: FieldRead
    condition: Expression | None
    body: tuple[Statement, ...]
    span: Span


@frozen
class Item:
    """One more item of a list."""

    target: tuple[str, ...]
    field: Field
    condition: Expression | None
    body: tuple[Statement, ...]
    span: Span


Statement: TypeAlias = Rule | Let | Skip | Create | Check | Block | Each | Item


def all_statements(statements: tuple[Statement, ...]) -> Iterator[Statement]:
    """Every statement, those of bodies too, in the order of the file."""
    for statement in statements:
        yield statement
        if isinstance(statement, Block | Each | Item):
            yield from all_statements(statement.body)
