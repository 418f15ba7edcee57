"""The resolved tree: every name is bound, every node carries its type; the checker makes it.

The interpreter walks it, and later stages (compiler, inverse) start from it. A program that was refused has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from engine.diagnostics.source import Span
from engine.language.functions.registry import Function
from engine.model.schema import Field
from engine.model.types import Type

# ---- expressions; each has `type` and `span`


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant. An empty text's type says that it is absent, unless it is an argument that is just that."""

    value: int | Decimal | date | bool | str
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class FieldRead:
    """A field of the record (`item` None) or of the list item of that name; read clean when it is a text.

    `path` goes through references: ("customer", "is_internal"). `field` is the last one's declaration.
    """

    item: str | None
    path: tuple[str, ...]
    field: Field
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class LetRead:
    """A let's value; computed at most once a record (or, of a body's let, once an item)."""

    name: str
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Today:
    """The run's date."""

    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """A text with holes; absent when a hole is absent."""

    parts: tuple[str | Expression, ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the registry; `arguments` are bound to its parameters in order, the piped value first.

    A parameter that was left out holds its default as a Literal, or None when it has none.
    A word (`half_even`) is a Literal text.
    """

    function: Function
    arguments: tuple[Expression | None, ...]
    type: Type
    span: Span  # of the step alone, as diagnostics underline it


@dataclass(frozen=True, slots=True)
class TableLookup:
    """`x | table(name)`; fails when the table lacks the value."""

    operand: Expression
    table: str
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """`key | link(entity)` or `link(entity, key=[…])`, with another field than the id when `field` is set.

    `entity` is the name of one of the mapping master's entities. Fails when no such record is linked.
    """

    entity: str
    key: tuple[Expression, ...]
    field: str | None
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Find:
    """`x | find(Setting, by=Field, at=date)`; fails when there is no such row."""

    setting: str
    by: str
    operand: Expression
    at: Expression | None
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Within:
    """`x within series.name`: its left value, or R301."""

    operand: Expression
    series: str
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Coalesce:
    """`left ?? right`."""

    left: Expression
    right: Expression
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Otherwise:
    """`body else fallback`."""

    body: Expression
    fallback: Expression
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Conditional:
    """`if condition then body else fallback`."""

    condition: Expression
    body: Expression
    fallback: Expression
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x`, `-x`."""

    operator: str
    operand: Expression
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic, comparison, `and`, `or`."""

    operator: str
    left: Expression
    right: Expression
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Presence:
    """`x is present`, `x is absent`: never absent itself."""

    operand: Expression
    present: bool
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Member:
    """`x in (a, b)`."""

    operand: Expression
    options: tuple[Expression, ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`sum`, `count`, `min`, `max` over a list; `sum` of none is 0, `min` and `max` of none are absent."""

    function: str
    item: str
    source: FieldRead
    condition: Expression | None
    body: Expression | None
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Nothing:
    """Unmanaged for this record."""

    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Empty:
    """Managed and empty."""

    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
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
    | Nothing
    | Empty
    | Refuse
)

# ---- statements


@dataclass(frozen=True, slots=True)
class Rule:
    """A target field and the expression that fills it. `target` is absolute within its body."""

    target: tuple[str, ...]
    field: Field
    two_way: bool
    value: Expression
    source: str  # the expression as it was written, for plans and explanations
    span: Span


@dataclass(frozen=True, slots=True)
class Let:
    """A named value."""

    name: str
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Skip:
    """The record is left out when the condition holds."""

    condition: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Create:
    """A record without a link that plainly fails it is not created."""

    condition: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Check:
    """Refuses (or warns) at a plain no."""

    condition: Expression
    message: Text
    warns: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A nested object, sent only when the condition holds."""

    target: tuple[str, ...]
    field: Field
    condition: Expression | None
    body: tuple[Statement, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Each:
    """Items of a list, one for each source item that meets the condition."""

    target: tuple[str, ...]
    field: Field
    item: str
    source: FieldRead
    condition: Expression | None
    body: tuple[Statement, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """One more item of a list."""

    target: tuple[str, ...]
    field: Field
    condition: Expression | None
    body: tuple[Statement, ...]
    span: Span


Statement: TypeAlias = Rule | Let | Skip | Create | Check | Block | Each | Item


@dataclass(frozen=True, slots=True)
class Table:
    """A code table as rules see it: its rows in file order, and the types of both columns."""

    name: str
    rows: Mapping[str, str]
    span: Span


@dataclass(frozen=True, slots=True)
class Program:
    """A checked mapping's rules, ready to be walked.

    `select` and `statements` in the order of the merged file; `tables` those that rules use.
    `references`: the paths of references that rules read, as ("customer",), ("project", "customer").
    `links`: the entities that rules link to.
    """

    select: Expression | None
    statements: tuple[Statement, ...]
    tables: Mapping[str, Table]
    references: frozenset[tuple[str, ...]]
    links: frozenset[str]
