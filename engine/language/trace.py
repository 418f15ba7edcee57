"""A trace: what every rule of a mapping made of one record, step by step, in the order of its text.

It is data. The interpreter makes it while it runs (`running/sightings.py`), so that it can say nothing else than a run.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.language.functions.registry import StepClass
from engine.language.inverting.telling import GivenBack
from engine.language.outcome import Lookup, Outcome
from engine.model.frozen import frozen
from engine.model.types import Kind


class State(Enum):
    """What became of a step or a statement; the values are the words of the JSON form."""

    VALUE = "value"
    ABSENT = "absent"
    NOTHING = "nothing"  # `nothing`: the field is left alone
    FAILED = "failed"
    REFUSED = "refused"
    NOT_NEEDED = "not needed"  # another part had answered: the right side of `??`, the branch that was not taken
    NOT_REACHED = "not reached"  # something before it stopped


@frozen
class Step:
    """A piece of an expression. Its text begins with the word that joins it to what stands before: `?? name`,
    `| lower`, `within series.customer`, `else empty`, `if city is present`.

    `depth`: 0 for the pieces of the rule itself, more for what a piece is made of. `kind`: what it is, as "field",
    "let", "function", "item". `type`: of its value, `value` only in the state VALUE. `why`: of FAILED and REFUSED.
    `note`: where a value comes from. `let`: the name of the let that it reads, as in Statement.name.
    `step_class`: of a two-way rule's step, how it runs backwards.
    """

    text: str
    span: Span
    depth: int
    kind: str
    type: Kind
    state: State
    value: Any = None
    why: Diagnostic | None = None
    note: str = ""
    let: str = ""
    step_class: StepClass | None = None


@frozen
class Statement:
    """A statement that had its turn, or would have had it.

    `kind`: "select", "create", "skip", "check", "warn", "let", "rule", "block", "each" or "item". `name`: the path of
    its target (`MailAddress.City`, `OutgoingInvoiceLines[0].VatId`), or a let's name (`credit_days`, within a list
    `OutgoingInvoiceLines[0].described`). `text`: its expression as written, `span` the whole statement's place.
    `value`: of a condition yes or no, of an each the number of items. `why`: also what the target does not take.
    `lookup`: of a rule whose value is an id, how it was looked up. `step_class`: of a two-way rule, the class of the
    step that promises least, and `back` what its way back gives to which field of the source.
    """

    kind: str
    name: str
    text: str
    span: Span
    state: State
    type: Kind = Kind.FLAG
    value: Any = None
    why: Diagnostic | None = None
    two_way: bool = False
    steps: tuple[Step, ...] = ()
    lookup: Lookup | None = None
    step_class: StepClass | None = None
    back: tuple[GivenBack, ...] = ()


@frozen
class Trace:
    """One record's way through a mapping: the outcome, and its statements in the order of their turns."""

    outcome: Outcome
    statements: tuple[Statement, ...]

    @property
    def rules(self) -> Iterator[Statement]:
        """The rules alone."""
        return (statement for statement in self.statements if statement.kind == "rule")

    def lets_of(self, statement: Statement) -> list[Statement]:
        """The lets that a statement's value was made of, and those behind them, in the order they were read."""
        named = {s.name: s for s in self.statements if s.kind == "let"}
        found: dict[str, Statement] = {}
        waiting = [step.let for step in statement.steps if step.let]
        while waiting:
            name = waiting.pop(0)
            if name in named and name not in found:
                found[name] = named[name]
                waiting += [step.let for step in named[name].steps if step.let]
        return list(found.values())
