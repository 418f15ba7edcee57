"""The syntax tree: what a consultant wrote, with the place of every piece; nothing is resolved here yet.

The parser makes it, overlays merge its statements, and the checker turns it into the resolved tree of `typed`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from engine.diagnostics.source import Span
from engine.model.frozen import frozen

# ---- expressions


@frozen
class Literal:
    """A number, a date, yes or no. (A text is always a `Text`.)"""

    value: int | Decimal | date | bool
    span: Span


@frozen
class Text:
    """A text with holes: literal pieces and expressions in the order they stand."""

    parts: tuple[str | Expression, ...]
    span: Span


@frozen
class Name:
    """One name and its place."""

    text: str
    span: Span


@frozen
class Path:
    """`field`, `field.sub`, `line.net`, a let, `today`, or a bare word as an argument (`round(2, down)`)."""

    names: tuple[Name, ...]
    span: Span


@frozen
class Argument:
    """A positional (`name` None) or named argument."""

    name: Name | None
    value: Expression


@frozen
class Call:
    """`function(args)`, and, as the right side of a pipe, `function` or `function(args)`."""

    function: Name
    arguments: tuple[Argument, ...]
    span: Span


@frozen
class Step:
    """`source | function(args)`."""

    source: Expression
    call: Call
    span: Span


@frozen
class Otherwise:
    """`body else fallback`: answers failure."""

    body: Expression
    fallback: Expression
    span: Span


@frozen
class Coalesce:
    """`left ?? right`: answers absence."""

    left: Expression
    right: Expression
    span: Span


@frozen
class Conditional:
    """`if condition then body else fallback`."""

    condition: Expression
    body: Expression
    fallback: Expression
    span: Span


@frozen
class Unary:
    """`not x` or `-x`; `operator` is "not" or "-"."""

    operator: str
    operand: Expression
    span: Span


@frozen
class Binary:
    """`+ - * /`, `== != < <= > >=`, `and`, `or`."""

    operator: str
    left: Expression
    right: Expression
    span: Span
    operator_span: Span


@frozen
class Presence:
    """`x is present` (`present` True) or `x is absent`."""

    operand: Expression
    present: bool
    span: Span


@frozen
class Member:
    """`x in (a, b)`."""

    operand: Expression
    options: tuple[Expression, ...]
    span: Span


@frozen
class Within:
    """`x within series.name`."""

    operand: Expression
    series: Name
    span: Span


@frozen
class Aggregate:
    """`sum(each line in lines when condition: body)`; `body` is None for a bare `count`."""

    function: Name
    item: Name
    source: Path
    condition: Expression | None
    body: Expression | None
    span: Span


@frozen
class ListLiteral:
    """`[a, b]`, only as an argument: `link(invoice, key=[client_no, invoice_no])`."""

    items: tuple[Expression, ...]
    span: Span


@frozen
class Nothing:
    """`nothing`: unmanaged for this record."""

    span: Span


@frozen
class Empty:
    """`empty`: managed and empty."""

    span: Span


@frozen
class Refuse:
    """`refuse` or `refuse "message"`: the record is held back."""

    message: Text | None
    span: Span


Expression: TypeAlias = (
    Literal
    | Text
    | Path
    | Call
    | Step
    | Otherwise
    | Coalesce
    | Conditional
    | Unary
    | Binary
    | Presence
    | Member
    | Within
    | Aggregate
    | ListLiteral
    | Nothing
    | Empty
    | Refuse
)

# ---- statements


@frozen
class Target:
    """What a statement fills: `Number`, `MailAddress.City`; in an overlay also `Lines[].Field`.

    `lists[i]` says that the i-th name was written with `[]`.
    """

    names: tuple[Name, ...]
    lists: tuple[bool, ...]
    span: Span

    @property
    def text(self) -> str:
        """The target as it is written: `Lines[].Field`."""
        return ".".join(
            name.text + ("[]" if is_list else "") for name, is_list in zip(self.names, self.lists, strict=True)
        )


@frozen
class Rule:
    """`Target = expression` or, two-way, `Target <-> expression`."""

    target: Target
    two_way: bool
    value: Expression
    span: Span
    arrow_span: Span


@frozen
class Let:
    """`let name = expression`."""

    name: Name
    value: Expression
    span: Span


@frozen
class Skip:
    """`skip when condition`."""

    condition: Expression
    span: Span


@frozen
class Create:
    """`create when condition`."""

    condition: Expression
    span: Span


@frozen
class Check:
    """`check condition, "message"`, or `warn …` when `warns`."""

    condition: Expression
    message: Text
    warns: bool
    span: Span


@frozen
class Block:
    """`Target.Path when condition { … }`: a nested object."""

    target: Target
    condition: Expression | None
    body: tuple[Statement, ...]
    span: Span


@frozen
class Each:
    """`Target = each item in source when condition { … }`."""

    target: Target
    item: Name
    source: Path
    condition: Expression | None
    body: tuple[Statement, ...]
    span: Span


@frozen
class Item:
    """`Target = item when condition { … }`: one more item of a list."""

    target: Target
    condition: Expression | None
    body: tuple[Statement, ...]
    span: Span


@frozen
class Drop:
    """`drop Target.Path`, `drop skip`, `drop check "message"`; one of the three is set."""

    target: Target | None
    skips: bool
    message: Text | None
    span: Span


Statement: TypeAlias = Rule | Let | Skip | Create | Check | Block | Each | Item | Drop
