"""Expressions of the resolved tree; each has `type` and `span`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TypeAlias, cast, get_args

from engine.diagnostics.source import SourceText, Span
from engine.language.functions.registry import Function
from engine.model.frozen import field_names, frozen
from engine.model.schema import Field
from engine.model.types import Type


@frozen
class Literal:
    """A constant. An empty text's type says that it is absent, unless it is an argument that is just that."""

    value: int | Decimal | date | bool | str
    type: Type
    span: Span


@frozen
class FieldRead:
    """A field of the record (`item` None) or of the list item of that name; read clean when it is a text.

    `path` goes through references: ("customer", "is_internal"). `field` is the last one's declaration.
    """

    item: str | None
    path: tuple[str, ...]
    field: Field
    type: Type
    span: Span


@frozen
class LetRead:
    """A let's value; computed at most once a record (or, of a body's let, once an item)."""

    name: str
    type: Type
    span: Span


@frozen
class Today:
    """The run's date."""

    type: Type
    span: Span


@frozen
class Text:
    """A text with holes; absent when a hole is absent."""

    parts: tuple[str | Expression, ...]
    type: Type
    span: Span


@frozen
class Call:
    """A function of the registry; `arguments` are bound to its parameters in order, the piped value first.

    A parameter that was left out holds its default as a Literal, or None when it has none.
    A word (`half_even`) is a Literal text.
    """

    function: Function
    arguments: tuple[Expression | None, ...]
    type: Type
    span: Span  # of the step alone, as diagnostics underline it


@frozen
class TableLookup:
    """`x | table(name)`; fails when the table lacks the value."""

    operand: Expression
    table: str
    type: Type
    span: Span


@frozen
class Link:
    """`key | link(entity)` or `link(entity, key=[…])`, with another field than the id when `field` is set.

    `entity` is the name of one of the mapping master's entities. Fails when no such record is linked.
    """

    entity: str
    key: tuple[Expression, ...]
    field: str | None
    type: Type
    span: Span


@frozen
class Find:
    """`x | find(Setting, by=Field, at=date)`; fails when there is no such row."""

    setting: str
    by: str
    operand: Expression
    at: Expression | None
    type: Type
    span: Span


@frozen
class Within:
    """`x within series.name`: its left value, or R301."""

    operand: Expression
    series: str
    type: Type
    span: Span


@frozen
class Coalesce:
    """`left ?? right`."""

    left: Expression
    right: Expression
    type: Type
    span: Span


@frozen
class Otherwise:
    """`body else fallback`."""

    body: Expression
    fallback: Expression
    type: Type
    span: Span


@frozen
class Conditional:
    """`if condition then body else fallback`."""

    condition: Expression
    body: Expression
    fallback: Expression
    type: Type
    span: Span


@frozen
class Unary:
    """`not x`, `-x`."""

    operator: str
    operand: Expression
    type: Type
    span: Span


@frozen
class Binary:
    """Arithmetic, comparison, `and`, `or`."""

    operator: str
    left: Expression
    right: Expression
    type: Type
    span: Span


@frozen
class Presence:
    """`x is present`, `x is absent`: never absent itself."""

    operand: Expression
    present: bool
    type: Type
    span: Span


@frozen
class Member:
    """`x in (a, b)`."""

    operand: Expression
    options: tuple[Expression, ...]
    type: Type
    span: Span


@frozen
class Aggregate:
    """`sum`, `count`, `min`, `max` over a list; `sum` of none is 0, `min` and `max` of none are absent."""

    function: str
    item: str
    source: FieldRead
    condition: Expression | None
    body: Expression | None
    type: Type
    span: Span


@frozen
class Listed:
    """A list that a template goes through: of each item what the template reads of it, and lists inside it."""

    item: str
    source: FieldRead
    reads: tuple[Expression, ...]
    type: Type
    span: Span


@frozen
class Render:
    """`render("letter.j2")`: the text that a template makes of what it reads; a record that lacks it is refused."""

    template: SourceText
    reads: tuple[Expression, ...]
    type: Type
    span: Span


@frozen
class Nothing:
    """Unmanaged for this record."""

    type: Type
    span: Span


@frozen
class Empty:
    """Managed and empty."""

    type: Type
    span: Span


@frozen
class Refuse:
    """The record is held back."""

    message: Text | None
    type: Type
    span: Span


Expression: TypeAlias = (
    Literal
    | FieldRead
    | LetRead
    | Today
    | Text
    | Call
    | TableLookup
    | Link
    | Find
    | Within
    | Coalesce
    | Otherwise
    | Conditional
    | Unary
    | Binary
    | Presence
    | Member
    | Aggregate
    | Listed
    | Render
    | Nothing
    | Empty
    | Refuse
)

EXPRESSIONS: tuple[type, ...] = get_args(Expression)


def children(node: Expression) -> Iterator[Expression]:
    """The expressions that stand directly within one, in the order in which they are written."""
    for name in field_names(type(node)):
        value = getattr(node, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, EXPRESSIONS):
                yield cast(Expression, part)
